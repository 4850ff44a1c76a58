"""The clock an operator works against in a panel: left, share, due. No wording, no colour."""

from dataclasses import dataclass
from datetime import datetime

from console.domain.case import Case
from console.domain.rules import Rules
from console.domain.timelimit import TimeLimit
from console.domain.timers import clock_of
from console.domain.tone import Urgency
from console.viewmodels.case_facts import day_of


@dataclass(frozen=True, slots=True, kw_only=True)
class StageTime:
    """Counted seconds `left` (negative past due), `share` of the limit used, and the due moment.

    `day` is the length in seconds of a day of this limit in words.
    """

    limit: TimeLimit
    due: datetime
    left: float
    day: int
    share: float
    urgency: Urgency


def stage_time(case: Case, now: datetime, rules: Rules) -> StageTime | None:
    """The running clock of a case as it stands at `now`; None without one or when it stopped."""
    timer = case.running
    if timer is None or timer.stopped is not None:
        return None
    calendar = rules.calendar_of(timer.calendar)
    clock = clock_of(timer, calendar)
    left, allowed = clock.remaining(now), max(1, clock.allowed)
    urgency = Urgency.NORMAL
    if timer.paused:
        urgency = Urgency.PAUSED
    elif now > timer.due:
        urgency = Urgency.OVER
    elif left <= rules.tone.near_seconds(allowed):
        urgency = Urgency.NEAR
    return StageTime(
        limit=timer.limit,
        due=timer.due,
        left=left,
        day=day_of(timer.limit, calendar),
        share=1 - left / allowed,
        urgency=urgency,
    )
