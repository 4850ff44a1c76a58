"""Coordinate systems: what a file names or a hand gives, to degrees of WGS84; and guesses.

GCJ-02 and Baidu's systems are no standard projections; they are converted by
`console.domain.coordinates`. The city's own survey system has no public parameters.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from pyproj import CRS, Transformer
from pyproj.exceptions import CRSError, ProjError

from console.domain.coordinates import in_china, to_wgs84
from console.domain.place import Crs, Point
from console.domain.refusal import Refusal
from console.geo.parts import Box

Numbers = NDArray[Any]
Convert = Callable[[Numbers, Numbers], tuple[Numbers, Numbers]]

_WGS84: Final = "EPSG:4326"
_OURS: Final = {one.value: one for one in (Crs.GCJ02, Crs.BD09, Crs.BD09MC)}
# CGCS2000, Xian 1980 and Beijing 1954 in zones of 3 and 6 degrees, without the zone's number in the
# easting and with it, and UTM: the first one's code, its width and how many there are, all from
# 75° E on. In the order of likelihood (fact book 2.4).
_ZONES: Final = (
    (4534, 3, 21),
    (4513, 3, 21),
    (4502, 6, 11),
    (4491, 6, 11),
    (2370, 3, 21),
    (2349, 3, 21),
    (2422, 3, 21),
    (2401, 3, 21),
    (32643, 6, 11),
)
_FIRST_MERIDIAN: Final = 75.0
_OTHERS: Final = ("EPSG:3857", "EPSG:4490")
_MOST_GUESSES: Final = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class System:
    """A way to WGS84 with its name; `rough_m` is how far it may be off, 0 for exact enough."""

    name: str
    convert: Convert
    rough_m: float = 0.0


def system_of(said: str | None, wish: str) -> System:
    """The system a file names (`said`), or the one given by hand (`wish`).

    Raises Refusal `geo.crs_missing`, `geo.crs_unknown` (fact crs).
    """
    if wish.lower() in _OURS:
        kind = _OURS[wish.lower()]
        return System(name=kind.value.upper(), convert=_by_points(kind))
    named = wish or said
    if not named:
        raise Refusal("geo.crs_missing")
    try:
        crs = CRS.from_user_input(named)
        way = Transformer.from_crs(crs, _WGS84, always_xy=True)
    except (CRSError, ProjError):
        raise Refusal("geo.crs_unknown", crs=named[:80]) from None
    code = crs.to_epsg(min_confidence=25)
    name = f"EPSG:{code}" if code else str(crs.name)[:80]
    return System(name=name, convert=_by(way), rough_m=_rough(crs, way))


def _rough(crs: CRS, way: Transformer) -> float:
    """How many metres the way to WGS84 may be off; -1 where nobody knows, 0 below two."""
    datum = crs.geodetic_crs.name if crs.geodetic_crs is not None else ""
    if "CGCS2000" in datum or "China Geodetic Coordinate System 2000" in datum or "WGS" in datum:
        return 0.0
    return 0.0 if 0 <= way.accuracy < 2.0 else float(way.accuracy)


def _by(way: Transformer) -> Convert:
    def convert(x: Numbers, y: Numbers) -> tuple[Numbers, Numbers]:
        lon, lat = way.transform(x, y)
        return np.asarray(lon), np.asarray(lat)

    return convert


def _by_points(kind: Crs) -> Convert:
    def convert(x: Numbers, y: Numbers) -> tuple[Numbers, Numbers]:
        found = np.full((len(x), 2), np.inf)
        for at, (east, north) in enumerate(zip(x.tolist(), y.tolist(), strict=True)):
            try:
                found[at] = to_wgs84(east, north, kind)
            except Refusal:
                continue
        return found[:, 0], found[:, 1]

    return convert


def refuse_elsewhere(system: System, x: Numbers, y: Numbers, box: Box | None) -> None:
    """Let only data pass whose middle lies in the city.

    Args:
        x, y: All finite numbers of the file.
        box: Where the city lies; the whole of China where nothing is known.

    Raises Refusal `geo.crs_elsewhere` with where it came out and the likeliest systems.
    """
    middle = float(np.median(x)), float(np.median(y))
    lon, lat = (float(one[0]) for one in system.convert(*_pair(*middle)))
    if inside(lon, lat, box):
        return
    guesses = [name for _, name in zip(range(_MOST_GUESSES), _guesses(*middle, box), strict=False)]
    facts = {"crs": system.name, "lon": _shown(lon), "lat": _shown(lat)}
    if guesses:
        raise Refusal("geo.crs_elsewhere", guess=", ".join(guesses), **facts)
    raise Refusal("geo.crs_nowhere", **facts)


def inside(lon: float, lat: float, box: Box | None) -> bool:
    """Whether a place lies in the city; a place that is no number does not."""
    if box is None:
        return bool(np.isfinite(lon) and np.isfinite(lat)) and in_china(Point(lon, lat))
    west, south, east, north = box
    return west <= lon <= east and south <= lat <= north


def _guesses(x: float, y: float, box: Box | None) -> Iterator[str]:
    """Systems in which the data would lie in the city; exchanged axes are told too."""
    if box is None:
        return
    for east, north, note in ((x, y, ""), (y, x, " (x, y exchanged)")):
        for name in (*_zones((box[0] + box[2]) / 2), *_OTHERS, *_OURS):
            lon, lat = _tried(name)(*_pair(east, north))
            if inside(float(lon[0]), float(lat[0]), box):
                yield name + note


def _zones(lon: float) -> Iterator[str]:
    """Systems of the zones around a longitude."""
    for first, width, many in _ZONES:
        nearest = round((lon - _FIRST_MERIDIAN) / width)
        for at in (nearest, nearest - 1, nearest + 1):
            if 0 <= at < many:
                yield f"EPSG:{first + at}"


@cache
def _tried(name: str) -> Convert:
    """The way from a likely system, without asking what else it might be called."""
    if name in _OURS:
        return _by_points(_OURS[name])
    return _by(Transformer.from_crs(name, _WGS84, always_xy=True))


def _pair(x: float, y: float) -> tuple[Numbers, Numbers]:
    return np.array([x]), np.array([y])


def _shown(degrees: float) -> str:
    return f"{degrees:.3f}" if np.isfinite(degrees) else "-"


class Plane:
    """A plane in metres around a middle; true to a few millimetres per hundred metres in a city."""

    def __init__(self, lon: float, lat: float) -> None:
        plane = f"+proj=tmerc +lat_0={lat:.6f} +lon_0={lon:.6f} +ellps=WGS84 +units=m"
        self._there = Transformer.from_crs(_WGS84, plane, always_xy=True)
        self._back = Transformer.from_crs(plane, _WGS84, always_xy=True)

    def metres(self, degrees: Numbers) -> Numbers:
        """Rows of lon, lat as rows of metres east and north."""
        return np.column_stack(self._there.transform(degrees[:, 0], degrees[:, 1]))

    def degrees(self, metres: Numbers) -> Numbers:
        """The way back, to a tenth of a millimetre."""
        return np.round(np.column_stack(self._back.transform(metres[:, 0], metres[:, 1])), 9)
