"""Holding cases: beat 45 s, grace 20 s, rest 15 min, take-over with a reason."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from console.domain.case import CaseId
from console.domain.refusal import Refusal
from console.domain.stage import Post
from db import OpenStore
from tests.db.lives import MORNING, Life, actor

MINE = actor(Post.ACCEPTOR, "chen", "s1")
OTHER = actor(Post.ACCEPTOR, "wang", "s2")
LEADER = actor(Post.SHIFT_LEADER, "zhou", "s3")


def seconds(count: float) -> timedelta:
    return timedelta(seconds=count)


def test_a_held_case_is_refused_to_another_seat_by_name(store: OpenStore) -> None:
    case = Life(store.store).report()
    claim = store.claims.hold(case, MINE, MORNING)
    assert (claim.operator, claim.seat, claim.since) == ("chen", "s1", MORNING)
    with pytest.raises(Refusal) as refused:
        store.claims.hold(case, OTHER, MORNING + seconds(5))
    assert refused.value.code == "claim.held"
    assert refused.value.facts["holder"] == "chen"


@pytest.mark.parametrize(
    ("passed", "free"),
    [(44, False), (46, False), (65, False), (66, True)],
)
def test_a_silent_seat_loses_its_case_after_beat_and_grace(
    store: OpenStore, passed: int, *, free: bool
) -> None:
    case = Life(store.store).report()
    store.claims.hold(case, MINE, MORNING)
    if free:
        assert store.claims.hold(case, OTHER, MORNING + seconds(passed)).operator == "wang"
    else:
        with pytest.raises(Refusal):
            store.claims.hold(case, OTHER, MORNING + seconds(passed))


def test_within_the_grace_the_former_holder_returns(store: OpenStore) -> None:
    case = Life(store.store).report()
    since = store.claims.hold(case, MINE, MORNING).since
    back = store.claims.hold(case, MINE, MORNING + seconds(60))
    assert (back.since, back.beat_at) == (since, MORNING + seconds(60))


def test_beats_keep_a_case_until_the_seat_rests_too_long(store: OpenStore) -> None:
    case = Life(store.store).report()
    store.claims.hold(case, MINE, MORNING)
    for beat in range(15, 16 * 60, 15):
        store.claims.beat(MINE, MORNING + seconds(beat), active=beat <= 30)
    with pytest.raises(Refusal):
        store.claims.hold(case, OTHER, MORNING + seconds(30 + 15 * 60))
    assert store.claims.hold(case, OTHER, MORNING + seconds(31 + 15 * 60)).operator == "wang"


def test_a_shift_leader_takes_over_with_a_reason_only(store: OpenStore) -> None:
    case = Life(store.store).report()
    store.claims.hold(case, MINE, MORNING)
    with pytest.raises(Refusal):
        store.claims.hold(case, LEADER, MORNING, " ")
    assert store.claims.hold(case, LEADER, MORNING, "交接班").operator == "zhou"
    with pytest.raises(Refusal):
        store.claims.hold(case, OTHER, MORNING, "也想要")


def test_releasing_frees_only_ones_own(store: OpenStore) -> None:
    case = Life(store.store).report()
    store.claims.hold(case, MINE, MORNING)
    store.claims.release(case, OTHER)
    with pytest.raises(Refusal):
        store.claims.hold(case, OTHER, MORNING)
    store.claims.release(case, MINE)
    assert store.claims.hold(case, OTHER, MORNING).operator == "wang"


def test_an_unknown_case_cannot_be_held(store: OpenStore) -> None:
    with pytest.raises(Refusal) as refused:
        store.claims.hold(CaseId(2026000000001), MINE, MORNING)
    assert refused.value.code == "case.unknown"


def test_next_case_is_the_most_urgent_that_nobody_holds(store: OpenStore) -> None:
    life = Life(store.store)
    cases = [life.report() for _ in range(3)]
    assert store.claims.next_case("accept", MINE, life.at) == cases[0]
    assert store.claims.next_case("accept", OTHER, life.at) == cases[1]
    assert store.claims.next_case("dispatch", OTHER, life.at) is None
    late = life.at + timedelta(hours=1)
    for who in (MINE, OTHER):
        store.claims.beat(who, late, active=True)
    assert store.claims.next_case("overdue", LEADER, late) == cases[2]
    assert store.claims.next_case("accept", LEADER, late) is None


def test_seats_asking_at_once_get_different_cases(store: OpenStore) -> None:
    life = Life(store.store, minutes=0)
    cases = {life.report() for _ in range(12)}

    def ask(seat: int) -> CaseId | None:
        return store.claims.next_case("accept", actor(Post.ACCEPTOR, f"op{seat}"), life.at)

    with ThreadPoolExecutor(2) as seats:
        given = list(seats.map(ask, range(12)))
    assert set(given) == cases


def test_holding_opens_a_case_for_the_post_until_it_comes_back(store: OpenStore) -> None:
    life = Life(store.store)
    case = life.report()
    new = {one.queue: one.new for one in store.reading.counts(Post.ACCEPTOR, "chen", life.at)}
    assert new["accept"] == 1
    store.claims.hold(case, MINE, life.at)
    counts = store.reading.counts(Post.ACCEPTOR, "chen", life.at)
    assert {one.queue: one.new for one in counts}["accept"] == 0
    assert store.reading.rows([case], "chen")[0].opened
