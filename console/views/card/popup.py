"""What the card opens beside itself: a plain dialog that Esc and its own key close again."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from console.views.card.part import label
from console.views.look import Look
from console.views.widgets.keys import KeyButton


class Popup(QDialog):
    """Title, body, a close button; modal, so that no key reaches the list behind it."""

    def __init__(
        self, look: Look, title: str, key: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.look, self.say = look, look.wording.say
        self._key = key
        self.setModal(True)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(title)
        self.title = label(title, self, role="title")
        self.close_button = KeyButton(look.theme, self.say("card.close"), "Esc", parent=self)
        self.close_button.clicked.connect(self.reject)
        head = QHBoxLayout()
        head.addWidget(self.title, 1)
        head.addWidget(self.close_button)
        self.body = QVBoxLayout()
        self.body.setSpacing(10)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 16)
        column.setSpacing(10)
        column.addLayout(head)
        column.addLayout(self.body, 1)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The key that opened it closes it too."""
        if self._key and event.text().upper() == self._key:
            self.reject()
        else:
            super().keyPressEvent(event)
