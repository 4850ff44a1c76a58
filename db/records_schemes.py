"""Tables of the schemes of assessment (`ports.schemes`); to the first two rows are only added."""

from typing import Final

from sqlalchemy import Column, Date, ForeignKeyConstraint, Integer, Table, UniqueConstraint

from db.records import METADATA, moment, number, serial, words

_VERSION: Final = ("kind", "scheme", "version")

SCHEME_VERSION: Final = Table(
    "scheme_version",
    METADATA,
    words("kind", key=True),
    words("scheme", key=True),
    Column("version", Integer, primary_key=True, autoincrement=False),
    words("body"),
    words("shipped"),
    moment("at"),
    *(words(name) for name in ("login", "post", "reason")),
)

SCHEME_BEGIN: Final = Table(
    "scheme_begin",
    METADATA,
    serial(),
    words("kind"),
    words("scheme"),
    number("version"),
    Column("first_day", Date, nullable=False),
    moment("at"),
    *(words(name) for name in ("login", "post", "reason")),
    UniqueConstraint(*_VERSION),
    ForeignKeyConstraint(_VERSION, [f"scheme_version.{name}" for name in _VERSION]),
)

SCHEME_DRAFT: Final = Table(
    "scheme_draft",
    METADATA,
    *(words(name, key=True) for name in ("login", "kind", "scheme")),
    number("base"),
    words("body"),
    moment("at"),
)
