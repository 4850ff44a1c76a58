"""A seat goes on beating after a beat was lost with the server."""

from dataclasses import dataclass, field, replace
from datetime import datetime

from PySide6.QtCore import QTimer
from pytestqt.qtbot import QtBot

from console.domain.case import Actor
from console.domain.stage import Post
from console.ports.errors import StoreUnavailable
from console.viewmodels.beat import Beat
from tests.fake_reading import FakeClaims
from tests.lanes import WaitingLanes
from tests.panels import a_table


def test_a_beat_waits_for_the_one_before_and_goes_on_after_one_was_lost() -> None:
    table, lanes = a_table(Post.DISPATCHER), WaitingLanes()
    table.desk.lanes = lanes
    beat = Beat(table.desk)
    beat.beat()
    beat.beat()
    assert len(lanes.orders) == 1
    _work, _answer, failure = lanes.orders.pop()
    failure(StoreUnavailable("store.lost"))
    beat.beat()
    assert not lanes.orders, "silent while the store is lost"
    table.desk.found_again()
    beat.beat()
    assert len(lanes.orders) == 1


@dataclass
class Listening(FakeClaims):
    """Claims that write down how each beat told them who is there."""

    told: list[bool] = field(default_factory=list)

    def beat(self, actor: Actor, at: datetime, *, active: bool) -> None:
        """A sign of life."""
        self.told.append(active)


def test_a_seat_beats_every_fifteen_seconds_a_third_of_what_a_hold_outlives(qtbot: QtBot) -> None:
    table = a_table(Post.DISPATCHER)
    beat = Beat(table.desk)
    timer = beat.findChild(QTimer)
    assert timer is not None
    assert timer.interval() == 15_000
    assert not timer.isActive()
    beat.start()
    assert timer.isActive()
    beat.stop()
    assert not timer.isActive()


def test_a_beat_tells_whether_somebody_was_there_since_the_last_one() -> None:
    table = a_table(Post.DISPATCHER)
    claims = Listening(table.reading)
    table.desk.outside = replace(table.desk.outside, claims=claims)
    beat = Beat(table.desk)
    for touched in (False, False, True, False):
        if touched:
            beat.touched()
        beat.beat()
    assert claims.told == [True, False, True, False], "the first counts the signing in"
