"""Appeal against an overdue count (处置超时申诉): asked once, reviewed by two posts (fact book
5.4)."""

from dataclasses import dataclass
from typing import ClassVar

from console.domain.stage import Move
from console.services.moving import MoveCommand


@dataclass(frozen=True, slots=True, kw_only=True)
class AppealOverdue(MoveCommand):
    """The unit says why the delay was not its own."""

    move: ClassVar[Move] = Move.APPEAL


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewAppeal(MoveCommand):
    """The dispatcher finds it worth granting."""

    move: ClassVar[Move] = Move.REVIEW_APPEAL


@dataclass(frozen=True, slots=True, kw_only=True)
class GrantAppeal(MoveCommand):
    """Exempt from the overdue count; the history stays."""

    move: ClassVar[Move] = Move.GRANT_APPEAL


@dataclass(frozen=True, slots=True, kw_only=True)
class RefuseAppeal(MoveCommand):
    """Not granted, with the reason."""

    move: ClassVar[Move] = Move.REFUSE_APPEAL
