"""Positions: told by who may, seen in one's area, kept for some days only, never changed."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import URL, Engine, text

from console.domain.place import Point
from console.domain.refusal import Refusal
from console.domain.stage import Post
from console.ports.layer_rows import InspectorRow
from console.ports.positions import Position
from db import OpenStore, city
from tests.db.crew import Crew, at_work, operator
from tests.db.lives import MORNING, actor
from tests.db.town import EAST, GRIDS, WEST, settle

HERE, THERE = "410402", "410403"
NOW = datetime.now(UTC).replace(microsecond=0)


@pytest.fixture
def crew(owner: Engine, database_url: URL, tmp_path: Path) -> Iterator[Crew]:
    settle(owner)
    people = (
        operator("channel", [Post.SYSTEM]),
        operator("here", [Post.DISPATCHER], [HERE]),
        operator("there", [Post.DISPATCHER], [THERE]),
    )
    with at_work(owner, database_url, tmp_path, *people) as made:
        yield made


def sign(ago: timedelta = timedelta(), inspector: str = "I001", point: Point = WEST) -> Position:
    return Position(inspector=inspector, at=NOW - ago, point=point, grid=GRIDS[0])


def walked(store: OpenStore, now: datetime = NOW) -> InspectorRow:
    return store.reading.inspector_rows(now)[0]


def test_the_channel_tells_of_all_and_the_same_sign_once(crew: Crew, store: OpenStore) -> None:
    channel = crew.of("channel").positions
    assert channel.tell([sign(), sign(timedelta(minutes=9)), sign(inspector="nobody")]) == 2
    assert channel.tell([sign()]) == 0
    seen = walked(store)
    assert seen.last is not None
    assert (seen.last.at, seen.last.point) == (NOW, WEST)


def test_an_inspector_tells_of_himself_alone(crew: Crew, owner: Engine) -> None:
    inspectors = crew.of("lin").reading.inspectors()
    city.put_inspectors(owner, [replace(inspectors[0], code="I002")])
    mine = crew.of("I001").positions
    assert mine.tell([sign()]) == 1
    with pytest.raises(Refusal, match=r"judge\.actor"):
        mine.tell([sign(), sign(inspector="I002")])


def test_no_other_post_tells_of_anybody(crew: Crew) -> None:
    with pytest.raises(Refusal, match=r"judge\.post"):
        crew.of("lin").positions.tell([sign()])


@pytest.mark.parametrize(
    "told",
    [
        sign(timedelta(days=2)),
        sign(-timedelta(days=2)),
        sign(point=Point(181.0, 33.0)),
        sign(point=Point(float("nan"), 33.0)),
    ],
)
def test_what_cannot_be_is_refused(crew: Crew, told: Position) -> None:
    with pytest.raises(Refusal, match=r"position\.unfit"):
        crew.of("channel").positions.tell([told])


def test_a_seat_sees_the_inspectors_of_its_area(crew: Crew) -> None:
    crew.of("channel").positions.tell([sign()])
    assert walked(crew.of("lin")).last is not None
    assert walked(crew.of("here")).last is not None
    assert walked(crew.of("there")).last is None
    assert [one.grid for one in crew.of("here").reading.grids_seen(NOW)] == [GRIDS[0]]
    assert crew.of("there").reading.grids_seen(NOW) == ()


def test_signs_are_forgotten_after_the_days_of_the_setting(
    crew: Crew, store: OpenStore, owner: Engine
) -> None:
    kept = text("SELECT count(*) FROM inspector_position")
    store.positions.tell([sign(timedelta(days=days)) for days in (31, 29, 6, 4)])
    crew.of("channel").positions.tell([sign()])
    with owner.connect() as connection:
        assert connection.execute(kept).scalar_one() == 4
    store.keeping.put_setting("position_days", "5", actor(Post.ADMINISTRATOR), MORNING)
    with owner.begin() as connection:
        connection.execute(text("SELECT app.tidy(clock_timestamp())"))
        assert connection.execute(kept).scalar_one() == 2


def test_a_track_is_that_of_the_city_s_day_and_thin(store: OpenStore, owner: Engine) -> None:
    settle(owner)
    noon = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)
    midnight = datetime(2026, 11, 22, 16, 0, tzinfo=UTC)
    moments = [noon - timedelta(seconds=20 * at) for at in range(60)]
    moments += [midnight, midnight - timedelta(seconds=1)]
    told = [Position(inspector="I001", at=at, point=EAST, grid="") for at in moments]
    store.positions.tell(told)
    seen = walked(store, noon)
    assert seen.track[0].at == midnight
    assert [one.at for one in seen.track] == sorted(one.at for one in seen.track)
    assert len(seen.track) == 6
    assert (seen.on_duty, seen.certified, seen.duty_grids) == (True, True, ("D1",))
    assert not walked(store, noon + timedelta(hours=1)).on_duty
    assert walked(store, midnight - timedelta(seconds=1)).track[-1].at < midnight
