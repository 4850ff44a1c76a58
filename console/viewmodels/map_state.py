"""What the map shows, kept in Python so that the page is only a picture of it.

Plain data and its packing for the page; no signals, no timing (`map_bridge`) and no colours.
Places are WGS-84 degrees. A case is known to the page by a *handle*, a small number never used
twice, because a case id may be larger than JavaScript can count.

Packed layouts, little endian, arrays one after the other:

- cases: ``u4 n | u4 0 | f8 lon[n] | f8 lat[n] | u4 handle[n] | u2 duty grid[n] | u1 kind[n] |
  u1 district[n]``
- grids: ``u4 n | u4 m | f8 lon[m] | f8 lat[m] | u4 start[n + 1]``: grid i owns the points start[i]
  up to start[i + 1].

`kind` is urgency * 4 + fill, in the order of `URGENCIES` and `FILLS`.
"""

from __future__ import annotations

import json
import math
import struct
import sys
from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from console.domain.tone import StageFill, Urgency
from console.ports.map_rows import MapPin

URGENCIES: Final = (Urgency.PAUSED, Urgency.NORMAL, Urgency.NEW, Urgency.NEAR, Urgency.OVER)
"""In drawing order: the last lies on top."""
FILLS: Final = tuple(StageFill)
MAX_DUTY_GRIDS: Final = 0xFFFF
MAX_DISTRICTS: Final = 0xFF

