"""Unit grids among each other: overlaps, gaps, what lies outside its community. In metres.

Everything here is a remark on what is taken over; whether the city can live with it is not ours.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

import numpy as np
import shapely

from console.domain.finding import Finding, notice
from console.geo.repair import Piece

LEAST_M2: Final = 0.5
"""Overlaps and gaps below this are the drawing's own blur."""

LEAST_WIDTH_M: Final = 0.05
CRACK_M: Final = 0.5
"""Half the widest crack that is told though it is open at one end."""

OUTSIDE_M2: Final = 10.0
OUTSIDE_SHARE: Final = 0.01

Remark = tuple[Finding, str, Any]
"""What is said, of which code, and where (shapely's own type)."""


def overlaps(pieces: Sequence[Piece], fixed: Mapping[str, Any]) -> Iterator[Remark]:
    """Pairs of grids that cover the same ground; `fixed` are the neighbours that stay."""
    codes = [piece.key for piece in pieces]
    own = np.array([piece.geometry for piece in pieces], dtype=object)
    every = np.concatenate([own, np.array([*fixed.values()], dtype=object)])
    names = [*codes, *fixed]
    tree = shapely.STRtree(every)
    one, other = tree.query(own, predicate="intersects")
    pairs = [(a, b) for a, b in zip(one.tolist(), other.tolist(), strict=True) if a < b]
    if not pairs:
        return
    left, right = (every[[pair[side] for pair in pairs]] for side in (0, 1))
    common = shapely.intersection(left, right)
    for (a, b), both in zip(pairs, common, strict=True):
        if not _counts(both):
            continue
        said = notice("geo.overlap", key=names[a], other=names[b], area=f"{both.area:.1f}")
        row = pieces[a].row
        yield said.at("", row), names[a], both


def gaps(pieces: Sequence[Piece], fixed: Mapping[str, Any]) -> Iterator[Remark]:
    """Ground no grid covers though grids lie around it, and cracks between two of them."""
    own = [piece.geometry for piece in pieces]
    if not own:
        return
    covered = shapely.union_all([*own, *fixed.values()])
    holes = [
        shapely.polygons(ring) for part in shapely.get_parts(covered) for ring in part.interiors
    ]
    closed = shapely.buffer(
        shapely.buffer(covered, CRACK_M, join_style="mitre"), -CRACK_M, join_style="mitre"
    )
    cracks = shapely.get_parts(shapely.difference(closed, covered))
    areas = [one for one in cracks if shapely.get_type_id(one) == shapely.GeometryType.POLYGON]
    fresh = _not_in(areas, holes)
    tree = shapely.STRtree(own)
    for gap in (*holes, *fresh):
        if not _counts(gap):
            continue
        near = tree.query(gap, predicate="dwithin", distance=0.01)
        if len(near):
            touched = sorted(pieces[at].key for at in near.tolist())
            said = notice("geo.gap", keys=", ".join(touched[:4]), area=f"{gap.area:.1f}")
            yield said, touched[0], gap


def _not_in(cracks: Sequence[Any], holes: Sequence[Any]) -> list[Any]:
    """Cracks that are not part of a hole already told."""
    if not holes or not cracks:
        return list(cracks)
    tree = shapely.STRtree(holes)
    within = {int(at) for at in tree.query(cracks, predicate="intersects")[0].tolist()}
    return [crack for at, crack in enumerate(cracks) if at not in within]


def outside(
    pieces: Sequence[Piece], communities: Sequence[str], areas: Mapping[str, Any]
) -> Iterator[Remark]:
    """Grids that lie partly outside the community their code names."""
    for piece, community in zip(pieces, communities, strict=True):
        area = areas.get(community)
        if area is None:
            continue
        beyond = shapely.difference(piece.geometry, area)
        if beyond.area > max(OUTSIDE_M2, piece.geometry.area * OUTSIDE_SHARE):
            said = notice(
                "geo.outside_community",
                key=piece.key,
                community=community,
                area=f"{beyond.area:.1f}",
            )
            yield said.at("", piece.row), piece.key, beyond


def _counts(ground: Any) -> bool:
    """Whether it is more than blur: large enough, and no mere line."""
    area = float(ground.area)
    return area >= LEAST_M2 and 2 * area / max(float(ground.length), 1e-9) >= LEAST_WIDTH_M
