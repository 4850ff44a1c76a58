"""Charts beside a ranking, painted in tokens: a figure over its periods, and everybody's score.

Direct labels instead of legends; no mouse, no menu, no OpenGL (DESIGN 8). History is no alarm: the
own line is accent, others are a grey band, and only the two lowest grades have a shape.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from fractions import Fraction
from typing import Final

import pyqtgraph as pg
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QFontMetrics, QPen
from PySide6.QtWidgets import QWidget

from console.viewmodels.assessment_columns import Shows, told
from console.viewmodels.assessment_lines import Dot, LinePoint
from console.views.look import Look
from console.views.theme import body_font

AXIS_PX: Final = 12
ROW: Final = 20
"""px of height for one object's dots."""
SYMBOLS: Final = {0: "o", 1: "d", 2: "t1"}
NAME_ROOM: Final = 150
Points = tuple[list[float], list[float]]


class Chart(pg.PlotWidget):  # type: ignore[misc] # the library has no types
    """A plot without furniture that follows the theme; subclasses paint into it."""

    def __init__(self, look: Look, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent, background=None, enableMenu=False)
        # The library makes a menu all the same, as a window of nobody's.
        self.plotItem.ctrlMenu.setParent(self)
        self.plotItem.ctrlMenu.hide()  # or it would be shown together with the chart
        self._look = look
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setMenuEnabled(False)
        self.setMouseEnabled(x=False, y=False)
        self.hideButtons()
        self.setFrameShape(self.Shape.NoFrame)
        for side in ("left", "bottom", "right"):
            axis = self.getAxis(side)
            axis.setStyle(tickLength=0, tickFont=body_font(AXIS_PX))
        look.theme.changed.connect(self.paint_again)

    def paint_again(self) -> None:
        """Everything anew in the colours of now."""
        self.clear()
        for side in ("left", "bottom", "right"):
            axis = self.getAxis(side)
            axis.setPen(self.pen("line"))
            axis.setTextPen(self.pen("ink2"))
        self.draw()

    def draw(self) -> None:
        """Put the items in."""
        raise NotImplementedError

    def wheelEvent(self, event: object) -> None:
        """The wheel scrolls what the chart stands in."""
        event.ignore()  # type: ignore[attr-defined] # a QWheelEvent, untyped in the library

    def pen(self, tone: str, width: float = 1, style: Qt.PenStyle = Qt.PenStyle.SolidLine) -> QPen:
        """A pen in the colour of a token."""
        pen = QPen(self._look.theme.tokens.color(tone))
        pen.setWidthF(width)
        pen.setCosmetic(True)
        pen.setStyle(style)
        return pen

    def words(self, text: str, tone: str, at: QPointF, anchor: tuple[float, float]) -> None:
        """A direct label."""
        made = pg.TextItem(text, color=self._look.theme.tokens.color(tone), anchor=anchor)
        made.setFont(body_font(AXIS_PX, strong=tone == "ink"))
        made.setPos(at)
        self.addItem(made, ignoreBounds=True)


LOW: Final = 0.25
"""Share of a line chart's height in which the last value stands above its point."""


