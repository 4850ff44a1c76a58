"""The demo city's past is played by the services, looks like a real city's, and repeats itself."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta

import pytest

from console.demo.history import History, Played, Span
from console.demo.pacing import LOCAL
from console.domain.case import Case, CloseKind
from console.domain.stage import QUEUES, Move, Stage
from console.domain.trail import fold
from tests.demo_stage import demo_scenario, empty_store
from tests.fakes import FakeStore

NOON = datetime(2026, 11, 23, 4, 30, tzinfo=UTC)
"""Monday, 12:30 in Pingdingshan."""
DESIGN = {
    "accept": 7,
    "confirm": 12,
    "register": 5,
    "dispatch": 23,
    "handle": 318,
    "verify": 41,
    "close": 16,
    "coordinate": 3,
}


def play(span: Span) -> tuple[FakeStore, Played]:
    store = empty_store()
    today = span.now.astimezone(LOCAL).date()
    past = [day for day in span.dates() if day < today]
    told: list[int] = []
    played = History(store, demo_scenario(), span).play_past(past, told.append)
    present = History(store, demo_scenario(), span, "now").play_present(today, told.append)
    assert sum(told) == played.cases + present.cases
    return store, played + present


@pytest.fixture(scope="module")
def fortnight() -> FakeStore:
    store, played = play(Span(now=NOON, days=14, per_day=120))
    assert played.refused == 0
    assert played.cases == len(store.cases)
    return store


def share(cases: list[Case], holds: list[Case]) -> float:
    return len(holds) / len(cases)


def test_the_same_seed_and_the_same_now_give_the_same_cases() -> None:
    span = Span(now=NOON, days=1, per_day=25)
    first, second = play(span)[0], play(span)[0]
    assert first.trails == second.trails
    assert first.callers == second.callers


def test_another_seed_gives_another_city_life() -> None:
    spans = [Span(now=NOON, days=1, per_day=25, seed=seed) for seed in (1, 2)]
    descriptions = [[case.description for case in play(span)[0].cases.values()] for span in spans]
    assert descriptions[0] != descriptions[1]


@pytest.mark.parametrize(
    "now",
    [
        NOON,
        datetime(2026, 11, 23, 19, 5, tzinfo=UTC),
        datetime(2026, 10, 3, 1, 0, tzinfo=UTC),
        datetime(2026, 11, 23, 0, 1, tzinfo=UTC),
    ],
    ids=["noon", "night", "holiday", "start of work"],
)
def test_the_open_work_is_that_of_the_design_at_any_hour(now: datetime) -> None:
    store, played = play(Span(now=now, days=0))
    assert played.refused == 0
    counted = Counter(case.queue for case in store.cases.values() if case.open)
    assert counted == DESIGN
    over = Counter(
        case.queue
        for case in store.cases.values()
        if case.open and case.running and not case.running.paused and case.running.due < now
    )
    assert over == {"confirm": 1, "dispatch": 2, "handle": 19, "verify": 2, "close": 1}


def test_nothing_has_happened_in_the_future(fortnight: FakeStore) -> None:
    assert all(step.at <= NOON for trail in fortnight.trails.values() for step in trail)
    resumed = (case.suspended_until for case in fortnight.cases.values() if case.open)
    assert all(until > NOON for until in resumed if until)


def test_every_case_is_what_its_trail_tells(fortnight: FakeStore) -> None:
    for case, trail in fortnight.trails.items():
        assert fold(trail) == fortnight.cases[case]
        moments = [step.at for step in trail]
        assert moments == sorted(moments)


def test_a_past_looks_like_a_real_citys(fortnight: FakeStore) -> None:
    past = [case for case in fortnight.cases.values() if not case.open]
    registered = [case for case in past if case.close_kind is CloseKind.NORMAL]
    timed = [case for case in registered if case.bundled is not None]
    late = [case for case in timed if case.bundled and case.bundled.late]
    assert 0.09 < share(timed, late) < 0.20
    assert share(past, [case for case in past if case.rework]) < 0.03
    assert 0.005 < share(past, [case for case in past if case.returns]) < 0.04
    assert share(past, registered) > 0.85


def test_every_kind_of_fate_occurs(fortnight: FakeStore) -> None:
    moves = {step.move for trail in fortnight.trails.values() for step in trail}
    assert moves >= {
        Move.RESUME,
        Move.APPROVE_EXTENSION,
        Move.REFUSE_RETURN,
        Move.DESIGNATE,
        Move.REDISPATCH,
        Move.CALL_BACK,
        Move.MERGE,
        Move.APPROVE_SELF_HANDLING,
        Move.DECLINE,
        Move.REFUSE_REGISTRATION,
        Move.SEND_BACK,
        Move.APPROVE_VOID,
        Move.URGE,
    }
    ended = Counter(case.stage for case in fortnight.cases.values())
    assert ended[Stage.MERGED] > 0


def test_a_duplicate_follows_a_case_of_the_same_place(fortnight: FakeStore) -> None:
    merged = [case for case in fortnight.cases.values() if case.stage is Stage.MERGED]
    assert merged
    for case in merged:
        assert case.master is not None
        assert fortnight.cases[case.master].place.address == case.place.address


def test_callers_have_numbers_that_no_telephone_has(fortnight: FakeStore) -> None:
    callers = [one for some in fortnight.callers.values() for one in some]
    assert callers
    assert all(caller.phone.startswith("100") for caller in callers)
    assert all(fortnight.cases[case].callers for case in fortnight.callers)


def test_pictures_are_taken_when_their_step_is_made(fortnight: FakeStore) -> None:
    assert fortnight.photos
    for case, seq, photo in fortnight.photos:
        assert photo.taken_at == fortnight.trails[case][seq - 1].at


def test_every_case_is_dispatched_to_a_unit_that_serves_its_place(fortnight: FakeStore) -> None:
    sent = [case for case in fortnight.cases.values() if case.unit]
    assert all(case.unit in fortnight.units for case in sent)
    assert len({case.unit for case in sent}) > 20


def test_patrols_rest_at_night_and_weekends_are_calmer() -> None:
    store, _ = play(Span(now=NOON, days=3, per_day=80))
    begun = [trail[0] for trail in store.trails.values() if trail[0].at < NOON - timedelta(days=1)]
    hours = {step.at.astimezone(LOCAL).hour for step in begun if step.move is Move.REPORT}
    open_long = {1, 2, 3, 4}
    assert not hours & open_long


def test_the_queues_of_the_design_are_the_domains() -> None:
    assert DESIGN.keys() == QUEUES.keys()


def test_a_span_ends_with_the_local_day_of_now() -> None:
    days = list(Span(now=datetime(2026, 11, 22, 17, 0, tzinfo=UTC), days=2).dates())
    assert days == [date(2026, 11, 21), date(2026, 11, 22), date(2026, 11, 23)]


def test_a_city_without_history_knows_how_much_there_is_to_do() -> None:
    span = Span(now=datetime(2026, 11, 22, 16, 0, tzinfo=UTC), days=0)  # midnight: nothing is over
    assert play(span)[1].cases == span.expected
