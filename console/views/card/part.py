"""What all parts of the card share: the look, small labels, rules between them."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from console.views.look import Look
from console.views.theme import set_look
from console.views.widgets.keys import KeyLabel

PADDING: Final = 14


class Part(QFrame):
    """A part of the card with the usual padding."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.look = look
        self.say = look.wording.say
        self.formats = look.formats
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(PADDING, 8, PADDING, 8)
        self.column.setSpacing(4)


def label(
    text: str = "",
    parent: QWidget | None = None,
    *,
    role: str = "",
    tone: str = "",
    wrap: bool = False,
) -> QLabel:
    """A label of plain text: a report may hold «<b>»."""
    made = QLabel(text, parent)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setWordWrap(wrap)
    if role:
        set_look(made, role=role)
    if tone:
        set_look(made, tone=tone)
    return made


def elastic(made: QLabel) -> QLabel:
    """A label that may become narrower than its text."""
    made.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
    return made


def rule(parent: QWidget | None = None) -> QFrame:
    """The line between two parts."""
    made = QFrame(parent)
    set_look(made, role="rule")
    return made


def section_row(
    title: QLabel, hint: QLabel, act: QWidget, key: str, parent: QWidget
) -> QHBoxLayout:
    """The head of a part: title, figures beside it, at the right what opens more and its key."""
    row = QHBoxLayout()
    row.setSpacing(8)
    row.addWidget(title)
    row.addWidget(elastic(hint), 1)
    row.addWidget(act)
    row.addWidget(KeyLabel(key, parent))
    return row
