"""Places as values: points, divisions, unit grids, duty grids, components, and where a case lies.

Here are the shapes every floor shares. Not here: codes (`codes.py`), conversions between coordinate
systems (`coordinates.py`) and the lookup of a grid for a point (`gridindex.py`).
Every stored coordinate is in degrees of WGS84, which equals CGCS2000 within about a metre.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import NamedTuple


class Crs(StrEnum):
    """Coordinate systems met in reports and exports (fact book 2.4)."""

    WGS84 = "wgs84"
    CGCS2000 = "cgcs2000"
    GCJ02 = "gcj02"
    BD09 = "bd09"
    BD09MC = "bd09mc"


class Point(NamedTuple):
    """Longitude and latitude in degrees of WGS84; a tuple, because a city has 50,000 of them."""

    lon: float
    lat: float


class AreaLevel(StrEnum):
    """Management level of an area (区域管理等级 一类/二类/三类): limits may depend on it."""

    FIRST = "A"
    SECOND = "B"
    THIRD = "C"


class DivisionLevel(StrEnum):
    """Steps of the administrative tree above the unit grid (fact book 2.1)."""

    CITY = "city"
    DISTRICT = "district"
    STREET = "street"
    COMMUNITY = "community"


@dataclass(frozen=True, slots=True, kw_only=True)
class Division:
    """A city, district, street (街道, 镇, 乡) or community with its statistical code.

    `managed_by` is the code of the area that runs it, which may differ from the district in the
    code (皇台街道 lies in 卫东区 and is run by the high-tech zone). `invented` marks names made up
    for the demo city. A division in force has no `valid_to`.
    """

    code: str
    name: str
    level: DivisionLevel
    parent: str | None
    managed_by: str | None = None
    name_en: str = ""
    invented: bool = False
    valid_from: date | None = None
    valid_to: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitGrid:
    """A unit grid (单元网格, about one hectare): the smallest piece of managed ground.

    `ring` is the open outline (last point differs from the first). `management_area` is the code
    of the area that runs it, kept apart from the code. A code is never used again: a changed grid
    gets `valid_to`, its first day out of force, and a successor with a new code that `replaces` it.
    """

    code: str
    community: str
    management_area: str
    ring: tuple[Point, ...]
    area_m2: float
    perimeter_m: float
    area_level: AreaLevel
    land_use: str
    valid_from: date
    valid_to: date | None = None
    replaces: str | None = None

    def in_force(self, day: date) -> bool:
        """Whether this grid may be given to a case on `day` (a day of the city's time zone)."""
        return self.valid_from <= day and (self.valid_to is None or day < self.valid_to)


@dataclass(frozen=True, slots=True, kw_only=True)
class DutyGrid:
    """A duty grid (责任网格): whole unit grids given to one inspector, named by his code."""

    code: str
    name: str
    unit_grids: tuple[str, ...]
    inspector: str | None
    valid_from: date
    valid_to: date | None = None


class ComponentState(StrEnum):
    """State of a component (部件状态)."""

    INTACT = "intact"
    DAMAGED = "damaged"
    MISSING = "missing"
    OCCUPIED = "occupied"


@dataclass(frozen=True, slots=True, kw_only=True)
class Component:
    """A component (部件) with its 16-digit code and the three units that answer for it.

    `category` is class + subclass (4 digits) within `scheme` (`GBT30428` or `CJT214`). Units are
    codes of responsible units; `owner_unit` is absent for an ownerless component (无主).
    """

    code: str
    scheme: str
    category: str
    name: str
    point: Point
    unit_grid: str
    address: str
    competent_unit: str
    owner_unit: str | None
    maintenance_unit: str | None
    surveyed_on: date
    changed_on: date
    state: ComponentState = ComponentState.INTACT
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a report or case lies; whatever is not known is None, never guessed.

    `point` is WGS84; `crs` and `original` keep what arrived. Divisions and grids are codes.
    `management_area` is the area that runs the place, apart from the district in the grid code.
    """

    address: str
    point: Point | None = None
    unit_grid: str | None = None
    duty_grid: str | None = None
    community: str | None = None
    street: str | None = None
    district: str | None = None
    management_area: str | None = None
    area_level: AreaLevel | None = None
    component: str | None = None
    crs: Crs = Crs.WGS84
    original: tuple[float, float] | None = None
