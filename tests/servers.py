"""What tests say to an embedded server of their own: write a number, read it back, look at it."""

import os
import random
import sys
from dataclasses import dataclass
from pathlib import Path

import psutil
import psycopg
import pytest

from console.ports.errors import StoreUnavailable
from db.embedded import EmbeddedServer, ServerAddress, status, stop
from tests.waiting import PATIENCE

SERVER_VARIABLE = "WANMI_TEST_SERVER"
_DEBIAN = Path("/usr/lib/postgresql")


def debian_programs() -> Path:
    """The newest of Debian's servers on this machine; its own clusters are never touched.

    Elsewhere than on Linux there is none, and the test is skipped.
    """
    if sys.platform != "linux":
        pytest.skip("Debian's PostgreSQL is for Debian")
    found = sorted(_DEBIAN.glob("*/bin/postgres"), key=lambda one: int(one.parts[-3]))
    if not found:
        pytest.fail(
            "Debian's PostgreSQL is missing: python3 start.py test installs it, or install the"
            " package postgresql. Its own cluster is not needed.",
            pytrace=False,
        )
    return found[-1].parent


def named_programs() -> list[Path] | None:
    """Whose server the tests shall run on; None for our package's."""
    named = os.environ.get(SERVER_VARIABLE)
    if not named:
        return None
    return [debian_programs() if named == "debian" else Path(named)]


def connect(address: ServerAddress, *, password: str = "") -> psycopg.Connection:
    return psycopg.connect(
        host=address.host,
        port=address.port,
        user=address.superuser,
        password=password or address.password,
        dbname="postgres",
        autocommit=True,
    )


def write_number(address: ServerAddress, number: int) -> None:
    with connect(address) as line:
        line.execute("CREATE TABLE IF NOT EXISTS kept (number int)")
        line.execute("INSERT INTO kept VALUES (%s)", [number])


def numbers(address: ServerAddress) -> list[int]:
    with connect(address) as line:
        return [row[0] for row in line.execute("SELECT number FROM kept ORDER BY number")]


def server_process(folder: Path) -> psutil.Process:
    pid = status(folder).pid
    assert pid is not None
    return psutil.Process(pid)


def kill_whole(folder: Path) -> None:
    """End a server with all its processes: those of its connections outlive it for an instant, in
    which they still take what is written."""
    server = server_process(folder)
    processes = [server, *server.children(recursive=True)]
    server.kill()
    _, alive = psutil.wait_procs(processes, timeout=PATIENCE)
    assert not alive


@dataclass(frozen=True, slots=True)
class OwnServer:
    """A server that may be stopped, killed and started again; `share` keeps it ours."""

    share: EmbeddedServer
    folder: Path
    address: ServerAddress

    def start(self) -> None:
        """Let it run again, where it was; harmless when it does."""
        self.share.revive()

    def stop(self) -> None:
        """End it in order."""
        assert stop(self.folder)

    def kill(self) -> None:
        """End it as a power cut would."""
        kill_whole(self.folder)

    def lose_a_process(self, chance: random.Random) -> None:
        """Kill one of its processes, and wait until it has thrown everybody out for that."""
        first = server_process(self.folder)
        # Its log's writer alone may die without anybody taking notice.
        others = [one for one in first.children() if not any("logger" in w for w in one.cmdline())]
        chance.choice(others).kill()
        _, alive = psutil.wait_procs(others, timeout=PATIENCE)
        assert not alive


def code_of(server: EmbeddedServer) -> StoreUnavailable:
    with pytest.raises(StoreUnavailable) as caught, server:
        pass
    return caught.value
