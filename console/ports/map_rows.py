"""Rows the map shows: one pin per open case, and the small scene of a panel's inset map.

Shapes only. How a pin looks is decided by the list painter in `console.views`; how pins are kept
and sent to the page by `console.viewmodels.map_bridge`. Places are WGS-84 degrees, longitude first.
No row here may carry personal data of a caller.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import NamedTuple

from console.domain.case import CaseId
from console.domain.stage import Stage


class PinRow(NamedTuple):
    """What the map needs of an open case with a place, and no more: a city has tens of thousands.

    Field by field as in `console.ports.rows.CaseRow`, whose place may take this one's where only a
    clock is asked for.
    """

    id: CaseId
    number: str
    stage: Stage
    category_name: str
    district: str
    street_name: str
    grid: str
    duty_grid: str
    lon: float
    lat: float
    started_at: datetime | None
    due: datetime | None
    near_at: datetime | None
    limit: str
    paused: bool
    opened: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class MapPin:
    """An open case as a mark on the map.

    `urgency` and `stage_fill` are values of `Urgency` and `StageFill` (`console.domain.tone`).
    `number`, `label`, `remaining` and `detail` are finished texts for the box beside the chosen
    mark: short number, class, time left; grid code and street.
    `duty_grid` and `district` are codes; marks merge per duty grid, edge chips count per district.
    """

    id: int
    number: str
    lon: float
    lat: float
    urgency: str
    stage_fill: str
    label: str
    detail: str
    duty_grid: str
    district: str
    remaining: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class MapBadge:
    """A short text at a place: a lettered mark (A, B, C) of a likely duplicate, or a named dot."""

    text: str
    lon: float
    lat: float
    plain: bool = False
    """True draws a dot with the text above it (design 05), False the dark lettered square (04)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MapScene:
    """What a map is about: one place, a circle around it, components and badges.

    With `stay` the map keeps its view and the words beside its chosen case.
    """

    lon: float
    lat: float
    radius_m: float = 0.0
    radius_text: str = ""
    title: str = ""
    subtitle: str = ""
    points: tuple[tuple[float, float], ...] = ()
    badges: tuple[MapBadge, ...] = ()
    stay: bool = False

    def beside(self) -> "MapScene":
        """The same for a map that is about more than this."""
        return replace(self, stay=True)
