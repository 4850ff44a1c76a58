"""Time drawn as length: the deadline gauge of a case and the day axis of a due time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from console.domain.tone import Urgency
from console.views.fmt import HOUR, Formats
from console.views.painting import draw_share
from console.views.theme import Theme, body_font

NEAR_SHARE: Final = 0.8  # where the near line stands unless the clock says otherwise


class GaugeBar(QWidget):
    """8 px bar: share of a limit used, with a tick at the near line."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._share, self._urgency, self._near = 0.0, Urgency.NORMAL, NEAR_SHARE
        self.setFixedHeight(12)
        self.setMinimumWidth(60)
        theme.changed.connect(self.update)

    def show_share(
        self, share: float, urgency: Urgency, near: float = NEAR_SHARE, spoken: str = ""
    ) -> None:
        """`share` of the limit used and `near` line, both 0–1; `spoken` for screen readers."""
        self.setAccessibleName(spoken)
        if (share, urgency, near) != (self._share, self._urgency, self._near):
            self._share, self._urgency, self._near = share, urgency, near
            self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, tokens = QPainter(self), self._theme.tokens
        bar = QRectF(0, 2, self.width(), 8)
        draw_share(painter, bar, self._share, self._urgency, tokens)
        tick = QRectF(round(self.width() * self._near), 0, 1, 12)
        painter.fillRect(tick, tokens.color("ink"))


@dataclass(frozen=True, slots=True, kw_only=True)
class DaySpan:
    """A stretch of time; `counted` working time is filled, the rest hatched with its cause."""

    start: datetime
    end: datetime
    counted: bool
    cause: str = ""


class DayAxis(QWidget):
    """Hours of a day with counted and uncounted stretches between now and the due time."""

    TOP: Final = 20
    HEIGHT: Final = 14

    def __init__(self, theme: Theme, formats: Formats, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._formats = theme, formats
        self._spans: tuple[DaySpan, ...] = ()
        self._near: datetime | None = None
        self.setMinimumSize(QSize(240, 56))
        theme.changed.connect(self.update)

    def show_spans(self, spans: Sequence[DaySpan], near: datetime | None = None) -> None:
        """Stretches in order without gaps (aware UTC); `near` is the moment of the near alarm."""
        self._spans, self._near = tuple(spans), near
        words = (f"{self._clock(s.start)}–{self._clock(s.end)} {s.cause}".strip() for s in spans)
        self.setAccessibleName("; ".join(words))
        self.update()

    def bounds(self) -> tuple[datetime, datetime]:
        """Full hours around the stretches, at least two hours apart."""
        start, end = self._spans[0].start, self._spans[-1].end
        first = start.replace(minute=0, second=0, microsecond=0)
        last = end.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
        return first - timedelta(hours=1), last + timedelta(hours=1)

    def paintEvent(self, _event: QPaintEvent) -> None:
        if not self._spans:
            return
        painter, tokens = QPainter(self), self._theme.tokens
        painter.fillRect(QRectF(0, self.TOP, self.width(), self.HEIGHT), tokens.color("track"))
        painter.setFont(body_font(12))
        for span in self._spans:
            self._draw_span(painter, span)
        for at in (self._spans[0].start, self._spans[-1].end):
            self._draw_moment(painter, at)
        if self._near is not None:
            self._draw_near(painter, self._near)
        self._draw_hours(painter)

    def _draw_span(self, painter: QPainter, span: DaySpan) -> None:
        tokens = self._theme.tokens
        left, right = self._x(span.start), self._x(span.end)
        place = QRectF(left, self.TOP, right - left, self.HEIGHT)
        if span.counted:
            painter.fillRect(place, tokens.color("bar"))
            return
        painter.fillRect(place, tokens.color("field"))
        painter.fillRect(place, QBrush(tokens.color("line3"), Qt.BrushStyle.BDiagPattern))
        words = painter.fontMetrics().horizontalAdvance(span.cause) + 6
        if span.cause and words < place.width():
            label = QRectF(place.center().x() - words / 2, self.TOP, words, self.HEIGHT)
            painter.fillRect(label, tokens.color("field"))
            painter.setPen(tokens.color("ink2"))
            painter.drawText(label, Qt.AlignmentFlag.AlignCenter, span.cause)

    def _draw_moment(self, painter: QPainter, at: datetime) -> None:
        x = self._x(at)
        painter.fillRect(QRectF(x - 1, self.TOP - 4, 2, self.HEIGHT + 8), self._ink("ink"))
        painter.setPen(self._ink("ink"))
        painter.setFont(body_font(12, strong=True))
        left = min(max(0.0, x - 40), self.width() - 80.0)
        place = QRectF(left, 0, 80, 16)
        painter.drawText(place, Qt.AlignmentFlag.AlignCenter, self._clock(at))
        painter.setFont(body_font(12))

    def _draw_near(self, painter: QPainter, at: datetime) -> None:
        x = self._x(at)
        for top in range(self.TOP, self.TOP + self.HEIGHT, 4):
            painter.fillRect(QRectF(x, top, 1, 2), self._ink("ink"))

    def _draw_hours(self, painter: QPainter) -> None:
        first, last = self.bounds()
        hours = round((last - first).total_seconds() / HOUR)
        step = next((s for s in (1, 2, 3, 4, 6, 12, 24) if hours / s <= self.width() / 52), 24)
        painter.setPen(self._ink("ink2"))
        for at in (first + timedelta(hours=hour) for hour in range(hours + 1)):
            if int(self._clock(at)[:2]) % step:
                continue
            left = min(max(0.0, self._x(at) - 20), self.width() - 40.0)
            place = QRectF(left, self.TOP + self.HEIGHT + 4, 40, 16)
            painter.drawText(place, Qt.AlignmentFlag.AlignCenter, self._clock(at)[:2])

    def _x(self, at: datetime) -> float:
        first, last = self.bounds()
        return (at - first) / (last - first) * self.width()

    def _clock(self, at: datetime) -> str:
        return self._formats.time(at)

    def _ink(self, tone: str) -> QColor:
        return self._theme.tokens.color(tone)
