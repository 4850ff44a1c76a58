"""The rail's counts: one seat counts for all, nobody waits, nobody sees more than its areas."""

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from datetime import time as clock
from pathlib import Path
from threading import Barrier

import pytest
from sqlalchemy import URL, Engine, text

from console.domain.case import CaseId
from console.domain.place import Place
from console.domain.stage import Move, Post
from console.ports.rows import QueueCount
from db import OpenStore
from db.standing import LOCAL
from tests.db.crew import Crew, at_work, employ, operator
from tests.db.lives import PEOPLE, PLACE, Life, actor

HERE, THERE = "410402", "410403"
CALLERS = 50
LINES = 5  # of one operator
FRESH = 2.0  # seconds a picture holds
ASK = "SELECT * FROM api_v1.live_counts('dispatcher', %s, now())"


@pytest.fixture
def crew(owner: Engine, database_url: URL, tmp_path: Path) -> Iterator[Crew]:
    with at_work(owner, database_url, tmp_path, operator("dan", [Post.DISPATCHER], [HERE])) as made:
        yield made


@pytest.fixture
def life(store: OpenStore) -> Life:
    return Life(store.store, at=datetime.now(UTC).replace(microsecond=0) - timedelta(hours=30))


def placed(life: Life, area: str) -> CaseId:
    case = life.report()
    place = Place(address="中兴路 12 号", point=PLACE, district=area, management_area=area)
    life.act(case, Move.AMEND, Post.ACCEPTOR, place=place)
    return case


def told(store: OpenStore, login: str, post: Post = Post.DISPATCHER) -> dict[str, QueueCount]:
    counts = store.reading.counts(post, login, datetime.now(UTC))
    return {one.queue: one for one in counts}


def turns(owner: Engine) -> int:
    """How often a picture was made."""
    with owner.connect() as connection:
        return connection.execute(text("SELECT max(turn) FROM live_picture")).scalar_one() or 0


def age(owner: Engine, seconds: float) -> None:
    """Make the picture this old."""
    with owner.begin() as connection:
        connection.execute(
            text("UPDATE live_picture SET counted_at = clock_timestamp() - :old"),
            {"old": timedelta(seconds=seconds)},
        )


def test_at_rest_the_picture_says_what_the_owner_counts_himself(
    crew: Crew, store: OpenStore, life: Life
) -> None:
    placed(life, HERE)
    dispatched = placed(life, THERE)
    life.to_dispatch(dispatched)
    life.to_handling(life.report())
    opened = life.report()
    store.claims.hold(opened, actor(Post.ACCEPTOR), life.at)
    for post in (Post.DISPATCHER, Post.ACCEPTOR):
        seen, counted = told(crew.of("lin"), "lin", post), told(store, "lin", post)
        assert [(one.total, one.over, one.near, one.new) for one in seen.values()] == [
            (one.total, one.over, one.near, one.new) for one in counted.values()
        ]
        assert [(one.nearest, one.limit) for one in seen.values() if one.nearest] == [
            (one.nearest, one.limit) for one in counted.values() if one.nearest
        ]
    new = {
        post: told(store, "lin", post)["accept"].new for post in (Post.DISPATCHER, Post.ACCEPTOR)
    }
    assert new == {Post.DISPATCHER: 2, Post.ACCEPTOR: 1}
    assert sum(one.over for one in counted.values()) > 0


