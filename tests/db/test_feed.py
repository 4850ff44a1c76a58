"""News of other seats: nothing lost or told twice, whatever the order of commits."""

import random
import re
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import timedelta
from pathlib import Path
from unittest.mock import ANY

import pytest
from sqlalchemy import URL, Connection, Engine, text

from console.domain.case import CaseId
from console.domain.stage import Move, Post
from console.ports.rows import News
from db import OpenStore
from db.embedded import EmbeddedServer
from db.engine import command_engine
from db.feed import _LOOK, KEPT, PostgresFeed
from db.upgrade import upgrade
from tests.db.lives import Life, actor
from tests.standby import standby_of
from tests.waiting import until

INSERT = text("INSERT INTO feed (case_id, operator, seat) VALUES (:case, 'lin', 's2')")


@pytest.fixture
def writers(database_url: URL) -> Iterator[list[Connection]]:
    """Six connections that write on their own."""
    engines = [command_engine(database_url) for _ in range(3)]
    with ExitStack() as open_ones:
        yield [open_ones.enter_context(engine.connect()) for engine in engines for _ in range(2)]
    for engine in engines:
        engine.dispose()


@pytest.fixture
def feed(owner: Engine) -> Iterator[PostgresFeed]:
    """A reader that stands at the present."""
    made = PostgresFeed(owner)
    made.start()
    yield made
    made.close()


def commit(owner: Engine, *cases: int) -> None:
    """News of these cases, in a transaction of its own."""
    with owner.begin() as connection:
        for case in cases:
            connection.execute(INSERT, {"case": case})


def test_commits_out_of_order_with_rollbacks_are_each_told_once(
    feed: PostgresFeed, writers: list[Connection]
) -> None:
    chance = random.Random(20)
    told: list[int] = []
    committed: list[int] = []
    open_rows: dict[int, list[int]] = {}
    for case in range(600):
        writer = chance.randrange(len(writers))
        writers[writer].execute(INSERT, {"case": case})
        open_rows.setdefault(writer, []).append(case)
        if chance.random() < 0.5:
            ending = chance.choice(list(open_rows))
            if chance.random() < 0.1:
                writers[ending].rollback()
            else:
                writers[ending].commit()
                committed += open_rows[ending]
            del open_rows[ending]
        if chance.random() < 0.3:
            told += feed.look().cases
    for writer, cases in open_rows.items():
        writers[writer].commit()
        committed += cases
    told += feed.look().cases
    assert sorted(told) == sorted(committed)
    assert feed.look().cases == ()


def test_nothing_before_the_start_is_news_and_own_changes_are_marked(store: OpenStore) -> None:
    life = Life(store.store)
    first = life.report()
    store.feed.start()
    assert store.feed.look().cases == ()
    life.act(first, Move.NOTE, Post.ACCEPTOR, text="本席")
    second = life.report()
    store.claims.hold(second, actor(Post.DISPATCHER), life.at)
    news = store.feed.look()
    assert set(news.cases) == {first, second}
    assert news.mine == {first, second}
    assert not news.reload
    store.claims.release(second, actor(Post.DISPATCHER))
    other = store.feed.look()
    assert (other.cases, other.mine) == ((second,), frozenset())


def test_a_restored_database_asks_for_a_reload(store: OpenStore, owner: Engine) -> None:
    store.feed.start()
    with owner.begin() as connection:
        connection.execute(text("UPDATE feed_epoch SET epoch = 'restored'"))
    assert store.feed.look().reload
    assert not store.feed.look().reload


def test_too_much_news_asks_for_a_reload(store: OpenStore, owner: Engine) -> None:
    store.feed.start()
    with owner.begin() as connection:
        connection.execute(
            text(
                "INSERT INTO feed (case_id, operator, seat)"
                " SELECT g, 'x', 'y' FROM generate_series(1, 6000) g"
            )
        )
    assert store.feed.look().reload
    news = store.feed.look()
    assert (news.cases, news.reload) == ((), False)


def test_a_feed_never_started_begins_at_the_present(store: OpenStore) -> None:
    Life(store.store).report()
    assert store.feed.look() == News(cases=(), as_of=ANY)


