"""Roles of the database server: the schema's owner, all seats, a group for each post, a login each.

Roles belong to the whole server, not to one database, so an operator's role carries a short mark of
the database, and only that database lets him in. What a role may do is granted in
`api/90_grants.sql`; who acts, and in which post, the server reads from it (`api/05_seats.sql`).
"""

from hashlib import sha256
from typing import Final

import psycopg
from psycopg import sql
from sqlalchemy import URL, Connection, Engine, text

from console.domain.stage import Post
from db.migrations.raw import run_script

OWNER: Final = "wm_owner"
SEATS: Final = "wm_seat"
DOOR: Final = "wm_door"
"""Group of the accounts that seats find the list of operators with (`db.door`)."""
WALLS: Final = "wm_wall"
"""Group of the accounts of walls (`db.walls`), which read `wall_v1` and nothing else."""
DEFINER: Final = "wm_definer"
"""In whose name the functions of `api_v1` run: no owner, and no more rights than they need."""
KEEPER: Final = "wm_keeper"
"""In whose name operators' roles are made and given their groups (`api/70_roles.sql`)."""
WHOLE_CITY: Final = "wm_city"
"""Operators whose view no area narrows."""

POSTS: Final[tuple[str, ...]] = tuple(f"wm_post_{one.value}" for one in Post)
_GROUPS: Final = ", ".join(
    f"'{name}'" for name in (OWNER, DEFINER, KEEPER, SEATS, DOOR, WALLS, WHOLE_CITY, *POSTS)
)

_PREPARE: Final = f"""
DO $$
DECLARE
    wanted text;
    one regprocedure;
BEGIN
    FOREACH wanted IN ARRAY ARRAY[{_GROUPS}] LOOP
        BEGIN
            EXECUTE format('CREATE ROLE %I NOLOGIN %s', wanted,
                CASE wanted WHEN '{KEEPER}' THEN 'CREATEROLE' END);
        EXCEPTION WHEN duplicate_object OR unique_violation THEN
            NULL;  -- another database of this server made it
        END;
        IF left(wanted, 8) = 'wm_post_' AND NOT pg_has_role(wanted, '{SEATS}', 'MEMBER') THEN
            EXECUTE format('GRANT {SEATS} TO %I', wanted);
        END IF;
    END LOOP;
    IF NOT pg_has_role('{OWNER}', '{DEFINER}', 'MEMBER') THEN
        GRANT {DEFINER} TO {OWNER};  -- to put its functions in place anew
    END IF;
    -- What an operator's refused statements leave in the log is his role's setting.
    IF NOT has_parameter_privilege('{KEEPER}', 'log_min_messages', 'SET')
            OR NOT has_parameter_privilege('{KEEPER}', 'log_min_error_statement', 'SET')
            OR NOT has_parameter_privilege('{KEEPER}', 'temp_file_limit', 'SET') THEN
        GRANT SET ON PARAMETER log_min_messages, log_min_error_statement, temp_file_limit
            TO {KEEPER};
    END IF;
    EXECUTE format('GRANT CONNECT ON DATABASE %I TO {KEEPER} WITH GRANT OPTION',
        current_database());
    EXECUTE format('REVOKE ALL ON DATABASE %I FROM PUBLIC', current_database());
    -- Nor does anybody of ours work in the server's own databases: what is closed below is closed
    -- in this one alone, and the table of locks is the whole server's.
    FOR wanted IN SELECT d.datname FROM pg_database d WHERE d.datname IN ('postgres', 'template1')
            AND has_database_privilege('{SEATS}', d.datname, 'CONNECT') LOOP
        EXECUTE format('REVOKE ALL ON DATABASE %I FROM PUBLIC', wanted);
    END LOOP;
    EXECUTE format('REVOKE ALL ON DATABASE %I FROM {SEATS}', current_database());
    EXECUTE format('GRANT CONNECT, CREATE ON DATABASE %I TO {OWNER}', current_database());
    EXECUTE format('GRANT CONNECT ON DATABASE %I TO {DOOR}', current_database());
    ALTER SCHEMA public OWNER TO {OWNER};
    -- Large objects are open to everybody by default, and belong to nobody's work.
    REVOKE EXECUTE ON FUNCTION lo_creat(int), lo_create(oid), lo_from_bytea(oid, bytea)
        FROM PUBLIC;
    -- So are locks by number: enough of them fill the server's table of locks, and nobody gets one;
    -- and what writes to the log of changes or to files without touching a table.
    FOR one IN SELECT p.oid::regprocedure FROM pg_proc p
            WHERE p.pronamespace = 'pg_catalog'::regnamespace AND (p.proname ~ '^pg_.*advisory'
                OR p.proname IN ('pg_logical_emit_message', 'pg_export_snapshot'))
            AND has_function_privilege('{SEATS}', p.oid, 'EXECUTE') LOOP
        EXECUTE format('REVOKE EXECUTE ON FUNCTION %s FROM PUBLIC', one);
        EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO {OWNER}, {DEFINER}', one);
    END LOOP;
    -- A seat's transaction that keeps others waiting is ended by a function of the keeper.
    IF NOT pg_has_role('{KEEPER}', 'pg_signal_backend', 'MEMBER') THEN
        GRANT pg_signal_backend, pg_read_all_stats TO {KEEPER};
    END IF;
END $$
"""  # noqa: S608 - all parts are ours

