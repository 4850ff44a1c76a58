"""What tests say to an embedded server of their own: write a number, read it back, look at it."""

from pathlib import Path

import psutil
import psycopg
import pytest

from console.ports.errors import StoreUnavailable
from db.embedded import EmbeddedServer, ServerAddress, status


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
