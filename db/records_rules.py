"""The tables of rules (calendars, limits, standards, settings) and of the city and its people."""

from typing import Final

from sqlalchemy import (
    ARRAY,
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    DateTime,
    Double,
    ForeignKey,
    Integer,
    LargeBinary,
    Table,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB

from db.records import METADATA, moment, number, serial, words


def _of(target: str, *, key: bool = False) -> Column[str]:
    """A text column that names a row of `target` by its key."""
    return Column(
        target.split(".", maxsplit=1)[0],
        Text,
        ForeignKey(target),
        nullable=False,
        primary_key=key,
    )


def _day(name: str, *, null: bool = False) -> Column[object]:
    return Column(name, Date, nullable=null)


def _list(name: str) -> Column[list[str]]:
    return Column(name, ARRAY(Text), nullable=False)


STAMP: Final = Table(
    "stamp",
    METADATA,
    words("topic", key=True),
    Column("version", BigInteger, nullable=False, server_default=text("1")),
)
API_FILE: Final = Table("api_file", METADATA, words("name", key=True), words("digest"))
SETTING: Final = Table("setting", METADATA, words("name", key=True), words("value"))
SETTING_HISTORY: Final = Table(
    "setting_history",
    METADATA,
    serial(),
    *(words(name) for name in ("name", "value", "operator", "post")),
    moment("at"),
)
CALENDAR: Final = Table(
    "calendar",
    METADATA,
    words("version", key=True),
    number("hours_per_day"),
    Column("in_force", Boolean, nullable=False),
)
WORK_SLOT: Final = Table(
    "work_slot",
    METADATA,
    _of("calendar.version", key=True),
    words("starts", key=True),
    words("ends"),
)
CALENDAR_DAY: Final = Table(
    "calendar_day",
    METADATA,
    _of("calendar.version", key=True),
    Column("day", Date, primary_key=True),
    *(words(name) for name in ("kind", "name", "slots")),
    Column("provisional", Boolean, nullable=False),
)
STAGE_LIMIT: Final = Table("stage_limit", METADATA, words("timer", key=True), words("limit_code"))
CATALOGUE: Final = Table(
    "catalogue",
    METADATA,
    Column("version", Integer, primary_key=True, autoincrement=False),
    _day("valid_from"),
    words("fallback", null=True),
    words("operator"),
    moment("at"),
)
CATEGORY: Final = Table(
    "category",
    METADATA,
    Column("catalogue", Integer, ForeignKey("catalogue.version"), primary_key=True),
    *(words(name, key=True) for name in ("scheme", "kind", "code")),
    number("ordinal"),
    *(words(name) for name in ("class_code", "class_name", "name", "name_en")),
)
CONDITION: Final = Table(
    "condition",
    METADATA,
    Column("catalogue", Integer, ForeignKey("catalogue.version"), primary_key=True),
    Column("place", Integer, primary_key=True),
    *(words(name) for name in ("scheme", "kind", "code")),
    number("ordinal"),
    *(words(name) for name in ("text", "detail")),
)

DIVISION: Final = Table(
    "division",
    METADATA,
    words("code", key=True),
    words("name"),
    words("level"),
    *(words(name, null=True) for name in ("parent", "managed_by")),
    words("name_en"),
    Column("invented", Boolean, nullable=False),
    *(_day(name, null=True) for name in ("valid_from", "valid_to")),
)
DIVISION_OUTLINE: Final = Table(
    "division_outline",
    METADATA,
    Column("code", Text, ForeignKey("division.code"), primary_key=True),
    words("rings"),
)
"""Outlines of divisions a city brought; the ones of a demo stand in its base map alone."""
UNIT_GRID: Final = Table(
    "unit_grid",
    METADATA,
    words("code", key=True),
    *(words(name) for name in ("community", "management_area", "ring")),
    *(Column(name, Double, nullable=False) for name in ("area_m2", "perimeter_m")),
    *(words(name) for name in ("area_level", "land_use")),
    _day("valid_from"),
    _day("valid_to", null=True),
    words("replaces", null=True),
)
DUTY_GRID: Final = Table(
    "duty_grid",
    METADATA,
    words("code", key=True),
    words("name"),
    words("inspector", null=True),
    _day("valid_from"),
    _day("valid_to", null=True),
)
DUTY_GRID_CELL: Final = Table(
    "duty_grid_cell",
    METADATA,
    _of("duty_grid.code", key=True),
    _of("unit_grid.code", key=True),
    number("ordinal"),
)
COMPONENT: Final = Table(
    "component",
    METADATA,
    words("code", key=True),
    *(words(name) for name in ("scheme", "category", "name")),
    *(Column(name, Double, nullable=False) for name in ("lon", "lat")),
    *(words(name) for name in ("unit_grid", "address", "competent_unit")),
    *(words(name, null=True) for name in ("owner_unit", "maintenance_unit")),
    *(_day(name) for name in ("surveyed_on", "changed_on")),
    *(words(name) for name in ("state", "note", "initials")),
)
ADDRESS: Final = Table(
    "address",
    METADATA,
    serial(),
    *(words(name) for name in ("kind", "title", "detail", "initials")),
    *(Column(name, Double, nullable=False) for name in ("lon", "lat")),
    UniqueConstraint("kind", "title", "detail"),
)
UNIT: Final = Table(
    "unit",
    METADATA,
    words("code", key=True),
    *(words(name) for name in ("name", "short_name", "kind", "evaluation_group")),
    words("parent", null=True),
    _list("areas"),
    _list("categories"),
    *(words(name) for name in ("contact", "phone")),
)
INSPECTOR: Final = Table(
    "inspector",
    METADATA,
    words("code", key=True),
    *(words(name) for name in ("name", "certificate")),
    *(_day(name) for name in ("certified_on", "certified_until")),
    *(words(name) for name in ("management_area", "phone")),
)
OPERATOR: Final = Table(
    "operator",
    METADATA,
    words("login", key=True),
    words("name"),
    *(_list(name) for name in ("posts", "seats")),
    words("shift"),
    _list("management_areas"),
    Column("active", Boolean, nullable=False, server_default=text("true")),
)
POST_GRANT: Final = Table(
    "post_grant",
    METADATA,
    serial(),
    Column("login", Text, ForeignKey("operator.login"), nullable=False),
    words("post"),
    *(moment(name) for name in ("valid_from", "valid_until")),
    *(words(name) for name in ("given_by", "reason")),
)
ADMIN_CHANGE: Final = Table(
    "admin_change",
    METADATA,
    serial(),
    moment("at"),
    *(words(name) for name in ("login", "post", "subject", "key", "deed")),
    number("version"),
    *(Column(name, JSONB) for name in ("before", "after")),
    words("reason"),
    Column("undoes", BigInteger, ForeignKey("admin_change.id")),
    Column("hash", LargeBinary, nullable=False),
)
"""The register of administrators' changes; only ever added to."""

SIGN_IN_GUARD: Final = Table(
    "sign_in_guard",
    METADATA,
    Column("login", Text, ForeignKey("operator.login"), primary_key=True),
    number("failures"),
    moment("since"),
    moment("locked_until", null=True),
)
SHIFT: Final = Table(
    "shift",
    METADATA,
    serial(),
    *(words(name) for name in ("name", "operator")),
    moment("started_at"),
    moment("ended_at", null=True),
)
HANDOVER: Final = Table(
    "handover",
    METADATA,
    serial(),
    Column("shift", BigInteger, ForeignKey("shift.id"), nullable=False),
    moment("at"),
    *(words(name) for name in ("operator", "text")),
    words("read_by", null=True),
    moment("read_at", null=True),
)
NOTICE: Final = Table(
    "notice",
    METADATA,
    serial(),
    moment("at"),
    moment("until", null=True),
    *(words(name) for name in ("operator", "text")),
)
CONTROL_AREA: Final = Table(
    "control_area",
    METADATA,
    words("code", key=True),
    *(words(name) for name in ("name", "ring")),
    moment("valid_from"),
    moment("valid_to", null=True),
)
INSPECTOR_POSITION: Final = Table(
    "inspector_position",
    METADATA,
    words("inspector", key=True),
    Column("at", DateTime(timezone=True), primary_key=True),
    *(Column(name, Double, nullable=False) for name in ("lon", "lat")),
    *(words(name) for name in ("grid", "management_area")),
)
"""Signs of inspectors at work, kept for `position_days`."""
LIVE_PICTURE: Final = Table(
    "live_picture",
    METADATA,
    Column("whole", Boolean, CheckConstraint("whole", name="one"), primary_key=True),
    moment("counted_at"),
    Column("turn", BigInteger, nullable=False),
    prefixes=["UNLOGGED"],
)
"""When the rail's counts were made, and how often they have been (api/67_counts.sql)."""
LIVE_COUNT: Final = Table(
    "live_count",
    METADATA,
    *(words(name, key=True) for name in ("queue", "area", "who")),
    *(Column(name, BigInteger, nullable=False) for name in ("total", "over", "near")),
    moment("nearest", null=True),
    words("limit_code"),
    prefixes=["UNLOGGED"],
)
