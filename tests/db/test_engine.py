"""Engines: time-outs, UTC, silence about secrets, and which failures are known."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import UTC, datetime

import psycopg
import pytest
from psycopg import sql
from sqlalchemy import URL, Engine, text
from sqlalchemy.exc import DataError, ProgrammingError, StatementError

from console.domain.organisation import Operator
from console.ports.errors import StoreUnavailable
from db.city import put_operators
from db.engine import command_engine, known_failure, move_to, read_engine, report_engine
from db.roles import create_operator, operator_url, prepare_roles, role_name
from tests.db.crew import disable
from tests.plugins.stores import TEMPLATE, StoreServer

Make = Callable[[URL | str], Engine]


@pytest.fixture
def open_engine() -> Iterator[Callable[[Make, URL], Engine]]:
    """Makes engines that are given back at the end of the test."""
    with ExitStack() as opened:

        def make(kind: Make, url: URL) -> Engine:
            engine = kind(url)
            opened.callback(engine.dispose)
            return engine

        yield make


Open = Callable[[Make, URL], Engine]


def setting(engine: Engine, name: str) -> str:
    with engine.connect() as line:
        return str(line.scalar(text("SELECT current_setting(:name)"), {"name": name}))


def code_of(engine: Engine, statement: str) -> str:
    with pytest.raises(StoreUnavailable) as caught, engine.begin() as line:
        line.execute(text(statement))
    return caught.value.code


@pytest.mark.parametrize(
    ("kind", "limit", "read_only", "name"),
    [
        (command_engine, "5s", "off", "console-commands"),
        (read_engine, "5s", "off", "console-reads"),
        (report_engine, "5min", "on", "console-reports"),
    ],
)
def test_each_engine_has_its_limits(
    open_engine: Open, database_url: URL, kind: Make, limit: str, read_only: str, name: str
) -> None:
    engine = open_engine(kind, database_url)
    assert setting(engine, "statement_timeout") == limit
    assert setting(engine, "lock_timeout") == "3s"
    assert setting(engine, "idle_in_transaction_session_timeout") == "15s"
    assert setting(engine, "default_transaction_read_only") == read_only
    assert setting(engine, "application_name") == name


def test_moments_come_back_in_utc(open_engine: Open, database_url: URL) -> None:
    with open_engine(read_engine, database_url).connect() as line:
        moment = line.scalar(text("SELECT timestamptz '2026-11-23 08:00:00+08'"))
    assert moment == datetime(2026, 11, 23, tzinfo=UTC)
    assert isinstance(moment, datetime)
    assert moment.utcoffset() == datetime(2026, 11, 23, tzinfo=UTC).utcoffset()


def test_a_clone_is_this_tests_own(server: StoreServer, open_engine: Open) -> None:
    first, second = server.clone(), server.clone()
    try:
        with open_engine(command_engine, first).begin() as line:
            line.execute(text("CREATE TABLE mine (number int)"))
        with (
            open_engine(command_engine, second).connect() as line,
            pytest.raises(ProgrammingError),
        ):
            line.execute(text("SELECT * FROM mine"))
    finally:
        server.drop(first)
        server.drop(second)


def test_operators_log_in_with_their_own_password(
    server: StoreServer, open_engine: Open, database_url: URL
) -> None:
    server.admin.execute("DROP ROLE IF EXISTS op_li")
    server.admin.execute("CREATE ROLE op_li LOGIN PASSWORD 'right'")
    theirs = database_url.set(username="op_li", password="right")
    with open_engine(read_engine, theirs).connect() as line:
        assert line.scalar(text("SELECT session_user")) == "op_li"
    wrong = open_engine(read_engine, theirs.set(password="wrong"))
    assert code_of(wrong, "SELECT 1") == "store.sign_in_refused"
    server.admin.execute("DROP ROLE op_li")


def test_secrets_and_values_show_in_no_message(open_engine: Open, database_url: URL) -> None:
    engine = open_engine(command_engine, database_url)
    assert str(database_url.password) not in f"{engine!r} {engine.url}"
    with engine.connect() as line, pytest.raises(StatementError) as caught:
        line.execute(text("SELECT 1 / :n + length(:phone)"), {"n": 0, "phone": "13900000000"})
    assert "13900000000" not in str(caught.value)


def test_a_mistake_of_ours_stays_a_bug(open_engine: Open, database_url: URL) -> None:
    with (
        open_engine(command_engine, database_url).connect() as line,
        pytest.raises(DataError),
    ):
        line.execute(text("SELECT 1 / 0"))


def test_a_statement_out_of_time_is_busy(open_engine: Open, database_url: URL) -> None:
    engine = open_engine(command_engine, database_url)
    assert code_of(engine, "SET statement_timeout = 20; SELECT pg_sleep(30)") == "store.busy"
    assert setting(engine, "statement_timeout") == "5s"


def test_a_cut_connection_is_lost_and_the_next_one_works(
    open_engine: Open, database_url: URL
) -> None:
    engine = open_engine(command_engine, database_url)
    assert code_of(engine, "SELECT pg_terminate_backend(pg_backend_pid())") == "store.lost"
    assert setting(engine, "timezone") == "UTC"


def test_a_connection_cut_while_idle_is_replaced_unseen(
    server: StoreServer, open_engine: Open, database_url: URL
) -> None:
    engine = open_engine(command_engine, database_url)
    with engine.connect() as line:
        pid = line.scalar(text("SELECT pg_backend_pid()"))
    server.admin.execute("SELECT pg_terminate_backend(%s, 5000)", [pid])
    with engine.connect() as line:
        assert line.scalar(text("SELECT pg_backend_pid()")) != pid


def test_nobody_there_is_lost(open_engine: Open, database_url: URL) -> None:
    away = database_url.set(query={**database_url.query, "port": "1"})
    assert code_of(open_engine(command_engine, away), "SELECT 1") == "store.lost"


def test_an_unknown_database_is_named_so(open_engine: Open, database_url: URL) -> None:
    absent = database_url.set(database="absent")
    assert code_of(open_engine(command_engine, absent), "SELECT 1") == "store.no_database"


def test_another_city_s_database_says_that_the_account_is_not_its_own(
    server: StoreServer, open_engine: Open, owner: Engine, database_url: URL
) -> None:
    with owner.begin() as connection:
        prepare_roles(connection)  # who may enter belongs to a database and is not cloned
    other = server.clone()
    engine = command_engine(other)
    create_operator(engine, "chen", "right")
    engine.dispose()
    theirs = operator_url(other, "chen", "right")
    wrong = open_engine(read_engine, theirs.set(database=database_url.database))
    assert code_of(wrong, "SELECT 1") == "store.other_city"
    server.drop(other)


def test_a_closed_account_is_told_apart_from_a_wrong_password(
    open_engine: Open, owner: Engine, database_url: URL
) -> None:
    put_operators(owner, [Operator(login="chen", name="陈一", posts=("acceptor",), seats=("1",))])
    create_operator(owner, "chen", "right")
    disable(owner, "chen")
    right = open_engine(read_engine, operator_url(database_url, "chen", "right"))
    wrong = open_engine(read_engine, operator_url(database_url, "chen", "wrong"))
    assert code_of(right, "SELECT 1") == "store.account_closed"
    assert code_of(wrong, "SELECT 1") == "store.sign_in_refused"
    nothing = open_engine(read_engine, operator_url(database_url, "chen", ""))
    assert code_of(nothing, "SELECT 1") == "store.sign_in_refused"


def test_a_database_that_takes_nobody_says_so(
    server: StoreServer, open_engine: Open, database_url: URL
) -> None:
    template = database_url.set(database=TEMPLATE)
    assert code_of(open_engine(read_engine, template), "SELECT 1") == "store.database_closed"


def test_a_role_with_no_connection_left_is_full(
    server: StoreServer, open_engine: Open, owner: Engine, database_url: URL
) -> None:
    create_operator(owner, "chen", "right")
    role = role_name(str(database_url.database), "chen")
    server.admin.execute(sql.SQL("ALTER ROLE {} CONNECTION LIMIT 0").format(sql.Identifier(role)))
    theirs = open_engine(read_engine, operator_url(database_url, "chen", "right"))
    assert code_of(theirs, "SELECT 1") == "store.full"


@pytest.mark.parametrize(
    ("said", "code", "gone"),
    [
        ("FATAL:  the database system is starting up", "store.starting", True),
        ("FATAL:  the database system is not yet accepting connections", "store.starting", True),
        ("FATAL:  the database system is in recovery mode", "store.starting", True),
        ("FATAL:  the database system is shutting down", "store.stopping", True),
        ('connection to server at "x" failed: Connection refused', "store.lost", True),
        ("connection timeout expired", "store.lost", True),
        ("[Errno -2] Name or service not known", "store.lost", True),
        (
            'FATAL:  no pg_hba.conf entry for host "10.1.1.1", user "a", SSL encryption',
            "store.not_let_in",
            False,
        ),
        (
            'FATAL:  no pg_hba.conf entry for host "10.1.1.1", user "a", no encryption',
            "store.tls_needed",
            False,
        ),
        ('FATAL:  pg_hba.conf rejects connection for host "10.1.1.1"', "store.not_let_in", False),
        ("FATAL:  sorry, too many clients already", "store.full", False),
        ("FATAL:  remaining connection slots are reserved", "store.full", False),
    ],
)
def test_each_way_of_being_refused_has_its_own_word(said: str, code: str, *, gone: bool) -> None:
    failure = known_failure(psycopg.OperationalError(f"connection failed: {said}"))
    assert failure is not None
    assert (failure.code, failure.gone) == (code, gone)


def test_the_report_engine_writes_nothing(open_engine: Open, database_url: URL) -> None:
    engine = open_engine(report_engine, database_url)
    assert code_of(engine, "CREATE TABLE x (n int)") == "store.read_only"


def test_failures_of_other_kinds_are_not_taken_for_the_stores() -> None:
    assert known_failure(ValueError("no")) is None
    assert known_failure(psycopg.InterfaceError("no")) is None
    assert known_failure(psycopg.errors.UniqueViolation("no")) is None


def test_an_engine_follows_its_server_to_another_port(open_engine: Open, database_url: URL) -> None:
    engine = open_engine(read_engine, database_url.update_query_dict({"port": "1"}))
    assert code_of(engine, "SELECT 1") == "store.lost"
    move_to(engine, database_url)
    assert setting(engine, "statement_timeout") == "5s"
