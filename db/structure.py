"""What a database is made of, as the server itself tells it, and how two of them differ.

The reference is a database made fresh by this program's migrations on the same server, looked at
and dropped again: so every text is the server's own, of one version, and nothing has to be kept in
step by hand. Partial indexes, functions, triggers and grants are seen this way too, which nobody
sees who compares with SQLAlchemy's tables.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Final

from psycopg import sql
from sqlalchemy import URL, Engine, text

from db.engine import command_engine
from db.site import administrator
from db.upgrade import upgrade

Structure = Mapping[str, Mapping[str, str]]
"""By kind (`KINDS`): the definition of each thing by its name."""

_CHECKING: Final = 7_463_013  # any number: who makes the reference
_QUERY: Final = Path(__file__).with_name("structure.sql")
KINDS: Final = (
    "tables",
    "columns",
    "constraints",
    "indexes",
    "functions",
    "triggers",
    "policies",
    "grants",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One thing that is not as in the reference: `missing`, `extra` or `other`."""

    kind: str
    name: str
    how: str


def read_structure(engine: Engine) -> Structure:
    """Everything of our schemas, by kind and name."""
    with engine.connect() as connection:
        # Names are written in full, whatever this session's path is.
        connection.execute(text("SET LOCAL search_path = pg_catalog"))
        found: dict[str, dict[str, str]] = {kind: {} for kind in KINDS}
        for kind, name, definition in connection.execute(text(_QUERY.read_text("utf-8"))):
            found[kind][name] = definition
        return found


def differences(present: Structure, reference: Structure) -> Iterator[Difference]:
    """What the present database lacks, has too much, or has otherwise; in the order of names."""
    for kind in KINDS:
        here, there = present[kind], reference[kind]
        for name in sorted({*here, *there}):
            if name not in here:
                yield Difference(kind=kind, name=name, how="missing")
            elif name not in there:
                yield Difference(kind=kind, name=name, how="extra")
            elif here[name] != there[name]:
                yield Difference(kind=kind, name=name, how="other")


@contextmanager
def reference_database(url: URL) -> Iterator[Engine]:
    """A database as this program's migrations make it, on the server of `url`; dropped at the end.

    Raises the driver's `InsufficientPrivilege` where the account may not make databases.
    """
    name = f"wm_reference_{sha256(str(url.database).encode()).hexdigest()[:6]}"
    drop = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name))
    with administrator(url) as admin:
        admin.execute("SELECT pg_advisory_lock(%s)", [_CHECKING])
        admin.execute(drop)  # what a check that was killed left behind
        admin.execute(sql.SQL("CREATE DATABASE {} TEMPLATE template0").format(sql.Identifier(name)))
        engine = command_engine(url.set(database=name))
        try:
            upgrade(engine.url)
            yield engine
        finally:
            engine.dispose()
            admin.execute(drop)
