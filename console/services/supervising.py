"""Urge (催办), supervise (督办) and its reply, authorise a colleague, consult other units."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from console.domain.stage import Move
from console.ports.work import Work
from console.services.moving import MoveCommand, make_move, write_to
from console.services.seat import Seat


@dataclass(frozen=True, slots=True, kw_only=True)
class UrgeCase(MoveCommand):
    """A reminder to whoever owes the next step."""

    move: ClassVar[Move] = Move.URGE
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SuperviseCase(MoveCommand):
    """An order with an opinion (the reason) and a date by which a reply is due."""

    move: ClassVar[Move] = Move.SUPERVISE
    until: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplySupervision(MoveCommand):
    """The unit's reply to a supervision order."""

    move: ClassVar[Move] = Move.REPLY_SUPERVISION
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AuthoriseColleague(MoveCommand):
    """Hand the shift leader's task on this case to a colleague for a time (授权)."""

    move: ClassVar[Move] = Move.AUTHORISE
    colleague: str = ""
    until: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsultUnits(MoveCommand):
    """Ask several units for their opinion (会签); the lead unit finishes."""

    move: ClassVar[Move] = Move.CONSULT
    units: tuple[str, ...] = ()
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerConsult(MoveCommand):
    """A consulted unit's opinion."""

    move: ClassVar[Move] = Move.ANSWER_CONSULT
    text: str = ""


def remind_unit(command: MoveCommand, work: Work, seat: Seat, command_id: str) -> None:
    """Urge or supervise: the step, and a letter to the unit when one has the case."""
    after = make_move(command, work, seat, command_id)
    if after.unit:
        write_to(work, seat, f"unit.{command.move.value}", after.unit, after, command.reason)
