"""Standing knowledge of a city kept in memory: rules, standards, grids, units, inspectors.

Each topic has a stamp in the database; what is held here is loaded anew when its stamp has moved.
Values are immutable, so lanes may share them; only the loading is locked. Nothing here writes.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta, timezone
from threading import Lock
from typing import Any, Final

from sqlalchemy import Connection, text

from console.domain.catalogue import Catalogue, Catalogues
from console.domain.gridindex import GridIndex
from console.domain.organisation import Inspector, ResponsibleUnit
from console.domain.place import Division, DutyGrid, Place, UnitGrid
from console.domain.refusal import Refusal
from console.domain.rules import Rules
from db import standing_rows as rows
from db.caller_box import CallerBox, load_box

LOCAL: Final = timezone(timedelta(hours=8))
_NEAR_METRES: Final = 60.0  # a point on a road between two built-up blocks belongs to the nearest

Stamps = Mapping[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class City:
    """The city's ground and people, as looked up by a command."""

    units: Mapping[str, ResponsibleUnit]
    divisions: Mapping[str, Division]
    inspectors: Mapping[str, Inspector]
    unit_grids: tuple[UnitGrid, ...]
    duty_grids: tuple[DutyGrid, ...]
    index: GridIndex = field(repr=False)

    def unit(self, code: str) -> ResponsibleUnit:
        """A unit. Raises `Refusal` `unit.unknown`."""
        found = self.units.get(code)
        if found is None:
            raise Refusal("unit.unknown", unit=code)
        return found

    def locate(self, place: Place, day: date) -> Place:
        """The place with all that follows from its grid: that of its point, or the one it names.

        A grid that is not in force is given to nobody; what a place says of one stays as it is.
        """
        grid = self._grid(place, day)
        if grid is None:
            return place
        duty = self.index.duty_grid(grid.code, day)
        community = self.divisions.get(grid.community)
        street = self.divisions.get(community.parent or "") if community else None
        district = self.divisions.get(street.parent or "") if street else None
        return replace(
            place,
            unit_grid=grid.code,
            duty_grid=duty.code if duty else None,
            community=grid.community,
            street=street.code if street else grid.community[:9],
            district=district.code if district else grid.community[:6],
            management_area=grid.management_area,
            area_level=grid.area_level,
        )

    def inspector_for(self, place: Place, day: date) -> str | None:
        """The certified inspector bound to the place's duty grid."""
        duty = self.index.duty_grid(place.unit_grid, day) if place.unit_grid else None
        found = self.inspectors.get(duty.inspector or "") if duty else None
        return found.code if found and found.certified(day) else None

    def _grid(self, place: Place, day: date) -> UnitGrid | None:
        if place.point is not None:
            near = self.index.nearest(place.point, day, _NEAR_METRES)
            if near is not None:
                return near[0]
        named = self.index.get(place.unit_grid) if place.unit_grid else None
        return named if named is not None and named.in_force(day) else None


class Standing:
    """The standing knowledge of one store, loaded on first use."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._held: dict[str, tuple[int, Any]] = {}

    def rules(self, connection: Connection, stamps: Stamps) -> Rules:
        """The rules in force."""
        found: Rules = self._get("rules", connection, stamps, _load_rules)
        return found

    def catalogues(self, connection: Connection, stamps: Stamps) -> Catalogues:
        """All versions of the standards."""
        found: Catalogues = self._get("catalogue", connection, stamps, rows.load_catalogues)
        return found

    def caller_box(self, connection: Connection, stamps: Stamps) -> CallerBox:
        """The public keys callers' data are sealed with now."""
        found: CallerBox = self._get("callers", connection, stamps, load_box)
        return found

    def city(self, connection: Connection, stamps: Stamps) -> City:
        """The city's ground and people."""
        found: City = self._get("city", connection, stamps, _load_city)
        return found

    def _get(
        self,
        topic: str,
        connection: Connection,
        stamps: Stamps,
        load: Callable[[Connection], object],
    ) -> Any:
        with self._lock:
            held = self._held.get(topic)
            if held is None or held[0] != stamps[topic]:
                held = (stamps[topic], load(connection))
                self._held[topic] = held
            return held[1]


def catalogue_at(versions: Catalogues, at: datetime) -> Catalogue:
    """The standards in force at `at`: the first version before its day, else an empty one."""
    found = versions.at(local_day(at))
    if found is not None:
        return found
    if versions.versions:
        return versions.versions[0]
    return Catalogue(version=0, valid_from=date.min, categories=(), conditions=())


def read_stamps(connection: Connection) -> Stamps:
    """How often each topic was changed."""
    found = connection.execute(text("SELECT topic, version FROM stamp"))
    return {str(topic): int(version) for topic, version in found}


def parse_stamps(joined: str) -> Stamps:
    """The same from the answer of `api_v1.begin_command`: `rules=3,city=1`."""
    pairs = (part.split("=") for part in joined.split(","))
    return {topic: int(version) for topic, version in pairs}


def local_day(moment: datetime) -> date:
    """The city's day (+08:00) of a moment."""
    return moment.astimezone(LOCAL).date()


def _load_rules(connection: Connection) -> Rules:
    return rows.load_rules(connection, rows.load_settings(connection))


def _load_city(connection: Connection) -> City:
    grids = rows.load_unit_grids(connection)
    duties = rows.load_duty_grids(connection)
    return City(
        units={unit.code: unit for unit in rows.load_units(connection)},
        divisions={one.code: one for one in rows.load_divisions(connection)},
        inspectors={one.code: one for one in rows.load_inspectors(connection)},
        unit_grids=grids,
        duty_grids=duties,
        index=GridIndex(grids, duties),
    )
