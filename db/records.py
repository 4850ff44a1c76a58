"""The tables of cases and their trail, and the one `METADATA` all tables belong to.

Migrations make the tables; a test compares them with these. Partial and expression indexes are
named in the migrations only, because the comparison cannot see them (database.md 4.6).
Not here: the rules' and the city's tables (`records_rules.py`, `records_city.py`).
"""

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
    Identity,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
    Uuid,
    text,
)
from sqlalchemy.types import UserDefinedType

METADATA: Final = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "ix": "ix_%(table_name)s_%(column_0_name)s",
    }
)


class Xid8(UserDefinedType[str]):
    """A transaction id of 64 bits; only ever compared by the server."""

    cache_ok = True

    def get_col_spec(self, **_: object) -> str:
        """The type's name in SQL."""
        return "xid8"


def moment(name: str, *, null: bool = False, now: str | None = None) -> Column[object]:
    """A column with an aware moment."""
    default = text(now) if now else None
    return Column(name, DateTime(timezone=True), nullable=null, server_default=default)


def words(name: str, *, null: bool = False, key: bool = False) -> Column[str]:
    """A text column."""
    return Column(name, Text, nullable=null, primary_key=key)


def number(name: str, *, null: bool = False) -> Column[int]:
    """A column of small whole numbers."""
    return Column(name, Integer, nullable=null)


def serial() -> Column[int]:
    """A key the server counts."""
    return Column("id", BigInteger, Identity(always=True), primary_key=True)


def case_key(name: str = "case_id", *, key: bool = False) -> Column[int]:
    """A case's id."""
    return Column(name, BigInteger, nullable=False, primary_key=key, autoincrement=False)


CASE_FILE: Final = Table(
    "case_file",
    METADATA,
    case_key("id", key=True),
    words("number"),
    words("task_number", null=True),
    number("version"),
    words("stage"),
    words("queue", null=True),
    Column("ended", Boolean, nullable=False),
    number("entered"),
    moment("entered_at"),
    *(words(name) for name in ("source", "scheme", "kind", "category", "category_name")),
    Column("urgent", Boolean, nullable=False),
    *(words(name, null=True) for name in ("unit", "bound_unit", "component")),
    *(words(name) for name in ("district", "street", "community", "grid", "duty_grid")),
    words("management_area"),
    Column("lon", Double),
    Column("lat", Double),
    moment("reported_at"),
    *(moment(f"{name}_at", null=True) for name in ("accepted", "registered", "dispatched")),
    *(moment(f"{name}_at", null=True) for name in ("handled", "verified", "closed")),
    words("close_kind", null=True),
    *(moment(name, null=True) for name in ("started", "due", "near_at")),
    words("limit_code"),
    Column("paused", Boolean, nullable=False),
    *(moment(name, null=True) for name in ("due_stage", "due_handling")),
    number("handling_minutes", null=True),
    Column("on_time", Boolean),
    *(number(name) for name in ("rework", "dispatches", "returns", "callers")),
    moment("suspended_until", null=True),
    Column("master", BigInteger),
    moment("changed_at"),
    postgresql_partition_by="RANGE (id)",
)

CASE_TEXT: Final = Table(
    "case_text",
    METADATA,
    case_key("id", key=True),
    *(words(name) for name in ("description", "address", "words", "initials")),
    postgresql_partition_by="RANGE (id)",
)

CASE_STATE: Final = Table(
    "case_state",
    METADATA,
    case_key("id", key=True),
    words("state"),
    postgresql_partition_by="RANGE (id)",
)

CASE_STEP: Final = Table(
    "case_step",
    METADATA,
    case_key(key=True),
    Column("seq", Integer, primary_key=True, autoincrement=False),
    words("move"),
    words("from_stage", null=True),
    *(words(name) for name in ("to_stage", "operator", "post", "seat")),
    words("unit", null=True),
    moment("at"),
    *(words(name) for name in ("reason", "payload", "command")),
    Column("hash", LargeBinary, nullable=False),
    number("period"),
    postgresql_partition_by="RANGE (case_id)",
)

ANCHOR: Final = Table(
    "anchor",
    METADATA,
    Column("number", Integer, primary_key=True, autoincrement=False),
    moment("at"),
    words("line", null=True),
)
"""Closed periods of the trail; `line` is what was kept elsewhere (`db.anchors`)."""

TRANSITION: Final = Table(
    "transition",
    METADATA,
    *(words(name, key=True) for name in ("from_stage", "move", "post", "to_stage")),
    Column("reason", Boolean, nullable=False),
    *(Column(name, ARRAY(Text), nullable=False) for name in ("needs", "fields", "clock")),
    Column("undoable", Boolean, nullable=False),
)

NUMBER_DAY: Final = Table(
    "number_day", METADATA, Column("day", Date, primary_key=True), number("last")
)

COMMAND_LOG: Final = Table(
    "command_log",
    METADATA,
    words("id", key=True),
    words("operator"),
    moment("at"),
    words("digest"),
    words("result"),
)

FEED: Final = Table(
    "feed",
    METADATA,
    Column("gseq", BigInteger, Identity(always=True), primary_key=True),
    Column("xid", Xid8, nullable=False, server_default=text("pg_current_xact_id()")),
    moment("at", now="clock_timestamp()"),
    case_key(),
    number("seq", null=True),
    words("operator"),
    words("seat"),
)

FEED_EPOCH: Final = Table("feed_epoch", METADATA, words("epoch", key=True))

