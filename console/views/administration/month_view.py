"""A month of the work calendar, painted: every day with its kind; keys walk and change it."""

from __future__ import annotations

from datetime import date
from typing import Final

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from console.domain.calendars import DayKind
from console.viewmodels.administration_calendar import WEEKS, AdministrationCalendar, DayCell
from console.views.card.why_popup import holiday_words
from console.views.look import Look
from console.views.theme import body_font

HEAD: Final = 26
PADDING: Final = 8
RING: Final = 2
MARK: Final = 3
MOVES: Final = {
    Qt.Key.Key_Left: -1,
    Qt.Key.Key_Right: 1,
    Qt.Key.Key_Up: -7,
    Qt.Key.Key_Down: 7,
    Qt.Key.Key_K: -7,
    Qt.Key.Key_J: 7,
}
TURNS: Final = {Qt.Key.Key_PageUp: -1, Qt.Key.Key_PageDown: 1}
KINDS: Final = {
    Qt.Key.Key_R: DayKind.HOLIDAY,
    Qt.Key.Key_W: DayKind.WORKDAY,
    Qt.Key.Key_S: DayKind.SHIFT,
    Qt.Key.Key_X: None,
}


class MonthView(QWidget):
    """Signals: `entered` Enter: to the name of the day."""

    entered = Signal()

    def __init__(
        self, calendar: AdministrationCalendar, look: Look, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._calendar, self._look = calendar, look
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, on=False)
        calendar.changed.connect(self._on_changed)
        look.theme.changed.connect(self.update)
        self._on_changed()

    def sizeHint(self) -> QSize:
        return QSize(640, 420)

    # --- hands ------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, calendar = Qt.Key(event.key()), self._calendar
        held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if held:
            super().keyPressEvent(event)
        elif key in MOVES:
            calendar.move(MOVES[key])
        elif key in TURNS:
            calendar.turn(TURNS[key])
        elif key in KINDS:
            calendar.make(KINDS[key])
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.entered.emit()
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        place = event.position().toPoint()
        for at, cell in enumerate(self._calendar.cells()):
            if self._rect(at).contains(place):
                self._calendar.move((cell.day - self._calendar.day).days)
                break

    @Slot()
    def _on_changed(self) -> None:
        cell = self._calendar.cell
        words = f"{cell.day.isoformat()} {day_words(self._look, cell)}"
        self.setAccessibleName(words)
        self.update()

    # --- painting ---------------------------------------------------------------------------------

    def _rect(self, at: int) -> QRect:
        wide, tall = self.width() / 7, (self.height() - HEAD) / WEEKS
        left, top = at % 7, at // 7
        x, y = round(left * wide), HEAD + round(top * tall)
        return QRect(x, y, round((left + 1) * wide) - x, HEAD + round((top + 1) * tall) - y)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        tokens, say = self._look.theme.tokens, self._look.wording.say
        painter.fillRect(QRect(0, 0, self.width(), HEAD), tokens.color("panel2"))
        painter.setFont(body_font(12, strong=True))
        painter.setPen(tokens.color("ink2"))
        for day in range(7):
            place = self._rect(day)
            head = QRect(place.left() + PADDING, 0, place.width(), HEAD)
            painter.drawText(head, Qt.AlignmentFlag.AlignVCenter, say(f"fmt.weekday.{day + 1}"))
        for at, cell in enumerate(self._calendar.cells()):
            self._draw(painter, self._rect(at), cell)

    def _draw(self, painter: QPainter, place: QRect, cell: DayCell) -> None:
        tokens = self._look.theme.tokens
        painter.fillRect(place, tokens.color("panel" if cell.works else "panel2"))
        painter.setPen(QPen(tokens.color("line2"), 1))
        painter.drawRect(place.adjusted(0, 0, -1, -1))
        if cell.changed:
            mark = QRect(place.left(), place.top(), MARK, place.height())
            painter.fillRect(mark, tokens.color("ink"))
        inner = place.adjusted(PADDING, 6, -PADDING, -4)
        painter.setFont(body_font(16, strong=cell.inside))
        painter.setPen(tokens.color("ink" if cell.inside else "ink3"))
        painter.drawText(inner, Qt.AlignmentFlag.AlignLeft, str(cell.day.day))
        painter.setFont(body_font(12))
        painter.setPen(tokens.color("ink2" if cell.inside else "ink3"))
        below = inner.adjusted(0, 24, 0, 0)
        for words in (
            day_words(self._look, cell),
            holiday_words(cell.name, self._look) or " ".join(cell.slots),
        ):
            text = painter.fontMetrics().elidedText(
                words, Qt.TextElideMode.ElideRight, inner.width()
            )
            painter.drawText(below, Qt.AlignmentFlag.AlignLeft, text)
            below = below.adjusted(0, 17, 0, 0)
        if cell.day == self._calendar.day:
            tone = "ink" if self.hasFocus() else "accent"
            painter.setPen(QPen(tokens.color(tone), RING))
            painter.drawRect(QRectF(place).adjusted(1, 1, -1, -1))


def day_words(look: Look, cell: DayCell) -> str:
    """What a day is, and that it is not published yet."""
    say = look.wording.say
    words = say(f"administration.day.{cell.kind}")
    return f"{words} {say('administration.day.provisional')}" if cell.provisional else words


def month_words(look: Look, day: date) -> str:
    """The month as a title."""
    return look.wording.say("administration.month", year=day.year, month=day.month)
