"""Extension (延期) and suspension (挂账/缓办): asked by the unit, decided by the centre."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from console.domain.stage import Move
from console.services.moving import MoveCommand


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestExtension(MoveCommand):
    """Ask for one more original limit, before the case is overdue (fact book 5.4)."""

    move: ClassVar[Move] = Move.REQUEST_EXTENSION


@dataclass(frozen=True, slots=True, kw_only=True)
class ApproveExtension(MoveCommand):
    """The deadline moves later."""

    move: ClassVar[Move] = Move.APPROVE_EXTENSION


@dataclass(frozen=True, slots=True, kw_only=True)
class RefuseExtension(MoveCommand):
    """The deadline stays; a refusal does not count against the number allowed."""

    move: ClassVar[Move] = Move.REFUSE_EXTENSION


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestSuspension(MoveCommand):
    """Ask to suspend until a date (aware UTC), at most a year; the clock waits for the answer."""

    move: ClassVar[Move] = Move.REQUEST_SUSPENSION
    until: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ApproveSuspension(MoveCommand):
    """Suspended: the clock stands still until the date."""

    move: ClassVar[Move] = Move.APPROVE_SUSPENSION


@dataclass(frozen=True, slots=True, kw_only=True)
class RefuseSuspension(MoveCommand):
    """Not suspended: the clock runs on."""

    move: ClassVar[Move] = Move.REFUSE_SUSPENSION


@dataclass(frozen=True, slots=True, kw_only=True)
class ResumeCase(MoveCommand):
    """Out of suspension, by hand or by itself at the date."""

    move: ClassVar[Move] = Move.RESUME
