"""The outside world goes on by itself, answers what operators do, and keeps out of their way."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from random import Random

import pytest

from console.demo.chores import CHORES, due_at, next_act
from console.demo.history import History, Span
from console.demo.live import Around, LiveCity
from console.demo.patrols import Patrols
from console.domain.case import Case, CaseId
from console.domain.refusal import Refusal
from console.domain.stage import ENDED, Stage
from console.ports.positions import Position
from console.ports.rows import CaseDetail, CaseRow, News
from console.ports.work import Claim
from console.services.runner import run
from console.services.seat import Seat
from tests.demo.test_hotline import Exchange
from tests.demo_stage import demo_city, demo_scenario, empty_store
from tests.fake_reading import FakeFeed, FakeReading, a_detail
from tests.fakes import FakeStore
from tests.rows import a_case_row

NOON = datetime(2026, 11, 23, 2, 30, tzinfo=UTC)


def row_of(case: Case) -> CaseRow:
    """The case as a queue shows it, as far as the outside world looks."""
    running = case.running
    return a_case_row(
        id=case.id,
        stage=case.stage,
        source=case.source,
        started_at=running.started if running else None,
        limit=running.limit.code if running else "",
        suspended_until=case.suspended_until,
    )


def _heard(_more: int) -> None:
    """Nobody watches the bar."""


@dataclass
class StoreReading(FakeReading):
    """Reads the cases of a store in memory."""

    store: FakeStore = field(default_factory=empty_store)
    claims: dict[CaseId, Claim] = field(default_factory=dict)

    def open_rows(self, seat: str) -> Sequence[CaseRow]:
        return [row_of(case) for case in self.store.cases.values() if case.open]

    def rows(self, cases: Sequence[CaseId], seat: str) -> Sequence[CaseRow]:
        return [row_of(self.store.cases[case]) for case in cases]

    def detail(self, case: CaseId, seat: str) -> CaseDetail:
        plain = a_detail(row_of(self.store.cases[case]))
        return CaseDetail(
            case=self.store.cases[case],
            steps=plain.steps,
            photos=(),
            callers=(),
            claim=self.claims.get(case),
            names={},
        )


@dataclass
class World:
    """A city at work and its clock."""

    store: FakeStore
    reading: StoreReading
    feed: FakeFeed
    city: LiveCity
    at: datetime

    def wait(self, **more: float) -> int:
        """Let time pass in minutes, telling the city what changed; how many acts it did."""
        end = self.at + timedelta(**more)
        before = self.city.acts
        while self.at < end:
            self.at += timedelta(minutes=1)
            known = {case: len(trail) for case, trail in self.store.trails.items()}
            self.city.turn()
            changed = [
                case for case, trail in self.store.trails.items() if known.get(case) != len(trail)
            ]
            self.feed.waiting.append(News(cases=tuple(changed), as_of=self.at))
        return self.city.acts - before


@pytest.fixture
def world() -> World:
    """The open work of a Monday, half past ten."""
    store = empty_store()
    History(store, demo_scenario(), Span(now=NOON, days=0)).play_present(NOON.date(), _heard)
    reading = StoreReading(store=store)
    made: list[World] = []

    def clock() -> datetime:
        return made[0].at if made else NOON

    feed = FakeFeed(clock)
    around = Around(store=store, reading=reading, feed=feed, clock=clock)
    city = LiveCity(around, demo_scenario(), Random(5))
    made.append(World(store=store, reading=reading, feed=feed, city=city, at=NOON))
    return made[0]


def test_whatever_stands_open_its_next_act_is_lawful(world: World) -> None:
    done = 0
    for case in [one for one in world.store.cases.values() if one.open]:
        beat = next_act(case, demo_scenario().props, NOON + timedelta(minutes=3), Random(case.id))
        if beat is None:
            continue
        seat = Seat(
            actor=beat.actor,
            now=lambda beat=beat: beat.at,  # type: ignore[misc]
            store=world.store,
            new_command=lambda case=case: f"act-{case.id}",  # type: ignore[misc]
        )
        if case.stage is Stage.SUSPENDED:
            with pytest.raises(Refusal, match="resume_due"):
                run(beat.make(case.id, beat.at), seat)
            continue
        run(beat.make(case.id, beat.at), seat)
        done += 1
    assert done > 380


def test_every_open_stage_but_a_coordination_goes_on_by_itself() -> None:
    assert CHORES.keys() == frozenset(Stage) - ENDED - {Stage.COORDINATING}


def test_the_city_works_and_new_reports_come_in(world: World) -> None:
    before = set(world.store.cases)
    world.city.begin()
    acts = world.wait(hours=2)
    assert acts > 60
    fresh = [world.store.cases[case] for case in world.store.cases.keys() - before]
    assert fresh
    assert {case.stage for case in world.store.cases.values()} & {Stage.CLOSED}


def test_a_case_an_operator_holds_is_left_alone(world: World) -> None:
    held = next(case for case in world.store.cases.values() if case.stage is Stage.TO_CLOSE)
    claim = Claim(
        case=held.id, operator="chenlei", seat="s", since=NOON, beat_at=NOON, active_at=NOON
    )
    far = timedelta(days=1)
    world.reading.claims[held.id] = Claim(
        case=claim.case,
        operator=claim.operator,
        seat=claim.seat,
        since=NOON,
        beat_at=NOON + far,
        active_at=NOON + far,
    )
    world.city.begin()
    world.wait(hours=3)
    assert world.store.cases[held.id].stage is Stage.TO_CLOSE


def test_a_suspension_resumes_at_its_date_and_not_before() -> None:
    until = NOON + timedelta(days=3)
    row = a_case_row(id=CaseId(1), stage=Stage.SUSPENDED, suspended_until=until)
    calendar = demo_scenario().calendar
    assert due_at(row, NOON, calendar, Random(1)) == until


def test_a_faster_city_is_busier(world: World) -> None:
    around = Around(
        store=world.store, reading=world.reading, feed=world.feed, clock=lambda: world.at
    )
    world.city = LiveCity(around, demo_scenario(), Random(5), speed=60)
    world.city.begin()
    assert world.wait(minutes=10) > 100


@dataclass
class Told:
    """A channel that keeps what it was told."""

    batches: list[Sequence[Position]] = field(default_factory=list)

    def tell(self, positions: Sequence[Position]) -> int:
        self.batches.append(positions)
        return len(positions)


def test_inspectors_tell_where_they_are_once_a_minute(world: World) -> None:
    told = Told()
    around = Around(
        store=world.store,
        reading=world.reading,
        feed=world.feed,
        clock=lambda: world.at,
        positions=told,
    )
    city = LiveCity(around, demo_scenario(), Random(5), patrols=Patrols(demo_city()))
    city.begin()
    for _ in range(7):
        city.turn()
        world.at += timedelta(seconds=20)
    assert [batch[0].at - NOON for batch in told.batches] == [
        timedelta(minutes=at) for at in range(3)
    ]


def test_the_telephone_system_tells_its_calls(world: World) -> None:
    exchange = Exchange()
    around = Around(
        store=world.store,
        reading=world.reading,
        feed=world.feed,
        clock=lambda: world.at,
        calls=exchange,
    )
    city = LiveCity(around, demo_scenario(), Random(5))
    city.begin()
    for _ in range(90):
        city.turn()
        world.at += timedelta(minutes=1)
    assert len(exchange.batches) == 90
    assert any(one.answered_at for one in exchange.known.values())
