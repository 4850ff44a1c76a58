"""The hatched frame around a moment that is past, before everything else on the wall."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QRegion
from PySide6.QtWidgets import QWidget

from console.views.look import Look
from console.views.wall.sheet import hatch
from console.views.wall.sizes import wall_sizes


class PastFrame(QWidget):
    """Covers the edges only: what is inside does not paint it with every change of its own."""

    def __init__(self, look: Look, parent: QWidget) -> None:
        super().__init__(parent)
        self._look = look
        self._width = wall_sizes().frame
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.hide()

    def fit(self, place: QRect, factor: float) -> None:
        """Lie around a wall; `factor` is real pixels of a design pixel."""
        self._width = max(6, round(wall_sizes().frame * factor))
        self.setGeometry(place)
        inside = place.adjusted(self._width, self._width, -self._width, -self._width)
        self.setMask(QRegion(place) - QRegion(inside))

    def paintEvent(self, _event: QPaintEvent) -> None:
        tokens = self._look.theme.tokens
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        whole, inner = QRectF(self.rect()), self._width
        sides = (
            QRectF(0, 0, whole.width(), inner),
            QRectF(0, whole.height() - inner, whole.width(), inner),
            QRectF(0, 0, inner, whole.height()),
            QRectF(whole.width() - inner, 0, inner, whole.height()),
        )
        for side in sides:
            painter.fillRect(side, tokens.color("app"))
            hatch(painter, side, tokens.color("ink"))
        painter.end()
