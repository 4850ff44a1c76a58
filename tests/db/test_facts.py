"""The server's own facts equal those the trails tell, step by step and rebuilt from nothing."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

import pytest
from sqlalchemy import URL, Engine, Row, select, text

from console.domain.place import Place
from console.domain.stage import Move, Post
from console.domain.trail import Step, fold, follow
from console.evaluation.counts import COUNTS, counted
from console.evaluation.facts import acts_of, case_fact, flags_of
from console.evaluation.posts import POSTS, people_of
from console.ports.facts import JUDGED, ActFact, ActTally, FactDate, Flag, Grouping, Span
from db import OpenStore, open_store
from db.caller_keys import CallerKeys
from db.facts import PostgresFacts
from db.facts_behind import behind, complete_facts
from db.records_facts import ACT_FACT, CASE_FACT
from tests.db.crew import at_work, operator
from tests.db.lives import PLACE, Life
from tests.evaluation.lives import Histories
from tests.evaluation.oracle import counts_of
from tests.evaluation.people_oracle import people_of_trails
from tests.plugins.stores import StoreServer

FIRST = datetime(2026, 1, 1, tzinfo=UTC)
LAST = datetime(2028, 1, 1, tzinfo=UTC)
EVER = Span(start=FIRST, end=LAST, as_of=datetime(2026, 12, 20, tzinfo=UTC))
LIVES = 30


Trails = tuple[tuple[Step, ...], ...]


@pytest.fixture(scope="module")
def trails() -> Trails:
    """Histories of the domain."""
    made = Histories(Random(7))
    return tuple(made.one(number, most=25) for number in range(1, LIVES + 1))


@pytest.fixture(scope="module")
def told(
    server: StoreServer, trails: Trails, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    """Name of a database the histories were put into, by one command a step, as seats do."""
    folder, url = tmp_path_factory.mktemp("told"), server.clone()
    opened = open_store(url, files_folder=folder / "files", operator="chen", keys=server.keys)
    for trail in trails:
        case = None
        for step in trail:
            case = follow(case, step)
            with opened.store.begin(step.command, step.actor, step.at) as work:
                work.put(case, step)
                work.commit()
    opened.dispose()
    yield str(url.database)
    server.drop(url)


@pytest.fixture
def database_url(
    request: pytest.FixtureRequest, server: StoreServer, caller_keys: CallerKeys
) -> Iterator[URL]:
    """This test's own database: with the histories in it when the test asks for them."""
    del caller_keys
    with_trails = "trails" in request.fixturenames
    url = server.clone(request.getfixturevalue("told")) if with_trails else server.clone()
    yield url
    server.drop(url)


def rows_of(owner: Engine) -> tuple[list[Row[Any]], list[Row[Any]]]:
    with owner.connect() as connection:
        return (
            list(connection.execute(CASE_FACT.select().order_by(CASE_FACT.c.case_id)).all()),
            list(connection.execute(ACT_FACT.select().order_by(*ACT_FACT.primary_key)).all()),
        )


def test_each_row_is_what_the_trail_tells(owner: Engine, trails: Trails) -> None:
    expected = [case_fact(fold(trail)) for trail in trails]
    reading = PostgresFacts(owner)
    assert list(reading.facts(EVER, FactDate.REPORTED, {})) == expected
    with owner.connect() as connection:
        kept = connection.execute(ACT_FACT.select().order_by(*ACT_FACT.primary_key)).all()
    acts = [act for trail in trails for act in acts_of(trail)]
    assert [tuple(row) for row in kept] == [_said(act) for act in acts]


def _said(act: ActFact) -> tuple[object, ...]:
    return (
        act.case, act.seq, act.move.value, act.at, act.operator, act.post.value, act.unit,
        act.inspector, act.outcome, act.due, act.first, act.again,
    )  # fmt: skip


@pytest.mark.usefixtures("trails")
def test_rebuilt_from_the_steps_alone_they_are_the_same_rows(owner: Engine) -> None:
    before = rows_of(owner)
    with owner.begin() as connection:
        connection.execute(text("DELETE FROM act_fact"))
        connection.execute(text("DELETE FROM case_fact"))
        assert behind(connection) == LIVES
        told: list[tuple[int, int]] = []
        complete_facts(connection, lambda done, of: told.append((done, of)))
        assert (told[0], told[-1]) == ((0, LIVES), (LIVES, LIVES))
        assert behind(connection) == 0
    assert rows_of(owner) == before


@pytest.mark.parametrize("days", [0, 15, 60])
def test_counts_by_district_are_those_of_the_naive_reader(
    owner: Engine, trails: Trails, days: int
) -> None:
    now = max(trail[-1].at for trail in trails) + timedelta(days=days)
    span = Span(start=FIRST, end=LAST, as_of=now)
    tallies = PostgresFacts(owner).tallies(span, FactDate.REPORTED, (Grouping.DISTRICT,))
    naive: dict[tuple[str, ...], Counter[str]] = {}
    for trail in trails:
        row = naive.setdefault((fold(trail).place.district or "",), Counter())
        row.update(counts_of(trail, now))
    assert counted(tallies) == {
        group: {name: row[name] for name in COUNTS} for group, row in naive.items()
    }


