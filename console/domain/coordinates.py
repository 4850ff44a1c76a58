"""Coordinate systems met in reports and exports, converted to and from WGS84 degrees.

The store keeps WGS84 (equal to CGCS2000 within about a metre). Phones give GCJ-02, Baidu gives
BD-09 degrees or its own metres (fact book 2.4, trap 11). Points outside mainland China are passed
through, since GCJ-02 is not defined there. Not here: the city's own survey system, whose
parameters are not public.
"""

from collections.abc import Callable, Mapping, Sequence
from math import atan2, cos, hypot, isfinite, pi, radians, sin, sqrt
from typing import Final

from console.domain.place import Crs, Point
from console.domain.refusal import Refusal

EARTH_RADIUS_M: Final = 6_371_008.8
"""Mean radius of the earth (IUGG), metres."""

_AXIS: Final = 6_378_245.0
_ECCENTRICITY: Final = 0.00669342162296594323
_BAIDU_TURN: Final = pi * 3000.0 / 180.0
_CHINA: Final = (72.004, 0.8293, 137.8347, 55.8271)
_ROUNDS: Final = 8

_MC_BANDS: Final = (12890594.86, 8362377.87, 5591021.0, 3481989.83, 1678043.12, 0.0)
_LL_BANDS: Final = (75.0, 60.0, 45.0, 30.0, 15.0, 0.0)
# fmt: off
# Baidu's published tables: longitude offset and factor, seven factors of the latitude polynomial,
# divisor. One row per band, from the pole to the equator.
_MC_TO_LL: Final = (
    (1.410526172116255e-8, 8.98305509648872e-6, -1.9939833816331, 200.9824383106796,
     -187.2403703815547, 91.6087516669843, -23.38765649603339, 2.57121317296198,
     -0.03801003308653, 17337981.2),
    (-7.435856389565537e-9, 8.983055097726239e-6, -0.78625201886289, 96.32687599759846,
     -1.85204757529826, -59.36935905485877, 47.40033549296737, -16.50741931063887,
     2.28786674699375, 10260144.86),
    (-3.030883460898826e-8, 8.98305509983578e-6, 0.30071316287616, 59.74293618442277,
     7.357984074871, -25.38371002664745, 13.45380521110908, -3.29883767235584,
     0.32710905363475, 6856817.37),
    (-1.981981304930552e-8, 8.983055099779535e-6, 0.03278182852591, 40.31678527705744,
     0.65659298677277, -4.44255534477492, 0.85341911805263, 0.12923347998204,
     -0.04625736007561, 4482777.06),
    (3.09191371068437e-9, 8.983055096812155e-6, 0.00006995724062, 23.10934304144901,
     -0.00023663490511, -0.6321817810242, -0.00663494467273, 0.03430082397953,
     -0.00466043876332, 2555164.4),
    (2.890871144776878e-9, 8.983055095805407e-6, -3.068298e-8, 7.47137025468032,
     -0.00000353937994, -0.02145144861037, -0.00001234426596, 0.00010322952773,
     -0.00000323890364, 826088.5),
)
_LL_TO_MC: Final = (
    (-0.0015702102444, 111320.7020616939, 1704480524535203.0, -10338987376042340.0,
     26112667856603880.0, -35149669176653700.0, 26595700718403920.0, -10725012454188240.0,
     1800819912950474.0, 82.5),
    (8.277824516172526e-4, 111320.7020463578, 647795574.6671607, -4082003173.641316,
     10774905663.51142, -15171875531.51559, 12053065338.62167, -5124939663.577472,
     913311935.9512032, 67.5),
    (0.00337398766765, 111320.7020202162, 4481351.045890365, -23393751.19931662,
     79682215.47186455, -115964993.2797253, 97236711.15602145, -43661946.33752821,
     8477230.501135234, 52.5),
    (0.00220636496208, 111320.7020209128, 51751.86112841131, 3796837.749470245,
     992013.7397791013, -1221952.21711287, 1340652.697009075, -620943.6990984312,
     144416.9293806241, 37.5),
    (-3.441963504368392e-4, 111320.7020576856, 278.2353980772752, 2485758.690035394,
     6070.750963243378, 54821.18345352118, 9540.606633304236, -2710.55326746645,
     1405.483844121726, 22.5),
    (-3.218135878613132e-4, 111320.7020701615, 0.00369383431289, 823725.6402795718,
     0.46104986909093, 2351.343141331292, 1.58060784298199, 8.77738589078284,
     0.37238884252424, 7.45),
)
# fmt: on


