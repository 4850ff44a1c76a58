"""Rows behind the map's layers and the card of a unit grid. Shapes only.

Times are aware UTC datetimes, places WGS-84 degrees. No caller's data; of inspectors only what a
seat of their area may see of them at work.
"""

from dataclasses import dataclass
from datetime import date, datetime

from console.domain.case import CaseId
from console.domain.gridload import Grade, Load, Recurrence
from console.domain.place import AreaLevel, Component, ComponentState, Point
from console.domain.stage import Stage


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """A part of the city in degrees."""

    west: float
    south: float
    east: float
    north: float


@dataclass(frozen=True, slots=True, kw_only=True)
class GridRow:
    """A unit grid in force and who answers for it. `names`: district, street, community."""

    code: str
    names: tuple[str, ...]
    management_area: str
    area_level: AreaLevel
    area_m2: float
    duty_grid: str = ""
    duty_name: str = ""
    inspector: str = ""
    inspector_name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class GridLoad:
    """The open cases of a cell that has any."""

    grid: str
    load: Load


@dataclass(frozen=True, slots=True, kw_only=True)
class GridSeen:
    """When an inspector was last known to be in a cell."""

    grid: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class GridGrade:
    """A cell's grade in the last published assessment."""

    grid: str
    grade: Grade


@dataclass(frozen=True, slots=True, kw_only=True)
class EndedPin:
    """A case that ended: `kind` is its kind of close, or the stage it ended in."""

    id: CaseId
    lon: float
    lat: float
    kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ComponentPin:
    """A component as a mark: class + subclass, and the short name of its owner ("" ownerless)."""

    code: str
    lon: float
    lat: float
    category: str
    name: str
    state: ComponentState
    owner: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ComponentCard:
    """One component with the names of its units, and the cases on it."""

    component: Component
    owner: str
    competent: str
    maintenance: str
    open_cases: int
    closed_cases: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """Where somebody was, and when."""

    at: datetime
    point: Point


@dataclass(frozen=True, slots=True, kw_only=True)
class InspectorRow:
    """An inspector: where he was last, and his track of the city's day, oldest first."""

    code: str
    name: str
    management_area: str
    duty_grids: tuple[str, ...]
    certified: bool
    on_duty: bool
    last: Seen | None = None
    track: tuple[Seen, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class AreaRow:
    """An outlined area of a layer: its loops, the outer ones and those of holes."""

    code: str
    name: str
    loops: tuple[tuple[Point, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class StageLoad:
    """Open cases of a cell in one stage queue."""

    queue: str
    load: Load


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassCount:
    """Components of one class in a cell; `faulty` are not intact."""

    category: str
    name: str
    total: int
    faulty: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FormerGrid:
    """A cell that was here before: its code and the days it was in force."""

    code: str
    valid_from: date
    valid_to: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class GridCard:
    """Everything the card of a cell shows. `years`: cases reported, by year, newest first."""

    grid: GridRow
    valid_from: date
    seen: datetime | None
    stages: tuple[StageLoad, ...] = ()
    components: tuple[ClassCount, ...] = ()
    recurring: tuple[Recurrence, ...] = ()
    recurring_names: tuple[tuple[str, str], ...] = ()
    """`kind:category` and the name of the subclass, for `recurring`."""
    former: tuple[FormerGrid, ...] = ()
    years: tuple[tuple[int, int], ...] = ()
    grade: Grade | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class GridCase:
    """A case of a cell as a line of its card."""

    id: CaseId
    number: str
    category_name: str
    address: str
    stage: Stage
    reported_at: datetime
    due: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CellCases:
    """Which cases of a cell are meant: all, or those of a queue, a subclass or a year.

    `since` (aware UTC) leaves out what was reported before.
    """

    grid: str
    queue: str = ""
    kind: str = ""
    category: str = ""
    year: int = 0
    open_only: bool = False
    since: datetime | None = None
