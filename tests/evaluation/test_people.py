"""The tables of people over random histories equal what a naive reader of the same steps counts."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

import pytest

from console.domain.trail import Step, fold
from console.evaluation.facts import acts_of, case_fact, flags_of
from console.evaluation.posts import POSTS, people_of
from console.ports.facts import ActTally
from tests.evaluation import lives
from tests.evaluation.people_oracle import People, people_of_trails

Trail = tuple[Step, ...]


@pytest.fixture(scope="module")
def histories() -> tuple[Trail, ...]:
    return lives.histories()


def _told(trails: Sequence[Trail], start: datetime, end: datetime, as_of: datetime) -> People:
    acts = [one for trail in trails for one in _tallies(trail, start, end, as_of)]
    return {
        post.value: {
            who: +Counter({count.name: row[count.name] for count in POSTS[post]})
            for who, row in people_of(post, acts).items()
        }
        for post in POSTS
    }


def _tallies(trail: Trail, start: datetime, end: datetime, as_of: datetime) -> Iterator[ActTally]:
    flags = flags_of(case_fact(fold(trail)), as_of)
    for act in acts_of(trail):
        if start <= act.at < end:
            yield ActTally(
                operator=act.operator, inspector=act.inspector, post=act.post, move=act.move,
                in_time=act.due is None or act.at <= act.due, first=act.first, flags=flags, acts=1,
            )  # fmt: skip


@pytest.mark.parametrize("days", [(0, 400), (10, 20), (20, 21), (55, 90)])
def test_every_count_of_every_person_equals_the_naive_readers(
    histories: tuple[Trail, ...], days: tuple[int, int]
) -> None:
    first = min(trail[0].at for trail in histories)
    start, end = (first + timedelta(days=day) for day in days)
    as_of = max(trail[-1].at for trail in histories)
    naive = people_of_trails(histories, start, end)
    told = _told(histories, start, end, as_of)
    assert told == naive


def test_the_histories_reach_every_count_of_people(histories: tuple[Trail, ...]) -> None:
    first = min(trail[0].at for trail in histories)
    naive = people_of_trails(histories, first, first + timedelta(days=4_000))
    reached = {
        (post, name) for post, rows in naive.items() for row in rows.values() for name in row
    }
    wanted = {(post.value, count.name) for post, counts in POSTS.items() for count in counts}
    assert wanted - reached <= {("inspector", "declined_report")}  # rare, and may be drawn one day
