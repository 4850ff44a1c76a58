"""Cells of a scheme's form: how they are painted and typed into, with names that complete."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, Final

from PySide6.QtCore import (
    QAbstractItemModel,
    QPersistentModelIndex,
    QRect,
    QStringListModel,
    Qt,
    Slot,
)
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QCompleter,
    QLineEdit,
    QListView,
    QStyleOptionViewItem,
    QWidget,
)

from console.viewmodels.columns import CellText
from console.viewmodels.keyed_table import TEXT_ROLE
from console.viewmodels.scheme_parts import Cell, Holds
from console.viewmodels.scheme_table import FAULT_ROLE, PartTable
from console.views.delegates import PADDING, RING, Index, RowDelegate
from console.views.look import Look
from console.views.theme import set_look

_WORD: Final = re.compile(r"[A-Za-z_][A-Za-z0-9_]*$")
Offered = Callable[[Index], Sequence[str]]
"""What a cell may be completed with: a code, then two spaces and what it means."""


class WordEdit(QLineEdit):
    """A line whose words complete; Down walks the suggestions, Enter takes one."""

    def __init__(self, offered: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._completer = QCompleter(self)
        self._completer.setModel(QStringListModel(list(offered), self._completer))
        self._completer.setFilterMode(Qt.MatchFlag.MatchContains)
        self._completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self._completer.setMaxVisibleItems(10)
        self._completer.setWidget(self)
        self._popup = QListView(self)
        self._completer.setPopup(self._popup)
        self._completer.activated.connect(self._on_taken)
        self.textEdited.connect(self._on_edited)

    @property
    def suggestions(self) -> list[str]:
        """What is offered for the word at the cursor."""
        model = self._completer.completionModel()
        return [str(model.index(at, 0).data()) for at in range(model.rowCount())]

    @property
    def is_offering(self) -> bool:
        """Whether suggestions are shown."""
        return self._popup.isVisible()

    def word(self) -> str:
        """The word before the cursor."""
        found = _WORD.search(self.text()[: self.cursorPosition()])
        return found.group(0) if found else ""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        taking = {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape, Qt.Key.Key_Tab}
        if self.is_offering and event.key() in taking:
            event.ignore()  # the suggestions' own
            return
        super().keyPressEvent(event)

    @Slot(str)
    def _on_edited(self, _text: str) -> None:
        word = self.word()
        if len(word) < 2:
            self._popup.hide()
            return
        self._completer.setCompletionPrefix(word)
        if self.suggestions:
            place = self.cursorRect()
            place.setWidth(420)
            self._completer.complete(place)
        else:
            self._popup.hide()

    @Slot(str)
    def _on_taken(self, line: str) -> None:
        code, at = line.split("  ", 1)[0], self.cursorPosition()
        start = at - len(self.word())
        self.setText(self.text()[:start] + code + self.text()[at:])
        self.setCursorPosition(start + len(code))
        self.textEdited.emit(self.text())
        self._popup.hide()


class CellDelegate(RowDelegate):
    """Paints the cells of a part; the current one is outlined, a wrong one underlined."""

    def __init__(self, look: Look, offered: Offered, parent: QWidget | None = None) -> None:
        super().__init__(look.theme, parent)
        self._say, self._offered = look.wording.say, offered

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        super().paint(painter, option, index)
        view, rect = option.widget, option.rect
        if index.data(FAULT_ROLE):
            line = QRect(rect.left(), rect.bottom() - 1, rect.width(), RING)
            painter.fillRect(line, self.ink("over"))
        if isinstance(view, QAbstractItemView) and view.currentIndex() == index:
            wide = RING if view.hasFocus() else 1
            ink = self.ink("ink" if view.hasFocus() else "accent")
            for edge in (
                QRect(rect.left(), rect.top(), rect.width(), wide),
                QRect(rect.left(), rect.bottom() + 1 - wide, rect.width(), wide),
                QRect(rect.left(), rect.top(), wide, rect.height()),
                QRect(rect.right() + 1 - wide, rect.top(), wide, rect.height()),
            ):
                painter.fillRect(edge, ink)

    def draw(self, painter: QPainter, rect: QRect, index: Index) -> None:
        told = index.data(TEXT_ROLE)
        if isinstance(told, CellText) and told.text:
            inner = rect.adjusted(PADDING, 0, -PADDING, 0)
            self.text(painter, inner, told.text, tone=told.tone, align=told.align, elide=told.elide)

    def createEditor(self, parent: QWidget, _option: QStyleOptionViewItem, index: Index) -> QWidget:
        model = index.model()
        cell = model.cell(index) if isinstance(model, PartTable) else None
        if cell is not None and cell.holds is Holds.CHOICE:
            return self._choice(cell, parent)
        made = WordEdit(self._offered(index), parent)
        set_look(made, role="entry")
        # Each letter is seen at once: sums, errors and the preview do not wait for Enter.
        made.textEdited.connect(partial(model.setData, QPersistentModelIndex(index)))
        return made

    def _choice(self, cell: Cell, parent: QWidget) -> QComboBox:
        made = QComboBox(parent)
        for word in cell.choices:
            made.addItem(self._say(cell.named(word)), word)
        made.activated.connect(partial(self._taken, made))
        return made

    def _taken(self, box: QComboBox, _at: int) -> None:
        self.commitData.emit(box)
        self.closeEditor.emit(box)

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        text = str(index.data(Qt.ItemDataRole.EditRole) or "")
        if isinstance(editor, QComboBox):
            editor.setCurrentIndex(max(0, editor.findData(text)))
        elif isinstance(editor, QLineEdit) and editor.text() != text:
            editor.setText(text)  # never while it is typed: the cursor would jump

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        value: Any = ""
        if isinstance(editor, QComboBox):
            value = editor.currentData()
        elif isinstance(editor, QLineEdit):
            value = editor.text()
        model.setData(index, value)

    def updateEditorGeometry(
        self, editor: QWidget, option: QStyleOptionViewItem, _index: Index
    ) -> None:
        editor.setGeometry(option.rect)
