"""The field of the bar that shows a period in words and takes any as it is typed."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

FIELD: Final = 128


class PeriodField(QLineEdit):
    """The period in words; with the keyboard in it, as it is typed. Signals: `typed` (str) Enter;
    `left` without a change.
    """

    typed = Signal(str)
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setFixedWidth(FIELD)
        self._words, self._code = "", ""
        self.installEventFilter(self)

    def show_period(self, words: str, code: str) -> None:
        """Show another period."""
        self._words, self._code = words, code
        self.setToolTip(words)
        self.setText(code if self.hasFocus() else self._shown())

    def _shown(self) -> str:
        wide = self.width() - 12
        return self.fontMetrics().elidedText(self._words, Qt.TextElideMode.ElideRight, wide)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter takes it, Esc leaves it as it was; the window's keys do not see either."""
        if event.type() is QEvent.Type.FocusIn:
            self.setText(self._code)
            self.selectAll()
        elif event.type() is QEvent.Type.FocusOut:
            self.setText(self._shown())
        elif isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape:
            if event.type() is QEvent.Type.ShortcutOverride:
                event.accept()
                return True
            if event.type() is QEvent.Type.KeyPress:
                self.left.emit()
                return True
        elif isinstance(event, QKeyEvent) and _is_enter(event):
            self.typed.emit(self.text())
            return True
        return super().eventFilter(watched, event)


def _is_enter(event: QKeyEvent) -> bool:
    pressed = event.type() is QEvent.Type.KeyPress
    return pressed and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
