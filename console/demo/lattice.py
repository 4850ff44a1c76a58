"""The town lattice: numbered lines about 100 m apart that the drawing of the demo city lies on.

`u` counts lines eastwards from 开源路, `v` northwards from the middle of the Zhan river. It
bends with the river, declines eastwards like the town does, and its meshes are unequal, so that
unit grids look like parcels between streets and not like squared paper. Lines that carry a road
stay smooth; other crossings are moved a few metres. Everything is exact and repeatable: one
crossing is one point, for borders, grids and roads alike.
"""

from collections.abc import Collection, Iterator, Sequence
from itertools import pairwise
from math import cos, exp, radians, sin
from typing import Final

from console.domain.place import Point

Spot = tuple[float, float]
"""A position on the lattice: (u, v)."""

CENTRE: Final = Point(113.300, 33.740)
"""建设路 and 开源路, about."""

_KM_NORTH: Final = 111.195
_KM_EAST: Final = _KM_NORTH * cos(radians(CENTRE.lat))
_RIVER_KM: Final = -0.80
_DECLINE: Final = 0.05
_STEP: Final = 0.1


class Lattice:
    """Turns lattice positions into WGS84; knows which lines are roads and must stay smooth."""

    def __init__(self, road_us: Collection[float], road_vs: Collection[float]) -> None:
        self._us = frozenset(road_us)
        self._vs = frozenset(road_vs)
        self._crossings: dict[tuple[int, int], Point] = {}

    def point(self, u: float, v: float) -> Point:
        """The WGS84 point of a position; whole numbers are crossings and may be moved a little."""
        if u == int(u) and v == int(v):
            return self._crossing(int(u), int(v))
        return _to_point(*_bent(u, v))

    def line(self, spots: Sequence[Spot]) -> tuple[Point, ...]:
        """An open line, bending with the lattice between its corners."""
        return tuple(self.point(u, v) for u, v in densified(spots))

    def ring(self, spots: Sequence[Spot]) -> tuple[Point, ...]:
        """An open outline whose closing edge bends as well."""
        return tuple(self.point(u, v) for u, v in densified([*spots, spots[0]]))[:-1]

    def mesh(self, u: int, v: int) -> tuple[Point, Point, Point, Point]:
        """The four corners of the mesh whose south-west crossing is (u, v), turning left."""
        return (
            self._crossing(u, v),
            self._crossing(u + 1, v),
            self._crossing(u + 1, v + 1),
            self._crossing(u, v + 1),
        )

    def inside(self, u: int, v: int, share_u: float, share_v: float) -> Point:
        """A point within a mesh by its shares (0 to 1) of width and height; never outside it."""
        sw, se, ne, nw = self.mesh(u, v)
        west, east = _between(sw, nw, share_v), _between(se, ne, share_v)
        return _between(west, east, share_u)

    def _crossing(self, u: int, v: int) -> Point:
        found = self._crossings.get((u, v))
        if found is None:
            x, y = _bent(u, v)
            if u not in self._us and v not in self._vs and abs(v) > 2:
                x += 0.007 * sin(12.9 * u + 78.2 * v)
                y += 0.007 * sin(39.3 * u - 11.1 * v + 1.0)
            found = self._crossings[(u, v)] = _to_point(x, y)
        return found


def densified(spots: Sequence[Spot]) -> Iterator[Spot]:
    """The corners of a line with every crossing on the way between them.

    Edges along a lattice line stop at each crossing, so two areas that share a border share its
    points exactly; other edges are divided evenly, about one point per 200 m.
    """
    yield spots[0]
    for (ua, va), (ub, vb) in pairwise(spots):
        if ua == ub:
            yield from ((ua, v) for v in _whole_between(va, vb))
        elif va == vb:
            yield from ((u, va) for u in _whole_between(ua, ub))
        else:
            pieces = max(1, round(max(abs(ub - ua), abs(vb - va)) / 2))
            for piece in range(1, pieces):
                share = piece / pieces
                yield (ua + share * (ub - ua), va + share * (vb - va))
        yield (ub, vb)


def rounded_off(spots: Sequence[Spot], rounds: int) -> list[Spot]:
    """An outline with its corners cut again and again (Chaikin), as nature has none."""
    ring = list(spots)
    for _ in range(rounds):
        ring = [
            (near * a[0] + (1 - near) * b[0], near * a[1] + (1 - near) * b[1])
            for a, b in zip(ring, [*ring[1:], ring[0]], strict=True)
            for near in (0.75, 0.25)
        ]
    return ring


def smoothed(spots: Sequence[Spot], rounds: int) -> list[Spot]:
    """An open line with its corners cut; both ends stay."""
    line = list(spots)
    for _ in range(rounds):
        inner = [
            (near * a[0] + (1 - near) * b[0], near * a[1] + (1 - near) * b[1])
            for a, b in pairwise(line)
            for near in (0.75, 0.25)
        ]
        line = [line[0], *inner[1:-1], line[-1]]
    return line


def _whole_between(a: float, b: float) -> list[float]:
    low, high = min(a, b), max(a, b)
    whole = [float(n) for n in range(int(low) - 1, int(high) + 2) if low < n < high]
    return whole if a < b else whole[::-1]


def _bent(u: float, v: float) -> tuple[float, float]:
    """Kilometres east and north of the centre."""
    east = _STEP * u + 0.012 * sin(1.9 * u)
    up = _rise(v)
    x = east + _DECLINE * up + 0.06 * sin(v / 11)
    swing = exp(-((v / 22) ** 2)) * -0.28 * sin((x + 1.0) / 4.2)
    y = up + _RIVER_KM - _DECLINE * x + swing
    wild = _wildness(u, v)
    return (
        x + wild * (0.30 * sin(1.15 * y + 0.5) + 0.13 * sin(2.6 * y - 0.9 * x) + 0.05 * sin(7 * y)),
        y + wild * (0.30 * sin(1.05 * x) + 0.13 * sin(2.4 * x + 0.8 * y) + 0.05 * sin(6.3 * x)),
    )


def _wildness(u: float, v: float) -> float:
    """0 where the town is, up to 1 in the country, where no line runs straight."""
    west = _smooth((-66 - u) / 10)
    north = _smooth((v - 30 - 17 * west) / 22)
    south = _smooth((-26 + 36 * west - v) / 24)
    east, far_west = _smooth((u - 70) / 30), _smooth((-131 - u) / 20)
    return 1 - (1 - north) * (1 - south) * (1 - east) * (1 - far_west)


def _smooth(share: float) -> float:
    share = min(1.0, max(0.0, share))
    return share * share * (3 - 2 * share)


def _rise(v: float) -> float:
    """Kilometres north of the river; its own two meshes are narrow: the bed is 80 m wide."""
    size = abs(v)
    if size <= 1:
        up = 0.04 * size
    elif size <= 2:
        up = 0.04 + 0.08 * (size - 1)
    else:
        up = _STEP * size - 0.08 + 0.010 * sin(2.3 * (size - 2))
    return up if v >= 0 else -up


def _between(a: Point, b: Point, share: float) -> Point:
    return Point(a.lon + share * (b.lon - a.lon), a.lat + share * (b.lat - a.lat))


def _to_point(x: float, y: float) -> Point:
    return Point(round(CENTRE.lon + x / _KM_EAST, 7), round(CENTRE.lat + y / _KM_NORTH, 7))
