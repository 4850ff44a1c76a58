"""`ports.ground` over PostgreSQL: the ground as it is, and the function of `api/78_ground.sql`."""

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any, Final

from sqlalchemy import Connection, Engine, text

from console.domain.ground import ControlArea, DivisionArea, GroundKind, Ring, Thing
from console.domain.place import Component, DutyGrid, Point, UnitGrid
from console.ports.ground import CaseOnGrid, GroundChangeSet, GroundNow
from db import standing_rows as rows
from db.city import (
    Row,
    component_row,
    division_row,
    duty_cell_rows,
    duty_grid_row,
    unit_grid_row,
)
from db.refusals import told_as_refusals
from db.standing import read_stamps
from db.watchdog import take_time

_BASE: Final = text("SELECT value FROM setting WHERE name = 'map.base'")
_OUTLINES: Final = text("SELECT code, rings FROM division_outline")
_COMPONENTS: Final = text("SELECT * FROM component ORDER BY code")
_CONTROL: Final = text("SELECT * FROM control_area ORDER BY code")
_CASES: Final = text(
    "SELECT id, number, grid, lon, lat FROM case_file"
    " WHERE ended = false AND grid = ANY (:grids) ORDER BY id"
)
_PUT: Final = text("SELECT api_v1.put_ground(:kind, CAST(:change AS jsonb))")


class PostgresGround:
    """The ground of one database, for its administrator.

    Args:
        engine: In the administrator's own name, or the owner's.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def now(self) -> GroundNow:
        """All of it, as of one moment."""
        with self._engine.connect() as connection:
            connection.execute(text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ"))
            take_time(connection)
            return _load(connection)

    def cases_on(self, grids: Collection[str]) -> Sequence[CaseOnGrid]:
        """Open cases with one of these unit grids."""
        with self._engine.connect() as connection:
            found = connection.execute(_CASES, {"grids": sorted(grids)})
            return tuple(
                CaseOnGrid(
                    case=row.id,
                    number=row.number,
                    unit_grid=row.grid,
                    point=None if row.lon is None else Point(row.lon, row.lat),
                )
                for row in found
            )

    def put(self, change: GroundChangeSet) -> int:
        """Make one change; whatever stops it leaves nothing behind."""
        told = json.dumps(_as_told(change), ensure_ascii=False, default=str)
        with told_as_refusals(), self._engine.begin() as connection:
            take_time(connection)
            kept = connection.execute(_PUT, {"kind": change.kind.value, "change": told})
            return int(kept.scalar_one())


def _load(connection: Connection) -> GroundNow:
    outlines = {code: _rings(rings) for code, rings in connection.execute(_OUTLINES)}
    base: Mapping[str, Any] = json.loads(connection.execute(_BASE).scalar() or "{}")
    drawn = {**_of_base(base), **outlines}
    return GroundNow(
        stamp=read_stamps(connection)["city"],
        divisions=tuple(
            DivisionArea(division=one, rings=drawn.get(one.code, ()))
            for one in rows.load_divisions(connection)
        ),
        unit_grids=rows.load_unit_grids(connection),
        duty_grids=rows.load_duty_grids(connection),
        components=tuple(
            rows.component_of(row) for row in connection.execute(_COMPONENTS).mappings()
        ),
        control_areas=tuple(
            ControlArea(**{**row, "ring": _ring(json.loads(row["ring"]))})
            for row in connection.execute(_CONTROL).mappings()
        ),
        units=rows.load_units(connection),
        inspectors=rows.load_inspectors(connection),
        base=base,
    )


def _of_base(base: Mapping[str, Any]) -> dict[str, tuple[Ring, ...]]:
    """Outlines of the base map: a demo city has its divisions there."""
    lists = (base.get(name, ()) for name in ("districts", "streets", "communities"))
    return {
        one["code"]: tuple(_ring(ring) for ring in one["rings"])
        for entries in lists
        for one in entries
        if "code" in one
    }


def _rings(text_: str) -> tuple[Ring, ...]:
    return tuple(_ring(ring) for ring in json.loads(text_))


def _ring(pairs: Iterable[Sequence[float]]) -> Ring:
    return tuple(Point(lon, lat) for lon, lat in pairs)


def _as_told(change: GroundChangeSet) -> dict[str, object]:
    return {
        "stamp": change.stamp,
        "things": [_row(one) for one in change.put],
        "parts": [*_parts(change.kind, change.put)],
        "ended": dict(change.ended),
        "components": dict(change.components),
        "day": change.day,
        "base": None
        if change.base is None
        else json.dumps(change.base, ensure_ascii=False, separators=(",", ":")),
        "told": dict(change.told),
        "reason": change.reason,
    }


def _row(thing: Thing) -> Row:
    match thing:
        case UnitGrid():
            return unit_grid_row(thing)
        case DivisionArea():
            return division_row(thing.division)
        case DutyGrid():
            return duty_grid_row(thing)
        case Component():
            return component_row(thing)
        case ControlArea():
            return {
                "code": thing.code,
                "name": thing.name,
                "ring": json.dumps(thing.ring),
                "valid_from": thing.valid_from.isoformat(),
                "valid_to": thing.valid_to.isoformat() if thing.valid_to else None,
            }


def _parts(kind: GroundKind, things: Iterable[Thing]) -> Iterable[Row]:
    """What hangs on the things in tables of its own."""
    if kind is GroundKind.DUTY_GRIDS:
        return duty_cell_rows(one for one in things if isinstance(one, DutyGrid))
    return (
        {"code": one.code, "rings": json.dumps(one.rings)}
        for one in things
        if isinstance(one, DivisionArea) and one.rings
    )