def test_a_period_has_the_cases_of_its_date_and_no_others(owner: Engine, trails: Trails) -> None:
    start = datetime(2026, 10, 1, tzinfo=UTC)
    span = Span(start=start, end=start + timedelta(days=31), as_of=LAST)
    for date in FactDate:
        moments = [getattr(case_fact(fold(trail)), date.value) for trail in trails]
        inside = sum(at is not None and span.start <= at < span.end for at in moments)
        found = PostgresFacts(owner).tallies(span, date, ())
        assert sum(tally.cases for tally in found) == inside, date


def test_people_are_counted_by_their_own_acts(owner: Engine, trails: Trails) -> None:
    found = PostgresFacts(owner).act_tallies(EVER)
    made = [act for trail in trails for act in acts_of(trail)]
    assert sum(one.acts for one in found) == len(made)
    dispatchers = people_of(Post.DISPATCHER, found)
    sent = [
        a
        for a in made
        if a.move.value in {"dispatch", "redispatch"} and a.post.value == "dispatcher"
    ]
    for person in {act.operator for act in sent}:
        mine = [act for act in sent if act.operator == person]
        row = dispatchers[person]
        assert row["dispatch"] == len(mine)
        assert row["in_time_dispatch"] == sum(not act.due or act.at <= act.due for act in mine)


def test_acts_are_listed_as_they_are_summed_whole_or_in_pieces(
    owner: Engine, trails: Trails
) -> None:
    reading = PostgresFacts(owner)
    listed = list(reading.acts(EVER))
    assert [one.act for one in listed] == [act for trail in trails for act in acts_of(trail)]
    summed: Counter[ActTally] = Counter()
    for one in reading.act_tallies(EVER):
        summed[replace(one, acts=1)] += one.acts
    assert Counter(one.tally for one in listed) == summed
    middle = listed[len(listed) // 2].act
    rest = [one for one in listed if (one.act.case, one.act.seq) > (middle.case, middle.seq)]
    assert list(reading.acts(EVER, after=(middle.case, middle.seq))) == rest
    person = listed[0].act.operator
    mine = [one for one in listed if person in (one.act.operator, one.act.inspector)]
    assert list(reading.acts(EVER, person)) == mine


def test_the_cases_of_a_group_can_be_read_in_pieces(owner: Engine, trails: Trails) -> None:
    del trails
    reading, group = PostgresFacts(owner), {Grouping.DISTRICT: "410402"}
    whole = list(reading.facts(EVER, FactDate.REPORTED, group))
    assert {one.district for one in whole} == {"410402"}
    after = whole[3].case
    assert list(reading.facts(EVER, FactDate.REPORTED, group, after=after)) == whole[4:]


def test_the_server_knows_the_flags_and_moves_of_the_domain(owner: Engine) -> None:
    with owner.connect() as connection:
        told = connection.execute(
            text("SELECT array_agg(DISTINCT t.move) FROM transition t WHERE app.is_judged(t.move)")
        ).scalar_one()
    assert set(told) == {move.value for move in JUDGED}


def test_stored_bits_are_the_flags_without_the_moment(owner: Engine, trails: Trails) -> None:
    before = trails[0][0].at - timedelta(days=9)
    with owner.connect() as connection:
        ordered = select(CASE_FACT.c.flags).order_by(CASE_FACT.c.case_id)
        bits = connection.execute(ordered).scalars().all()
    names = list(Flag)
    for trail, stored in zip(trails, bits, strict=True):
        flags = flags_of(case_fact(fold(trail)), min(before, trail[0].at))
        assert {names[at] for at in range(len(names)) if stored >> at & 1} == flags


def test_a_district_reads_the_facts_of_its_own_cases(
    owner: Engine, store: OpenStore, database_url: URL, tmp_path: Path
) -> None:
    life = Life(store.store, at=datetime.now(UTC).replace(microsecond=0) - timedelta(hours=9))
    for area in ("410402", "410403", "410403"):
        case = life.report()
        place = Place(address="中兴路", point=PLACE, district=area, management_area=area)
        life.act(case, Move.AMEND, Post.ACCEPTOR, place=place)
    dan = operator("dan", [Post.DISPATCHER], ["410403"])
    with at_work(owner, database_url, tmp_path, dan) as crew:
        for login, cases in (("lin", 3), ("dan", 2)):
            reading = crew.of(login).facts
            found = reading.tallies(EVER, FactDate.REPORTED, (Grouping.DISTRICT,))
            assert sum(tally.cases for tally in found) == cases
            assert sum(one.acts for one in reading.act_tallies(EVER)) == cases


@pytest.mark.parametrize("days", [3, 14, 400])
def test_people_s_counts_are_those_of_the_naive_reader(
    owner: Engine, trails: Trails, days: int
) -> None:
    start = min(trail[0].at for trail in trails)
    span = Span(start=start, end=start + timedelta(days=days), as_of=LAST)
    acts = PostgresFacts(owner).act_tallies(span)
    told = {
        post.value: {
            who: +Counter({count.name: row[count.name] for count in counts})
            for who, row in people_of(post, acts).items()
        }
        for post, counts in POSTS.items()
    }
    assert told == people_of_trails(trails, span.start, span.end)