def in_china(point: Point) -> bool:
    """Whether GCJ-02 applies: the bounding box every public description of it uses."""
    west, south, east, north = _CHINA
    return west <= point.lon <= east and south <= point.lat <= north


def wgs84_to_gcj02(point: Point) -> Point:
    """The national offset applied to a WGS84 point."""
    if not in_china(point):
        return point
    x, y = point.lon - 105.0, point.lat - 35.0
    bend = sin(radians(point.lat))
    magic = 1 - _ECCENTRICITY * bend * bend
    north = _north_shift(x, y) / (_AXIS * (1 - _ECCENTRICITY) / (magic * sqrt(magic)))
    east = _east_shift(x, y) / (_AXIS / sqrt(magic) * cos(radians(point.lat)))
    return Point(point.lon + east * 180.0 / pi, point.lat + north * 180.0 / pi)


def gcj02_to_wgs84(point: Point) -> Point:
    """The WGS84 point whose offset is `point`; iterated, true to a millimetre."""
    return _inverse(wgs84_to_gcj02, point)


def gcj02_to_bd09(point: Point) -> Point:
    """Baidu's own turn on top of GCJ-02."""
    x, y = point
    reach = hypot(x, y) + 0.00002 * sin(y * _BAIDU_TURN)
    angle = atan2(y, x) + 0.000003 * cos(x * _BAIDU_TURN)
    return Point(reach * cos(angle) + 0.0065, reach * sin(angle) + 0.006)


def bd09_to_gcj02(point: Point) -> Point:
    """Baidu degrees back to GCJ-02; iterated, because the published inverse is off by a metre."""
    return _inverse(gcj02_to_bd09, point)


def wgs84_to_bd09(point: Point) -> Point:
    """WGS84 to Baidu degrees."""
    return gcj02_to_bd09(wgs84_to_gcj02(point)) if in_china(point) else point


def bd09_to_wgs84(point: Point) -> Point:
    """Baidu degrees to WGS84."""
    return gcj02_to_wgs84(bd09_to_gcj02(point)) if in_china(point) else point


def bd09mc_to_bd09(x: float, y: float) -> Point:
    """Baidu metres to Baidu degrees: a polynomial per band of latitude, not plain Mercator."""
    lon, lat = _banded(x, y, _MC_BANDS, _MC_TO_LL)
    return Point(lon, lat)


def bd09_to_bd09mc(point: Point) -> tuple[float, float]:
    """Baidu degrees to Baidu metres (x, y)."""
    return _banded(point.lon, point.lat, _LL_BANDS, _LL_TO_MC)


def bd09mc_to_wgs84(x: float, y: float) -> Point:
    """Baidu metres, as in the main vendor's exports, to WGS84."""
    return bd09_to_wgs84(bd09mc_to_bd09(x, y))


def wgs84_to_bd09mc(point: Point) -> tuple[float, float]:
    """WGS84 to Baidu metres (x, y)."""
    return bd09_to_bd09mc(wgs84_to_bd09(point))


def to_wgs84(x: float, y: float, crs: Crs) -> Point:
    """A pair of numbers in a named system as a WGS84 point.

    Raises Refusal `coordinates.not_a_number` or `coordinates.out_of_range` (facts x, y, crs).
    """
    if not (isfinite(x) and isfinite(y)):
        raise Refusal("coordinates.not_a_number", x=x, y=y, crs=crs)
    if crs is Crs.BD09MC:
        if abs(x) > 20_037_726.4 or abs(y) > 12_474_104.2:  # the table's own 180° and 74°
            raise Refusal("coordinates.out_of_range", x=x, y=y, crs=crs)
        return bd09mc_to_wgs84(x, y)
    if abs(x) > 180.0 or abs(y) > 90.0:
        raise Refusal("coordinates.out_of_range", x=x, y=y, crs=crs)
    return _FROM_DEGREES[crs](Point(x, y))


