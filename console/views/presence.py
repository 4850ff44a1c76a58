"""Whether somebody sits there: keys and mouse of the window, whatever widget they are for."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtGui import QWindow

SIGNS: Final = frozenset(
    {QEvent.Type.KeyPress, QEvent.Type.MouseButtonPress, QEvent.Type.Wheel, QEvent.Type.TouchBegin}
)


class Presence(QObject):
    """Signals: `touched` at every key and click."""

    touched = Signal()

    def watch(self, window: QWindow) -> None:
        """Look at what the window system sends to this window, before any widget has it."""
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in SIGNS:
            self.touched.emit()
        return super().eventFilter(watched, event)
