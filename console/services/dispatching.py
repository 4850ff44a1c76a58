"""Send a case to the unit that has to deal with it, again after a failed verification, or back."""

from dataclasses import dataclass
from typing import ClassVar

from console.domain.refusal import Refusal
from console.domain.stage import Move
from console.domain.timelimit import TimeLimit
from console.ports.work import Work
from console.services.moving import MoveCommand, make_move, write_to
from console.services.seat import Seat


@dataclass(frozen=True, slots=True, kw_only=True)
class DispatchCase(MoveCommand):
    """Dispatch (派遣) to a lead unit, with assisting units, copies for information and instruction.

    `limit` overrides the standard's limit and then needs a reason said in `reason`.
    """

    move: ClassVar[Move] = Move.DISPATCH
    unit: str = ""
    assisting: tuple[str, ...] = ()
    copies: tuple[str, ...] = ()
    instruction: str = ""
    measures: tuple[str, ...] = ()
    limit: TimeLimit | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RedispatchCase(DispatchCase):
    """Second dispatch (二次派遣) after a failed verification (article 21)."""

    move: ClassVar[Move] = Move.REDISPATCH


def dispatch_case(command: DispatchCase, work: Work, seat: Seat, command_id: str) -> None:
    """Dispatch or dispatch again. Raises `Refusal` `unit.unknown`, `dispatch.limit_reason`."""
    if command.unit:
        work.unit(command.unit)
    for unit in (*command.assisting, *command.copies):
        work.unit(unit)
    _refuse_bare_limit(command)
    after = make_move(command, work, seat, command_id)
    write_to(work, seat, "unit.dispatched", command.unit, after, command.instruction)
    for unit in command.assisting:
        write_to(work, seat, "unit.assist", unit, after, command.instruction)
    for unit in command.copies:
        write_to(work, seat, "unit.copy", unit, after, command.instruction)


def _refuse_bare_limit(command: DispatchCase) -> None:
    if command.limit is not None and not command.reason.strip():
        raise Refusal("dispatch.limit_reason", limit=command.limit.code)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnToAcceptor(MoveCommand):
    """Not for us (非我局): back to the acceptor who took it in (matrix 6.5)."""

    move: ClassVar[Move] = Move.RETURN_TO_ACCEPTOR


@dataclass(frozen=True, slots=True, kw_only=True)
class SendForRework(MoveCommand):
    """The feedback is not enough: back to the unit, with its data (matrix 6.5)."""

    move: ClassVar[Move] = Move.REWORK
