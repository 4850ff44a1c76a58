"""The storage adapter: everything that knows SQLAlchemy, Alembic, psycopg and PostgreSQL.

`open_store` gives the ports, already wired. Beside it the root uses `db.embedded` (the server),
`db.upgrade` (schema), `db.seed` and `db.city` (data), `db.roles` (operators), `db.bulk` (long
runs), `db.archive` (verification).
"""

from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import URL, Engine

from console.ports.files import Files
from db.administration import PostgresAdministration
from db.caller_keys import CallerKeys
from db.callers import PostgresCallers
from db.calls import PostgresCalls
from db.claims import PostgresClaims
from db.engine import command_engine, publication_engine, read_engine, report_engine
from db.facts import PostgresFacts
from db.feed import PostgresFeed
from db.files import FolderFiles
from db.integrity import PostgresIntegrity, PostgresLooks
from db.keeping import PostgresKeeping
from db.numbers import PostgresNumbers
from db.past import PostgresPast, seats_past
from db.positions import PostgresPositions
from db.publications import PostgresPublications
from db.reading import PostgresReading
from db.reports import PostgresReports
from db.schemes import PostgresSchemes
from db.standing import Standing
from db.upgrade import refuse_other
from db.wall_orders import PostgresWallOrders
from db.work import PostgresStore


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenStore:
    """The ports of one signed-in operator over one database."""

    store: PostgresStore
    reading: PostgresReading
    reports: PostgresReports
    facts: PostgresFacts
    integrity: PostgresIntegrity
    looks: PostgresLooks
    schemes: PostgresSchemes
    publications: PostgresPublications
    claims: PostgresClaims
    numbers: PostgresNumbers
    callers: PostgresCallers
    feed: PostgresFeed
    keeping: PostgresKeeping
    positions: PostgresPositions
    past: PostgresPast
    calls: PostgresCalls
    walls: PostgresWallOrders
    files: Files
    administration: PostgresAdministration
    engines: tuple[Engine, ...]

    def dispose(self) -> None:
        """Give all connections back; nothing may be used afterwards."""
        self.feed.close()
        for engine in self.engines:
            engine.dispose()


def open_store(
    url: URL | str,
    *,
    files_folder: Path,
    operator: str | None = None,
    seat: str = "",
    keys: CallerKeys | None = None,
    files: Files | None = None,
) -> OpenStore:
    """Open the store at `url`, which carries the role that signs in.

    Photos and recordings lie in `files_folder` or `files`, callers' keys beside it unless given;
    changes of `operator` at `seat` are own ones in the feed.

    Raises StoreUnavailable: what `db.engine` knows, as `refuse_other`.
    """
    commands, reads, reports, publishing = engines = _engines(url)
    standing, keys = Standing(), keys or CallerKeys.beside(files_folder)
    return OpenStore(
        store=PostgresStore(commands, standing, keys),
        reading=PostgresReading(reads, standing, keys),
        reports=PostgresReports(reports, standing),
        facts=PostgresFacts(reports),
        integrity=PostgresIntegrity(reports, standing),
        looks=PostgresLooks(commands),
        schemes=PostgresSchemes(commands),
        publications=PostgresPublications(publishing, operator or ""),
        claims=PostgresClaims(commands),
        numbers=PostgresNumbers(commands),
        callers=PostgresCallers(commands, keys),
        feed=PostgresFeed(reads, operator, seat),
        keeping=PostgresKeeping(commands),
        positions=PostgresPositions(commands),
        past=seats_past(reads, standing),
        calls=PostgresCalls(commands),
        walls=PostgresWallOrders(commands),
        files=files or FolderFiles(files_folder),
        administration=PostgresAdministration(commands, operator or ""),
        engines=engines,
    )


def _engines(url: URL | str) -> tuple[Engine, Engine, Engine, Engine]:
    """Those of commands, reads, reports and publications. Raises as `refuse_other`."""
    commands = command_engine(url)
    _refuse_other(commands)
    return commands, read_engine(url), report_engine(url), publication_engine(url)


def _refuse_other(engine: Engine) -> None:
    """As `refuse_other`, and give the connection back."""
    try:
        refuse_other(engine)
    except BaseException:
        engine.dispose()
        raise