_GIVE: Final = f"""
ALTER FUNCTION app.settle_roles(text) OWNER TO {KEEPER};
ALTER FUNCTION app.put_account(text, text) OWNER TO {KEEPER};
ALTER FUNCTION app.end_held(interval) OWNER TO {KEEPER};
"""
# From version 16 on, who may make roles administers only those he was given or has made, and takes
# back only what he granted: operators' roles and their groups are handed over to the keeper.
_HAND_OVER: Final = """
DO $$
DECLARE
    one record;
    keeper oid := (SELECT oid FROM pg_roles WHERE rolname = 'wm_keeper');
BEGIN
    IF current_setting('server_version_num')::int < 160000
            OR current_setting('is_superuser') = 'off' THEN
        RETURN;
    END IF;
    FOR one IN SELECT r.oid, r.rolname AS name FROM pg_roles r WHERE (
                r.rolname IN ('wm_seat', 'wm_city') OR starts_with(r.rolname::text, 'wm_post_')
                OR starts_with(r.rolname::text, app.mark())) AND NOT EXISTS (
                SELECT FROM pg_auth_members m WHERE m.roleid = r.oid AND m.member = keeper
                AND m.admin_option) LOOP
        EXECUTE format('GRANT %I TO wm_keeper WITH ADMIN TRUE, INHERIT FALSE, SET FALSE', one.name);
    END LOOP;
    FOR one IN SELECT g.rolname AS held, r.rolname AS role, b.rolname AS giver
            FROM pg_auth_members m JOIN pg_roles g ON g.oid = m.roleid
            JOIN pg_roles r ON r.oid = m.member JOIN pg_roles b ON b.oid = m.grantor
            WHERE starts_with(r.rolname::text, app.mark()) AND m.grantor <> keeper
                AND (g.rolname IN ('wm_seat', 'wm_city')
                    OR starts_with(g.rolname::text, 'wm_post_')) LOOP
        EXECUTE format('REVOKE %I FROM %I GRANTED BY %I', one.held, one.role, one.giver);
        EXECUTE format('GRANT %I TO %I GRANTED BY wm_keeper', one.held, one.role);
    END LOOP;
END $$
"""
_SETTLE: Final = text("SELECT app.settle_roles()")
_PUT_ACCOUNT: Final = text("SELECT app.put_account(:login, :verifier)")


def prepare_roles(connection: Connection) -> None:
    """Make the group roles and shut this database to everybody else; harmless again.

    For a superuser.
    """
    connection.execute(text(_PREPARE))


def settle_roles(connection: Connection) -> None:
    """Let every operator's role have the posts he holds, those lent included, and no other.

    For a superuser. Operators without a role are left alone.
    """
    run_script(connection, _HAND_OVER)
    connection.execute(_SETTLE)


def give_to_keeper(connection: Connection) -> None:
    """Let the functions that keep accounts run as the keeper; harmless again. For a superuser."""
    run_script(connection, _GIVE)


def role_name(database: str, login: str) -> str:
    """The server's role of an operator of this database."""
    return f"wm_{sha256(database.encode()).hexdigest()[:6]}_{login}"


def operator_url(url: URL, login: str, password: str) -> URL:
    """The address by which an operator signs in; `url` is anybody's address of the database."""
    role = role_name(url.database or "", login)
    return url.set(username=role, password=password)


def create_operator(engine: Engine, login: str, password: str) -> None:
    """Let an operator sign in with this password, or change his password.

    He acts in the posts the city's list of operators gives him, which comes first.
    """
    with engine.begin() as connection:
        settle_roles(connection)
        put_account(connection, login, password)


def put_account(connection: Connection, login: str, password: str) -> None:
    """The account alone, as whoever may call `app.put_account`."""
    hashed = verifier(connection, login, password)
    connection.execute(_PUT_ACCOUNT, {"login": login, "verifier": hashed})


def verifier(connection: Connection, login: str, password: str) -> str:
    """What the server keeps of an operator's password (SCRAM), computed here.

    So the server's log never sees the password.
    """
    driver = _driver(connection)
    return _hashed(driver, role_name(driver.info.dbname, login), password)


def _hashed(driver: psycopg.Connection, role: str, password: str) -> str:
    hashed = driver.pgconn.encrypt_password(password.encode(), role.encode(), b"scram-sha-256")
    return hashed.decode()


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
    hashed = _hashed(driver, role, password)
    with driver.cursor() as cursor:
        cursor.execute("SELECT FROM pg_roles WHERE rolname = %s", [role])
        verb = sql.SQL("ALTER" if cursor.rowcount else "CREATE")
        cursor.execute(
            sql.SQL("{} ROLE {} LOGIN CONNECTION LIMIT {} PASSWORD {}").format(
                verb, name, sql.Literal(most), sql.Literal(hashed)
            )
        )
        cursor.execute(sql.SQL("GRANT {} TO {}").format(sql.Identifier(group), name))


def _driver(connection: Connection) -> psycopg.Connection:
    driver = connection.connection.driver_connection
    if not isinstance(driver, psycopg.Connection):
        raise TypeError("the engine must use psycopg")
    return driver
