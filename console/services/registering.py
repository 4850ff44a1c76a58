"""Submit for registration, register (立案), refuse registration or send back to the acceptor."""

from dataclasses import dataclass
from typing import ClassVar

from console.domain.case import Standard
from console.domain.stage import Move
from console.services.moving import MoveCommand


@dataclass(frozen=True, slots=True, kw_only=True)
class SubmitCase(MoveCommand):
    """Hand the case to the shift leader with category and condition chosen (批转立案)."""

    move: ClassVar[Move] = Move.SUBMIT
    standard: Standard | None = None
    checklist: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterCase(MoveCommand):
    """Register (立案): condition, area level and limit are fixed here for good.

    `checklist` holds the parts of the registration condition found fulfilled.
    """

    move: ClassVar[Move] = Move.REGISTER
    standard: Standard | None = None
    checklist: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RefuseRegistration(MoveCommand):
    """Not registered (不予立案), with the reason."""

    move: ClassVar[Move] = Move.REFUSE_REGISTRATION


@dataclass(frozen=True, slots=True, kw_only=True)
class SendBack(MoveCommand):
    """Back to the acceptor (回退) for more."""

    move: ClassVar[Move] = Move.SEND_BACK
