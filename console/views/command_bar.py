"""The search field of the top bar (Ctrl+K): finds cases and runs commands; its logic is a viewmodel."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QWidget

from console.views.icons import Icon, icon
from console.views.look import Look
from console.views.widgets.keys import KeyLabel


class CommandBar(QFrame):
    """One field."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.field = QLineEdit(self)
        self.field.setPlaceholderText(look.wording.say("find.hint"))
        self.field.addAction(
            icon(Icon.SEARCH, look.theme.tokens), QLineEdit.ActionPosition.LeadingPosition
        )
        self.field.setMinimumWidth(220)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.field)
        row.addWidget(KeyLabel("Ctrl+K", self))
