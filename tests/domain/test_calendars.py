"""Rows of the calendar table: what a day becomes, and which rows cannot be."""

from datetime import date

import pytest

from console.domain.calendars import (
    CalendarDay,
    Cause,
    DayKind,
    DayPlan,
    Slot,
    check_slots,
    plan_day,
)
from console.domain.refusal import Refusal

MORNING, AFTERNOON = Slot.from_text("08:00-12:00"), Slot.from_text("14:00-18:00")
OFFICE = (MORNING, AFTERNOON)
MONDAY, SUNDAY = date(2026, 11, 23), date(2026, 11, 22)
HOUR = 3_600


def test_a_plain_week_works_from_monday_to_friday() -> None:
    assert plan_day(MONDAY, None, OFFICE) == DayPlan(slots=OFFICE, cause=Cause.WORK)
    assert plan_day(SUNDAY, None, OFFICE) == DayPlan(slots=(), cause=Cause.WEEKEND)


def test_a_row_wins_over_the_week() -> None:
    holiday = CalendarDay(day=MONDAY, kind=DayKind.HOLIDAY, name="new_year")
    exchanged = CalendarDay(day=SUNDAY, kind=DayKind.WORKDAY, name="new_year")
    half = CalendarDay(day=SUNDAY, kind=DayKind.SHIFT, name="flood duty", slots=(MORNING,))
    assert plan_day(MONDAY, holiday, OFFICE) == DayPlan(
        slots=(), cause=Cause.HOLIDAY, name="new_year"
    )
    assert plan_day(SUNDAY, exchanged, OFFICE) == DayPlan(
        slots=OFFICE, cause=Cause.EXCHANGED_WORKDAY, name="new_year"
    )
    assert plan_day(SUNDAY, half, OFFICE) == DayPlan(
        slots=(MORNING,), cause=Cause.SHIFT, name="flood duty"
    )


def test_the_pieces_of_a_day_fill_it() -> None:
    plan = DayPlan(slots=OFFICE, cause=Cause.WORK)
    assert list(plan.pieces()) == [
        (0, 8 * HOUR, Cause.NIGHT),
        (8 * HOUR, 12 * HOUR, Cause.WORK),
        (12 * HOUR, 14 * HOUR, Cause.NOON_BREAK),
        (14 * HOUR, 18 * HOUR, Cause.WORK),
        (18 * HOUR, 24 * HOUR, Cause.NIGHT),
    ]


def test_a_day_of_full_duty_has_no_night_and_no_break() -> None:
    slots = (Slot.from_text("00:00-12:00"), Slot.from_text("12:00-24:00"))
    pieces = list(DayPlan(slots=slots, cause=Cause.SHIFT).pieces())
    assert pieces == [(0, 12 * HOUR, Cause.SHIFT), (12 * HOUR, 24 * HOUR, Cause.SHIFT)]


def test_a_day_without_slots_is_one_piece() -> None:
    assert list(DayPlan(slots=(), cause=Cause.HOLIDAY).pieces()) == [(0, 24 * HOUR, Cause.HOLIDAY)]


@pytest.mark.parametrize("text", ["", "08:00", "8-12", "08:00-12:60", "08:00-", "eight-noon"])
def test_an_unreadable_slot_is_refused(text: str) -> None:
    with pytest.raises(Refusal, match=r"calendar\.slot_unreadable") as refused:
        Slot.from_text(text)
    assert refused.value.facts == {"text": text}


@pytest.mark.parametrize("text", ["12:00-08:00", "08:00-08:00", "18:00-24:01"])
def test_a_slot_that_does_not_run_forward_inside_the_day_is_refused(text: str) -> None:
    with pytest.raises(Refusal, match=r"calendar\.slot_backwards"):
        Slot.from_text(text)


def test_overlapping_slots_are_refused() -> None:
    with pytest.raises(Refusal, match=r"calendar\.slots_overlap"):
        check_slots((MORNING, Slot.from_text("11:59-13:00")))


@pytest.mark.parametrize(
    ("kind", "slots"), [(DayKind.SHIFT, ()), (DayKind.HOLIDAY, OFFICE), (DayKind.WORKDAY, OFFICE)]
)
def test_own_slots_belong_to_shifts_and_to_nothing_else(
    kind: DayKind, slots: tuple[Slot, ...]
) -> None:
    with pytest.raises(Refusal, match=r"calendar\.slots_and_kind"):
        CalendarDay(day=MONDAY, kind=kind, slots=slots)