LETTER: Final = Table(
    "letter",
    METADATA,
    serial(),
    words("kind"),
    words("addressee"),
    case_key(),
    words("body"),
    moment("not_before"),
    moment("posted_at"),
    words("command"),
    moment("sent_at", null=True),
    moment("recalled_at", null=True),
)

CALLER: Final = Table(
    "caller",
    METADATA,
    serial(),
    case_key(),
    words("reply"),
    Column("sealed", LargeBinary, nullable=False),
    Column("key_id", Text, ForeignKey("caller_key.key_id"), nullable=False),
    words("algorithm"),
    Column("phone_hash", LargeBinary),
)

CALLER_KEY: Final = Table(
    "caller_key",
    METADATA,
    words("key_id", key=True),
    words("algorithm"),
    Column("public", LargeBinary),
    moment("created_at", now="clock_timestamp()"),
    moment("retired_at", null=True),
)
"""Public keys, and the id of the search key (`public` is null); those in force are not retired."""

CALLER_ERASURE: Final = Table(
    "caller_erasure",
    METADATA,
    serial(),
    moment("at"),
    Column("login", Text, nullable=False, server_default=text("SESSION_USER")),
    *(number(name) for name in ("days", "cases", "callers")),
)

CALLER_MASK: Final = Table(
    "caller_mask",
    METADATA,
    case_key("id", key=True),
    case_key(),
    *(words(name) for name in ("name", "phone", "reply")),
)

REVEAL_LOG: Final = Table(
    "reveal_log",
    METADATA,
    Column("id", Uuid, primary_key=True),
    Column("xid", Xid8, nullable=False, server_default=text("pg_current_xact_id()")),
    moment("at"),
    moment("requested_at", now="clock_timestamp()"),
    Column("login", Text, nullable=False, server_default=text("SESSION_USER")),
    *(words(name) for name in ("operator", "post", "seat")),
    case_key(),
    words("reason"),
    moment("shown_at", null=True),
)

TELEPHONE_SEARCH: Final = Table(
    "telephone_search",
    METADATA,
    serial(),
    Column("xid", Xid8, nullable=False, server_default=text("pg_current_xact_id()")),
    moment("at", now="clock_timestamp()"),
    Column("login", Text, nullable=False, server_default=text("SESSION_USER")),
    Column("hash", LargeBinary, nullable=False),
)
"""Who looked for a telephone when; its keyed hash, kept for 90 days."""

YEAR_MOVE: Final = Table(
    "year_move",
    METADATA,
    serial(),
    moment("at"),
    Column("login", Text, nullable=False, server_default=text("SESSION_USER")),
    words("move"),
    *(number(name) for name in ("year", "cases")),
    Column("steps", BigInteger, nullable=False),
    words("digest"),
)
"""Years `detached` into a folder and `attached` again (`db.years`); rows are only ever added."""

CASE_PHOTO: Final = Table(
    "case_photo",
    METADATA,
    case_key(key=True),
    *(Column(name, Integer, primary_key=True, autoincrement=False) for name in ("seq", "ordinal")),
    *(words(name) for name in ("digest", "role", "mime")),
    Column("size", BigInteger, nullable=False),
    moment("taken_at", null=True),
    Column("lon", Double),
    Column("lat", Double),
    words("taken_by"),
)

PHOTO_PREVIEW: Final = Table(
    "photo_preview",
    METADATA,
    words("digest", key=True),
    *(number(name) for name in ("width", "height")),
    Column("seconds", Double, nullable=False),
    Column("image", LargeBinary),
    CheckConstraint("octet_length(image) <= 20480", name="small"),
)

PHOTO_LOOK: Final = Table(
    "photo_look",
    METADATA,
    words("digest", key=True),
    words("look", null=True),
    CheckConstraint("look ~ '^[0-9a-f]{32}$'", name="bits"),
)
"""Perceptual hashes (`console.media.likeness`) in hex; null where a preview could not be read."""

CASE_CLAIM: Final = Table(
    "case_claim",
    METADATA,
    case_key(key=True),
    *(words(name) for name in ("operator", "seat", "post")),
    *(moment(name) for name in ("since", "beat_at", "active_at")),
)

CLAIM_TAKEOVER: Final = Table(
    "claim_takeover",
    METADATA,
    serial(),
    case_key(),
    moment("at"),
    *(words(name) for name in ("operator", "seat", "former", "reason")),
)

CASE_OPENED: Final = Table(
    "case_opened",
    METADATA,
    case_key(key=True),
    words("post", key=True),
    number("version"),
    words("operator"),
    moment("at"),
)

PHRASE: Final = Table(
    "phrase",
    METADATA,
    serial(),
    words("move"),
    words("text"),
    Column("uses", Integer, nullable=False, server_default=text("0")),
    UniqueConstraint("move", "text"),
)
IMPORTED_CASE: Final = Table(
    "imported_case",
    METADATA,
    words("task_number", key=True),
    moment("reported_at"),
    words("source"),
    words("kind_name"),
    words("class_name"),
    words("subclass_name"),
    words("description"),
    words("raw_state"),
    words("unit"),
    moment("handling_deadline", null=True),
    moment("bundled_deadline", null=True),
    moment("closed_at", null=True),
    words("area"),
    words("district"),
    words("street"),
    words("community"),
    words("duty_grid"),
    words("address"),
    words("inspector"),
    Column("extended", Boolean),
    Column("reworked", Boolean),
    Column("lon", Double),
    Column("lat", Double),
    words("crs", null=True),
    Column("x", Double),
    Column("y", Double),
    words("sheet"),
    Column("row", Integer, nullable=False),
    words("source_file"),
    moment("imported_at"),
)
"""Another system's cases, kept as history and never changed."""
