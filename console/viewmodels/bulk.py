"""One gesture on all marked cases: ordinary commands one after the other, an outcome for each.

Never for what ends a case or is signed by two people. A case that somebody else works on is left
to him, except by gestures that add and replace nothing; what clashes or is refused stops none of
the rest.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from PySide6.QtCore import QObject, Signal, Slot

from console.domain.case import CaseId
from console.domain.refusal import Refusal
from console.domain.stage import Move
from console.domain.ways import STAGES_OF_MOVE, WAYS
from console.ports.rows import CaseRow
from console.ports.work import Changes
from console.services.registry import GESTURE_OF, GESTURES, Command
from console.viewmodels.desk import Desk
from console.viewmodels.gesture_draft import FieldKind, FormField, fields_of
from console.viewmodels.notices import Notice, NoticeTone
from console.viewmodels.queue_marks import QueueMarks

ADDING: Final = frozenset({Move.URGE, Move.SUPERVISE, Move.NOTE})
"""Gestures that add and replace nothing: a case in other hands takes them too."""
BULK: Final = ADDING | {
    Move.ACCEPT,
    Move.ORDER_CONFIRMATION,
    Move.DISPATCH,
    Move.REDISPATCH,
    Move.RECEIVE,
    Move.ORDER_VERIFICATION,
}
"""Gestures that mean the same for many cases. Refusals are not among them: each is answered to a
caller with a reason of its own; nor is what closes, voids or decides."""
MANY: Final = 5
"""More cases than this are asked about first (DESIGN 7)."""
_UNIT: Final = FormField(name="unit", kind=FieldKind.UNIT)
_OWN: Final = frozenset({"reason", "text", "inspector", "photos"})
"""Fields that are the dialog's reason line, or follow from each case's place."""
CONFLICT: Final = "case.conflict"


class BulkState(StrEnum):
    """What became of one case."""

    DONE = "done"
    WAITING = "waiting"  # kept on this machine for the store (待发)
    REFUSED = "refused"
    CONFLICT = "conflict"
    HELD = "held"
    LEFT = "left"  # given up before its turn


@dataclass(frozen=True, slots=True, kw_only=True)
class BulkOutcome:
    """One line of the list: `holder` is the seat that works on it, `refusal` why it was refused."""

    case: CaseId
    number: str
    place: str
    state: BulkState
    holder: str = ""
    refusal: Refusal | None = None

    @property
    def settled(self) -> bool:
        """Whether nothing is left to do about it."""
        return self.state in {BulkState.DONE, BulkState.WAITING}


@dataclass(frozen=True, slots=True, kw_only=True)
class BulkPlan:
    """What is about to be done: the gesture, the cases as they stand, what is asked beside.

    `elsewhere`: the case in hand is none of them, so it may be the one that was meant.
    """

    move: Move
    rows: tuple[CaseRow, ...]
    elsewhere: bool = False

    @property
    def many(self) -> bool:
        """Whether there are so many that it is asked about in any case."""
        return len(self.rows) > MANY

    @property
    def words(self) -> str:
        """The command's field the typed line fills."""
        return "text" if self.move is Move.NOTE else "reason"

    @property
    def must_say(self) -> bool:
        """Whether the line may not stay empty."""
        mandatory = any(way.reason for way in WAYS if way.move is self.move)
        return self.many or mandatory or self.move is Move.NOTE

    @property
    def fields(self) -> tuple[FormField, ...]:
        """Further fields, beside the line."""
        if self.move in {Move.DISPATCH, Move.REDISPATCH}:
            return (_UNIT,)
        asked = fields_of(self.move) if self.move is not Move.URGE else ()
        return tuple(one for one in asked if one.required and one.name not in _OWN)

    @property
    def undoable(self) -> bool:
        """Whether it can be taken back for a while."""
        return GESTURE_OF[self.move].undoable

    @property
    def bare(self) -> bool:
        """Whether it is done at once, nothing being asked."""
        return not self.must_say and not self.fields and not self.elsewhere


