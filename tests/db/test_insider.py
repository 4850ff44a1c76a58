"""What an operator with a plain client cannot do to the others: fill the table of locks, use up the
day's numbers, look on after he was disabled, poison what every seat shows."""

import psycopg
import pytest
from sqlalchemy import URL, Engine, text

from console.domain.case import CaseId
from console.domain.stage import Post
from db import OpenStore
from db.roles import operator_url
from tests.db.crew import PASSWORD, disable, employ, operator
from tests.db.lives import Life

_SEEN = "SELECT count(*) FROM case_file"
REQUEST = "00000000-0000-4000-8000-000000000001"


def a_line(url: URL, login: str) -> psycopg.Connection:
    """A plain client of an operator."""
    mine = operator_url(url, login, PASSWORD).set(drivername="postgresql")
    return psycopg.connect(mine.render_as_string(hide_password=False))


@pytest.fixture
def case(store: OpenStore, owner: Engine) -> CaseId:
    """A case, and an operator of the whole city."""
    employ(owner, operator("lin", [Post.DISPATCHER]), operator("wang", [Post.ADMINISTRATOR]))
    return Life(store.store).report()


def test_a_transaction_begins_one_command_so_that_nobody_fills_the_table_of_locks(
    database_url: URL, case: CaseId
) -> None:
    with a_line(database_url, "lin") as line:
        with pytest.raises(psycopg.Error) as caught, line.transaction():
            line.execute(
                "SELECT count(*) FROM generate_series(1, 50) AS n,"
                " LATERAL api_v1.begin_command('mine-' || n) AS begun"
            )
        assert caught.value.sqlstate == "GX013"


def test_who_has_begun_a_command_and_waits_is_among_those_a_beat_ends(
    database_url: URL, owner: Engine, case: CaseId
) -> None:
    with a_line(database_url, "lin") as held:
        held.execute("SELECT * FROM api_v1.begin_command('of-somebody')")
        with owner.begin() as connection:
            told = connection.execute(text("SELECT app.end_held(interval '0 seconds')"))
            assert told.scalar_one() == 1
        held.close()


def test_numbers_go_on_past_a_million_of_a_day(
    database_url: URL, owner: Engine, case: CaseId
) -> None:
    with a_line(database_url, "lin") as line:
        line.execute("SELECT * FROM api_v1.new_number(now())")
        line.commit()
        with owner.begin() as connection:
            connection.execute(text("UPDATE number_day SET last = 999999"))
        first, second = line.execute("SELECT number FROM api_v1.lease_numbers(now(), 2)").fetchall()
    assert first[0].endswith("-1000000")
    assert second[0].endswith("-1000001")


def test_an_open_session_of_a_disabled_operator_reads_no_case_any_more(
    database_url: URL, owner: Engine, case: CaseId
) -> None:
    with a_line(database_url, "lin") as line:
        assert line.execute(_SEEN, prepare=True).fetchone() == (1,)
        line.commit()
        disable(owner, "lin")
        with pytest.raises(psycopg.errors.AdminShutdown):
            line.execute(_SEEN, prepare=True)
        line.close()
    with pytest.raises(psycopg.OperationalError):
        a_line(database_url, "lin")
    disable(owner, "lin", active=True)
    with a_line(database_url, "lin") as line:
        assert line.execute(_SEEN).fetchone() == (1,)


def test_an_open_session_reads_no_more_than_the_areas_its_operator_was_left(
    database_url: URL, owner: Engine, case: CaseId
) -> None:
    with a_line(database_url, "lin") as line:
        assert line.execute(_SEEN, prepare=True).fetchone() == (1,)
        line.commit()
        with owner.begin() as connection:
            connection.execute(
                text("UPDATE operator SET management_areas = '{x}' WHERE login = 'lin'")
            )
            connection.execute(text("SELECT app.settle_roles('lin')"))
        with pytest.raises(psycopg.errors.AdminShutdown):
            line.execute(_SEEN, prepare=True)
        line.close()


def test_what_an_operator_s_statements_put_on_the_server_s_disk_has_its_limit(
    database_url: URL, case: CaseId
) -> None:
    with a_line(database_url, "lin") as line:
        assert line.execute("SHOW temp_file_limit").fetchone() == ("2GB",)


def test_who_is_disabled_after_a_request_is_shown_no_caller(
    database_url: URL, owner: Engine, case: CaseId
) -> None:
    with a_line(database_url, "lin") as line:
        line.execute(
            "SELECT api_v1.request_reveal(%(id)s::uuid, %(case)s, 'lin', 'dispatcher', 's1', now(),"
            " 'r')",
            {"id": REQUEST, "case": case},
        )
        line.commit()
        with owner.begin() as connection:  # in the very moment before his session is ended
            connection.execute(text("UPDATE operator SET active = false WHERE login = 'lin'"))
        with pytest.raises(psycopg.Error) as caught:
            line.execute("SELECT * FROM api_v1.reveal(%s::uuid)", [REQUEST])
    assert caught.value.sqlstate == "GX001"


def test_a_reason_of_tabs_and_lines_is_none(database_url: URL, case: CaseId) -> None:
    with a_line(database_url, "lin") as line, pytest.raises(psycopg.Error) as caught:
        line.execute(
            "SELECT api_v1.request_reveal(%(id)s::uuid, %(case)s, 'lin', 'dispatcher', 's1', now(),"
            " E'\\t\\n')",
            {"id": REQUEST, "case": case},
        )
    assert caught.value.sqlstate == "GX007"
