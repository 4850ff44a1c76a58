"""The tables of the assessment's facts (`ports.facts`); the server alone writes them.

Their indexes, by each date that may decide the period, stand in the migration.
"""

from typing import Final

from sqlalchemy import Boolean, Column, Integer, Table

from db.records import METADATA, case_key, moment, number, words

CASE_FACT: Final = Table(
    "case_fact",
    METADATA,
    case_key(key=True),
    words("number"),
    number("version"),
    *(words(name) for name in ("stage", "source", "scheme", "kind", "category")),
    Column("urgent", Boolean, nullable=False),
    *(words(name) for name in ("district", "street", "community", "grid", "duty_grid")),
    *(words(name) for name in ("management_area", "unit", "first_unit")),
    moment("reported_at"),
    *(moment(f"{name}_at", null=True) for name in ("accepted", "registered", "dispatched")),
    moment("due", null=True),
    Column("standing", Boolean, nullable=False),
    moment("ended", null=True),
    Column("exempt", Boolean, nullable=False),
    moment("handled_at", null=True),
    moment("closed_at", null=True),
    words("close_kind", null=True),
    *(number(name) for name in ("rework", "returns", "extensions", "suspensions", "flags")),
    words("callback"),
)

ACT_FACT: Final = Table(
    "act_fact",
    METADATA,
    case_key(key=True),
    Column("seq", Integer, primary_key=True, autoincrement=False),
    words("move"),
    moment("at"),
    *(words(name) for name in ("operator", "post", "unit", "inspector", "outcome")),
    moment("due", null=True),
    Column("first", Boolean, nullable=False),
    Column("again", Boolean, nullable=False),
)
