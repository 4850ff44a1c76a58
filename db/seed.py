"""Reference data every city begins with: calendars, limits, lawful ways, standards, divisions.

Idempotent: what a city changed stays; what is missing is added. The lawful ways are always those of
this program's table. People, grids and components come with the city (`city.py`).
"""

import csv
import json
from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Final

from sqlalchemy import Connection, Engine, Table, delete, insert, select, text

from console.domain.catalogue import (
    Catalogue,
    Category,
    CategoryKey,
    ClosingRule,
    Condition,
)
from console.domain.reach import reach
from console.domain.rules import default_stage_limits
from console.domain.timelimit import LimitUnit, TimeLimit
from console.domain.ways import UNDOABLE, WAYS
from db import records, standing_rows
from db import records_rules as t
from db.schemes_shipped import put_shipped, shipped_texts

REFERENCE: Final = Path(__file__).parent / "reference"
CALENDAR: Final = "state-council"
_STANDARDS_FROM: Final = date(2024, 1, 1)
_SEEDER: Final = "system"
_LOCK: Final = 7_463_014  # any number: who seeds first
_UPPER_LEVELS: Final = {"city", "district", "community"}  # towns and the like count as streets

Line = dict[str, str]


def seed(engine: Engine) -> None:
    """Put the reference data in place; quick and harmless when they are."""
    with engine.begin() as connection:
        # Two consoles may start a new program at the same moment.
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
        steps = (_transitions, _calendar, _stage_limits, _divisions, _catalogue, _schemes)
        changed = [step(connection) for step in steps]
        if any(changed):
            connection.execute(text("UPDATE stamp SET version = version + 1"))


def transition_rows() -> Iterator[dict[str, object]]:
    """The table of ways as rows: from '' begins a case, to '*' leads to the stage before.

    With each its law: what must hold (`needs`), which fields of the case it may set, and whether
    its step can be undone.
    """
    for way in WAYS:
        for start in way.stages or (None,):
            stage = start.value if start else ""
            for post in way.posts:
                yield {
                    "from_stage": stage,
                    "move": way.move.value,
                    "post": post.value,
                    "to_stage": "*" if way.prior else (way.to.value if way.to else stage),
                    "reason": way.reason,
                    "needs": list(way.needs),
                    "fields": sorted(reach(way, start)),
                    "clock": [effect.value for effect in way.clock],
                    "undoable": way.move in UNDOABLE,
                }


def ways_changed(connection: Connection) -> bool:
    """Whether the database's lawful ways are others than this program's."""
    kept = [dict(row) for row in connection.execute(select(records.TRANSITION)).mappings()]
    return sorted(transition_rows(), key=str) != sorted(kept, key=str)


def put_catalogue(
    connection: Connection,
    catalogue: Catalogue,
    operator: str,
    at: datetime,
    reason: str = "",
    undoes: int | None = None,
) -> int:
    """Write one version of the standards through the server's function: its row of the register."""
    rows = {"categories": _category_rows(catalogue), "conditions": _condition_rows(catalogue)}
    kept = connection.execute(
        text(
            "SELECT api_v1.put_catalogue(:version, :valid_from, :fallback, :operator, :at,"
            " CAST(:categories AS jsonb), CAST(:conditions AS jsonb), :reason, :undoes)"
        ),
        {
            "version": catalogue.version,
            "valid_from": catalogue.valid_from,
            "fallback": catalogue.fallback.code if catalogue.fallback else None,
            "operator": operator,
            "at": at,
            "reason": reason,
            "undoes": undoes,
            **{name: json.dumps(found, ensure_ascii=False) for name, found in rows.items()},
        },
    )
    return int(kept.scalar_one())


def _category_rows(catalogue: Catalogue) -> list[dict[str, object]]:
    return [
        {
            "catalogue": catalogue.version,
            **one.key._asdict(),
            "ordinal": ordinal,
            "class_code": one.class_code,
            "class_name": one.class_name,
            "name": one.name,
            "name_en": one.name_en,
        }
        for ordinal, one in enumerate(catalogue.categories)
    ]


