"""The maps of one seat: the one in the window and the one on the second screen, one in charge.

F11 sends the map over and back. Both show the same cases, layers and selection; the view goes with
the map. Where the second one stood is remembered by this workstation, and that it was open.
"""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QByteArray, QObject, QSettings, Qt, Signal, Slot
from PySide6.QtGui import QGuiApplication, QScreen
from PySide6.QtWidgets import QApplication, QWidget

from console.viewmodels.layer_list import LayerList
from console.viewmodels.workbench import Workbench
from console.views.actions import ActionRegistry
from console.views.cell_mark import CellMark
from console.views.console_page import ConsolePage
from console.views.layer_link import LayerLink
from console.views.look import Look
from console.views.map_link import MapLink
from console.views.map_panel import MapPanel
from console.views.map_view import MapView
from console.views.map_window import MapWindow

PLACE: Final = "map/place"
OUT: Final = "map/out"


class Maps(QObject):
    """Which map the keys mean.

    Signals: `asked` (id of a command) words on a map were clicked; `case_asked` (CaseId) a closed
    case on it; `turned` after the map went to the second screen or came back.
    """

    asked = Signal(str)
    case_asked = Signal(object)
    turned = Signal()

    def __init__(
        self, bench: Workbench, page: ConsolePage, look: Look, home: QWidget, parent: QObject
    ) -> None:
        """`home` is where the keyboard belongs; `page.panes.map` need not be a map (tests)."""
        super().__init__(parent)
        self._bench, self._page, self._look, self._home = bench, page, look, home
        self._memory: QSettings | None = None
        self._actions: ActionRegistry | None = None
        self.list = LayerList(bench.layers, bench.choices, bench.basemaps)
        self.window: MapWindow | None = None
        self._out: MapLink | None = None
        self.main: MapLink | None = None
        self._panel: MapPanel | None = None
        if isinstance(page.panes.map, MapView):
            self.main = self._linked(page.panes.map)
            self._panel = MapPanel(page.panes.map, self.list, look, home)
        page.map_alone.connect(self._on_alone)

    @property
    def present(self) -> MapLink | None:
        """The map the operator looks at; None in a workplace without any."""
        return self._out or self.main

    def use_keys(self, actions: ActionRegistry) -> None:
        """Let the keys of the window work in the second map too; the window then comes forward."""
        self._actions = actions
        actions.install("L", self._page.panes.map)
        actions.triggered.connect(self._come_home)

    def remember(self, memory: QSettings | None) -> None:
        """Keep where the second map stands from now on, and open it if it was open."""
        self._memory = memory
        if memory is not None and memory.value(OUT, type=bool) and second_screen() is not None:
            self.send_out()

    @Slot()
    def turn(self) -> None:
        """To the second screen, or back."""
        if self.window is None:
            self.send_out()
        else:
            self.window.close()

    @Slot()
    def turn_layers(self) -> None:
        """The panel of layers: over the map, or beside the one on the second screen (L)."""
        if self.window is not None:
            self.window.activateWindow()
            self.window.panel.setFocus(Qt.FocusReason.ShortcutFocusReason)
        elif self._panel is not None:
            self._page.show_map()
            self._panel.turn()

    def close_layers(self) -> bool:
        """Put the panel over the map away; False when there was none to put away."""
        return self._panel is not None and self._panel.close()

    def send_out(self) -> None:
        """Show the map in a window of its own, if it is not."""
        if self.window is not None or self.main is None:
            return
        if self._panel is not None:
            self._panel.close()
        window = self.window = MapWindow(self._look, self.list)
        window.panel.left.connect(self._come_home)
        self._out = self._linked(window.view)
        window.view.bridge.take_view(self.main.view.bridge)
        if self._actions is not None:
            for context in ("G", "D", "L"):
                self._actions.install(context, window)
        window.closed.connect(self._on_closed)
        self._page.send_map_out(out=True)
        kept = self._memory.value(PLACE) if self._memory is not None else None
        if not (isinstance(kept, QByteArray) and window.show_where(kept)):
            window.show_on(second_screen())
        self._remember_out(out=True)
        self.turned.emit()

    def end(self) -> None:
        """The seat is left: the second map goes, and comes again at the next start."""
        if self.window is not None:
            self.window.close()
            self._remember_out(out=True)

    def _linked(self, view: MapView) -> MapLink:
        bench = self._bench
        link = MapLink(
            view, bench.pins, bench.ground, bench.queue, self._look, bench.basemaps, bench.past
        )
        view.set_focus_home(self._home)
        view.bridge.channel.command_asked.connect(self.asked)
        bench.clock.ticked.connect(link.tick)
        layers = LayerLink(view, bench.layers, bench.pins, self._look, bench.past)
        layers.legend_told.connect(link.set_legend)
        layers.case_asked.connect(self.case_asked)
        view.grid_chosen.connect(bench.cell.show)
        CellMark(view, bench.cell, bench.ground)
        return link

    def _remember_out(self, *, out: bool) -> None:
        if self._memory is not None:
            self._memory.setValue(OUT, out)

    @Slot()
    def _on_closed(self) -> None:
        window, self.window, self._out = self.window, None, None
        if window is None:
            return
        if self._memory is not None:
            self._memory.setValue(PLACE, window.saveGeometry())
        self._remember_out(out=False)
        if self.main is not None:
            self.main.view.bridge.take_view(window.view.bridge)
        self._page.send_map_out(out=False)
        self.turned.emit()

    @Slot(bool)
    def _on_alone(self, alone: bool) -> None:  # noqa: FBT001  the signal's
        """Where the list is hidden, the map has the keys that are the list's."""
        there = self._page.panes.map if alone else None
        self._home.setFocusProxy(there)  # type: ignore[arg-type]  # None ends it
        focus = QApplication.focusWidget()
        if focus is None or self._page.isAncestorOf(focus):
            self._home.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def _come_home(self) -> None:
        if self.window is not None and self.window.isActiveWindow():
            self._home.window().activateWindow()
            self._home.setFocus(Qt.FocusReason.OtherFocusReason)


def second_screen() -> QScreen | None:
    """A monitor beside the first; None where there is only one."""
    screens = QGuiApplication.screens()
    first = QGuiApplication.primaryScreen()
    return next((screen for screen in screens if screen is not first), None)
