"""The map page as a view: profile, page, channel and view, thrown away together when it ends.

Needs QtWebEngine; `map_view` does without this module when that is missing.
"""

from __future__ import annotations

from contextlib import suppress
from weakref import ref

import psutil
from PySide6.QtCore import QByteArray, QEvent, QObject, Qt, QUrl, Signal
from PySide6.QtGui import QColor
from PySide6.QtWebChannel import QWebChannel
from PySide6.QtWebEngineCore import QWebEnginePage
from PySide6.QtWebEngineWidgets import QWebEngineView
from PySide6.QtWidgets import QWidget
from shiboken6 import Shiboken

from console.viewmodels.map_channel import MapChannel
from console.views.map_inspector import inspect
from console.views.map_page import MapPage, make_profile
from console.views.map_scheme import PAGE, SCHEME, MapSchemeHandler, Routes
from console.views.map_tiles import AskTile


class WebMap(QWebEngineView):
    """The page in a view that never keeps the keyboard."""

    died = Signal()
    """The render process ended; `again` gives the page another."""
    answered = Signal()
    """The page's script is alive: it said something it was asked for."""
    strayed = Signal()
    """The keyboard came into the page, by a click or otherwise."""

    def __init__(
        self,
        channel: MapChannel,
        routes: Routes,
        ground: str,
        parent: QWidget,
        tiles: AskTile | None = None,
    ) -> None:
        super().__init__(parent)
        self._scale = 1.0
        self.dead = False  # its process ended by itself, and it has no other yet
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self.setAcceptDrops(False)
        profile = make_profile()
        handler = MapSchemeHandler(routes, profile, tiles)
        profile.installUrlSchemeHandler(QByteArray(SCHEME), handler)
        # Not held: its routes know the map, and who holds each other in a ring is never let go.
        self._handler = ref(handler)
        self._page: MapPage | None = MapPage(profile, self)
        profile.setParent(self._page)  # the engine wants the page gone before its profile
        self.set_ground(ground)
        web_channel = QWebChannel(self._page)
        web_channel.registerObject("bridge", channel)
        self._page.setWebChannel(web_channel)
        self._page.renderProcessTerminated.connect(self._on_terminated)
        self.setPage(self._page)
        self._tools = inspect(self._page)  # held here: nobody else owns their window
        self.loadProgress.connect(self._on_progress)
        self.loadFinished.connect(self._on_loaded)
        self._page.setUrl(QUrl(PAGE))

    def set_ground(self, color: str) -> None:
        """Colour behind the page, seen before it draws and while it grows."""
        if self._page is not None:
            self._page.setBackgroundColor(QColor(color))

    def set_scale(self, scale: float) -> None:
        """Enlarge the page; the engine forgets it with every load."""
        self._scale = scale
        self.setZoomFactor(scale)

    def set_tiles(self, tiles: AskTile) -> None:
        """Who has the tiles of the basemap."""
        handler = self._handler()
        if handler is not None:
            handler.tiles = tiles

    def renderer(self) -> int:
        """Process id of the page's renderer; 0 before it runs."""
        return 0 if self._page is None else self._page.renderProcessPid()

    def ask(self) -> None:
        """Let the page's script say something; one whose worker hangs says nothing good."""
        if self._page is not None:
            self._page.runJavaScript("!(window.mapStuck && mapStuck())", self._on_answer)

    def again(self) -> None:
        """Load the page anew in a process of its own, after the former one has `died`.

        Costs the window's thread half of what another view does.
        """
        if self._page is not None:
            self.dead = False
            self._page.setUrl(QUrl(PAGE))

    def kill(self) -> None:
        """End a process that hears nothing any more; nobody is told of its death."""
        process = self.renderer()
        if self._page is not None and process:
            self._page.renderProcessTerminated.disconnect(self._on_terminated)
            self._page.renderProcessTerminated.connect(_as_wished)
            with suppress(psutil.Error):  # it has ended by itself
                psutil.Process(process).kill()

    def end(self) -> None:
        """Let page, channel and profile go in the order the engine asks for."""
        page, self._page = self._page, None
        if page is None:
            return
        if self._tools is not None:
            page.setDevToolsPage(None)  # type: ignore[arg-type]  # as with a view's page below
            self._tools.close()
        page.renderProcessTerminated.disconnect()
        self.hide()
        self.setPage(None)  # type: ignore[arg-type]  # Qt's way to let a page go; the stub lacks it
        page.deleteLater()
        page.destroyed.connect(self.deleteLater)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusIn:
            self.strayed.emit()
        return super().eventFilter(watched, event)

    def _on_progress(self) -> None:
        # At once, before its scripts run: a page that began small has drawn three times too much.
        if self.zoomFactor() != self._scale:
            self.setZoomFactor(self._scale)

    def _on_loaded(self) -> None:
        proxy = self.focusProxy()
        if proxy is not None:
            proxy.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            proxy.removeEventFilter(self)
            proxy.installEventFilter(self)

    def _on_answer(self, well: object) -> None:
        if well and Shiboken.isValid(self):
            self.answered.emit()

    def _on_terminated(self, status: QWebEnginePage.RenderProcessTerminationStatus) -> None:
        if status is not QWebEnginePage.RenderProcessTerminationStatus.NormalTerminationStatus:
            self.dead = True
            self.died.emit()


def _as_wished(_status: QWebEnginePage.RenderProcessTerminationStatus, _code: int) -> None:
    """The end of a process we ended."""
