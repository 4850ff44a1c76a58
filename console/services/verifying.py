"""Order a verification (核查), take the inspector's answer, judge it."""

from dataclasses import dataclass
from typing import ClassVar

from console.domain.stage import Move
from console.ports.work import Photo, Work
from console.services.intake import order_inspector
from console.services.moving import MoveCommand, make_move, write_to
from console.services.seat import Seat


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderVerification(MoveCommand):
    """Send an inspector to look whether it is done (发核查; article 21)."""

    move: ClassVar[Move] = Move.ORDER_VERIFICATION
    inspector: str | None = None


def order_verification(command: OrderVerification, work: Work, seat: Seat, command_id: str) -> None:
    """Order it from the named inspector or the one bound to the place."""
    order_inspector(command, work, seat, command_id, "inspector.verify")


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerVerification(MoveCommand):
    """The inspector's answer (核查回传): `pass` or `fail`, with photos and marks per condition."""

    move: ClassVar[Move] = Move.ANSWER_VERIFICATION
    outcome: str = ""
    text: str = ""
    photos: tuple[Photo, ...] = ()
    unmet: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PhotoMark:
    """A rectangle drawn on a photo, in thousandths of its width and height: whole numbers, because
    steps are hashed as text."""

    digest: str
    x: int
    y: int
    width: int
    height: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PassVerification(MoveCommand):
    """Passed: ready to close. Unmet closing conditions need a reason."""

    move: ClassVar[Move] = Move.PASS
    unmet: tuple[str, ...] = ()
    met: tuple[str, ...] = ()
    marks: tuple[PhotoMark, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FailVerification(MoveCommand):
    """Not passed: second dispatch follows (article 21)."""

    move: ClassVar[Move] = Move.FAIL
    unmet: tuple[str, ...] = ()
    faults: tuple[str, ...] = ()
    marks: tuple[PhotoMark, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Reverify(MoveCommand):
    """Ask for other photos or a new look."""

    move: ClassVar[Move] = Move.REVERIFY
    inspector: str | None = None


def look_again(command: MoveCommand, work: Work, seat: Seat, command_id: str) -> None:
    """A new check: the inspector named, or the one who looked before, is written to."""
    after = make_move(command, work, seat, command_id)
    if after.task:
        write_to(work, seat, "inspector.verify", after.task.inspector, after)
