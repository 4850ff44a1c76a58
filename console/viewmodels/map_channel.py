"""The narrow door between the map page and the program: the only object the page can call.

Every call from the page is a few numbers, checked here before anyone hears of it; nothing the page
sends is trusted, stored or turned into text. What the page is told is one JSON text per beat.
"""

from __future__ import annotations

import math
from typing import Final

from PySide6.QtCore import QObject, Signal, Slot

from console.viewmodels.map_state import is_place

LAYERS: Final = ("grids", "bounds", "components", "nearby")
MAX_ZOOM: Final = 22


class MapChannel(QObject):
    """Registered in the web channel as `bridge`; slots come from the page, `told` goes to it."""

    told = Signal(str)

    became_ready = Signal()
    case_hit = Signal(int)
    case_hovered = Signal(int)
    grid_hit = Signal(int)
    place_hit = Signal(float, float)
    view_moved = Signal(float, float, float, float, float, int, bool)
    layer_switched = Signal(str, bool)

    @Slot()
    def ready(self) -> None:
        self.became_ready.emit()

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
