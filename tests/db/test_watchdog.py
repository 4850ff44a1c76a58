"""A silent server: the wait ends by itself, the line is replaced, long work is let be."""

from collections.abc import Callable, Iterator
from threading import active_count
from time import monotonic

import pytest
from sqlalchemy import URL, Engine, text

from console.ports.errors import StoreUnavailable
from db import watchdog
from db.engine import command_engine, read_engine
from db.watchdog import take_time
from tests.blackhole import Line, line_to

LIMIT = 6.0  # seconds, issue 3 section 6
MARGIN = 6.0  # a machine that is busy with other things


@pytest.fixture
def line(database_url: URL) -> Iterator[tuple[Line, URL]]:
    """A line to the server that can fall silent."""
    with line_to(database_url) as made:
        yield made


@pytest.fixture(params=[command_engine, read_engine])
def engine(request: pytest.FixtureRequest, line: tuple[Line, URL]) -> Iterator[Engine]:
    """An engine at the end of that line."""
    make: Callable[[URL], Engine] = request.param
    made = make(line[1])
    yield made
    made.dispose()


def lost(ask: Callable[[], object]) -> float:
    """Seconds until a call is told that the server is gone."""
    began = monotonic()
    with pytest.raises(StoreUnavailable) as caught:
        ask()
    assert caught.value.code == "store.lost"
    return monotonic() - began


def one(engine: Engine) -> object:
    with engine.connect() as connection:
        return connection.scalar(text("SELECT 1"))


def test_an_idle_line_that_fell_silent_ends_in_time_and_works_after(
    line: tuple[Line, URL], engine: Engine
) -> None:
    assert one(engine) == 1
    line[0].cut()
    assert lost(lambda: one(engine)) < LIMIT + MARGIN
    line[0].mend()
    assert one(engine) == 1


def test_a_line_that_falls_silent_under_a_call_ends_in_time(
    line: tuple[Line, URL], engine: Engine
) -> None:
    with engine.connect() as connection:
        connection.execute(text("SELECT 1"))
        line[0].cut()
        assert lost(lambda: connection.execute(text("SELECT 2"))) < LIMIT + MARGIN
    line[0].mend()
    assert one(engine) == 1


def test_nobody_watches_in_the_background(engine: Engine) -> None:
    before = active_count()
    assert one(engine) == 1
    assert active_count() == before


def test_slow_is_told_apart_from_gone(engine: Engine) -> None:
    with engine.connect() as connection, pytest.raises(StoreUnavailable) as caught:
        connection.execute(text("SELECT pg_sleep(60)"))
    assert caught.value.code == "store.busy"


def test_work_that_takes_its_time_is_not_cut(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watchdog, "PING_SECONDS", 0.05)
    with engine.connect() as connection:
        take_time(connection)
        line = connection.connection.dbapi_connection
        assert isinstance(line, watchdog.WatchedLine)
        assert line.patience is None
        assert connection.scalar(text("SELECT 1 FROM pg_sleep(0.2)")) == 1
    assert line.patience == watchdog.PING_SECONDS
