"""A line that says something beside a form or field, with its mark and perhaps a button."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from console.domain.tone import Urgency
from console.views.theme import Theme, set_look
from console.views.widgets.chip import StateShape
from console.views.widgets.keys import KeyButton


class NoteLine(QWidget):
    """Hidden while nothing is said. Signals: `answered` its button was pressed."""

    answered = Signal()

    def __init__(self, theme: Theme, act: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shape = StateShape(theme, Urgency.OVER, side=12, parent=self)
        self._words = QLabel(self)
        self._words.setWordWrap(True)
        self._words.setTextFormat(Qt.TextFormat.PlainText)
        self._button = KeyButton(theme, act, size="small", parent=self)
        self._button.setVisible(bool(act))
        self._button.clicked.connect(self.answered)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 2, 0, 2)
        grid.setHorizontalSpacing(6)
        grid.addWidget(self._shape, 0, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(self._words, 0, 1)
        grid.addWidget(self._button, 0, 2, Qt.AlignmentFlag.AlignTop)
        grid.setColumnStretch(1, 1)
        self.hide()

    @property
    def words(self) -> str:
        """What is said; "" for nothing."""
        return self._words.text() if not self.isHidden() else ""

    def tell(self, words: str, urgency: Urgency = Urgency.NORMAL) -> None:
        """Say it; the focus stays where it is."""
        tone = {Urgency.NEAR: "near", Urgency.OVER: "over"}.get(urgency, "ink2")
        self._shape.become(urgency)
        self._shape.setVisible(urgency in (Urgency.NEAR, Urgency.OVER))
        set_look(self._words, tone=tone)
        self._words.setText(words)
        self.setAccessibleName(words)
        self.show()

    def clear(self) -> None:
        """Nothing is said."""
        self._words.setText("")
        self.setAccessibleName("")
        self.hide()
