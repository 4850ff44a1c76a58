"""A second PostgreSQL server that follows an embedded one, as a city's standby does."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import psycopg
from sqlalchemy import URL

from db.embedded import ServerAddress
from db.embedded_binaries import Binaries, copied_for_service, find_binaries
from db.embedded_place import ServiceUser, service_user, state_root
from tests.servers import OwnServer
from tests.waiting import until

_PORT: Final = 5433


@dataclass
class Standby:
    """The follower; `address` is its own."""

    address: ServerAddress

    def promote(self) -> None:
        """Make it the primary, as an arbiter would."""
        with self.connect() as line:
            assert line.execute("SELECT pg_promote(true, 60)").fetchone() == (True,)

    def follows(self) -> bool:
        """Whether it has everything its primary has sent."""
        with self.connect() as line:
            found = line.execute(
                "SELECT pg_last_wal_receive_lsn() = pg_last_wal_replay_lsn()"
                " AND pg_last_xact_replay_timestamp() IS NOT NULL"
            ).fetchone()
        return found == (True,)

    def connect(self) -> psycopg.Connection:
        """A superuser's line to it."""
        return _superuser(self.address)

    def both(self, primary: ServerAddress, database: str) -> URL:
        """The address that names both servers."""
        own = self.address
        places = (f"{primary.host}:{primary.port}", f"{own.host}:{own.port}")
        return primary.url(database).set(query={"host": places})


@contextmanager
def standby_of(primary: ServerAddress, folder: Path) -> Iterator[Standby]:
    """A standby of an embedded server, its data and socket in `folder`."""
    service, binaries = service_user(), find_binaries()
    if service is not None and not service.reaches(binaries.folder):
        binaries = copied_for_service(binaries, state_root())
    if service is not None:
        os.chown(folder, service.uid, service.gid)
    data = folder / "data"
    _copy(primary, data, binaries, service)
    with (data / "postgresql.conf").open("a", encoding="utf-8") as lines:
        lines.write(f"port = {_PORT}\nunix_socket_directories = '{folder}'\n")
    server = subprocess.Popen(
        [binaries.program("postgres"), "-D", data],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        cwd=folder,
        **_as(service),
    )
    made = Standby(
        ServerAddress(
            host=str(folder), port=_PORT, superuser=primary.superuser, password=primary.password
        )
    )
    try:
        until(lambda: _answers(made))
        yield made
    finally:
        server.kill()
        server.wait()


@contextmanager
def in_step(server: OwnServer) -> Iterator[None]:
    """Let a primary answer a commit when its standby has it too, as a city's does that must lose
    nothing with a whole machine. Told after the standby was made, which shall not wait for one.

    At the end it runs again, whatever became of it, and waits for nobody.
    """
    primary = server.address

    def tell(statement: str) -> None:
        with _superuser(primary) as line:
            line.execute(statement)
            line.execute("SELECT pg_reload_conf()")

    tell("ALTER SYSTEM SET synchronous_standby_names = '*'")
    try:
        until(lambda: _waited_for(primary))
        yield
    finally:
        server.start()
        tell("ALTER SYSTEM RESET synchronous_standby_names")


def _waited_for(primary: ServerAddress) -> bool:
    with _superuser(primary) as line:
        found = line.execute("SELECT count(*) FROM pg_stat_replication WHERE sync_state = 'sync'")
        return found.fetchone() == (1,)


def _superuser(at: ServerAddress) -> psycopg.Connection:
    return psycopg.connect(
        host=at.host,
        port=at.port,
        user=at.superuser,
        password=at.password,
        dbname="postgres",
        autocommit=True,
    )


def _copy(
    primary: ServerAddress, data: Path, binaries: Binaries, service: ServiceUser | None
) -> None:
    subprocess.run(
        [
            binaries.program("pg_basebackup"),
            f"--pgdata={data}",
            f"--host={primary.host}",
            f"--port={primary.port}",
            f"--username={primary.superuser}",
            "--write-recovery-conf",
            "--checkpoint=fast",
        ],
        env={**os.environ, "PGPASSWORD": primary.password},
        cwd=data.parent,
        check=True,
        **_as(service),
    )


def _as(service: ServiceUser | None) -> dict[str, Any]:
    if service is None:
        return {}
    return {"user": service.uid, "group": service.gid, "extra_groups": ()}


def _answers(standby: Standby) -> bool:
    try:
        standby.connect().close()
    except psycopg.OperationalError:
        return False
    return True
