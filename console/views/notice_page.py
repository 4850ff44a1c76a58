"""A page of words over the workplace, such as the emergency procedure; Esc closes it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QLabel, QVBoxLayout, QWidget

from console.views.look import Look
from console.views.theme import set_look


class NoticePage(QFrame):
    """Signals: `closed`."""

    closed = Signal()

    def __init__(self, title: str, words: str, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        set_look(self, role="popup")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(title)
        head = QLabel(title, self)
        set_look(head, role="title")
        body = QLabel(words, self)
        body.setTextFormat(Qt.TextFormat.PlainText)
        body.setWordWrap(True)
        set_look(body, role="section")
        hint = QLabel(look.wording.say("keys.hint"), self)
        set_look(hint, role="hint")
        column = QVBoxLayout(self)
        column.setContentsMargins(28, 22, 28, 22)
        column.setSpacing(16)
        for part in (head, body, hint):
            column.addWidget(part)
        column.addStretch(1)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)
