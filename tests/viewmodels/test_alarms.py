"""Alarms: only what needs an act here, each once, many as one line, held cases never."""

from datetime import timedelta

from pytestqt.qtbot import QtBot

from console.domain.case import Actor
from console.domain.stage import Post
from console.viewmodels.alarms import MANY, Alarm, Alarms, Level
from console.viewmodels.desk import Desk, Outside
from console.viewmodels.lanes import AtOnceLanes
from console.viewmodels.next_case import NextCase
from tests.fake_media import FakeMedia
from tests.fake_reading import (
    FakeCallers,
    FakeClaims,
    FakeFeed,
    FakeFiles,
    FakeKeeping,
    FakeReading,
)
from tests.fakes import FakeStore
from tests.rows import a_case_row
from tests.screens import Clock


class Bench:
    """Alarms over a reading a test fills."""

    def __init__(self) -> None:
        self.reading, self.clock = FakeReading(), Clock()
        outside = Outside(
            store=FakeStore(city=self.reading.city, standards=self.reading.standards),
            reading=self.reading,
            claims=FakeClaims(self.reading),
            callers=FakeCallers(),
            feed=FakeFeed(self.clock),
            files=FakeFiles(),
            keeping=FakeKeeping(),
            media=FakeMedia(),
        )
        actor = Actor(operator="chenlei", post=Post.DISPATCHER, seat="派遣 03席")
        self.desk = Desk(
            outside, AtOnceLanes(), actor, self.reading.city, self.clock, lambda: "command"
        )
        self.alarms = Alarms(self.desk, NextCase(self.desk))
        self.heard: list[Alarm] = []
        self.alarms.raised.connect(self.heard.append)


def test_an_overdue_case_alarms_once(qtbot: QtBot) -> None:
    bench = Bench()
    bench.reading.put(a_case_row(1, -5))
    bench.alarms.look()
    bench.alarms.look()
    assert [(one.level, one.code) for one in bench.heard] == [(Level.P1, "alarm.over")]


def test_a_near_case_becomes_louder_when_it_is_over(qtbot: QtBot) -> None:
    bench = Bench()
    bench.reading.put(a_case_row(1, 5))
    bench.alarms.look()
    bench.clock.wait(minutes=6)
    bench.alarms.look()
    assert [one.level for one in bench.heard] == [Level.P2, Level.P1]


def test_cases_held_by_somebody_do_not_alarm(qtbot: QtBot) -> None:
    bench = Bench()
    bench.reading.put(a_case_row(1, -5, holder="lixia", holder_seat="02席"))
    bench.alarms.look()
    assert not bench.heard


def test_an_urgent_case_alarms_after_five_minutes_without_a_holder(qtbot: QtBot) -> None:
    bench = Bench()
    row = a_case_row(1, 300, urgent=True)
    start = bench.clock.at - timedelta(minutes=6)
    bench.reading.put(a_case_row(1, 300, urgent=True, started_at=start))
    bench.alarms.look()
    assert row.urgent
    assert [one.code for one in bench.heard] == ["alarm.urgent"]


def test_many_are_told_as_one_line(qtbot: QtBot) -> None:
    bench = Bench()
    bench.reading.put(*(a_case_row(number, -5) for number in range(1, MANY + 3)))
    bench.alarms.look()
    assert [(one.code, one.count) for one in bench.heard] == [("alarm.many", MANY + 2)]


def test_later_keeps_near_cases_quiet_but_not_overdue_ones(qtbot: QtBot) -> None:
    bench = Bench()
    bench.alarms.snooze()
    bench.reading.put(a_case_row(1, 5))
    bench.alarms.look()
    assert not bench.heard
    bench.reading.put(a_case_row(2, -5))
    bench.alarms.look()
    assert [one.level for one in bench.heard] == [Level.P1]


def test_nothing_to_do_is_calm(qtbot: QtBot) -> None:
    bench = Bench()
    with qtbot.waitSignal(bench.alarms.calmed):
        bench.alarms.look()
