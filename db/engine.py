"""URL → SQLAlchemy engines with time-outs, and known failures instead of driver errors.

Four engines, because a long report must not take a command's connection or its time limit. The
figures are those of database.md 5. No table and no query is known here; what cuts a silent
connection is `watchdog`.
"""

from typing import Any, Final

import psycopg
from sqlalchemy import URL, Engine, create_engine, event
from sqlalchemy.engine import ExceptionContext
from sqlalchemy.exc import DBAPIError

from console.ports.errors import StoreUnavailable
from db.address import address_of, hosts_in, standby_first
from db.watchdog import watch

_COMMAND_MS: Final = 5_000  # a second before the line is taken for dead: slow is not gone
_REPORT_MS: Final = 300_000
_LOCK_MS: Final = 3_000
_IDLE_MS: Final = 15_000
_GRACE_SECONDS: Final = 1.0
_POOL_SECONDS: Final = 10.0
_CONNECT_ONE: Final = 3  # seconds
_CONNECT_SEVERAL: Final = 2  # for each; the least the driver knows
_CONNECT: Final = {
    "keepalives": 1,
    "keepalives_idle": 5,
    "keepalives_interval": 2,
    "keepalives_count": 2,
    "tcp_user_timeout": 5000,  # milliseconds; Linux only, other systems ignore it
}

# SQLSTATE → code; two signs name a class. What is not listed is a bug and stays as it is.
_KNOWN: Final = {
    "08": "store.lost",
    "57P01": "store.lost",  # ended by an administrator
    "57P02": "store.lost",  # another process of the server crashed
    "57P03": "store.lost",  # starting up or shutting down
    "57P05": "store.lost",  # idle for too long
    "25P03": "store.lost",  # idle in a transaction for too long
    "53300": "store.full",  # no connection left
    "53100": "store.disk_full",
    "40001": "store.busy",  # serialisation failure
    "40P01": "store.busy",  # deadlock
    "55P03": "store.busy",  # a lock was not free in time
    "57014": "store.busy",  # statement took too long
    "28P01": "store.sign_in_refused",
    "28000": "store.sign_in_refused",
    "3D000": "store.no_database",
    "25006": "store.read_only",  # a standby, or a server in recovery
}
# A refused connection has no SQLSTATE in the driver, only the server's words. What names nothing
# here (refused, timed out, no such host, a line that broke) is "store.lost".
_WORDS: Final = {
    "does not support SSL": "store.tls_missing",
    "no encryption": "store.tls_needed",  # the server wants TLS, the address forbids it
    "certificate verify failed": "store.tls_untrusted",
    "does not match host name": "store.tls_other_host",
    "root certificate file": "store.tls_no_authority",
    "no pg_hba.conf entry": "store.not_let_in",
    "pg_hba.conf rejects connection": "store.not_let_in",
    "password authentication failed": "store.sign_in_refused",
    "no password supplied": "store.sign_in_refused",
    "is not permitted to log in": "store.account_closed",
    "permission denied for database": "store.other_city",
    "is not currently accepting connections": "store.database_closed",
    "system is starting up": "store.starting",
    "not yet accepting connections": "store.starting",
    "in recovery mode": "store.starting",
    "in hot standby mode": "store.read_only",
    "system is shutting down": "store.stopping",
    "too many clients": "store.full",
    "too many connections": "store.full",
    "remaining connection slots": "store.full",
}


def command_engine(url: URL | str) -> Engine:
    """The engine of commands: one lane writes, a second connection for what runs beside it.

    Of several servers the one that takes writing, whichever that is at the moment.
    """
    return _engine(url, name="console-commands", pool=2, ms=_COMMAND_MS, session="read-write")


def read_engine(url: URL | str) -> Engine:
    """The engine of the screens: three short reads at once, and the line the feed keeps.

    Of several servers the one that takes writing: who has just acted must see what he did.
    """
    return _engine(url, name="console-reads", pool=4, ms=_COMMAND_MS, session="read-write")


def report_engine(url: URL | str) -> Engine:
    """The engine of reports and exports: one long, read-only query, on a standby if possible."""
    engine = _engine(
        url,
        name="console-reports",
        pool=1,
        ms=_REPORT_MS,
        session="any",
        more="-c default_transaction_read_only=on",
    )
    if hosts_in(engine.url) > 1:
        # In place of the line `watchdog` put there; why not by an event is told there.
        engine.dialect.connect = standby_first  # type: ignore[method-assign,assignment]
    return engine


