"""The ground of the wall's map: base map, unit grids, and the duty grid of each of them."""

from __future__ import annotations

import math
import struct
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from console.viewmodels.map_feeds import pack_classes
from console.viewmodels.map_state import GridShapes

DENSITY: Final = (1, 3, 6, 10)
"""From so many open cases of a duty grid its cells have the next tone."""
TILE: Final = 256
FAR: Final = 0.2
"""A district that lies beside all others by more than this share of their extent is told in words:
in the view it would make all others small."""

Box = tuple[float, float, float, float]
"""West, south, east, north in degrees."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WallGround:
    """`duty_grids` is the code of the duty grid of each unit grid, in the order of `grids.codes`.

    `base` as in `MapBridge.set_base`.
    """

    base: Mapping[str, Any] = field(default_factory=dict)
    grids: GridShapes = field(default_factory=GridShapes)
    duty_grids: Sequence[str] = ()

    def heat(self, counts: Mapping[str, int]) -> bytes:
        """The tone of each unit grid by the open cases of its duty grid, packed for the page."""
        tones = {code: sum(count >= one for one in DENSITY) for code, count in counts.items()}
        return pack_classes([tones.get(code, 0) for code in self.duty_grids], len(DENSITY))

    def districts(self) -> Iterator[tuple[str, Box]]:
        """Code and extent of each district that has an outline; of several parts, the largest."""
        for one in self.base.get("districts", ()):
            rings = [ring for ring in one.get("rings", ()) if len(ring) > 2]
            if rings:
                largest = max(rings, key=lambda ring: _size(box_of(ring)))
                yield str(one.get("code", "")), box_of(largest)

    def extent(self, district: str = "") -> Box | None:
        """What the map has to show: the unit grids of a district, or of all but those far away.

        Where a city has no grids yet, its districts; None where it has no ground at all.
        """
        boxes = dict(self.districts())
        far = self.far()
        wanted = [district] if district in boxes else [code for code in boxes if code not in far]
        cells = self._cells(tuple(wanted))
        if cells is not None:
            return cells
        if wanted:
            return joined([boxes[code] for code in wanted])
        bounds = self.base.get("bounds")
        return None if bounds is None else (bounds[0], bounds[1], bounds[2], bounds[3])

    def cells_of(self, district: str) -> Box | None:
        """The extent of the unit grids of one district; None without any."""
        return self._cells((district,))

    def _cells(self, districts: tuple[str, ...]) -> Box | None:
        """The extent of the unit grids of districts; the layout is that of `map_state`."""
        packed, codes = self.grids.packed, self.grids.codes
        count, points = struct.unpack_from("<II", packed)
        lons = struct.unpack_from(f"<{points}d", packed, 8)
        lats = struct.unpack_from(f"<{points}d", packed, 8 + 8 * points)
        starts = struct.unpack_from(f"<{count + 1}I", packed, 8 + 16 * points)
        mine = [at for at, code in enumerate(codes) if not districts or code.startswith(districts)]
        x = [lon for at in mine for lon in lons[starts[at] : starts[at + 1]]]
        y = [lat for at in mine for lat in lats[starts[at] : starts[at + 1]]]
        return (min(x), min(y), max(x), max(y)) if x else None

    def far(self) -> frozenset[str]:
        """Districts far from all others, for whose sake the rest would become small."""
        boxes = dict(self.districts())
        found: set[str] = set()
        for code, box in boxes.items():
            others = [other for key, other in boxes.items() if key != code]
            if len(others) < 2:
                continue
            west, south, east, north = joined(others)
            across = max(east - west, north - south)
            gap = max(west - box[2], box[0] - east, south - box[3], box[1] - north)
            if gap > FAR * across:
                found.add(code)
        return frozenset(found)


def box_of(ring: Sequence[Sequence[float]]) -> Box:
    """The extent of an outline."""
    lons, lats = [one[0] for one in ring], [one[1] for one in ring]
    return min(lons), min(lats), max(lons), max(lats)


def joined(boxes: Sequence[Box]) -> Box:
    """The extent of several; at least one."""
    west, south, east, north = zip(*boxes, strict=True)
    return min(west), min(south), max(east), max(north)


def _size(box: Box) -> float:
    return (box[2] - box[0]) * (box[3] - box[1])


def world(lon: float, lat: float) -> tuple[float, float]:
    """A place in the pixels of zoom 0 (Web Mercator), as the page's own projection has it."""
    sine = math.sin(math.radians(lat))
    return (
        (lon + 180) / 360 * TILE,
        (0.5 - math.log((1 + sine) / (1 - sine)) / (4 * math.pi)) * TILE,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Fit:
    """The part of the world a map shows: middle in degrees, whole zoom of the page, and by how much
    the page is enlarged so that the extent fills the map. Pixels are the widget's."""

    lon: float
    lat: float
    zoom: int
    scale: float
    width: float
    height: float

    def spot(self, lon: float, lat: float) -> tuple[float, float]:
        """Where a place lies on the widget, pixels from its upper left corner."""
        x, y = world(lon, lat)
        x0, y0 = world(self.lon, self.lat)
        k = 2**self.zoom * self.scale
        return self.width / 2 + (x - x0) * k, self.height / 2 + (y - y0) * k


LEAST_SCALE: Final = 2.2
"""For a design pixel as large as a real one; the page's steps of zoom are doublings, so that the
enlargement lies between this and twice this."""


def fit(box: Box, width: float, height: float, factor: float, *, top: float, bottom: float) -> Fit:
    """The greatest view that holds an extent between a strip at the top and one at the bottom.

    `factor` is real pixels of a design pixel.
    """
    x0, y0 = world(box[0], box[3])
    x1, y1 = world(box[2], box[1])
    room = max(1.0, height - top - bottom)
    whole = min(width / max(x1 - x0, 1e-9), room / max(y1 - y0, 1e-9)) * 0.96
    least = LEAST_SCALE * factor
    zoom = min(20, max(8, math.floor(math.log2(whole / least))))
    scale = min(5.0, max(0.25, whole / 2**zoom))
    # The middle of what is free, not of the widget: the strips are not equally high.
    shift = (bottom - top) / 2 / (2**zoom * scale)
    x, y = (x0 + x1) / 2, (y0 + y1) / 2 + shift
    lat = math.degrees(2 * math.atan(math.exp(math.pi * (1 - 2 * y / TILE))) - math.pi / 2)
    return Fit(
        lon=x / TILE * 360 - 180, lat=lat, zoom=zoom, scale=scale, width=width, height=height
    )