def guess_crs(x: float, y: float) -> Crs | None:
    """Metres or degrees, by size alone: BD09MC, WGS84 (degrees of some kind) or None.

    Degrees of different systems lie 600 m apart and cannot be told apart by their size; the
    importer has to ask which ones they are.
    """
    if abs(x) <= 180.0 and abs(y) <= 90.0:
        return Crs.WGS84
    if 8_000_000 < x < 15_400_000 and 0 < y < 7_500_000:
        return Crs.BD09MC
    return None


def distance_m(a: Point, b: Point) -> float:
    """Metres between two points on the sphere; true to 0.3 % of the ellipsoid."""
    half = (
        sin(radians(b.lat - a.lat) / 2) ** 2
        + cos(radians(a.lat)) * cos(radians(b.lat)) * sin(radians(b.lon - a.lon) / 2) ** 2
    )
    return 2 * EARTH_RADIUS_M * atan2(sqrt(half), sqrt(1 - half))


def offset(point: Point, *, east_m: float, north_m: float) -> Point:
    """The point so many metres east and north; for distances within a city."""
    lat = point.lat + north_m / EARTH_RADIUS_M * 180.0 / pi
    lon = point.lon + east_m / (EARTH_RADIUS_M * cos(radians(point.lat))) * 180.0 / pi
    return Point(lon, lat)


def local_m(origin: Point, point: Point) -> tuple[float, float]:
    """Metres east and north of `origin`: a flat plane good within a city, inverse of `offset`."""
    east = radians(point.lon - origin.lon) * EARTH_RADIUS_M * cos(radians(origin.lat))
    return east, radians(point.lat - origin.lat) * EARTH_RADIUS_M


def ring_area_m2(ring: Sequence[Point]) -> float:
    """Area of an open outline in square metres, the same for both directions of turning."""
    flat = [local_m(ring[0], point) for point in ring]
    pairs = zip(flat, flat[1:] + flat[:1], strict=True)
    return abs(sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in pairs)) / 2


def ring_perimeter_m(ring: Sequence[Point]) -> float:
    """Length of the closed outline in metres."""
    return sum(distance_m(a, b) for a, b in zip(ring, [*ring[1:], ring[0]], strict=True))


def _north_shift(x: float, y: float) -> float:
    shift = -100.0 + 2.0 * x + 3.0 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * sqrt(abs(x))
    shift += (20.0 * sin(6.0 * x * pi) + 20.0 * sin(2.0 * x * pi)) * 2.0 / 3.0
    shift += (20.0 * sin(y * pi) + 40.0 * sin(y / 3.0 * pi)) * 2.0 / 3.0
    return shift + (160.0 * sin(y / 12.0 * pi) + 320.0 * sin(y * pi / 30.0)) * 2.0 / 3.0


def _east_shift(x: float, y: float) -> float:
    shift = 300.0 + x + 2.0 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * sqrt(abs(x))
    shift += (20.0 * sin(6.0 * x * pi) + 20.0 * sin(2.0 * x * pi)) * 2.0 / 3.0
    shift += (20.0 * sin(x * pi) + 40.0 * sin(x / 3.0 * pi)) * 2.0 / 3.0
    return shift + (150.0 * sin(x / 12.0 * pi) + 300.0 * sin(x / 30.0 * pi)) * 2.0 / 3.0


def _inverse(forward: Callable[[Point], Point], target: Point) -> Point:
    """Fixed-point iteration; both offsets change so slowly that eight rounds reach 1e-12°."""
    guess = target
    for _ in range(_ROUNDS):
        landed = forward(guess)
        guess = Point(guess.lon + target.lon - landed.lon, guess.lat + target.lat - landed.lat)
    return guess


def _banded(
    x: float,
    y: float,
    bands: Sequence[float],
    table: Sequence[tuple[float, ...]],
) -> tuple[float, float]:
    row = next(row for band, row in zip(bands, table, strict=True) if abs(y) >= band)
    east = row[0] + row[1] * abs(x)
    share = abs(y) / row[9]
    north = sum(factor * share**power for power, factor in enumerate(row[2:9]))
    return (east if x >= 0 else -east), (north if y >= 0 else -north)


def _as_it_is(point: Point) -> Point:
    return point


_FROM_DEGREES: Final[Mapping[Crs, Callable[[Point], Point]]] = {
    Crs.WGS84: _as_it_is,
    Crs.CGCS2000: _as_it_is,
    Crs.GCJ02: gcj02_to_wgs84,
    Crs.BD09: bd09_to_wgs84,
}
