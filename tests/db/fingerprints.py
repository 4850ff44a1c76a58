"""What is in a database, table by table, so that two of them can be compared."""

from collections.abc import Mapping

from sqlalchemy import Engine, TextClause, text

_TABLES = text(
    "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace"
    " AND relkind IN ('r', 'p') AND NOT relispartition ORDER BY relname"
)
_SEQUENCES = text(
    "SELECT sequencename, last_value FROM pg_sequences WHERE schemaname = 'public'"
    " ORDER BY sequencename"
)


def fingerprints(engine: Engine) -> Mapping[str, str]:
    """A digest of the rows of every table, and where every sequence stands."""
    with engine.connect() as connection:
        names = connection.execute(_TABLES).scalars().all()
        found = {name: connection.execute(_digest(name)).scalar_one() for name in names}
        for name, last in connection.execute(_SEQUENCES):
            found[f"sequence {name}"] = str(last)
        return found


def _digest(table: str) -> TextClause:
    rows = "string_agg(r::text, E'\\n' ORDER BY r::text COLLATE \"C\")"
    return text(f"SELECT md5(coalesce({rows}, '')) FROM public.{table} r")  # noqa: S608 - the server's own name
