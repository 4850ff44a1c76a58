"""A shift begins at 8, 16 or 24 o'clock, local time, and tells what the seat did in it."""

from datetime import UTC, datetime, timedelta

import pytest
from pytestqt.qtbot import QtBot

from console.domain.stage import Move
from console.ports.reports import ReportSource
from console.ports.rows import ShiftRow
from console.viewmodels.shift import Shift, shift_start
from console.views.shift_summary import ShiftSummary
from tests.rows import NOW
from tests.seats import a_seat


@pytest.mark.parametrize(
    ("utc", "start"),
    [
        ("2026-11-23T02:42", "2026-11-23T00:00"),  # 10:42 in the city: since 8
        ("2026-11-23T07:59:59", "2026-11-23T00:00"),
        ("2026-11-23T08:00", "2026-11-23T08:00"),  # 16:00
        ("2026-11-23T15:59", "2026-11-23T08:00"),
        ("2026-11-23T16:00", "2026-11-23T16:00"),  # midnight
        ("2026-11-23T23:59", "2026-11-23T16:00"),
    ],
)
def test_a_moment_lies_in_the_shift_of_the_city(utc: str, start: str) -> None:
    moment = datetime.fromisoformat(utc).replace(tzinfo=UTC)
    assert shift_start(moment) == datetime.fromisoformat(start).replace(tzinfo=UTC)


def test_what_was_done_is_read_since_the_shift_began(qtbot: QtBot) -> None:
    seat = a_seat()
    row = ShiftRow(move=Move.DISPATCH, count=12, median_minutes=4, in_time=0.9)
    seat.reports.done = (row,)
    shift = Shift(seat.desk)
    assert shift.since == shift_start(NOW)
    with qtbot.waitSignal(shift.shown):
        shift.reload()
    assert shift.rows == (row,)


def test_figures_of_a_standby_say_how_old_they_are(qtbot: QtBot) -> None:
    seat = a_seat()
    seat.reports.answering = ReportSource(
        standby=True, asked_at=NOW, as_of=NOW - timedelta(seconds=40)
    )
    shift = Shift(seat.desk)
    summary = ShiftSummary(shift, seat.look.formats, seat.look.theme)
    qtbot.addWidget(summary)
    assert summary.age == ""
    shift.reload()
    assert summary.age == "数据截至 10:41:38（备用库）"
    seat.reports.answering = ReportSource(standby=True, asked_at=NOW, as_of=None)
    shift.reload()
    assert summary.age == "数据时间未知（备用库）"
    seat.reports.answering = ReportSource(standby=False, asked_at=NOW, as_of=NOW)
    shift.reload()
    assert summary.age == ""


def test_figures_read_before_the_servers_went_stay_with_their_age(qtbot: QtBot) -> None:
    seat = a_seat()
    row = ShiftRow(move=Move.DISPATCH, count=12, median_minutes=4, in_time=0.9)
    seat.reports.done = (row,)
    shift = Shift(seat.desk)
    shift.reload()
    seat.reports.silent = True
    seat.reports.done = ()
    shift.reload()
    assert seat.desk.is_lost
    assert shift.rows == (row,)
    assert shift.source == seat.reports.answering
