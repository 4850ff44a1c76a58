"""A tone for new emergencies: once for each, never for what was there, a class kept off the wall
never, and not for what came while the store was gone for long."""

from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
from PySide6.QtCore import QCoreApplication

from console.ports.errors import StoreUnavailable
from console.viewmodels.wall_calls import NewEmergencies
from console.viewmodels.wall_stage import Emergency
from tests.fake_wall import FakeWall, Life
from tests.wall_bench import Bench


@dataclass
class Ear:
    """What was called, each time."""

    bench: Bench
    rang: list[tuple[Emergency, ...]] = field(default_factory=list)

    def hear(self, news: tuple[Emergency, ...]) -> None:
        self.rang.append(news)

    def comes(self, case: int, *, shown: bool = True) -> None:
        """An emergency is reported."""
        now = self.bench.wall.now
        self.bench.wall.put(Life(id=case, entered=(now,), category="0501", shown=shown))


@pytest.fixture
def ear(qapp: QCoreApplication) -> Iterator[Ear]:
    bench = Bench(FakeWall.with_cases(20))
    made = Ear(bench)
    made.comes(900)
    calls = NewEmergencies(bench.stage)
    calls.came.connect(made.hear)
    bench.stage.start()
    bench.pass_(4.0)
    yield made
    bench.stage.close()


def test_what_was_open_when_the_wall_began_is_no_news(ear: Ear) -> None:
    assert ear.rang == []


def test_a_new_emergency_rings_once_with_its_class_and_district_in_words(ear: Ear) -> None:
    ear.comes(901)
    for _ in range(3):
        ear.bench.pass_(4.0)
    [[called]] = ear.rang
    assert called == Emergency("道路积水", "卫东区")


def test_one_of_a_hidden_class_does_not_ring(ear: Ear) -> None:
    ear.comes(901, shown=False)
    ear.bench.pass_(4.0)
    assert ear.rang == []


@pytest.mark.parametrize(("seconds", "called"), [(8.0, 1), (90.0, 0)])
def test_what_came_while_the_store_was_gone_is_called_only_after_a_short_loss(
    ear: Ear, seconds: float, called: int
) -> None:
    ear.bench.wall.fault = StoreUnavailable("store.lost")
    ear.bench.wall.orders_fault = ear.bench.wall.fault
    ear.bench.pass_(seconds)
    ear.comes(901)
    ear.bench.wall.fault = ear.bench.wall.orders_fault = None
    for _ in range(4):
        ear.bench.pass_(4.0)
    assert len(ear.rang) == called
