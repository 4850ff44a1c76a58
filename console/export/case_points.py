"""Coordinates of an export: which system they are in, and where that is in WGS84.

Size tells Baidu metres from degrees, and degrees from a city's own survey metres, whose parameters
are not public (fact book 2.4, traps 11 and 12). Degrees of WGS84, GCJ-02 and BD-09 lie some 600 m
apart and cannot be told apart by size; the mapping says which they are, or the cases' own streets
decide, or GCJ-02 is assumed, as phones give it, and that is said.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from enum import Enum, auto
from typing import Final

from console.domain.coordinates import in_china, to_wgs84
from console.domain.finding import Finding, notice
from console.domain.imported_case import ImportedCase
from console.domain.place import Crs, Point
from console.domain.refusal import Refusal

Fits = Callable[[Point, ImportedCase], bool]
"""Whether a point lies where the case says it does, for example inside its street."""

ASSUMED: Final = Crs.GCJ02
SYSTEMS: Final = (Crs.GCJ02, Crs.WGS84, Crs.BD09)


class Scale(Enum):
    """What the size of two numbers says."""

    NONE = auto()
    DEGREES = auto()
    SWAPPED_DEGREES = auto()
    BAIDU_METRES = auto()
    CITY_METRES = auto()
    UNKNOWN = auto()


def scale_of(x: float, y: float) -> Scale:
    """What these numbers can be in China; 0, 0 is how exports write "no coordinates"."""
    if x == 0 and y == 0:
        return Scale.NONE
    if 73 <= x <= 136 and 3 <= y <= 54:
        return Scale.DEGREES
    if 73 <= y <= 136 and 3 <= x <= 54:
        return Scale.SWAPPED_DEGREES
    if 8_100_000 < x < 15_200_000 and 300_000 < y < 7_200_000:
        return Scale.BAIDU_METRES
    east, north = min(x, y), max(x, y)
    if (100_000 < east < 900_000 and 300_000 < north < 6_100_000) or (
        13_000_000 < north < 46_000_000 and 300_000 < east < 6_100_000
    ):
        return Scale.CITY_METRES
    return Scale.UNKNOWN


@dataclass(frozen=True, slots=True, kw_only=True)
class DegreesAre:
    """What the degrees of a file are, and what has to be said about it."""

    crs: Crs
    remark: Finding | None = None


def decide(told: Crs | None, sample: Iterable[ImportedCase], fits: Fits | None) -> DegreesAre:
    """Which system the degrees of a file are in.

    `told` by people wins. Otherwise each system is tried on the sample and the one with most
    points where their cases say they are is taken, if any of them fits at all.
    """
    if told is not None:
        return DegreesAre(crs=told)
    cases = [one for one in sample if _scale(one) in (Scale.DEGREES, Scale.SWAPPED_DEGREES)]
    if not cases:
        return DegreesAre(crs=ASSUMED)
    if fits is not None:
        votes = {crs: sum(_fits(one, crs, fits) for one in cases) for crs in SYSTEMS}
        best = max(SYSTEMS, key=lambda crs: votes[crs])
        if votes[best]:
            facts = {"crs": best.value, "count": votes[best], "of": len(cases)}
            return DegreesAre(crs=best, remark=notice("import.degrees_found", **facts))
    return DegreesAre(crs=ASSUMED, remark=notice("import.degrees_assumed", crs=ASSUMED.value))


def placed(case: ImportedCase, degrees: Crs) -> tuple[ImportedCase, Finding | None]:
    """The case with its point, or without one and the reason why."""
    if case.x is None or case.y is None:
        return case, None
    x, y, scale = case.x, case.y, scale_of(case.x, case.y)
    remark = None
    if scale is Scale.SWAPPED_DEGREES:
        x, y = y, x
        remark = notice("import.swapped")
    elif scale is Scale.NONE:
        return replace(case, x=None, y=None), notice("import.no_coordinates")
    elif scale is Scale.CITY_METRES:
        return case, notice("import.city_coordinates")
    elif scale is Scale.UNKNOWN:
        return case, notice("import.coordinates_unknown")
    crs = Crs.BD09MC if scale is Scale.BAIDU_METRES else degrees
    try:
        point = to_wgs84(x, y, crs)
    except Refusal:
        return case, notice("import.coordinates_unknown")
    if not in_china(point):
        return case, notice("import.coordinates_unknown")
    return replace(case, point=point, crs=crs), remark


def _scale(case: ImportedCase) -> Scale:
    return Scale.NONE if case.x is None or case.y is None else scale_of(case.x, case.y)


def _fits(case: ImportedCase, crs: Crs, fits: Fits) -> bool:
    there, _ = placed(case, crs)
    return there.point is not None and fits(there.point, there)