def publication_engine(url: URL | str) -> Engine:
    """The engine of publications: reads and freezes for minutes, beside nobody's commands.

    Verifying reads cases and acts side by side while the list of publications is looked at.
    """
    name = "console-publications"
    return _engine(url, name=name, pool=3, ms=_REPORT_MS, session="read-write")


def wall_engine(url: URL | str) -> Engine:
    """The engine of a wall: short reads of the views made for walls, a line for each lane.

    Only the server that takes writing will do, though a wall never writes: what it shows beside a
    seat must not be older than the seat, and a standby does not tell how far behind it is.
    """
    more = "-c default_transaction_read_only=on -c search_path=wall_v1"
    engine = _engine(url, name="wall", pool=3, ms=_COMMAND_MS, session="primary", more=more)
    event.listen(engine, "connect", _answer_in_binary)
    return engine


def move_to(engine: Engine, url: URL) -> None:
    """Let every connection that is made from now on go to the server of `url`.

    Role and password stay; for a server that came back at another port.
    """

    def elsewhere(
        _dialect: object, _record: object, _arguments: object, wanted: dict[str, Any]
    ) -> None:
        wanted.update(url.query)

    event.listen(engine, "do_connect", elsewhere)


def known_failure(error: BaseException) -> StoreUnavailable | None:
    """The known failure behind a driver's error; None when it is a bug.

    A pool without a free connection is a bug: somebody did not give one back.
    """
    original = error.orig if isinstance(error, DBAPIError) else error
    if not isinstance(original, psycopg.Error):
        return None
    state = original.sqlstate
    if state is not None:
        code = _KNOWN.get(state) or _KNOWN.get(state[:2])
        return StoreUnavailable(code, sqlstate=state) if code else None
    if not isinstance(original, psycopg.OperationalError):
        return None
    said = str(original)
    code = next((code for words, code in _WORDS.items() if words in said), "store.lost")
    if code == "store.lost" and "database" in said and "does not exist" in said:
        code = "store.no_database"
    return StoreUnavailable(code)


def _engine(
    url: URL | str, *, name: str, pool: int, ms: int, session: str, more: str = ""
) -> Engine:
    options = (
        f"-c statement_timeout={ms} -c lock_timeout={_LOCK_MS}"
        f" -c idle_in_transaction_session_timeout={_IDLE_MS} -c timezone=UTC {more}"
    )
    address = address_of(url)
    several = hosts_in(address) > 1
    engine = create_engine(
        address,
        connect_args={
            **_CONNECT,
            # All of them are tried within the time one would get.
            "connect_timeout": _CONNECT_SEVERAL if several else _CONNECT_ONE,
            "application_name": name,
            "options": options.rstrip(),
            # A lone server that takes no writing is told by what it refuses; a wall, which asks for
            # nothing of the kind, would show a standby's yesterday as now.
            "target_session_attrs": session if several or session == "primary" else "any",
        },
        pool_size=pool,
        max_overflow=0,
        pool_timeout=_POOL_SECONDS,
        pool_pre_ping=True,
        pool_recycle=900,
        use_native_hstore=False,  # there is none; looking for it costs each first line a question
        hide_parameters=True,  # callers' words and numbers stay out of messages and logs
    )
    watch(engine, patience=ms / 1000 + _GRACE_SECONDS)
    event.listen(engine, "handle_error", _tell_known)
    return engine


class _BinaryCursor(psycopg.Cursor[Any]):
    """Gets moments and numbers as they are: a third of the time of reading them as text."""

    def __init__(self, connection: psycopg.Connection[Any], *, row_factory: Any = None) -> None:
        super().__init__(connection, row_factory=row_factory or connection.row_factory)
        self.format = psycopg.pq.Format.BINARY


def _answer_in_binary(line: psycopg.Connection[Any], _record: object) -> None:
    line.cursor_factory = _BinaryCursor


def _tell_known(context: ExceptionContext) -> None:
    """Put the known failure in the place of the driver's error, for every caller alike."""
    if context.is_pre_ping:
        return  # the pool takes a new connection instead; if that fails too, we are asked again
    failure = known_failure(context.original_exception)
    if failure is not None:
        if failure.code == "store.read_only":
            # A primary that became a standby: the next line goes to the new primary.
            context.is_disconnect = True
        raise failure from context.original_exception
