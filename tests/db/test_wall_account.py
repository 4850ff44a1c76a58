"""What a wall's account may read, column by column, and that it may do nothing else."""

from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import URL, Engine

from console.domain.refusal import Refusal
from console.ports.errors import StoreUnavailable
from db.roles import prepare_roles
from db.wall import open_wall
from db.walls import (
    drop_wall_account,
    keep_wall_account,
    make_wall_account,
    wall_accounts,
    wall_here,
    wall_url,
)
from tests.plugins.stores import StoreServer

CLASS = "scheme kind category"
ALLOWED = {
    "alembic_version": "version_num",
    "calendar": "version hours_per_day in_force",
    "calendar_day": "calendar day kind name slots provisional",
    "case_fact": "unit district street community grid duty_grid source kind category reported_at"
    " accepted_at registered_at dispatched_at handled_at closed_at due standing ended exempt rework"
    " returns flags",
    "cell": "grid duty_grid seen",
    "class": "scheme kind code class_code class_name name",
    "division": "code name level parent managed_by name_en invented valid_from valid_to",
    "event": f"gseq at number {CLASS} move to_stage district unit",
    "feed": "gseq xid case_id",
    "flow": "at from_stage to_stage",
    "ground": "grid duty_grid ring",
    "hotline_call": "rang_at answered_at given_up_at ended_at",
    "hotline_told": "at",
    "map_base": "value",
    "open_case": f"id number version stage source {CLASS} district street grid duty_grid unit lon"
    " lat reported_at started due near_at limit_code paused opened",
    "patrol": "certified_on certified_until last",
    "setting": "name value",
    "stage_limit": "timer limit_code",
    "stamp": "topic version",
    "unit": "code name short_name kind evaluation_group parent areas categories",
    "wall_order": "id wall kind scene at until moment speed",
    "wall_scenes": "version text",
    "work_slot": "calendar starts ends",
}
"""Every column; one more is a decision (articles 23 and 24), not an accident."""

READABLE = """
SELECT c.oid::regclass::text || '.' || a.attname FROM pg_class c
JOIN pg_namespace n ON n.oid = c.relnamespace
JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
WHERE n.nspname NOT IN ('pg_catalog', 'information_schema') AND n.nspname NOT LIKE 'pg\\_toast%'
    AND c.relkind IN ('r', 'p', 'v', 'm', 'f', 'S')
    AND (has_schema_privilege(n.oid, 'USAGE') AND has_column_privilege(c.oid, a.attnum, 'SELECT'))
ORDER BY 1
"""
WRITABLE = """
SELECT c.oid::regclass::text FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE n.nspname NOT IN ('pg_catalog', 'information_schema') AND n.nspname NOT LIKE 'pg\\_toast%'
    AND c.relkind IN ('r', 'p', 'v')
    AND has_table_privilege(c.oid, 'INSERT, UPDATE, DELETE, TRUNCATE, REFERENCES, TRIGGER')
"""
CALLABLE = """
SELECT p.oid::regprocedure::text FROM pg_proc p
WHERE p.pronamespace::regnamespace::text IN ('app', 'api_v1', 'public', 'wall_v1')
    AND (has_schema_privilege(p.pronamespace, 'USAGE') AND has_function_privilege(p.oid, 'EXECUTE'))
"""
PAST = [
    "wall_v1.past(timestamp with time zone,timestamp with time zone)",
    "wall_v1.past_first()",
]
MEMBER_OF = """
SELECT r.rolname FROM pg_roles r WHERE pg_has_role(r.oid, 'MEMBER') AND r.rolname <> current_user
"""


def plain(url: URL) -> psycopg.Connection:
    address = url.set(drivername="postgresql").render_as_string(hide_password=False)
    return psycopg.connect(address, autocommit=True)


def names(line: psycopg.Connection, statement: str) -> list[str]:
    return [str(row[0]) for row in line.execute(statement.encode())]


@pytest.fixture(autouse=True)
def prepared(owner: Engine) -> Iterator[None]:
    """A clone does not take the rights to connect along; accounts are of the whole server."""
    with owner.begin() as connection:
        prepare_roles(connection)
    yield
    for name in wall_accounts(owner):
        drop_wall_account(owner, name)


