"""The work calendar: due moments, counted time, and the list of spans that explains it.

Moments are timezone-aware and come out in UTC; days and slots are those of Asia/Shanghai, a fixed
+08:00 (no daylight saving since 1991). Precision is the second, fractions are cut off. Pauses,
extensions and tones are not here (`stageclock.py`); nothing here reads a table or a clock.

How it counts: all slots of the covered years lie in one list with the work seconds before each, so
that a moment becomes a *mark* (work seconds since the calendar's first day) by one binary search,
and a mark becomes a moment by another (fact book 5.2; database.md 8).
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from itertools import groupby, pairwise

from console.domain.calendars import (
    DAY_SECONDS,
    CalendarDay,
    Cause,
    DayPlan,
    PauseCause,
    Slot,
    check_slots,
    plan_day,
)
from console.domain.refusal import Refusal
from console.domain.timelimit import LimitUnit, TimeLimit

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
LOCAL_OFFSET = 8 * 3_600
_EPOCH_ORDINAL = date(1970, 1, 1).toordinal()
_COUNTED = frozenset({Cause.WORK, Cause.EXCHANGED_WORKDAY, Cause.SHIFT, Cause.CONTINUOUS})


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """A stretch of time with one reason to count or not; `name` is that of the calendar row."""

    start: datetime
    end: datetime
    cause: Cause | PauseCause
    name: str = ""

    @property
    def counted(self) -> bool:
        """True when its seconds are used up from the limit."""
        return self.cause in _COUNTED

    @property
    def seconds(self) -> int:
        """Length on the wall clock."""
        return second_of(self.end) - second_of(self.start)


def second_of(moment: datetime) -> int:
    """Whole seconds since 1970 in UTC. Raises `Refusal` `clock.naive_time` without a time zone."""
    if moment.tzinfo is None:
        raise Refusal("clock.naive_time", moment=moment)
    passed = moment - EPOCH
    return passed.days * DAY_SECONDS + passed.seconds


def moment_of(second: int) -> datetime:
    """The UTC moment of a count of seconds since 1970."""
    return EPOCH + timedelta(seconds=second)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class WorkCalendar:
    """One version of the city's calendar; never changed, only followed by another version.

    `days` are the rows of the covered years `first_year`..`last_year`. Work time outside these
    years is refused with `calendar.year_missing`. Two calendars are the same only when they are
    the same object, so that lists of clocks can be grouped by calendar at no cost.
    """

    version: str
    slots: tuple[Slot, ...]
    days: tuple[CalendarDay, ...]
    first_year: int
    last_year: int
    hours_per_day: int = 8
    _rows: dict[date, CalendarDay] = field(init=False, repr=False)
    _starts: list[int] = field(init=False, repr=False)
    _ends: list[int] = field(init=False, repr=False)
    _before: list[int] = field(init=False, repr=False)
    _after: list[int] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        rows = {row.day: row for row in self.days}
        object.__setattr__(self, "_rows", rows)
        # Empty segments at both ends: every covered moment lies at or after the first of them
        # and before the last.
        first = _local_midnight(date(self.first_year, 1, 1))
        starts, ends, before, after = [first], [first], [0], [0]
        for ordinal in range(
            date(self.first_year, 1, 1).toordinal(), date(self.last_year + 1, 1, 1).toordinal()
        ):
            day = date.fromordinal(ordinal)
            midnight = _local_midnight(day)
            for slot in self.plan(day).slots:
                starts.append(midnight + slot.starts)
                ends.append(midnight + slot.ends)
                before.append(after[-1])
                after.append(after[-1] + slot.ends - slot.starts)
        until = _local_midnight(date(self.last_year + 1, 1, 1))
        starts, ends = [*starts, until], [*ends, until]
        before, after = [*before, after[-1]], [*after, after[-1]]
        for name, column in zip(
            ("_starts", "_ends", "_before", "_after"), (starts, ends, before, after), strict=True
        ):
            object.__setattr__(self, name, column)

    # --- questions ------------------------------------------------------------------------------

    def due(self, start: datetime, limit: TimeLimit) -> datetime:
        """The moment a limit ends; overdue is strictly later (fact book 5.2).

        A limit used up exactly at the end of a slot is due there, not at the next slot's start.
        """
        return moment_of(self.due_second(second_of(start), limit))

    def due_second(self, start: int, limit: TimeLimit) -> int:
        """`due` in whole seconds since 1970, for long lists."""
        seconds = limit.counted_seconds(hours_per_day=self.hours_per_day)
        if not limit.unit.counts_work_time:
            return start + seconds
        return self.second_at(self.mark_of(start) + seconds)

    def counted_seconds(self, start: datetime, end: datetime, unit: LimitUnit) -> int:
        """Seconds between two moments that count for a unit type, pauses not regarded.

        Raises `Refusal` `clock.ends_before_start`.
        """
        first, last = _ordered(start, end)
        if not unit.counts_work_time:
            return last - first
        return self.mark_of(last) - self.mark_of(first)

    def spans(self, start: datetime, end: datetime, unit: LimitUnit) -> tuple[Span, ...]:
        """The time between two moments without a gap, each span with its cause.

        Neighbours of the same cause and name are one span. Raises as `counted_seconds`.
        """
        first, last = _ordered(start, end)
        if first == last:
            return ()
        if not unit.counts_work_time:
            return (Span(start=moment_of(first), end=moment_of(last), cause=Cause.CONTINUOUS),)
        spans = []
        for (cause, name), pieces in groupby(self._pieces(first, last), key=lambda one: one[2:]):
            ends = [one[:2] for one in pieces]
            spans.append(
                Span(
                    start=moment_of(ends[0][0]), end=moment_of(ends[-1][1]), cause=cause, name=name
                )
            )
        return tuple(spans)

    def plan(self, day: date) -> DayPlan:
        """What a local day is."""
        return plan_day(day, self._rows.get(day), self.slots)

    def is_provisional(self, moment: datetime) -> bool:
        """True when the local year of a moment rests on no official row (yet)."""
        year = _local_day(second_of(moment)).year
        return not any(row.day.year == year and not row.provisional for row in self.days)

    # --- marks ----------------------------------------------------------------------------------

    def mark_of(self, second: int) -> int:
        """Work seconds from the first covered day to a second since 1970."""
        at = bisect_right(self._starts, second) - 1
        if at < 0 or at == len(self._starts) - 1:
            raise Refusal("calendar.year_missing", year=_local_day(second).year)
        end = self._ends[at]
        return self._before[at] + (second if second < end else end) - self._starts[at]

    def second_at(self, mark: int) -> int:
        """The earliest second since 1970 at which so many work seconds have passed."""
        at = bisect_left(self._after, mark)
        if at == len(self._after):
            raise Refusal("calendar.year_missing", year=self.last_year + 1)
        return self._starts[at] + mark - self._before[at]

    def _pieces(self, first: int, last: int) -> Iterator[tuple[int, int, Cause, str]]:
        """The days between two seconds, cut at both ends: (from, to, cause, name)."""
        self.mark_of(first)
        self.mark_of(last)
        for ordinal in range(_local_day(first).toordinal(), _local_day(last).toordinal() + 1):
            day = date.fromordinal(ordinal)
            midnight = _local_midnight(day)
            plan = self.plan(day)
            for begin, end, cause in plan.pieces():
                start, stop = max(first, midnight + begin), min(last, midnight + end)
                if start < stop:
                    name = plan.name if cause is plan.cause else ""
                    yield start, stop, cause, name


def calendar_from_rows(
    slots: Iterable[Slot],
    days: Iterable[CalendarDay],
    version: str,
    *,
    hours_per_day: int = 8,
    spare_years: int = 2,
) -> WorkCalendar:
    """Build a calendar from table rows.

    It covers the years of the rows and `spare_years` more, which are weekends only and provisional,
    so that a limit begun late in the last year still has a due moment. Raises `Refusal`
    `calendar.no_slots`, `calendar.slots_overlap`, `calendar.no_days`, `calendar.day_twice`.
    """
    ordered = tuple(sorted(slots, key=lambda slot: slot.starts))
    rows = tuple(sorted(days, key=lambda row: row.day))
    if not ordered:
        raise Refusal("calendar.no_slots", version=version)
    check_slots(ordered)
    if not rows:
        raise Refusal("calendar.no_days", version=version)
    for former, row in pairwise(rows):
        if former.day == row.day:
            raise Refusal("calendar.day_twice", day=row.day)
    return _calendar_of(ordered, rows, version, hours_per_day, rows[-1].day.year + spare_years)


# Its thousands of days take longer than all else of the city's rules, which are read again at each
# change of any of them; and from the same rows the same calendar is right.
@lru_cache(maxsize=16)
def _calendar_of(
    slots: tuple[Slot, ...], days: tuple[CalendarDay, ...], version: str, hours: int, last: int
) -> WorkCalendar:
    return WorkCalendar(
        version=version,
        slots=slots,
        days=days,
        first_year=days[0].day.year,
        last_year=last,
        hours_per_day=hours,
    )


def _ordered(start: datetime, end: datetime) -> tuple[int, int]:
    first, last = second_of(start), second_of(end)
    if last < first:
        raise Refusal("clock.ends_before_start", start=start, end=end)
    return first, last


def _local_midnight(day: date) -> int:
    return (day.toordinal() - _EPOCH_ORDINAL) * DAY_SECONDS - LOCAL_OFFSET


def _local_day(second: int) -> date:
    return date.fromordinal(_EPOCH_ORDINAL + (second + LOCAL_OFFSET) // DAY_SECONDS)
