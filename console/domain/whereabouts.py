"""Coordinates as people write them, and every system they may be meant in.

Degrees with a point or with minutes and seconds, in either order; metres of the city's survey or of
Baidu. What cannot be told apart by its size is offered as several readings, the likeliest first.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from console.domain.coordinates import to_wgs84
from console.domain.gausskrueger import ZONE, from_metres
from console.domain.place import Crs, Point


class Datum(StrEnum):
    """What a pair of numbers may be; CGCS2000 degrees are those of WGS84 within a metre."""

    WGS84 = "wgs84"
    GCJ02 = "gcj02"
    BD09 = "bd09"
    BD09MC = "bd09mc"
    EPSG4547 = "epsg4547"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """One way to read what was typed: the system, and the WGS84 point it then means."""

    datum: Datum
    point: Point


_DEGREES: Final = (
    (Datum.WGS84, Crs.WGS84),
    (Datum.GCJ02, Crs.GCJ02),
    (Datum.BD09, Crs.BD09),
)
_NUMBER: Final = re.compile(r"[-+]?\d+(?:\.\d+)?")
_SEXAGESIMAL: Final = re.compile(
    r"([NSEW东西南北])?\s*(\d{1,3})\s*[°度]\s*(?:(\d{1,2})\s*['′’分]\s*)?"
    r"(?:(\d{1,2}(?:\.\d+)?)\s*(?:\"|″|”|''|秒)\s*)?([NSEW东西南北])?"
)
_LATITUDES: Final = frozenset("NS南北")
_MINUS: Final = frozenset("SW南西")
_CHINA: Final = (72.0, 138.0, 3.0, 54.0)
_WIDTH: Final = 250_000.0  # metres on either side of the central meridian


def readings(text: str) -> tuple[Reading, ...]:
    """Every reading of a pair of coordinates, the likeliest first; empty when it is none."""
    pair = _pair(text.strip())
    return tuple(_of_pair(*pair)) if pair else ()


def _pair(text: str) -> tuple[float, float] | None:
    signs = list(_SEXAGESIMAL.finditer(text.upper()))
    if len(signs) == 2:
        first, second = (_angle(one) for one in signs)
        named = signs[0].group(1) or signs[0].group(5) or ""
        return (second, first) if named in _LATITUDES and named else (first, second)
    bare = re.sub(r"(?i)[xyen]\s*[=:：]|[()（）°度]|[东西南北]?[经纬]|[NSEW东西南北]", " ", text)
    parts = [one for one in re.split(r"[\s,，;；/、]+", bare) if one]
    if len(parts) != 2 or not all(_NUMBER.fullmatch(one) for one in parts):
        return None
    return float(parts[0]), float(parts[1])


def _angle(found: "re.Match[str]") -> float:
    before, degrees, minutes, seconds, after = found.groups()
    value = int(degrees) + int(minutes or 0) / 60 + float(seconds or 0) / 3600
    return -value if (before or after or "") in _MINUS and (before or after) else value


def _of_pair(first: float, second: float) -> Iterator[Reading]:
    for x, y in ((first, second), (second, first)):
        if _is_china(x, y):
            for datum, crs in _DEGREES:
                yield Reading(datum=datum, point=to_wgs84(x, y, crs))
            return
    for x, y in ((first, second), (second, first)):  # surveyors write the northing first
        if _is_survey(x, y):
            yield Reading(datum=Datum.EPSG4547, point=from_metres(x, y))
            return
    for x, y in ((first, second), (second, first)):
        if 8_000_000 < x < 15_400_000 and 0 < y < 7_500_000 and x > y:
            yield Reading(datum=Datum.BD09MC, point=to_wgs84(x, y, Crs.BD09MC))
            return


def _is_china(lon: float, lat: float) -> bool:
    west, east, south, north = _CHINA
    return west <= lon <= east and south <= lat <= north


def _is_survey(easting: float, northing: float) -> bool:
    plain = easting - ZONE * 1_000_000 if easting > ZONE * 1_000_000 else easting
    return abs(plain - 500_000) < _WIDTH and 2_000_000 < northing < 6_000_000