def test_a_forgotten_transaction_is_told_when_it_ends_and_holds_nothing_up(
    owner: Engine, feed: PostgresFeed, writers: list[Connection]
) -> None:
    writers[0].execute(INSERT, {"case": 1})
    for turn in range(3):  # more than a look can carry, if all since then were read again
        commit(owner, *range(2, 2_002))
        news = feed.look()
        assert (len(news.cases), news.reload) == (2_000, False), turn
    writers[0].commit()
    assert feed.look().cases == (1,)
    assert feed.look().cases == ()


def test_many_changes_of_a_case_in_one_beat_are_one_piece_of_news(
    owner: Engine, feed: PostgresFeed
) -> None:
    commit(owner, 7, 8, 7)
    commit(owner, 7)
    assert feed.look().cases == (7, 8)


def test_an_absence_as_long_as_news_are_kept_is_caught_up_and_a_longer_one_reloads(
    owner: Engine, feed: PostgresFeed
) -> None:
    commit(owner, 7)
    with owner.begin() as connection:
        connection.execute(text("SELECT app.tidy(now() + :kept)"), {"kept": KEPT})
    assert feed.look().cases == (7,)
    feed.close()
    impatient = PostgresFeed(owner, kept=timedelta(0))
    impatient.start()
    commit(owner, 8)
    assert impatient.look() == News(cases=(), as_of=ANY, reload=True)
    impatient.close()


def test_a_line_that_died_is_replaced_at_once_and_everything_read_anew(
    owner: Engine, feed: PostgresFeed
) -> None:
    """What a server was about to give numbers to before it crashed, it gives numbers to again."""
    with owner.begin() as connection:
        connection.execute(
            text(
                "SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity"
                " WHERE pid <> pg_backend_pid() AND datname = current_database()"
            )
        )
    commit(owner, 7)
    assert feed.look() == News(cases=(), as_of=ANY, reload=True)
    commit(owner, 8)
    assert feed.look() == News(cases=(CaseId(8),), as_of=ANY)


def test_a_reader_of_a_standby_is_told_once_whatever_the_order_and_after_its_promotion(
    data_folder: Path, servers_base: Path
) -> None:
    with EmbeddedServer(data_folder) as primary, ExitStack() as open_ones:
        upgrade(primary.url())
        folder = Path(tempfile.mkdtemp(dir=servers_base))
        standby = open_ones.enter_context(standby_of(primary, folder))
        writer, reader = command_engine(primary.url()), command_engine(standby.address.url())
        open_ones.callback(writer.dispose)
        open_ones.callback(reader.dispose)
        feed = PostgresFeed(reader)
        open_ones.callback(feed.close)
        feed.start()
        told: list[CaseId] = []

        def hear(*cases: int) -> bool:
            told.extend(feed.look().cases)
            return told == list(cases)

        with writer.connect() as late:
            late.execute(INSERT, {"case": 1})
            commit(writer, 2)
            until(lambda: hear(2))
            late.commit()
        until(lambda: hear(2, 1))
        commit(writer, 3)
        until(lambda: hear(2, 1, 3))
        assert feed.look().cases == ()
        standby.promote()
        commit(reader, 4)
        assert hear(2, 1, 3, 4)


def test_a_look_goes_by_the_index_whatever_is_known_of_its_values(owner: Engine) -> None:
    """The server makes one plan for all looks; a scan of all news at each would be the dearest."""
    statement = str(_LOOK)
    kinds = {"operator": "text", "seat": "text", "low": "text", "most": "int"}
    kinds |= {"waiting": "text[]", "seen": "bigint[]"}
    for at, name in enumerate(kinds, 1):
        statement = re.sub(rf"(?<!:):{name}\b", f"${at}", statement)
    many = (
        "INSERT INTO feed (case_id, operator, seat) SELECT 1, 'x', 'y' FROM generate_series(1, {})"
    )
    with owner.begin() as connection:
        connection.execute(text(many.format(20_000)))
    with owner.connect() as connection:
        connection.execute(text("ANALYZE feed"))
        connection.execute(text("SET LOCAL plan_cache_mode = force_generic_plan"))
        low = connection.scalar(text("SELECT pg_snapshot_xmax(pg_current_snapshot())::text"))
        connection.exec_driver_sql(f"PREPARE look ({', '.join(kinds.values())}) AS {statement}")
        plan = connection.exec_driver_sql(
            f"EXPLAIN (ANALYZE, COSTS OFF) EXECUTE look ('x', '', '{low}', 5000, '{{}}', '{{}}')"
        ).scalars()
        assert not [line for line in plan if "Rows Removed" in line]
