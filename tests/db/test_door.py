"""The seats' account reads the list of operators, and nothing else."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import URL, Engine, text
from sqlalchemy.exc import ProgrammingError

from console.ports.errors import StoreUnavailable
from db.door import door_role, open_door, refuse_administrator, seat_address
from db.engine import command_engine, read_engine
from db.signin import PostgresSignIn
from tests.journeys.city import FIRST, PASSWORD, settle

SECRET = "only-for-the-door"


@pytest.fixture
def door(owner: Engine, database_url: URL) -> Iterator[URL]:
    """The address of a seat of a settled city; the account goes with the test."""
    settle(database_url)
    open_door(owner, SECRET)
    yield seat_address(database_url, SECRET).set(drivername=database_url.drivername)
    with owner.begin() as connection:
        role = door_role(str(database_url.database))
        connection.execute(text(f"DROP OWNED BY {role}; DROP ROLE {role}"))


def test_a_seat_finds_its_operators_and_signs_in_as_one_of_them(door: URL, tmp_path: Path) -> None:
    way_in = PostgresSignIn(door, tmp_path, {})
    assert FIRST in {one.operator.login for one in way_in.operators()}
    assert way_in.sign_in(FIRST, PASSWORD).reading.operators()
    way_in.close()


def test_the_door_may_do_nothing_else(door: URL) -> None:
    engine = read_engine(door)
    try:
        with engine.connect() as connection:
            tables = text(
                "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace"
                " AND relkind IN ('r', 'p', 'v', 'S') AND (relkind <> 'S'"
                " AND has_any_column_privilege(oid, 'SELECT, INSERT, UPDATE, REFERENCES')"
                " OR relkind = 'S' AND has_sequence_privilege(oid, 'USAGE, SELECT, UPDATE'))"
            )
            assert connection.execute(tables).scalars().all() == ["operator"]
            writes = text("SELECT has_table_privilege('operator', 'INSERT, UPDATE, DELETE')")
            assert not connection.execute(writes).scalar_one()
            functions = text(
                "SELECT proname FROM pg_proc WHERE pronamespace IN"
                " (SELECT oid FROM pg_namespace WHERE nspname IN ('app', 'api_v1'))"
                " AND has_function_privilege(oid, 'EXECUTE') ORDER BY 1"
            )
            allowed = connection.execute(functions).scalars().all()
            assert allowed == ["may_sign_in", "sign_in_failed"]
        for deed in ("SELECT * FROM caller", "SET ROLE wm_seat", "CREATE TABLE t ()"):
            with engine.connect() as connection, pytest.raises(ProgrammingError):
                connection.execute(text(deed))
    finally:
        engine.dispose()


def test_a_door_keeps_its_password_until_a_new_one_is_wanted(door: URL, owner: Engine) -> None:
    assert open_door(owner) == ""
    assert open_door(owner, anew=True) not in {"", SECRET}
    engine = command_engine(door)
    try:
        with pytest.raises(StoreUnavailable, match=r"store\.sign_in_refused"):
            engine.connect()
    finally:
        engine.dispose()


def test_a_seat_does_not_work_in_an_administrator_s_name(door: URL, owner: Engine) -> None:
    with pytest.raises(StoreUnavailable, match=r"store\.seat_is_administrator"):
        refuse_administrator(owner)
    engine = command_engine(door)
    try:
        refuse_administrator(engine)
    finally:
        engine.dispose()
