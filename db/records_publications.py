"""The tables of publications (`ports.publications`); the server alone writes them."""

from typing import Any, Final

from sqlalchemy import Boolean, CheckConstraint, Column, ForeignKey, Integer, LargeBinary, Table

from db.records import METADATA, moment, number, words
from db.records_facts import ACT_FACT, CASE_FACT


def _publication(part: str) -> Column[Any]:
    known = ForeignKey("publication.id", name=f"fk_publication_{part}")
    return Column("publication", Integer, known, primary_key=True, autoincrement=False)


def _copied(table: Table) -> list[Column[Any]]:
    return [
        Column(
            one.name,
            one.type,
            primary_key=one.primary_key,
            nullable=one.nullable,
            autoincrement=False,
        )
        for one in table.columns
    ]


PUBLICATION: Final = Table(
    "publication",
    METADATA,
    Column("id", Integer, primary_key=True, autoincrement=False),
    *(words(name) for name in ("period", "kind", "grouping")),
    Column("person", Boolean, nullable=False),
    words("scheme"),
    number("scheme_version"),
    *(words(name) for name in ("scheme_text", "case_date")),
    *(moment(name) for name in ("start_at", "end_at", "as_of")),
    words("calendar_text"),
    number("amends"),
    words("reason"),
)
PUBLICATION_FACT: Final = Table(
    "publication_fact",
    METADATA,
    _publication("fact"),
    *_copied(CASE_FACT),
    Column("head", LargeBinary, nullable=False),
)
PUBLICATION_ACT: Final = Table("publication_act", METADATA, _publication("act"), *_copied(ACT_FACT))
PUBLICATION_SEAL: Final = Table(
    "publication_seal",
    METADATA,
    _publication("seal"),
    *(number(name) for name in ("cases", "acts")),
    *(words(name) for name in ("facts_root", "acts_root", "figures", "parts", "fingerprint")),
)
PUBLICATION_MARK: Final = Table(
    "publication_mark",
    METADATA,
    _publication("mark"),
    words("mark", key=True),
    *(words(name) for name in ("operator", "post")),
    moment("at"),
    words("reason"),
    CheckConstraint("mark IN ('prepared', 'checked', 'published', 'withdrawn')", name="known"),
)
