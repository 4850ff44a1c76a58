"""The layers whose things come packed: what the page is given of each, and what it tells of them.

A thing is known to the page by its layer and its number in what was packed last; who packed it
(`map_layers`) knows what it is. Layouts, little endian, stand at the head of the layer's script:
`resources/map/heat.js` (a class for each unit grid), `areas.js` (outlines with names), `points.js`
(places with a form, and ways). Places are WGS-84 degrees.
"""

from __future__ import annotations

import json
import struct
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from PySide6.QtCore import QObject, Signal

from console.viewmodels.map_channel import FEEDS, MapChannel
from console.viewmodels.map_news import MapNews
from console.viewmodels.map_state import Ring

NOTHING: Final[dict[str, Any]] = {"handle": 0, "tip": None}
MAX_CLASS: Final = 0xFF


class MapFeeds(QObject):
    """Packed layers of one map.

    Signals: `clicked` (layer, number), `hovered` (layer, number, lon, lat): what the pointer is on;
    the layer "grids" numbers the unit grids. The answer to `hovered` is `tell`.
    """

    clicked = Signal(str, int)
    hovered = Signal(str, int, float, float)

    def __init__(self, channel: MapChannel, news: MapNews, parent: QObject) -> None:
        super().__init__(parent)
        self._news = news
        self._packed: dict[str, bytes] = {}
        self.cell = -1
        """Number of the unit grid that is ringed; -1 for none."""
        self.tiles: list[dict[str, Any]] = []
        channel.feature_hit.connect(self.clicked)
        channel.feature_hovered.connect(self.hovered)

    def set(self, layer: str, packed: bytes) -> None:
        """Give a layer all its things anew. Raises KeyError on a layer that is none of `FEEDS`."""
        if layer not in FEEDS:
            raise KeyError(layer)
        if self._packed.get(layer) != packed:
            self._packed[layer] = packed
            self._news.reload_feed(layer)

    def packed(self, layer: str) -> bytes:
        """What the page fetches of a layer; empty when nothing was given."""
        return self._packed.get(layer, b"")

    def set_tiles(self, told: Sequence[Mapping[str, Any]]) -> None:
        """The basemap's layers, lowest first, as `Basemaps.told` gives them."""
        self.tiles = [dict(one) for one in told]
        self._news.tell(tiles=self.tiles)

    def take(self, other: MapFeeds) -> None:
        """Everything another map of this seat was given."""
        for layer, packed in other._packed.items():
            self.set(layer, packed)

    def given(self) -> dict[str, bool]:
        """The layers a new page has to fetch."""
        return dict.fromkeys(self._packed, True)

    def mark(self, cell: int) -> None:
        """Ring a unit grid by its number; -1 takes the ring away."""
        if cell != self.cell:
            self.cell = cell
            self._news.tell(cell=cell)

    def tell(self, title: str, detail: str, lon: float, lat: float) -> None:
        """Name what lies under the pointer, beside a place; an empty title takes the words away."""
        tip = {"title": title, "left": "", "tone": "", "detail": detail}
        self._news.tell(hover={"at": [lon, lat], "tip": tip} if title else NOTHING)
        self._news.flush()


def pack_classes(classes: Sequence[int], tones: int) -> bytes:
    """A class for each unit grid, in the grids' order: 0 none, 1 to `tones` of the palette.

    `tones` 4 is the palette of density, 5 that of the grades, 1 the hatch.
    """
    return struct.pack("<II", len(classes), tones) + bytes(min(one, MAX_CLASS) for one in classes)


def pack_areas(areas: Iterable[tuple[str, Ring]]) -> bytes:
    """Outlines with their names; an area of several parts comes several times."""
    lons: list[float] = []
    lats: list[float] = []
    starts, names = [0], []
    for name, ring in areas:
        names.append(name)
        lons += [float(point[0]) for point in ring]
        lats += [float(point[1]) for point in ring]
        starts.append(len(lons))
    count, points = len(names), len(lons)
    head = struct.pack("<II", count, points)
    body = struct.pack(f"<{2 * points}d{count + 1}I", *lons, *lats, *starts)
    return head + body + json.dumps(names, ensure_ascii=False).encode()


def pack_points(points: Sequence[tuple[float, float, int]], ways: Iterable[Ring] = ()) -> bytes:
    """Places as (lon, lat, form), and ways as lists of places."""
    lons: list[float] = []
    lats: list[float] = []
    starts = [0]
    for way in ways:
        lons += [float(point[0]) for point in way]
        lats += [float(point[1]) for point in way]
        starts.append(len(lons))
    count, along = len(points), len(lons)
    head = struct.pack("<IIII", count, along, len(starts) - 1, 0)
    spots = [point[0] for point in points] + [point[1] for point in points]
    body = struct.pack(f"<{2 * count + 2 * along}d{len(starts)}I", *spots, *lons, *lats, *starts)
    return head + body + bytes(min(point[2], MAX_CLASS) for point in points)
