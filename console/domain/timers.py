"""The clocks of a case as stored facts, and what each clock effect of a way does to them.

Arithmetic of working hours is in `worktime` and `stageclock`; here only: which clock starts,
pauses,
moves or stops when (fact book 5.3, 5.4). A timer carries its limit and its calendar's version, so a
later change of limits or calendars never alters it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from console.domain.calendars import PauseCause
from console.domain.stage import Stage
from console.domain.stageclock import Clock, ClockKind, Extension, Pause
from console.domain.timelimit import TimeLimit
from console.domain.worktime import WorkCalendar


class TimerKind(StrEnum):
    """Which clock (fact book 5.3)."""

    ACCEPT = "accept"
    CONFIRM = "confirm"
    REGISTER = "register"
    DISPATCH = "dispatch"
    APPROVE = "approve"
    COORDINATE = "coordinate"
    HANDLE = "handle"
    VERIFY = "verify"
    CLOSE = "close"
    BUNDLED = "bundled"


STAGE_TIMERS: Mapping[Stage, TimerKind] = {
    Stage.REPORTED: TimerKind.ACCEPT,
    Stage.ACCEPTED: TimerKind.ACCEPT,
    Stage.SELF_HANDLED: TimerKind.ACCEPT,
    Stage.CONFIRMING: TimerKind.CONFIRM,
    Stage.TO_REGISTER: TimerKind.REGISTER,
    Stage.VOID_REQUESTED: TimerKind.APPROVE,
    Stage.RETURN_REQUESTED: TimerKind.APPROVE,
    Stage.SUSPEND_REQUESTED: TimerKind.APPROVE,
    Stage.TO_DISPATCH: TimerKind.DISPATCH,
    Stage.VERIFY_FAILED: TimerKind.DISPATCH,
    Stage.COORDINATING: TimerKind.COORDINATE,
    Stage.HANDLED: TimerKind.VERIFY,
    Stage.VERIFYING: TimerKind.VERIFY,
    Stage.TO_CLOSE: TimerKind.CLOSE,
}
"""The centre's own stages and the clock each one runs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Timer:
    """One clock: its limit, start, pauses, granted extensions and, while it runs, its due
    moment."""

    kind: TimerKind
    limit: TimeLimit
    started: datetime
    calendar: str
    due: datetime
    pauses: tuple[Pause, ...] = ()
    extensions: tuple[Extension, ...] = ()
    stopped: datetime | None = None
    exempt: bool = False

    @property
    def paused(self) -> bool:
        """Whether the clock stands still at the moment."""
        return bool(self.pauses) and self.pauses[-1].end is None and self.stopped is None

    @property
    def late(self) -> bool:
        """Whether it was stopped strictly after its due moment (fact book 5.2)."""
        return self.stopped is not None and self.stopped > self.due


def clock_of(timer: Timer, calendar: WorkCalendar) -> Clock:
    """The timer as a clock that can compute and explain itself on its own `calendar`."""
    return Clock(
        limit=timer.limit,
        start=timer.started,
        pauses=timer.pauses,
        extensions=timer.extensions,
        stopped_at=timer.stopped,
        calendar=calendar,
        exempt=timer.exempt,
        kind=_CLOCK_KINDS.get(timer.kind, ClockKind.STAGE),
    )


_CLOCK_KINDS: Mapping[TimerKind, ClockKind] = {
    TimerKind.HANDLE: ClockKind.HANDLING,
    TimerKind.BUNDLED: ClockKind.BUNDLED,
}


def _due(timer: Timer, calendar: WorkCalendar) -> Timer:
    """The timer with its due moment computed anew; while paused the last one known stays."""
    return replace(timer, due=clock_of(timer, calendar).due or timer.due)


def start(kind: TimerKind, limit: TimeLimit, at: datetime, calendar: WorkCalendar) -> Timer:
    """A fresh clock running from `at`."""
    return Timer(
        kind=kind,
        limit=limit,
        started=at,
        calendar=calendar.version,
        due=calendar.due(at, limit),
    )


def pause(timer: Timer, at: datetime, cause: PauseCause) -> Timer:
    """The clock standing still from `at`; one that is paused or stopped stays as it is."""
    if timer.paused or timer.stopped is not None:
        return timer
    return replace(timer, pauses=(*timer.pauses, Pause(start=at, end=None, cause=cause)))


def resume(timer: Timer, at: datetime, calendar: WorkCalendar) -> Timer:
    """The clock running again with what was left of its limit; due moves by the pause."""
    if not timer.paused:
        return timer
    ended = replace(timer.pauses[-1], end=at)
    return _due(replace(timer, pauses=(*timer.pauses[:-1], ended)), calendar)


def extend(timer: Timer, at: datetime, calendar: WorkCalendar) -> Timer:
    """One more original limit after the present due moment (fact book 5.4)."""
    granted = Extension(at=at, limit=timer.limit)
    return _due(replace(timer, extensions=(*timer.extensions, granted)), calendar)


def stop(timer: Timer, at: datetime, calendar: WorkCalendar) -> Timer:
    """The clock at rest for good; a pause still open ends here."""
    if timer.stopped is not None:
        return timer
    return replace(resume(timer, at, calendar), stopped=at)


def stood_still(timer: Timer) -> bool:
    """Whether a stopped clock was stopped out of a pause."""
    return bool(timer.pauses) and timer.pauses[-1].end == timer.stopped


def stand_again(timer: Timer) -> Timer:
    """A clock that was stopped out of a pause, back in that pause."""
    open_again = replace(timer.pauses[-1], end=None)
    return replace(timer, stopped=None, pauses=(*timer.pauses[:-1], open_again))


def run_on(
    timer: Timer,
    at: datetime,
    calendar: WorkCalendar,
    *,
    keep_due: bool,
    cause: PauseCause = PauseCause.VERIFICATION,
) -> Timer:
    """A stopped clock running again, by default after a failed verification (article 21).

    `keep_due` leaves the deadline where it was; otherwise the time between is a pause.
    """
    if timer.stopped is None:
        return timer
    if keep_due:
        return replace(timer, stopped=None)
    gap = Pause(start=timer.stopped, end=at, cause=cause)
    return _due(replace(timer, stopped=None, pauses=(*timer.pauses, gap)), calendar)
