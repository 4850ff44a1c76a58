"""Where a city's data lie: an embedded server of a folder, or a server somebody else runs.

Here places are opened and brought to this program's schema. Who signs in is `signin.py`; what a
demo city is made of is told by the caller.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

import psycopg
from psycopg import sql
from sqlalchemy import URL, Engine, text

from console.ports.errors import StoreUnavailable
from db.address import address_of
from db.bucket import Bucket
from db.caller_keys import CallerKeys
from db.caller_rotation import make_keys, seal_plain
from db.embedded import DRIVER, EmbeddedServer, ServerAddress, ensure_running
from db.engine import command_engine
from db.facts_behind import Progress
from db.files import FolderFiles
from db.seed import seed
from db.tls import secured
from db.upgrade import upgrade
from db.walls import PASSWORD_FILE, keep_wall_account

if TYPE_CHECKING:
    from db.bucket_files import BucketFiles

DATABASE: Final = "wanmi"
"""The database of an embedded server."""

FILES: Final = "files"
BACKUPS: Final = "backups"
_BUILDING: Final = 7_463_012  # any number: who builds a demo


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """A place opened. `url` carries the account the program came with; keep `server` to release."""

    url: URL
    folder: Path
    keys: CallerKeys = field(repr=False)
    server: EmbeddedServer | None = field(default=None, repr=False)
    files_at: Path | Bucket | None = None
    """A share or bucket for photographs and recordings; None: this folder."""

    @property
    def embedded(self) -> bool:
        """Whether the server is this workstation's own."""
        return self.server is not None

    @property
    def files(self) -> Path:
        """Where photographs and recordings lie, or what was fetched of them."""
        return self.folder / FILES

    def open_files(self) -> "FolderFiles | BucketFiles":
        """The store of photographs and recordings; nothing is asked of it yet."""
        match self.files_at:
            case Bucket():
                from db.bucket_files import BucketFiles  # noqa: PLC0415 - 0.3 s others need not pay

                return BucketFiles(self.files_at, self.files)
            case Path():
                return FolderFiles(self.files_at, made=False)
        return FolderFiles(self.files)

    @property
    def backups(self) -> Path:
        """Where dumps are put."""
        return self.folder / BACKUPS

    @property
    def wall_password(self) -> Path:
        """Where the password of this workstation's own wall stands, in an embedded place."""
        return self.folder / PASSWORD_FILE

    def revive(self) -> "Site":
        """After the store was lost: this place with its embedded server running again.

        `url` is another one where the server came back at another port (Windows); whoever holds
        engines then opens the store anew.

        Raises:
            StoreUnavailable: as `db.embedded.EmbeddedServer.start`; "store.lost" where the server
                is somebody else's to start.
        """
        if self.server is None:
            raise StoreUnavailable("store.lost")
        return replace(self, url=self.server.revive().url(DATABASE))

    def close(self) -> None:
        """Give the share in an embedded server back."""
        if self.server is not None:
            self.server.release()


def open_embedded(folder: Path, keys: CallerKeys | None = None) -> Site:
    """The server of a folder, started if need be, with its database.

    Args:
        folder: Where data, photographs and, unless `keys` says otherwise, keys lie.
        keys: Key files of callers' data.

    Raises:
        StoreUnavailable: as `db.embedded.EmbeddedServer.start`.
    """
    server, address = ensure_running(folder)
    try:
        _make_database(address)
    except BaseException:
        server.release()
        raise
    keys = keys or CallerKeys.beside(folder / FILES)
    return Site(url=address.url(DATABASE), folder=folder, keys=keys, server=server)


def open_server(
    address: str, folder: Path, authority: Path | None = None, keys: CallerKeys | None = None
) -> Site:
    """A server at an address `postgresql://…`, by TLS where it is another machine's (`db.tls`).

    Args:
        address: As the settings name it.
        folder: For files of this workstation.
        authority: File of the authority that signed the server's certificate.
        keys: Key files of callers' data; at their usual place below `folder` if not given.
    """
    url = address_of(address).set(drivername=DRIVER)
    keys = keys or CallerKeys.beside(folder / FILES)
    return Site(url=secured(url, authority), folder=folder, keys=keys)


def bring_up(site: Site, *, thorough: bool = False, progress: Progress | None = None) -> None:
    """This program's schema and reference data; quick when they are there already.

    An embedded place gets its keys of callers' data and an account for its own wall, and what was
    kept open before is sealed; on a server all this is asked for (`main.py db make-keys`, `db
    wall`), since keys and passwords belong where an administrator wants them. `thorough` and
    `progress` as in `db.upgrade.upgrade`.

    Raises:
        StoreUnavailable: as `db.upgrade.upgrade`.
        Refusal: as `db.caller_rotation.make_keys`.
    """
    engine = command_engine(site.url)
    try:
        upgrade(site.url, backups=site.backups, thorough=thorough, progress=progress)
        # Always: the table of ways changes with the program, though the schema stays as it is.
        seed(engine)
        if site.embedded:
            make_keys(engine, site.keys)
            seal_plain(engine, site.keys)
            keep_wall_account(engine, site.wall_password)
    finally:
        engine.dispose()


def start_over(site: Site) -> None:
    """Throw an embedded database away and begin an empty one; for a demo that was never finished.

    Raises:
        ValueError: the site is somebody else's server.
        StoreUnavailable: as `db.upgrade.upgrade`.
    """
    if not site.embedded:
        raise ValueError("only an embedded database is thrown away")
    with administrator(site.url.set(database="postgres")) as admin:
        wanted = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)")
        admin.execute(wanted.format(sql.Identifier(DATABASE)))
        admin.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(DATABASE)))
    bring_up(site)


@contextmanager
def only_builder(site: Site) -> Iterator[None]:
    """Keep other starts from building the same city; they wait, and find it built."""
    with administrator(site.url.set(database="postgres") if site.embedded else site.url) as admin:
        admin.execute("SELECT pg_advisory_lock(%s)", [_BUILDING])
        yield


def has_cases(engine: Engine) -> bool:
    """Whether anything was ever reported here."""
    with engine.connect() as connection:
        return bool(connection.execute(text("SELECT EXISTS (SELECT FROM case_file)")).scalar())


def administrator(url: URL) -> psycopg.Connection:
    """A connection of its own for what no transaction may hold; raises the driver's errors."""
    _, told = url.get_dialect()().create_connect_args(url)
    return psycopg.connect(**told, autocommit=True)


def _make_database(address: ServerAddress) -> None:
    with administrator(address.url()) as admin:
        known = admin.execute("SELECT FROM pg_database WHERE datname = %s", [DATABASE])
        if not known.rowcount:
            admin.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(DATABASE)))
