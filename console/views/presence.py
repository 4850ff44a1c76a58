"""Whether somebody sits there: keys and mouse in any window of the console, whatever widget."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, QObject, Signal, Slot
from PySide6.QtGui import QGuiApplication

SIGNS: Final = frozenset(
    {QEvent.Type.KeyPress, QEvent.Type.MouseButtonPress, QEvent.Type.Wheel, QEvent.Type.TouchBegin}
)


class Presence(QObject):
    """Looks at what the window system sends to the windows, before any widget has it; of other
    events it sees few.

    Signals: `touched` at every key and click.
    """

    touched = Signal()

    def __init__(self, app: QGuiApplication, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._app = app
        self._mark = f"presence-{id(self)}"
        app.focusWindowChanged.connect(self.look_around)
        self.look_around()

    @Slot()
    def look_around(self) -> None:
        """Watch the windows that have come since: second screen, event list, questions."""
        for window in self._app.topLevelWindows():
            if not window.property(self._mark):
                window.setProperty(self._mark, "watched")
                window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in SIGNS:
            self.look_around()  # a window may have come without taking the keyboard
            self.touched.emit()
        return super().eventFilter(watched, event)
