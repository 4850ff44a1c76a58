"""Another seat was faster: what took effect, what was typed here, and what may follow (DESIGN 7).

Nothing is overwritten, nothing typed is lost: what differs can be sent as an addition, asked for,
kept as a draft or thrown away. Reads the case anew; holds no words.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from PySide6.QtCore import QObject, Signal

from console.domain.case import Case
from console.domain.codec import encode
from console.domain.refusal import Refusal
from console.domain.stage import Move
from console.domain.trail import Step, fold, said
from console.domain.ways import POSTS_OF_MOVE
from console.ports.rows import CaseDetail
from console.ports.work import Changes
from console.services.moving import MoveCommand, undercuts
from console.services.noting import NoteCase
from console.services.registry import Command
from console.services.supervising import UrgeCase
from console.viewmodels.answering import while_alive
from console.viewmodels.desk import Desk
from console.viewmodels.drafts import DraftKeeper, round_of
from console.viewmodels.evidence import Evidence

ORDER: Final = (
    "move",
    "unit",
    "limit",
    "assisting",
    "copies",
    "measures",
    "address",
    "point",
    "inspector",
    "outcome",
    "unmet",
    "faults",
    "until",
    "scope",
    "document",
    "basis",
    "instruction",
    "text",
    "reason",
    "photos",
)
"""The fields compared, in the order they are read."""
STEPS_SHOWN: Final = 6
DRAFT_KINDS: Final = {
    Move.DISPATCH: "dispatch",
    Move.REDISPATCH: "dispatch",
    Move.PASS: "verify",
    Move.FAIL: "verify",
    Move.REVERIFY: "verify",
    Move.ANSWER_VERIFICATION: "verify",
    Move.PROPOSE_DESIGNATION: "coordinate",
    Move.CLOSE: "close",
    Move.RETURN_TO_VERIFICATION: "close",
    Move.RETURN_TO_DISPATCH: "close",
}
"""Which form's draft a gesture came from; every other one has a form of its own name."""
Done = Callable[[Changes], None]
Refused = Callable[[Refusal, object], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One field: what took effect and what was typed, as plain JSON values (None: nothing)."""

    name: str
    theirs: Any
    mine: Any

    @property
    def same(self) -> bool:
        """Whether both say the same."""
        return bool(self.theirs == self.mine)


def differences(command: MoveCommand, step: Step | None, case: Case) -> tuple[Difference, ...]:
    """Every field one of the two gave, compared; `step` is what took effect on `case`."""
    mine = {name: encode(value) for name, value in command.details().items()}
    mine |= {"move": command.move.value, "reason": command.reason.strip()}
    theirs: dict[str, Any] = {}
    if step is not None:
        theirs = said(step) | {"move": step.move.value, "reason": step.reason}
    if "limit" in mine and case.handling is not None:
        theirs.setdefault("limit", case.handling.limit.code)
    known = [name for name in ORDER if mine.get(name) or theirs.get(name)]
    rows = [
        Difference(name=name, theirs=theirs.get(name) or None, mine=mine.get(name) or None)
        for name in known
    ]
    return tuple(row for row in rows if row.name != "move" or not row.same)


def took_effect(detail: CaseDetail, command: MoveCommand) -> Step | None:
    """The step to compare with: the same gesture made since the operator looked, else the newest
    that moved the case on."""
    since = command.version or 0
    moved = [s for s in detail.steps if s.seq > since and undercuts(s, command.move)]
    alike = [step for step in moved if step.move is command.move]
    return next(reversed(alike or moved), None)


class Conflict(QObject):
    """One clash, with the command as it was typed.

    Signals: `read` when the case was read anew.
    """

    read = Signal()

    def __init__(self, desk: Desk, refusal: Refusal, command: MoveCommand) -> None:
        super().__init__()
        self.desk, self.refusal, self.command = desk, refusal, command
        self.tried_at = desk.now()
        self.detail: CaseDetail | None = None
        self.step: Step | None = None
        self.rows: tuple[Difference, ...] = ()
        self.evidence = Evidence(desk, self)
        self.busy = False

    def load(self) -> None:
        """Read the case as it stands now."""
        case, seat = self.command.case, self.desk.actor.operator
        self.desk.ask(
            "conflict",
            lambda reading: reading.detail(case, seat),
            while_alive(self, self._on_read),
        )

    def _on_read(self, detail: CaseDetail) -> None:
        self.detail = detail
        self.step = took_effect(detail, self.command)
        self.rows = differences(self.command, self.step, detail.case)
        self.evidence.load(detail)
        self.read.emit()

    @property
    def happened_at(self) -> datetime:
        """When the other seat was faster."""
        return self.step.at if self.step is not None else self.tried_at

    @property
    def additions(self) -> tuple[Difference, ...]:
        """What was typed and did not take effect; the gesture itself is no addition."""
        return tuple(row for row in self.rows if row.mine and not row.same and row.name != "move")

    @property
    def reaches_unit(self) -> bool:
        """Whether an addition goes to the responsible unit, or only into the trail."""
        mine = self.desk.actor.post in POSTS_OF_MOVE[Move.URGE]
        case = self.detail.case if self.detail is not None else None
        return mine and case is not None and case.open and case.unit is not None

    # --- what follows -----------------------------------------------------------------------------

    def add(self, words: str, done: Done, refused: Refused) -> None:
        """Send the additions: to the unit where this seat may, else as a note in the trail."""
        case = self.command.case
        command: Command = NoteCase(case=case, text=words)
        if self.reaches_unit:
            command = UrgeCase(case=case, reason=words, text=words)
        self._do(command, done, refused)

    def ask(self, words: str, done: Done, refused: Refused) -> None:
        """Ask for the change: a note every seat sees; until somebody agrees nothing changes."""
        self._do(NoteCase(case=self.command.case, text=words), done, refused)

    def discard(self) -> None:
        """Throw the typed content away, its draft with it."""
        kind = DRAFT_KINDS.get(self.command.move, self.command.move.value)
        if self.detail is not None:
            looked_at = fold(self.detail.steps[: self.command.version])
            keeper = DraftKeeper(self.desk, kind, round_of(looked_at), dict)
            keeper.setParent(self)
            keeper.discard()

    def _do(self, command: Command, done: Done, refused: Refused) -> None:
        if self.busy:
            return
        self.busy = True

        def finished(changes: Changes) -> None:
            self.busy = False
            self.discard()
            done(changes)

        def failed(refusal: Refusal) -> None:
            self.busy = False
            refused(refusal, command)

        self.desk.do(command, while_alive(self, finished), while_alive(self, failed))


def conflict_of(desk: Desk, refusal: Refusal, command: object) -> Conflict | None:
    """The clash of a typed command; None for a command that moves no case."""
    return Conflict(desk, refusal, command) if isinstance(command, MoveCommand) else None
