"""Geometry put right, one feature at a time, on a plane in metres: what was done is always told.

Small faults are repaired with a notice (doubled points, open rings, loops and holes of less than a
square metre); what somebody has to decide (which half of a bow-tie, which part of two) is a
finding, and the feature is left out.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np
import shapely

from console.domain.finding import Finding, finding, notice
from console.domain.ground import GroundKind

SLIVER_M2: Final = 1.0
"""Less than this is no part, no hole and no grid."""

DOUBLED_M: Final = 0.001
LOOP_SHARE: Final = 0.02
"""A loop smaller than this share of its outline is a slip of the hand, and is cut off."""

_THIN: Final = 0.01
"""4π·area / perimeter²: a line of a kilometre by one metre has 0.003, a square 0.79."""

_SMALL_M2: Final = 100.0
_AREAS: Final = (shapely.GeometryType.POLYGON, shapely.GeometryType.MULTIPOLYGON)
_POINTS: Final = (shapely.GeometryType.POINT, shapely.GeometryType.MULTIPOINT)
_ONE_PART: Final = (GroundKind.UNIT_GRIDS, GroundKind.CONTROL_AREAS)


@dataclass(slots=True)
class Piece:
    """One feature on its way: its geometry, None once it is left out, and what was found.

    `drawn` is how it came, for the map.
    """

    row: int
    geometry: Any  # shapely's own type
    key: str = ""
    findings: list[Finding] = field(default_factory=list)
    drawn: Any = None

    def refuse(self, why: Finding) -> None:
        """Leave it out."""
        self.findings.append(why)
        self.drawn = self.geometry
        self.geometry = None


def parse(raw: Any, most_points: int) -> list[Piece]:
    """Geometries of their binary texts, flat, rows counted from 1."""
    with np.errstate(invalid="ignore"):
        fixed = shapely.force_2d(shapely.from_wkb(raw, on_invalid="fix"))
        strict = shapely.from_wkb(raw, on_invalid="ignore")
    pieces = []
    for at, (geometry, as_it_was) in enumerate(zip(fixed, strict, strict=True), 1):
        piece = Piece(row=at, geometry=geometry)
        if geometry is None or shapely.is_empty(geometry):
            piece.geometry = None
            piece.findings.append(finding("geo.no_geometry"))
        elif as_it_was is None:
            piece.findings.append(notice("geo.closed"))
        pieces.append(piece)
        points = int(shapely.get_num_coordinates(geometry))
        if piece.geometry is not None and points > most_points:
            piece.geometry = None
            piece.findings.append(finding("geo.too_many_points", points=points, most=most_points))
    return pieces


def refuse_unfit(piece: Piece, kind: GroundKind) -> None:
    """Let only geometries of the right type and of finite numbers pass."""
    if piece.geometry is None:
        return
    wanted = _POINTS if kind is GroundKind.COMPONENTS else _AREAS
    found = shapely.get_type_id(piece.geometry)
    if not np.isfinite(shapely.get_coordinates(piece.geometry)).all():
        piece.geometry = None
        piece.findings.append(finding("geo.not_a_number"))
    elif found not in wanted:
        word = shapely.GeometryType(found).name
        code = "geo.want_point" if wanted is _POINTS else "geo.want_area"
        piece.refuse(finding(code, found=word))
    elif (
        found == shapely.GeometryType.MULTIPOINT and shapely.get_num_geometries(piece.geometry) > 1
    ):
        piece.refuse(finding("geo.want_point", found="MULTIPOINT"))


def repair(piece: Piece, kind: GroundKind) -> None:
    """Put one feature on the plane right, or leave it out."""
    if piece.geometry is None:
        return
    if kind is GroundKind.COMPONENTS:
        piece.geometry = shapely.get_geometry(piece.geometry, 0)
        return
    try:
        _repair_area(piece, kind)
    except shapely.errors.GEOSException:  # outlines that are none, such as one point three times
        piece.refuse(finding("geo.no_geometry"))


def _repair_area(piece: Piece, kind: GroundKind) -> None:
    doubled = _undouble(piece)
    reason = "" if shapely.is_valid(piece.geometry) else _reason(piece.geometry)
    before = piece.geometry
    parts = [*_parts(piece.geometry)]
    kept = _kept(parts, crossed=bool(reason), single=kind in _ONE_PART)
    if not kept:
        piece.refuse(finding("geo.sliver", area=_area(before)))
        return
    if kind in _ONE_PART and len(kept) > 1:
        areas = ", ".join(_area(one) for one in kept[:6])
        code = "geo.crosses_itself" if reason else "geo.parts"
        piece.refuse(finding(code, areas=areas))
        return
    if len(kept) < len(parts):
        lost = sum(one.area for one in parts) - sum(one.area for one in kept)
        piece.findings.append(notice("geo.loop_cut", area=f"{lost:.2f}"))
    elif reason:
        piece.findings.append(notice("geo.repaired", reason=reason))
    elif doubled:
        piece.findings.append(notice("geo.doubled", points=doubled))
    whole = [one for one in (_filled(one, piece, kind) for one in kept) if one is not None]
    if piece.geometry is not None:
        joined = whole[0] if len(whole) == 1 else shapely.multipolygons(whole)
        piece.geometry = shapely.orient_polygons(joined, exterior_cw=False)


def _undouble(piece: Piece) -> int:
    """Take doubled points out; how many there were."""
    before = shapely.get_num_coordinates(piece.geometry)
    thinner = shapely.remove_repeated_points(piece.geometry, DOUBLED_M)
    if shapely.is_empty(thinner):
        return 0
    piece.geometry = thinner
    return int(before - shapely.get_num_coordinates(thinner))


def _reason(geometry: Any) -> str:
    return str(shapely.is_valid_reason(geometry)).partition("[")[0].strip()


def _parts(geometry: Any) -> Iterator[Any]:
    """The polygons of a geometry, made valid, largest first."""
    if not shapely.is_valid(geometry):
        geometry = shapely.make_valid(geometry, method="structure", keep_collapsed=False)
    found = shapely.get_parts(shapely.get_parts(geometry))
    areas = [one for one in found if shapely.get_type_id(one) == shapely.GeometryType.POLYGON]
    yield from sorted((one for one in areas if one.area > 0), key=_size, reverse=True)


def _size(one: Any) -> float:
    return float(one.area)


def _kept(parts: list[Any], *, crossed: bool, single: bool) -> list[Any]:
    """Parts that are no slivers; of an outline that crosses itself small loops go too."""
    if not parts:
        return []
    least = SLIVER_M2
    if crossed and single:
        least = max(least, parts[0].area * LOOP_SHARE)
    kept = [one for one in parts if one.area >= least and not _is_thread(one)]
    return kept if kept else []


def _is_thread(one: Any) -> bool:
    """Whether it is next to a line: long and almost nothing wide."""
    if one.area >= _SMALL_M2:
        return False
    return bool(4 * np.pi * one.area / max(one.length, 1e-9) ** 2 < _THIN)


def _filled(one: Any, piece: Piece, kind: GroundKind) -> Any:
    """A polygon without tiny holes; a real hole in a unit grid leaves the feature out."""
    holes = [shapely.polygons(ring) for ring in one.interiors]
    real = [hole for hole in holes if hole.area >= SLIVER_M2]
    if real and kind in _ONE_PART:
        areas = ", ".join(_area(hole) for hole in real[:6])
        if piece.geometry is not None:
            piece.refuse(finding("geo.hole", areas=areas))
        return None
    if len(real) < len(holes):
        piece.findings.append(notice("geo.hole_filled", holes=len(holes) - len(real)))
    return shapely.polygons(one.exterior, [hole.exterior for hole in real] or None)


def _area(one: Any) -> str:
    return f"{float(one.area):.1f}"
