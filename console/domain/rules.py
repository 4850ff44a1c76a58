"""What a city sets and every rule needs: stage limits, calendar and a few choices, as one value.

Where the values come from (database, settings) is not known here.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from console.domain.dial import ToneRule
from console.domain.timelimit import LimitUnit, TimeLimit
from console.domain.timers import TimerKind
from console.domain.worktime import WorkCalendar


def default_stage_limits() -> dict[TimerKind, TimeLimit]:
    """Limits of the centre's own stages (fact book 5.3; Taiyuan rule in peers 3 for the 30
    minutes)."""
    minutes = LimitUnit.MINUTE
    return {
        TimerKind.ACCEPT: TimeLimit(15, minutes),
        TimerKind.CONFIRM: TimeLimit(120, minutes),
        TimerKind.REGISTER: TimeLimit(30, minutes),
        TimerKind.DISPATCH: TimeLimit(30, minutes),
        TimerKind.APPROVE: TimeLimit(15, minutes),
        TimerKind.COORDINATE: TimeLimit(2, LimitUnit.WORK_DAY),
        TimerKind.VERIFY: TimeLimit(120, minutes),
        TimerKind.CLOSE: TimeLimit(60, minutes),
    }


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """The city's choices in force. `calendars` holds every version an open case may carry.

    `returns_before_coordination` 2: article 22, the second return between units opens a
    coordination.
    `redispatch_keeps_due`: the deadline stays after a failed verification (DESIGN 05), else the
    time the centre took is not counted. `quiet_seconds`: how long an act can be undone (DESIGN 7).
    `similar_metres`, `similar_days`: how far and how long ago a likely duplicate is looked for
    (fact book 6.6). `tone`: when a clock looks yellow. `caller_retention_days`: how long after the
    end of a case its callers' data are kept (article 23), 30 at least; its counts stay.
    """

    calendar: WorkCalendar
    calendars: Mapping[str, WorkCalendar] = field(default_factory=dict)
    stage_limits: Mapping[TimerKind, TimeLimit] = field(default_factory=default_stage_limits)
    returns_before_coordination: int = 2
    extensions_allowed: int = 2
    suspensions_allowed: int = 1
    suspension_days: int = 365
    redispatch_keeps_due: bool = True
    quiet_seconds: int = 30
    similar_metres: int = 300
    similar_days: int = 7
    caller_retention_days: int = 730
    tone: ToneRule = field(default_factory=ToneRule)

    def calendar_of(self, version: str) -> WorkCalendar:
        """The calendar a clock was started under; the present one when that version is unknown."""
        return self.calendars.get(version, self.calendar)
