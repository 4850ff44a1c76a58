"""Divisions, unit grids and duty grids of the demo city, coded by rule (fact book 2.1, 2.2)."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from random import Random
from typing import Final

from console.demo.drawing import Drawing
from console.demo.partition import Piece, divided, leaves
from console.domain.codes import unit_grid_code
from console.domain.coordinates import ring_area_m2, ring_perimeter_m
from console.domain.place import AreaLevel, Division, DivisionLevel, DutyGrid, Point, UnitGrid

OPENED: Final = date(2012, 7, 1)
"""The day the founding document came into force; the demo's grids begin with it."""

FIVE_AREAS: Final = ("410402", "410403", "410411", "410471", "410472")
"""新华区, 卫东区, 湛河区, 高新区, 示范区 (article 5)."""

SHORT_NAMES: Final[Mapping[str, str]] = {"410471": "高新区", "410472": "新城区"}
"""How the town says the two zones whose official names are long."""

_DUTY_SIZE: Final = 62
_GREEN_ROWS: Final = (-2, 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Mesh:
    """A unit grid with its place on the lattice, which components and addresses need."""

    u: int
    v: int
    grid: UnitGrid


@dataclass(frozen=True, slots=True, kw_only=True)
class Territory:
    """The partition of the city: streets and communities as pieces, named by code."""

    streets: tuple[Piece, ...]
    communities: tuple[Piece, ...]
    titles: Mapping[str, str]

    def street_at(self, u: float, v: float) -> str | None:
        """Code of the street at a position of the lattice."""
        return next((piece.name for piece in self.streets if piece.holds(u, v)), None)


def partition(drawing: Drawing) -> Territory:
    """Cut the drawing into streets and communities."""
    streets = (
        *leaves(drawing.outline, drawing.tree),
        *leaves(drawing.shilong_outline, drawing.shilong_tree),
    )
    communities: list[Piece] = []
    titles: dict[str, str] = {}
    for street in sorted(streets, key=lambda piece: piece.name):
        names = drawing.communities[street.name]
        for number, piece in enumerate(divided(street, names, drawing.ground), start=1):
            code = f"{street.name}{number:03d}"
            titles[code] = piece.name
            communities.append(Piece(name=code, outline=piece.outline))
    return Territory(streets=streets, communities=tuple(communities), titles=titles)


def divisions(
    rows: Iterable[Mapping[str, str]], territory: Territory, published: frozenset[str]
) -> Iterator[Division]:
    """The rows of `divisions.csv` as values, followed by the communities of the drawing.

    `rows` have the keys code, name, name_en, level, parent_code and managed_by. Level `town`,
    `township` and `other` are street level. A division nobody else runs is run by its own district.
    """
    levels = {"city": DivisionLevel.CITY, "district": DivisionLevel.DISTRICT}
    for row in rows:
        level = levels.get(row["level"], DivisionLevel.STREET)
        yield Division(
            code=row["code"],
            name=row["name"],
            name_en=row["name_en"],
            level=level,
            parent=None if level is DivisionLevel.CITY else row["parent_code"],
            managed_by=row["managed_by"] or row["code"][:6],
            valid_from=OPENED,
        )
    for code, title in territory.titles.items():
        yield Division(
            code=code,
            name=title if title.endswith("村") else f"{title}社区",
            level=DivisionLevel.COMMUNITY,
            parent=code[:9],
            managed_by=code[:6],
            invented=code[:9] not in published,
            valid_from=OPENED,
        )


def borders(drawing: Drawing, territory: Territory) -> dict[str, tuple[Point, ...]]:
    """Outlines of the six drawn districts, their streets and communities, by code.

    Streets are put together from their communities and districts from their streets, so that every
    level covers exactly the same ground.
    """
    found = {piece.name: drawing.lattice.ring(piece.outline) for piece in territory.communities}
    for length in (9, 6):
        parts: dict[str, list[tuple[Point, ...]]] = {}
        for code, ring in found.items():
            if len(code) == length + 3:
                parts.setdefault(code[:length], []).append(ring)
        found |= {code: merged(rings) for code, rings in parts.items()}
    return found


def merged(rings: Sequence[Sequence[Point]]) -> tuple[Point, ...]:
    """The common outline of neighbours: edges that two of them share fall away.

    Neighbours must share their points exactly and be in one piece; of several loops the longest
    is given back.
    """
    edges = {edge for ring in rings for edge in zip(ring, (*ring[1:], ring[0]), strict=True)}
    after = {a: b for a, b in edges if (b, a) not in edges}
    loops: list[list[Point]] = []
    while after:
        start, here = after.popitem()
        loop = [start]
        while here != start:
            loop.append(here)
            here = after.pop(here)
        loops.append(loop)
    loops.sort(key=len)
    return tuple(loops[-1])


def meshes(drawing: Drawing, territory: Territory) -> list[Mesh]:
    """Every unit grid: numbered in its community from west to east, then from north to south."""
    by_community = {
        piece.name: piece.meshes(drawing.ground.built_up) for piece in territory.communities
    }
    return [
        Mesh(u=u, v=v, grid=_unit_grid(drawing, unit_grid_code(community, number), u, v))
        for community, spots in sorted(by_community.items())
        for number, (u, v) in enumerate(sorted(spots, key=lambda s: (-s[1], s[0])), start=1)
    ]


def duty_grids(
    all_meshes: Sequence[Mesh], streets: Mapping[str, str], inspectors: Mapping[str, Sequence[str]]
) -> list[DutyGrid]:
    """Whole unit grids of one street, some 50 each, given to the inspectors of the area in turn.

    `streets` gives the street's name by code, `inspectors` the codes of inspectors by area.
    """
    by_street: dict[str, list[Mesh]] = {}
    for mesh in all_meshes:
        by_street.setdefault(mesh.grid.code[:9], []).append(mesh)
    given: dict[str, int] = {}
    found: list[DutyGrid] = []
    for street, mine in sorted(by_street.items()):
        for number, part in enumerate(_halved(mine), start=1):
            area = street[:6]
            turn = given[area] = given.get(area, -1) + 1
            found.append(
                DutyGrid(
                    code=f"{street}D{number:02d}",
                    name=f"{streets[street]}第{number:02d}责任网格",
                    unit_grids=tuple(sorted(mesh.grid.code for mesh in part)),
                    inspector=inspectors[area][turn % len(inspectors[area])],
                    valid_from=OPENED,
                )
            )
    return found


def _halved(part: Sequence[Mesh]) -> Iterator[Sequence[Mesh]]:
    """Halves of halves until no part is above the size of a duty grid; parts stay compact."""
    if len(part) <= _DUTY_SIZE:
        yield part
        return
    wide = max(m.u for m in part) - min(m.u for m in part)
    high = max(m.v for m in part) - min(m.v for m in part)
    order = sorted(part, key=(lambda m: (m.u, m.v)) if wide >= high else (lambda m: (m.v, m.u)))
    middle = len(order) // 2
    yield from _halved(order[:middle])
    yield from _halved(order[middle:])


def _unit_grid(drawing: Drawing, code: str, u: int, v: int) -> UnitGrid:
    ring = drawing.lattice.mesh(u, v)
    level = AreaLevel.THIRD
    if drawing.rectangle("core", u, v):
        level = AreaLevel.FIRST
    elif drawing.rectangle("inner", u, v):
        level = AreaLevel.SECOND
    return UnitGrid(
        code=code,
        community=code[:12],
        management_area=code[:6],
        ring=ring,
        area_m2=round(ring_area_m2(ring), 1),
        perimeter_m=round(ring_perimeter_m(ring), 1),
        area_level=level,
        land_use=_land_use(drawing, code, u, v),
        valid_from=OPENED,
    )


def _land_use(drawing: Drawing, code: str, u: int, v: int) -> str:
    if v in _GREEN_ROWS:
        return "park"
    if drawing.rectangle("industrial", u, v):
        return "industrial"
    kinds = (
        ("residential", "commercial", "public")
        if drawing.rectangle("core", u, v)
        else ("residential", "residential", "public")
    )
    return Random(code).choice(kinds)  # noqa: S311 - repeatable by design
