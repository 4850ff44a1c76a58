"""The map on the second screen: its own web view over the same viewmodels, one selection shared."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeySequence, QScreen, QShortcut
from PySide6.QtWidgets import QVBoxLayout, QWidget

from console.viewmodels.workbench import Workbench
from console.views.look import Look
from console.views.map_link import MapLink
from console.views.map_view import MapView


class MapWindow(QWidget):
    """Signals: `closed`."""

    closed = Signal()

    def __init__(self, bench: Workbench, look: Look) -> None:
        super().__init__(None, Qt.WindowType.Window)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        self.setWindowTitle(look.wording.say("page.map"))
        self.view = MapView(look.theme.tokens, parent=self)
        self.link = MapLink(self.view, bench.pins, bench.ground, bench.queue, look, bench.basemaps)
        bench.clock.ticked.connect(self.link.tick)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.view)
        QShortcut(QKeySequence("F11"), self).activated.connect(self.close)

    def show_on(self, screen: QScreen | None) -> None:
        """Fill the second screen; without one, an ordinary window."""
        if screen is None:
            self.resize(1280, 800)
            self.show()
        else:
            self.setGeometry(screen.availableGeometry())
            self.showMaximized()

    def closeEvent(self, event: QCloseEvent) -> None:
        self.view.end()
        super().closeEvent(event)
        self.closed.emit()
