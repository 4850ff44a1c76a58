"""Boxes in degrees around a point, for searches; distances are in `console.domain.coordinates`."""

from math import cos, radians

from console.domain.coordinates import EARTH_RADIUS_M
from console.domain.place import Point

_METRES_PER_DEGREE = radians(1.0) * EARTH_RADIUS_M


def box_around(point: Point, metres: float) -> dict[str, float]:
    """The corners of a box that holds every point within so many metres."""
    up = metres / _METRES_PER_DEGREE
    aside = up / cos(radians(point.lat))
    return {
        "west": point.lon - aside,
        "east": point.lon + aside,
        "south": point.lat - up,
        "north": point.lat + up,
    }
