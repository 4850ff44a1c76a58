"""Take the last act back within its quiet time: a compensating step, never a deletion (DESIGN
7)."""

from dataclasses import dataclass
from typing import ClassVar

from console.domain.flow import undo
from console.domain.needs import Act
from console.domain.stage import Move
from console.ports.work import Work
from console.services.moving import MoveCommand
from console.services.seat import Seat


@dataclass(frozen=True, slots=True, kw_only=True)
class UndoLast(MoveCommand):
    """Undo the operator's own last act on a case."""

    move: ClassVar[Move] = Move.UNDO


def undo_last(command: UndoLast, work: Work, seat: Seat, command_id: str) -> None:
    """Undo, and recall the letters that have not left. Raises `Refusal` as `flow.lawful`."""
    case = work.case(command.case)
    trail = work.trail(command.case)
    act = Act(move=command.move, actor=seat.actor, at=seat.now(), reason=command.reason)
    after, step = undo(trail, act, work.rules(), command_id)
    work.put(after, step)
    if case.last_at is not None:
        work.recall_letters(case.id, case.last_at)
