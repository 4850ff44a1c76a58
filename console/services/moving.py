"""What every gesture shares: a command that makes one move, its letters, and a clash told apart.

A command is a small frozen value; its fields beside case, reason and version are the details of the
act. The rules are the domain's (`flow.go`); here they meet the transaction.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import timedelta
from typing import ClassVar, Final

from console.domain.case import Case, CaseId
from console.domain.flow import go
from console.domain.needs import Act
from console.domain.refusal import Refusal
from console.domain.stage import Move
from console.domain.trail import Step
from console.ports.work import Letter, Work
from console.services.seat import Seat

_NOT_DETAILS = frozenset({"case", "reason", "version"})
_NEVER_CLASH = frozenset(
    {Move.NOTE, Move.ADD_PHOTO, Move.ATTACH_CALLER, Move.URGE, Move.SUPERVISE, Move.UNDO}
)
"""Acts that add and replace nothing (DESIGN 7)."""
_REPLACED_BY: Final[Mapping[Move, frozenset[Move]]] = {
    Move.AMEND: frozenset({Move.AMEND, Move.CORRECT_PLACE}),
    Move.CORRECT_PLACE: frozenset({Move.AMEND, Move.CORRECT_PLACE, Move.UNDO}),
    Move.PROPOSE_DESIGNATION: frozenset({Move.PROPOSE_DESIGNATION}),
    Move.DESIGNATE: frozenset({Move.PROPOSE_DESIGNATION}),
    Move.FORCE_CLOSE: frozenset({Move.PROPOSE_FORCED_CLOSE}),
    Move.REFUSE_FORCED_CLOSE: frozenset({Move.PROPOSE_FORCED_CLOSE}),
}
"""Acts that another one undercuts though the case stays where it is: two corrections of the same
words or of the same place, a second proposal, a signature under a decision that has become another
one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveCommand:
    """One move of one case. `version` is what the operator saw; None skips the clash check."""

    move: ClassVar[Move]
    case: CaseId
    reason: str = ""
    version: int | None = None

    def details(self) -> dict[str, object]:
        """The fields a gesture adds, by name; photos as their digests."""
        given = {
            field.name: getattr(self, field.name)
            for field in fields(self)
            if field.name not in _NOT_DETAILS and getattr(self, field.name) is not None
        }
        photos = given.get("photos")
        if isinstance(photos, tuple):
            given["photos"] = tuple(photo.digest for photo in photos)
        return given


def make_move(
    command: MoveCommand,
    work: Work,
    seat: Seat,
    command_id: str,
    **more: object,
) -> Case:
    """Make the command's move. Raises `Refusal` as `flow.lawful`, and `case.conflict` for a
    clash."""
    at = seat.now()
    case = work.case(command.case)
    act = Act(
        move=command.move,
        actor=seat.actor,
        at=at,
        reason=command.reason,
        details=command.details() | more,
    )
    _refuse_clash(command, case, work)
    after, step = go(case, act, work.rules(), command_id)
    work.put(after, step)
    photos = getattr(command, "photos", None)
    if photos:
        work.put_photos(after.id, step.seq, photos)
    return after


def _refuse_clash(command: MoveCommand, case: Case, work: Work) -> None:
    """Somebody moved the case on since the operator looked: nothing is overwritten silently."""
    if command.version in {None, case.version} or command.move in _NEVER_CLASH:
        return
    moved = [
        step for step in work.trail(case.id)[command.version :] if undercuts(step, command.move)
    ]
    if moved:
        last = moved[-1]
        raise Refusal(
            "case.conflict",
            number=case.number,
            move=last.move.value,
            mine=command.move.value,
            seat=last.seat,
            at=last.at,
            unit=case.unit or "",
        )


def undercuts(step: Step, move: Move) -> bool:
    """Whether a step made meanwhile changes what somebody about to make `move` has looked at."""
    return step.from_stage is not step.to_stage or step.move in _REPLACED_BY.get(move, ())


def write_to(work: Work, seat: Seat, kind: str, to: str, case: Case, body: str = "") -> None:
    """Put a letter into the outbox; it leaves once its act cannot be undone any more (DESIGN 7)."""
    quiet = timedelta(seconds=work.rules().quiet_seconds)
    work.post(Letter(kind=kind, to=to, case=case.id, body=body, not_before=seat.now() + quiet))


def plain(command: MoveCommand, work: Work, seat: Seat, command_id: str) -> None:
    """The handler of a gesture that is its move and nothing else."""
    make_move(command, work, seat, command_id)
