"""The panel of the map's layers (L): every layer by its key, what it shows by ← and →.

It lies over the map and takes the keyboard while it is open; Esc or L gives it back. On the second
screen it stands beside the map.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

from PySide6.QtCore import QEvent, QObject, QPointF, QRect, QRectF, Qt, Signal, Slot
from PySide6.QtGui import (
    QFocusEvent,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import (
    QFileDialog,
    QFrame,
    QLabel,
    QLineEdit,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from console.viewmodels.layer_list import CHOOSING, LayerList, LayerRow
from console.views.look import Look
from console.views.theme import body_font
from console.views.widgets.keys import KeyLabel, cap_width

WIDTH: Final = 316
ROW: Final = 28
NOTED: Final = 46
"""Height of a line with a note under its name."""
PAD: Final = 10
BOX: Final = 12
HINT_PX: Final = 12
DAYS: Final = 2
"""Days a period is typed with."""

OWN: Final = frozenset(
    {
        *(Qt.Key.Key_Escape, Qt.Key.Key_L, Qt.Key.Key_Up, Qt.Key.Key_K, Qt.Key.Key_Down),
        *(Qt.Key.Key_J, Qt.Key.Key_Space, Qt.Key.Key_Left, Qt.Key.Key_Right),
        *(Qt.Key.Key_Return, Qt.Key.Key_Enter),
    }
)
"""Keys of the panel besides those of its layers."""


class LayerLine(QWidget):
    """One layer. Signals: `turned`; `stepped` (−1 or 1)."""

    turned = Signal(str)
    stepped = Signal(str, int)

    def __init__(self, row: LayerRow, look: Look, parent: QWidget) -> None:
        super().__init__(parent)
        self.row, self._look = row, look
        self.current = False
        self.setFixedHeight(NOTED if row.title else ROW)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        if row.key:
            cap = KeyLabel(row.key, self)
            cap.move(PAD, (ROW - cap.height()) // 2)
            cap.setFixedWidth(cap_width(row.key))
        self.show_row(row, current=False)

    def show_row(self, row: LayerRow, *, current: bool) -> None:
        """The layer as it is now."""
        self.row, self.current = row, current
        say = self._look.wording.say
        state = say("layers.on" if row.on else "layers.off")
        self.setAccessibleName(f"{self.name}，{state}，{self.choice}".rstrip("，"))
        tip = row.note if row.title else say("layers.tip", name=self.name, key=row.key)
        self.setToolTip(tip)
        self.update()

    @property
    def name(self) -> str:
        """What the layer is called."""
        return self.row.title or self._look.wording.say(f"map.layer.{self.row.layer}")

    @property
    def choice(self) -> str:
        """What it shows, in words; empty where there is no choice."""
        row, facts = self.row, dict(self.row.facts)
        first, last = facts.get("first"), facts.get("last")
        if isinstance(first, date) and isinstance(last, date) and first.year == last.year:
            facts["last"] = f"{last:%m-%d}"
        return self._look.wording.say(row.choice, **facts) if row.choice else ""

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002, Qt's signature
        painter, tokens = QPainter(self), self._look.theme.tokens
        if self.current:
            painter.fillRect(self.rect(), tokens.color("sel"))
            painter.fillRect(QRect(0, 0, 3, self.height()), tokens.color("accent"))
        left = PAD + 26
        self._paint_box(painter, QRectF(left, (ROW - BOX) / 2, BOX, BOX))
        painter.setPen(tokens.color("ink"))
        painter.setFont(body_font(strong=self.row.on))
        words = QRect(left + BOX + 8, 0, self.width() - left - BOX - 8 - PAD, ROW)
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, self.name)
        named = painter.fontMetrics().horizontalAdvance(self.name)
        if self.row.note:
            painter.setFont(body_font(HINT_PX))
            painter.setPen(tokens.color("ink2"))
            room = words.translated(0, ROW - 8).adjusted(0, 0, 0, 0)
            note = painter.fontMetrics().elidedText(
                self.row.note, Qt.TextElideMode.ElideRight, room.width()
            )
            painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, note)
        if self.choice:
            painter.setFont(body_font())
            painter.setPen(tokens.color("ink2"))
            shown = f"‹ {self.choice} ›" if self.current else self.choice
            right = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
            room = words.adjusted(named + BOX, 0, 0, 0)
            shown = painter.fontMetrics().elidedText(
                shown, Qt.TextElideMode.ElideRight, room.width()
            )
            painter.drawText(room, right, shown)

    def _paint_box(self, painter: QPainter, box: QRectF) -> None:
        tokens, on = self._look.theme.tokens, self.row.on
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(tokens.color("accent" if on else "line3"), 1))
        painter.setBrush(tokens.color("accent" if on else "field"))
        painter.drawRoundedRect(box, 2, 2)
        if on:
            painter.setPen(QPen(tokens.color("onacc"), 1.6))
            x, y = box.left(), box.top()
            tick = ((2.5, 6.2), (5.0, 8.8), (9.5, 3.4))
            painter.drawPolyline([QPointF(x + across, y + down) for across, down in tick])

    def mousePressEvent(self, event: QMouseEvent) -> None:
        can = self.row.layer in CHOOSING or bool(self.row.basemap)
        chooses = can and event.position().x() > self.width() / 2
        if chooses:
            self.stepped.emit(self.row.layer, 1)
        else:
            self.turned.emit(self.row.layer)


class LayerPanel(QFrame):
    """Signals: `left` when the keyboard should go home; `lined_up` when its height may be other."""

    left = Signal()
    lined_up = Signal()

    def __init__(self, layers: LayerList, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._layers, self._look = layers, look
        self._at = 0
        self.setProperty("role", "popup")
        self.setFixedWidth(WIDTH)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(look.wording.say("map.layers"))
        self.lines: list[LayerLine] = []
        self._area = self._scrolled()
        self.period = QLineEdit(self)
        self.period.setPlaceholderText(look.wording.say("layers.period_hint"))
        self.period.hide()
        self.period.installEventFilter(self)
        self.foot = QLabel(look.wording.say("layers.foot"), self)
        self.foot.setTextFormat(Qt.TextFormat.PlainText)
        self.foot.setProperty("tone", "hint")
        self.foot.setWordWrap(True)
        self.foot.setContentsMargins(PAD, 4, PAD, 4)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(1, 4, 1, 4)
        whole.setSpacing(2)
        whole.addWidget(self._area, 1)
        whole.addWidget(self.period)
        whole.addWidget(self.foot)
        layers.changed.connect(self._show)
        look.theme.changed.connect(self._show)
        self._show()

    def _scrolled(self) -> QScrollArea:
        area = QScrollArea(self)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        return area

    @property
    def wanted_height(self) -> int:
        """Height at which nothing has to be scrolled."""
        return sum(line.height() for line in self.lines) + self.foot.sizeHint().height() + 14

    @Slot()
    def _show(self) -> None:
        rows = self._layers.rows
        if [row.layer for row in rows] != [line.row.layer for line in self.lines]:
            self._line_up(rows)
        for at, (line, row) in enumerate(zip(self.lines, rows, strict=True)):
            line.show_row(row, current=at == self._at and self.hasFocus())

    def _line_up(self, rows: Sequence[LayerRow]) -> None:
        """A line for each row: at first, and when the city's basemaps are others."""
        inside = QWidget()
        inside.setObjectName("layers")
        inside.setStyleSheet("#layers { background: transparent }")
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.lines = [LayerLine(row, self._look, inside) for row in rows]
        for line in self.lines:
            column.addWidget(line)
            line.turned.connect(self._on_turned)
            line.stepped.connect(self._on_stepped)
        column.addStretch(1)
        self._area.setWidget(inside)
        self._area.viewport().setAutoFillBackground(False)
        self._at = min(self._at, len(self.lines) - 1)
        self.lined_up.emit()

    def event(self, event: QEvent) -> bool:
        # The page's and the second window's keys lie around the panel and would come first.
        asked = event.type() == QEvent.Type.ShortcutOverride
        if asked and isinstance(event, QKeyEvent) and self._is_mine(event):
            event.accept()
            return True
        return super().event(event)

    def _is_mine(self, event: QKeyEvent) -> bool:
        if event.matches(QKeySequence.StandardKey.Copy):
            return bool(self.lines[self._at].row.digest)
        if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            return False
        typed = event.text().upper()
        return Qt.Key(event.key()) in OWN or any(
            one.row.key == typed for one in self.lines if typed
        )

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self._take(event):
            super().keyPressEvent(event)

    def _take(self, event: QKeyEvent) -> bool:
        line, key = self.lines[self._at], Qt.Key(event.key())
        if event.matches(QKeySequence.StandardKey.Copy) and line.row.digest:
            QGuiApplication.clipboard().setText(line.row.digest)
            self.foot.setText(self._look.wording.say("layers.copied"))
            return True
        if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            return False
        if key in (Qt.Key.Key_Escape, Qt.Key.Key_L):
            self.left.emit()
        elif key in (Qt.Key.Key_Up, Qt.Key.Key_K):
            self._go(self._at - 1)
        elif key in (Qt.Key.Key_Down, Qt.Key.Key_J):
            self._go(self._at + 1)
        elif key == Qt.Key.Key_Space:
            self._layers.turn(line.row.layer)
        elif key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self._layers.choose(line.row.layer, 1 if key == Qt.Key.Key_Right else -1)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._enter(line.row)
        else:
            return self._typed(event.text().upper())
        return True

    def _typed(self, text: str) -> bool:
        found = next((at for at, one in enumerate(self.lines) if one.row.key == text), None)
        if found is None:
            return False
        self._go(found)
        self._layers.turn(self.lines[found].row.layer)
        return True

    def _enter(self, row: LayerRow) -> None:
        if row.file:
            self._choose_file(row)
            return
        if row.layer != "closed":
            self._layers.turn(row.layer)
            return
        self.period.show()
        self.period.setFocus(Qt.FocusReason.OtherFocusReason)
        self.period.selectAll()

    def _choose_file(self, row: LayerRow) -> None:
        say = self._look.wording.say
        title, kinds = say("layers.file", name=row.title), say("layers.kinds")
        path, _kind = QFileDialog.getOpenFileName(self, title, "", kinds)
        if path:
            self._layers.set_path(row.layer, path)
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def _go(self, at: int) -> None:
        self._at = at % len(self.lines)
        self._area.ensureWidgetVisible(self.lines[self._at])
        self._show()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._show()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._show()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.period and isinstance(event, QKeyEvent):
            ends = event.key() in (Qt.Key.Key_Escape, Qt.Key.Key_Return, Qt.Key.Key_Enter)
            if event.type() == QEvent.Type.ShortcutOverride and ends:
                event.accept()
                return True
            pressed = event.type() == QEvent.Type.KeyPress
            if pressed and event.key() == Qt.Key.Key_Escape:
                self._end_period()
                return True
            # A line lets Enter through to what holds it, which would open the line again.
            if pressed and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._take_period()
                return True
        return super().eventFilter(watched, event)

    def _take_period(self) -> None:
        days = days_of(self.period.text())
        if days is None:
            self.foot.setText(self._look.wording.say("layers.period_wrong"))
            return
        self._layers.set_period(*days)
        self._end_period()

    def _end_period(self) -> None:
        self.period.hide()
        self.foot.setText(self._look.wording.say("layers.foot"))
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot(str)
    def _on_turned(self, layer: str) -> None:
        self._at = next(at for at, one in enumerate(self.lines) if one.row.layer == layer)
        self._layers.turn(layer)

    @Slot(str, int)
    def _on_stepped(self, layer: str, step: int) -> None:
        self._at = next(at for at, one in enumerate(self.lines) if one.row.layer == layer)
        self._layers.choose(layer, step)


def days_of(text: str) -> tuple[date, date] | None:
    """Two days as `2026-11-01 2026-11-20`, or one; None when they are none."""
    try:
        days = [date.fromisoformat(word) for word in text.replace("—", " ").split()]
    except ValueError:
        return None
    return (days[0], days[-1]) if 0 < len(days) <= DAYS else None
