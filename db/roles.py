"""Roles of the database server: the schema's owner, the group of all seats, a login each.

Roles belong to the whole server, not to one database, so an operator's role carries a short mark of
the database. What a role may do is granted in `api/90_grants.sql`.
"""

from hashlib import sha256
from typing import Final

import psycopg
from psycopg import sql
from sqlalchemy import URL, Connection, Engine, text

OWNER: Final = "wm_owner"
SEATS: Final = "wm_seat"
DOOR: Final = "wm_door"
"""Group of the accounts that seats find the list of operators with (`db.door`)."""

_MOST_CONNECTIONS: Final = 24  # three consoles of one operator with all their lanes

_PREPARE: Final = f"""
DO $$
DECLARE wanted text;
BEGIN
    FOREACH wanted IN ARRAY ARRAY['{OWNER}', '{SEATS}', '{DOOR}'] LOOP
        BEGIN
            EXECUTE format('CREATE ROLE %I NOLOGIN', wanted);
        EXCEPTION WHEN duplicate_object OR unique_violation THEN
            NULL;  -- another database of this server made it
        END;
    END LOOP;
    EXECUTE format('REVOKE ALL ON DATABASE %I FROM PUBLIC', current_database());
    EXECUTE format('GRANT CONNECT, CREATE ON DATABASE %I TO {OWNER}', current_database());
    EXECUTE format('GRANT CONNECT ON DATABASE %I TO {SEATS}, {DOOR}', current_database());
    ALTER SCHEMA public OWNER TO {OWNER};
END $$
"""


def prepare_roles(connection: Connection) -> None:
    """Make the group roles and give them this database; harmless again. For a superuser."""
    connection.execute(text(_PREPARE))


def role_name(database: str, login: str) -> str:
    """The server's role of an operator of this database."""
    return f"wm_{sha256(database.encode()).hexdigest()[:6]}_{login}"


def operator_url(url: URL, login: str, password: str) -> URL:
    """The address by which an operator signs in; `url` is anybody's address of the database."""
    role = role_name(url.database or "", login)
    return url.set(username=role, password=password)


def create_operator(engine: Engine, login: str, password: str) -> None:
    """Let an operator sign in with this password, or change his password."""
    with engine.begin() as connection:
        role = role_name(_driver(connection).info.dbname, login)
        put_login(connection, role, password, group=SEATS, most=_MOST_CONNECTIONS)


def put_login(connection: Connection, role: str, password: str, *, group: str, most: int) -> None:
    """Make a role of the server that signs in with this password, or change its password.

    The password is hashed here (SCRAM), so that the server's log never sees it.

    Args:
        connection: As the server's administrator.
        role: The role's name.
        password: What it signs in with.
        group: The group role whose rights it gets.
        most: How many connections it may have at once.
    """
    driver = _driver(connection)
    name = sql.Identifier(role)
    hashed = driver.pgconn.encrypt_password(
        password.encode(), role.encode(), b"scram-sha-256"
    ).decode()
    with driver.cursor() as cursor:
        cursor.execute("SELECT FROM pg_roles WHERE rolname = %s", [role])
        verb = sql.SQL("ALTER" if cursor.rowcount else "CREATE")
        cursor.execute(
            sql.SQL("{} ROLE {} LOGIN CONNECTION LIMIT {} PASSWORD {}").format(
                verb, name, sql.Literal(most), sql.Literal(hashed)
            )
        )
        cursor.execute(sql.SQL("GRANT {} TO {}").format(sql.Identifier(group), name))


def disable_operator(engine: Engine, login: str) -> None:
    """Let an operator sign in no more; his deeds keep his name."""
    with engine.begin() as connection:
        driver = _driver(connection)
        role = sql.Identifier(role_name(driver.info.dbname, login))
        with driver.cursor() as cursor:
            cursor.execute(sql.SQL("ALTER ROLE {} NOLOGIN").format(role))


def _driver(connection: Connection) -> psycopg.Connection:
    driver = connection.connection.driver_connection
    if not isinstance(driver, psycopg.Connection):
        raise TypeError("the engine must use psycopg")
    return driver
