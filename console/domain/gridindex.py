"""Which area holds a point: an exact lookup over outlines, in plain Python.

A uniform bucket index over the outlines' boxes, then an exact test. Outlines of one index should
not overlap; where borders touch, the smallest code wins, so the answer never depends on the order
of loading. Not here: loading, and what a place means for a case.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from math import cos, floor, hypot, radians
from typing import Final

from console.domain.coordinates import EARTH_RADIUS_M
from console.domain.place import DutyGrid, Point, UnitGrid

_CELL: Final = 0.002
"""Edge of a bucket in degrees: about 200 m, two unit grids."""

_BORDER: Final = 1e-9
"""Closer to an edge than this (0.1 mm, degrees) counts as on the border."""

_METRES_PER_DEGREE: Final = radians(1.0) * EARTH_RADIUS_M

_Cell = tuple[int, int]


class AreaIndex:
    """Outlines by code; a point finds its code, or the nearest one with its distance."""

    def __init__(self, rings: Mapping[str, Sequence[Point]]) -> None:
        self._rings = dict(rings)
        self._cells: dict[_Cell, list[str]] = {}
        for code in sorted(self._rings):
            for cell in _cells_of(self._rings[code]):
                self._cells.setdefault(cell, []).append(code)

    def at(self, point: Point) -> tuple[str, ...]:
        """Codes of all areas that hold or touch the point, smallest first."""
        candidates = self._cells.get(_cell(point), ())
        return tuple(code for code in candidates if holds(self._rings[code], point))

    def find(self, point: Point) -> str | None:
        """The area of the point; on a border the smallest code."""
        return next(iter(self.at(point)), None)

    def near(self, point: Point, within_m: float) -> list[tuple[float, str]]:
        """Distance in metres and code of the areas within reach, nearest first, then by code."""
        reach = within_m / (_METRES_PER_DEGREE * cos(radians(point.lat)))
        west, south = _cell(Point(point.lon - reach, point.lat - reach))
        east, north = _cell(Point(point.lon + reach, point.lat + reach))
        codes = {
            code
            for x in range(west, east + 1)
            for y in range(south, north + 1)
            for code in self._cells.get((x, y), ())
        }
        reached = ((distance_to_ring_m(self._rings[code], point), code) for code in codes)
        return sorted(pair for pair in reached if pair[0] <= within_m)


class GridIndex:
    """Unit grids with their days in force, and the duty grids made of them."""

    def __init__(self, grids: Iterable[UnitGrid], duties: Iterable[DutyGrid] = ()) -> None:
        self._grids = {grid.code: grid for grid in grids}
        self._areas = AreaIndex({code: grid.ring for code, grid in self._grids.items()})
        self._duties: dict[str, list[DutyGrid]] = {}
        for duty in sorted(duties, key=lambda duty: duty.code):
            for code in duty.unit_grids:
                self._duties.setdefault(code, []).append(duty)

    def get(self, code: str) -> UnitGrid | None:
        """The grid of a code, ended or not: old cases still point at ended grids."""
        return self._grids.get(code)

    def find(self, point: Point, day: date) -> UnitGrid | None:
        """The grid in force on `day` that holds the point; on a border the smallest code."""
        grids = (self._grids[code] for code in self._areas.at(point))
        return next((grid for grid in grids if grid.in_force(day)), None)

    def nearest(
        self, point: Point, day: date, within_m: float = 500.0
    ) -> tuple[UnitGrid, float] | None:
        """The nearest grid in force and its distance in metres, 0.0 inside; None out of reach."""
        for distance, code in self._areas.near(point, within_m):
            if self._grids[code].in_force(day):
                return self._grids[code], distance
        return None

    def duty_grid(self, unit_grid: str, day: date) -> DutyGrid | None:
        """The duty grid a unit grid belongs to on `day`."""
        for duty in self._duties.get(unit_grid, ()):
            if duty.valid_from <= day and (duty.valid_to is None or day < duty.valid_to):
                return duty
        return None


def holds(ring: Sequence[Point], point: Point) -> bool:
    """Whether the open outline holds the point, its border included."""
    x, y = point
    inside = False
    for (ax, ay), (bx, by) in _edges(ring):
        if _on_edge(x, y, ax, ay, bx, by):
            return True
        if (ay > y) != (by > y) and x < (bx - ax) * (y - ay) / (by - ay) + ax:
            inside = not inside
    return inside


def distance_to_ring_m(ring: Sequence[Point], point: Point) -> float:
    """Metres from the point to the area, 0.0 when it holds the point."""
    if holds(ring, point):
        return 0.0
    squeeze = cos(radians(point.lat))
    return min(
        _distance_to_edge(
            (ax - point.lon) * squeeze,
            ay - point.lat,
            (bx - point.lon) * squeeze,
            by - point.lat,
        )
        * _METRES_PER_DEGREE
        for (ax, ay), (bx, by) in _edges(ring)
    )


def _edges(ring: Sequence[Point]) -> Iterator[tuple[Point, Point]]:
    return zip(ring, (*ring[1:], ring[0]), strict=True)


def _on_edge(x: float, y: float, ax: float, ay: float, bx: float, by: float) -> bool:
    return _distance_to_edge(ax - x, ay - y, bx - x, by - y) <= _BORDER


def _distance_to_edge(ax: float, ay: float, bx: float, by: float) -> float:
    """From the origin to the edge a-b, in the units given."""
    dx, dy = bx - ax, by - ay
    length = dx * dx + dy * dy
    share = 0.0 if length == 0.0 else min(1.0, max(0.0, -(ax * dx + ay * dy) / length))
    return hypot(ax + share * dx, ay + share * dy)


def _cell(point: Point) -> _Cell:
    return floor(point.lon / _CELL), floor(point.lat / _CELL)


def _cells_of(ring: Sequence[Point]) -> Iterator[_Cell]:
    west, south = _cell(Point(min(p.lon for p in ring), min(p.lat for p in ring)))
    east, north = _cell(Point(max(p.lon for p in ring), max(p.lat for p in ring)))
    return ((x, y) for x in range(west, east + 1) for y in range(south, north + 1))
