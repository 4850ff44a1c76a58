"""Why so much time is left: the gauges of a case and the spans behind them, as figures and causes.

Causes are the domain's codes (`Cause`, `PauseCause`); their words are the views' business.
"""

from dataclasses import dataclass
from datetime import datetime

from console.domain.calendars import PauseCause
from console.domain.case import Case
from console.domain.rules import Rules
from console.domain.stage import Stage
from console.domain.stageclock import Explanation
from console.domain.timelimit import TimeLimit
from console.domain.timers import Timer, TimerKind, clock_of
from console.domain.tone import Urgency
from console.domain.worktime import Span
from console.viewmodels.case_facts import day_of

WITH_UNIT = frozenset({Stage.DISPATCHED, Stage.HANDLING, Stage.SUSPEND_REQUESTED, Stage.SUSPENDED})
"""Stages in which the unit's time is the stage's own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Gauge:
    """One clock as it stands: counted seconds `left` (negative past due) of `allowed`.

    `share` is the part used, `near` where the near line stands (both 0-1). `paused_by` names why
    the clock stands still; `day` is the length of a day in words; `stopped` is the moment it ended,
    and `late` whether that was after its due.
    """

    kind: TimerKind
    limit: TimeLimit
    due: datetime
    left: float
    allowed: float
    share: float
    near: float
    urgency: Urgency
    day: int = 86_400
    extensions: int = 0
    paused_by: PauseCause | None = None
    stopped: datetime | None = None
    late: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Sum:
    """All time with one cause: seconds on the wall clock, and whether they count."""

    cause: str
    seconds: int
    counted: bool
    name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Why:
    """A clock with its explanation. `sums` of counted causes add up to `told.used`."""

    gauge: Gauge
    told: Explanation
    sums: tuple[Sum, ...]


def gauge_of(timer: Timer, now: datetime, rules: Rules) -> Gauge:
    """A timer as a gauge."""
    clock = clock_of(timer, rules.calendar_of(timer.calendar))
    left, allowed = clock.remaining(now), max(1, clock.allowed)
    near_left = rules.tone.near_seconds(allowed)
    urgency = Urgency.NORMAL
    if timer.paused:
        urgency = Urgency.PAUSED
    elif timer.stopped is None and now > timer.due:
        urgency = Urgency.OVER
    elif timer.stopped is None and left <= near_left:
        urgency = Urgency.NEAR
    return Gauge(
        kind=timer.kind,
        limit=timer.limit,
        due=timer.due,
        left=left,
        allowed=allowed,
        share=1 - left / allowed,
        near=max(0.0, 1 - near_left / allowed),
        urgency=urgency,
        day=day_of(timer.limit, clock.calendar),
        extensions=len(timer.extensions),
        paused_by=timer.pauses[-1].cause if timer.paused else None,
        stopped=timer.stopped,
        late=timer.late,
    )


def stage_timer(case: Case) -> Timer | None:
    """The clock of the stage the case is in."""
    return case.handling if case.stage in WITH_UNIT else case.stage_clock


def total_timer(case: Case) -> Timer | None:
    """The clock of the whole handling; beside the unit's own time the bundled one, if there is."""
    if case.stage in WITH_UNIT:
        return case.bundled
    return case.handling or case.bundled


def why(timer: Timer, now: datetime, rules: Rules) -> Why:
    """The explanation of a clock with its sums by cause."""
    told = clock_of(timer, rules.calendar_of(timer.calendar)).explain(now)
    return Why(gauge=gauge_of(timer, now, rules), told=told, sums=sums_of(told.spans))


def sums_of(spans: tuple[Span, ...]) -> tuple[Sum, ...]:
    """Spans added up by cause and name, counted ones first, in the order they first occur."""
    added: dict[tuple[str, str, bool], int] = {}
    for span in spans:
        key = (span.cause.value, span.name, span.counted)
        added[key] = added.get(key, 0) + span.seconds
    found = [
        Sum(cause=cause, name=name, counted=counted, seconds=seconds)
        for (cause, name, counted), seconds in added.items()
    ]
    return tuple(sorted(found, key=lambda one: not one.counted))
