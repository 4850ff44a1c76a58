"""A unit grid in hand: its load, components, what comes again and again there, its history.

Every line opens its cases; the cell itself narrows the queue. Asked for off the window's thread,
and again when news come, not too often. No wording, no widget.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from functools import partial
from typing import Final

from PySide6.QtCore import QObject, Signal, Slot

from console.domain.case import CaseId
from console.domain.gridload import RECURRING_SPAN, Load
from console.domain.refusal import Refusal
from console.ports.layer_rows import CellCases, FormerGrid, GridCard, GridCase
from console.ports.rows import News
from console.viewmodels.case_queue import CaseQueue
from console.viewmodels.desk import Desk
from console.viewmodels.pacing import Paced

PACE: Final = timedelta(seconds=5)
PANE: Final = "cell"
CASES_PANE: Final = "cell.cases"


class CellState(StrEnum):
    """How far the card is."""

    CLOSED = "closed"
    LOADING = "loading"
    READY = "ready"
    FAILED = "failed"


class LineKind(StrEnum):
    """What a line of the card is about; lines come in this order."""

    OPEN = "open"
    STAGE = "stage"
    COMPONENT = "component"
    RECURRING = "recurring"
    FORMER = "former"
    YEAR = "year"


@dataclass(frozen=True, slots=True, kw_only=True)
class CardLine:
    """One line: what it is about, its figures, and the cases it opens.

    `name` is a queue's code, a name of the catalogue, a cell's code or a year, by `kind`; `at` the
    last time (aware UTC) of what recurs.
    """

    kind: LineKind
    name: str
    wanted: CellCases
    total: int = 0
    load: Load | None = None
    faulty: int = 0
    at: datetime | None = None
    former: FormerGrid | None = None


class CellCard(QObject):
    """Signals: `opened` a cell was asked for; `changed` other facts are shown; `closed`."""

    opened = Signal()
    changed = Signal()
    closed = Signal()

    def __init__(self, desk: Desk, queue: CaseQueue) -> None:
        super().__init__(desk)
        self._desk, self._queue = desk, queue
        self.state = CellState.CLOSED
        self.code = ""
        self.card: GridCard | None = None
        self.lines: tuple[CardLine, ...] = ()
        self.line: CardLine | None = None
        """The line whose cases are shown; None while the lines themselves are."""
        self.cases: tuple[GridCase, ...] | None = None
        """Its cases; None while they are asked for."""
        self.refusal: Refusal | None = None
        self._paced = Paced(desk.now, PACE, self)
        self._paced.due.connect(self._read)
        desk.news.connect(self._on_news)
        desk.asked_anew.connect(self._read_anew)

    @property
    def as_of(self) -> datetime | None:
        """Of when the facts are, if they are only remembered."""
        return self._desk.dated.get(PANE)

    @property
    def now(self) -> datetime:
        """The seat's time (UTC)."""
        return self._desk.now()

    # --- opening and closing ----------------------------------------------------------------------

    @Slot(str)
    def show(self, code: str) -> None:
        """Show a cell; the one that is shown is read anew."""
        if code != self.code:
            self.state, self.code = CellState.LOADING, code
            self.card, self.lines, self.line, self.cases = None, (), None, None
        self.opened.emit()
        self.changed.emit()
        self._read_anew()

    def close(self) -> None:
        """Show none."""
        if self.state is CellState.CLOSED:
            return
        self._paced.forget()
        self.state, self.code = CellState.CLOSED, ""
        self.card, self.lines, self.line, self.cases = None, (), None, None
        self.closed.emit()

    def open_line(self, line: CardLine) -> None:
        """Show the cases of a line."""
        self.line, self.cases = line, None
        self.changed.emit()
        self._read_cases()

    def back(self) -> None:
        """From the cases to the lines; from there the card is closed."""
        if self.line is None:
            self.close()
        else:
            self.line, self.cases = None, None
            self.changed.emit()

    def narrow(self) -> None:
        """Let the queue show the cases of this cell only."""
        if self.code:
            self._queue.narrow(grid=self.code)

    def choose(self, case: CaseId) -> None:
        """Take a case in hand, wherever it stands."""
        self._queue.choose(case)

    # --- asking -----------------------------------------------------------------------------------

    @Slot()
    def _read_anew(self) -> None:
        self._paced.forget()
        if self.state is not CellState.CLOSED:
            self._paced.want()

    @Slot(object)
    def _on_news(self, news: News) -> None:
        if self.state is not CellState.CLOSED and (news.cases or news.reload):
            self._paced.want()

    @Slot()
    def _read(self) -> None:
        code, now = self.code, self._desk.now()
        self._desk.ask(
            PANE,
            lambda reading: reading.grid_card(code, now),
            partial(self._on_card, code),
            partial(self._on_failed, code),
        )
        if self.line is not None:
            self._read_cases()

    def _on_card(self, code: str, card: GridCard) -> None:
        if code != self.code:
            return
        self.state, self.card, self.refusal = CellState.READY, card, None
        self.lines = lines_of(card, self._desk.now())
        self.changed.emit()
        self._paced.answered()

    def _on_failed(self, code: str, error: Exception) -> None:
        """What there is stays; without anything the card says why."""
        if code == self.code and self.card is None:
            self.state = CellState.FAILED
            self.refusal = error if isinstance(error, Refusal) else None
            self.changed.emit()
        if not isinstance(error, Refusal):
            self._desk.failed(error)
        self._paced.answered()

    def _read_cases(self) -> None:
        line = self.line
        if line is not None:
            self._desk.ask(
                CASES_PANE,
                lambda reading: tuple(reading.cell_cases(line.wanted)),
                partial(self._on_cases, line),
            )

    def _on_cases(self, line: CardLine, cases: tuple[GridCase, ...]) -> None:
        if self.line is not None and self.line.wanted == line.wanted:
            self.cases = cases
            self.changed.emit()


