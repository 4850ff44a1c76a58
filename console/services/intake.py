"""Take a report in, complete it, join it to another case, send an inspector to confirm it."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from console.domain.case import Case, CaseId, Standard
from console.domain.flow import Birth, begin
from console.domain.needs import Act
from console.domain.place import Place
from console.domain.refusal import Refusal
from console.domain.stage import Move, Post, Source
from console.ports.journal import Lease
from console.ports.work import Caller, Photo, Work
from console.services.moving import MoveCommand, make_move, write_to
from console.services.seat import Seat


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeReport:
    """A new report: by an inspector (上报) or typed by the acceptor for a caller or a paper (登记).

    `standard` may be known already; `task_number` is another platform's own number; `lease` is the
    id and number of a report that was taken while the store was out of reach.
    """

    source: Source
    place: Place
    description: str
    standard: Standard | None = None
    caller: Caller | None = None
    urgent: bool = False
    callback_wanted: bool = False
    task_number: str | None = None
    photos: tuple[Photo, ...] = ()
    reported_at: datetime | None = None
    lease: Lease | None = None


def take_report(command: TakeReport, work: Work, seat: Seat, command_id: str) -> None:
    """Begin a case. Raises `Refusal` `need.place`, `need.words`, `move.post`."""
    at = seat.now()
    case_id, number = command.lease or work.new_number(at)
    by_inspector = seat.actor.post is Post.INSPECTOR
    birth = Birth(
        id=case_id,
        number=number,
        source=command.source,
        place=work.locate(command.place),
        description=command.description.strip(),
        urgent=command.urgent,
        task_number=command.task_number,
        callers=int(command.caller is not None),
        callback_wanted=command.callback_wanted,
        before_photos=len(command.photos),
        # A workstation's clock may go before the store's; nothing is reported after it is taken in.
        # The trail knows whole seconds.
        reported_at=min(command.reported_at or at, at).replace(microsecond=0),
    )
    act = Act(
        move=Move.REPORT if by_inspector else Move.ACCEPT,
        actor=seat.actor,
        at=at,
        details={
            "standard": command.standard,
            "photos": tuple(photo.digest for photo in command.photos),
        },
    )
    case, step = begin(birth, act, work.rules(), command_id)
    work.put(case, step)
    if command.caller is not None:
        work.put_caller(case.id, command.caller)
    if command.photos:
        work.put_photos(case.id, step.seq, command.photos)


@dataclass(frozen=True, slots=True, kw_only=True)
class AcceptReport(MoveCommand):
    """Take an inspector's report into work (受理)."""

    move: ClassVar[Move] = Move.ACCEPT
    standard: Standard | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AmendCase(MoveCommand):
    """Complete or correct what was reported, before registration."""

    move: ClassVar[Move] = Move.AMEND
    standard: Standard | None = None
    place: Place | None = None
    description: str | None = None
    urgent: bool | None = None
    callback_wanted: bool | None = None


def amend_case(command: AmendCase, work: Work, seat: Seat, command_id: str) -> None:
    """Amend; a new place is located anew."""
    located = {"place": work.locate(command.place)} if command.place else {}
    make_move(command, work, seat, command_id, **located)


@dataclass(frozen=True, slots=True, kw_only=True)
class AttachCaller(MoveCommand):
    """A further caller for a case that is known already; no second case is made."""

    move: ClassVar[Move] = Move.ATTACH_CALLER
    text: str = ""
    caller: Caller | None = None

    def details(self) -> dict[str, object]:
        """What was said, never who said it (article 23)."""
        return {"text": self.text}


def attach_caller(command: AttachCaller, work: Work, seat: Seat, command_id: str) -> None:
    """Attach a caller. Raises `Refusal` `caller.none` without one."""
    if command.caller is None:
        raise Refusal("caller.none")
    case = make_move(command, work, seat, command_id)
    work.put_caller(case.id, command.caller)


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderConfirmation(MoveCommand):
    """Send an inspector to confirm the report on site (发核实)."""

    move: ClassVar[Move] = Move.ORDER_CONFIRMATION
    inspector: str | None = None
    instruction: str = ""


def order_confirmation(command: OrderConfirmation, work: Work, seat: Seat, command_id: str) -> None:
    """Order it from the named inspector or the one bound to the place."""
    order_inspector(command, work, seat, command_id, "inspector.confirm")


def order_inspector(
    command: MoveCommand, work: Work, seat: Seat, command_id: str, letter: str
) -> None:
    """A task for an inspector: the one named, else the certified one of the duty grid."""
    case = work.case(command.case)
    named = command.details().get("inspector")
    inspector = str(named or work.inspector_for(case.place, seat.now()) or "")
    after = make_move(command, work, seat, command_id, inspector=inspector)
    write_to(work, seat, letter, inspector, after)


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerConfirmation(MoveCommand):
    """The inspector's answer from the site (核实回复): `true`, `false` or `not_found`."""

    move: ClassVar[Move] = Move.ANSWER_CONFIRMATION
    outcome: str = ""
    text: str = ""
    photos: tuple[Photo, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DeclineReport(MoveCommand):
    """Not taken into work (不予受理), with the reason the caller is told."""

    move: ClassVar[Move] = Move.DECLINE


def answer_callers(command: MoveCommand, work: Work, seat: Seat, command_id: str) -> None:
    """An ending whose callers are to be told, those of merged cases too (articles 18, 23)."""
    after = make_move(command, work, seat, command_id)
    tell_callers(after, work, seat)


def tell_callers(case: Case, work: Work, seat: Seat) -> None:
    """A letter for every case whose callers wait for this result."""
    for told, callers in {case.id: case.callers, **work.merged_into(case.id)}.items():
        if callers:
            write_to(work, seat, "caller.result", str(told), case, case.stage.value)


@dataclass(frozen=True, slots=True, kw_only=True)
class MergeCase(MoveCommand):
    """The same problem as another case (重复案件): it ends here and follows its master."""

    move: ClassVar[Move] = Move.MERGE
    master: CaseId | None = None


def merge_case(command: MergeCase, work: Work, seat: Seat, command_id: str) -> None:
    """Merge. Raises `Refusal` `merge.master_ended`, `merge.master_merged`, `merge.has_members`."""
    if command.master is not None and command.master != command.case:
        master = work.case(command.master)
        if master.master is not None:
            raise Refusal("merge.master_merged", number=master.number)
        if not master.open:
            raise Refusal("merge.master_ended", number=master.number)
        if work.merged_into(command.case):
            raise Refusal("merge.has_members", number=work.case(command.case).number)
    make_move(command, work, seat, command_id)


@dataclass(frozen=True, slots=True, kw_only=True)
class UnmergeCase(MoveCommand):
    """Not the same after all: the case goes on where it stood before the merge."""

    move: ClassVar[Move] = Move.UNMERGE


@dataclass(frozen=True, slots=True, kw_only=True)
class SelfHandle(MoveCommand):
    """The inspector solved a small matter on the spot (自处置)."""

    move: ClassVar[Move] = Move.SELF_HANDLE
    text: str = ""
    photos: tuple[Photo, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ApproveSelfHandling(MoveCommand):
    """The acceptor agrees that it is solved; counted apart, never in dispatch indicators."""

    move: ClassVar[Move] = Move.APPROVE_SELF_HANDLING


@dataclass(frozen=True, slots=True, kw_only=True)
class RefuseSelfHandling(MoveCommand):
    """Not solved: the report goes the ordinary way."""

    move: ClassVar[Move] = Move.REFUSE_SELF_HANDLING
