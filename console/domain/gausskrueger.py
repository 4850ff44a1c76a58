"""Eastings and northings of the city's survey: CGCS2000 in 3° zones (EPSG:4547, zone 38's 4526).

Krüger's series to the fourth order, true to a millimetre within a zone. Degrees of CGCS2000 and of
WGS84 are the same here within about a metre (fact book 2.4).
"""

from math import asin, atan, atanh, cos, cosh, degrees, radians, sin, sinh, sqrt, tan
from typing import Final

from console.domain.place import Point

CENTRAL: Final = 114.0
"""Central meridian of Pingdingshan's zone, degrees east."""
ZONE: Final = 38
"""The zone's number, written before eastings of EPSG:4526."""
_AXIS: Final = 6_378_137.0
_FLAT: Final = 1 / 298.257222101
_FALSE: Final = 500_000.0
_N: Final = _FLAT / (2 - _FLAT)
_RADIUS: Final = _AXIS / (1 + _N) * (1 + _N**2 / 4 + _N**4 / 64)
_E: Final = sqrt(_FLAT * (2 - _FLAT))
_ALPHA: Final = (
    _N / 2 - 2 * _N**2 / 3 + 5 * _N**3 / 16 + 41 * _N**4 / 180,
    13 * _N**2 / 48 - 3 * _N**3 / 5 + 557 * _N**4 / 1440,
    61 * _N**3 / 240 - 103 * _N**4 / 140,
    49561 * _N**4 / 161280,
)
_BETA: Final = (
    _N / 2 - 2 * _N**2 / 3 + 37 * _N**3 / 96 - _N**4 / 360,
    _N**2 / 48 + _N**3 / 15 - 437 * _N**4 / 1440,
    17 * _N**3 / 480 - 37 * _N**4 / 840,
    4397 * _N**4 / 161280,
)


def to_metres(point: Point) -> tuple[float, float]:
    """Easting (with 500 km added, no zone number) and northing in metres."""
    lat, east = radians(point.lat), radians(point.lon - CENTRAL)
    conformal = sinh(atanh(sin(lat)) - _E * atanh(_E * sin(lat)))
    xi, eta = atan(conformal / cos(east)), atanh(sin(east) / sqrt(1 + conformal * conformal))
    series = list(enumerate(_ALPHA, start=1))
    north = xi + sum(a * sin(2 * k * xi) * cosh(2 * k * eta) for k, a in series)
    right = eta + sum(a * cos(2 * k * xi) * sinh(2 * k * eta) for k, a in series)
    return _FALSE + _RADIUS * right, _RADIUS * north


def from_metres(easting: float, northing: float) -> Point:
    """The point of an easting (a zone number before it is taken off) and a northing."""
    if easting > ZONE * 1_000_000:
        easting -= ZONE * 1_000_000
    xi, eta = northing / _RADIUS, (easting - _FALSE) / _RADIUS
    series = list(enumerate(_BETA, start=1))
    north = xi - sum(b * sin(2 * k * xi) * cosh(2 * k * eta) for k, b in series)
    right = eta - sum(b * cos(2 * k * xi) * sinh(2 * k * eta) for k, b in series)
    lat = _geographic(asin(sin(north) / cosh(right)))
    return Point(CENTRAL + degrees(atan(sinh(right) / cos(north))), degrees(lat))


def _geographic(conformal: float) -> float:
    """Latitude on the ellipsoid of a latitude on the sphere that keeps its angles; radians."""
    target = tan(conformal)
    lat = conformal
    for _ in range(6):
        shift = sinh(_E * atanh(_E * sin(lat)))
        lat = atan(target * sqrt(1 + shift * shift) + shift * sqrt(1 + target * target))
    return lat