def lines_of(card: GridCard, now: datetime) -> tuple[CardLine, ...]:
    """The lines of a card, sections one after the other."""
    code, names = card.grid.code, dict(card.recurring_names)
    wanted = partial(CellCases, grid=code)
    components = (
        CardLine(
            kind=LineKind.COMPONENT,
            name=one.name,
            total=one.total,
            faulty=one.faulty,
            wanted=wanted(kind="component", category=one.category),
        )
        for one in card.components
    )
    recurring = (
        CardLine(
            kind=LineKind.RECURRING,
            name=names.get(f"{one.kind}:{one.category}", one.category),
            total=one.times,
            at=one.last,
            wanted=wanted(kind=one.kind, category=one.category, since=now - RECURRING_SPAN),
        )
        for one in card.recurring
    )
    return (*_loads(card), *components, *recurring, *_history(card))


def _loads(card: GridCard) -> Iterator[CardLine]:
    """What is open now: the whole, and by stage."""
    code = card.grid.code
    whole = Load(
        open=sum(one.load.open for one in card.stages),
        overdue=sum(one.load.overdue for one in card.stages),
        near=sum(one.load.near for one in card.stages),
    )
    all_open = CellCases(grid=code, open_only=True)
    yield CardLine(kind=LineKind.OPEN, name="", load=whole, wanted=all_open)
    for one in card.stages:
        cases = CellCases(grid=code, queue=one.queue)
        yield CardLine(kind=LineKind.STAGE, name=one.queue, load=one.load, wanted=cases)


def _history(card: GridCard) -> Iterator[CardLine]:
    """Which cells were here before, and the cases of each year."""
    for one in card.former:
        cases = CellCases(grid=one.code)
        yield CardLine(kind=LineKind.FORMER, name=one.code, former=one, wanted=cases)
    for year, count in card.years:
        cases = CellCases(grid=card.grid.code, year=year)
        yield CardLine(kind=LineKind.YEAR, name=str(year), total=count, wanted=cases)
