"""Every count over random histories equals what a naive reader of the same steps counts."""

from datetime import timedelta

import pytest

from console.domain.trail import Step, fold
from console.evaluation.counts import COUNTS, counted, meets, tally_of
from console.evaluation.facts import acts_of, case_fact, flags_of
from console.ports.facts import JUDGED, Flag
from tests.evaluation import lives
from tests.evaluation.oracle import counts_of, lasting

Trail = tuple[Step, ...]


@pytest.fixture(scope="module")
def histories() -> tuple[Trail, ...]:
    return lives.histories()


def test_every_count_of_every_history_equals_the_naive_readers(
    histories: tuple[Trail, ...],
) -> None:
    wrong = []
    for trail in histories:
        fact = case_fact(fold(trail))
        for later in (0, 1, 40):
            as_of = trail[-1].at + timedelta(days=later)
            told = counted([tally_of(fact, as_of)])[()]
            naive = counts_of(trail, as_of)
            assert told.keys() == naive.keys()
            wrong += [(fact.case, later, n, told[n], naive[n]) for n in told if told[n] != naive[n]]
    assert not wrong[:10]


def test_the_histories_reach_every_flag_and_every_count(histories: tuple[Trail, ...]) -> None:
    flags: set[Flag] = set()
    sums = dict.fromkeys(COUNTS, 0)
    for trail in histories:
        fact, as_of = case_fact(fold(trail)), trail[-1].at + timedelta(days=1)
        flags |= flags_of(fact, as_of)
        for name, value in counts_of(trail, as_of).items():
            sums[name] += value
    assert flags == set(Flag)
    assert [name for name, value in sums.items() if not value] == []


def test_no_case_is_counted_twice_by_the_terms_of_a_count(histories: tuple[Trail, ...]) -> None:
    for trail in histories:
        fact, as_of = case_fact(fold(trail)), trail[-1].at + timedelta(days=1)
        tally = tally_of(fact, as_of)
        for count in COUNTS.values():
            assert sum(meets(term, tally.flags) for term in count.terms) < 2, count.name


def test_acts_are_the_judged_steps_that_were_not_taken_back(histories: tuple[Trail, ...]) -> None:
    for trail in histories:
        kept = [step.seq for step in lasting(trail) if step.move in JUDGED]
        assert [act.seq for act in acts_of(trail)] == kept
