"""Bringing a dump back into an empty database, whole and ready to be worked with."""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from sqlalchemy import URL, Connection, Engine, text

from console.domain.refusal import Refusal
from db.create import prepare_database
from db.dumps import load, refuse_no_dump
from db.engine import command_engine
from db.roles import prepare_roles, role_name
from db.upgrade import upgrade

_USED: Final = text(
    "SELECT EXISTS (SELECT FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
    " WHERE n.nspname !~ '^pg_' AND n.nspname <> 'information_schema')"
)
# Transaction ids begin anew on another server, so old news would come back as fresh for ever.
_NEW_FEED: Final = (
    text("DELETE FROM feed"),
    text("UPDATE feed_epoch SET epoch = gen_random_uuid()::text"),
    text("DELETE FROM api_file"),  # functions and grants are put in place again
)
_OPERATORS: Final = text("SELECT login FROM operator WHERE active ORDER BY login")
_ROLES: Final = text("SELECT rolname FROM pg_roles WHERE rolcanlogin")


@dataclass(frozen=True, slots=True, kw_only=True)
class Restored:
    """What came back. `without_account` are operators this server has no login for."""

    cases: int
    without_account: tuple[str, ...]


def restore(url: URL, file: Path) -> Restored:
    """Load a dump of `db.dumps.backup`, bring its schema up to date, begin a new feed.

    Consoles that were open notice the new feed's epoch and read their queues anew. Accounts belong
    to the server, not to the database, and so are in no dump.

    Args:
        url: Address of the database, empty or not there yet, as the server's superuser.
        file: The dump.

    Raises:
        Refusal: `dump.file`, `dump.kind`; `restore.not_empty` when anything is in the database.
        StoreUnavailable: as `db.create.prepare_database`, `db.dumps.load`, `db.upgrade.upgrade`.
    """
    refuse_no_dump(file)
    prepare_database(url)
    engine = command_engine(url)
    try:
        with engine.begin() as connection:
            if connection.execute(_USED).scalar_one():
                raise Refusal("restore.not_empty", database=str(url.database))
            prepare_roles(connection)
        load(url, file)
        with engine.begin() as connection:
            for statement in _NEW_FEED:
                connection.execute(statement)
        upgrade(url)
        _gather_statistics(engine)
        with engine.connect() as connection:
            cases = connection.execute(text("SELECT count(*) FROM case_file")).scalar_one()
            return Restored(cases=cases, without_account=_without_account(connection, url))
    finally:
        engine.dispose()


def _gather_statistics(engine: Engine) -> None:
    """A dump carries none before PostgreSQL 18, and queues without them read whole years."""
    with engine.begin() as connection:
        connection.execute(text("SET LOCAL statement_timeout = 0"))
        connection.execute(text("ANALYZE"))


def _without_account(connection: Connection, url: URL) -> tuple[str, ...]:
    known = set(connection.execute(_ROLES).scalars())
    logins = connection.execute(_OPERATORS).scalars()
    return tuple(one for one in logins if role_name(str(url.database), one) not in known)
