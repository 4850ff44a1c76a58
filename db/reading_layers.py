"""`ports.layer_reading`: ended cases, components, inspectors and areas, as marks of the map."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from datetime import datetime, time
from typing import Any, Final

from sqlalchemy import text

from console.domain.case import CaseId
from console.domain.gridload import on_duty
from console.domain.organisation import Inspector
from console.domain.outline import outline
from console.domain.place import ComponentState, DivisionLevel, Point, UnitGrid
from console.domain.refusal import Refusal
from console.ports.layer_reading import MOST_COMPONENTS, MOST_ENDED
from console.ports.layer_rows import (
    AreaRow,
    Box,
    ComponentCard,
    ComponentPin,
    EndedPin,
    GridCase,
    InspectorRow,
    Seen,
)
from db.ground import in_box
from db.mapping import literal_like
from db.reading_base import Reader
from db.reading_grids import grid_case
from db.standing import LOCAL, City, local_day
from db.standing_rows import component_of

_THIN_SECONDS: Final = 300
"""A track has at most one point in so long; between two of them nobody walks far."""
_ENDED: Final = text(
    f"SELECT f.id, f.lon, f.lat, coalesce(f.close_kind, f.stage) AS kind FROM case_file f"  # noqa: S608 - all parts are ours
    f" WHERE f.closed_at >= :since AND f.closed_at < :until AND f.ended AND {in_box(':')}"
    " ORDER BY f.closed_at DESC, f.id DESC LIMIT :limit"
)
_ENDED_ONE: Final = text(
    "SELECT f.id, f.number, f.category_name, t.address, f.stage, f.reported_at, f.due"
    " FROM case_file f JOIN case_text t USING (id) WHERE f.id = :case"
)
_COMPONENTS: Final = text(
    """
    SELECT k.code, k.lon, k.lat, k.category, k.name, k.state, coalesce(u.short_name, '') AS owner
    FROM component k LEFT JOIN unit u ON u.code = k.owner_unit
    WHERE point(k.lon, k.lat) <@ box(point(:west, :south), point(:east, :north))
        AND (CAST(:classes AS text[]) = '{}' OR k.category LIKE ANY (CAST(:classes AS text[])))
    LIMIT :limit
    """
)
_COMPONENT: Final = text("SELECT * FROM component WHERE code = :code")
_ON_IT: Final = text(
    "SELECT count(*) FILTER (WHERE NOT f.ended) AS open, count(*) FILTER (WHERE f.ended) AS closed"
    " FROM case_file f WHERE f.component = :code"
)
_LAST: Final = text(
    """
    SELECT i.code, p.at, p.lon, p.lat FROM inspector i
    CROSS JOIN LATERAL (SELECT p.at, p.lon, p.lat FROM inspector_position p
        WHERE p.inspector = i.code AND p.at <= :now ORDER BY p.at DESC LIMIT 1) p
    """
)
_TRACKS: Final = text(
    f"""
    SELECT DISTINCT ON (p.inspector, floor(extract(epoch FROM p.at) / {_THIN_SECONDS}))
        p.inspector, p.at, p.lon, p.lat
    FROM inspector_position p WHERE p.at >= :since AND p.at <= :now
    ORDER BY p.inspector, floor(extract(epoch FROM p.at) / {_THIN_SECONDS}), p.at
    """  # noqa: S608 - all parts are ours
)
_OUTLINES: Final = text(
    "SELECT o.code, o.rings FROM division_outline o JOIN division d USING (code)"
    " WHERE d.level = :level AND d.valid_to IS NULL"
)
_CONTROL: Final = text(
    "SELECT code, name, ring FROM control_area WHERE valid_from <= :now"
    " AND (valid_to IS NULL OR valid_to > :now) ORDER BY code"
)


class LayerReading(Reader):
    """What can be laid over the map beside unit grids and open cases."""

    def ended_pins(
        self, box: Box, since: datetime, until: datetime, *, limit: int = MOST_ENDED
    ) -> Sequence[EndedPin]:
        """Cases ended in [since, until) in a box, newest first."""
        values = {**asdict(box), "since": since, "until": until, "limit": limit}
        return tuple(
            EndedPin(id=CaseId(row.id), lon=row.lon, lat=row.lat, kind=row.kind)
            for row in self._ask(_ENDED, values)
        )

    def ended_case(self, case: CaseId) -> GridCase | None:
        """One of them as a line; None when it cannot be seen."""
        found = self._ask(_ENDED_ONE, {"case": case})
        return grid_case(found[0]) if found else None

    def component_pins(
        self, box: Box, classes: Sequence[str], *, limit: int = MOST_COMPONENTS
    ) -> Sequence[ComponentPin]:
        """Components in a box whose class + subclass begins with one of `classes` (none: all)."""
        begins = [f"{literal_like(one)}%" for one in classes]
        values = {**asdict(box), "classes": begins, "limit": limit}
        return tuple(
            ComponentPin(
                code=row.code,
                lon=row.lon,
                lat=row.lat,
                category=row.category,
                name=row.name,
                state=ComponentState(row.state),
                owner=row.owner,
            )
            for row in self._ask(_COMPONENTS, values)
        )

    def component_card(self, code: str) -> ComponentCard:
        """One component. Raises `Refusal` `component.unknown`."""
        found = self._ask(_COMPONENT, {"code": code})
        if not found:
            raise Refusal("component.unknown", component=code)
        component = component_of(found[0]._mapping)
        units = self._city().units
        owner, competent, maintenance = (
            units[unit].short_name if unit and unit in units else unit or ""
            for unit in (
                component.owner_unit,
                component.competent_unit,
                component.maintenance_unit,
            )
        )
        cases = self._ask(_ON_IT, {"code": code})[0]
        return ComponentCard(
            component=component,
            owner=owner,
            competent=competent,
            maintenance=maintenance,
            open_cases=cases.open,
            closed_cases=cases.closed,
        )

    def inspector_rows(self, now: datetime) -> Sequence[InspectorRow]:
        """Inspectors with their last position and the track of the city's day."""
        city, day = self._city(), local_day(now)
        last = {row.code: _seen(row) for row in self._ask(_LAST, {"now": now})}
        tracks: dict[str, list[Seen]] = {}
        since = datetime.combine(day, time(), LOCAL)
        for row in self._ask(_TRACKS, {"since": since, "now": now}):
            tracks.setdefault(row.inspector, []).append(_seen(row))
        duties = _duties(city)
        return tuple(
            _inspector_row(one, now, duties.get(code, ()), last.get(code), tracks.get(code, []))
            for code, one in city.inspectors.items()
        )

    def control_areas(self, now: datetime) -> Sequence[AreaRow]:
        """Control areas in force."""
        return tuple(
            AreaRow(
                code=row.code,
                name=row.name,
                loops=(tuple(Point(*pair) for pair in json.loads(row.ring)),),
            )
            for row in self._ask(_CONTROL, {"now": now})
        )

    def duty_areas(self) -> Sequence[AreaRow]:
        """Duty grids in force as the ground of their unit grids."""
        city = self._city()
        present = {one.code: one for one in city.unit_grids if one.valid_to is None}
        return tuple(
            _area(duty.code, duty.name, (present[one] for one in duty.unit_grids if one in present))
            for duty in city.duty_grids
            if duty.valid_to is None
        )

    def division_areas(self, level: str) -> Sequence[AreaRow]:
        """Divisions of a level: the outline a city brought, else the ground of their unit grids."""
        city, wanted = self._city(), DivisionLevel(level)
        brought = {
            row.code: json.loads(row.rings) for row in self._ask(_OUTLINES, {"level": wanted.value})
        }
        grounds: dict[str, list[UnitGrid]] = {}
        for grid in city.unit_grids:
            if grid.valid_to is None:
                here = city.divisions.get(grid.community)
                while here is not None and here.level is not wanted:
                    here = city.divisions.get(here.parent or "")
                if here is not None:
                    grounds.setdefault(here.code, []).append(grid)
        names = city.divisions
        return tuple(
            _brought(code, names[code].name, brought[code])
            if code in brought
            else _area(code, names[code].name, grounds[code])
            for code in sorted({*brought, *grounds} & set(names))
        )


