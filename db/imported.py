"""`ports.imported` over PostgreSQL: rows of another system's export as they were told.

For the schema's owner: an import is an administrator's work on the command line. All of a file is
one transaction, since a broken file may refuse itself after any row.
"""

from collections.abc import Iterable, Iterator
from dataclasses import asdict
from datetime import datetime
from itertools import islice
from typing import Any, Final

from sqlalchemy import Engine, select, text
from sqlalchemy.dialects.postgresql import insert

from console.domain.imported_case import ImportedCase
from db.records import IMPORTED_CASE
from db.watchdog import take_time

_AT_ONCE: Final = 1_000
# While a hostile or huge file is read between two rows, the transaction has to wait for it.
_LONG: Final = text("SET LOCAL idle_in_transaction_session_timeout = 0")


class PostgresImported:
    """Imported cases of a city."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def known(self) -> frozenset[str]:
        """Task numbers that are kept already."""
        with self._engine.connect() as connection:
            return frozenset(connection.execute(select(IMPORTED_CASE.c.task_number)).scalars())

    def keep(self, cases: Iterable[ImportedCase], source: str, at: datetime) -> int:
        """Keep all or none; a number kept before stays as it was."""
        rows = (_row(case, source, at) for case in cases)
        kept = 0
        with self._engine.begin() as connection:
            take_time(connection)
            connection.execute(_LONG)
            while some := list(islice(rows, _AT_ONCE)):
                added = insert(IMPORTED_CASE).on_conflict_do_nothing()
                found = connection.execute(added.returning(IMPORTED_CASE.c.task_number), some)
                kept += len(found.all())
        return kept


def _row(case: ImportedCase, source: str, at: datetime) -> dict[str, Any]:
    row = dict(_flat(case))
    return row | {"source_file": source, "imported_at": at}


def _flat(case: ImportedCase) -> Iterator[tuple[str, object]]:
    for name, value in asdict(case).items():
        if name == "point":
            yield "lon", case.point.lon if case.point else None
            yield "lat", case.point.lat if case.point else None
        elif name == "crs":
            yield "crs", case.crs.value if case.crs else None
        else:
            yield name, value
