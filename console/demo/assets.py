"""The components of the demo city: some 20,000 things along its roads, coded by rule.

The mix and the units behind each class are ours, in the manner of fact book 2.3 and 3.4; classes
are of the GB/T 30428.2 numbering.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Final

from console.demo.grids import Mesh
from console.demo.lattice import Lattice
from console.demo.roadside import Frontage
from console.domain.codes import component_code
from console.domain.place import Component, ComponentState, Point

SCHEME: Final = "GBT30428"

_SURVEY: Final = date(2026, 6, 1)
_DAMAGED: Final = 0.012
_IN_ROAD: Final = frozenset({"0101", "0102", "0103", "0104", "0110", "0111", "0123", "0217"})
"""Classes that lie in the carriageway; the others stand on the pavement."""

_EMBANKMENT_ROWS: Final = (-2, 1)


@dataclass(frozen=True, slots=True)
class Kind:
    """A class of component: how many stand on 100 m of pavement by rank of road, and whose.

    `competent`, `owner` and `maintenance` are unit codes; `d1` and `d2` stand for the bureau and
    the sanitation centre of the district, an empty owner for a thing without one.
    """

    category: str
    name: str
    per_mesh: tuple[float, float, float]
    competent: str
    owner: str
    maintenance: str


# fmt: off
KINDS: Final = (
    Kind("0402", "行道树", (1.2, 1.1, 0.8), "2013", "2003", "2003"),
    Kind("0104", "雨水箅子", (0.50, 0.45, 0.4), "2013", "2001", "2001"),
    Kind("0103", "雨水井盖", (0.45, 0.40, 0.3), "2013", "2001", "2001"),
    Kind("0102", "污水井盖", (0.40, 0.40, 0.4), "2013", "3001", "3001"),
    Kind("0305", "垃圾箱", (0.30, 0.25, 0.2), "d1", "d2", "d2"),
    Kind("0101", "上水井盖", (0.22, 0.20, 0.2), "2008", "3002", "3002"),
    Kind("0111", "燃气井盖", (0.12, 0.12, 0.1), "2008", "3003", "3003"),
    Kind("0110", "热力井盖", (0.10, 0.10, 0.05), "2008", "3004", "3004"),
    Kind("0106", "路灯井盖", (0.12, 0.10, 0.05), "2013", "2002", "2002"),
    Kind("0123", "不明井盖", (0.03, 0.03, 0.04), "2013", "", ""),
    Kind("0130", "电力立杆", (0.08, 0.10, 0.15), "3005", "3005", "3005"),
    Kind("0128", "电力设施", (0.05, 0.05, 0.05), "3005", "3005", "3005"),
    Kind("0131", "通信立杆", (0.06, 0.08, 0.1), "3006", "3006", "3006"),
    Kind("0127", "通讯交接箱", (0.06, 0.06, 0.05), "3007", "3007", "3007"),
    Kind("0150", "监控电子眼", (0.09, 0.05, 0.02), "2007", "2007", "2007"),
    Kind("0204", "公交站亭", (0.07, 0.04, 0.0), "2012", "3009", "3009"),
    Kind("0212", "路名牌", (0.06, 0.06, 0.06), "2013", "2001", "2001"),
    Kind("0217", "交通护栏", (0.16, 0.05, 0.0), "2007", "2007", "2007"),
    Kind("0225", "非机动车停放点", (0.06, 0.05, 0.03), "d1", "d1", "d1"),
    Kind("0283", "道路指示牌", (0.05, 0.03, 0.0), "2007", "2007", "2007"),
    Kind("0497", "树池树篦", (0.12, 0.10, 0.05), "2013", "2003", "2003"),
    Kind("0404", "护树设施", (0.08, 0.06, 0.03), "2013", "2003", "2003"),
    Kind("0405", "花钵花架", (0.07, 0.04, 0.0), "2013", "2003", "2003"),
    Kind("0407", "街头座椅", (0.06, 0.05, 0.02), "2013", "2003", "2003"),
    Kind("0308", "宣传栏", (0.03, 0.03, 0.03), "2013", "d1", "d1"),
    Kind("0306", "户外广告", (0.05, 0.04, 0.02), "2006", "d1", "d1"),
    Kind("0301", "公共厕所", (0.015, 0.015, 0.015), "2004", "d2", "d2"),
)
_LAMP: Final = Kind("0137", "路灯", (1.0, 1.0, 0.6), "2013", "2002", "2002")
"""Lamps stand in line, by turns on both sides, and carry numbers along their road."""

_YARD: Final = (
    Kind("0146", "户外健身设施", (0.12, 0.12, 0.12), "2013", "d1", "d1"),
    Kind("0305", "垃圾箱", (0.16, 0.16, 0.16), "d1", "d2", "d2"),
    Kind("0118", "化粪池井盖", (0.10, 0.10, 0.10), "d1", "d2", "d2"),
)
_EMBANKMENT: Final = (Kind("0507", "水域护栏", (0.9, 0.9, 0.9), "2005", "2005", "2005"),)
# fmt: on


def components(
    lattice: Lattice, fronts: Sequence[Frontage], all_meshes: Sequence[Mesh], random: Random
) -> list[Component]:
    """All components, numbered per district and class in the order of their unit grids."""
    found: list[tuple[Kind, Mesh, Point, str]] = []
    beside = set[tuple[int, int]]()
    lamps = Counter[str]()
    for front in fronts:
        beside.add((front.mesh.u, front.mesh.v))
        found.extend(_on_pavement(lattice, front, lamps, random))
    for mesh in all_meshes:
        yard = () if (mesh.u, mesh.v) in beside else _YARD
        bank = _EMBANKMENT if mesh.v in _EMBANKMENT_ROWS else ()
        found.extend(_in_yard(lattice, mesh, (*yard, *bank), random))
    found.sort(key=lambda entry: (entry[0].category, entry[1].grid.code, entry[2]))
    return list(_numbered(found, random))


def _on_pavement(
    lattice: Lattice, front: Frontage, lamps: Counter[str], random: Random
) -> Iterator[tuple[Kind, Mesh, Point, str]]:
    address = f"{front.road.name}{front.number}号{front.side}"
    for kind in KINDS:
        for _ in range(_how_many(kind.per_mesh[front.road.rank - 1], random)):
            shares = front.shares(random.uniform(0.04, 0.96), _depth(kind, front, random))
            point = lattice.inside(front.mesh.u, front.mesh.v, *shares)
            yield kind, front.mesh, point, address
    if random.random() < _LAMP.per_mesh[front.road.rank - 1]:
        lamps[front.road.name] += 1
        number = f"{front.road.name}{lamps[front.road.name]:04d}#"
        shares = front.shares(0.25 if front.low_side else 0.75, front.kerb + 0.02)
        yield _LAMP, front.mesh, lattice.inside(front.mesh.u, front.mesh.v, *shares), number


def _depth(kind: Kind, front: Frontage, random: Random) -> float:
    if kind.category in _IN_ROAD:
        return random.uniform(0.02, front.kerb)
    return random.uniform(front.kerb + 0.01, front.kerb + 0.05)


def _in_yard(
    lattice: Lattice, mesh: Mesh, kinds: Iterable[Kind], random: Random
) -> Iterator[tuple[Kind, Mesh, Point, str]]:
    for kind in kinds:
        for _ in range(_how_many(kind.per_mesh[0], random)):
            shares = random.uniform(0.2, 0.8), random.uniform(0.2, 0.8)
            yield kind, mesh, lattice.inside(mesh.u, mesh.v, *shares), ""


def _how_many(expected: float, random: Random) -> int:
    return int(expected) + (random.random() < expected % 1)


def _numbered(
    found: Iterable[tuple[Kind, Mesh, Point, str]], random: Random
) -> Iterator[Component]:
    last: dict[tuple[str, str], int] = {}
    for kind, mesh, point, address in found:
        district = mesh.grid.code[:6]
        number = last[district, kind.category] = last.get((district, kind.category), 0) + 1
        surveyed = _SURVEY - timedelta(days=random.randrange(0, 900))
        yield Component(
            code=component_code(district, kind.category, number),
            scheme=SCHEME,
            category=kind.category,
            name=kind.name,
            point=Point(round(point.lon, 7), round(point.lat, 7)),
            unit_grid=mesh.grid.code,
            address=address,
            competent_unit=_unit(kind.competent, district) or kind.competent,
            owner_unit=_unit(kind.owner, district),
            maintenance_unit=_unit(kind.maintenance, district),
            surveyed_on=surveyed,
            changed_on=surveyed + timedelta(days=random.randrange(0, 90)),
            state=ComponentState.DAMAGED if random.random() < _DAMAGED else ComponentState.INTACT,
        )


_BUREAUS: Final = {"410402": "11", "410403": "12", "410411": "13", "410471": "14", "410472": "15"}


def _unit(code: str, district: str) -> str | None:
    if code.startswith("d"):
        return f"{_BUREAUS[district]}0{code[1]}"
    return code or None
