"""Bringing a database to this program's schema: roles, migrations, functions, next year's tables.

Refuses a schema newer than this program. A database that already holds cases is dumped first.
"""

import logging
from collections.abc import Sequence
from datetime import UTC, datetime
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Final

from sqlalchemy import URL, Connection, Engine, text

from console.ports.errors import StoreUnavailable
from db.dumps import backup
from db.engine import command_engine
from db.facts_behind import Progress, complete_facts
from db.migrations.raw import run_script
from db.roles import OWNER, give_to_keeper, prepare_roles, settle_roles
from db.standing import LOCAL
from db.watchdog import take_time

LOG = logging.getLogger(__name__)
_HERE: Final = Path(__file__).parent
_TIDY: Final = text("SELECT app.tidy(now())")
# As Alembic asks, which looks for its table by a far dearer question.
_TABLE_OF_REVISION: Final = text("SELECT to_regclass('alembic_version')")
_REVISION: Final = text("SELECT version_num FROM alembic_version")
_LOCK: Final = 7_463_011  # any number: who upgrades first


def upgrade(
    url: URL | str,
    *,
    backups: Path | None = None,
    thorough: bool = False,
    now: datetime | None = None,
    progress: Progress | None = None,
) -> None:
    """Bring the database to this program's schema; nothing happens when it is there already.

    Args:
        url: Address of the database, as its administrator.
        backups: Folder for the dump made before an existing schema is changed; None makes none.
        thorough: Put functions, triggers and grants in place although none of the files changed:
            somebody may have changed them in the database.
        now: The moment (aware) whose local year and the next get their tables; None is the clock's.
        progress: Told how many cases of an older archive have got their facts.

    Raises:
        StoreUnavailable: "store.schema_newer", "store.backup_failed", or what `db.engine` knows.
    """
    engine = command_engine(url)
    years = years_of(now or datetime.now(UTC))
    try:
        if not thorough and _up_to_date(engine, years):
            _tidy(engine)
            return
        if backups is not None and pending(engine) and present_revision(engine) is not None:
            backup(url, backups)
        with engine.begin() as connection:
            _put_in_place(connection, years, progress, thorough=thorough)
    finally:
        engine.dispose()


def _tidy(engine: Engine) -> None:
    """What is old goes; a server that is too busy for it is tidied at the next start."""
    try:
        with engine.begin() as connection:
            connection.execute(_TIDY)
    except StoreUnavailable as failure:
        if failure.code != "store.busy":
            raise
        LOG.info("not tidied: %s", failure)


def _put_in_place(
    connection: Connection, years: Sequence[int], progress: Progress | None, *, thorough: bool
) -> None:
    take_time(connection)
    connection.execute(text("SET LOCAL lock_timeout = 0"))
    connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
    prepare_roles(connection)
    connection.execute(text(f"SET LOCAL ROLE {OWNER}"))
    _refuse_newer(connection)
    from db.migrating import to_head  # noqa: PLC0415 - Alembic, which a usual start needs not

    to_head(connection)
    apply_api(connection, thorough=thorough)
    _add_years(connection, years)
    complete_facts(connection, progress)
    connection.execute(text("SET LOCAL ROLE NONE"))
    give_to_keeper(connection)
    settle_roles(connection)


def pending(engine: Engine) -> bool:
    """Whether the schema is older than this program's."""
    return present_revision(engine) != newest_revision()


@lru_cache(maxsize=1)
def newest_revision() -> str:
    """The schema's revision this program was written for."""
    return max(_known_revisions())


def present_revision(engine: Engine) -> str | None:
    """The revision of the database; None for an empty one."""
    with engine.connect() as connection:
        return _revision_of(connection)


def _known_revisions() -> set[str]:
    """By the names of their files: to load them takes longer than all else a start asks."""
    return {path.name[:4] for path in (_HERE / "migrations" / "versions").glob("[0-9]*.py")}


def _revision_of(connection: Connection) -> str | None:
    if connection.execute(_TABLE_OF_REVISION).scalar_one() is None:
        return None
    revision: str | None = connection.execute(_REVISION).scalar_one_or_none()
    return revision


def refuse_other(engine: Engine) -> None:
    """Let only this program's schema pass.

    Raises:
        StoreUnavailable: "store.schema_older", also where there is none yet; "store.schema_newer".
    """
    found, known = present_revision(engine), newest_revision()
    if found is None or found < known:
        raise StoreUnavailable("store.schema_older", found=found or "-", known=known)
    if found != known:
        raise StoreUnavailable("store.schema_newer", found=found, known=known)


def apply_api(connection: Connection, *, thorough: bool = False) -> None:
    """Put the functions and triggers of `api/*.sql` in place where a file changed, or anyhow."""
    digests = _digests()
    if not thorough and digests == _applied(connection):
        return
    # All of them again: a function of one file may stand on another's, and grants cover them all.
    for name, script in _scripts().items():
        run_script(connection, script)
        connection.execute(
            text(
                "INSERT INTO api_file VALUES (:name, :digest)"
                " ON CONFLICT (name) DO UPDATE SET digest = excluded.digest"
            ),
            {"name": name, "digest": digests[name]},
        )


def years_of(now: datetime) -> tuple[int, int]:
    """This local year and the next: a database nobody opened for years lacks both."""
    this = now.astimezone(LOCAL).year
    return this, this + 1


def _refuse_newer(connection: Connection) -> None:
    present = _revision_of(connection)
    if present is not None and present not in _known_revisions():
        raise StoreUnavailable("store.schema_newer", found=present, known=newest_revision())


def _up_to_date(engine: Engine, years: Sequence[int]) -> bool:
    """Whether nothing is to be done: the usual start of a console, four short queries."""
    if pending(engine):
        return False
    there = text(
        "SELECT bool_and(to_regclass(name) IS NOT NULL) FROM unnest(CAST(:names AS text[])) AS name"
    )
    with engine.connect() as connection:
        names = [f"public.case_step_{year}" for year in years]
        ready = connection.execute(there, {"names": names}).scalar_one()
        return bool(ready) and _applied(connection) == _digests()


def _scripts() -> dict[str, str]:
    return {path.name: path.read_text("utf-8") for path in sorted(_HERE.glob("api/*.sql"))}


def _digests() -> dict[str, str]:
    return {name: sha256(script.encode()).hexdigest() for name, script in _scripts().items()}


def _applied(connection: Connection) -> dict[str, str]:
    found = connection.execute(text("SELECT name, digest FROM api_file"))
    return {row.name: row.digest for row in found}


def _add_years(connection: Connection, years: Sequence[int]) -> None:
    for year in years:
        connection.execute(text("SELECT app.add_year(:year)"), {"year": year})
    connection.execute(text("SELECT app.guard_years()"))
    connection.execute(_TIDY)
