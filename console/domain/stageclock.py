"""A running limit: pauses, extensions, remaining time, tone, and the explanation of every second.

A `Clock` carries its limit and its calendar version by value. A registered case is therefore never
altered by a later edit of standards, limits or calendars: storage keeps the limit code, the
extensions, the pauses and the version of the calendar with the case, and rebuilds the clock from
these; a new version of the calendar is another `WorkCalendar` and serves new clocks only.

"Now" is always given. Which moves pause which clock is in the table of ways; the light reading of
many clocks at once is in `dial.py`.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from itertools import pairwise

from console.domain.calendars import PauseCause
from console.domain.dial import FOREVER, Dial, Tone, ToneRule, read_dial
from console.domain.refusal import Refusal
from console.domain.timelimit import StepLimit, TimeLimit
from console.domain.worktime import Span, WorkCalendar, moment_of, second_of


class ClockKind(StrEnum):
    """Which of the clocks of fact book 5.3 it is."""

    STAGE = "stage"  # one stage of the centre
    HANDLING = "handling"  # 处置: dispatch to the unit's confirmed feedback
    BUNDLED = "bundled"  # 捆绑时限: first dispatch to last disposal, all levels


class Counting(StrEnum):
    """How a stage passed more than once counts (fact book 5.1)."""

    SINGLE = "single"  # 单次耗时: each pass has the whole limit
    ACCUMULATED = "accumulated"  # 累计耗时: the passes share one limit


# A return or a verification is time of the bundle, so only these stop the bundled clock.
BUNDLE_PAUSES = frozenset({PauseCause.SUSPENSION, PauseCause.COORDINATION})


@dataclass(frozen=True, slots=True, kw_only=True)
class Pause:
    """Time that does not count. `end` is None while open, or a known future moment (挂账 until)."""

    start: datetime
    end: datetime | None = None
    cause: PauseCause


@dataclass(frozen=True, slots=True, kw_only=True)
class Pass:
    """One stay in a stage; `end` is None while the case is there."""

    start: datetime
    end: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Extension:
    """An approved 延期: the deadline moves later by `limit`, usually one original limit."""

    at: datetime
    limit: TimeLimit


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """Why so much time is left. `spans` cover start to end without a gap and sum exactly:

    counted spans = `used`, and `used` + `remaining` = `limit` + `extension` (all in seconds;
    `remaining` is negative after the limit).
    """

    start: datetime
    end: datetime
    limit: int
    extension: int
    used: int
    remaining: int
    due: datetime | None
    spans: tuple[Span, ...]
    calendar_version: str
    provisional: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """One limit running over one calendar version (fact book 5.3, 5.4).

    Pauses are in order, do not overlap, begin at or after `start`, and only the last may be open.
    Raises `Refusal` `clock.pauses_overlap`, `clock.pause_open`, `clock.pause_backwards`,
    `clock.stopped_before_start` or `clock.extension_unit` for values that cannot be.
    """

    limit: TimeLimit
    start: datetime
    calendar: WorkCalendar
    pauses: tuple[Pause, ...] = ()
    extensions: tuple[Extension, ...] = ()
    stopped_at: datetime | None = None
    exempt: bool = False
    kind: ClockKind = ClockKind.STAGE
    dial: Dial = field(init=False, repr=False, compare=False)
    _pauses: tuple[tuple[int, int], ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        if self.stopped_at is not None and self.stopped_at < self.start:
            raise Refusal("clock.stopped_before_start", start=self.start)
        for extension in self.extensions:
            if extension.limit.unit.counts_work_time != self.limit.unit.counts_work_time:
                raise Refusal("clock.extension_unit", unit=extension.limit.unit)
        pauses = _seconds_of(self.pauses, second_of(self.start))
        object.__setattr__(self, "_pauses", pauses)
        object.__setattr__(self, "dial", self._dial())

    # --- questions ------------------------------------------------------------------------------

    @property
    def allowed(self) -> int:
        """Counted seconds of the limit and all its extensions."""
        return self._counted(self.limit) + sum(self._counted(one.limit) for one in self.extensions)

    @property
    def due(self) -> datetime | None:
        """The deadline; None while an open pause keeps it from being known."""
        return None if self.dial.due == FOREVER else moment_of(self.dial.due)

    def used(self, now: datetime) -> int:
        """Counted seconds from the start to now or to the stop, without the pauses."""
        start, end = second_of(self.start), self._end(now)
        used = self._mark(end) - self._mark(start)
        for begin, finish in self._pauses:
            if begin < end:
                used -= self._mark(min(finish, end)) - self._mark(begin)
        return used

    def remaining(self, now: datetime) -> int:
        """Counted seconds left; negative after the limit."""
        return self.allowed - self.used(now)

    def share_used(self, now: datetime) -> Decimal:
        """Used part of the limit with its extensions; over 1 after the limit."""
        return Decimal(self.used(now)) / self.allowed

    def tone(self, now: datetime, rule: ToneRule) -> Tone:
        """How the clock looks now. A pause hides lateness: nobody can act; see `is_overdue`."""
        return read_dial(self.dial, now, rule).tone

    def is_overdue(self, now: datetime) -> bool:
        """True strictly after the deadline, by now or by the stop; pause and exemption or not."""
        return self._end(now) > self.dial.due

    def counts_as_overdue(self, now: datetime) -> bool:
        """`is_overdue` unless a successful appeal exempts the case; the history stays."""
        return not self.exempt and self.is_overdue(now)

    def overdue_multiple(self, now: datetime) -> Decimal:
        """超时倍数: (used - limit) / limit with extensions in the limit; 0 when in time."""
        return max(Decimal(0), self.share_used(now) - 1)

    def explain(self, now: datetime) -> Explanation:
        """Every second from the start to now (or the stop) with its cause."""
        start, end = second_of(self.start), self._end(now)
        spans: list[Span] = []
        at = start
        for (begin, finish), pause in zip(self._pauses, self.pauses, strict=True):
            until = min(finish, end)
            if begin < until:
                spans += self._running(at, begin)
                spans.append(Span(start=moment_of(begin), end=moment_of(until), cause=pause.cause))
                at = until
        spans += self._running(at, end)
        used, limit = self.used(now), self._counted(self.limit)
        return Explanation(
            start=moment_of(start),
            end=moment_of(end),
            limit=limit,
            extension=self.allowed - limit,
            used=used,
            remaining=self.allowed - used,
            due=self.due,
            spans=tuple(spans),
            calendar_version=self.calendar.version,
            provisional=self._is_provisional(),
        )

    # --- changes --------------------------------------------------------------------------------

    def paused(self, at: datetime, cause: PauseCause, until: datetime | None = None) -> "Clock":
        """Stand still from `at`. Raises `Refusal` `clock.stopped` or `clock.already_paused`."""
        self._refuse_stopped()
        if self._is_paused(at):
            raise Refusal("clock.already_paused", cause=self.pauses[-1].cause)
        return replace(self, pauses=(*self.pauses, Pause(start=at, end=until, cause=cause)))

    def resumed(self, at: datetime) -> "Clock":
        """Run again from `at`. Raises `Refusal` `clock.stopped` or `clock.not_paused`."""
        self._refuse_stopped()
        if not self._is_paused(at):
            raise Refusal("clock.not_paused")
        return replace(self, pauses=(*self.pauses[:-1], replace(self.pauses[-1], end=at)))

    def extended(
        self, at: datetime, *, by: TimeLimit | None = None, most: int | None = None
    ) -> "Clock":
        """Move the deadline by one original limit, or `by`; `at` is when it was applied for.

        `most` is the city's number of extensions, None for any. Raises `Refusal` `clock.stopped`,
        `clock.overdue` or `clock.extended_enough` (fact book 5.4: apply before overdue, twice).
        """
        self._refuse_stopped()
        if second_of(at) > self.dial.due:
            raise Refusal("clock.overdue", due=moment_of(self.dial.due))
        if most is not None and len(self.extensions) >= most:
            raise Refusal("clock.extended_enough", most=most)
        return replace(
            self, extensions=(*self.extensions, Extension(at=at, limit=by or self.limit))
        )

    def stopped(self, at: datetime) -> "Clock":
        """End at `at`, also out of a pause. Raises `Refusal` `clock.stopped`."""
        self._refuse_stopped()
        return replace(self, stopped_at=at)

    def exempted(self) -> "Clock":
        """Taken out of the overdue counts by a successful appeal (申诉); time and history stay."""
        return replace(self, exempt=True)

    # --- inside ---------------------------------------------------------------------------------

    def _dial(self) -> Dial:
        """Walk the pauses once: where the limit ends, and what a standing clock shows."""
        mark, allowed = self._mark, self.allowed
        left, cursor, due = allowed, mark(second_of(self.start)), FOREVER
        end_mark, resumes = cursor + allowed, 0
        for begin, finish in self._pauses:
            resumes = finish
            if due == FOREVER and left <= mark(begin) - cursor:
                due = self._second(cursor + left)
            if finish == FOREVER:
                break
            left -= mark(begin) - cursor
            cursor = mark(finish)
            end_mark += cursor - mark(begin)
        else:
            if due == FOREVER:
                due = self._second(cursor + left)
        held = 0
        if self.stopped_at is not None:
            held = self.remaining(self.stopped_at)
        elif self.pauses:
            held = self.remaining(self.pauses[-1].start)
        calendar = self.calendar if self.limit.unit.counts_work_time else None
        return Dial(calendar, allowed, end_mark, due, resumes, held, self.stopped_at is not None)

    def _counted(self, limit: TimeLimit) -> int:
        return limit.counted_seconds(hours_per_day=self.calendar.hours_per_day)

    def _mark(self, second: int) -> int:
        return self.calendar.mark_of(second) if self.limit.unit.counts_work_time else second

    def _second(self, mark: int) -> int:
        return self.calendar.second_at(mark) if self.limit.unit.counts_work_time else mark

    def _end(self, now: datetime) -> int:
        moment = now if self.stopped_at is None else self.stopped_at
        return max(second_of(self.start), second_of(moment))

    def _running(self, begin: int, end: int) -> tuple[Span, ...]:
        return self.calendar.spans(moment_of(begin), moment_of(end), self.limit.unit)

    def _is_paused(self, at: datetime) -> bool:
        return bool(self._pauses) and second_of(at) < self._pauses[-1][1]

    def _is_provisional(self) -> bool:
        due = self.due
        return (
            self.limit.unit.counts_work_time
            and due is not None
            and self.calendar.is_provisional(due)
        )

    def _refuse_stopped(self) -> None:
        if self.stopped_at is not None:
            raise Refusal("clock.stopped", at=self.stopped_at)


def stage_clock(
    passes: Sequence[Pass],
    limit: TimeLimit,
    calendar: WorkCalendar,
    *,
    counting: Counting = Counting.SINGLE,
    pauses: Iterable[Pause] = (),
    kind: ClockKind = ClockKind.STAGE,
) -> Clock:
    """The clock of a stage from all stays in it, in order.

    Single counting takes the last stay alone; accumulated counting takes them all and treats the
    time between as a pause `elsewhere`. `pauses` before the first counted stay are left out.
    `passes` has at least one stay.
    """
    counted = passes[-1:] if counting is Counting.SINGLE else passes
    gaps = [
        Pause(start=former.end, end=later.start, cause=PauseCause.ELSEWHERE)
        for former, later in pairwise(counted)
        if former.end is not None
    ]
    start = counted[0].start
    kept = [pause for pause in pauses if pause.start >= start]
    return Clock(
        limit=limit,
        start=start,
        calendar=calendar,
        pauses=tuple(sorted([*gaps, *kept], key=lambda pause: pause.start)),
        stopped_at=counted[-1].end,
        kind=kind,
    )


def bundled_clock(
    passes: Sequence[Pass],
    limit: TimeLimit,
    calendar: WorkCalendar,
    *,
    pauses: Iterable[Pause] = (),
    extensions: tuple[Extension, ...] = (),
) -> Clock:
    """捆绑时限: one limit from the first dispatch to the last disposal across all levels.

    `passes`, at least one, are dispatch to disposal of every level and turn, in any order; the
    clock runs while one of them is open. Of `pauses` only those of `BUNDLE_PAUSES` stop it.
    """
    ends = [one.end for one in passes if one.end is not None]
    return Clock(
        limit=limit,
        start=min(one.start for one in passes),
        calendar=calendar,
        pauses=tuple(pause for pause in pauses if pause.cause in BUNDLE_PAUSES),
        extensions=extensions,
        stopped_at=max(ends) if len(ends) == len(passes) else None,
        kind=ClockKind.BUNDLED,
    )


def successive_dues(
    start: datetime, limits: Sequence[StepLimit], calendar: WorkCalendar
) -> tuple[datetime, ...]:
    """Planned deadlines of successive limits, each counted from the one before (trap 15)."""
    dues: list[datetime] = []
    for one in limits:
        dues.append(calendar.due(dues[-1] if dues else start, one.limit))
    return tuple(dues)


def _seconds_of(pauses: Sequence[Pause], start: int) -> tuple[tuple[int, int], ...]:
    """Pauses as seconds since 1970, an open end as `FOREVER`; refuses impossible ones."""
    seconds: list[tuple[int, int]] = []
    at = start
    for pause in pauses:
        begin = second_of(pause.start)
        end = FOREVER if pause.end is None else second_of(pause.end)
        if at == FOREVER:
            raise Refusal("clock.pause_open", cause=pause.cause)
        if begin < at:
            raise Refusal("clock.pauses_overlap", cause=pause.cause, at=pause.start)
        if end < begin:
            raise Refusal("clock.pause_backwards", cause=pause.cause, at=pause.start)
        seconds.append((begin, end))
        at = end
    return tuple(seconds)