class LineChart(Chart):
    """One figure over its periods, over the band of the middle 80 % of all objects."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(look, look.wording.say("assessment.chart.line"), parent)
        self._points: tuple[LinePoint, ...] = ()
        self._shows = Shows.RATE

    def show_line(self, points: Sequence[LinePoint], shows: Shows) -> None:
        """Show another line."""
        shown = (tuple(points), shows)
        if shown != (self._points, self._shows):
            self._points, self._shows = shown
            self.paint_again()

    def draw(self) -> None:
        """Band, median, own line, and the last value in words."""
        if not self._points:
            self.getAxis("bottom").setTicks([[]])
            self.getAxis("left").setTicks([[]])
            return
        say = self._look.wording.say
        low, high = (
            self._series([getattr(one, n) for one in self._points]) for n in ("low", "high")
        )
        middle = self._series([one.middle for one in self._points])
        own = self._series([one.own for one in self._points])
        if low[0]:
            edge = self.pen("track")
            floor, roof = pg.PlotCurveItem(*low, pen=edge), pg.PlotCurveItem(*high, pen=edge)
            for one in (floor, roof, pg.FillBetweenItem(floor, roof, brush=self._brush())):
                self.addItem(one)
            at = len(low[0]) // 4
            self._beside(say("assessment.chart.band"), QPointF(high[0][at], high[1][at]), 0.0)
        if middle[0]:
            dashes = self.pen("ink2", 1.2, Qt.PenStyle.DashLine)
            self.plot(*middle, pen=dashes, antialias=True)
            # Not at the end, where the last value stands.
            at = max(0, min(len(middle[0]) * 2 // 3, len(middle[0]) - 3))
            self._beside(say("assessment.chart.median"), QPointF(middle[0][at], middle[1][at]))
        values = [*low[1], *high[1], *own[1], *middle[1]]
        self._own(own, values)
        self._axes(values)

    def _own(self, own: Points, values: Sequence[float]) -> None:
        if not own[0]:
            return
        # Below its point, but above one so low that the axis would cut it.
        deep = own[1][-1] - min(values) < LOW * (max(values) - min(values))
        accent = self._look.theme.tokens.color("accent")
        self.plot(
            *own, pen=self.pen("accent", 2), symbol="o", symbolSize=5, symbolBrush=accent,
            symbolPen=None, antialias=True,
        )  # fmt: skip
        last = [one.own for one in self._points if one.own is not None][-1]
        self.plot([own[0][-1]], [own[1][-1]], pen=None, symbol="o", symbolSize=9,
                  symbolBrush=accent, symbolPen=None, antialias=True)  # fmt: skip
        self.words(told(self._shows, last), "ink", QPointF(own[0][-1], own[1][-1]),
                   (1, 1.2 if deep else -0.2))  # fmt: skip

    def _beside(self, text: str, at: QPointF, above: float = 1.0) -> None:
        """A label above a point, or below it; at the right half it ends there, else it begins."""
        right = at.x() > (len(self._points) - 1) / 2
        self.words(text, "ink2", at, (1.0 if right else 0.0, above))

    def _brush(self) -> object:
        color = self._look.theme.tokens.color("track")
        color.setAlpha(150)
        return pg.mkBrush(color)

    def _series(self, figures: Sequence[Fraction | None]) -> Points:
        there = [(at, one) for at, one in enumerate(figures) if one is not None]
        return [float(at) for at, _ in there], [float(one) for _, one in there]

    def _axes(self, values: Sequence[float]) -> None:
        last = len(self._points) - 1
        ticks = [(at, self._label(one, at)) for at, one in enumerate(self._points)]
        self.getAxis("bottom").setTicks([ticks])
        self.setXRange(0, max(last, 1), padding=0.04)
        if not values:
            return
        lowest, highest = min(values), max(values)
        edge = (highest - lowest) * 0.12 or max(abs(highest) * 0.05, 0.01)
        low, high = lowest - edge, highest + edge
        whole = self._shows is Shows.RATE and highest <= 1
        self.setYRange(low, high, padding=0)
        steps = pg.AxisItem.tickValues(self.getAxis("left"), low, high, 150)
        marks = [one for _, found in steps[:1] for one in found if one <= 1 or not whole]
        self.getAxis("left").setTicks([[(one, self._mark(one, marks)) for one in marks]])
        for one in marks:
            self.addItem(pg.InfiniteLine(one, angle=0, pen=self.pen("line2")), ignoreBounds=True)

    def _mark(self, value: float, marks: Sequence[float]) -> str:
        fine = len(marks) > 1 and abs(marks[1] - marks[0]) < (
            0.01 if self._shows is Shows.RATE else 1
        )
        if self._shows is Shows.RATE:
            return f"{value * 100:.{1 if fine else 0}f}%"
        return f"{value:.{1 if fine else 0}f}"

    def _label(self, point: LinePoint, at: int) -> str:
        period, say = point.period, self._look.wording.say
        kind = period.kind.value
        if kind == "month":
            first = at == 0 or period.first.month == 1
            code = "assessment.tick.month" if first or at == len(self._points) - 1 else ""
            return say(code, month=period.first.month) if code else str(period.first.month)
        if kind == "week":
            return str((period.first + timedelta(days=3)).isocalendar()[1])
        if kind == "year":
            return str(period.first.year)
        if kind == "quarter":
            return f"{period.first.year % 100:02}Q{(period.first.month + 2) // 3}"
        return f"{period.first:%m-%d}"


class DotChart(Chart):
    """Each object's score now (filled) and then (ring), with the lines where grades begin."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(look, look.wording.say("assessment.chart.dots"), parent)
        self._dots: tuple[Dot, ...] = ()
        self._edges: tuple[Fraction, ...] = ()
        self._chosen = ""
        self.showAxis("right")
        self.getAxis("left").setWidth(NAME_ROOM)
        self.getAxis("right").setWidth(44)
        self.getViewBox().invertY(b=True)

    def show_dots(self, dots: Sequence[Dot], edges: Sequence[Fraction], chosen: str) -> None:
        """Show other scores; `chosen` is the object whose row the keyboard is on."""
        shown = (tuple(dots), tuple(edges), chosen)
        if shown == (self._dots, self._edges, self._chosen):
            return
        self._dots, self._edges, self._chosen = shown
        self.setFixedHeight(max(3, len(self._dots)) * ROW + 34)
        self.paint_again()

    def draw(self) -> None:
        """Lines of grades, then and now, names left and scores right."""
        scores = [float(x) for one in self._dots for x in (one.now, one.then) if x is not None]
        if not scores:
            for side in ("left", "right", "bottom"):
                self.getAxis(side).setTicks([[]])
            return
        low = min(*scores, *(float(one) for one in self._edges), 100.0)
        high = max(*scores, *(float(one) for one in self._edges), 0.0)
        edge = (high - low) * 0.05 or 1.0
        self.setXRange(low - edge, high + edge, padding=0)
        self.setYRange(-0.6, len(self._dots) - 0.4, padding=0)
        dashes = self.pen("line3", 1, Qt.PenStyle.DotLine)
        for one in self._edges:
            self.addItem(pg.InfiniteLine(float(one), pen=dashes), ignoreBounds=True)
        self._marks()
        names = [(at, self._name(one)) for at, one in enumerate(self._dots)]
        self.getAxis("left").setTicks([names])
        values = [
            (at, told(Shows.POINTS, one.now) if one.now is None else f"{float(one.now):.1f}")
            for at, one in enumerate(self._dots)
        ]
        self.getAxis("right").setTicks([values])
        self.getAxis("bottom").setTicks(None)

    def _marks(self) -> None:
        tokens = self._look.theme.tokens
        then = [(float(one.then), at) for at, one in enumerate(self._dots) if one.then is not None]
        if then:
            self.plot(
                [x for x, _ in then], [at for _, at in then], pen=None, symbol="o", symbolSize=7,
                symbolBrush=None, symbolPen=self.pen("ink2", 1.2), antialias=True,
            )  # fmt: skip
        fills = {0: tokens.color("ink2"), 1: tokens.color("overfill"), 2: tokens.color("nearfill")}
        now = [
            (one, float(one.now), at) for at, one in enumerate(self._dots) if one.now is not None
        ]
        for low, mine in ((0, False), (0, True), (1, False), (2, False)):
            some = [
                (x, at)
                for one, x, at in now
                if one.low == low and (low > 0 or (one.object == self._chosen) is mine)
            ]
            if some:
                self.plot(
                    [x for x, _ in some], [at for _, at in some], pen=None, symbol=SYMBOLS[low],
                    symbolSize=11 if mine or low else 8,
                    symbolBrush=tokens.color("accent") if mine else fills[low],
                    symbolPen=self.pen("nearline", 1) if low == 2 else None, antialias=True,
                )  # fmt: skip

    def _name(self, dot: Dot) -> str:
        metrics = QFontMetrics(body_font(AXIS_PX))
        return metrics.elidedText(dot.name, Qt.TextElideMode.ElideMiddle, NAME_ROOM - 14)
