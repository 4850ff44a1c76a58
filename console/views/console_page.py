"""The console page: strip, map over list, detail at the right; arrangement only (DESIGN 3, 01)."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from console.views.breadth import WIDE, Breadth
from console.views.fmt import Formats
from console.views.next_strip import NextStrip
from console.views.theme import Theme, set_look
from console.views.widgets.keys import KeyLabel
from console.views.widgets.segmented import Segmented

LEAST_DETAIL = 400
"""px of height the detail is content with: the card folds its parts by the height it gets."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Panes:
    """The widgets of the page, made by whoever knows their viewmodels."""

    strip: NextStrip
    map: QWidget
    queue: QWidget
    card: QWidget
    cell: QWidget
    summary: QWidget


class ConsolePage(QWidget):
    """Signals: `tab_changed` (str) `list` or `map`, in the layout that shows one at a time;
    `map_alone` (bool) when the map takes the list's place, and when the list is there again.
    """

    tab_changed = Signal(str)
    map_alone = Signal(bool)

    def __init__(
        self, panes: Panes, formats: Formats, theme: Theme, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.panes = panes
        self._breadth = WIDE
        self._map_out = False
        self._alone = False
        say = formats.wording.say
        self.tabs = Segmented(
            theme, [("list", say("page.list"), ""), ("map", say("page.map"), "")], self
        )
        self.tabs.chosen.connect(self._on_tab)
        self._tab_bar = QFrame(self)
        set_look(self._tab_bar, role="bar")
        row = QHBoxLayout(self._tab_bar)
        row.setContentsMargins(10, 4, 10, 4)
        row.addWidget(self.tabs)
        row.addWidget(KeyLabel("Ctrl+G", self._tab_bar))
        row.addStretch(1)
        self.middle = QSplitter(Qt.Orientation.Vertical, self)
        self.detail = QStackedWidget(self)
        self.columns = QSplitter(Qt.Orientation.Horizontal, self)

    def lay_out(self) -> None:
        """Fill the page, once, when it is where it stays.

        What is in a splitter or a stack counts as shown: it would be styled anew each time
        something around it is moved.
        """
        work = QWidget(self.columns)
        column = QVBoxLayout(work)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.columns.addWidget(work)
        self.columns.addWidget(self.detail)
        self.columns.setStretchFactor(0, 1)
        column.addWidget(self.panes.strip)
        column.addWidget(self._tab_bar)
        column.addWidget(self.middle, 1)
        outer = QHBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self.columns)
        self._fill()
        self.show_card(there=False)

    def _fill(self) -> None:
        for splitter in (self.middle, self.columns):
            splitter.setHandleWidth(1)
            splitter.setChildrenCollapsible(False)
        self.middle.addWidget(self.panes.map)
        self.middle.addWidget(self.panes.queue)
        self.middle.setStretchFactor(1, 1)
        self.detail.addWidget(self.panes.card)
        self.detail.addWidget(self.panes.cell)
        self.detail.addWidget(self.panes.summary)
        self.panes.map.setMinimumHeight(160)

    def adapt(self, breadth: Breadth, width: int) -> None:
        """Take the layout of a window width; `width` is what the page has."""
        self._breadth = breadth
        self._tab_bar.setVisible(breadth.tabs)
        self.panes.strip.compact(breadth.compact)
        self.detail.setMinimumSize(400, LEAST_DETAIL)
        self.columns.setSizes([max(1, width - breadth.detail), breadth.detail])
        height = max(1, self.middle.height())
        self.middle.setSizes([breadth.map_height, max(1, height - breadth.map_height)])
        self._show_panes()

    def send_map_out(self, out: bool) -> None:  # noqa: FBT001  a switch
        """The map is on the second screen: the list takes its place."""
        self._map_out = out
        self._show_panes()

    def show_card(self, there: bool) -> None:  # noqa: FBT001  a switch
        """The case card, or the shift summary while nothing is selected."""
        self.detail.setCurrentWidget(self.panes.card if there else self.panes.summary)

    def show_cell(self) -> None:
        """The card of a unit grid in their place."""
        self.detail.setCurrentWidget(self.panes.cell)

    @Slot()
    def turn_tab(self) -> None:
        """List or map, where only one is shown (Ctrl+G)."""
        if self._breadth.tabs:
            self.tabs.choose("map" if self.tabs.choice == "list" else "list")
            self._on_tab(self.tabs.choice)

    def show_list(self) -> None:
        """Where only one is shown: the list, for a command that means it."""
        if self._breadth.tabs and self.tabs.choice == "map":
            self.turn_tab()

    def show_map(self) -> None:
        """Where only one is shown: the map, for a command that means it."""
        if self._breadth.tabs and self.tabs.choice == "list":
            self.turn_tab()

    @Slot(str)
    def _on_tab(self, tab: str) -> None:
        self._show_panes()
        self.tab_changed.emit(tab)

    def _show_panes(self) -> None:
        tabs = self._breadth.tabs
        on_map = tabs and self.tabs.choice == "map" and not self._map_out
        map_there = not self._map_out and (not tabs or on_map)
        # What comes is there before the other goes: the keyboard passes from one to the other.
        for pane, there in ((self.panes.map, map_there), (self.panes.queue, not on_map)):
            if there:
                pane.show()
        if on_map != self._alone:
            self._alone = on_map
            self.map_alone.emit(on_map)
        self.panes.map.setVisible(map_there)
        self.panes.queue.setVisible(not on_map)
