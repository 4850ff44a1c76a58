"""What tests say to an embedded server of their own: write a number, read it back, look at it."""

import os
import sys
from pathlib import Path

import psutil
import psycopg
import pytest

from console.ports.errors import StoreUnavailable
from db.embedded import EmbeddedServer, ServerAddress, status

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


def code_of(server: EmbeddedServer) -> StoreUnavailable:
    with pytest.raises(StoreUnavailable) as caught, server:
        pass
    return caught.value
