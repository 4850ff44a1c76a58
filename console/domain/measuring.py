"""Lengths and areas on the ground, as a ruler on the map gives them (WGS84 ellipsoid).

Within a city the ellipsoid is flat enough for one pair of radii: true to a centimetre per kilometre
over 50 km. Longer distances are the business of `coordinates.distance_m`.
"""

from collections.abc import Sequence
from itertools import pairwise
from math import cos, hypot, radians, sin, sqrt
from typing import Final

from console.domain.place import Point

_AXIS: Final = 6_378_137.0
_E2: Final = 0.00669437999014


def metres_per_degree(lat: float) -> tuple[float, float]:
    """Metres of one degree of longitude and of latitude at a latitude."""
    bend = 1 - _E2 * sin(radians(lat)) ** 2
    east = _AXIS / sqrt(bend) * cos(radians(lat))
    north = _AXIS * (1 - _E2) / (bend * sqrt(bend))
    return radians(east), radians(north)


def metres(a: Point, b: Point) -> float:
    """Metres between two points of a city."""
    east, north = metres_per_degree((a.lat + b.lat) / 2)
    return hypot((b.lon - a.lon) * east, (b.lat - a.lat) * north)


def length_m(points: Sequence[Point]) -> float:
    """Metres along a line; 0 for fewer than two points."""
    return sum(metres(a, b) for a, b in pairwise(points))


def area_m2(ring: Sequence[Point]) -> float:
    """Square metres inside an open outline of a city; 0 for fewer than three points."""
    if len(ring) < 3:
        return 0.0
    middle = sum(point.lat for point in ring) / len(ring)
    east, north = metres_per_degree(middle)
    first = ring[0]
    flat = [((p.lon - first.lon) * east, (p.lat - first.lat) * north) for p in ring]
    pairs = zip(flat, (*flat[1:], flat[0]), strict=True)
    return abs(sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in pairs)) / 2
