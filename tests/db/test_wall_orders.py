"""Who may tell walls what, in which order they hear it, and whose the scenes are."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import URL, Engine, text

from console.domain.administration import Subject
from console.domain.refusal import Refusal
from console.domain.stage import Post
from console.ports.administration import Look
from console.ports.wall import OrderKind
from db import OpenStore
from db.engine import command_engine
from db.wall import PostgresWall
from tests.db.crew import Crew, at_work, operator
from tests.db.wall_ground import wall_of

NOW = datetime.now(UTC)
HOUR = timedelta(hours=1)


@pytest.fixture
def crew(owner: Engine, database_url: URL, tmp_path: Path) -> Iterator[Crew]:
    with at_work(owner, database_url, tmp_path, operator("sup", [Post.SUPERVISOR])) as made:
        yield made


@pytest.fixture
def wall(owner: Engine, database_url: URL) -> Iterator[PostgresWall]:
    with wall_of(owner, database_url) as made:
        yield made


def test_a_supervisor_or_shift_leader_is_heard_by_every_wall(
    crew: Crew, wall: PostgresWall, owner: Engine
) -> None:
    assert wall.orders(0) == []
    shown = crew.of("sup").walls.send(OrderKind.SHOW, "storm", "hall")
    pinned = crew.of("zhou").walls.send(OrderKind.PIN, "overview", until=NOW + HOUR)
    assert wall.orders(0) == [shown, pinned]
    assert wall.orders(shown.id) == [pinned]
    assert wall.orders(pinned.id) == []
    assert abs(shown.at - datetime.now(UTC)) < timedelta(minutes=1)
    past = crew.of("sup").walls.send(
        OrderKind.PAST, "overview", "hall", moment=NOW - timedelta(days=3), speed=60.0
    )
    assert {one.wall: one for one in crew.of("zhou").walls.last()} == {"hall": past, "": pinned}
    with owner.connect() as connection:
        kept = connection.execute(text("SELECT operator, post FROM wall_order ORDER BY id"))
        assert [tuple(row) for row in kept] == [
            ("sup", "supervisor"), ("zhou", "shift_leader"), ("sup", "supervisor"),
        ]  # fmt: skip


@pytest.mark.parametrize("login", ["chen", "lin", "he", "unit", "I001"])
def test_no_other_post_tells_walls_anything(crew: Crew, wall: PostgresWall, login: str) -> None:
    with pytest.raises(Refusal, match=r"judge\.post"):
        crew.of(login).walls.send(OrderKind.FREE)
    assert wall.orders(0) == []


@pytest.mark.parametrize(
    ("field", "told"),
    [
        ("scene", {"kind": OrderKind.SHOW}),
        ("scene", {"kind": OrderKind.PIN, "scene": "王五 13912345678"}),
        ("scene", {"kind": OrderKind.FREE, "scene": "overview"}),
        ("wall", {"kind": OrderKind.FREE, "wall": "x" * 41}),
        ("wall", {"kind": OrderKind.FREE, "wall": "a\nb"}),
        ("until", {"kind": OrderKind.FREE, "until": NOW - HOUR}),
        ("until", {"kind": OrderKind.FREE, "until": NOW + timedelta(days=400)}),
        ("moment", {"kind": OrderKind.PAST}),
        ("moment", {"kind": OrderKind.FREE, "moment": NOW - HOUR}),
        ("moment", {"kind": OrderKind.PAST, "moment": NOW + HOUR}),
        ("speed", {"kind": OrderKind.PAST, "moment": NOW - HOUR, "speed": 601.0}),
        ("speed", {"kind": OrderKind.PAST, "moment": NOW - HOUR, "speed": float("nan")}),
        ("speed", {"kind": OrderKind.FREE, "speed": 1.0}),
    ],
)
def test_an_order_that_cannot_be_is_refused_with_its_field(
    store: OpenStore, field: str, told: dict[str, Any]
) -> None:
    with pytest.raises(Refusal) as refused:
        store.walls.send(**told)
    assert (refused.value.code, refused.value.facts) == ("wall.unfit", {"field": field})
    assert store.walls.last() == []


def test_a_wall_that_asks_for_later_orders_misses_none_of_a_slow_giver(
    store: OpenStore, wall: PostgresWall, database_url: URL
) -> None:
    give = text("SELECT id FROM api_v1.send_wall_order('free', '', '', NULL, NULL, 0)")
    slow = command_engine(database_url)
    with slow.connect() as giving:
        first = giving.execute(give).scalar_one()
        with pytest.raises(Exception, match=r"store\.busy"):
            store.walls.send(OrderKind.FREE)  # waits for the one before it, and gives up
        assert wall.orders(0) == []
        giving.commit()
    slow.dispose()
    second = store.walls.send(OrderKind.FREE)
    assert [one.id for one in wall.orders(first - 1)] == [second.id]  # the last one counts
    assert wall.orders(first) == [second]


def test_scenes_are_the_administrator_s_and_stand_in_the_register(
    crew: Crew, wall: PostgresWall, owner: Engine
) -> None:
    mine = crew.of("guo")
    with pytest.raises(Refusal, match=r"judge\.post"):
        crew.of("zhou").walls.put_scenes("{}", "")
    for unfit in ("[]", "{", '{"a": "' + "x" * 200_000 + '"}'):
        with pytest.raises(Refusal, match=r"wall\.unfit"):
            mine.walls.put_scenes(unfit, "")
    mine.walls.put_scenes('{"scenes": [1]}', "汛期")
    mine.walls.put_scenes(None, "汛期过了")
    assert wall.scenes() is None is crew.of("zhou").walls.scenes()
    told = mine.administration.history(Look(subject=Subject.WALL))
    assert [(one.login, one.reason, one.undoable) for one in told] == [
        ("guo", "汛期过了", False), ("guo", "汛期", False),
    ]  # fmt: skip
    assert told[0].after == {"scenes_version": 2, "bytes": 0}
    with owner.connect() as connection:
        kept = connection.execute(text("SELECT version, text, operator FROM wall_scenes"))
        assert {tuple(row) for row in kept} == {(1, '{"scenes": [1]}', "guo"), (2, None, "guo")}


def test_versions_are_kept_and_a_wall_hears_which_one_holds(crew: Crew, wall: PostgresWall) -> None:
    mine = crew.of("guo").walls
    assert (wall.scenes_version(), mine.versions()) == (0, [])
    assert mine.put_scenes('{"scenes": [1]}', "汛期", seen=0) == 1
    assert wall.scenes_version() == 1
    assert mine.put_scenes(None, "汛期过了", seen=1) == 2
    assert wall.scenes_version() == 2
    told = crew.of("zhou").walls.versions()
    assert [(one.version, one.text, one.operator, one.reason) for one in told] == [
        (2, None, "guo", "汛期过了"), (1, '{"scenes": [1]}', "guo", "汛期"),
    ]  # fmt: skip
    assert abs(told[0].at - datetime.now(UTC)) < timedelta(minutes=1)


@pytest.mark.parametrize("seen", [0, 2])
def test_scenes_made_from_another_version_than_holds_are_refused_and_leave_what_is_kept(
    store: OpenStore, wall: PostgresWall, seen: int
) -> None:
    store.walls.put_scenes('{"scenes": [1]}', "")
    with pytest.raises(Refusal, match=r"wall\.scenes_stale"):
        store.walls.put_scenes('{"scenes": [2]}', "", seen=seen)
    assert wall.scenes() == '{"scenes": [1]}'
    assert store.walls.put_scenes('{"scenes": [3]}', "") == 2  # whoever has seen none replaces any


def test_old_orders_go_but_for_the_last_of_each_wall(store: OpenStore, owner: Engine) -> None:
    for at in ("hall", "hall", "", "gate"):
        store.walls.send(OrderKind.FREE, wall=at)
    with owner.begin() as connection:
        connection.execute(text("UPDATE wall_order SET at = at - interval '500 days'"))
        connection.execute(text("SELECT app.tidy(clock_timestamp())"))
    assert sorted((one.id, one.wall) for one in store.walls.last()) == [
        (2, "hall"), (3, ""), (4, "gate"),
    ]  # fmt: skip