Ring = Sequence[Sequence[float]]
Row = tuple[int, float, float, int, int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """The part of the city the operator looks at; the map's own zoom steps (0 world, 19 house)."""

    lon: float
    lat: float
    zoom: float


@dataclass(frozen=True, slots=True, kw_only=True)
class GridShapes:
    """Unit grids ready for the page: codes in order, and the packed outlines."""

    codes: tuple[str, ...] = ()
    packed: bytes = struct.pack("<III", 0, 0, 0)


def kind_of(pin: MapPin) -> int:
    """The mark of a pin as one number; ValueError when urgency or fill is unknown."""
    known = _KINDS.get((pin.urgency, pin.stage_fill))
    return kind_number(Urgency(pin.urgency), StageFill(pin.stage_fill)) if known is None else known


def kind_number(urgency: Urgency, fill: StageFill) -> int:
    """One number for a mark, the same for list painter, sprites and page."""
    return URGENCIES.index(urgency) * len(FILLS) + FILLS.index(fill)


_KINDS: Final = {
    (urgency.value, fill.value): kind_number(urgency, fill)
    for urgency in URGENCIES
    for fill in FILLS
}


def is_place(lon: float, lat: float) -> bool:
    """Whether two numbers can be a place on the map (finite and on the globe)."""
    return math.isfinite(lon) and math.isfinite(lat) and abs(lon) <= 180 and abs(lat) <= 85


def pack_grids(grids: Iterable[tuple[str, Ring]]) -> GridShapes:
    """Pack unit grids (code, outline) for the page; the closing point may be left out."""
    codes: list[str] = []
    lons: list[float] = []
    lats: list[float] = []
    starts = [0]
    for code, ring in grids:
        open_ring = ring[:-1] if len(ring) > 1 and tuple(ring[0]) == tuple(ring[-1]) else ring
        codes.append(code)
        lons += [float(point[0]) for point in open_ring]
        lats += [float(point[1]) for point in open_ring]
        starts.append(len(lons))
    count, points = len(codes), len(lons)
    head = struct.pack("<II", count, points)
    body = struct.pack(f"<{2 * points}d{count + 1}I", *lons, *lats, *starts)
    return GridShapes(codes=tuple(codes), packed=head + body)


class Names:
    """Codes numbered in the order they were first met; the page counts, Python names."""

    def __init__(self, most: int) -> None:
        self._numbers: dict[str, int] = {}
        self._most = most

    def number(self, code: str) -> int:
        """The number of a code; codes beyond the room share the last number."""
        found = self._numbers.setdefault(code, len(self._numbers))
        return min(found, self._most)

    def codes(self) -> tuple[str, ...]:
        return tuple(self._numbers)[: self._most + 1]


class PinTable:
    """The open cases on the map, by id and by handle.

    What the page draws stands in columns of the packed layout, so that fifty thousand cases are
    handed over without a look at each.
    """

    def __init__(self) -> None:
        self.pins: dict[int, MapPin] = {}
        self.districts = Names(MAX_DISTRICTS)
        self._duty_grids = Names(MAX_DUTY_GRIDS)
        self._at: dict[int, int] = {}
        self._cases: dict[int, int] = {}
        self._next = 1
        self._lon, self._lat = array("d"), array("d")
        self._handles, self._duties = array("I"), array("H")
        self._kinds, self._areas = array("B"), array("B")

    def put(self, pin: MapPin) -> int | None:
        """Take a pin; its handle when the mark changed, None when the page shows it already.

        Raises ValueError on an unknown urgency or fill or an impossible place: a programming error.
        """
        kind = kind_of(pin)
        if not is_place(pin.lon, pin.lat):
            raise ValueError(f"pin {pin.id}: no place on the map")
        self.pins[pin.id] = pin
        mark = (
            *(pin.lon, pin.lat, self._duty_grids.number(pin.duty_grid), kind),
            self.districts.number(pin.district),
        )
        at = self._at.get(pin.id)
        if at is None:
            return self._add(pin.id, mark)
        if mark == self._mark(at):
            return None
        self._lon[at], self._lat[at], self._duties[at], self._kinds[at], self._areas[at] = mark
        return self._handles[at]

    def drop(self, case_id: int) -> int | None:
        """Forget a case; its handle, or None when it was not on the map."""
        if self.pins.pop(case_id, None) is None:
            return None
        at = self._at.pop(case_id)
        handle = self._handles[at]
        del self._cases[handle]
        last = len(self._handles) - 1
        if at != last:
            self._at[self._cases[self._handles[last]]] = at
        column: Any
        for column in self._columns:
            column[at] = column[last]
            column.pop()
        return handle

    def handle(self, case_id: int | None) -> int | None:
        at = None if case_id is None else self._at.get(case_id)
        return None if at is None else self._handles[at]

    def case(self, handle: int) -> int | None:
        """The case behind a handle; None when it left the map meanwhile."""
        return self._cases.get(handle)

    def rows(self, handles: Iterable[int]) -> list[Row]:
        """Rows of the handles still on the map, as the page takes them."""
        places = (self._at.get(self._cases.get(handle, 0)) for handle in handles)
        return [(self._handles[at], *self._mark(at)) for at in places if at is not None]

    def packed(self) -> bytes:
        """All cases in the layout of the module's head."""
        columns = self._columns
        if sys.byteorder == "big":
            columns = tuple(array(one.typecode, one) for one in columns)
            for column in columns:
                column.byteswap()
        return struct.pack("<II", len(self._handles), 0) + b"".join(map(bytes, columns))

    @property
    def _columns(self) -> tuple[array[Any], ...]:
        """In the order of the packed layout."""
        return self._lon, self._lat, self._handles, self._duties, self._kinds, self._areas

    def _add(self, case_id: int, mark: tuple[float, float, int, int, int]) -> int:
        handle = self._next
        self._next += 1
        self._at[case_id] = len(self._handles)
        self._cases[handle] = case_id
        self._handles.append(handle)
        marked = (self._lon, self._lat, self._duties, self._kinds, self._areas)
        column: Any
        for column, value in zip(marked, mark, strict=True):
            column.append(value)
        return handle

    def _mark(self, at: int) -> tuple[float, float, int, int, int]:
        return (
            *(self._lon[at], self._lat[at], self._duties[at], self._kinds[at]),
            self._areas[at],
        )


class BaseMap(Mapping[str, Any]):
    """A base map read from its JSON text, which is kept for the page.

    Reading and writing half a megabyte of JSON takes longer than the window may stand still, so
    make it on a read lane.
    """

    def __init__(self, text: str = "{}") -> None:
        """Raises json.JSONDecodeError when the text is none."""
        self._facts: dict[str, Any] = json.loads(text)
        self.packed = text.encode()

    def __getitem__(self, key: str) -> Any:
        return self._facts[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._facts)

    def __len__(self) -> int:
        return len(self._facts)


def pack_base(base: Mapping[str, Any]) -> bytes:
    """The base map as the page reads it: JSON in UTF-8."""
    if isinstance(base, BaseMap):
        return base.packed
    return json.dumps(base, ensure_ascii=False, separators=(",", ":")).encode()
