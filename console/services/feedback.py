"""What a responsible unit does with a case, recorded by itself or by the dispatcher for it."""

from dataclasses import dataclass
from typing import ClassVar

from console.domain.stage import Move
from console.ports.work import Photo
from console.services.moving import MoveCommand


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiveCase(MoveCommand):
    """The unit has received the case (签收)."""

    move: ClassVar[Move] = Move.RECEIVE


@dataclass(frozen=True, slots=True, kw_only=True)
class AssignWork(MoveCommand):
    """The unit gives it to one of its workers (交办)."""

    move: ClassVar[Move] = Move.ASSIGN
    handler: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RevokeAssignment(MoveCommand):
    """The unit takes the work back from its worker, as it must before a return (matrix 6.5)."""

    move: ClassVar[Move] = Move.REVOKE_ASSIGNMENT


@dataclass(frozen=True, slots=True, kw_only=True)
class HandBack(MoveCommand):
    """The worker gives it back to his unit before submitting (matrix 6.5)."""

    move: ClassVar[Move] = Move.HAND_BACK


@dataclass(frozen=True, slots=True, kw_only=True)
class RedoWork(MoveCommand):
    """The unit is not content with its worker's work (matrix 6.5)."""

    move: ClassVar[Move] = Move.REDO_WORK


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordFeedback(MoveCommand):
    """The unit reports the case handled (反馈): words, after-photos; the disposal time is now."""

    move: ClassVar[Move] = Move.FEEDBACK
    text: str = ""
    photos: tuple[Photo, ...] = ()
