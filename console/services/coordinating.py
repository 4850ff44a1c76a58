"""Unclear responsibility (责任不清): coordination and the decision that binds (article 22)."""

from dataclasses import dataclass
from typing import ClassVar

from console.domain.stage import Move
from console.ports.work import Work
from console.services.moving import MoveCommand, make_move, write_to
from console.services.seat import Seat


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenCoordination(MoveCommand):
    """Hand it to the committee's office (转协调)."""

    move: ClassVar[Move] = Move.OPEN_COORDINATION


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordStatement(MoveCommand):
    """What a unit says in the coordination (会商意见); `stance` is agree, reserve or object."""

    move: ClassVar[Move] = Move.RECORD_STATEMENT
    unit: str = ""
    stance: str = "agree"
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposeDesignation(MoveCommand):
    """The decision as proposed: who answers, on what basis, how far it reaches, which document.

    `scope` is `component`, `case` or `road_class`.
    """

    move: ClassVar[Move] = Move.PROPOSE_DESIGNATION
    unit: str = ""
    basis: tuple[str, ...] = ()
    scope: str = "case"
    document: str = ""
    notified: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Designate(MoveCommand):
    """The second signature: the named unit is dispatched and can no longer return the case."""

    move: ClassVar[Move] = Move.DESIGNATE
    instruction: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ExtendCoordination(MoveCommand):
    """More time for the coordination."""

    move: ClassVar[Move] = Move.EXTEND_COORDINATION


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferToCommittee(MoveCommand):
    """Put it before the committee's meeting (上报城管委会议)."""

    move: ClassVar[Move] = Move.REFER_TO_COMMITTEE


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawCoordination(MoveCommand):
    """Responsibility turned out to be clear: back to dispatch."""

    move: ClassVar[Move] = Move.WITHDRAW_COORDINATION


def propose_designation(
    command: ProposeDesignation, work: Work, seat: Seat, command_id: str
) -> None:
    """Propose. Raises `Refusal` `unit.unknown`."""
    if command.unit:
        work.unit(command.unit)
    make_move(command, work, seat, command_id)


def designate(command: Designate, work: Work, seat: Seat, command_id: str) -> None:
    """Sign the decision and dispatch the unit it names."""
    after = make_move(command, work, seat, command_id)
    write_to(work, seat, "unit.designated", after.unit or "", after, command.instruction)
