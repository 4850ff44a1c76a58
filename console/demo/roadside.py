"""Walking the roads of the demo city: meshes on both sides, house numbers and crossings."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise
from typing import Final

from console.demo.drawing import DrawnRoad
from console.demo.grids import Mesh
from console.demo.lattice import Spot

_NUMBERS_PER_MESH: Final = 9
_KERB: Final = (0.13, 0.09, 0.05)
"""Half the carriageway by rank of road, as a share of a mesh."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Frontage:
    """One mesh along one side of a road, about 100 m of pavement."""

    road: DrawnRoad
    mesh: Mesh
    along_u: bool
    low_side: bool
    number: int

    @property
    def side(self) -> str:
        """Which side of the road, in words."""
        if self.along_u:
            return "南侧" if self.low_side else "北侧"
        return "西侧" if self.low_side else "东侧"

    @property
    def kerb(self) -> float:
        """Where the carriageway ends, as a share of the mesh."""
        return _KERB[self.road.rank - 1]

    def shares(self, along: float, depth: float) -> tuple[float, float]:
        """Shares of width and height in the mesh of a spot so deep from the road's middle."""
        across = 1 - depth if self.low_side else depth
        return (along, across) if self.along_u else (across, along)


def frontages(
    roads: Sequence[DrawnRoad], meshes: Mapping[tuple[int, int], Mesh]
) -> Iterator[Frontage]:
    """All meshes beside all roads where they follow the lattice, numbered from the road's start.

    Even numbers stand north and east, odd ones south and west.
    """
    for road in roads:
        passed = 0
        for a, b in pairwise(road.line):
            if a[0] != b[0] and a[1] != b[1]:
                continue
            along_u = a[1] == b[1]
            fixed = int(a[1] if along_u else a[0])
            low, high = sorted((a[0], b[0]) if along_u else (a[1], b[1]))
            for step in range(int(low), int(high)):
                passed += 1
                for low_side in (False, True):
                    line = fixed - 1 if low_side else fixed
                    mesh = meshes.get((step, line) if along_u else (line, step))
                    if mesh is not None:
                        yield Frontage(
                            road=road,
                            mesh=mesh,
                            along_u=along_u,
                            low_side=low_side,
                            number=2 * (passed * _NUMBERS_PER_MESH // 2) + low_side,
                        )


def crossings(roads: Sequence[DrawnRoad]) -> Iterator[tuple[DrawnRoad, DrawnRoad, Spot]]:
    """Where two roads that follow the lattice cross or meet, each pair once."""
    for a, b in combinations(roads, 2):
        spot = next(
            (s for p in pairwise(a.line) for q in pairwise(b.line) if (s := _meet(p, q))), None
        )
        if spot is not None:
            yield a, b, spot


def _meet(p: tuple[Spot, Spot], q: tuple[Spot, Spot]) -> Spot | None:
    """The common spot of an east-west and a north-south stretch."""
    if p[0][1] != p[1][1]:
        p, q = q, p
    if p[0][1] != p[1][1] or q[0][0] != q[1][0]:
        return None
    u, v = q[0][0], p[0][1]
    west, east = sorted((p[0][0], p[1][0]))
    south, north = sorted((q[0][1], q[1][1]))
    return (u, v) if west <= u <= east and south <= v <= north else None
