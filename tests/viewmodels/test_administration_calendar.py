"""The work calendar by months: what a day is, what was changed, and how it is kept."""

from collections.abc import Iterator
from datetime import date

import pytest
from PySide6.QtWidgets import QApplication

from console.domain.administration import Subject
from console.domain.calendars import DayKind
from console.viewmodels.administration_calendar import AdministrationCalendar
from tests.administration_seat import Seat, a_seat

KEY = Subject.CALENDAR.value


@pytest.fixture
def seat(qapp: QApplication) -> Iterator[Seat]:
    assert qapp is not None
    made = a_seat()
    made.page.open("calendar")
    yield made
    made.leave()


@pytest.fixture
def calendar(seat: Seat) -> AdministrationCalendar:
    made = AdministrationCalendar(seat.page)
    made.day = date(2026, 11, 27)
    return made


def kinds(calendar: AdministrationCalendar) -> dict[int, str]:
    """The days of the month with their kinds."""
    return {one.day.day: one.kind for one in calendar.cells() if one.inside}


def test_a_month_shows_the_week_and_the_days_with_rows(calendar: AdministrationCalendar) -> None:
    cells = calendar.cells()
    assert len(cells) == 42
    assert cells[0].day == date(2026, 10, 26)
    found = kinds(calendar)
    assert (found[20], found[21], found[22], found[27]) == (
        "weekday",
        "workday",
        "weekend",
        "holiday",
    )
    assert calendar.cell.provisional
    assert not calendar.cell.works


def test_days_are_walked_and_months_turned_without_falling_off(
    calendar: AdministrationCalendar,
) -> None:
    calendar.move(-7)
    assert calendar.day == date(2026, 11, 20)
    calendar.day = date(2026, 1, 31)
    calendar.turn(1)
    assert calendar.day == date(2026, 2, 28)
    calendar.turn(-14)
    assert calendar.day == date(2024, 12, 28)


def test_a_changed_day_is_marked_and_kept_with_the_form(
    seat: Seat, calendar: AdministrationCalendar
) -> None:
    calendar.day = date(2026, 11, 30)
    calendar.make(DayKind.HOLIDAY)
    calendar.call("停电检修")
    assert calendar.cell.changed
    assert calendar.cell.name == "停电检修"
    form = seat.page.hand.form
    assert form is not None
    assert form.dirty == ("days",)
    seat.page.submit()
    days = seat.store.things_kept[Subject.CALENDAR, KEY]["days"]
    assert isinstance(days, list)
    assert [one["day"] for one in days] == ["2026-11-21", "2026-11-27", "2026-11-30"]
    assert not calendar.cell.changed


def test_a_shift_begins_with_the_first_slot_and_takes_others(
    calendar: AdministrationCalendar,
) -> None:
    calendar.make(DayKind.SHIFT)
    assert calendar.cell.slots == ("08:00-12:00",)
    calendar.work(("09:00-10:00",))
    assert calendar.cell.slots == ("09:00-10:00",)
    calendar.make(None)
    assert calendar.cell.kind == "weekday"
    calendar.call("无行")
    calendar.work(("09:00-10:00",))
    assert calendar.cell.name == ""


def test_without_the_calendar_in_hand_nothing_is_changed(
    seat: Seat, calendar: AdministrationCalendar
) -> None:
    seat.page.open("unit")
    calendar.make(DayKind.HOLIDAY)
    assert calendar.form is None
    assert calendar.cell.kind == "weekday"
