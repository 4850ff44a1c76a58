"""The embedded PostgreSQL of one data folder: started by its first user, ended with its last.

The rest of the family: `embedded_binaries` finds the programs, `embedded_place` the folders and the
owner, `embedded_leases` counts users, `embedded_config` holds the settings, `embedded_process`
handles the process, `embedded_windows` its tie to the consoles. Nothing here knows a table.
"""

import shutil
import sys
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Final

import psycopg
from sqlalchemy import URL

from console.ports.errors import StoreUnavailable
from db import embedded_process as process
from db.embedded_binaries import Binaries, copied_for_service, find_binaries
from db.embedded_leases import Lease, living, only_one
from db.embedded_place import (
    Home,
    find_home,
    folder_failure,
    make_home,
    open_folder,
    start_lock,
    state_root,
)

if sys.platform == "win32":
    from db.embedded_windows import Job

DRIVER: Final = "postgresql+psycopg"
_LEAST_FREE: Final = 300 * 1024 * 1024  # bytes: a fresh cluster (40 MB), its log and room to work
_PAUSE: Final = 0.02
_RUNNING_LEAST: Final = 32 * 1024 * 1024  # bytes: below this, crash recovery may not finish


@dataclass(frozen=True, slots=True, kw_only=True)
class ServerAddress:
    """How to reach a running server as its superuser. `host` is a name or a socket folder."""

    host: str
    port: int
    superuser: str
    password: str = field(repr=False)

    def url(
        self, database: str = "postgres", *, user: str | None = None, password: str | None = None
    ) -> URL:
        """The address for SQLAlchemy; printed, it hides the password.

        Args:
            database: A database of this server.
            user: A role other than the superuser; then give `password` too.
            password: That role's password.
        """
        return URL.create(
            DRIVER,
            username=user or self.superuser,
            password=password if user else self.password,
            database=database,
            query={"host": self.host, "port": str(self.port)},
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class ServerStatus:
    """What is known of a folder's server without touching it."""

    home: Path
    major: int | None  # the version of the data; None when there are none yet
    pid: int | None  # None when no server runs
    users: int  # consoles and other processes that use it now


class EmbeddedServer:
    """One process's share in the server of a folder.

    Use it as a context manager, or call `start` and, whatever happens, `release`.

    Args:
        folder: The data folder a user named; it is made if absent.
        programs: Folders to look for PostgreSQL in, instead of the package and the system.
        state: The machine-wide folder used when root starts a server; for tests.
        settings: Configuration for this server, over the workstation's; for tests.
        seconds: How long a start, recovery included, or a stop may take.
        least_free: Free bytes on the disk below which no new data folder is begun.
    """

    def __init__(
        self,
        folder: Path,
        *,
        programs: Iterable[Path] | None = None,
        state: Path | None = None,
        settings: Mapping[str, str] | None = None,
        seconds: float = 60.0,
        least_free: int = _LEAST_FREE,
    ) -> None:
        self._folder = folder
        self._programs = None if programs is None else tuple(programs)
        self._state = state
        self._settings = dict(settings or {})
        self._seconds = seconds
        self._least_free = least_free
        self._held: tuple[Home, Lease, Binaries] | None = None
        if sys.platform == "win32":
            self._job: Job | None = None

    def start(self) -> ServerAddress:
        """Adopt the running server or start it, making data on the first day.

        Raises:
            StoreUnavailable: "store.no_binaries", "store.other_version", "store.disk_full",
                "store.folder_unreachable", "store.initdb_failed", "store.start_failed",
                "store.start_timeout", "store.no_service_user", "store.password_wrong",
                "store.data_missing".
        """
        if self._held is not None:
            raise RuntimeError("this share is held already; release it first")
        folder = open_folder(self._folder)
        try:
            with only_one(start_lock(folder), seconds=self._seconds):
                return self._start(make_home(folder, state=self._state))
        except OSError as error:
            raise folder_failure(self._folder, error) from error

    def revive(self) -> ServerAddress:
        """The server again after it was lost: waited for while it recovers, started if it is gone.

        The share is kept throughout. The address may be another one.

        Raises:
            StoreUnavailable: as `start`.
        """
        if self._held is None:
            return self.start()
        home, _, binaries = self._held
        try:
            with only_one(start_lock(home.folder), seconds=self._seconds):
                return self._running_server(home, binaries)
        except OSError as error:
            raise folder_failure(self._folder, error) from error

    def release(self) -> None:
        """Give the share back; the last one out stops the server. Harmless twice.

        Raises:
            StoreUnavailable: "store.stop_timeout".
        """
        if self._held is None:
            return
        home, lease, binaries = self._held
        self._held = None
        try:
            with only_one(start_lock(home.folder), seconds=self._seconds):
                lease.give_back()
                found = process.running(home)
                if found is not None and living(home.leases) == 0:
                    process.shut_down(home, found, binaries, self._seconds)
        finally:
            lease.give_back()
            if sys.platform == "win32" and self._job is not None:
                self._job.close()

    def __enter__(self) -> ServerAddress:
        return self.start()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.release()

    def _start(self, home: Home) -> ServerAddress:
        major = process.data_major(home)
        binaries = find_binaries(folders=self._programs, major=major)
        if home.service is not None and not home.service.reaches(binaries.folder):
            binaries = copied_for_service(binaries, self._state or state_root())
        self._check_room(home, fresh=major is None)
        if major is None:
            process.make_cluster(home, binaries)
        # Taken before the server runs, so that no moment exists in which it has no user.
        lease = Lease(home.leases)
        try:
            address = self._running_server(home, binaries)
        except BaseException:
            lease.give_back()
            raise
        self._held = (home, lease, binaries)
        return address

    def _running_server(
        self, home: Home, binaries: Binaries, *, again: bool = False
    ) -> ServerAddress:
        found = process.running(home)
        if found is None or not found.ready:
            found = process.launch(home, binaries, self._settings, self._seconds)
        if sys.platform == "win32":
            # The old handle is closed last: the last one out would end a server that still lives.
            former, self._job = self._job, Job(home.job_name)
            self._job.hold(found.pid)
            if former is not None:
                former.close()
        address = ServerAddress(
            host=found.host,
            port=found.port,
            superuser=process.SUPERUSER,
            password=home.password.read_text(encoding="ascii"),
        )
        end = time.monotonic() + self._seconds
        while not _greet(address):
            gone = process.running(home) is None
            if gone and not again:  # we saw it in the moment of its death
                return self._running_server(home, binaries, again=True)
            if gone or time.monotonic() > end:
                raise StoreUnavailable("store.start_failed", detail="-", logs=str(home.logs))
            time.sleep(_PAUSE)
        return address

    def _check_room(self, home: Home, *, fresh: bool) -> None:
        free = shutil.disk_usage(home.root).free
        needed = self._least_free if fresh else min(self._least_free, _RUNNING_LEAST)
        if free < needed:
            raise StoreUnavailable(
                "store.disk_full", folder=str(home.root), free_bytes=free, needed_bytes=needed
            )


def ensure_running(folder: Path) -> tuple[EmbeddedServer, ServerAddress]:
    """The started server of `folder`; keep the first to `release` it at the end.

    Raises:
        StoreUnavailable: as `EmbeddedServer.start`.
    """
    server = EmbeddedServer(folder)
    return server, server.start()


def stop(folder: Path, *, seconds: float = 60.0) -> bool:
    """Stop the server of `folder` although others may use it; False when none was running.

    Raises:
        StoreUnavailable: "store.stop_timeout", "store.no_binaries", "store.other_version".
    """
    home = find_home(folder.resolve())
    if not home.root.is_dir():
        return False
    with only_one(start_lock(home.folder), seconds=seconds):
        found = process.running(home)
        if found is None:
            return False
        binaries = find_binaries(major=process.data_major(home))
        process.shut_down(home, found, binaries, seconds)
        return True


def status(folder: Path, *, seconds: float = 60.0) -> ServerStatus:
    """What is known of the server of `folder`; starts and changes nothing."""
    home = find_home(folder.resolve())
    if not home.root.is_dir():
        return ServerStatus(home=home.root, major=None, pid=None, users=0)
    with only_one(start_lock(home.folder), seconds=seconds):
        found = process.running(home)
        return ServerStatus(
            home=home.root,
            major=process.data_major(home),
            pid=found.pid if found else None,
            users=living(home.leases),
        )


def _greet(address: ServerAddress) -> bool:
    """Prove that the server answers us, with our password; False when it is not ready to."""
    try:
        psycopg.connect(
            host=address.host,
            port=address.port,
            user=address.superuser,
            password=address.password,
            dbname="postgres",
            connect_timeout=10,
        ).close()
    except psycopg.OperationalError as error:
        if "password" in str(error):
            raise StoreUnavailable(
                "store.password_wrong", host=address.host, port=address.port
            ) from None
        return False  # it recovers: a process of it, or its connection to us, has just died
    return True
