"""What stands beside the form: the month's ranking by both schemes, or what differs, as rows."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from console.evaluation.scheme_diff import Difference
from console.services.previewing import Trial, Tried
from console.viewmodels.assessment_columns import number
from console.viewmodels.columns import Align, Column
from console.viewmodels.scheme_parts import PARTS
from console.viewmodels.words import Say

NOTHING = "—"


def trial_columns() -> tuple[Column[Tried], ...]:
    """Rank and points by the open scheme, and how they differ from the one in force."""
    rank: Column[Tried] = Column(
        key="rank", title="schemes.trial.rank", width=50, align=Align.RIGHT,
        value=lambda row: _whole(row.rank),
    )  # fmt: skip
    moved: Column[Tried] = Column(
        key="moved", title="schemes.trial.moved", width=54, align=Align.RIGHT, value=_moved
    )
    name: Column[Tried] = Column(
        key="name", title="schemes.trial.object", stretch=True, value=lambda row: row.name
    )
    total: Column[Tried] = Column(
        key="total", title="schemes.trial.total", width=72, align=Align.RIGHT,
        value=lambda row: _points(row.total), strong=lambda row: row.total is not None,
    )  # fmt: skip
    now: Column[Tried] = Column(
        key="now", title="schemes.trial.now", width=72, align=Align.RIGHT,
        value=lambda row: _points(row.total_now), tone=lambda _row: "ink2",
    )  # fmt: skip
    change: Column[Tried] = Column(
        key="change", title="schemes.trial.change", width=68, align=Align.RIGHT, value=_change
    )
    return rank, moved, name, total, now, change


@dataclass(frozen=True, slots=True, kw_only=True)
class DiffRow:
    """One difference in words."""

    at: int
    place: str
    before: str
    after: str


def diff_columns() -> tuple[Column[DiffRow], ...]:
    """Where, before, after."""
    place: Column[DiffRow] = Column(
        key="place", title="schemes.diff.place", width=150, value=lambda row: row.place,
        hint=lambda row: row.place,
    )  # fmt: skip
    before: Column[DiffRow] = Column(
        key="before", title="schemes.diff.before", width=120, value=lambda row: row.before,
        hint=lambda row: row.before, tone=lambda _row: "ink2",
    )  # fmt: skip
    after: Column[DiffRow] = Column(
        key="after", title="schemes.diff.after", stretch=True, value=lambda row: row.after,
        hint=lambda row: row.after,
    )  # fmt: skip
    return place, before, after


def diff_rows(found: Sequence[Difference], say: Say) -> tuple[DiffRow, ...]:
    """Differences in words."""
    return tuple(
        DiffRow(
            at=at,
            place=_place(one, say),
            before=one.before or NOTHING,
            after=one.after or say(f"schemes.diff.how.{one.how.value}"),
        )
        for at, one in enumerate(found)
    )


def trial_title(trial: Trial | None, say: Say) -> str:
    """Which month, beside which version."""
    if trial is None:
        return say("schemes.trial.none")
    code, facts = trial.period.title
    period = say(code, **facts)
    if trial.standing is None:
        return say("schemes.trial.alone", period=period)
    return say("schemes.trial.beside", period=period, version=trial.standing)


def _place(one: Difference, say: Say) -> str:
    code = f"schemes.part.{one.part}" if one.part in PARTS else f"schemes.field.{_head(one)}"
    field = say(f"schemes.field.{_field(one.field)}") if one.field else ""
    return " · ".join(word for word in (say(code), one.row, field) if word)


def _head(one: Difference) -> str:
    return "name.zh" if one.part == "name" else one.part


def _field(field: str) -> str:
    return "name.zh" if field == "name" else field


def _whole(value: int | None) -> str:
    return NOTHING if value is None else str(value)


def _points(value: Fraction | None) -> str:
    return NOTHING if value is None else number(value)


def _change(row: Tried) -> str:
    if row.change is None:
        return NOTHING
    return f"+{number(row.change)}" if row.change > 0 else number(row.change)


def _moved(row: Tried) -> str:
    if not row.moved:
        return NOTHING
    return f"{'↑' if row.moved > 0 else '↓'}{abs(row.moved)}"
