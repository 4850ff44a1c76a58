"""A clash as it would have been: for the picture of the conflict panel, from a case's own trail."""

from datetime import timedelta

from console.domain.case import Case
from console.domain.refusal import Refusal
from console.domain.stage import Move, Stage
from console.domain.timelimit import LimitUnit, TimeLimit
from console.ports.rows import CaseDetail
from console.services.dispatching import DispatchCase
from console.services.moving import MoveCommand
from console.viewmodels.desk import Desk

HANDED_OUT = frozenset({Stage.DISPATCHED, Stage.HANDLING})
AGO = timedelta(seconds=8)


def clash_of(detail: CaseDetail, desk: Desk) -> tuple[Refusal, MoveCommand] | None:
    """The refusal of a dispatch that came just after the one in the trail; None without one."""
    case: Case = detail.case
    step = next(
        (one for one in reversed(detail.steps) if one.move in (Move.DISPATCH, Move.REDISPATCH)),
        None,
    )
    if step is None or case.stage not in HANDED_OUT or case.unit is None:
        return None
    refusal = Refusal(
        "case.conflict",
        number=case.number,
        move=step.move.value,
        mine=Move.DISPATCH.value,
        seat=step.seat,
        at=desk.now() - AGO,
        unit=case.unit,
    )
    command = DispatchCase(
        case=case.id,
        version=step.seq - 1,
        unit=next((unit for unit in detail.names if unit != case.unit), case.unit),
        instruction=case.instruction,
        limit=TimeLimit(8, LimitUnit.WORK_HOUR),
        reason=case.description,
    )
    return refusal, command
