"""The demo city as one value: what the store, the map page and the demo's outside world are given.

Shapes that exist only for drawing or searching the demo city live here; units, grids, components
and people are values of the domain.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from console.domain.organisation import Inspector, Operator, ResponsibleUnit
from console.domain.place import Component, Division, DutyGrid, Point, UnitGrid


@dataclass(frozen=True, slots=True, kw_only=True)
class Road:
    """A named road: rank 1 arterial, 2 main, 3 minor; an open line in WGS84."""

    name: str
    rank: int
    line: tuple[Point, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Water:
    """A reservoir (`line` is its outline) or a river or stream (`line` is its middle)."""

    name: str
    kind: str
    line: tuple[Point, ...]
    width_m: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Park:
    """A park, square or wooded hill as an open outline."""

    name: str
    ring: tuple[Point, ...]


class AddressKind(StrEnum):
    """What a line of the gazetteer names."""

    ADDRESS = "address"
    CROSSING = "crossing"
    LANDMARK = "landmark"
    STREET = "street"
    COMMUNITY = "community"


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """A searchable place (地名地址): its words, its point and the codes it lies in.

    `detail` names district and street. `unit_grid` is None outside the built-up area and for
    whole streets and communities; `street` and `district` are always known.
    """

    kind: AddressKind
    title: str
    detail: str
    point: Point
    street: str
    district: str
    unit_grid: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Phrase:
    """A stock phrase of a post (常用语), offered while typing; `use` is the gesture it serves."""

    use: str
    key: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class City:
    """Everything that is there before the first case.

    `borders` maps the code of a district, street or community to its open outline; districts
    are the five areas of article 5 and 石龙区. Counties are divisions without a border.
    """

    divisions: tuple[Division, ...]
    borders: Mapping[str, tuple[Point, ...]]
    unit_grids: tuple[UnitGrid, ...]
    duty_grids: tuple[DutyGrid, ...]
    components: tuple[Component, ...]
    units: tuple[ResponsibleUnit, ...]
    inspectors: tuple[Inspector, ...]
    operators: tuple[Operator, ...]
    addresses: tuple[Address, ...]
    phrases: tuple[Phrase, ...]
    roads: tuple[Road, ...]
    waters: tuple[Water, ...]
    parks: tuple[Park, ...]
