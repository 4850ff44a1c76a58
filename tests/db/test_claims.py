"""Holding cases: beat 45 s, grace 20 s, rest 15 min, take-over with a reason."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from datetime import datetime, timedelta
from threading import Barrier

import psycopg
import pytest
from sqlalchemy import URL, Engine, text

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


def test_a_shift_leader_takes_over_with_a_reason_only(store: OpenStore, owner: Engine) -> None:
    case = Life(store.store).report()
    store.claims.hold(case, MINE, MORNING)
    with pytest.raises(Refusal):
        store.claims.hold(case, LEADER, MORNING, " ")
    assert store.claims.hold(case, LEADER, MORNING, "交接班").operator == "zhou"
    with pytest.raises(Refusal):
        store.claims.hold(case, OTHER, MORNING, "也想要")
    with owner.connect() as connection:
        kept = connection.execute(
            text("SELECT case_id, operator, former, reason, at FROM claim_takeover")
        ).all()
    assert [tuple(row) for row in kept] == [(case, "zhou", "chen", "交接班", MORNING)]


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


SEATS = 50
NEXT = "SELECT api_v1.next_case('accept', %s, 's', 'acceptor', %s)"


@pytest.fixture
def lines(store: OpenStore, database_url: URL) -> Iterator[list[psycopg.Connection]]:
    """A line for each of fifty seats; who has to wait for another one fails."""
    store.dispose()  # its lines are needed
    address = database_url.set(drivername="postgresql").render_as_string(hide_password=False)
    with ExitStack() as open_ones:
        yield [
            open_ones.enter_context(psycopg.connect(address, options="-c lock_timeout=2000"))
            for _ in range(SEATS)
        ]


def urgent_first(store: OpenStore) -> tuple[list[CaseId], datetime]:
    """A case for each seat, the most urgent one first."""
    life = Life(store.store, minutes=1)
    return [life.report() for _ in range(SEATS)], life.at


def given(line: psycopg.Connection, seat: int, at: datetime) -> CaseId | None:
    """The next case of a seat, whose transaction stays open."""
    row = line.execute(NEXT, [f"op{seat}", at]).fetchone()
    assert row is not None
    return row[0] if row[0] is None else CaseId(row[0])


def test_fifty_seats_are_given_fifty_cases_though_nobody_has_committed(
    store: OpenStore, lines: list[psycopg.Connection]
) -> None:
    """Every transaction is open while the next seat asks: who waited would wait for ever."""
    cases, at = urgent_first(store)
    store.dispose()
    assert [given(line, seat, at) for seat, line in enumerate(lines)] == cases
    lines[0].rollback()  # what was not committed goes to the next who asks
    assert given(lines[0], 99, at) == cases[0]


def test_fifty_seats_asking_at_once_get_fifty_cases(
    store: OpenStore, lines: list[psycopg.Connection]
) -> None:
    cases, at = urgent_first(store)
    store.dispose()
    together = Barrier(SEATS)

    def ask(seat: int) -> CaseId | None:
        together.wait()
        found = given(lines[seat], seat, at)
        lines[seat].commit()
        return found

    with ThreadPoolExecutor(SEATS) as seats:
        found = list(seats.map(ask, range(SEATS)))
    assert sorted(found, key=str) == sorted(cases)
    assert given(lines[0], 0, at) is None


def test_holding_opens_a_case_for_the_post_until_it_comes_back(store: OpenStore) -> None:
    life = Life(store.store)
    case = life.report()
    new = {one.queue: one.new for one in store.reading.counts(Post.ACCEPTOR, "chen", life.at)}
    assert new["accept"] == 1
    store.claims.hold(case, MINE, life.at)
    counts = store.reading.counts(Post.ACCEPTOR, "chen", life.at)
    assert {one.queue: one.new for one in counts}["accept"] == 0
    assert store.reading.rows([case], "chen")[0].opened
