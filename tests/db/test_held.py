"""Who locks cases with a plain client and does nothing more does not stop the others for long."""

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
import pytest
from sqlalchemy import URL, Engine, text
from sqlalchemy.exc import DBAPIError

from console.domain.case import CaseId
from console.domain.stage import Post
from db import OpenStore
from db.roles import operator_url
from tests.db.crew import PASSWORD, employ, operator
from tests.db.lives import Life
from tests.waiting import until

_OLDER = text("SELECT app.end_held(make_interval(secs => :seconds))")
_AGE = text(
    "SELECT extract(epoch FROM clock_timestamp() - xact_start) FROM pg_stat_activity"
    " WHERE pid = :pid"
)


@contextmanager
def a_line(url: URL, login: str = "") -> Iterator[psycopg.Connection]:
    """A plain client in a transaction, of an operator or the owner."""
    address = operator_url(url, login, PASSWORD) if login else url
    plain = address.set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(plain) as line:
        yield line


@pytest.fixture
def case(store: OpenStore, owner: Engine) -> CaseId:
    """A case, and two operators who may act on it."""
    employ(owner, operator("lin", [Post.DISPATCHER]), operator("wang", [Post.DISPATCHER]))
    return Life(store.store).report()


def is_open(line: psycopg.Connection) -> bool:
    try:
        line.execute("SELECT 1")
    except psycopg.Error:
        return False
    return True


def lasts(owner: Engine, line: psycopg.Connection, seconds: float) -> None:
    """The transaction of a line gets older than that."""
    pid = line.info.backend_pid

    def is_old() -> bool:
        with owner.connect() as connection:
            return bool(connection.execute(_AGE, {"pid": pid}).scalar_one() > seconds)

    until(is_old)


def end_held(owner: Engine, seconds: float) -> int:
    with owner.begin() as connection:
        return int(connection.execute(_OLDER, {"seconds": seconds}).scalar_one())


def test_a_case_locked_by_an_idle_client_is_free_again(
    database_url: URL, owner: Engine, case: CaseId
) -> None:
    with a_line(database_url, "lin") as held, a_line(database_url, "wang") as waiting:
        held.execute("SELECT api_v1.lock_case(%s)", [case])
        waiting.execute("SET lock_timeout = 50")
        with pytest.raises(psycopg.errors.LockNotAvailable):
            waiting.execute("SELECT api_v1.lock_case(%s)", [case])
        waiting.rollback()
        lasts(owner, held, 0.1)
        assert end_held(owner, 60) == 0
        assert end_held(owner, 0.1) == 1
        waiting.execute("SET lock_timeout = 0")
        assert waiting.execute("SELECT api_v1.lock_case(%s)", [case]).fetchone()
        assert not is_open(held)


def test_who_only_reads_is_left_alone_and_so_is_the_owner(
    database_url: URL, owner: Engine, case: CaseId
) -> None:
    with a_line(database_url, "lin") as reading, a_line(database_url) as writing:
        reading.execute("SELECT count(*) FROM case_file")
        writing.execute("UPDATE stamp SET version = version")
        lasts(owner, reading, 0.1)
        lasts(owner, writing, 0.1)
        assert end_held(owner, 0.1) == 0
        assert is_open(reading)
        assert is_open(writing)


def test_every_beat_of_a_seat_asks_for_it(owner: Engine, case: CaseId) -> None:
    told = (
        "CREATE OR REPLACE FUNCTION app.end_held(older interval DEFAULT '60 seconds') RETURNS int"
        " LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'asked %', older; END $$"
    )
    beat = text("SELECT api_v1.beat('chen', 's1', now(), false)")
    with owner.begin() as connection:
        connection.execute(text(told))
        with pytest.raises(DBAPIError, match="asked 00:01:00"):
            connection.execute(beat)
