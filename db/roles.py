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
_MOST_CONNECTIONS: Final = 24  # three consoles of one operator with all their lanes

_PREPARE: Final = f"""
DO $$
DECLARE wanted text;
BEGIN
    FOREACH wanted IN ARRAY ARRAY['{OWNER}', '{SEATS}'] LOOP
        BEGIN
            EXECUTE format('CREATE ROLE %I NOLOGIN', wanted);
        EXCEPTION WHEN duplicate_object OR unique_violation THEN
            NULL;  -- another database of this server made it
        END;
    END LOOP;
    EXECUTE format('REVOKE ALL ON DATABASE %I FROM PUBLIC', current_database());
    EXECUTE format('GRANT CONNECT, CREATE ON DATABASE %I TO {OWNER}', current_database());
    EXECUTE format('GRANT CONNECT ON DATABASE %I TO {SEATS}', current_database());
    ALTER SCHEMA public OWNER TO {OWNER};
END $$
"""


def prepare_roles(connection: Connection) -> None:
    """Make the two group roles and give them this database; harmless again. For a superuser."""
    connection.execute(text(_PREPARE))


def role_name(database: str, login: str) -> str:
    """The server's role of an operator of this database."""
    return f"wm_{sha256(database.encode()).hexdigest()[:6]}_{login}"


def operator_url(url: URL, login: str, password: str) -> URL:
    """The address by which an operator signs in; `url` is anybody's address of the database."""
    role = role_name(url.database or "", login)
    return url.set(username=role, password=password)


def create_operator(engine: Engine, login: str, password: str) -> None:
    """Let an operator sign in with this password, or change his password.

    The password is hashed here (SCRAM), so that the server's log never sees it.
    """
    with engine.begin() as connection:
        driver = _driver(connection)
        role = sql.Identifier(role_name(driver.info.dbname, login))
        hashed = driver.pgconn.encrypt_password(
            password.encode(), role.as_string(driver).strip('"').encode(), b"scram-sha-256"
        ).decode()
        with driver.cursor() as cursor:
            cursor.execute(
                "SELECT FROM pg_roles WHERE rolname = %s", [role_name(driver.info.dbname, login)]
            )
            verb = sql.SQL("ALTER" if cursor.rowcount else "CREATE")
            cursor.execute(
                sql.SQL("{} ROLE {} LOGIN CONNECTION LIMIT {} PASSWORD {}").format(
                    verb, role, sql.Literal(_MOST_CONNECTIONS), sql.Literal(hashed)
                )
            )
            cursor.execute(sql.SQL("GRANT {} TO {}").format(sql.Identifier(SEATS), role))


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
