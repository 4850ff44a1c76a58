"""Loading a city: its ground, things, addresses and people, given as domain values.

What is loaded replaces rows of the same code and leaves others alone; grids and divisions that
ended keep their rows, because old cases still point at them. For the schema's owner, not for seats.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, fields
from typing import Any, Final

from sqlalchemy import Connection, Engine, Table, delete, text
from sqlalchemy.dialects.postgresql import insert

from console.domain.organisation import Inspector, Operator, ResponsibleUnit
from console.domain.place import Component, Division, DutyGrid, Point, UnitGrid
from db import records
from db import records_rules as t
from db.mapping import pinyin_initials
from db.roles import settle_roles
from db.watchdog import take_time

_BATCH: Final = 2_000
Row = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class GazetteerEntry:
    """A searchable place: `kind` is address, crossing, landmark, street or community."""

    kind: str
    title: str
    detail: str
    point: Point


def put_divisions(engine: Engine, divisions: Iterable[Division]) -> None:
    """Add or replace divisions."""
    _put(engine, t.DIVISION, map(division_row, divisions))


def put_unit_grids(engine: Engine, grids: Iterable[UnitGrid]) -> None:
    """Add or replace unit grids."""
    _put(engine, t.UNIT_GRID, map(unit_grid_row, grids))


def put_duty_grids(engine: Engine, grids: Sequence[DutyGrid]) -> None:
    """Add or replace duty grids with their unit grids, which must be known."""
    _put(engine, t.DUTY_GRID, map(duty_grid_row, grids))
    with engine.begin() as connection:
        codes = [one.code for one in grids]
        cells = t.DUTY_GRID_CELL
        connection.execute(delete(cells).where(cells.c.duty_grid.in_(codes)))
    _put(engine, t.DUTY_GRID_CELL, duty_cell_rows(grids))


def put_components(engine: Engine, components: Iterable[Component]) -> None:
    """Add or replace components."""
    _put(engine, t.COMPONENT, map(component_row, components))


def put_addresses(engine: Engine, entries: Iterable[GazetteerEntry]) -> None:
    """Add places to the gazetteer; one known by kind, title and detail is moved."""
    rows = (
        {
            "kind": one.kind,
            "title": one.title,
            "detail": one.detail,
            "initials": pinyin_initials(one.title),
            "lon": one.point.lon,
            "lat": one.point.lat,
        }
        for one in entries
    )
    _put(engine, t.ADDRESS, rows, key=("kind", "title", "detail"))


def put_units(engine: Engine, units: Iterable[ResponsibleUnit]) -> None:
    """Add or replace responsible units."""
    rows = (
        {
            **asdict(one),
            "kind": one.kind.value,
            "evaluation_group": one.evaluation_group.value,
            "areas": list(one.areas),
            "categories": list(one.categories),
        }
        for one in units
    )
    _put(engine, t.UNIT, rows)


def put_inspectors(engine: Engine, inspectors: Iterable[Inspector]) -> None:
    """Add or replace inspectors."""
    _put(engine, t.INSPECTOR, (asdict(one) for one in inspectors))


def put_operators(engine: Engine, operators: Iterable[Operator]) -> None:
    """Add or replace operators; their roles are made by `roles.create_operator`.

    Roles that are there already get the posts and areas that hold now.
    """
    lists = ("posts", "seats", "management_areas")
    rows = (
        {**asdict(one), **{name: list(getattr(one, name)) for name in lists}, "active": True}
        for one in operators
    )
    _put(engine, t.OPERATOR, rows)
    with engine.begin() as connection:
        settle_roles(connection)


def put_phrases(engine: Engine, phrases: Iterable[tuple[str, str]]) -> None:
    """Add stock phrases: (move, text)."""
    rows = ({"move": move, "text": words} for move, words in phrases)
    _put(engine, records.PHRASE, rows, key=("move", "text"))


def division_row(one: Division) -> Row:
    """A division as its table has it."""
    return {**asdict(one), "level": one.level.value}


def unit_grid_row(one: UnitGrid) -> Row:
    """A unit grid as its table has it."""
    return {**_without(one), "ring": json.dumps(one.ring), "area_level": one.area_level.value}


def duty_grid_row(one: DutyGrid) -> Row:
    """A duty grid as its table has it, without its unit grids."""
    return _without(one, "unit_grids")


def duty_cell_rows(grids: Iterable[DutyGrid]) -> Iterator[Row]:
    """The unit grids of duty grids, in order."""
    return (
        {"duty_grid": one.code, "unit_grid": cell, "ordinal": ordinal}
        for one in grids
        for ordinal, cell in enumerate(one.unit_grids)
    )


def component_row(one: Component) -> Row:
    """A component as its table has it."""
    return {
        **_without(one, "point"),
        "lon": one.point.lon,
        "lat": one.point.lat,
        "state": one.state.value,
        "initials": pinyin_initials(one.name),
    }


def _without(value: Any, *names: str) -> Row:
    """The fields but these, as they are: tens of thousands of things, and nothing deep in them."""
    return {one.name: getattr(value, one.name) for one in fields(value) if one.name not in names}


def _put(
    engine: Engine, table: Table, rows: Iterable[Row], key: tuple[str, ...] | None = None
) -> None:
    """Insert or replace by `key`, the primary key unless another is named."""
    wanted = list(rows)
    with engine.begin() as connection:
        take_time(connection)
        for start in range(0, len(wanted), _BATCH):
            _put_batch(connection, table, wanted[start : start + _BATCH], key)
        connection.execute(text("UPDATE stamp SET version = version + 1 WHERE topic = 'city'"))


def _put_batch(
    connection: Connection, table: Table, rows: list[Row], key: tuple[str, ...] | None
) -> None:
    keys = key or tuple(column.name for column in table.primary_key)
    statement = insert(table)
    others = {name: statement.excluded[name] for name in rows[0] if name not in keys}
    if others:
        statement = statement.on_conflict_do_update(index_elements=keys, set_=others)
    else:
        statement = statement.on_conflict_do_nothing(index_elements=keys)
    connection.execute(statement, rows)
