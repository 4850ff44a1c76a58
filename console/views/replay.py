"""Opens and closes the past on the maps of a seat (Ctrl+Shift+B): the bar lies over the map the
operator looks at (the page ends above it), the second screen's if there is one."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Slot
from PySide6.QtWidgets import QWidget

from console.viewmodels.map_past import MapPast
from console.views.console_page import ConsolePage
from console.views.look import Look
from console.views.maps import Maps
from console.views.replay_bar import ReplayBar

SIDE = 11


class Replay(QObject):
    """The bar and where it lies. A case of then that is wanted as it is now is the maps' own
    `case_asked`."""

    def __init__(
        self, past: MapPast, maps: Maps, page: ConsolePage, look: Look, home: QWidget
    ) -> None:
        super().__init__(maps)
        self._past, self._maps, self._page = past, maps, page
        self._look, self._home = look, home
        self.bar: ReplayBar | None = None
        self._over: QWidget = page.panes.map
        past.ended.connect(self._on_ended)
        maps.turned.connect(self._on_turned)

    @Slot()
    def turn(self) -> None:
        """Open it and take the keyboard there; back to the present when it has the keyboard."""
        if self._past.on and self.bar is not None and focused(self.bar) is not None:
            self.leave()
            return
        self._past.begin()
        if not self._past.on:
            return
        if self._maps.window is None:
            self._page.show_map()
        self._show()

    def leave(self) -> bool:
        """The present; False when that was shown anyway."""
        was = self._past.on
        self._past.leave()
        return was

    def _show(self) -> None:
        over: QWidget = self._page.panes.map
        if self._maps.present is not None:
            over = self._maps.present.view
        if self.bar is None or self._over is not over:
            self._put_away()
            self._over = over
            bar = self.bar = ReplayBar(self._past, self._look, over)
            bar.left.connect(self._past.leave)
            bar.case_asked.connect(self._maps.case_asked)
            over.installEventFilter(self)
        self._place()
        self.bar.show()
        self.bar.raise_()
        if self._maps.window is not None:
            self._maps.window.activateWindow()
        self.bar.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _put_away(self) -> None:
        bar, self.bar = self.bar, None
        if bar is not None:
            self._over.removeEventFilter(self)
            bar.hide()
            bar.deleteLater()
            self._leave_foot(0)

    @Slot()
    def _on_ended(self) -> None:
        had = self.bar is not None and focused(self.bar) is not None
        self._put_away()
        if had:
            self._home.window().activateWindow()
            self._home.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def _on_turned(self) -> None:
        """The map went to the second screen or came back: the bar goes with it."""
        if self._past.on:
            self._show()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self._place()
        elif event.type() == QEvent.Type.ChildAdded:
            QTimer.singleShot(0, self, self._rise)  # a new page lies above everything
        return super().eventFilter(watched, event)

    @Slot()
    def _rise(self) -> None:
        if self.bar is not None:
            self.bar.raise_()

    @Slot()
    def _place(self) -> None:
        if self.bar is not None:
            over, height = self._over, self.bar.sizeHint().height()
            top, width = over.height() - height - SIDE, over.width() - 2 * SIDE
            self.bar.setGeometry(SIDE, top, width, height)
            self._leave_foot(height + 2 * SIDE)

    def _leave_foot(self, height: int) -> None:
        """The map's page ends above the bar: legend and scale are never under it."""
        self._over.setContentsMargins(0, 0, 0, height)


def focused(bar: QWidget) -> QWidget | None:
    """What has the keyboard in the bar; None when it is elsewhere."""
    found = bar.window().focusWidget()
    return found if found is not None and (found is bar or bar.isAncestorOf(found)) else None
