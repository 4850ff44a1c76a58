"""Two servers: commands go to the one that takes writing, reports to the one that follows."""

import tempfile
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import URL, Engine, text

from console.domain.stage import Move
from console.ports.errors import StoreUnavailable
from db import open_store
from db.caller_keys import CallerKeys
from db.embedded import EmbeddedServer, ServerAddress
from db.engine import command_engine, read_engine, report_engine
from db.reports import PostgresReports
from tests.db.lives import MORNING, Life
from tests.plugins.stores import build_template
from tests.servers import kill_whole
from tests.standby import Standby, standby_of
from tests.waiting import PATIENCE, until


@pytest.fixture
def pair(data_folder: Path, servers_base: Path) -> Iterator[tuple[ServerAddress, Standby]]:
    """A primary and its standby."""
    with EmbeddedServer(data_folder) as primary:
        folder = Path(tempfile.mkdtemp(dir=servers_base))
        with standby_of(primary, folder) as standby:
            yield primary, standby


@pytest.fixture
def url(pair: tuple[ServerAddress, Standby]) -> URL:
    """The address that names the standby's server second."""
    return pair[1].both(pair[0], "postgres")


@pytest.fixture
def commands(url: URL) -> Iterator[Engine]:
    """The engine of commands over both."""
    made = command_engine(url)
    with made.begin() as line:
        line.execute(text("CREATE TABLE kept (number int)"))
    yield made
    made.dispose()


def write(engine: Engine, number: int) -> None:
    with engine.begin() as line:
        line.execute(text("INSERT INTO kept VALUES (:n)"), {"n": number})


def kept(engine: Engine) -> list[int]:
    with engine.connect() as line:
        return list(line.execute(text("SELECT number FROM kept ORDER BY number")).scalars())


def test_a_promoted_standby_takes_the_next_command_without_being_named_anew(
    pair: tuple[ServerAddress, Standby], commands: Engine, data_folder: Path
) -> None:
    write(commands, 1)
    until(pair[1].follows)
    kill_whole(data_folder)
    with pytest.raises(StoreUnavailable) as gone:
        write(commands, 2)
    assert gone.value.code == "store.lost"
    pair[1].promote()
    write(commands, 3)
    assert kept(commands) == [1, 3]


def test_screens_read_where_commands_write(url: URL, commands: Engine) -> None:
    swapped = url.set(query={"host": tuple(reversed(url.query["host"]))})
    for make in (command_engine, read_engine):
        engine = make(swapped)
        with engine.connect() as line:
            assert line.scalar(text("SELECT pg_is_in_recovery()")) is False
        engine.dispose()


def test_reports_are_read_from_the_standby_and_say_how_old_they_are(
    pair: tuple[ServerAddress, Standby], url: URL, commands: Engine
) -> None:
    write(commands, 1)
    until(pair[1].follows)
    engine = report_engine(url)
    until(lambda: kept(engine) == [1])
    source = PostgresReports(engine).source()
    engine.dispose()
    assert source.standby
    assert source.seconds is not None
    assert 0 <= source.seconds < PATIENCE
    assert source.as_of is not None
    assert source.as_of.utcoffset() == timedelta(0)


def test_a_shifts_figures_come_from_the_standby_with_their_age(
    pair: tuple[ServerAddress, Standby], url: URL, tmp_path: Path
) -> None:
    build_template(pair[0].url("postgres"), CallerKeys.beside(tmp_path / "files"))
    store = open_store(url, files_folder=tmp_path / "files", operator="chen")
    life = Life(store.store)
    life.report()
    until(lambda: bool(store.reports.shift("chen", MORNING)))
    source, (done,) = store.reports.source(), store.reports.shift("chen", MORNING)
    store.dispose()
    assert source.standby
    assert source.seconds is not None
    assert 0 <= source.seconds < PATIENCE
    assert (done.move, done.count) == (Move.ACCEPT, 1)


def test_reports_are_read_from_the_primary_when_nobody_follows(
    pair: tuple[ServerAddress, Standby], url: URL
) -> None:
    pair[1].promote()
    engine = report_engine(url)
    source = PostgresReports(engine).source()
    engine.dispose()
    assert not source.standby
    assert source.seconds is not None
    assert abs(source.seconds) < 1


def test_a_server_that_was_demoted_under_a_line_is_left(owner: Engine) -> None:
    with owner.connect() as line:
        first = line.scalar(text("SELECT pg_backend_pid()"))
        line.execute(text("SET default_transaction_read_only = on"))
        line.commit()
        with pytest.raises(StoreUnavailable) as refused:
            line.execute(text("CREATE TABLE x (n int)"))
    assert refused.value.code == "store.read_only"
    with owner.connect() as line:
        assert line.scalar(text("SELECT pg_backend_pid()")) != first
