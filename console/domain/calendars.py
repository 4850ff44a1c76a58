"""What a work calendar is made of: slots, day rows, and the words for time that counts or does not.

The rows come from tables the city edits (`work_slots`, `work_calendar`); nothing here reads them.
Counting with them is in `worktime.py`.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from console.domain.refusal import Refusal

DAY_SECONDS = 86_400
SATURDAY = 5


class DayKind(StrEnum):
    """How a day row overrides the plain Monday-to-Friday week (fact book 5.1)."""

    HOLIDAY = "holiday"  # no work
    WORKDAY = "workday"  # a weekend worked in exchange, 调休
    SHIFT = "shift"  # works the row's own slots: half day, summer hours, duty day


class Cause(StrEnum):
    """Why a span of the calendar counts (first four) or does not."""

    WORK = "work"
    EXCHANGED_WORKDAY = "exchanged_workday"
    SHIFT = "shift"
    CONTINUOUS = "continuous"  # unit types that run through nights and holidays
    NIGHT = "night"
    NOON_BREAK = "noon_break"
    WEEKEND = "weekend"
    HOLIDAY = "holiday"


class PauseCause(StrEnum):
    """Why a clock stands still although the calendar would count (fact book 5.4)."""

    RETURN = "return"  # 回退, until the dispatcher has settled it
    SUSPENSION = "suspension"  # 挂账, 缓办
    COORDINATION = "coordination"  # article 22
    CONFIRMATION = "confirmation"  # 发核实: the acceptor waits for the inspector
    VERIFICATION = "verification"  # 发核查
    ELSEWHERE = "elsewhere"  # between two passes of a stage whose time accumulates


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """A stretch of work inside one day, in seconds after local midnight; may end at 24:00."""

    starts: int
    ends: int

    def __post_init__(self) -> None:
        if not 0 <= self.starts < self.ends <= DAY_SECONDS:
            raise Refusal("calendar.slot_backwards", starts=self.starts, ends=self.ends)

    @classmethod
    def from_text(cls, text: str) -> "Slot":
        """Read `08:00-12:00`. Raises `Refusal` `calendar.slot_unreadable`."""
        begin, _, end = text.strip().partition("-")
        try:
            return cls(starts=_second_of_day(begin), ends=_second_of_day(end))
        except ValueError:
            raise Refusal("calendar.slot_unreadable", text=text) from None


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarDay:
    """One row of the calendar table; it wins over the week.

    `name` is a code (`spring_festival`) or the city's own words. `slots` belong to shifts only.
    `provisional` rows are the city's expectation before the State Council's notice for that year.
    """

    day: date
    kind: DayKind
    name: str = ""
    slots: tuple[Slot, ...] = ()
    provisional: bool = False

    def __post_init__(self) -> None:
        if (self.kind is DayKind.SHIFT) != bool(self.slots):
            raise Refusal("calendar.slots_and_kind", day=self.day, kind=self.kind)
        check_slots(self.slots)


@dataclass(frozen=True, slots=True, kw_only=True)
class DayPlan:
    """What one day is: its slots, why they count, and why a day without slots does not."""

    slots: tuple[Slot, ...]
    cause: Cause
    name: str = ""

    def pieces(self) -> Iterator[tuple[int, int, Cause]]:
        """The whole day as (from, to, cause) in seconds after midnight, without empty pieces."""
        if not self.slots:
            yield 0, DAY_SECONDS, self.cause
            return
        at, gap = 0, Cause.NIGHT
        for slot in self.slots:
            if at < slot.starts:
                yield at, slot.starts, gap
            yield slot.starts, slot.ends, self.cause
            at, gap = slot.ends, Cause.NOON_BREAK
        if at < DAY_SECONDS:
            yield at, DAY_SECONDS, Cause.NIGHT


def plan_day(day: date, row: CalendarDay | None, slots: tuple[Slot, ...]) -> DayPlan:
    """Apply the row of a day, or the plain week when there is none."""
    if row is None:
        if day.weekday() >= SATURDAY:
            return DayPlan(slots=(), cause=Cause.WEEKEND)
        return DayPlan(slots=slots, cause=Cause.WORK)
    if row.kind is DayKind.HOLIDAY:
        return DayPlan(slots=(), cause=Cause.HOLIDAY, name=row.name)
    if row.kind is DayKind.WORKDAY:
        return DayPlan(slots=slots, cause=Cause.EXCHANGED_WORKDAY, name=row.name)
    return DayPlan(slots=row.slots, cause=Cause.SHIFT, name=row.name)


def check_slots(slots: Iterable[Slot]) -> None:
    """Raise `Refusal` `calendar.slots_overlap` unless the slots follow one another."""
    at = 0
    for slot in slots:
        if slot.starts < at:
            raise Refusal("calendar.slots_overlap", starts=slot.starts)
        at = slot.ends


def _second_of_day(text: str) -> int:
    hours, minutes = text.strip().split(":")
    if not 0 <= int(minutes) < 60:
        raise ValueError(text)
    return int(hours) * 3_600 + int(minutes) * 60