class Bulk(QObject):
    """What the keys of acts do while two or more rows are marked.

    Signals: `ready` (BulkPlan) the marked cases were read; `began`; `moved` (float) share done,
    0–1; `ended` (tuple of BulkOutcome) in the order of the marks.
    """

    ready = Signal(object)
    began = Signal()
    moved = Signal(float)
    ended = Signal(object)

    def __init__(self, desk: Desk, marks: QueueMarks) -> None:
        super().__init__(desk)
        self._desk, self._marks = desk, marks
        self._plan: BulkPlan | None = None
        self._values: Mapping[str, Any] = {}
        self._left: list[CaseRow] = []
        self._outcomes: list[BulkOutcome] = []
        self._answered = self._looping = False
        self.outcomes: tuple[BulkOutcome, ...] = ()
        """Those of the last run."""

    @property
    def running(self) -> bool:
        """Whether cases are being done."""
        return self._plan is not None

    def takes(self, move: Move) -> bool:
        """Whether the gesture goes to all marked cases now."""
        return move in BULK and len(self._marks.picked) > 1 and not self.running

    def prepare(self, move: Move, in_hand: CaseId | None = None) -> None:
        """Read the marked cases, also those never scrolled to."""
        cases, seat = self._marks.picked, self._desk.actor.operator
        elsewhere = in_hand is not None and in_hand not in cases

        def read(rows: Sequence[CaseRow]) -> None:
            if rows:
                order = {case: at for at, case in enumerate(cases)}
                known = sorted(rows, key=lambda row: order.get(row.id, len(order)))
                self.ready.emit(BulkPlan(move=move, rows=tuple(known), elsewhere=elsewhere))

        self._desk.ask("bulk", lambda reading: reading.rows(cases, seat), read)

    def run(self, plan: BulkPlan, values: Mapping[str, Any]) -> None:
        """Do it, one case after the other; a second run waits for none: it does not begin."""
        if self.running:
            return
        self._plan, self._values = plan, values
        self._left, self._outcomes = list(plan.rows), []
        self.began.emit()
        self._go()

    @Slot()
    def give_up(self) -> None:
        """Begin no further case; the one under way is answered first (Ctrl+F2)."""
        for row in self._left:
            self._keep(row, BulkState.LEFT)
        self._left = []

    # --- one case ---------------------------------------------------------------------------------

    def _go(self) -> None:
        """As long as answers come at once this loops: no case is a step deeper than the last."""
        if self._looping:
            self._answered = True
            return
        self._looping = self._answered = True
        while self._answered and self._left:
            self._answered = False
            self._one(self._left.pop(0))
        self._looping = False
        if self._answered:
            self._end()

    def _one(self, row: CaseRow) -> None:
        plan = self._plan
        if plan is None:
            return
        if plan.move not in ADDING and row.holder not in {"", self._desk.actor.operator}:
            self._settle(row, BulkState.HELD, holder=row.holder_seat)
            return

        def done(_changes: Changes) -> None:
            waits = row.id in self._desk.waiting
            self._settle(row, BulkState.WAITING if waits else BulkState.DONE)

        def refused(refusal: Refusal) -> None:
            state = BulkState.CONFLICT if refusal.code == CONFLICT else BulkState.REFUSED
            if self._desk.is_lost:  # and nothing can wait here: the rest would wait for time-outs
                self.give_up()
            self._settle(row, state, refusal=refusal)

        self._desk.do(self._command(plan.move, row), done, refused, quiet=True)

    def _command(self, move: Move, row: CaseRow) -> Command:
        meant = meant_for(move, row)
        command: Command = GESTURE_OF[meant].command(
            case=row.id, version=row.version, **self._values
        )
        return command

    def _settle(
        self,
        row: CaseRow,
        state: BulkState,
        *,
        holder: str = "",
        refusal: Refusal | None = None,
    ) -> None:
        self._keep(row, state, holder=holder, refusal=refusal)
        plan = self._plan
        if plan is not None:
            self.moved.emit(1 - len(self._left) / len(plan.rows))
        self._go()

    def _keep(
        self,
        row: CaseRow,
        state: BulkState,
        *,
        holder: str = "",
        refusal: Refusal | None = None,
    ) -> None:
        self._outcomes.append(
            BulkOutcome(
                case=row.id,
                number=row.number,
                place=row.address,
                state=state,
                holder=holder,
                refusal=refusal,
            )
        )

    def _end(self) -> None:
        plan, self._plan = self._plan, None
        if plan is None:
            return
        order = {row.id: at for at, row in enumerate(plan.rows)}
        found = tuple(sorted(self._outcomes, key=lambda one: order[one.case]))
        self.outcomes = found
        self._marks.drop(one.case for one in found if one.settled)
        self._tell(plan, found)
        self.ended.emit(found)

    def _tell(self, plan: BulkPlan, found: tuple[BulkOutcome, ...]) -> None:
        """One sentence for all; by one undo whatever can be taken back is."""
        done = [one.case for one in found if one.state is BulkState.DONE]
        back = done if plan.undoable else []
        self._desk.notice.emit(
            Notice(
                code="bulk.done",
                tone=NoticeTone.DONE,
                facts={"move": plan.move.value, "done": len(done), "all": len(found)},
                undo=back[0] if back else None,
                also=tuple(back[1:]),
            )
        )


def meant_for(move: Move, row: CaseRow) -> Move:
    """Of the gestures on one key the one that is lawful in the row's stage; else the one named."""
    key = GESTURE_OF[move].key
    alike = (one.move for one in GESTURES if key and one.key == key)
    return next((one for one in alike if row.stage in STAGES_OF_MOVE[one]), move)
