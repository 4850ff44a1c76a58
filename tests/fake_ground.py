"""A city's ground in memory, and readings of files that need no process."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from console.domain.ground import DivisionArea, Drawn, Shape, Thing
from console.domain.place import (
    AreaLevel,
    Division,
    DivisionLevel,
    Point,
    UnitGrid,
)
from console.geo.parts import About, Fault, Item, Progress, Question
from console.geo.reader import GroundReader
from console.ports.ground import CaseOnGrid, GroundChangeSet, GroundNow

DAY = date(2026, 11, 29)
COMMUNITY = "410403001001"
SIDE = 0.001


def square(at: int, wide: float = SIDE) -> tuple[Point, ...]:
    """The outline of the n-th cell of a row."""
    west = 113.3 + at * SIDE
    corners = ((west, 33.74), (west + wide, 33.74), (west + wide, 33.741), (west, 33.741))
    return tuple(Point(*corner) for corner in corners)


def grid(at: int, **changes: object) -> UnitGrid:
    """The n-th cell of a row, in force."""
    made = UnitGrid(
        code=f"{COMMUNITY}{at:03d}",
        community=COMMUNITY,
        management_area="410403",
        ring=square(at),
        area_m2=10_000.0,
        perimeter_m=400.0,
        area_level=AreaLevel.FIRST,
        land_use="居住",
        valid_from=date(2024, 1, 1),
    )
    return replace(made, **changes)  # type: ignore[arg-type]


def community(**changes: object) -> DivisionArea:
    """The community the cells lie in."""
    division = Division(
        code=COMMUNITY, name="建设社区", level=DivisionLevel.COMMUNITY, parent=COMMUNITY[:9]
    )
    return DivisionArea(division=replace(division, **changes), rings=(square(0, 0.02),))  # type: ignore[arg-type]


def drawn(row: int, code: str, ring: Sequence[Point] = (), **texts: str) -> Drawn:
    """A feature of a file."""
    rings = (tuple(ring),) if ring else ()
    shape = Shape(rings=rings, area_m2=10_000.0, perimeter_m=400.0)
    return Drawn(row=row, texts={"code": code, **texts}, shape=shape)


@dataclass
class FakeGround:
    """A city; what is put is remembered, and its grids are changed."""

    there: GroundNow
    cases: tuple[CaseOnGrid, ...] = ()
    changes: list[GroundChangeSet] = field(default_factory=list)

    def now(self) -> GroundNow:
        return self.there

    def cases_on(self, grids: Collection[str]) -> Sequence[CaseOnGrid]:
        return [one for one in self.cases if one.unit_grid in grids]

    def put(self, change: GroundChangeSet) -> int:
        self.changes.append(change)
        put: dict[str, Thing] = {one.code: one for one in change.put}
        grids = {one.code: one for one in self.there.unit_grids}
        grids |= {code: replace(grids[code], valid_to=change.day) for code in change.ended}
        grids |= {code: one for code, one in put.items() if isinstance(one, UnitGrid)}
        self.there = replace(
            self.there, stamp=self.there.stamp + 1, unit_grids=tuple(grids.values())
        )
        return len(self.changes)


class FakeReader(GroundReader):
    """Gives the items it was made with; remembers what it was asked."""

    def __init__(self, items: Iterable[Drawn | Fault], columns: Sequence[str] = ("code",)) -> None:
        super().__init__()
        self._items = tuple(items)
        self._columns = {name: name for name in columns}
        self.asked: list[Question] = []

    def read(self, question: Question) -> Iterator[Item]:
        self.asked.append(question)
        yield About(features=len(self._items), crs="EPSG:4547", columns=self._columns)
        yield Progress(part="read", done=1, of=1)
        yield from self._items
