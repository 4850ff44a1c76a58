"""A publication for tests that need no database."""

from datetime import UTC, datetime

from console.ports.publications import Head, Mark, Signed, Wanted

MOMENT = datetime(2026, 12, 3, tzinfo=UTC)


def a_head(number: int = 1, *marks: Mark, amends: int = 0, period: str = "2026-11") -> Head:
    """A head with no rows, signed as told."""
    return Head(
        id=number,
        wanted=Wanted(
            period=period,
            kind="department",
            grouping="unit",
            person=False,
            scheme="standard",
            scheme_version=1,
            scheme_text="{}",
            case_date="due",
            start=datetime(2026, 10, 31, 16, tzinfo=UTC),
            end=datetime(2026, 11, 30, 16, tzinfo=UTC),
        ),
        calendar_text="{}",
        as_of=MOMENT,
        amends=amends,
        reason="申诉成立" if amends else "",
        cases=0,
        acts=0,
        facts_root="ff",
        acts_root="ff",
        figures="{}",
        parts=(),
        fingerprint=f"{number:064x}",
        signed=tuple(
            Signed(mark=mark, operator="guo", post="supervisor", at=MOMENT)
            for mark in (Mark.PREPARED, *marks)
        ),
    )
