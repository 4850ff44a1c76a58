"""The list of a section: rows by its columns; what stands there while it is read, empty or lost."""

from __future__ import annotations

from typing import Any, Final, cast

from PySide6.QtCore import QModelIndex, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from console.viewmodels.keyed_table import KEY_ROLE, KeyedTable
from console.views.delegates import ROW_HEIGHT, TextDelegate
from console.views.look import Look

HEAD: Final = 26
ENGLISH_WIDER: Final = 1.25
NARROWER: Final = 0.8
NARROW: Final = 760
"""px; in a narrower list columns give way, but for the stretching one."""
Key = str | int


class ThingTable(QTableView):
    """Signals: `picked` (key) the current row; `opened` Enter or double click."""

    picked = Signal(object)
    opened = Signal()

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._settling = False
        self._table: KeyedTable[Any] | None = None
        self.setItemDelegate(TextDelegate(look.theme, self))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setMouseTracking(True)
        # Letters are keys here; an input method would swallow them.
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, on=False)
        rows = self.verticalHeader()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setDefaultSectionSize(ROW_HEIGHT)
        rows.hide()
        head = self.horizontalHeader()
        head.setSectionsClickable(False)
        head.setHighlightSections(False)
        head.setFixedHeight(HEAD)
        head.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.doubleClicked.connect(self._on_double)
        look.theme.changed.connect(self.viewport().update)

    def show_table(self, table: KeyedTable[Any], name: str) -> None:
        """Show the rows of another section."""
        if table is self._table:
            return
        if self._table is not None:
            self._table.rowsAboutToBeRemoved.disconnect(self._on_leaving)
        self._table = table
        # Before the view's own slot: Qt moves the current row then, the operator does not.
        table.rowsAboutToBeRemoved.connect(self._on_leaving)
        self.setModel(table)
        self.selectionModel().currentRowChanged.connect(self._on_current)
        self.setAccessibleName(name)
        self.take_widths()

    def take_widths(self) -> None:
        """Give every column the width it has in this language and in this room."""
        if self._table is None:
            return
        english = self._look.wording.language.value == "en"
        factor = ENGLISH_WIDER if english else 1.0
        if self.width() < NARROW:
            factor *= NARROWER
        head = self.horizontalHeader()
        for at, column in enumerate(self._table.columns):
            if column.stretch:
                head.setSectionResizeMode(at, QHeaderView.ResizeMode.Stretch)
            else:
                head.setSectionResizeMode(at, QHeaderView.ResizeMode.Fixed)
                self.setColumnWidth(at, round(column.width * factor))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.take_widths()

    def settle(self, key: Key | None) -> None:
        """Let the highlighted row be this one, or none; tells nobody."""
        row = self._table.row_of(key) if self._table is not None and key is not None else -1
        self._settling = True
        if row < 0:
            self.setCurrentIndex(QModelIndex())
            self.clearSelection()
        elif self.currentIndex().row() != row:
            self.selectRow(row)
            self.scrollTo(self.model().index(row, 0))
        self._settling = False

    def step(self, rows: int) -> None:
        """The row so many further."""
        last = self.model().rowCount() - 1
        if last >= 0:
            at = min(max(0, self.currentIndex().row() + rows), last)
            self.setCurrentIndex(self.model().index(at, 0))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        rows = self.model().rowCount() if self.model() is not None else 0
        steps = {Qt.Key.Key_J: 1, Qt.Key.Key_K: -1, Qt.Key.Key_End: rows, Qt.Key.Key_Home: -rows}
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        key = Qt.Key(event.key())
        if plain and key in steps:
            self.step(steps[key])
        elif plain and key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.opened.emit()
        else:
            super().keyPressEvent(event)

    def keyboardSearch(self, _search: str) -> None:
        """Letters are keys, they do not jump to rows."""

    @Slot(QModelIndex, QModelIndex)
    def _on_current(self, current: QModelIndex, _before: QModelIndex) -> None:
        if not self._settling and current.isValid():
            self.picked.emit(cast(Key, current.data(KEY_ROLE)))

    @Slot(QModelIndex)
    def _on_double(self, _index: QModelIndex) -> None:
        self.opened.emit()

    @Slot()
    def _on_leaving(self) -> None:
        self._settling = True