def _brought(code: str, name: str, rings: Iterable[Iterable[Sequence[float]]]) -> AreaRow:
    loops = tuple(tuple(Point(*pair) for pair in ring) for ring in rings)
    return AreaRow(code=code, name=name, loops=loops)


def _area(code: str, name: str, cells: Iterable[UnitGrid]) -> AreaRow:
    return AreaRow(code=code, name=name, loops=outline(one.ring for one in cells))


def _duties(city: City) -> Mapping[str, tuple[str, ...]]:
    """Codes of the duty grids of each inspector."""
    found: dict[str, tuple[str, ...]] = {}
    for duty in city.duty_grids:
        if duty.valid_to is None and duty.inspector:
            found[duty.inspector] = (*found.get(duty.inspector, ()), duty.code)
    return found


def _inspector_row(
    one: Inspector, now: datetime, duties: tuple[str, ...], last: Seen | None, track: list[Seen]
) -> InspectorRow:
    certified = one.certified(local_day(now))
    return InspectorRow(
        code=one.code,
        name=one.name,
        management_area=one.management_area,
        duty_grids=duties,
        certified=certified,
        on_duty=on_duty(last.at if last else None, now, certified=certified),
        last=last,
        track=tuple(track),
    )


def _seen(row: Any) -> Seen:
    return Seen(at=row.at, point=Point(row.lon, row.lat))
