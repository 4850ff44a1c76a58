"""The search field of the top bar (Ctrl+K) and its list; what is found and done is `CommandLine`'s.

The list is no window of its own: an input method keeps the field, nothing loses the keyboard.
While signs are being composed, Enter, Esc, Tab and the arrows belong to the input method.
"""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, QPoint, QSize, Qt, Signal, Slot
from PySide6.QtGui import QFocusEvent, QInputMethodEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from console.viewmodels.command_line import CommandLine, Suggestion
from console.views.icons import Icon, icon
from console.views.look import Look
from console.views.theme import set_look
from console.views.widgets.keys import KeyLabel, cap_width

ROW: Final = 28
LEAST_WIDTH: Final = 620
CAP: Final = "Ctrl+K"


class CommandField(QLineEdit):
    """A line that reports the keys the list is steered by, but never while composing."""

    steered = Signal(int)  # -1 up, +1 down
    completed = Signal()
    given_up = Signal()
    entered = Signal()
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._composing = False
        self._cap = KeyLabel(CAP, self)
        self._cap.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setTextMargins(0, 0, cap_width(CAP) + 6, 0)
        self.setMinimumWidth(180)

    @property
    def composing(self) -> bool:
        """Whether an input method is in the middle of a word."""
        return self._composing

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        self._composing = bool(event.preeditString())
        super().inputMethodEvent(event)

    def event(self, event: QEvent) -> bool:
        # Tab is taken before Qt moves the focus, and only while there is something to complete.
        tab = isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Tab
        if tab and event.type() is QEvent.Type.KeyPress and self.text() and not self._composing:
            self.completed.emit()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._composing:
            super().keyPressEvent(event)
            return
        key = Qt.Key(event.key())
        if key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.steered.emit(-1 if key is Qt.Key.Key_Up else 1)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.entered.emit()
        elif key is Qt.Key.Key_Escape:
            self.given_up.emit()
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self._composing = False
        super().focusOutEvent(event)
        self.left.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        size = self._cap.sizeHint()
        top = (self.height() - self._cap.height()) // 2
        self._cap.move(self.width() - size.width() - 8, top)


class CommandBar(QWidget):
    """The field in the bar and, while something is typed, the list below it.

    Signals: `ended` when the keyboard should go back to where the work is.
    """

    ended = Signal()

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._line: CommandLine | None = None
        self.field = CommandField(self)
        say = look.wording.say
        self.field.setPlaceholderText(say("find.hint"))
        self.field.setAccessibleName(say("command.find"))
        self._sign = self.field.addAction(
            icon(Icon.SEARCH, look.theme.tokens), QLineEdit.ActionPosition.LeadingPosition
        )
        self.list = QListWidget()
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        set_look(self.list, role="popup")
        self._preview = QLabel()
        self._preview.setWordWrap(True)
        self._preview.setTextFormat(Qt.TextFormat.PlainText)
        self._preview.setContentsMargins(10, 6, 10, 6)
        self.popup = QFrame(self)
        set_look(self.popup, role="popup")
        column = QVBoxLayout(self.popup)
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(0)
        column.addWidget(self.list)
        column.addWidget(self._preview)
        self.popup.hide()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.field)
        self._connect()
        look.theme.changed.connect(self._dress)

    def _connect(self) -> None:
        self.field.textEdited.connect(self._on_edited)
        self.field.steered.connect(self._on_steered)
        self.field.completed.connect(self._on_completed)
        self.field.given_up.connect(self.give_up)
        self.field.entered.connect(self._on_entered)
        self.field.left.connect(self.popup.hide)
        self.list.itemClicked.connect(self._on_entered)

    def set_line(self, line: CommandLine) -> None:
        """What finds and does."""
        self._line = line
        line.changed.connect(self.show_found)

    @Slot()
    def _dress(self) -> None:
        self._sign.setIcon(icon(Icon.SEARCH, self._look.theme.tokens))

    @Slot()
    def begin(self) -> None:
        """Into the field, with what stands there marked (Ctrl+K)."""
        if self._line is not None:
            self._line.begin()
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.field.selectAll()

    @Slot()
    def give_up(self) -> None:
        """Empty the field and go back (Esc)."""
        self.field.clear()
        self.popup.hide()
        self.ended.emit()

    @Slot(str)
    def _on_edited(self, text: str) -> None:
        if self._line is not None:
            self._line.type(text)

    @Slot()
    def show_found(self) -> None:
        """Show what was found; nothing of it takes the keyboard."""
        line = self._line
        if line is None or not self.field.hasFocus():
            return
        self.list.clear()
        for found in line.suggestions:
            item = QListWidgetItem(_line_of(found))
            item.setSizeHint(QSize(60, ROW))
            self.list.addItem(item)
        self.list.setCurrentRow(0)
        preview = line.preview
        lines = [preview.words, *preview.faults]
        self._preview.setText("\n".join(one for one in lines if one))
        set_look(self._preview, tone="over" if preview.faults else "ink2")
        self._preview.setVisible(bool(self._preview.text()))
        self._place(bool(line.suggestions))

    def _place(self, there: bool) -> None:  # noqa: FBT001  a switch
        if not there or not self.field.text():
            self.popup.hide()
            return
        window = self.window()
        if self.popup.parentWidget() is not window:
            self.popup.setParent(window)
        width = max(self.field.width(), LEAST_WIDTH)
        self.list.setFixedHeight(ROW * min(self.list.count(), 12) + 2)
        corner = self.field.mapTo(window, QPoint(0, self.field.height() + 2))
        self.popup.setFixedWidth(min(width, window.width() - corner.x() - 8))
        self.popup.adjustSize()
        self.popup.move(corner)
        self.popup.show()
        self.popup.raise_()

    @Slot(int)
    def _on_steered(self, step: int) -> None:
        line = self._line
        if line is None:
            return
        if self.field.text() and self.list.count() and self.popup.isVisible():
            at = min(max(self.list.currentRow() + step, 0), self.list.count() - 1)
            self.list.setCurrentRow(at)
            return
        text = line.earlier() if step < 0 else line.later()
        if text is not None:
            self.field.setText(text)

    @Slot()
    def _on_completed(self) -> None:
        if self._line is not None:
            self.field.setText(self._line.complete(self.field.text()))
            self._line.type(self.field.text())

    @Slot()
    def _on_entered(self) -> None:
        if self._line is None:
            return
        text, at = self.field.text(), max(0, self.list.currentRow())
        self._line.type(text)
        self.field.clear()
        self.popup.hide()
        self.ended.emit()
        self._line.run(text, at)


def _line_of(found: Suggestion) -> str:
    key = "Enter" if found.key == "Return" else found.key
    return "　".join(part for part in (found.title, found.detail, key) if part)