def _condition_rows(catalogue: Catalogue) -> list[dict[str, object]]:
    return [
        {
            "catalogue": catalogue.version,
            "place": place,
            **one.category._asdict(),
            "ordinal": one.ordinal,
            "text": one.text,
            "detail": standing_rows.condition_detail(one),
        }
        for place, one in enumerate(catalogue.conditions)
    ]


def reference_catalogue() -> Catalogue:
    """The standards shipped with the program, as version 1."""
    return Catalogue(
        version=1,
        valid_from=_STANDARDS_FROM,
        categories=tuple(_category(line) for line in _lines("categories.csv")),
        conditions=tuple(_condition(line) for line in _lines("conditions.csv")),
        fallback=TimeLimit(4, LimitUnit.WORK_HOUR),
    )


def _category(line: Line) -> Category:
    return Category(
        key=CategoryKey(line["scheme"], line["kind"], line["code"]),
        class_code=line["class_code"],
        class_name=line["class_name"],
        name=line["name"],
        name_en=line["name_en"],
    )


def _condition(line: Line) -> Condition:
    value = line["limit_value"]
    limit = TimeLimit(Decimal(value), LimitUnit(line["limit_unit"])) if value else None
    return Condition(
        category=CategoryKey(line["scheme"], line["kind"], line["code"]),
        ordinal=int(line["ordinal"]),
        text=line["text"],
        closing_text=line["closing_text"],
        closing_rule=ClosingRule(line["closing_rule"]),
        limit=limit,
        limit_words=line["limit_words"],
        valid_from=_STANDARDS_FROM,
    )


def _transitions(connection: Connection) -> bool:
    if not ways_changed(connection):
        return False
    connection.execute(delete(records.TRANSITION))
    connection.execute(insert(records.TRANSITION), list(transition_rows()))
    return True


def _calendar(connection: Connection) -> bool:
    if _filled(connection, t.CALENDAR):
        return False
    connection.execute(insert(t.CALENDAR).values(version=CALENDAR, hours_per_day=8, in_force=True))
    slots = [{"calendar": CALENDAR, **line} for line in _lines("work_slots.csv")]
    connection.execute(insert(t.WORK_SLOT), slots)
    days = [
        {
            "calendar": CALENDAR,
            "day": date.fromisoformat(line["date"]),
            "kind": line["kind"],
            "name": line["name"],
            "slots": line["slots"],
            "provisional": line["status"] != "official",
        }
        for line in _lines("work_calendar.csv")
    ]
    connection.execute(insert(t.CALENDAR_DAY), days)
    return True


def _stage_limits(connection: Connection) -> bool:
    known = set(connection.execute(select(t.STAGE_LIMIT.c.timer)).scalars())
    limits = [
        {"timer": timer.value, "limit_code": limit.code}
        for timer, limit in default_stage_limits().items()
        if timer.value not in known
    ]
    if limits:
        connection.execute(insert(t.STAGE_LIMIT), limits)
    return bool(limits)


def _divisions(connection: Connection) -> bool:
    known = set(connection.execute(select(t.DIVISION.c.code)).scalars())
    missing = [
        {
            "code": line["code"],
            "name": line["name"],
            "level": line["level"] if line["level"] in _UPPER_LEVELS else "street",
            "parent": line["parent_code"] or None,
            "managed_by": line["managed_by"] or None,
            "name_en": line["name_en"],
            "invented": False,
            "valid_from": None,
            "valid_to": None,
        }
        for line in _lines("divisions.csv")
        if line["code"] not in known
    ]
    if missing:
        connection.execute(insert(t.DIVISION), missing)
    return bool(missing)


def _catalogue(connection: Connection) -> bool:
    if _filled(connection, t.CATALOGUE):
        return False
    put_catalogue(connection, reference_catalogue(), _SEEDER, datetime.now(UTC))
    return True


def _schemes(connection: Connection) -> bool:
    return put_shipped(connection, shipped_texts())


def _filled(connection: Connection, table: Table) -> bool:
    return connection.execute(select(table).limit(1)).first() is not None


def _lines(name: str) -> list[Line]:
    with (REFERENCE / name).open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))
