"""Short marked facts: «超期 24», «第 2 次派遣», «02席»."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QWidget

from console.domain.tone import StageFill, Urgency
from console.views.icons import Icon, icon
from console.views.painting import draw_redo, draw_state
from console.views.theme import Theme, set_look

TONES = {Urgency.NEW: "new", Urgency.NEAR: "near", Urgency.OVER: "over"}


class StateShape(QWidget):
    """The mark of a state as a widget; beside it stands its word."""

    def __init__(
        self,
        theme: Theme,
        urgency: Urgency,
        stage: StageFill = StageFill.SOLID,
        side: int = 14,
        *,
        redo: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme, self._urgency, self._stage, self._redo = theme, urgency, stage, redo
        self.setFixedSize(QSize(side + 2, side + 2))
        theme.changed.connect(self.update)

    def become(self, urgency: Urgency, stage: StageFill = StageFill.SOLID) -> None:
        if (urgency, stage) != (self._urgency, self._stage):
            self._urgency, self._stage = urgency, stage
            self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        place = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        if self._redo:
            draw_redo(painter, place, self._theme.tokens)
        elif self._urgency is Urgency.NEW:
            air = max(0.0, place.width() - 12) * 0.4
            inner = place.adjusted(air, air, -air, -air)
            draw_state(painter, inner, self._urgency, self._stage, self._theme.tokens)
        else:
            draw_state(painter, place, self._urgency, self._stage, self._theme.tokens)


class Chip(QFrame):
    """A bordered word with its mark or icon.

    With an urgency it wears that hue and shape; without, it is grey, and `plain=True` makes it
    lighter still (facts that ask for nothing).
    """

    def __init__(
        self,
        theme: Theme,
        text: str,
        *,
        urgency: Urgency | None = None,
        sign: Icon | None = None,
        redo: bool = False,
        plain: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme, self._sign = theme, sign
        tone = TONES.get(urgency, "") if urgency else ""
        row = QHBoxLayout(self)
        row.setContentsMargins(6, 0, 6, 0)
        row.setSpacing(5)
        if tone or redo:
            mark = urgency or Urgency.NORMAL
            row.addWidget(StateShape(theme, mark, side=11, redo=redo, parent=self))
        self._picture = QLabel(self)
        self._picture.setVisible(sign is not None)
        row.addWidget(self._picture)
        self._words = QLabel(text, self)
        row.addWidget(self._words)
        set_look(self, role="chip", tone=tone or ("plain" if plain else "grey"))
        set_look(self._words, tone=tone or ("ink2" if plain else ""))
        self.setFixedHeight(20)
        self.setAccessibleName(text)
        self._dress()
        theme.changed.connect(self._dress)

    def say(self, text: str) -> None:
        self._words.setText(text)
        self.setAccessibleName(text)

    def _dress(self) -> None:
        if self._sign is not None:
            self._picture.setPixmap(icon(self._sign, self._theme.tokens).pixmap(13, 13))
