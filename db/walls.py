"""Accounts of walls: roles of the server that read `wall_v1` of one city and nothing else.

A wall is no person: it stands on no list of operators, holds no post, and can call no
function but the two of the past (api/81_past.sql).
"""

import re
import secrets
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path
from typing import Final

from psycopg import sql
from sqlalchemy import URL, Connection, Engine, text

from console.domain.refusal import Refusal
from db.key_files import write_private
from db.migrations.raw import run_script
from db.roles import WALLS, put_login

HERE: Final = "here"
"""The wall of a city that has one workstation; its account is made with the city."""
PASSWORD_FILE: Final = "wall.password"  # noqa: S105 - a file's name, no password

_NAME: Final = re.compile(r"[a-z][a-z0-9_]{0,30}", re.ASCII)
_MOST_CONNECTIONS: Final = 8  # its lanes, twice: while one wall takes another's place
# The rights are few already; these keep a wall from being a burden by mistake.
_SETTINGS: Final = (
    ("default_transaction_read_only", "on"),
    ("statement_timeout", "30s"),
    ("idle_in_transaction_session_timeout", "60s"),
    ("temp_file_limit", "1GB"),
)
_KNOWN: Final = text(
    "SELECT substr(rolname, length(:prefix) + 1) AS name, rolname AS role FROM pg_roles"
    " WHERE starts_with(rolname, :prefix) ORDER BY 1"
)
_MAY_COME_IN: Final = text(
    "SELECT coalesce(has_database_privilege(CAST(to_regrole(:role) AS oid),"
    " current_database(), 'CONNECT'), false)"
)
_END: Final = text("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = :role")


def wall_role(database: str, name: str) -> str:
    """The server's role of a wall of this database."""
    return f"{_prefix(database)}{name}"


def wall_url(url: URL, name: str, password: str) -> URL:
    """The address by which a wall comes in; `url` is anybody's address of the database."""
    return url.set(username=wall_role(url.database or "", name), password=password)


def wall_here(url: URL, file: Path) -> URL:
    """The address of the account `keep_wall_account` keeps. Raises OSError without its file."""
    return wall_url(url, HERE, file.read_text(encoding="ascii"))


def wall_accounts(engine: Engine) -> Sequence[str]:
    """The names of this city's walls."""
    with engine.connect() as connection:
        values = {"prefix": _prefix(str(engine.url.database))}
        return [row.name for row in connection.execute(_KNOWN, values)]


def make_wall_account(engine: Engine, name: str) -> str:
    """Let a wall come in; its password, a new one where the account is there already.

    Args:
        engine: As the server's administrator.
        name: Lower-case letters, figures and _ (31 at most).

    Raises:
        Refusal: `wall.name` for another name.
    """
    if _NAME.fullmatch(name) is None:
        raise Refusal("wall.name", name=name)
    password = secrets.token_urlsafe(24)
    database = str(engine.url.database)
    role = wall_role(database, name)
    with engine.begin() as connection:
        put_login(connection, role, password, group=WALLS, most=_MOST_CONNECTIONS)
        for setting, value in _SETTINGS:
            wanted = sql.SQL("ALTER ROLE {} SET {} = {}")
            _run(connection, wanted, sql.Identifier(role), sql.SQL(setting), sql.Literal(value))
        wanted = sql.SQL("GRANT CONNECT ON DATABASE {} TO {}")
        _run(connection, wanted, sql.Identifier(database), sql.Identifier(role))
    return password


def drop_wall_account(engine: Engine, name: str) -> None:
    """Let a wall come in no more; its sessions end.

    Raises:
        Refusal: `wall.unknown` where there is no such account.
    """
    if name not in wall_accounts(engine):
        raise Refusal("wall.unknown", name=name)
    database = str(engine.url.database)
    role = wall_role(database, name)
    with engine.begin() as connection:
        wanted = sql.SQL("REVOKE CONNECT ON DATABASE {} FROM {}")
        _run(connection, wanted, sql.Identifier(database), sql.Identifier(role))
        connection.execute(_END, {"role": role})
        _run(connection, sql.SQL("DROP ROLE {}"), sql.Identifier(role))


def keep_wall_account(engine: Engine, file: Path) -> None:
    """Have an account `HERE` whose password stands in a file of its owner alone; harmless again.

    Raises:
        OSError: the file cannot be written.
    """
    role = wall_role(str(engine.url.database), HERE)
    if file.exists():
        with engine.connect() as connection:
            if connection.execute(_MAY_COME_IN, {"role": role}).scalar_one():
                return
    write_private(file, make_wall_account(engine, HERE).encode("ascii"))


def _prefix(database: str) -> str:
    return f"{WALLS}_{sha256(database.encode()).hexdigest()[:6]}_"


def _run(connection: Connection, statement: sql.SQL, *parts: sql.Composable) -> None:
    run_script(connection, statement.format(*parts).as_string(None))
