"""From a queue row to what the eye needs: urgency, time left, fill of the mark. No wording, no
colour."""

from datetime import datetime

from console.domain.rules import Rules
from console.domain.stage import Stage
from console.domain.timelimit import TimeLimit
from console.domain.tone import StageFill, Urgency
from console.domain.worktime import WorkCalendar
from console.ports.map_rows import PinRow
from console.ports.rows import CaseRow
from console.ports.wall import WallCase
from console.viewmodels.cells import DeadlineCell

_FILLS: dict[Stage, StageFill] = {
    Stage.REPORTED: StageFill.HOLLOW,
    Stage.ACCEPTED: StageFill.HOLLOW,
    Stage.SELF_HANDLED: StageFill.HOLLOW,
    Stage.CONFIRMING: StageFill.HOLLOW,
    Stage.TO_REGISTER: StageFill.HALF,
    Stage.VOID_REQUESTED: StageFill.HALF,
    Stage.TO_DISPATCH: StageFill.HALF,
    Stage.COORDINATING: StageFill.HALF,
    Stage.RETURN_REQUESTED: StageFill.HALF,
    Stage.VERIFY_FAILED: StageFill.HALF,
    Stage.DISPATCHED: StageFill.SOLID,
    Stage.HANDLING: StageFill.SOLID,
    Stage.SUSPEND_REQUESTED: StageFill.SOLID,
    Stage.SUSPENDED: StageFill.SOLID,
    Stage.HANDLED: StageFill.TICK,
    Stage.VERIFYING: StageFill.TICK,
    Stage.TO_CLOSE: StageFill.TICK,
}


def stage_fill(stage: Stage) -> StageFill:
    """How far a case has come, as the fill of its mark (DESIGN 2)."""
    return _FILLS.get(stage, StageFill.TICK)


def counted_between(start: datetime, end: datetime, limit: TimeLimit, rules: Rules) -> int:
    """Seconds that count between two moments under the limit's unit; negative when reversed."""
    if end < start:
        return -rules.calendar.counted_seconds(end, start, limit.unit)
    return rules.calendar.counted_seconds(start, end, limit.unit)


def day_of(limit: TimeLimit, calendar: WorkCalendar) -> int:
    """Seconds that make a day of this limit in words: a working day where only those count."""
    return calendar.hours_per_day * 3600 if limit.unit.counts_work_time else 86_400


def time_left(due: datetime, limit: TimeLimit, now: datetime, rules: Rules) -> tuple[int, int]:
    """Counted seconds until a due moment, negative past it, and the seconds of a day in words."""
    return counted_between(now, due, limit, rules), day_of(limit, rules.calendar)


def urgency_of(row: CaseRow | PinRow | WallCase, now: datetime, rules: Rules) -> Urgency:
    """The urgency `deadline` tells, without counting time where the store's moments say it all."""
    if row.due is None or row.near_at is None or row.started_at is None or not row.limit:
        return deadline(row, now, rules).urgency
    return _urgency(row, 0, 0, now)


def deadline(row: CaseRow | PinRow | WallCase, now: datetime, rules: Rules) -> DeadlineCell:
    """Time left in counted time, with the share used; paused clocks say so."""
    if row.due is None or row.started_at is None or not row.limit:
        return DeadlineCell(urgency=Urgency.NEW if not row.opened else Urgency.NORMAL, left=None)
    limit = TimeLimit.from_code(row.limit)
    allowed = max(1, counted_between(row.started_at, row.due, limit, rules))
    left, day = time_left(row.due, limit, now, rules)
    return DeadlineCell(
        urgency=_urgency(row, left, rules.tone.near_seconds(allowed), now),
        left=left,
        share=1 - left / allowed,
        day=day,
    )


def _urgency(row: CaseRow | PinRow | WallCase, left: int, near: int, now: datetime) -> Urgency:
    if row.paused:
        return Urgency.PAUSED
    if row.due is not None and now > row.due:
        return Urgency.OVER
    # The store's moment knows the clock's pauses, which a row does not carry.
    if left <= near if row.near_at is None else now >= row.near_at:
        return Urgency.NEAR
    return Urgency.NORMAL if row.opened else Urgency.NEW
