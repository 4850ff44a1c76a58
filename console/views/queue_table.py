"""The table of a queue: rows by declared columns, marks by key, time left kept true by the second.

Which rows there are is `CaseQueue`'s business; here is how they are laid out, chosen and marked.
Keys of commands (J, K, Enter, /, Ctrl+C) are bound in `views.actions`; here only the list's own.
"""

from __future__ import annotations

from typing import Final, cast

from PySide6.QtCore import QModelIndex, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QWheelEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from console.domain.case import CaseId
from console.domain.tone import Urgency
from console.viewmodels.case_queue import CaseQueue
from console.viewmodels.cells import DeadlineCell
from console.viewmodels.keyed_table import CELL_ROLE, KEY_ROLE
from console.viewmodels.queue_marks import QueueMarks
from console.views.delegates import DeadlineDelegate, HolderDelegate, MarkDelegate, TextDelegate
from console.views.look import Look
from console.views.queue_head import QueueHead

DENSE: Final = 28
RELAXED: Final = 32


class QueueTable(QTableView):
    """Signals: `opened` (CaseId) Enter or double click; `scrolled` after the visible rows changed;
    `inserted_above` (int) rows that came in above the ones on the screen."""

    opened = Signal(object)
    scrolled = Signal()
    inserted_above = Signal(int)

    def __init__(
        self, queue: CaseQueue, marks: QueueMarks, look: Look, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._queue, self._marks, self._look = queue, marks, look
        self._settling = False
        self._told: dict[CaseId, tuple[str, Urgency, int]] = {}
        model = queue.table
        model.rowsAboutToBeRemoved.connect(self._on_leaving)  # before the view's own slot
        self.head = QueueHead(queue, look, self)
        self.setHorizontalHeader(self.head)
        self.setModel(model)
        model.rowsRemoved.connect(self._on_left)
        model.rowsInserted.connect(self._on_inserted)
        self.head.take_widths()
        self._set_up()
        self._set_delegates()
        queue.chosen.connect(self._on_chosen)
        marks.changed.connect(self._on_marks)
        look.theme.changed.connect(self.viewport().update)
        self.selectionModel().currentRowChanged.connect(self._on_current)
        self.activated.connect(self._on_activated)
        self.verticalScrollBar().valueChanged.connect(self.scrolled)

    # --- set-up -----------------------------------------------------------------------------------

    def _set_up(self) -> None:
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setAlternatingRowColors(False)
        self.setMouseTracking(True)
        self.setAccessibleName(self._look.wording.say("queue.name"))
        # Letters are keys here; an input method would swallow them.
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, on=False)
        rows = self.verticalHeader()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setMinimumSectionSize(DENSE)
        rows.setDefaultSectionSize(DENSE)
        rows.hide()

    def _set_delegates(self) -> None:
        theme, formats = self._look.theme, self._look.formats
        self.setItemDelegate(TextDelegate(theme, self))
        self.setItemDelegateForColumn(self._at("mark"), MarkDelegate(theme, self))
        self.setItemDelegateForColumn(self._at("left"), DeadlineDelegate(theme, formats, self))
        self.setItemDelegateForColumn(self._at("holder"), HolderDelegate(theme, self))

    def _at(self, key: str) -> int:
        return self.head.section(key)

    # --- layout -----------------------------------------------------------------------------------

    def set_dense(self, *, dense: bool) -> None:
        """Rows of 28 or 32 px."""
        self.verticalHeader().setDefaultSectionSize(DENSE if dense else RELAXED)
        self.show_chosen()

    def visible_rows(self) -> range:
        """The rows on the screen, a cut one included."""
        first = self.rowAt(0)
        if first < 0:
            return range(0)
        last = self.rowAt(self.viewport().height() - 1)
        return range(first, (last if last >= 0 else self.model().rowCount() - 1) + 1)

    # --- time -------------------------------------------------------------------------------------

    @Slot()
    def tick(self) -> None:
        """A second has passed: repaint the time left where its text, shape or bar changed."""
        column = self._at("left")
        told: dict[CaseId, tuple[str, Urgency, int]] = {}
        for row in self.visible_rows():
            index = self.model().index(row, column)
            cell = index.data(CELL_ROLE)
            if not isinstance(cell, DeadlineCell):
                continue
            key = cast(CaseId, index.data(KEY_ROLE))
            rect = self.visualRect(index)
            bar = round(min(max(cell.share, 0.0), 1.0) * rect.width())
            told[key] = (self._look.formats.left(cell.left, day=cell.day), cell.urgency, bar)
            if self._told.get(key) != told[key]:
                self.viewport().update(rect)
        self._told = told

    # --- choosing ---------------------------------------------------------------------------------

    def chosen_row(self) -> int:
        """Where the chosen case stands, -1 when it is not in this list."""
        chosen = self._queue.selected
        return -1 if chosen is None else self._queue.table.row_of(chosen)

    def show_chosen(self) -> None:
        """Scroll until the chosen case is on the screen."""
        row = self.chosen_row()
        if row >= 0:
            self.scrollTo(self.model().index(row, 0))

    @Slot(int)
    def step(self, rows: int) -> None:
        """Choose the case so many rows further."""
        self._queue.touched()
        self._queue.choose(self._queue.neighbour(rows))

    @Slot(object)
    def _on_chosen(self, _case: CaseId | None) -> None:
        self._settle_selection()
        self.show_chosen()

    def _settle_selection(self) -> None:
        """Let the highlighted row be the chosen case, or none."""
        row = self.chosen_row()
        self._settling = True
        if row < 0:
            self.setCurrentIndex(QModelIndex())
            self.clearSelection()
        elif self.currentIndex().row() != row:
            self.selectRow(row)
        self._settling = False

    @Slot(QModelIndex, QModelIndex)
    def _on_current(self, current: QModelIndex, _before: QModelIndex) -> None:
        if not self._settling and current.isValid():
            self._queue.touched()
            self._queue.choose(cast(CaseId, current.data(KEY_ROLE)))

    @Slot(QModelIndex)
    def _on_activated(self, index: QModelIndex) -> None:
        self.opened.emit(index.data(KEY_ROLE))

    # --- rows that come and go --------------------------------------------------------------------

    @Slot()
    def _on_leaving(self) -> None:
        self._settling = True  # Qt moves the current row; the operator did not

    @Slot()
    def _on_left(self) -> None:
        self._settle_selection()

    @Slot(QModelIndex, int, int)
    def _on_inserted(self, _parent: QModelIndex, first: int, last: int) -> None:
        top, bar, count = self.rowAt(0), self.verticalScrollBar(), last - first + 1
        self._settle_selection()
        watched = bar.value() > 0 or self._queue.busy
        if watched and 0 <= first <= max(top, 0) and count < self.model().rowCount():
            self.updateGeometries()  # the bar must know the new length before it is moved
            bar.setValue(bar.value() + count * self.verticalHeader().defaultSectionSize())
            self.inserted_above.emit(count)

    @Slot(object)
    def _on_marks(self, cases: frozenset[CaseId]) -> None:
        columns = [self._at(key) for key in ("mark", "holder")]  # of what waits the holder tells
        for row in self.visible_rows():
            if self.model().index(row, 0).data(KEY_ROLE) in cases:
                for column in columns:
                    self.viewport().update(self.visualRect(self.model().index(row, column)))

    # --- hands ------------------------------------------------------------------------------------

    def mark(self) -> None:
        """Pick the chosen row, or let it go (X)."""
        chosen = self._queue.selected
        if chosen is not None:
            self._marks.toggle(chosen)

    def mark_on(self, step: int) -> None:
        """Pick the chosen row and the next one (Shift+↓, Shift+↑)."""
        here = self._queue.selected
        self.step(step)
        there = self._queue.selected
        self._marks.pick(case for case in (here, there) if case is not None)

    def mark_all(self) -> None:
        """Pick every row, or none when all are picked (Ctrl+A)."""
        keys = cast(tuple[CaseId, ...], self._queue.table.keys)
        if len(self._marks.picked) >= len(keys):
            self._marks.clear()
        else:
            self._marks.pick(keys)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        keys, plain = Qt.Key, Qt.KeyboardModifier.NoModifier
        held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        key = Qt.Key(event.key())
        self._queue.touched()
        if held == plain and key in (keys.Key_Down, keys.Key_Up):
            self.step(1 if key == keys.Key_Down else -1)
        elif held == plain and key == keys.Key_X:
            self.mark()
        elif held == Qt.KeyboardModifier.ShiftModifier and key in (keys.Key_Down, keys.Key_Up):
            self.mark_on(1 if key == keys.Key_Down else -1)
        elif held == Qt.KeyboardModifier.ControlModifier and key == keys.Key_A:
            self.mark_all()
        else:
            super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        self._queue.touched()
        super().wheelEvent(event)

    def keyboardSearch(self, _search: str) -> None:
        """Letters are keys, they do not jump to rows."""
