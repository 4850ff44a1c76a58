"""The map on the second screen: its own web view over the same viewmodels, one selection shared."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QByteArray, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QCloseEvent, QGuiApplication, QScreen
from PySide6.QtWidgets import QHBoxLayout, QWidget

from console.viewmodels.layer_list import LayerList
from console.views.layer_panel import LayerPanel
from console.views.look import Look
from console.views.map_view import MapView

SIZE: Final = QSize(1280, 800)
"""Without a second screen; never more than the first one has."""


class MapWindow(QWidget):
    """A window with a map and its layers; `maps` joins it to the desk. Signals: `closed`."""

    closed = Signal()

    def __init__(self, look: Look, layers: LayerList) -> None:
        super().__init__(None, Qt.WindowType.Window)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        self.setWindowTitle(look.wording.say("page.map"))
        self.view = MapView(look.theme.tokens, parent=self)
        self.panel = LayerPanel(layers, look, self)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.panel)
        row.addWidget(self.view, 1)

    def show_where(self, kept: QByteArray) -> bool:
        """Show the window where it stood; False when that is on no screen of today."""
        if not self.restoreGeometry(kept):
            return False
        middle = self.geometry().center()
        if not any(screen.geometry().contains(middle) for screen in QGuiApplication.screens()):
            return False
        self.show()
        return True

    def show_on(self, screen: QScreen | None) -> None:
        """Fill the second screen; without one, an ordinary window."""
        if screen is None:
            room = QGuiApplication.primaryScreen().availableGeometry()
            self.setGeometry(QRect(room.topLeft() + QPoint(40, 60), SIZE) & room)
            self.show()
        else:
            self.setGeometry(screen.availableGeometry())
            self.showMaximized()

    def closeEvent(self, event: QCloseEvent) -> None:
        self.view.end()
        super().closeEvent(event)
        self.closed.emit()