def test_fifty_callers_at_once_make_one_picture(crew: Crew, owner: Engine, life: Life) -> None:
    life.report()
    told(crew.of("lin"), "lin")
    logins = [f"many{at}" for at in range(CALLERS // LINES)]
    employ(owner, *(operator(login, [Post.DISPATCHER]) for login in logins))
    lines = [(crew.line(login), login) for login in logins for _ in range(LINES)]
    age(owner, 5)
    before, together = turns(owner), Barrier(CALLERS)

    def ask(at: int) -> int:
        together.wait()
        line, login = lines[at]
        return len(line.execute(ASK, [login]).fetchall())

    begun = time.monotonic()
    with ThreadPoolExecutor(CALLERS) as callers:
        answers = list(callers.map(ask, range(CALLERS)))
    taken = time.monotonic() - begun
    assert all(answers)
    assert 1 <= turns(owner) - before <= 1 + int(taken / FRESH)
    for line, _ in lines:
        line.close()


def test_nobody_waits_for_the_one_who_counts(crew: Crew, owner: Engine, life: Life) -> None:
    life.report()
    told(crew.of("lin"), "lin")
    life.report()
    age(owner, 5)
    before = turns(owner)
    with crew.line("lin") as counting, crew.line("dan") as other:
        with counting.transaction():
            fresh = counting.execute(ASK, ["lin"]).fetchall()
            other.execute("SET statement_timeout = '3s'; SET lock_timeout = '1ms'")
            former = other.execute(ASK, ["dan"]).fetchall()
            assert turns(owner) == before
        assert [(row[1], row[2]) for row in fresh if row[1] == "accept"] == [("accept", 2)]
        assert [(row[1], row[2]) for row in former if row[1] == "accept"] == [("accept", 1)]
        assert all(row[0] >= 5 for row in former if row[1] == "accept")
        assert turns(owner) == before + 1
        renewed = other.execute(ASK, ["dan"]).fetchall()
    assert [row[2] for row in renewed if row[1] == "accept"] == [2]


def test_who_keeps_the_picture_from_being_renewed_keeps_nobody_from_counting(
    crew: Crew, owner: Engine, life: Life
) -> None:
    life.report()
    told(crew.of("lin"), "lin")
    age(owner, 11)
    with crew.line("dan") as keeping, keeping.transaction():
        keeping.execute(ASK, ["dan"])
        life.report()
        seen = told(crew.of("lin"), "lin")["accept"]
    assert seen.total == 2
    assert seen.age < timedelta(seconds=5)


def test_the_age_of_the_picture_is_told_and_an_old_one_is_made_anew(
    crew: Crew, owner: Engine, life: Life
) -> None:
    life.report()
    reading = crew.of("lin")
    told(reading, "lin")
    age(owner, -60)  # from before somebody set the server's clock back
    assert told(reading, "lin")["accept"].age < timedelta(seconds=FRESH)
    life.report()
    age(owner, 1.0)
    seen = told(reading, "lin")["accept"]
    if seen.total == 1:  # else this machine took a second to ask
        assert seen.age >= timedelta(seconds=1)
    age(owner, 2.1)
    assert told(reading, "lin")["accept"].total == 2


def test_a_picture_of_a_city_with_nothing_to_do_tells_its_age_too(
    crew: Crew, owner: Engine
) -> None:
    told(crew.of("lin"), "lin")
    age(owner, FRESH / 2)
    counts = told(crew.of("lin"), "lin")
    assert {one.total for one in counts.values()} == {0}
    assert all(
        one.age >= timedelta(seconds=FRESH / 2) for one in counts.values() if one.queue != "mine"
    )


def test_after_a_crash_the_first_one_counts_anew(crew: Crew, owner: Engine, life: Life) -> None:
    life.report()
    told(crew.of("lin"), "lin")
    with owner.begin() as connection:
        connection.execute(text("TRUNCATE live_picture, live_count"))
    assert told(crew.of("lin"), "lin")["accept"].total == 1


def test_where_nothing_can_be_written_everybody_counts_himself(
    crew: Crew, owner: Engine, life: Life
) -> None:
    life.report()
    with crew.line("lin") as line:
        line.execute("SET default_transaction_read_only = on")
        rows = line.execute(ASK, ["lin"]).fetchall()
    assert [row[2] for row in rows if row[1] == "accept"] == [1]
    assert turns(owner) == 0


def test_a_district_s_seat_counts_its_own_cases_and_those_without_a_place(
    crew: Crew, life: Life
) -> None:
    placed(life, HERE), placed(life, THERE), life.report()
    assert told(crew.of("lin"), "lin")["accept"].total == 3
    seen = told(crew.of("dan"), "dan")
    assert seen["accept"].total == 2
    assert seen["accept"].new == 2


def test_mine_is_counted_at_once(crew: Crew, life: Life) -> None:
    case = life.report()
    told(crew.of("lin"), "lin")
    chen = crew.of("chen")
    chen.claims.hold(case, actor(Post.ACCEPTOR, "chen"), datetime.now(UTC))
    assert told(chen, "chen", Post.ACCEPTOR)["mine"].total == 1
    assert told(crew.of("lin"), "lin")["mine"].total == 0


def test_what_was_done_today_is_one_s_own_and_of_the_city_s_day(store: OpenStore) -> None:
    life = Life(store.store)
    life.to_dispatch(life.report())
    acceptor = PEOPLE[Post.ACCEPTOR]

    def done(login: str, at: datetime) -> int:
        counts = store.reading.counts(Post.ACCEPTOR, login, at)
        return {one.queue: one.done_today for one in counts}["mine"]

    midnight = datetime.combine(life.at.astimezone(LOCAL), clock(), LOCAL) + timedelta(days=1)
    assert done(acceptor, life.at) > 0
    assert done(acceptor, midnight - timedelta(seconds=1)) == done(acceptor, life.at)
    assert done(acceptor, midnight) == 0
    assert done("nobody", life.at) == 0
