"""Close, void, close by force with four eyes, call the reporter back, reopen."""

from dataclasses import dataclass
from typing import ClassVar

from console.domain.stage import Move
from console.ports.work import Work
from console.services.intake import tell_callers
from console.services.moving import MoveCommand, make_move
from console.services.seat import Seat


@dataclass(frozen=True, slots=True, kw_only=True)
class CloseCase(MoveCommand):
    """Close (结案) after a passed verification."""

    move: ClassVar[Move] = Move.CLOSE
    unmet: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnToVerification(MoveCommand):
    """The shift leader wants another look before closing: a new task for the inspector."""

    move: ClassVar[Move] = Move.RETURN_TO_VERIFICATION


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnToDispatch(MoveCommand):
    """The shift leader finds it not done: to second dispatch."""

    move: ClassVar[Move] = Move.RETURN_TO_DISPATCH


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposeForcedClose(MoveCommand):
    """The first of four eyes: why the case should be closed without its conditions."""

    move: ClassVar[Move] = Move.PROPOSE_FORCED_CLOSE


@dataclass(frozen=True, slots=True, kw_only=True)
class ForceClose(MoveCommand):
    """The second person agrees; counted apart (特殊结案)."""

    move: ClassVar[Move] = Move.FORCE_CLOSE


@dataclass(frozen=True, slots=True, kw_only=True)
class RefuseForcedClose(MoveCommand):
    """Not closed by force: withdrawn by who proposed it, or refused by another, with the reason."""

    move: ClassVar[Move] = Move.REFUSE_FORCED_CLOSE


@dataclass(frozen=True, slots=True, kw_only=True)
class VoidCase(MoveCommand):
    """Void (作废): out of the clocks and out of the assessment."""

    move: ClassVar[Move] = Move.VOID


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestVoid(MoveCommand):
    """The dispatcher asks the shift leader to void (申请作废)."""

    move: ClassVar[Move] = Move.REQUEST_VOID


@dataclass(frozen=True, slots=True, kw_only=True)
class ApproveVoid(MoveCommand):
    """Voided on request."""

    move: ClassVar[Move] = Move.APPROVE_VOID


@dataclass(frozen=True, slots=True, kw_only=True)
class RefuseVoid(MoveCommand):
    """Not voided: back to dispatch."""

    move: ClassVar[Move] = Move.REFUSE_VOID


@dataclass(frozen=True, slots=True, kw_only=True)
class CallBack(MoveCommand):
    """The result told to the reporter (回访): `satisfied`, `dissatisfied` or `no_answer`."""

    move: ClassVar[Move] = Move.CALL_BACK
    outcome: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReopenCase(MoveCommand):
    """The reporter is not satisfied, and rightly: the unit works again."""

    move: ClassVar[Move] = Move.REOPEN


def end_case(command: MoveCommand, work: Work, seat: Seat, command_id: str) -> None:
    """Any ending: the step, and a letter to everybody who waits for the result."""
    after = make_move(command, work, seat, command_id)
    tell_callers(after, work, seat)
