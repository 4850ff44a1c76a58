"""The cases, or acts, behind the figure that was chosen: read in pieces as somebody looks on.

Signals tell; nothing is read on the window's thread. The numbers of the three sides are of the
moment the list was read: `drifted` says that they are not those of the ranking any more.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from PySide6.QtCore import QObject, Signal, Slot

from console.domain.case import CaseId
from console.evaluation.behind import Side
from console.ports.errors import StoreUnavailable
from console.ports.facts import CaseAct, CaseFact, FactReading
from console.ports.reading import Reading
from console.ports.rows import CaseRow
from console.services.assessing_cases import Piece, Wanted, read_piece, sums
from console.viewmodels.answering import while_alive
from console.viewmodels.assessment import AssessmentDesk, Showing, facts_shown
from console.viewmodels.assessment_columns import ScoreColumn
from console.viewmodels.assessment_rows import RowKind, ScoreRow

LATE: Final = frozenset({"overtime_dispose", "overtime_to_dispose", "overtime_archive"})


class Listing(StrEnum):
    """How the list stands."""

    NOTHING = "nothing"
    READING = "reading"
    THERE = "there"
    LOST = "lost"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True, kw_only=True)
class BehindRow:
    """One case, or one act. Moments are aware UTC; `late` seconds over the deadline, None if in
    time; `share` how much of the figure it is; `note` a code of what became of it, "" of nothing.
    """

    key: tuple[int, int]
    case: CaseId
    number: str
    category: str
    place: str
    sent: datetime | None
    due: datetime | None
    done: datetime | None
    late: float | None
    share: int
    move: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What one turn of the lane brings: rows, how to go on, and on the first turn the sums."""

    rows: tuple[BehindRow, ...]
    after: tuple[int, int] | None
    sums: Mapping[Side, int] | None


class CasesBehind(QObject):
    """Signals: `shown` rows, numbers or how the list stands are others."""

    shown = Signal()

    def __init__(self, page: AssessmentDesk) -> None:
        super().__init__(page)
        self._page = page
        self.listing = Listing.NOTHING
        self.row: ScoreRow | None = None
        self.column: ScoreColumn | None = None
        self.side = Side.NUMERATOR
        self.sums: Mapping[Side, int] = {}
        self.read_at: datetime | None = None
        self._after: tuple[int, int] | None = None
        self._asking = False
        self._turn = 0
        self.rows: tuple[BehindRow, ...] = ()
        page.set.connect(self._on_set)
        page.shown.connect(self._on_shown)

    # --- what is asked for ------------------------------------------------------------------------

    def ask(self, row: ScoreRow, column: ScoreColumn, side: Side | None = None) -> bool:
        """List what is behind a cell; False where nothing can be: a score, a rank, a head."""
        if column.what is None or row.kind in (RowKind.GROUP, RowKind.AVERAGE):
            return False
        sides = column.what.sides
        same = self.column is not None and self.column.key == column.key
        kept = self.side if same and self.side in sides else sides[0]
        self.row, self.column, self.side = row, column, side if side in sides else kept
        self._begin()
        return True

    def turn(self, side: Side) -> None:
        """List another side of the same figure."""
        if side is not self.side and side in self.sides:
            self.side = side
            self._begin()

    @property
    def sides(self) -> Sequence[Side]:
        """The sides the figure has."""
        what = self.column.what if self.column is not None else None
        return what.sides if what is not None else ()

    @property
    def people(self) -> bool:
        """Whether acts are listed."""
        return self._page.found is not None and self._page.found.by is None

    @property
    def more(self) -> bool:
        """Whether there are further rows."""
        return self._after is not None

    @property
    def drifted(self) -> bool:
        """Whether the figure is another one by now than the ranking says."""
        shown = self.row.figures.get(self.column.key) if self.row and self.column else None
        if not self.sums or self.column is None or self.column.what is None or shown is None:
            return False
        above, below = self.sums[Side.NUMERATOR], self.sums.get(Side.DENOMINATOR)
        if below is None:
            return shown != above
        return below == 0 or shown * below != above

    @Slot()
    def read_on(self) -> None:
        """The next piece, when somebody has come to the end of the list."""
        if self._after is not None and not self._asking:
            self._read(self._after)

    @Slot()
    def again(self) -> None:
        """Read the list anew."""
        if self.column is not None:
            self._begin()

    def close(self) -> None:
        """List nothing."""
        self._turn += 1
        self.row, self.column, self.sums = None, None, {}
        self.rows, self._after, self._asking = (), None, False
        self.listing = Listing.NOTHING
        self.shown.emit()

    @Slot()
    def _on_set(self) -> None:
        """Another ranking: the same cell of it is listed, where it is there."""
        if self.row is None or self.column is None:
            return
        table = self._page.table
        if not self._page.fits:
            self._turn += 1
            self.rows, self._after, self.sums, self._asking = (), None, {}, False
            self.listing = Listing.READING
            self.shown.emit()
            return
        at, column = table.place(self.row.key, self.column.key)
        if at < 0 or column < 0 or not self.ask(table.rows[at], table.columns[column]):
            self.close()

    @Slot()
    def _on_shown(self) -> None:
        """A ranking that does not come has no list; the same cell is listed when it does."""
        showing = self._page.showing
        waits = self.listing is Listing.READING and not self._asking and not self._page.fits
        if waits and showing is not Showing.READING:
            self.listing = Listing.LOST if showing is Showing.LOST else Listing.NOTHING
            self.shown.emit()

    # --- reading ----------------------------------------------------------------------------------

    @property
    def wanted(self) -> Wanted | None:
        """The question as the store is asked; None where nothing was chosen."""
        found, row, column = self._page.found, self.row, self.column
        if found is None or row is None or column is None or column.what is None:
            return None
        scheme = found.made.scheme
        return Wanted(
            scheme=scheme,
            span=found.made.span,
            by=found.by,
            object=row.object if row.kind is RowKind.OBJECT else "",
            members=row.members,
            what=column.what,
            side=self.side,
        )

    def _begin(self) -> None:
        self._turn += 1
        self.rows, self._after, self.sums, self._asking = (), None, {}, False
        self.listing = Listing.READING
        self.shown.emit()
        self._read(None)

    def _read(self, after: tuple[int, int] | None) -> None:
        wanted, turn = self.wanted, self._turn
        if wanted is None:
            return
        desk = self._page.desk
        facts, reading = facts_shown(self._page), desk.outside.reading
        operator = desk.actor.operator
        self._asking = True
        desk.lanes.ask(
            "assessment.cases",
            lambda: read_rows(facts, reading, wanted, operator, after),
            while_alive(self, lambda answer: self._on_read(turn, answer)),
            while_alive(self, lambda error: self._on_failed(turn, error)),
        )

    def _on_read(self, turn: int, answer: Answer) -> None:
        if turn != self._turn:
            return
        self._asking = False
        self._page.desk.heard()
        self.rows, self._after = (*self.rows, *answer.rows), answer.after
        if answer.sums is not None:
            self.sums, self.read_at = answer.sums, self._page.desk.now()
        if answer.after is None and not self.people:
            # All are here: the latest first. Of a part the order of the numbers is the honest one.
            self.rows = tuple(sorted(self.rows, key=_lateness))
        self.listing = Listing.THERE
        self.shown.emit()

    def _on_failed(self, turn: int, error: Exception) -> None:
        if turn != self._turn:
            return
        self._asking = False
        lost = isinstance(error, StoreUnavailable)
        self.listing = Listing.LOST if lost else Listing.REFUSED
        self._page.desk.failed(error)
        self.shown.emit()


