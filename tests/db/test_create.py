"""A city's database is made from an empty server, and completed when it was begun."""

from collections.abc import Iterator

import pytest
from sqlalchemy import URL, text

from console.ports.errors import StoreUnavailable
from db.create import create, refuse_version
from db.door import door_role
from db.engine import command_engine
from db.roles import prepare_roles
from db.upgrade import newest_revision, pending
from tests.plugins.stores import StoreServer


@pytest.fixture
def wanted(server: StoreServer) -> Iterator[URL]:
    """The address of a database that does not exist yet."""
    url = server.address.url("city_to_be")
    yield url
    server.drop(url)
    role = door_role("city_to_be")
    known = server.admin.execute("SELECT FROM pg_roles WHERE rolname = %s", [role])
    if known.rowcount:
        server.admin.execute(f"DROP ROLE {role}")


def test_a_database_is_made_with_everything_a_console_needs(wanted: URL) -> None:
    made = create(wanted)
    assert made.new_database
    assert made.password
    assert made.password not in repr(made)
    assert made.revision == newest_revision()
    engine = command_engine(wanted)
    try:
        assert not pending(engine)
        with engine.connect() as connection:
            told = connection.execute(
                text(
                    "SELECT pg_encoding_to_char(encoding), upper('é') <> 'é', '中' < '国'"
                    " FROM pg_database WHERE datname = current_database()"
                )
            ).one()
            # Code points: 中 U+4E2D comes before 国 U+56FD, whatever the server's own language is.
            assert tuple(told) == ("UTF8", True, True)
            assert connection.execute(text("SELECT count(*) FROM condition")).scalar_one() > 50
    finally:
        engine.dispose()


def test_a_second_run_changes_nothing_and_keeps_the_door_s_password(wanted: URL) -> None:
    create(wanted, door_password="first")
    again = create(wanted)
    assert (again.new_database, again.password) == (False, "")
    assert create(wanted, new_door=True).password


def test_a_run_that_was_interrupted_is_completed(wanted: URL, server: StoreServer) -> None:
    server.admin.execute("CREATE DATABASE city_to_be")
    made = create(wanted)
    assert not made.new_database
    assert made.password


def test_another_encoding_is_refused(wanted: URL, server: StoreServer) -> None:
    server.admin.execute(
        "CREATE DATABASE city_to_be TEMPLATE template0 ENCODING 'SQL_ASCII'"
        " LOCALE_PROVIDER libc LC_COLLATE 'C' LC_CTYPE 'C'"
    )
    with pytest.raises(StoreUnavailable, match=r"store\.encoding.*SQL_ASCII"):
        create(wanted)


@pytest.mark.parametrize("cities", ["none", "one"])
def test_an_account_that_is_no_administrator_is_told_so(
    wanted: URL, server: StoreServer, database_url: URL, cities: str
) -> None:
    if cities == "one":  # it closes the server's own databases
        engine = command_engine(database_url)
        with engine.begin() as connection:
            prepare_roles(connection)
        engine.dispose()
    server.admin.execute("CREATE ROLE nobody_special LOGIN PASSWORD 'x'")
    try:
        with pytest.raises(StoreUnavailable, match=r"store\.not_administrator"):
            create(wanted.set(username="nobody_special", password="x"))
        with pytest.raises(StoreUnavailable, match=r"store\.sign_in_refused"):
            create(wanted.set(username="nobody_special", password="y"))
    finally:
        server.admin.execute("DROP ROLE nobody_special")


@pytest.mark.parametrize("major", [14, 19])
def test_versions_nobody_tested_are_refused(major: int) -> None:
    with pytest.raises(StoreUnavailable, match=r"store\.server_version"):
        refuse_version(major)
    for tested in (15, 16, 17, 18):
        refuse_version(tested)
