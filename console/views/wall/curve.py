"""Reports and closings of 24 hours: two lines of pyqtgraph, everything else by the sheet.

The lines are given their figures only when those changed; axes, grid and legend of the library stay
off (map_qt.md 6). The scale grows with the figures, and shrinks only when they have become small
in it.
"""

from __future__ import annotations

from itertools import pairwise
from typing import Final

import pyqtgraph as pg
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPen
from PySide6.QtWidgets import QWidget

from console.domain.scene import SceneBlock
from console.viewmodels.wall_blocks import Block, Curve
from console.views.fmt import ZONE
from console.views.look import Look
from console.views.wall.block import Drawn
from console.views.wall.layered import LayeredBlock
from console.views.wall.sheet import MIDDLE, RIGHT, Sheet, without_hue

LEFT_ROOM: Final = 110
TOP_ROOM: Final = 176
RIGHT_ROOM: Final = 60
FOOT_ROOM: Final = 74
SMALL: Final = 0.4
"""The scale is made anew when the greatest figure fills less of it."""
STEPS: Final = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000)
TICK_HOURS: Final = (4, 6, 12)
LINES: Final = (("reported", "ink", Qt.PenStyle.SolidLine, 5.0),
                ("closed", "ink2", Qt.PenStyle.DashLine, 4.0))  # fmt: skip