def _lateness(row: BehindRow) -> tuple[float, int]:
    return (-(row.late or 0.0), row.key[0])


def read_rows(
    facts: FactReading,
    reading: Reading,
    wanted: Wanted,
    operator: str,
    after: tuple[int, int] | None,
) -> Answer:
    """One turn: the next piece with the words of its cases; first also what the sides add up to."""
    with facts.at_one_moment() as held:
        added = sums(held, wanted) if after is None else None
        piece = read_piece(held, wanted, after or (0, 0))
    words = {one.id: one for one in reading.rows(_cases(piece), operator)}
    as_of = wanted.span.as_of
    rows = [
        *(_case(fact, share, as_of, words.get(fact.case)) for fact, share in piece.cases),
        *(_act(act, share, words.get(act.act.case)) for act, share in piece.acts),
    ]
    return Answer(rows=tuple(rows), after=piece.after, sums=added)


def _cases(piece: Piece) -> list[CaseId]:
    found = [fact.case for fact, _ in piece.cases] + [act.act.case for act, _ in piece.acts]
    return list(dict.fromkeys(found))


def _case(fact: CaseFact, share: int, as_of: datetime, row: CaseRow | None) -> BehindRow:
    done = fact.ended or fact.handled_at
    late: float | None = None
    if fact.due is not None and not fact.exempt and not (fact.standing and done is None):
        over = ((done or as_of) - fact.due).total_seconds()
        late = over if over > 0 else None
    return BehindRow(
        key=(fact.case, 0),
        case=fact.case,
        number=fact.number,
        category=row.category_name if row is not None else fact.category,
        place=place_of(row),
        sent=fact.dispatched_at,
        due=fact.due,
        done=done,
        late=late,
        share=share,
        note=_note(fact),
    )


def _note(fact: CaseFact) -> str:
    """The one thing that explains a case best."""
    told = (
        (fact.exempt, "exempt"),
        (fact.close_kind is not None and fact.close_kind.value == "forced", "forced"),
        (fact.rework > 0, "rework"),
        (fact.returns > 0, "returned"),
        (fact.extensions > 0, "extended"),
        (fact.suspensions > 0, "suspended"),
        (fact.standing, "standing"),
    )
    return next((code for holds, code in told if holds), "")


def _act(done: CaseAct, share: int, row: CaseRow | None) -> BehindRow:
    act = done.act
    late = (act.at - act.due).total_seconds() if act.due is not None and act.at > act.due else None
    return BehindRow(
        key=(act.case, act.seq),
        case=act.case,
        number=done.number,
        category=row.category_name if row is not None else done.category,
        place=place_of(row),
        sent=None,
        due=act.due,
        done=act.at,
        late=late,
        share=share,
        move=act.move.value,
        note="wrong" if act.move.value == "dispatch" and act.again else "",
    )


def place_of(row: CaseRow | None) -> str:
    """Where a case is: its street and address; never a caller's words."""
    if row is None:
        return ""
    return " ".join(part for part in (row.street_name, row.address) if part)
