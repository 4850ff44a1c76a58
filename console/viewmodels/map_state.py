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
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
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
    return kind_number(Urgency(pin.urgency), StageFill(pin.stage_fill))


def kind_number(urgency: Urgency, fill: StageFill) -> int:
    """One number for a mark, the same for list painter, sprites and page."""
    return URGENCIES.index(urgency) * len(FILLS) + FILLS.index(fill)


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


@dataclass(slots=True)
class PinTable:
    """The open cases on the map, by id and by handle."""

    pins: dict[int, MapPin] = field(default_factory=dict)
    districts: Names = field(default_factory=lambda: Names(MAX_DISTRICTS))
    _duty_grids: Names = field(default_factory=lambda: Names(MAX_DUTY_GRIDS))
    _handles: dict[int, int] = field(default_factory=dict)
    _cases: dict[int, int] = field(default_factory=dict)
    _next: int = 1

    def put(self, pin: MapPin) -> int | None:
        """Take a pin; its handle when the mark changed, None when the page shows it already.

        Raises ValueError on an unknown urgency or fill or an impossible place: a programming error.
        """
        kind_of(pin)
        if not is_place(pin.lon, pin.lat):
            raise ValueError(f"pin {pin.id}: no place on the map")
        old = self.pins.get(pin.id)
        self.pins[pin.id] = pin
        row = self._row(pin)
        return None if old is not None and row == self._row(old) else row[0]

    def drop(self, case_id: int) -> int | None:
        """Forget a case; its handle, or None when it was not on the map."""
        if self.pins.pop(case_id, None) is None:
            return None
        handle = self._handles.pop(case_id)
        del self._cases[handle]
        return handle

    def handle(self, case_id: int | None) -> int | None:
        return None if case_id is None else self._handles.get(case_id)

    def case(self, handle: int) -> int | None:
        """The case behind a handle; None when it left the map meanwhile."""
        return self._cases.get(handle)

    def rows(self, handles: Iterable[int]) -> list[Row]:
        """Rows of the handles still on the map, as the page takes them."""
        cases = (self._cases.get(handle) for handle in handles)
        return [self._row(self.pins[case]) for case in cases if case is not None]

    def packed(self) -> bytes:
        """All cases in the layout of the module's head."""
        rows = [self._row(pin) for pin in self.pins.values()]
        count = len(rows)
        columns = list(zip(*rows, strict=True)) or [()] * 6
        handles, lons, lats, duties, kinds, districts = columns
        return struct.pack(
            f"<II{2 * count}d{count}I{count}H{2 * count}B",
            *(count, 0, *lons, *lats, *handles, *duties, *kinds, *districts),
        )

    def _handle(self, case_id: int) -> int:
        handle = self._handles.get(case_id)
        if handle is None:
            handle = self._handles[case_id] = self._next
            self._cases[handle] = case_id
            self._next += 1
        return handle

    def _row(self, pin: MapPin) -> Row:
        duty, district = self._duty_grids.number(pin.duty_grid), self.districts.number(pin.district)
        return (self._handle(pin.id), pin.lon, pin.lat, duty, kind_of(pin), district)


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
