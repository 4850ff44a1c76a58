"""The narrow door between the map page and the program: the only object the page can call.

Every call from the page is a few numbers, checked here before anyone hears of it; nothing the page
sends is trusted, stored or turned into text. What the page is told is one JSON text per beat.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any, Final

from PySide6.QtCore import QObject, Signal, Slot

from console.viewmodels.map_state import is_place

WHOLE_LAYERS: Final = (
    "grids",
    "districts",
    "streets",
    "communities",
    "duty",
    "heat",
    "unseen",
    "cases",
    "closed",
    "components",
    "inspectors",
    "control",
    "tiles",
)
"""The layers of the large map, in the order of the panel."""
INSET_LAYERS: Final = ("grids", "components", "nearby")
"""Those of a panel's small map: its components and cases are those of its scene."""
LAYERS: Final = tuple(dict.fromkeys((*WHOLE_LAYERS, *INSET_LAYERS, "difference")))
WHOLE_ON: Final = frozenset({"grids", "districts", "cases", "tiles"})
"""What the large map shows before anybody has chosen."""
FEEDS: Final = (
    "heat",
    "unseen",
    "control",
    "communities",
    "streets",
    "duty",
    "components",
    "closed",
    "inspectors",
    "difference",
)
"""Layers whose things come packed (`map_feeds`); the last is that of the preview of a file."""
COMMANDS: Final = ("layers", "map_window", "more")
"""Commands of the window that stand as words on the page, and a mark's menu."""
MAX_ZOOM: Final = 22
MAX_CORNERS: Final = 1_000
"""Corners of one shape drawn by hand."""
Places = tuple[tuple[float, float], ...]
"""Places in degrees as (lon, lat)."""


class MapChannel(QObject):
    """Registered in the web channel as `bridge`; slots come from the page, `told` goes to it."""

    told = Signal(str)

    became_ready = Signal()
    was_drawn = Signal()
    case_hit = Signal(int)
    case_hovered = Signal(int)
    grid_hit = Signal(int)
    place_hit = Signal(float, float)
    view_moved = Signal(float, float, float, float, float, int, bool)
    layer_switched = Signal(str, bool)
    feature_hit = Signal(str, int)
    feature_hovered = Signal(str, int, float, float)
    shape_made = Signal(str, object)
    mark_dropped = Signal(int, float, float)
    command_asked = Signal(str)

    @Slot()
    def ready(self) -> None:
        self.became_ready.emit()

    @Slot()
    def drawn(self) -> None:
        """What a new page was told when it was ready can be seen."""
        self.was_drawn.emit()

    @Slot(int)
    def case_clicked(self, handle: int) -> None:
        if handle > 0:
            self.case_hit.emit(handle)

    @Slot(int)
    def case_under_pointer(self, handle: int) -> None:
        if handle >= 0:
            self.case_hovered.emit(handle)

    @Slot(int)
    def grid_clicked(self, index: int) -> None:
        if index >= 0:
            self.grid_hit.emit(index)

    @Slot(float, float)
    def map_clicked(self, lon: float, lat: float) -> None:
        if is_place(lon, lat):
            self.place_hit.emit(lon, lat)

    @Slot(float, float, float, float, float, int, bool)
    def view_changed(
        self,
        west: float,
        south: float,
        east: float,
        north: float,
        zoom: float,
        count: int,
        by_hand: bool,  # noqa: FBT001, the web channel passes arguments by position
    ) -> None:
        """The page shows another part; `count` open cases in it, `by_hand` after a gesture."""
        if not (is_place(west, south) and is_place(east, north)):
            return
        if not (math.isfinite(zoom) and 0 <= zoom <= MAX_ZOOM) or count < 0:
            return
        self.view_moved.emit(west, south, east, north, zoom, count, by_hand)

    @Slot(str, bool)
    def layer_clicked(self, layer: str, shown: bool) -> None:  # noqa: FBT001, as above
        if layer in LAYERS:
            self.layer_switched.emit(layer, shown)

    @Slot(str, int)
    def feature_clicked(self, layer: str, number: int) -> None:
        """A thing of a packed layer, by its number in what the page was given last."""
        if layer in FEEDS and number >= 0:
            self.feature_hit.emit(layer, number)

    @Slot(str, int, float, float)
    def feature_under_pointer(self, layer: str, number: int, lon: float, lat: float) -> None:
        """The same without a click; "grids" numbers the unit grids."""
        if (layer in FEEDS or layer == "grids") and number >= 0 and is_place(lon, lat):
            self.feature_hovered.emit(layer, number, lon, lat)

    @Slot(str, "QVariantList")
    def shape_drawn(self, tool: str, numbers: Sequence[Any]) -> None:
        """Corners of a shape as lon, lat, lon, lat, …; anything else is not heard."""
        places = as_places(numbers)
        if places and tool.isidentifier():
            self.shape_made.emit(tool, places)

    @Slot(int, float, float)
    def case_dropped(self, handle: int, lon: float, lat: float) -> None:
        """The operator has drawn a mark to another place."""
        if handle > 0 and is_place(lon, lat):
            self.mark_dropped.emit(handle, lon, lat)

    @Slot(str)
    def command_clicked(self, command: str) -> None:
        """A command's words on the page."""
        if command in COMMANDS:
            self.command_asked.emit(command)


def as_places(numbers: Sequence[Any]) -> Places:
    """Pairs of numbers as places; empty when one of them is none, or there are too many."""
    if len(numbers) % 2 or len(numbers) > 2 * MAX_CORNERS:
        return ()
    if not all(isinstance(one, int | float) for one in numbers):
        return ()
    pairs = tuple((float(numbers[at]), float(numbers[at + 1])) for at in range(0, len(numbers), 2))
    return pairs if all(is_place(lon, lat) for lon, lat in pairs) else ()
