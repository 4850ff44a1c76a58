"""The demo's hotline rings by the hour, is mostly answered in time, and tells each change once."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from random import Random

import pytest

from console.demo.hotline import PER_DAY, Hotline, calls_between
from console.ports.calls import TURN, Call
from console.ports.errors import StoreUnavailable
from console.viewmodels.wall_blocks import FRESH_SECONDS

MIDNIGHT = datetime(2026, 11, 22, 16, tzinfo=UTC)
DAY = timedelta(days=1)


class Exchange:
    """Keeps what it is told; fails as often as it should."""

    def __init__(self, failures: int = 0) -> None:
        self.batches: list[Sequence[Call]] = []
        self.known: dict[object, Call] = {}
        self.failures = failures

    def tell(self, calls: Sequence[Call]) -> int:
        if self.failures:
            self.failures -= 1
            raise StoreUnavailable("store.lost")
        self.batches.append(calls)
        self.known |= {one.id: one for one in calls}
        return len(calls)


def test_a_day_rings_as_often_as_a_city_and_most_are_answered_in_time() -> None:
    calls = list(calls_between(MIDNIGHT, MIDNIGHT + DAY, 4))
    assert 0.8 * PER_DAY < len(calls) < 1.25 * PER_DAY
    waits = [one.answered_at - one.rang_at for one in calls if one.answered_at is not None]
    assert len(waits) > 0.9 * len(calls)
    assert sum(wait < timedelta(seconds=15) for wait in waits) > 0.85 * len(waits)
    assert any(one.given_up_at for one in calls)
    moments = [(one.rang_at, one.answered_at, one.given_up_at, one.ended_at) for one in calls]
    assert all(MIDNIGHT < at <= MIDNIGHT + DAY for one in moments for at in one if at)


def test_what_was_told_bit_by_bit_is_what_a_whole_day_tells() -> None:
    hotline, exchange = Hotline(Random(4), MIDNIGHT), Exchange()
    for minute in range(1, 6 * 60 + 1):
        hotline.tell(exchange, MIDNIGHT + timedelta(minutes=minute))
    until = MIDNIGHT + timedelta(hours=6)
    assert exchange.known == {one.id: one for one in calls_between(MIDNIGHT, until, 4)}


def test_without_calls_it_tells_often_enough_for_a_wall_that_it_is_there() -> None:
    hotline, exchange = Hotline(Random(1), MIDNIGHT, speed=1e-9), Exchange()
    for second in range(0, 15):
        hotline.tell(exchange, MIDNIGHT + timedelta(seconds=second))
    assert exchange.batches == [(), (), ()]
    assert timedelta(seconds=FRESH_SECONDS) > 2 * TURN


def test_what_could_not_be_told_is_told_later() -> None:
    now = MIDNIGHT + timedelta(hours=10)
    hotline, exchange = Hotline(Random(2), MIDNIGHT), Exchange(failures=1)
    with pytest.raises(StoreUnavailable):
        hotline.tell(exchange, now)
    hotline.tell(exchange, now)
    assert len(exchange.known) > 20
    assert exchange.known == {one.id: one for one in calls_between(MIDNIGHT, now, 2)}
