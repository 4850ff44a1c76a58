"""Search lists inside a form: a line, the finds below it, arrows choose, Enter takes.

What is found and how it matched is the viewmodel's business; here it is shown. The list is part of
the form, no popup: it never covers anything and never takes the focus from the line.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QEvent, QObject, QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import QLineEdit, QListView, QStyleOptionViewItem, QVBoxLayout, QWidget

from console.viewmodels.cells import FoundRow
from console.viewmodels.columns import Align, Column
from console.viewmodels.keyed_table import ROW_ROLE, KeyedTable
from console.views.delegates import Index, RowDelegate
from console.views.theme import Theme, set_look

SMALL: Final = 12
LEAD_WIDTH: Final = 76
INITIALS_GAP: Final = 6
STEPS: Final = {
    Qt.Key.Key_Up: -1,
    Qt.Key.Key_Down: 1,
    Qt.Key.Key_PageUp: -8,
    Qt.Key.Key_PageDown: 8,
}


class FoundDelegate(RowDelegate):
    """One find: kind, name with the match marked, hint, and a note at the right."""

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        return QSize(60, 29)

    def draw(self, painter: QPainter, rect: QRect, index: Index) -> None:
        row = index.data(ROW_ROLE)
        if not isinstance(row, FoundRow):
            return
        line = rect.adjusted(10, 0, -8, 0)
        if row.lead:
            lead = QRect(line.left(), line.top(), LEAD_WIDTH, line.height())
            self.text(painter, lead, row.lead, pixels=SMALL, tone="ink2")
            line.setLeft(line.left() + LEAD_WIDTH + 8)
        note = 0
        if row.note:
            note = self.font(SMALL)[1].horizontalAdvance(row.note) + 12
            self.text(painter, line, row.note, pixels=SMALL, tone="ink2", align=Align.RIGHT)
        room = line.adjusted(0, 0, -note, 0)
        used = self._draw_name(painter, room, row)
        rest = room.adjusted(used + 10, 0, 0, 0)
        if row.hint and rest.width() > 24:
            self.text(painter, rest, row.hint, pixels=SMALL, tone="ink2")

    def _draw_name(self, painter: QPainter, room: QRect, row: FoundRow) -> int:
        metrics = self.font()[1]
        if row.length:
            before = metrics.horizontalAdvance(row.name[: row.at])
            wide = metrics.horizontalAdvance(row.name[row.at : row.at + row.length])
            mark = QRect(room.left() + before, room.center().y() - 9, wide, 19)
            painter.fillRect(mark.intersected(room), self.ink("sel"))
            under = QRect(mark.left(), mark.bottom(), wide, 1)
            painter.fillRect(under.intersected(room), self.ink("ink"))
        used = int(self.text(painter, room, row.name))
        if not row.initials:
            return used
        place = room.adjusted(used + INITIALS_GAP, 0, 0, 0)
        tail = int(self.text(painter, place, row.initials, pixels=SMALL, tone="ink2"))
        return used + INITIALS_GAP + tail


class Finder(QWidget):
    """A search line with its finds.

    Signals: `typed` (str) what stands in the line now; `picked` (str) the key of a find taken by
    Enter or click.
    """

    typed = Signal(str)
    picked = Signal(str)

    def __init__(
        self, theme: Theme, placeholder: str = "", most: int = 6, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._most = most
        self.line = QLineEdit(self)
        self.line.setPlaceholderText(placeholder)
        self.line.textEdited.connect(self._on_edited)
        self.line.installEventFilter(self)
        column: Column[FoundRow] = Column(key="found", title="", value=_spoken, stretch=True)
        self.table: KeyedTable[FoundRow] = KeyedTable((column,), key=_key, parent=self)
        self.list = QListView(self)
        set_look(self.list, role="popup")
        self.list.setModel(self.table)
        self.list.setItemDelegate(FoundDelegate(theme, self.list))
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.clicked.connect(self._on_clicked)
        self.list.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.line)
        layout.addWidget(self.list)
        self.setFocusProxy(self.line)

    def offer(self, rows: Sequence[FoundRow]) -> None:
        """Show these finds, the first one marked; none hides the list."""
        self.table.show(rows)
        self.list.setVisible(bool(rows))
        self.list.setFixedHeight(29 * min(len(rows), self._most) + 2)
        if rows:
            self.list.setCurrentIndex(self.table.index(0, 0))

    def settle(self, text: str) -> None:
        """Show what was taken and put the list away."""
        self.line.setText(text)
        self.line.setCursorPosition(0)
        self.offer(())

    @property
    def current(self) -> str:
        """Key of the marked find; "" without one."""
        key = self.table.key_at(self.list.currentIndex().row()) if self.table.keys else None
        return str(key or "")

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Arrows walk in the list, Enter takes the marked find, all from the line."""
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress:
            plain = event.modifiers() in (
                Qt.KeyboardModifier.NoModifier,
                Qt.KeyboardModifier.KeypadModifier,
            )
            if plain and self._take_key(Qt.Key(event.key())):
                return True
        return super().eventFilter(watched, event)

    def _take_key(self, key: Qt.Key) -> bool:
        if not self.table.keys:
            return False
        if key in STEPS:
            last = self.table.rowCount() - 1
            at = min(max(0, self.list.currentIndex().row() + STEPS[key]), last)
            self.list.setCurrentIndex(self.table.index(at, 0))
            return True
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.current:
            self.picked.emit(self.current)
            return True
        return False

    def _on_edited(self, text: str) -> None:
        self.typed.emit(text)

    def _on_clicked(self, index: Index) -> None:
        key = self.table.key_at(index.row())
        if key is not None:
            self.picked.emit(str(key))
            self.line.setFocus(Qt.FocusReason.OtherFocusReason)


def _key(row: FoundRow) -> str:
    return row.key


def _spoken(row: FoundRow) -> str:
    return " ".join(word for word in (row.lead, row.name, row.hint, row.note) if word)
