"""What a limit would mean if the act were made now: due moment, spans with causes, near moment.

Nothing is computed twice: the move is made on a copy of the case by the domain itself, and the
clock that comes out explains itself.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from console.domain.case import Actor, Case
from console.domain.dial import ToneRule
from console.domain.flow import go
from console.domain.needs import Act
from console.domain.refusal import Refusal
from console.domain.rules import Rules
from console.domain.stage import Move
from console.domain.stageclock import Clock
from console.domain.timelimit import TimeLimit
from console.domain.timers import clock_of
from console.domain.worktime import Span, moment_of
from console.viewmodels.case_facts import day_of


@dataclass(frozen=True, slots=True, kw_only=True)
class LimitPreview:
    """The handling clock as it would run. `spans` go from its start to `due` without a gap."""

    limit: TimeLimit
    due: datetime
    near: datetime
    spans: tuple[Span, ...]
    counted: int
    calendar: str
    provisional: bool
    day: int  # seconds of a day of the limit in words


def preview(
    case: Case,
    move: Move,
    actor: Actor,
    at: datetime,
    rules: Rules,
    details: Mapping[str, object],
    reason: str = "?",
) -> LimitPreview | Refusal:
    """The handling clock after the move, or why the move would be refused."""
    act = Act(move=move, actor=actor, at=at, reason=reason, details=details)
    try:
        after, _step = go(case, act, rules, "preview")
    except Refusal as refusal:
        return refusal
    timer = after.handling
    if timer is None:
        return Refusal("need.condition")
    return explained(clock_of(timer, rules.calendar_of(timer.calendar)), at, rules.tone)


def preview_limit(limit: TimeLimit, at: datetime, rules: Rules) -> LimitPreview:
    """What a limit would mean if its clock started at `at`."""
    return explained(Clock(limit=limit, start=at, calendar=rules.calendar), at, rules.tone)


def explained(clock: Clock, at: datetime, tone: ToneRule) -> LimitPreview:
    """A running clock from its start to its due moment."""
    due = clock.due or at
    told = clock.explain(max(due, at))
    return LimitPreview(
        limit=clock.limit,
        due=due,
        near=max(clock.start, _near(clock, tone)),
        spans=told.spans,
        counted=told.used,
        calendar=told.calendar_version,
        provisional=told.provisional,
        day=day_of(clock.limit, clock.calendar),
    )


def _near(clock: Clock, tone: ToneRule) -> datetime:
    """The moment at which just the near share of the limit is left, in counted time."""
    mark = clock.dial.end_mark - min(tone.near_seconds(clock.allowed), clock.allowed)
    calendar = clock.dial.calendar
    return moment_of(mark if calendar is None else calendar.second_at(mark))
