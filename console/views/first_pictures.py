"""Drawings of the first run: screens and themes in miniature, painted with tokens, no bitmaps."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from console.views.look import Look
from console.views.theme import ThemeName, Tokens, body_font, load_tokens

PICTURE: Final = QSize(330, 92)
SMALL: Final = 12
LEAST_PICTURE: Final = 240  # px; the words in it still fit
Part = tuple[float, float, float, float, str]

TWO_SCREENS: Final[Sequence[Part]] = (
    (0.0, 0.0, 0.06, 1.0, ""),
    (0.06, 0.0, 0.24, 1.0, "page.list"),
    (0.3, 0.0, 0.18, 1.0, "first.detail"),
    (0.52, 0.0, 0.48, 1.0, "page.map"),
)
ONE_SCREEN: Final[Sequence[Part]] = (
    (0.26, 0.0, 0.06, 1.0, ""),
    (0.32, 0.0, 0.28, 0.42, "page.map"),
    (0.32, 0.42, 0.28, 0.58, "page.list"),
    (0.6, 0.0, 0.18, 1.0, "first.detail"),
)


class ScreensPicture(QWidget):
    """Screens: parts as (x, y, width, height, word) in shares of the ground."""

    def __init__(self, look: Look, parts: Sequence[Part], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look, self._parts = look, parts
        self.setFixedHeight(PICTURE.height())
        self.setMinimumWidth(LEAST_PICTURE)
        self.setMaximumWidth(PICTURE.width())
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        look.theme.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        return QSize(LEAST_PICTURE, PICTURE.height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, tokens = QPainter(self), self._look.theme.tokens
        painter.setFont(body_font(SMALL))
        wide, high = self.width() - 2, self.height() - 2
        for left, top, width, height, word in self._parts:
            place = QRectF(1 + left * wide, 1 + top * high, width * wide, height * high)
            painter.setPen(QPen(tokens.color("line3"), 1))
            painter.setBrush(tokens.color("map_water" if word == "page.map" else "panel2"))
            painter.drawRect(place)
            painter.setPen(tokens.color("ink2"))
            text = self._look.wording.say(word) if word else ""
            painter.drawText(place, Qt.AlignmentFlag.AlignCenter, text)


RAIL, DETAIL, BAR, MAP = 0.11, 0.75, 0.06, 0.42
ROWS: Final = 9
MARKS: Final = ("overfill", "overfill", "nearfill", "nearfill", "bar", "bar", "bar", "bar", "bar")
DOTS: Final[Sequence[tuple[float, float, str]]] = (
    (0.22, 0.25, "bar"),
    (0.31, 0.3, "new"),
    (0.4, 0.17, "nearfill"),
    (0.48, 0.33, "overfill"),
    (0.57, 0.22, "bar"),
    (0.66, 0.29, "bar"),
)


class ThemePicture(QWidget):
    """The console's main screen in one theme, as small as there is room for."""

    def __init__(self, name: ThemeName, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tokens: Tokens = load_tokens(name)
        self.setMinimumHeight(48)
        self.setMaximumHeight(220)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def sizeHint(self) -> QSize:
        return QSize(200, 220)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._fill(painter, (0, 0, 1, 1), "app")
        self._fill(painter, (0, 0, 1, BAR), "panel2")
        self._fill(painter, (0.24, 0.014, 0.05, BAR - 0.028), "accent")
        self._fill(painter, (0, BAR, RAIL, 1 - BAR), "panel2")
        self._fill(painter, (DETAIL, BAR, 1 - DETAIL, 1 - BAR), "panel")
        self._draw_rail(painter)
        self._draw_map(painter)
        self._draw_list(painter)
        self._draw_detail(painter)

    def _place(self, part: tuple[float, float, float, float]) -> QRectF:
        left, top, width, height = part
        wide, high = self.width(), self.height()
        return QRectF(left * wide, top * high, width * wide, height * high)

    def _fill(self, painter: QPainter, part: tuple[float, float, float, float], token: str) -> None:
        painter.fillRect(self._place(part), self._tokens.color(token))

    def _draw_rail(self, painter: QPainter) -> None:
        for at in range(ROWS):
            top = BAR + 0.03 + at * 0.1
            if at == ROWS // 3:
                self._fill(painter, (0, top - 0.02, RAIL, 0.1), "sel")
            self._fill(painter, (0.012, top, 0.045, 0.018), "ink2")
            self._fill(painter, (0.085, top, 0.015, 0.018), "ink")
            self._fill(painter, (0.012, top + 0.04, 0.01, 0.018), MARKS[at])

    def _draw_map(self, painter: QPainter) -> None:
        self._fill(painter, (RAIL, BAR, DETAIL - RAIL, MAP), "map_land")
        self._fill(painter, (RAIL, BAR + MAP * 0.78, DETAIL - RAIL, MAP * 0.22), "map_water")
        for at in range(1, 4):
            self._fill(painter, (RAIL, BAR + at * 0.09, DETAIL - RAIL, 0.012), "map_road")
        for at in range(1, 7):
            self._fill(painter, (RAIL + at * 0.09, BAR, 0.005, MAP * 0.78), "map_road")
        painter.setPen(Qt.PenStyle.NoPen)
        for left, top, token in DOTS:
            painter.setBrush(self._tokens.color(token))
            painter.drawEllipse(self._place((left, top, 0, 0)).topLeft(), 3.5, 3.5)

    def _draw_list(self, painter: QPainter) -> None:
        top, step = BAR + MAP, (1 - BAR - MAP) / (ROWS + 1)
        self._fill(painter, (RAIL, top, DETAIL - RAIL, 1 - top), "panel")
        self._fill(painter, (RAIL, top, DETAIL - RAIL, step), "panel2")
        self._fill(painter, (RAIL, top + step, DETAIL - RAIL, step), "sel")
        for at in range(ROWS):
            line = top + (at + 1.38) * step
            self._fill(painter, (RAIL + 0.015, line, 0.035, 0.016), MARKS[at])
            for left, width in ((0.18, 0.06), (0.26, 0.08), (0.37, 0.15), (0.56, 0.11)):
                self._fill(painter, (left, line, width - at % 3 * 0.012, 0.016), "ink3")

    def _draw_detail(self, painter: QPainter) -> None:
        left, width = DETAIL + 0.015, 1 - DETAIL - 0.03
        self._fill(painter, (left, 0.1, 0.1, 0.026), "ink")
        self._fill(painter, (left, 0.16, width * 0.48, 0.016), "overfill")
        for at in range(3):
            self._fill(painter, (left, 0.21 + at * 0.04, width * (0.9 - at * 0.2), 0.014), "ink3")
        self._fill(painter, (left, 0.35, width * 0.48, 0.17), "map_block")
        self._fill(painter, (left + width * 0.52, 0.35, width * 0.48, 0.17), "map_block")
        for at in range(6):
            self._fill(
                painter, (left, 0.57 + at * 0.05, width * (0.8 - at % 2 * 0.2), 0.014), "ink3"
            )
        self._fill(painter, (left, 0.92, width * 0.42, 0.045), "accent")
        self._fill(painter, (left + width * 0.47, 0.92, width * 0.24, 0.045), "field")
