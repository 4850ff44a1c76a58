"""The rail shows all queues from the start, counts once for a burst of news, and speaks."""

from dataclasses import replace
from datetime import timedelta

from pytestqt.qtbot import QtBot

from console.ports.rows import News
from console.viewmodels.commands import RAIL
from console.viewmodels.rail import Rail
from tests.rows import NOW, sample_counts
from tests.seats import Seat, a_seat


def a_rail() -> tuple[Seat, Rail]:
    seat = a_seat()
    seat.reading.rail = sample_counts()
    return seat, Rail(seat.desk, seat.look.wording.say)


def test_every_queue_has_its_line_before_anything_was_counted(qtbot: QtBot) -> None:
    _, rail = a_rail()
    assert (*rail.stages.keys, *rail.across.keys) == RAIL
    first = rail.stages.row_at(0)
    assert first is not None
    assert (first.count, first.nearest) == (0, None)


def test_a_line_carries_its_counts_and_the_time_to_its_nearest_deadline(qtbot: QtBot) -> None:
    _, rail = a_rail()
    with qtbot.waitSignal(rail.counted):
        rail.reload()
    row = rail.stages.row_at(rail.stages.row_of("dispatch"))
    assert row is not None
    assert (row.count, row.over, row.near, row.new) == (23, 2, 4, 3)
    assert row.nearest == 6 * 60 + 20
    mine = rail.across.row_at(rail.across.row_of("mine"))
    assert mine is not None
    assert "52" in mine.note


def test_a_queue_the_store_does_not_name_is_not_counted(qtbot: QtBot) -> None:
    seat, rail = a_rail()
    seat.reading.rail = tuple(one for one in sample_counts() if one.queue != "close")
    rail.reload()
    assert "close" not in [one.queue for one in rail.counts]
    assert rail.stages.row_of("close") >= 0


def test_a_burst_of_news_is_counted_once(qtbot: QtBot) -> None:
    seat, rail = a_rail()
    rail.start()
    seat.reading.asked.clear()
    with qtbot.waitSignal(rail.counted):
        for _ in range(5):
            seat.desk.news.emit(News(cases=(), as_of=NOW))
    assert seat.reading.asked.count("counts") == 1
    rail.stop()


def test_a_picture_from_before_the_news_is_asked_for_again(qtbot: QtBot) -> None:
    seat, rail = a_rail()
    rail.start()
    seat.reading.rail = tuple(replace(one, age=timedelta(seconds=1)) for one in sample_counts())
    with qtbot.waitSignal(rail.counted):
        seat.desk.news.emit(News(cases=(), as_of=NOW))
    seat.reading.rail = sample_counts()
    seat.reading.asked.clear()
    with qtbot.waitSignal(rail.counted):
        assert not seat.reading.asked
    assert seat.reading.asked == ["counts"]
    rail.stop()


def test_a_seat_that_begins_with_a_picture_from_before_asks_once_more(qtbot: QtBot) -> None:
    seat, rail = a_rail()
    seat.reading.rail = tuple(replace(one, age=timedelta(seconds=1)) for one in sample_counts())
    rail.start()
    seat.reading.rail = sample_counts()
    with qtbot.waitSignal(rail.counted):
        assert seat.reading.asked == ["counts"]
    assert seat.reading.asked == ["counts", "counts"]
    rail.stop()


def test_what_was_counted_long_ago_says_so(qtbot: QtBot) -> None:
    seat, rail = a_rail()
    seat.reading.rail = tuple(replace(one, age=timedelta(seconds=8)) for one in sample_counts())
    rail.reload()
    row = rail.stages.row_at(rail.stages.row_of("dispatch"))
    assert row is not None
    assert "8" in row.note
    seat.reading.rail = sample_counts()
    rail.reload()
    row = rail.stages.row_at(rail.stages.row_of("dispatch"))
    assert row is not None
    assert not row.note
