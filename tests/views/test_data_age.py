"""While the store is gone every place says of when its data are; none looks newer than it is."""

from collections.abc import Iterator
from datetime import timedelta
from typing import cast

import pytest
from pytestqt.qtbot import QtBot

from console.domain.case import CaseId
from console.views.fmt import Formats
from console.views.wording import Wording
from tests.rows import NOW
from tests.screens import Stage, open_stage


@pytest.fixture
def stage(qtbot: QtBot) -> Iterator[Stage]:
    made = open_stage()
    qtbot.addWidget(made.window)
    yield made
    made.shell.stop()


def lose(stage: Stage) -> None:
    stage.reading.lost = True
    stage.shell.bench.links.measure()
    assert stage.desk.is_lost


def test_a_list_read_long_before_tells_its_own_time_not_the_last_contact(stage: Stage) -> None:
    bench, bar = stage.shell.bench, stage.shell.queue_view.bar
    shown = bench.queue.filter.queue
    bench.queue.open("verify")
    stage.clock.wait(minutes=20)
    bench.queue.open(shown)
    stage.clock.wait(minutes=5)
    stage.desk.known.as_of = stage.clock()
    lose(stage)
    assert bar.stopped == "数据停在 11:07:18"
    bench.queue.open("verify")
    assert bar.stopped == "数据停在 10:42:18"
    assert stage.shell.workplace.frame.status.words == "只读　最后一次读到 11:07:18"
    stage.reading.lost = False
    stage.desk.found_again()
    assert bar.stopped == ""


def test_a_card_read_long_before_says_so_at_the_foot(stage: Stage) -> None:
    bench, status = stage.shell.bench, stage.shell.workplace.frame.status
    case = cast("CaseId", bench.queue.table.keys[1])
    bench.queue.choose(case)
    bench.queue.choose(None)
    stage.clock.wait(minutes=25)
    stage.desk.known.as_of = stage.clock()
    lose(stage)
    bench.queue.choose(case)
    assert bench.card.case is not None
    assert status.words == f"{bench.card.case.number} 的内容停在 10:42:18"


def test_how_long_the_store_is_lost_goes_on_being_told(stage: Stage) -> None:
    lose(stage)
    stage.clock.wait(seconds=90)
    told: list[float | None] = []
    stage.shell.bench.links.changed.connect(lambda states: told.append(states[0].seconds))
    stage.shell.bench.clock.tick()
    assert told == [90.0]


def test_a_time_of_another_day_is_never_taken_for_today() -> None:
    formats = Formats(Wording("zh"))
    assert formats.stamp(NOW, NOW + timedelta(hours=1)) == "10:42:18"
    assert formats.stamp(NOW, NOW + timedelta(days=1)) == "11-23 10:42:18"
    assert formats.stamp(NOW, NOW + timedelta(days=60)) == "2026-11-23 10:42:18"
