"""One embedded server per test process, one template, and a clone of it for each test.

Each xdist worker has its own server: they start side by side in under a second and cannot disturb
each other. Durability is off for this server only; tests about durability start their own.
WANMI_TEST_SERVER=debian runs all on Debian's PostgreSQL, a folder of programs there on that one.
"""

import contextlib
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import count
from pathlib import Path
from typing import Final

import psycopg
import pytest
from psycopg import sql
from sqlalchemy import URL, Engine

from db import OpenStore, open_store
from db.caller_keys import CallerKeys
from db.caller_rotation import make_keys
from db.embedded import EmbeddedServer, ServerAddress, stop
from db.embedded_leases import FileLock
from db.engine import command_engine
from db.roles import role_name
from db.seed import seed
from db.site import bring_up, open_embedded
from db.upgrade import upgrade
from tests.servers import OwnServer, named_programs

TEMPLATE: Final = "template_of_tests"
_PREFIX: Final = "wm-tests-"
_ALIVE: Final = "alive.lock"
_ROOM: Final = 2 * 1024**3  # bytes
_IN_A_HURRY: Final = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "autovacuum": "off",
}


# Making the schema leaves more dead rows in these than living ones, and each clone copies them.
_CATALOGUES: Final = """
SELECT oid::regclass::text FROM pg_class
WHERE relnamespace = 'pg_catalog'::regnamespace AND relkind = 'r' AND NOT relisshared
"""
_ACCOUNTS: Final = """
SELECT rolname FROM pg_roles WHERE starts_with(rolname, 'wm_') AND strpos(rolname, %(mark)s) > 0
"""


def build_template(url: URL, keys: CallerKeys) -> None:
    """Bring the empty database at `url` to each test's beginning: schema, reference data, keys."""
    upgrade(url)
    engine = command_engine(url)
    try:
        seed(engine)
        make_keys(engine, keys)
    finally:
        engine.dispose()


@dataclass(frozen=True, slots=True, kw_only=True)
class StoreServer:
    """The running server of this test process and a superuser's connection to it."""

    address: ServerAddress
    admin: psycopg.Connection
    numbers: Iterator[int]
    keys: CallerKeys

    def clone(self, template: str = TEMPLATE) -> URL:
        """A fresh database like the template, or another nobody is connected to; its address.

        It is the superuser's; another operator's is `url.set(username=..., password=...)`.
        """
        name = f"test_{next(self.numbers)}"
        self._run("CREATE DATABASE {} TEMPLATE {} STRATEGY file_copy", name, template)
        return self.address.url(name)

    def empty(self) -> URL:
        """The superuser's address of a fresh database without any schema."""
        name = f"empty_{next(self.numbers)}"
        self._run("CREATE DATABASE {}", name)
        return self.address.url(name)

    def drop(self, url: URL) -> None:
        """Drop a clone and its people's accounts, throwing out whoever is still connected.

        Accounts are the whole server's: the next tests would look through a thousand of them.
        """
        self._run("DROP DATABASE IF EXISTS {} WITH (FORCE)", str(url.database))
        mark = role_name(str(url.database), "").removeprefix("wm_")
        names = [name for (name,) in self.admin.execute(_ACCOUNTS, {"mark": mark})]
        if names:
            self._run(f"DROP ROLE {', '.join('{}' for _ in names)}", *names)

    def make_template(self) -> None:
        self._run("CREATE DATABASE {}", TEMPLATE)
        build_template(self.address.url(TEMPLATE), self.keys)
        _pack(self.address, TEMPLATE)
        # Nobody may be connected to a template while it is cloned.
        self._run("ALTER DATABASE {} ALLOW_CONNECTIONS false", TEMPLATE)

    def _run(self, statement: str, *names: str) -> None:
        self.admin.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))


def _fastest_place() -> Path:
    """Memory if it has room: a clone is 700 new files, 20 ms there and far more on a disk."""
    memory = Path("/dev/shm")  # noqa: S108 - only a private folder is made in it
    if memory.is_dir() and shutil.disk_usage(memory).free > _ROOM:
        return memory
    return Path(tempfile.gettempdir())


def _base_of_this_run() -> tuple[Path, FileLock]:
    """A folder the server's user can reach too when root runs the tests; pytest's own is closed.

    The lock in it tells later runs that this run lives.
    """
    while True:
        base = Path(tempfile.mkdtemp(prefix=_PREFIX, dir=_fastest_place()))
        base.chmod(0o711)
        lock = FileLock(base / _ALIVE)
        if lock.take() and (base / _ALIVE).exists():
            return base, lock
        lock.close()  # another run took it for a dead one in that instant


def _clear(folder: Path) -> None:
    stop(folder)
    shutil.rmtree(folder, ignore_errors=True)


def _clear_dead_runs() -> None:
    """Stop the servers of test runs that were killed, and remove their folders."""
    for alive in _fastest_place().glob(f"{_PREFIX}*/{_ALIVE}"):
        with contextlib.suppress(OSError):  # another user's, or another run is clearing it too
            lock = FileLock(alive)
            if lock.take():
                for home in alive.parent.glob("*/postgresql"):
                    stop(home.parent)
                shutil.rmtree(alive.parent, ignore_errors=True)
            lock.close()


@pytest.fixture(scope="session")
def servers_base() -> Iterator[Path]:
    """The folder below which this test process keeps its servers' data."""
    _clear_dead_runs()
    base, lock = _base_of_this_run()
    yield base
    lock.close()
    shutil.rmtree(base, ignore_errors=True)


