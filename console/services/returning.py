"""A unit says the case is not its own; the centre agrees, refuses, or has it coordinated."""

from dataclasses import dataclass
from typing import ClassVar

from console.domain.refusal import Refusal
from console.domain.stage import Move
from console.ports.work import Work
from console.services.moving import MoveCommand, make_move
from console.services.seat import Seat


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestReturn(MoveCommand):
    """The unit asks to return the case (申请回退), with the reason."""

    move: ClassVar[Move] = Move.REQUEST_RETURN
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ApproveReturn(MoveCommand):
    """Granted: back to dispatch, or, the second time, to coordination (article 22)."""

    move: ClassVar[Move] = Move.APPROVE_RETURN


@dataclass(frozen=True, slots=True, kw_only=True)
class RefuseReturn(MoveCommand):
    """Not granted: the unit's clock runs on."""

    move: ClassVar[Move] = Move.REFUSE_RETURN


def refuse_designated(command: RequestReturn, work: Work, seat: Seat, command_id: str) -> None:
    """Ask for a return. Raises `Refusal` `return.designated` naming the decision that binds."""
    case = work.case(command.case)
    if case.bound_unit is not None and case.designation is not None:
        raise Refusal(
            "return.designated",
            number=case.number,
            unit=case.bound_unit,
            document=case.designation.document,
        )
    make_move(command, work, seat, command_id)
