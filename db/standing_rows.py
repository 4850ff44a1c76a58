"""Rows of the standing tables to domain values: rules, standards, ground, people. Only reads."""

import json
from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import Connection, RowMapping, Table, select, text

from console.domain.calendars import CalendarDay, DayKind, Slot
from console.domain.catalogue import (
    Catalogue,
    Catalogues,
    Category,
    CategoryKey,
    ClosingRule,
    Condition,
)
from console.domain.dial import ToneRule
from console.domain.organisation import (
    EvaluationGroup,
    Inspector,
    Operator,
    ResponsibleUnit,
    UnitKind,
)
from console.domain.place import (
    AreaLevel,
    Component,
    ComponentState,
    Division,
    DivisionLevel,
    DutyGrid,
    Point,
    UnitGrid,
)
from console.domain.refusal import Refusal
from console.domain.rules import Rules, default_stage_limits
from console.domain.timelimit import LimitStep, StepLimit, TimeLimit
from console.domain.timers import TimerKind
from console.domain.worktime import WorkCalendar, calendar_from_rows
from db import records_rules as t

_NUMBERS = (
    "returns_before_coordination",
    "extensions_allowed",
    "suspensions_allowed",
    "suspension_days",
    "quiet_seconds",
    "similar_metres",
    "similar_days",
    "caller_retention_days",
)


def load_settings(connection: Connection) -> dict[str, str]:
    """All settings that were set."""
    found = connection.execute(select(t.SETTING.c.name, t.SETTING.c.value))
    return {row.name: row.value for row in found}


def load_rules(connection: Connection, settings: Mapping[str, str]) -> Rules:
    """The city's rules. Raises `Refusal` `calendar.none` in a database that was never seeded."""
    calendars = {
        version: _calendar(connection, version, hours)
        for version, hours in connection.execute(
            select(t.CALENDAR.c.version, t.CALENDAR.c.hours_per_day)
        )
    }
    chosen = connection.execute(
        select(t.CALENDAR.c.version).where(t.CALENDAR.c.in_force).order_by(t.CALENDAR.c.version)
    ).scalars()
    in_force = list(chosen)
    if not in_force:
        raise Refusal("calendar.none")
    limits = default_stage_limits() | {
        TimerKind(timer): TimeLimit.from_code(code)
        for timer, code in connection.execute(
            select(t.STAGE_LIMIT.c.timer, t.STAGE_LIMIT.c.limit_code)
        )
    }
    numbers = {name: int(settings[name]) for name in _NUMBERS if name in settings}
    return Rules(
        calendar=calendars[in_force[-1]],
        calendars=calendars,
        stage_limits=limits,
        redispatch_keeps_due=settings.get("redispatch_keeps_due", "true") == "true",
        tone=tone_rule(settings),
        **numbers,
    )


def tone_rule(settings: Mapping[str, str]) -> ToneRule:
    """When a clock looks yellow: settings `yellow_share` (0..1) and `near_minimum` (minutes)."""
    plain = ToneRule()
    minutes = settings.get("near_minimum")
    return ToneRule(
        yellow_share=Decimal(settings.get("yellow_share", str(plain.yellow_share))),
        near_minimum=timedelta(minutes=int(minutes)) if minutes else plain.near_minimum,
    )


def _calendar(connection: Connection, version: str, hours: int) -> WorkCalendar:
    slots = connection.execute(
        select(t.WORK_SLOT.c.starts, t.WORK_SLOT.c.ends).where(t.WORK_SLOT.c.calendar == version)
    )
    days = connection.execute(select(t.CALENDAR_DAY).where(t.CALENDAR_DAY.c.calendar == version))
    return calendar_from_rows(
        [Slot.from_text(f"{starts}-{ends}") for starts, ends in slots],
        [
            CalendarDay(
                day=row.day,
                kind=DayKind(row.kind),
                name=row.name,
                slots=tuple(Slot.from_text(part) for part in row.slots.split()),
                provisional=row.provisional,
            )
            for row in days
        ],
        version,
        hours_per_day=hours,
    )


# --- standards -----------------------------------------------------------------------------------


def load_catalogues(connection: Connection) -> Catalogues:
    """All versions of the standards."""
    versions = connection.execute(select(t.CATALOGUE)).all()
    return Catalogues.of(
        Catalogue(
            version=row.version,
            valid_from=row.valid_from,
            categories=_categories(connection, row.version),
            conditions=_conditions(connection, row.version),
            fallback=TimeLimit.from_code(row.fallback) if row.fallback else None,
        )
        for row in versions
    )


def _categories(connection: Connection, version: int) -> tuple[Category, ...]:
    c = t.CATEGORY.c
    found = connection.execute(select(t.CATEGORY).where(c.catalogue == version).order_by(c.ordinal))
    return tuple(
        Category(
            key=CategoryKey(row.scheme, row.kind, row.code),
            class_code=row.class_code,
            class_name=row.class_name,
            name=row.name,
            name_en=row.name_en,
        )
        for row in found
    )


