"""The one window: either the door or the workplace is in it; it keeps its place on the screen."""

from __future__ import annotations

from PySide6.QtCore import QByteArray, QSettings, QSize, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QMainWindow, QStackedWidget, QWidget

from console.views.wording import Wording

LEAST = QSize(1024, 700)
GEOMETRY = "window/geometry"
FULL_SCREEN = "window/full_screen"


class MainWindow(QMainWindow):
    """Signals: `closing` once, before the window goes."""

    closing = Signal()

    def __init__(
        self, wording: Wording, memory: QSettings | None = None, parent: QWidget | None = None
    ) -> None:
        """`memory` keeps geometry only; None keeps nothing (tests, pictures)."""
        super().__init__(parent)
        self._memory = memory
        self._closed = False
        self.setWindowTitle(wording.say("app.name"))
        self.setMinimumSize(LEAST)
        self.pages = QStackedWidget(self)
        self.setCentralWidget(self.pages)
        if memory is not None:
            kept = memory.value(GEOMETRY)
            if not (isinstance(kept, QByteArray) and self.restoreGeometry(kept)):
                # Where no window manager answers «maximise», the whole screen is taken by size.
                self.setGeometry(self.screen().availableGeometry())

    def show_kept(self) -> None:
        """Show the window as large as this workstation had it: full screen, or maximised."""
        memory = self._memory
        if memory is not None and memory.value(FULL_SCREEN, type=bool):
            self.showFullScreen()
        else:
            self.showMaximized()

    def turn_full_screen(self, *, full: bool) -> None:
        """Full screen or maximised, now and at the next start."""
        if self._memory is not None:
            self._memory.setValue(FULL_SCREEN, full)
        if full:
            self.showFullScreen()
        else:
            self.showMaximized()

    def put(self, page: QWidget) -> None:
        """Show a page; the one before is given up."""
        before = self.pages.currentWidget()
        self.pages.addWidget(page)
        self.pages.setCurrentWidget(page)
        if before is not None:
            self.pages.removeWidget(before)
            before.deleteLater()

    def closeEvent(self, event: QCloseEvent) -> None:
        if not self._closed:
            self._closed = True
            if self._memory is not None:
                self._memory.setValue(GEOMETRY, self.saveGeometry())
            self.closing.emit()
        super().closeEvent(event)
