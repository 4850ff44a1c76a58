"""The tables of the assessment's facts (`ports.facts`); the server alone writes them."""

from typing import Final

from sqlalchemy import Boolean, Column, Integer, Table

from db.records import METADATA, case_key, moment, number, words

CASE_FACT: Final = Table(
    "case_fact",
    METADATA,
    case_key(key=True),
    number("version"),
    *(words(name) for name in ("stage", "source", "scheme", "kind", "category")),
    Column("urgent", Boolean, nullable=False),
    *(words(name) for name in ("district", "street", "community", "grid", "duty_grid")),
    *(words(name) for name in ("management_area", "unit", "first_unit")),
    Column("reported_at", moment("x").type, nullable=False, index=True),
    moment("accepted_at", null=True),
    Column("registered_at", moment("x").type, index=True),
    moment("dispatched_at", null=True),
    Column("due", moment("x").type, index=True),
    Column("standing", Boolean, nullable=False),
    moment("ended", null=True),
    Column("exempt", Boolean, nullable=False),
    moment("handled_at", null=True),
    Column("closed_at", moment("x").type, index=True),
    words("close_kind", null=True),
    *(number(name) for name in ("rework", "returns", "extensions", "suspensions", "flags")),
)

ACT_FACT: Final = Table(
    "act_fact",
    METADATA,
    case_key(key=True),
    Column("seq", Integer, primary_key=True, autoincrement=False),
    words("move"),
    Column("at", moment("x").type, nullable=False, index=True),
    *(words(name) for name in ("operator", "post", "unit", "inspector", "outcome")),
    moment("due", null=True),
    Column("again", Boolean, nullable=False),
)
