"""The questions of the map's layers and of the card of a unit grid. Shapes only.

Each is one short query with a bound, asked off the window's thread. A seat of a district is
answered for its areas only.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Final, Protocol

from console.domain.case import CaseId
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

MOST_ENDED: Final = 200_000
MOST_COMPONENTS: Final = 20_000
MOST_CELL_CASES: Final = 200


class GridReading(Protocol):
    """Unit grids: what they are, what they carry, who was there."""

    def grid_rows(self) -> Sequence[GridRow]:
        """Unit grids in force, in the order of `unit_grids`."""

    def grid_loads(self, now: datetime) -> Sequence[GridLoad]:
        """Cells with open cases, with their overdue and near ones."""

    def grid_grades(self) -> Sequence[GridGrade] | None:
        """Grades of the last published assessment; None when none was ever published."""

    def grids_seen(self, now: datetime) -> Sequence[GridSeen]:
        """Cells in which an inspector was during the last week, and when last."""

    def grid_card(self, code: str, now: datetime) -> GridCard:
        """One cell. Raises `Refusal` `grid.unknown`."""

    def cell_cases(self, wanted: CellCases, *, limit: int = MOST_CELL_CASES) -> Sequence[GridCase]:
        """Cases of a cell, newest first."""


class LayerReading(GridReading, Protocol):
    """What else can be laid over the map."""

    def ended_pins(
        self, box: Box, since: datetime, until: datetime, *, limit: int = MOST_ENDED
    ) -> Sequence[EndedPin]:
        """Cases ended in [since, until) in a box, newest first."""

    def ended_case(self, case: CaseId) -> GridCase | None:
        """One of them as a line; None when it cannot be seen."""

    def component_pins(
        self, box: Box, classes: Sequence[str], *, limit: int = MOST_COMPONENTS
    ) -> Sequence[ComponentPin]:
        """Components in a box whose class + subclass begins with one of `classes` (none: all)."""

    def component_card(self, code: str) -> ComponentCard:
        """One component. Raises `Refusal` `component.unknown`."""

    def inspector_rows(self, now: datetime) -> Sequence[InspectorRow]:
        """Inspectors with their last position and the track of the city's day."""

    def control_areas(self, now: datetime) -> Sequence[AreaRow]:
        """Control areas in force."""

    def duty_areas(self) -> Sequence[AreaRow]:
        """Duty grids in force as the ground of their unit grids."""

    def division_areas(self, level: str) -> Sequence[AreaRow]:
        """Divisions of a level (`DivisionLevel`) as the ground of their unit grids."""
