"""The map's layers in memory: rows a test puts in, answered as the database would."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Final

from console.domain.case import CaseId
from console.domain.gridload import Grade, Load
from console.domain.place import AreaLevel, UnitGrid
from console.domain.refusal import Refusal
from console.ports.layer_reading import MOST_CELL_CASES, MOST_COMPONENTS, MOST_ENDED
from console.ports.layer_rows import (
    AreaRow,
    Box,
    CellCases,
    ComponentCard,
    ComponentPin,
    EndedPin,
    GridCard,
    GridCase,
    GridGrade,
    GridLoad,
    GridRow,
    GridSeen,
    InspectorRow,
)

OPENED: Final = date(2012, 7, 1)


def a_grid_row(code: str, area_m2: float = 10_000.0) -> GridRow:
    """A cell with everything known."""
    return GridRow(
        code=code,
        names=("卫东区", "东安路街道", "东安社区"),
        management_area=code[:6],
        area_level=AreaLevel.FIRST,
        area_m2=area_m2,
        duty_grid="D1",
        duty_name="一号责任网格",
        inspector="WD-07",
        inspector_name="赵巡",
    )


def a_load(grid: str, *, at_all: int = 1, overdue: int = 0, near: int = 0) -> GridLoad:
    """Open cases of a cell."""
    return GridLoad(grid=grid, load=Load(open=at_all, overdue=overdue, near=near))


@dataclass
class FakeLayers:
    """Answers of the layers; `asked` and `lost` are the reading's own."""

    cells: tuple[GridRow, ...] = ()
    shapes: tuple[UnitGrid, ...] = ()
    loads: tuple[GridLoad, ...] = ()
    grades: tuple[GridGrade, ...] | None = None
    visits: tuple[GridSeen, ...] = ()
    cards: dict[str, GridCard] = field(default_factory=dict)
    in_cells: tuple[GridCase, ...] = ()
    wanted_cells: list[CellCases] = field(default_factory=list)
    ended: tuple[EndedPin, ...] = ()
    things: tuple[ComponentPin, ...] = ()
    thing_cards: dict[str, ComponentCard] = field(default_factory=dict)
    patrol: tuple[InspectorRow, ...] = ()
    controlled: tuple[AreaRow, ...] = ()
    duties: tuple[AreaRow, ...] = ()
    outlines: dict[str, tuple[AreaRow, ...]] = field(default_factory=dict)

    def _heard(self, question: str) -> None:
        raise NotImplementedError(question)

    def unit_grids(self) -> Sequence[UnitGrid]:
        self._heard("unit_grids")
        return self.shapes

    def grid_rows(self) -> Sequence[GridRow]:
        self._heard("grid_rows")
        return self.cells

    def grid_loads(self, now: datetime) -> Sequence[GridLoad]:
        self._heard("grid_loads")
        return self.loads

    def grid_grades(self) -> Sequence[GridGrade] | None:
        self._heard("grid_grades")
        return self.grades

    def grids_seen(self, now: datetime) -> Sequence[GridSeen]:
        self._heard("grids_seen")
        return self.visits

    def grid_card(self, code: str, now: datetime) -> GridCard:
        self._heard(f"grid_card {code}")
        if code not in self.cards:
            raise Refusal("grid.unknown", grid=code)
        return self.cards[code]

    def cell_cases(self, wanted: CellCases, *, limit: int = MOST_CELL_CASES) -> Sequence[GridCase]:
        self._heard("cell_cases")
        self.wanted_cells.append(wanted)
        return self.in_cells[:limit]

    def ended_pins(
        self, box: Box, since: datetime, until: datetime, *, limit: int = MOST_ENDED
    ) -> Sequence[EndedPin]:
        self._heard("ended_pins")
        inside = (one for one in self.ended if box.west <= one.lon <= box.east)
        return tuple(inside)[:limit]

    def ended_case(self, case: CaseId) -> GridCase | None:
        self._heard("ended_case")
        return next((one for one in self.in_cells if one.id == case), None)

    def component_pins(
        self, box: Box, classes: Sequence[str], *, limit: int = MOST_COMPONENTS
    ) -> Sequence[ComponentPin]:
        self._heard("component_pins")
        wanted = tuple(classes) or ("",)
        return tuple(
            one
            for one in self.things
            if box.west <= one.lon <= box.east and one.category.startswith(wanted)
        )[:limit]

    def component_card(self, code: str) -> ComponentCard:
        self._heard(f"component_card {code}")
        if code not in self.thing_cards:
            raise Refusal("component.unknown", component=code)
        return self.thing_cards[code]

    def inspector_rows(self, now: datetime) -> Sequence[InspectorRow]:
        self._heard("inspector_rows")
        return self.patrol

    def control_areas(self, now: datetime) -> Sequence[AreaRow]:
        self._heard("control_areas")
        return self.controlled

    def duty_areas(self) -> Sequence[AreaRow]:
        self._heard("duty_areas")
        return self.duties

    def division_areas(self, level: str) -> Sequence[AreaRow]:
        self._heard(f"division_areas {level}")
        return self.outlines.get(level, ())


def a_grade(grid: str, grade: Grade) -> GridGrade:
    """A cell's grade."""
    return GridGrade(grid=grid, grade=grade)
