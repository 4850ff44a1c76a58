"""The tool in the operator's hand on the map: started and put away here, used on the page."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QObject, Signal

from console.viewmodels.map_channel import MapChannel, Places
from console.viewmodels.map_news import MapNews


class MapTools(QObject):
    """One tool at a time on one map.

    Signals: `drawn` (tool's name, places as tuples of lon and lat in degrees) when the hand has
    finished a shape; `dropped` (handle of a mark, lon, lat); `changed` (name of the tool, "" none);
    `place_picked` (lon, lat) ends picking, whose begin and end `picking_changed` tells.
    """

    drawn = Signal(str, object)
    dropped = Signal(int, float, float)
    changed = Signal(str)
    place_picked = Signal(float, float)
    picking_changed = Signal(bool)

    def __init__(self, channel: MapChannel, news: MapNews, parent: QObject) -> None:
        super().__init__(parent)
        self._news = news
        self._tool: dict[str, Any] | None = None
        self.picking = False
        channel.shape_made.connect(self._on_shape)
        channel.mark_dropped.connect(self.dropped)
        channel.place_hit.connect(self._on_place_hit)

    @property
    def tool(self) -> dict[str, Any] | None:
        """The tool as the page is told of it; None without one."""
        return self._tool

    @property
    def name(self) -> str:
        """The tool's name, "" without one."""
        return "" if self._tool is None else str(self._tool["name"])

    def start(self, name: str, **details: Any) -> None:
        """Take a tool up; its details are its own script's."""
        self._put({"name": name, **details})

    def stop(self) -> None:
        """Put the tool away."""
        if self._tool is not None:
            self._put(None)

    def step(self, east: float, south: float, closer: int) -> None:
        """Move the view by keys: so many views east and south, so many steps closer."""
        before = self._news.waiting("step") or (0.0, 0.0, 0)
        taken = (before[0] + east, before[1] + south, before[2] + closer)
        self._news.tell(step=taken)

    def start_picking(self) -> None:
        """The next click on the map is a place, not a case; ends with `place_picked`."""
        self._pick(on=True)

    def stop_picking(self) -> None:
        """Give up picking a place; nothing is told but that."""
        self._pick(on=False)

    def _pick(self, *, on: bool) -> None:
        if on is not self.picking:
            self.picking = on
            self._news.tell(picking=on)
            self.picking_changed.emit(on)

    def _on_place_hit(self, lon: float, lat: float) -> None:
        if self.picking:
            self._pick(on=False)
            self.place_picked.emit(lon, lat)

    def _put(self, tool: dict[str, Any] | None) -> None:
        before, self._tool = self.name, tool
        self._news.tell(tool=tool)
        if self.name != before:
            self.changed.emit(self.name)

    def _on_shape(self, name: str, places: Places) -> None:
        if name == self.name:
            self.drawn.emit(name, places)
