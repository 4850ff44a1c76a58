"""The list of schemes and their versions: two lines each, the one in force today is strong."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QModelIndex, QRect, QSize, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import QListView, QStyleOptionViewItem, QWidget

from console.viewmodels.columns import Column
from console.viewmodels.keyed_table import ROW_ROLE, KeyedTable
from console.viewmodels.scheme_list import SchemeList, VersionLine
from console.views.delegates import Index, RowDelegate
from console.views.look import Look

ROW: Final = 44


class VersionDelegate(RowDelegate):
    """Whom, which scheme and version; below on which days it holds."""

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        return QSize(60, ROW)

    def draw(self, painter: QPainter, rect: QRect, index: Index) -> None:
        row = index.data(ROW_ROLE)
        if not isinstance(row, VersionLine):
            return
        upper = QRect(rect.left() + 12, rect.top() + 4, rect.width() - 18, 20)
        self.text(painter, upper, row.title, strong=row.strong)
        tone = "over" if row.broken else "ink2"
        self.text(painter, upper.translated(0, 18), row.hint, pixels=12, tone=tone)


class VersionList(QListView):
    """Signals: `picked` (key) by hand; `entered` Enter."""

    picked = Signal(object)
    entered = Signal()

    def __init__(self, known: SchemeList, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._known = known
        title: Column[VersionLine] = Column(
            key="title", title="", value=lambda row: f"{row.title}, {row.hint}", stretch=True
        )
        self.table: KeyedTable[VersionLine] = KeyedTable(
            (title,), lambda row: row.key, look.wording.say, parent=self
        )
        self.setModel(self.table)
        self.setItemDelegate(VersionDelegate(look.theme, self))
        self.setAccessibleName(look.wording.say("schemes.list"))
        self.setUniformItemSizes(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        # Letters are keys here; an input method would swallow them.
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, on=False)
        self._marking = False
        self.selectionModel().currentChanged.connect(self._on_current)
        known.listed.connect(self.show_lines)
        look.theme.changed.connect(self.viewport().update)

    @Slot()
    def show_lines(self) -> None:
        """The lines as they were read."""
        self._marking = True
        self.table.show(self._known.lines)
        self._marking = False

    def mark(self, key: object) -> None:
        """Show what is open, without telling anyone."""
        self._marking = True
        at = self.table.row_of(key) if isinstance(key, tuple) else -1
        if at >= 0:
            self.setCurrentIndex(self.table.index(at, 0))
            self.scrollTo(self.table.index(at, 0))
        else:
            self.clearSelection()
        self._marking = False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self.entered.emit()
            return
        super().keyPressEvent(event)

    @Slot(QModelIndex, QModelIndex)
    def _on_current(self, current: QModelIndex, _before: QModelIndex) -> None:
        key = self.table.key_at(current.row())
        if key is not None and not self._marking:
            self.picked.emit(key)
