"""A server that has fallen silent: whoever waits for it is told in seconds, on every system.

A cut cable, a switched-off machine or a firewall that drops packets gives no error for minutes
(database.md 5), and the kernel's own remedy is unknown on Windows. So each wait of the driver for
an answer has its end here: the line is closed and the wait fails like any lost connection. The
driver wakes up by itself while it waits; no thread is needed, and none can leak.
"""

from typing import Any, Final, TypeVar

import psycopg
from psycopg import errors
from psycopg.abc import PQGen
from sqlalchemy import Connection, Engine, event, text

PING_SECONDS: Final = 2.0
"""How long an idle line may take to show that it lives, before a new one is made."""
_LOOK_SECONDS: Final = 0.1

RV = TypeVar("RV")


class WatchedLine(psycopg.Connection[Any]):
    """A connection that gives up `patience` seconds after it began to wait; None waits for ever."""

    patience: float | None = PING_SECONDS

    def wait(
        self, gen: PQGen[RV], interval: float = _LOOK_SECONDS, timeout: float | None = None
    ) -> RV:
        """See `psycopg.Connection.wait`. Raises `OperationalError` and closes when it takes long.

        What was asked may still be done by the server: whether it was is settled by command id.
        """
        limit = self.patience if timeout is None else timeout
        try:
            return super().wait(gen, interval, limit)
        except errors._WaitTimeout:  # the driver has no public name for it
            self.pgconn.finish()
            raise


def watch(engine: Engine, patience: float) -> None:
    """Let every connection of the engine be a watched one.

    The look whether a pooled connection still lives (pre-ping) comes before the connection is
    given out, so it is watched with a patience of its own: look, new connection and failure
    together stay within the six seconds of database.md 5.
    """
    # Not by the event `do_connect`: the first listener that connects ends what others would add.
    engine.dialect.connect = WatchedLine.connect  # type: ignore[method-assign,assignment]

    def given_out(line: object, _record: object, _proxy: object) -> None:
        _set(line, patience)

    def given_back(line: object, _record: object) -> None:
        _set(line, PING_SECONDS)

    event.listen(engine, "checkout", given_out)
    event.listen(engine, "checkin", given_back)


def take_time(connection: Connection) -> None:
    """Let the statements of this transaction take as long as they need (loads, migrations)."""
    _set(connection.connection.dbapi_connection, None)
    connection.execute(text("SET LOCAL statement_timeout = 0"))


def _set(line: object, patience: float | None) -> None:
    if isinstance(line, WatchedLine):  # None when the connection was thrown away meanwhile
        line.patience = patience
