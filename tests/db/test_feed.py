"""News of other seats: nothing lost or told twice, whatever the order of commits."""

import random
from collections.abc import Iterator
from contextlib import ExitStack

import pytest
from sqlalchemy import URL, Connection, Engine, text

from console.domain.stage import Move, Post
from db import OpenStore
from db.engine import command_engine
from db.feed import PostgresFeed
from tests.db.lives import Life, actor

INSERT = text("INSERT INTO feed (case_id, operator, seat) VALUES (:case, 'lin', 's2')")


@pytest.fixture
def writers(database_url: URL) -> Iterator[list[Connection]]:
    """Six connections that write on their own."""
    engines = [command_engine(database_url) for _ in range(3)]
    with ExitStack() as open_ones:
        yield [open_ones.enter_context(engine.connect()) for engine in engines for _ in range(2)]
    for engine in engines:
        engine.dispose()


def test_commits_out_of_order_with_rollbacks_are_each_told_once(
    owner: Engine, writers: list[Connection]
) -> None:
    chance = random.Random(20)
    feed = PostgresFeed(owner)
    feed.start()
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


def test_a_feed_never_started_begins_at_the_present(store: OpenStore, owner: Engine) -> None:
    Life(store.store).report()
    assert PostgresFeed(owner).look().cases == ()
