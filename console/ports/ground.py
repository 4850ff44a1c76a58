"""What bringing one's own ground asks of the store: all of it as it is now, and one change.

Shapes only. Every method may take seconds and is never called on the window's thread.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Protocol

from console.domain.ground import ControlArea, DivisionArea, GroundKind, Thing
from console.domain.organisation import Inspector, ResponsibleUnit
from console.domain.place import Component, DutyGrid, Point, UnitGrid


@dataclass(frozen=True, slots=True, kw_only=True)
class GroundNow:
    """The city's ground; ended things are among it. `stamp` tells whether it changed since.

    `base` is the base map the map page draws (`console.viewmodels.map_ground`).
    """

    stamp: int
    divisions: tuple[DivisionArea, ...] = ()
    unit_grids: tuple[UnitGrid, ...] = ()
    duty_grids: tuple[DutyGrid, ...] = ()
    components: tuple[Component, ...] = ()
    control_areas: tuple[ControlArea, ...] = ()
    units: tuple[ResponsibleUnit, ...] = ()
    inspectors: tuple[Inspector, ...] = ()
    base: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class GroundChangeSet:
    """One change of the ground, all of it or nothing.

    `put` are things as they are to be: new, or there already under their code. `ended` are codes of
    unit grids that are over from `day` on, with the code that stands for each now, None for none.
    `components` tells in which unit grid components lie from now on. `told` goes into the
    administrators' register as it is. `base` is the base map afterwards, None where it stays.
    """

    kind: GroundKind
    stamp: int
    put: tuple[Thing, ...]
    ended: Mapping[str, str | None]
    told: Mapping[str, object]
    day: date
    reason: str = ""
    components: Mapping[str, str] = field(default_factory=dict)
    base: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseOnGrid:
    """An open case and the unit grid it was given; `point` is None for one without a place."""

    case: int
    number: str
    unit_grid: str
    point: Point | None


class GroundKeeping(Protocol):
    """The ground as an administrator may change it."""

    def now(self) -> GroundNow:
        """All of it."""

    def cases_on(self, grids: Collection[str]) -> Sequence[CaseOnGrid]:
        """Open cases with one of these unit grids, by case."""

    def put(self, change: GroundChangeSet) -> int:
        """Make one change; its number in the administrators' register.

        Raises `Refusal` `ground.stale` when the city was changed since `stamp`, `ground.code_used`
        when a code was ever used before, `judge.post` for whoever is no administrator.
        """