def scale_for(greatest: int) -> tuple[int, int]:
    """The step of the lines across, and the end of a scale that holds a figure."""
    step = next((one for one in STEPS if one * 3 >= greatest), STEPS[-1])
    half = max(1, step // 2)
    return step, half * max(1, -(-greatest // half))


class CurveBlock(LayeredBlock):
    """The last hour of reports carries its figure."""

    def __init__(self, spot: SceneBlock, look: Look, parent: QWidget) -> None:
        super().__init__(spot, look, self._paint_words, "wall.curve", parent)
        self.fed = 0
        self._scale = scale_for(1)
        self._curve: Curve | None = None
        self._penned: tuple[Drawn, float] | None = None
        self._plot = pg.PlotWidget(parent=self, background=None, enableMenu=False)
        self._plot.plotItem.ctrlMenu.setParent(self._plot)  # else it is a window of nobody's,
        self._plot.plotItem.ctrlMenu.hide()  # and would be shown with the plot
        self._plot.setFrameShape(self._plot.Shape.NoFrame)
        self._plot.setStyleSheet("background: transparent; border: 0")
        self._plot.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._plot.setMouseEnabled(x=False, y=False)
        self._plot.hideButtons()
        for side in ("left", "bottom"):
            self._plot.hideAxis(side)
        self._plot.plotItem.layout.setContentsMargins(0, 0, 0, 0)
        self._lines = {name: pg.PlotCurveItem(antialias=True) for name, *_ in reversed(LINES)}
        for line in self._lines.values():
            self._plot.addItem(line, ignoreBounds=True)
        self.front.raise_()

    def changed(self, block: Block | None) -> None:
        self._curve = block if isinstance(block, Curve) else None
        self._plot.setVisible(self._curve is not None)
        if self._curve is None:
            return
        greatest = max((*self._curve.reported, *self._curve.closed, 1))
        if greatest > self._scale[1] or greatest < SMALL * self._scale[1]:
            self._scale = scale_for(greatest)
        at = list(range(len(self._curve.hours)))
        for name, line in self._lines.items():
            line.setData(at, list(getattr(self._curve, name)))
        self.fed += 1
        self._plot.setRange(
            xRange=(0, self._last), yRange=(0, self._scale[1]), padding=0, disableAutoRange=True
        )

    def renew(self) -> None:
        tokens, now = self.look.theme.tokens, (self._state, self.factor)
        if self._penned != now:
            self._penned = now
            shade = without_hue(tokens) if self._state is Drawn.STALE else tokens
            for name, tone, style, width in LINES:
                pen = QPen(shade.color(tone), width * self.factor, style)
                pen.setCosmetic(True)
                self._lines[name].setPen(pen)
        super().renew()

    @property
    def _last(self) -> int:
        return max(1, len(self._curve.hours) - 1 if self._curve else 1)

    def _place(self) -> QRectF:
        width, height = self.width() / self.factor, self.height() / self.factor
        return QRectF(
            LEFT_ROOM, TOP_ROOM, max(1.0, width - LEFT_ROOM - RIGHT_ROOM),
            max(1.0, height - TOP_ROOM - FOOT_ROOM),
        )  # fmt: skip

    def _spot(self, at: float, value: float) -> QPointF:
        place = self._place()
        share = value / self._scale[1]
        return QPointF(
            place.left() + place.width() * at / self._last, place.bottom() - place.height() * share
        )

    def arrange(self) -> None:
        place, factor = self._place(), self.factor
        half = 4  # a line on the edge keeps its width
        self._plot.setGeometry(
            round(place.left() * factor), round(place.top() * factor) - half,
            round(place.width() * factor), round(place.height() * factor) + 2 * half,
        )  # fmt: skip
        self._plot.plotItem.layout.setContentsMargins(0, half, 0, half)

    def paint_below(self, sheet: Sheet) -> None:
        if self._curve is None:
            return
        place, (step, top) = self._place(), self._scale
        for value in range(0, top + 1, step):
            y = self._spot(0, value).y()
            sheet.line(place.left(), y, place.right(), y, "line", 2)

    def _paint_words(self, sheet: Sheet, block: Curve, _spot: SceneBlock) -> None:
        sizes = sheet.sizes
        left = sizes.pad + sheet.measure(sheet.say("wall.curve"), sizes.title, strong=True) + 40
        sheet.title(sheet.say("wall.curve"))
        for name, tone, style, width in LINES:
            words = sheet.say(f"wall.curve.{name}")
            if left + 90 + sheet.measure(words, sizes.text) > sheet.width - sheet.reserved:
                break
            pen = QPen(sheet.tokens.color(tone), width + 1, style)
            sheet.painter.setPen(pen)
            sheet.painter.drawLine(QPointF(left, 50), QPointF(left + 62, 50))
            room = QRectF(left + 76, 10, sheet.width - left - 90, 80)
            left += 76 + sheet.write(words, room, sizes.text, tone="ink2") + 36
        place, (step, top) = self._place(), self._scale
        for value in range(0, top + 1, step):
            room = QRectF(0, self._spot(0, value).y() - 30, place.left() - 16, 60)
            words = sheet.look.formats.number(value)
            sheet.write(words, room, sizes.text, tone="ink2", align=RIGHT)
        self._hours(sheet, block, place)
        if block.reported:
            self._newest(sheet, block)

    def _hours(self, sheet: Sheet, block: Curve, place: QRectF) -> None:
        """Every fourth hour of the city's day, or fewer; and where one day becomes the next."""
        local = [one.astimezone(ZONE) for one in block.hours]
        size = sheet.sizes.text
        wide = sheet.measure("00:00", size)
        hour_wide = place.width() / self._last
        least = (step for step in TICK_HOURS if step * hour_wide > wide + 24)
        every = next(least, TICK_HOURS[-1])
        for at, hour in enumerate(local):
            x = self._spot(at, 0).x()
            if hour.hour % every == 0 and x + wide / 2 <= sheet.width:
                room = QRectF(x - wide / 2 - 2, place.bottom() + 4, wide + 4, FOOT_ROOM - 8)
                words = sheet.look.formats.time(hour)
                sheet.write(words, room, size, tone="ink2", align=MIDDLE)
        for at, (before, after) in enumerate(pairwise(local), start=1):
            if before.date() != after.date():
                self._midnight(sheet, self._spot(at, 0).x(), place)

    def _midnight(self, sheet: Sheet, x: float, place: QRectF) -> None:
        pen = QPen(sheet.tokens.color("line3"), 3, Qt.PenStyle.DotLine)
        sheet.painter.setPen(pen)
        sheet.painter.drawLine(QPointF(x, place.top() - 62), QPointF(x, place.bottom()))
        size = sheet.sizes.text
        for code, before in (("wall.yesterday", True), ("wall.today", False)):
            words = sheet.say(code)
            wide = sheet.measure(words, size)
            room = QRectF(x - 16 - wide if before else x + 16, place.top() - 72, wide + 1, 60)
            if room.left() >= 0 and room.right() <= sheet.width:
                sheet.write(words, room, size, tone="ink2")

    def _newest(self, sheet: Sheet, block: Curve) -> None:
        spot = self._spot(len(block.reported) - 1, block.reported[-1])
        sheet.painter.setPen(Qt.PenStyle.NoPen)
        sheet.painter.setBrush(sheet.tokens.color("ink"))
        sheet.painter.drawEllipse(spot, 12, 12)
        words = sheet.look.formats.number(block.reported[-1])
        room = QRectF(spot.x() - 220, spot.y() - 86, 204, 68)
        if block.reported[-1] < block.reported[-2:][0]:  # the line comes from above
            room.moveTop(min(spot.y() + 8, self._place().bottom() - 64))
        size = sheet.sizes.value - 6
        sheet.write(words, room, size, strong=True, align=RIGHT, halo="panel")
