"""Where the panel of layers lies over the map of the window, and who has the keyboard then."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Slot
from PySide6.QtWidgets import QWidget

from console.viewmodels.layer_list import LayerList
from console.views.layer_panel import LayerPanel
from console.views.look import Look

TOP, SIDE = 46, 11


class MapPanel(QObject):
    """The panel as an overlay of one map; made when it is first asked for."""

    def __init__(self, over: QWidget, layers: LayerList, look: Look, home: QWidget) -> None:
        super().__init__(over)
        self._over, self._layers, self._look, self._home = over, layers, look, home
        self.panel: LayerPanel | None = None

    def turn(self) -> None:
        """Open it and take the keyboard there; close it when it has the keyboard."""
        if self.panel is not None and self.panel.isVisible() and self.panel.hasFocus():
            self.close()
            return
        if self.panel is None:
            self.panel = LayerPanel(self._layers, self._look, self._over)
            self.panel.left.connect(self.close)
            self.panel.lined_up.connect(self._place)
            self._over.installEventFilter(self)
        self._place()
        self.panel.show()
        self.panel.raise_()
        self.panel.setFocus(Qt.FocusReason.ShortcutFocusReason)

    @Slot()
    def close(self) -> bool:
        """Put it away, the keyboard goes home; False when it was not to be seen."""
        if self.panel is None or not self.panel.isVisible():
            return False
        self.panel.hide()
        self._home.setFocus(Qt.FocusReason.OtherFocusReason)
        return True

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._over and event.type() == QEvent.Type.Resize:
            self._place()
        elif watched is self._over and event.type() == QEvent.Type.ChildAdded:
            QTimer.singleShot(0, self, self._rise)  # a new page lies above everything
        return super().eventFilter(watched, event)

    @Slot()
    def _rise(self) -> None:
        if self.panel is not None:
            self.panel.raise_()

    @Slot()
    def _place(self) -> None:
        if self.panel is not None:
            room = self._over.height() - TOP - SIDE
            height = min(self.panel.wanted_height, room)
            self.panel.setGeometry(SIDE, TOP, self.panel.width(), height)
