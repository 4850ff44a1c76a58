"""Calls: told by the telephone system alone, counted as they are, and kept for 400 days."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import URL, Engine, text

from console.domain.refusal import Refusal
from console.domain.stage import Post
from console.ports.calls import HEARD, Call
from console.ports.wall import CallCounts
from db import OpenStore
from db.wall import PostgresWall
from tests.db.crew import Crew, at_work, operator
from tests.db.wall_ground import wall_of

NOW = datetime.now(UTC).replace(microsecond=0)
"""When this module was read; a long run comes to its tests an hour later."""


def call(ago: float, answered: float | None = None, now: datetime = NOW, **more: datetime) -> Call:
    """A call that rang so many seconds ago and was answered after so many."""
    rang = now - timedelta(seconds=ago)
    after = None if answered is None else rang + timedelta(seconds=answered)
    return Call(id=uuid4(), rang_at=rang, answered_at=after, **more)


@pytest.fixture
def wall(owner: Engine, database_url: URL) -> Iterator[PostgresWall]:
    with wall_of(owner, database_url) as made:
        yield made


@pytest.fixture
def crew(owner: Engine, database_url: URL, tmp_path: Path) -> Iterator[Crew]:
    with at_work(owner, database_url, tmp_path, operator("channel", [Post.SYSTEM])) as made:
        yield made


def seen(wall: PostgresWall, now: datetime = NOW) -> CallCounts:
    with wall.at_one_moment() as moment:
        return moment.calls(now - timedelta(minutes=30))


def test_calls_are_counted_from_a_moment_on_and_who_waits_now(
    wall: PostgresWall, store: OpenStore
) -> None:
    now = datetime.now(UTC).replace(microsecond=0)
    assert seen(wall, now) == CallCounts(known=False)
    told = [
        call(600, 15, now), call(500, 15.5, now, ended_at=now),
        call(400, None, now, given_up_at=now),
        call(300, None, now, ended_at=now), call(90, None, now), call(40, None, now),
        call(2_400, 3, now), call(8_000, None, now),
    ]  # fmt: skip
    assert store.calls.tell(told) == 8
    found = seen(wall, now)
    assert replace(found, longest=0.0) == CallCounts(
        known=True, calls=6, answered=2, in_time=1, given_up=2, waiting=2
    )
    assert found.longest == pytest.approx(90 + (datetime.now(UTC) - now).total_seconds(), abs=2)


def test_a_call_told_again_keeps_what_it_had_and_an_answer_wins(
    wall: PostgresWall, crew: Crew
) -> None:
    calls = crew.of("channel").calls
    one = call(60)
    assert calls.tell([one]) == 1
    assert calls.tell([one, one]) == 0
    given_up = replace(one, given_up_at=NOW)
    assert calls.tell([given_up]) == 1
    assert seen(wall).given_up == 1
    assert calls.tell([replace(one, answered_at=NOW - timedelta(seconds=50))]) == 1
    assert calls.tell([given_up, replace(one, answered_at=NOW)]) == 0
    found = seen(wall)
    assert (found.answered, found.in_time, found.given_up, found.waiting) == (1, 1, 0, 0)


def test_a_silent_telephone_system_is_told_and_one_without_calls_is_none(
    wall: PostgresWall, store: OpenStore, owner: Engine
) -> None:
    assert store.calls.tell([]) == 0
    assert seen(wall) == CallCounts(known=True)
    with owner.begin() as connection:
        longer = HEARD + timedelta(seconds=5)
        connection.execute(text("UPDATE hotline_told SET at = at - :long"), {"long": longer})
    assert seen(wall) == CallCounts(known=False)


@pytest.mark.parametrize("login", ["chen", "zhou", "guo", "I001"])
def test_nobody_else_tells_calls(crew: Crew, login: str) -> None:
    with pytest.raises(Refusal, match=r"judge\.post"):
        crew.of(login).calls.tell([call(5)])


@pytest.mark.parametrize(
    ("field", "told"),
    [
        ("rang_at", call(90_000)),
        ("rang_at", call(-7_200)),  # far ahead: a long run comes here late
        ("answered_at", call(60, -1)),
        ("answered_at", call(60, 7_200)),
        ("given_up_at", call(60, 5, given_up_at=NOW)),
        ("ended_at", call(60, 5, ended_at=NOW - timedelta(hours=1))),
    ],
)
def test_a_call_that_cannot_be_is_refused_with_its_field(
    crew: Crew, field: str, told: Call
) -> None:
    with pytest.raises(Refusal) as refused:
        crew.of("channel").calls.tell([call(5), told])
    assert (refused.value.code, refused.value.facts) == ("call.unfit", {"field": field})


def test_calls_are_forgotten_after_400_days(store: OpenStore, owner: Engine) -> None:
    day = 86_400
    store.calls.tell([call(401 * day), call(399 * day)])
    with owner.begin() as connection:
        connection.execute(text("SELECT app.tidy(clock_timestamp())"))
        left = connection.execute(text("SELECT count(*) FROM hotline_call"))
        assert left.scalar_one() == 1
