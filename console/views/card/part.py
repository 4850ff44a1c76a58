"""What all parts of the card share: the look, small labels, rules between them."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPaintEvent
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


class Elastic(QLabel):
    """One line that may become narrower than its text and then ends with an ellipsis."""

    def __init__(self, parent: QWidget | None = None, *, role: str = "", tone: str = "") -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        for name, value in (("role", role), ("tone", tone)):
            if value:
                set_look(self, **{name: value})

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setPen(self.palette().color(self.foregroundRole()))
        room = self.contentsRect()
        elide = Qt.TextElideMode.ElideRight
        shown = self.fontMetrics().elidedText(self.text(), elide, room.width())
        painter.drawText(room, self.alignment(), shown)


def rule(parent: QWidget | None = None) -> QFrame:
    """The line between two parts."""
    made = QFrame(parent)
    set_look(made, role="rule")
    return made


def section_row(
    title: QLabel, hint: Elastic, act: QWidget, key: str, parent: QWidget
) -> QHBoxLayout:
    """The head of a part: title, figures beside it, at the right what opens more and its key."""
    row = QHBoxLayout()
    row.setSpacing(8)
    row.addWidget(title)
    row.addWidget(hint, 1)
    row.addWidget(act)
    row.addWidget(KeyLabel(key, parent))
    return row
