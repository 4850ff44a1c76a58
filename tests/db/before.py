"""A database as the program wrote it before callers were sealed and servers shared."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

from alembic import command
from sqlalchemy import URL, Engine, text

from db.dumps import load
from db.engine import command_engine
from db.migrating import config
from db.roles import OWNER, prepare_roles
from tests.db.fixtures.make_before_sharing import WALKS, caller

DUMP: Final = Path(__file__).parent / "fixtures" / "before_sharing.dump"
REVISION: Final = "0009"
CASES: Final = 62
CALLERS: Final = tuple(caller(at) for at in range(0, 2 * len(WALKS), 2))

Columns = Mapping[str, Sequence[str]]
"""Table -> its columns."""

Rows = Mapping[str, Sequence[str]]
"""Table -> its rows as the server writes them."""

_COLUMNS: Final = text(
    "SELECT c.relname, array_agg(a.attname::text ORDER BY a.attname)"
    " FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid"
    " WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p')"
    " AND NOT c.relispartition AND a.attnum > 0 AND NOT a.attisdropped GROUP BY c.relname"
)


def bring_back(url: URL) -> None:
    """Load it into the empty database at `url`, and leave its schema as it is."""
    engine = command_engine(url)
    with engine.begin() as connection:
        prepare_roles(connection)
    engine.dispose()
    load(url, DUMP)


def go_down(engine: Engine) -> None:
    """Back to its schema."""
    with engine.begin() as connection:
        connection.execute(text(f"SET LOCAL ROLE {OWNER}"))
        command.downgrade(config(connection), REVISION)


def columns_of(engine: Engine) -> Columns:
    """Every table's columns by name; a year's part is told with its whole."""
    with engine.connect() as connection:
        return {table: tuple(names) for table, names in connection.execute(_COLUMNS)}


def rows_of(engine: Engine, columns: Columns) -> Rows:
    """The rows of those columns in every table named, sorted."""
    with engine.connect() as connection:
        found = {}
        for table, names in columns.items():
            listed = ", ".join(f'r."{name}"' for name in names)
            asked = text(f"SELECT ROW({listed})::text FROM public.{table} r")  # noqa: S608 - the server's own names
            found[table] = sorted(connection.execute(asked).scalars())
        return found
