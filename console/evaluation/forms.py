"""The regular forms a centre hands out, as figures: monthly notice, weekly report, duty sheets.

Statements of one unit or one inspector are a ranking's row and need nothing of their own. No word
and no workbook is here. Source: fact book 8.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from enum import StrEnum
from typing import Final

from console.domain.refusal import Refusal
from console.evaluation.counts import COUNTS, counted
from console.evaluation.periods import ZONE, Period, PeriodKind
from console.ports.facts import Span, Tally


class FormKind(StrEnum):
    """The forms, as they are typed."""

    MONTHLY = "monthly"  # 运行月报
    WEEKLY = "weekly"
    DAY = "day"  # 值班日报, day shift
    NIGHT = "night"
    UNIT = "unit"  # 责任单位对账单
    INSPECTOR = "inspector"


PERIOD_OF: Final[Mapping[FormKind, PeriodKind]] = {
    FormKind.MONTHLY: PeriodKind.MONTH,
    FormKind.WEEKLY: PeriodKind.WEEK,
    FormKind.DAY: PeriodKind.DAY,
    FormKind.NIGHT: PeriodKind.DAY,
}
"""The period a form is of; statements may be of any."""

STATEMENTS: Final = (FormKind.UNIT, FormKind.INSPECTOR)
"""Forms of one object, which has to be named."""

DAY_BEGINS: Final = time(8)
NIGHT_BEGINS: Final = time(20)
"""Local times between which a day's shift lies, unless others are told."""

LOOKED_BACK: Final = timedelta(days=366)
"""Cases registered so long before the end of a month are looked through for what still waits."""

MOST_KINDS: Final = 10
MAIN_KINDS: Final = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Tallied:
    """The cases of one source, class or area: their counts by name (`COUNTS`)."""

    code: tuple[str, ...]
    counts: Mapping[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """What a unit still has to do: suspended and overdue cases, and of which classes most are.

    `main` is kind and category of a class with its number of cases, most first.
    """

    unit: str
    suspended: int
    overdue: int
    main: tuple[tuple[str, str, int], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DutyLine:
    """One source or area in one shift: reported and what became of it, and what was closed."""

    code: str
    report: int
    operate: int
    inst: int
    archive: int
    self_handle: int


def tallied(tallies: Iterable[Tally], most: int | None = None) -> tuple[Tallied, ...]:
    """Groups with their counts, those with most reports first.

    With `most` only so many, and none without a code.
    """
    groups = [
        Tallied(code=group, counts=counts)
        for group, counts in counted(tallies).items()
        if most is None or all(group)
    ]
    return tuple(sorted(groups, key=lambda one: (-one.counts["report"], one.code))[:most])


def everything(tallies: Iterable[Tally]) -> dict[str, int]:
    """The counts of all groups together, those without a code too."""
    sums = dict.fromkeys(COUNTS, 0)
    for counts in counted(tallies).values():
        for name, figure in counts.items():
            sums[name] += figure
    return sums


def waiting(tallies: Iterable[Tally]) -> tuple[Waiting, ...]:
    """What each unit has left, from tallies by unit, kind and category; most first."""
    units: dict[str, list[tuple[str, str, int, int]]] = {}
    for (unit, kind, category), counts in counted(tallies).items():
        suspended, overdue = counts["hang"], counts["overtime_to_dispose"]
        if unit and suspended + overdue:
            units.setdefault(unit, []).append((kind, category, suspended, overdue))
    found = [_waiting(unit, rows) for unit, rows in units.items()]
    return tuple(sorted(found, key=lambda one: (-one.suspended - one.overdue, one.unit)))


def _waiting(unit: str, rows: Sequence[tuple[str, str, int, int]]) -> Waiting:
    most = sorted(rows, key=lambda row: (-row[2] - row[3], row[:2]))[:MAIN_KINDS]
    return Waiting(
        unit=unit,
        suspended=sum(row[2] for row in rows),
        overdue=sum(row[3] for row in rows),
        main=tuple((kind, category, left + late) for kind, category, left, late in most),
    )


def duty_lines(
    reported: Iterable[Tally], closed: Iterable[Tally], codes: Sequence[str] = ()
) -> tuple[DutyLine, ...]:
    """A shift's lines by one grouping: what was reported in it, and what was closed in it.

    `codes` stand first and in their order also where nothing happened; cases without a code come
    last, under "".
    """
    came, went = counted(reported), counted(closed)
    seen = {group[0] for group in (*came, *went)}
    order = [*codes, *sorted(code for code in seen if code and code not in codes)]
    nothing = dict.fromkeys(COUNTS, 0)
    return tuple(
        DutyLine(
            code=code,
            report=came.get((code,), nothing)["report"],
            operate=came.get((code,), nothing)["operate"],
            inst=came.get((code,), nothing)["inst"],
            archive=went.get((code,), nothing)["archive"],
            self_handle=went.get((code,), nothing)["self_handle"],
        )
        for code in (*order, *([""] if "" in seen else []))
    )


def duty_span(
    kind: FormKind,
    period: Period,
    now: datetime,
    begins: time = DAY_BEGINS,
    ends: time = NIGHT_BEGINS,
) -> Span:
    """The moments of a day's shift, or of the night after it; `now` is aware.

    Raises `Refusal` `forms.hours` where the day's shift does not begin before it ends,
    `period.not_begun` for a shift that has not begun.
    """
    if begins >= ends:
        raise Refusal("forms.hours", begins=f"{begins:%H:%M}", ends=f"{ends:%H:%M}")
    day = period.first
    first, last = (datetime.combine(day, at, ZONE) for at in (begins, ends))
    if kind is FormKind.NIGHT:
        first, last = last, datetime.combine(day + timedelta(days=1), begins, ZONE)
    if now < first:
        raise Refusal("period.not_begun", period=period.code, first=f"{first:%Y-%m-%d %H:%M}")
    return Span(start=first.astimezone(UTC), end=last.astimezone(UTC), as_of=now.astimezone(UTC))


def back_span(span: Span) -> Span:
    """The span in which cases were registered that may still wait at the end of another."""
    return Span(start=span.end - LOOKED_BACK, end=span.end, as_of=span.as_of)


def check_period(kind: FormKind, period: Period) -> None:
    """Raises `Refusal` `forms.period.*` where a form is of another kind of period."""
    wanted = PERIOD_OF.get(kind, period.kind)
    if period.kind is not wanted:
        raise Refusal(f"forms.period.{wanted.value}", period=period.code)
