"""A point that is moved by keys: 1, 10 or 100 metres at a step."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QWidget

from console.domain.coordinates import offset
from console.domain.place import Point
from console.views.card.part import Elastic
from console.views.theme import set_look
from console.views.widgets.keys import KeyLabel
from console.views.wording import Wording

_WAYS: Final = {
    Qt.Key.Key_Left: (-1.0, 0.0),
    Qt.Key.Key_Right: (1.0, 0.0),
    Qt.Key.Key_Up: (0.0, 1.0),
    Qt.Key.Key_Down: (0.0, -1.0),
}
"""Key -> metres east and north."""


class SpotEntry(QFrame):
    """Longitude and latitude (WGS84), moved by arrow keys: 1 m, with Shift 10 m, with Ctrl 100 m.

    Signals: `chosen` (Point) after each step and whenever another point was taken.
    """

    chosen = Signal(object)

    def __init__(
        self, point: Point | None, wording: Wording, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._wording = wording
        self.point = point
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(wording.say("form.point"))
        set_look(self, role="entry")
        self._words = QLabel(self)
        hint = Elastic(self, role="hint")
        hint.setText(wording.say("spot.hint"))
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 3, 8, 3)
        row.addWidget(self._words)
        row.addWidget(KeyLabel("↑↓←→", self))
        row.addWidget(hint, 1)
        self._show()

    def take(self, point: Point) -> None:
        """Stand at this point."""
        if point != self.point:
            self.point = point
            self._show()
            self.chosen.emit(point)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        way = _WAYS.get(Qt.Key(event.key()))
        if way is None or self.point is None:
            super().keyPressEvent(event)
            return
        held = event.modifiers()
        step = 100.0 if held & Qt.KeyboardModifier.ControlModifier else 1.0
        step = 10.0 if held & Qt.KeyboardModifier.ShiftModifier else step
        self.take(offset(self.point, east_m=way[0] * step, north_m=way[1] * step))
        event.accept()

    def _show(self) -> None:
        spot = self.point
        words = (
            f"{spot.lon:.6f}, {spot.lat:.6f}  WGS-84" if spot else self._wording.say("spot.none")
        )
        self._words.setText(words)
        self.setAccessibleDescription(words)