@pytest.fixture
def line(owner: Engine, database_url: URL) -> Iterator[psycopg.Connection]:
    with plain(wall_url(database_url, "hall", make_wall_account(owner, "hall"))) as made:
        yield made


def test_a_wall_reads_the_columns_of_this_list_and_no_other(line: psycopg.Connection) -> None:
    assert names(line, READABLE) == sorted(
        f"wall_v1.{view}.{column}"
        for view, columns in ALLOWED.items()
        for column in columns.split()
    )


def test_a_wall_writes_nothing_calls_the_past_alone_and_is_in_one_group(
    line: psycopg.Connection,
) -> None:
    assert names(line, WRITABLE) == []
    assert sorted(names(line, CALLABLE)) == PAST
    assert names(line, MEMBER_OF) == ["wm_wall"]
    rights = "SELECT has_database_privilege(current_database(), 'CREATE, TEMP')"
    assert names(line, rights) == ["False"]
    wanted = ("default_transaction_read_only", "statement_timeout", "temp_file_limit")
    assert [names(line, f"SHOW {one}")[0] for one in wanted] == ["on", "30s", "1GB"]
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        line.execute("SET temp_file_limit = -1")


def test_a_setting_that_is_no_wall_s_is_not_seen(line: psycopg.Connection, owner: Engine) -> None:
    with owner.begin() as connection:
        put = "INSERT INTO setting VALUES ('map.base', 'a key'), ('wall_target', '0.8')"
        connection.exec_driver_sql(put)
    assert "a key" not in names(line, "SELECT value FROM wall_v1.setting")
    assert "wall_target" in names(line, "SELECT name FROM wall_v1.setting")


def test_a_wall_of_another_city_does_not_come_in(
    server: StoreServer, owner: Engine, database_url: URL
) -> None:
    other = server.clone()
    mine = wall_url(database_url, "hall", make_wall_account(owner, "hall"))
    with plain(server.address.url("postgres")) as admin:
        admin.execute(f'REVOKE CONNECT ON DATABASE "{other.database}" FROM PUBLIC'.encode())
    with pytest.raises(StoreUnavailable, match=r"store\.other_city"):
        open_wall(mine.set(database=other.database))
    server.drop(other)


def test_an_account_gets_a_new_password_and_goes_with_its_sessions(
    owner: Engine, database_url: URL
) -> None:
    first = make_wall_account(owner, "hall")
    make_wall_account(owner, "gate_2")
    second = make_wall_account(owner, "hall")
    assert wall_accounts(owner) == ["gate_2", "hall"]
    with pytest.raises(StoreUnavailable, match=r"store\.sign_in_refused"):
        open_wall(wall_url(database_url, "hall", first))
    wall = open_wall(wall_url(database_url, "hall", second))
    assert wall.orders(0) == []
    drop_wall_account(owner, "hall")
    assert wall_accounts(owner) == ["gate_2"]
    with pytest.raises(StoreUnavailable):
        wall.orders(0)
    wall.close()
    with pytest.raises(Refusal, match=r"wall\.unknown"):
        drop_wall_account(owner, "hall")


@pytest.mark.parametrize("name", ["", "Hall", "1", "a b", "大厅", "x" * 32, 'a"; DROP ROLE x'])
def test_a_wall_has_a_plain_name(owner: Engine, name: str) -> None:
    with pytest.raises(Refusal, match=r"wall\.name"):
        make_wall_account(owner, name)


def test_a_lone_workstation_keeps_its_wall_s_password_and_mends_what_is_lost(
    owner: Engine, database_url: URL, tmp_path: Path
) -> None:
    file = tmp_path / "wall.password"
    keep_wall_account(owner, file)
    first = file.read_text()
    keep_wall_account(owner, file)
    assert file.read_text() == first
    assert file.stat().st_mode & 0o077 == 0
    wall = open_wall(wall_here(database_url, file))
    assert wall.scenes() is None
    wall.close()
    drop_wall_account(owner, "here")
    keep_wall_account(owner, file)
    assert file.read_text() != first
    file.unlink()
    keep_wall_account(owner, file)
    open_wall(wall_here(database_url, file)).close()