@pytest.fixture(scope="session")
def server(servers_base: Path) -> Iterator[StoreServer]:
    """The server of this test process, its template built."""
    folder = servers_base / "shared"
    with (
        EmbeddedServer(folder, programs=named_programs(), settings=_IN_A_HURRY) as address,
        _admin(address) as admin,
    ):
        if admin.info.server_version >= 160_000:
            # Computed at each sign-in; `app.put_account` takes no less.
            admin.execute("ALTER SYSTEM SET scram_iterations = 1000")
            admin.execute("SELECT pg_reload_conf()")
        keys = CallerKeys(servers_base / "keys" / "callers.key")
        made = StoreServer(address=address, admin=admin, numbers=count(1), keys=keys)
        made.make_template()
        yield made


def _admin(address: ServerAddress, database: str = "postgres") -> psycopg.Connection:
    url = address.url(database).set(drivername="postgresql")
    return psycopg.connect(url.render_as_string(hide_password=False), autocommit=True)


def _pack(address: ServerAddress, database: str) -> None:
    """Make a template as small as it can be: a seventh less of each clone's time for 0.3 s once."""
    with _admin(address, database) as line:
        for (name,) in line.execute(_CATALOGUES).fetchall():
            line.execute(sql.SQL("VACUUM FULL {}").format(sql.Identifier(str(name))))
    with _admin(address, database) as line:
        line.execute("SELECT 1")  # keeps what each first connection to a clone begins with


@pytest.fixture(scope="session")
def _fragile(servers_base: Path) -> Iterator[tuple[OwnServer, StoreServer]]:
    folder = servers_base / "fragile"
    folder.mkdir(mode=0o711)
    share = EmbeddedServer(folder, programs=named_programs())
    own = OwnServer(share, folder, share.start())
    with _admin(own.address) as admin:
        keys = CallerKeys(servers_base / "fragile-keys" / "callers.key")
        made = StoreServer(address=own.address, admin=admin, numbers=count(1), keys=keys)
        made.make_template()
    yield own, made
    share.release()


@pytest.fixture
def own_server(_fragile: tuple[OwnServer, StoreServer]) -> OwnServer:
    """A durable server the test may stop and kill; one for all such tests, one after the other."""
    _fragile[0].start()
    return _fragile[0]


@pytest.fixture
def own_url(
    own_server: OwnServer, _fragile: tuple[OwnServer, StoreServer], tmp_path: Path
) -> Iterator[URL]:
    """A database on `own_server`, the keys of its callers beside `tmp_path / "files"`."""
    shutil.copytree(_fragile[1].keys.file.parent, tmp_path / "keys")
    with _admin(own_server.address) as admin:
        url = replace(_fragile[1], admin=admin).clone()
    yield url
    own_server.start()
    with _admin(own_server.address) as admin:
        replace(_fragile[1], admin=admin).drop(url)


@pytest.fixture
def caller_keys(server: StoreServer, tmp_path: Path) -> CallerKeys:
    """The keys of callers' data, at their usual place beside `tmp_path / "files"`."""
    shutil.copytree(server.keys.file.parent, tmp_path / "keys")
    return CallerKeys.beside(tmp_path / "files")


@pytest.fixture
def database_url(server: StoreServer, caller_keys: CallerKeys) -> Iterator[URL]:
    """The superuser's address of a database of this test's own, and its keys beside `tmp_path`."""
    url = server.clone()
    yield url
    server.drop(url)


@pytest.fixture
def data_folder(servers_base: Path) -> Iterator[Path]:
    """An empty data folder for a server of this test's own, stopped and removed afterwards."""
    folder = Path(tempfile.mkdtemp(dir=servers_base))
    folder.chmod(0o711)
    yield folder
    _clear(folder)


@pytest.fixture(scope="session")
def made_city(servers_base: Path) -> Path:
    """A stopped place with a schema and nothing in it, of which `city_folder` are copies."""
    folder = servers_base / "begun"
    folder.mkdir(mode=0o711)
    with contextlib.closing(open_embedded(folder)) as site:
        bring_up(site)
    return folder


@pytest.fixture
def city_folder(made_city: Path, data_folder: Path) -> Path:
    """`data_folder` as a console leaves it after its first start: two seconds cheaper than one."""
    if os.name == "nt":
        shutil.copytree(made_city, data_folder, dirs_exist_ok=True)
    else:  # with its owners: the server's own user, where root runs the tests
        words = ["cp", "-a", f"{made_city}/.", str(data_folder)]
        subprocess.run(words, check=True)
    return data_folder


@pytest.fixture(scope="session")
def made_folder(servers_base: Path) -> Path:
    """A data folder with a cluster in it, shared by the tests that ask for `used_folder`."""
    folder = servers_base / "used"
    with EmbeddedServer(folder):
        return folder


@pytest.fixture
def used_folder(made_folder: Path) -> Iterator[Path]:
    """A stopped server's data folder without tables; a second cheaper than an empty one."""
    with EmbeddedServer(made_folder) as address, _admin(address) as line:
        line.execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public")
    yield made_folder
    stop(made_folder)


@pytest.fixture
def closed_folder(tmp_path: Path) -> Path:
    """A folder nobody but its owner may walk into, like a home."""
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)
    return closed


@pytest.fixture
def store(database_url: URL, tmp_path: Path, caller_keys: CallerKeys) -> Iterator[OpenStore]:
    """The ports over a database of this test's own, signed in as the schema's owner."""
    opened = open_store(
        database_url, files_folder=tmp_path / "files", operator="chen", keys=caller_keys
    )
    yield opened
    opened.dispose()


@pytest.fixture
def owner(database_url: URL) -> Iterator[Engine]:
    """The superuser's engine on the database of this test."""
    engine = command_engine(database_url)
    yield engine
    engine.dispose()
