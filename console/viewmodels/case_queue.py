"""One queue: its filter, its order, rows that stay put under the cursor.

The database filters and sorts; here is what an operator is promised (DESIGN 7 «Lists»): selection
by case, no row moving within 3 s of the last key or wheel, new rows entering without moving the
view.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from console.domain.case import CaseId
from console.ports.reading import Reading
from console.ports.rows import CaseRow, News, QueueFilter, QueueOrder
from console.viewmodels.columns import Column
from console.viewmodels.desk import Desk
from console.viewmodels.keyed_table import WindowedTable
from console.viewmodels.queue_choices import QueueChoices
from console.viewmodels.queue_news import can_tell, in_place

CALM = timedelta(seconds=3)
"""Nothing is re-sorted until this long after the last key or wheel."""
PATIENCE = timedelta(seconds=6)
"""A question that has no answer for so long has failed: the store's own patience is shorter."""
MOST_HELD = 5_000
"""Longer lists wait altogether: fitting new rows between held ones would take too long."""


class CaseQueue(QObject):
    """The rows of one queue at one desk.

    Signals: `shown` after the table changed; `chosen` (CaseId | None) the case selected here or on
    the map; `counted` (int, int) total and outside.
    """

    shown = Signal()
    chosen = Signal(object)
    counted = Signal(int, int)

    def __init__(
        self, desk: Desk, columns: Sequence[Column[CaseRow]], title: Callable[[str], str]
    ) -> None:
        super().__init__(desk)
        self._desk = desk
        self.table: WindowedTable[CaseRow] = WindowedTable(
            columns, lambda row: row.id, title, parent=self
        )
        self.choices = QueueChoices(desk)
        self.filter = QueueFilter(queue="dispatch")
        self._chosen: CaseId | None = None
        self._touched: datetime | None = None
        self._total = 0
        self._outside = 0
        self._place = -1
        self._ids: tuple[CaseId, ...] | None = None
        self._ordering = False
        self._doubtful: frozenset[CaseId] = frozenset()
        self._looked_at: frozenset[CaseId] = frozenset()
        self._looking_since: datetime | None = None
        self._calm = QTimer(self)
        self._calm.setSingleShot(True)
        self._calm.timeout.connect(self.reload)
        self.table.missing.connect(self._on_missing)
        desk.news.connect(self._on_news)

    # --- what is shown ----------------------------------------------------------------------------

    def open(self, queue: str) -> None:
        """Show another queue; its filter starts empty."""
        self.filter = QueueFilter(queue=queue)
        self._touched = None
        self.reload()

    def narrow(self, **changes: Any) -> None:
        """Change the filter or the order."""
        self.filter = replace(self.filter, **changes)
        self._touched = None
        self.reload()

    def clear(self) -> None:
        """Drop the filter (Ctrl+0)."""
        self.open(self.filter.queue)

    @property
    def filtered(self) -> bool:
        """Whether anything but the queue itself narrows the list."""
        plain = QueueFilter(
            queue=self.filter.queue, order=self.filter.order, descending=self.filter.descending
        )
        return self.filter != plain

    @property
    def total(self) -> int:
        """Rows the filter leaves."""
        return self._total

    @property
    def outside(self) -> int:
        """Rows the filter hides."""
        return self._outside

    @Slot()
    def reload(self) -> None:
        """Ask for the order anew."""
        desk, wanted = self._desk, self.filter
        seat, now = desk.actor.operator, desk.now()
        self._ordering = True
        desk.ask("queue", lambda reading: reading.order(wanted, seat, now), self._on_order)

    def refresh(self) -> None:
        """Ask for the order and the chosen row anew, without waiting for the news of an own act."""
        if self._chosen is not None and self.table.row_of(self._chosen) >= 0:
            self._on_missing((self._chosen,))
        self.reload()

    def _on_order(self, order: QueueOrder) -> None:
        self._ordering = False
        self._remember_place()
        self._total, self._outside = len(order.ids), order.outside
        if order.ids != self._ids:  # most news changes rows, not their order
            self._take(order.ids)
        self.counted.emit(self._total, self._outside)
        self.shown.emit()

    def _take(self, ids: tuple[CaseId, ...]) -> None:
        """Become this order; while the operator is at work, rows keep their places for now."""
        if not self.busy or not self.table.rowCount():
            self.table.show_order(ids)
            self._ids = ids
            return
        self._ids = None  # what is shown is not this order yet
        if self.table.rowCount() <= MOST_HELD:
            self.table.show_order(ids, hold=frozenset(self.table.keys))
        self._calm.start(int(CALM.total_seconds() * 1000))

    def _on_missing(self, cases: tuple[CaseId, ...]) -> None:
        seat = self._desk.actor.operator
        self._desk.ask(
            f"rows{cases[0] if cases else ''}",
            lambda reading: reading.rows(cases, seat),
            self._on_rows,
        )

    def _on_rows(self, rows: Sequence[CaseRow]) -> None:
        self.table.fill(rows)
        self.shown.emit()

    @Slot(object)
    def _on_news(self, news: News) -> None:
        if news.reload:  # nobody knows what was missed: every row that is here is read again
            self.table.forget_asked()
            self._ids, self._looking_since = None, None
            loaded: tuple[Any, ...] = self.table.loaded
            self._doubtful |= frozenset(loaded)
        self._doubtful |= frozenset(news.cases)
        # An answer still on its way may be from before these news: then the order is asked anyhow.
        if news.reload or self._ids is None or self._ordering or not can_tell(self.filter):
            self.reload()
        self._look()

    def _look(self) -> None:
        """Read the rows of doubtful cases that are listed, and whether others come in.

        One question at a time: news come faster than a busy store answers.
        """
        now, wanted = self._desk.now(), self.filter
        if self._looking_since is not None and now - self._looking_since < PATIENCE:
            return
        cases, self._doubtful = self._doubtful | self._looked_at, frozenset()
        listed = tuple(case for case in cases if self.table.row_of(case) >= 0)
        others = tuple(cases.difference(listed)) if can_tell(wanted) else ()
        if not listed and not others:
            return
        self._looking_since, self._looked_at = now, cases
        seat = self._desk.actor.operator

        def read(reading: Reading) -> tuple[Sequence[CaseRow], bool]:
            rows = reading.rows(listed, seat) if listed else ()
            return rows, bool(others) and reading.any_waits(others, wanted.queue)

        def answered(found: tuple[Sequence[CaseRow], bool]) -> None:
            self._looking_since, self._looked_at = None, frozenset()
            rows, entered = found
            self._on_rows(rows)
            told = not self._ordering and wanted == self.filter and can_tell(wanted)
            moved = entered or len(rows) < len(listed)
            if told and (moved or not in_place(self.table, listed, wanted)):
                self.reload()
            self._look()

        self._desk.ask("queue.news", read, answered)

    @Slot(object)
    def on_likely(self, cases: frozenset[CaseId]) -> None:
        """The units proposed for these cases are others."""
        self.table.retell(cases, "unit")

    # --- the operator's hand ----------------------------------------------------------------------

    def touched(self) -> None:
        """A key or the wheel was used in the list."""
        self._touched = self._desk.now()

    @property
    def busy(self) -> bool:
        """Whether the operator used the list within the last three seconds."""
        return self._touched is not None and self._desk.now() - self._touched < CALM

    # --- selection --------------------------------------------------------------------------------

    @property
    def selected(self) -> CaseId | None:
        """The case in hand, shared by list, map and card."""
        return self._chosen

    def choose(self, case: CaseId | None) -> None:
        """Select a case, wherever it was chosen."""
        if case != self._chosen:
            self._chosen = case
            self._place = -1
            self._remember_place()
            self.chosen.emit(case)

    def _remember_place(self) -> None:
        """Where the chosen case stands, for going on from there once it has left the queue."""
        if self._chosen is not None:
            row = self.table.row_of(self._chosen)
            self._place = row if row >= 0 else self._place

    def neighbour(self, step: int) -> CaseId | None:
        """The case `step` rows further; the first or last one at the ends.

        From a case that has left the queue it goes on where that one stood.
        """
        count = self.table.rowCount()
        if not count:
            return None
        here = self.table.row_of(self._chosen) if self._chosen is not None else -1
        if here < 0:
            here = self._place - (step > 0) if self._place >= 0 else -1
        found: Any = self.table.key_at(min(max(here + step, 0), count - 1))
        return CaseId(found)
