"""The seat's clock knows whether working time counts now and when that changes."""

from datetime import UTC, datetime

from pytestqt.qtbot import QtBot

from console.viewmodels.seat_clock import SeatClock, WorkPeriod, work_period
from tests.rows import NOW
from tests.seats import a_seat


def test_within_working_hours_the_period_ends_with_them(qtbot: QtBot) -> None:
    period = work_period(a_seat().rules.calendar, NOW)
    assert period.open
    assert period.until is not None
    assert period.until > NOW
    assert not work_period(a_seat().rules.calendar, period.until).open


def test_at_the_weekend_it_is_closed_until_monday(qtbot: QtBot) -> None:
    saturday = datetime(2026, 11, 21, 4, 0, tzinfo=UTC)
    period = work_period(a_seat().rules.calendar, saturday)
    assert not period.open
    assert period.until is not None
    assert period.until.date().isoformat() == "2026-11-23"


def test_beyond_the_years_of_the_calendar_nothing_is_claimed(qtbot: QtBot) -> None:
    far = datetime(2099, 1, 1, tzinfo=UTC)
    assert work_period(a_seat().rules.calendar, far) == WorkPeriod(open=False, until=None)


def test_the_period_changes_when_it_has_ended_and_not_before(qtbot: QtBot) -> None:
    seat = a_seat()
    clock, told = SeatClock(seat.desk), list[tuple[datetime, WorkPeriod]]()
    clock.ticked.connect(lambda now, period: told.append((now, period)))
    clock.tick()
    seat.wait(minutes=1)
    clock.tick()
    assert told[0][1] is told[1][1]
    until = told[0][1].until
    assert until is not None
    seat.at = until
    clock.tick()
    assert told[2][0] == until
    assert not told[2][1].open