def _conditions(connection: Connection, version: int) -> tuple[Condition, ...]:
    c = t.CONDITION.c
    found = connection.execute(select(t.CONDITION).where(c.catalogue == version).order_by(c.place))
    return tuple(
        condition_of(CategoryKey(row.scheme, row.kind, row.code), row.ordinal, row.text, row.detail)
        for row in found
    )


def condition_detail(condition: Condition) -> str:
    """What a condition says beside its words, as JSON text for the table."""
    return json.dumps(
        {
            "closing_text": condition.closing_text,
            "closing_rule": condition.closing_rule.value,
            "limit": condition.limit.code if condition.limit else None,
            "area_limits": [[level.value, one.code] for level, one in condition.area_limits],
            "successive": [[one.limit.code, one.step.value] for one in condition.successive],
            "limit_words": condition.limit_words,
            "units": list(condition.units),
            "department": condition.department,
            "version": condition.version,
            "valid_from": condition.valid_from.isoformat(),
        },
        ensure_ascii=False,
    )


def condition_of(key: CategoryKey, ordinal: int, words: str, detail: str) -> Condition:
    """The condition of its columns."""
    said = json.loads(detail)
    return Condition(
        category=key,
        ordinal=ordinal,
        text=words,
        closing_text=said["closing_text"],
        closing_rule=ClosingRule(said["closing_rule"]),
        limit=TimeLimit.from_code(said["limit"]) if said["limit"] else None,
        area_limits=tuple(
            (AreaLevel(level), TimeLimit.from_code(code)) for level, code in said["area_limits"]
        ),
        successive=tuple(
            StepLimit(limit=TimeLimit.from_code(code), step=LimitStep(step))
            for code, step in said["successive"]
        ),
        limit_words=said["limit_words"],
        units=tuple(said["units"]),
        department=said["department"],
        version=said["version"],
        valid_from=date.fromisoformat(said["valid_from"]),
    )


# --- ground and people ---------------------------------------------------------------------------


def _all(connection: Connection, table: Table, *order: str) -> list[dict[str, Any]]:
    wanted = select(table).order_by(*(table.c[name] for name in order or ("code",)))
    return [dict(row) for row in connection.execute(wanted).mappings()]


def load_divisions(connection: Connection) -> tuple[Division, ...]:
    """All divisions by code."""
    return tuple(
        Division(**{**row, "level": DivisionLevel(row["level"])})
        for row in _all(connection, t.DIVISION)
    )


def load_unit_grids(connection: Connection) -> tuple[UnitGrid, ...]:
    """All unit grids by code, those out of force too."""
    return tuple(
        UnitGrid(
            **{
                **row,
                "ring": tuple(Point(*pair) for pair in json.loads(row["ring"])),
                "area_level": AreaLevel(row["area_level"]),
            }
        )
        for row in _all(connection, t.UNIT_GRID)
    )


def load_duty_grids(connection: Connection) -> tuple[DutyGrid, ...]:
    """All duty grids by code, each with its unit grids in order."""
    cells: dict[str, list[str]] = {}
    for duty, cell in connection.execute(
        text("SELECT duty_grid, unit_grid FROM duty_grid_cell ORDER BY duty_grid, ordinal")
    ):
        cells.setdefault(duty, []).append(cell)
    return tuple(
        DutyGrid(**row, unit_grids=tuple(cells.get(row["code"], ())))
        for row in _all(connection, t.DUTY_GRID)
    )


def load_units(connection: Connection) -> tuple[ResponsibleUnit, ...]:
    """All responsible units by code."""
    return tuple(
        ResponsibleUnit(
            **{
                **row,
                "kind": UnitKind(row["kind"]),
                "evaluation_group": EvaluationGroup(row["evaluation_group"]),
                "areas": tuple(row["areas"]),
                "categories": tuple(row["categories"]),
            }
        )
        for row in _all(connection, t.UNIT)
    )


def load_inspectors(connection: Connection) -> tuple[Inspector, ...]:
    """All inspectors by code."""
    return tuple(Inspector(**row) for row in _all(connection, t.INSPECTOR))


def load_operators(connection: Connection) -> tuple[Operator, ...]:
    """Operators who may sign in, by login."""
    found = []
    for row in _all(connection, t.OPERATOR, "login"):
        if row.pop("active"):
            lists = {name: tuple(row[name]) for name in ("posts", "seats", "management_areas")}
            found.append(Operator(**{**row, **lists}))
    return tuple(found)


def component_of(row: RowMapping | Mapping[str, Any]) -> Component:
    """The component of a row of its table."""
    known = dict(row)
    known.pop("initials", None)
    point = Point(known.pop("lon"), known.pop("lat"))
    return Component(**{**known, "point": point, "state": ComponentState(known["state"])})
