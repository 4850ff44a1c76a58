"""What people write of limits and calendars is read whole, or refused with its line."""

import json
from datetime import date
from fractions import Fraction

import pytest

from console.domain.refusal import Refusal
from console.domain.timelimit import LimitUnit, TimeLimit
from console.evaluation.whatif import Where
from console.evaluation.whatif_text import read_calendar, read_factor, read_limits
from tests.builders import city_rules

HEAD = "scheme,kind,category,condition,limit\n"
PRESENT = city_rules().calendar


def test_a_row_is_a_limit_for_a_condition_or_a_whole_category() -> None:
    text = f"\ufeff{HEAD}GBT30428,event,0101,,8 work_hour\nGBT30428,event,0101,a-1, 1 day \n"
    assert read_limits(text) == {
        Where(scheme="GBT30428", kind="event", category="0101"): TimeLimit(8, LimitUnit.WORK_HOUR),
        Where(scheme="GBT30428", kind="event", category="0101", condition="a-1"): TimeLimit(
            1, LimitUnit.DAY
        ),
    }


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "whatif.limits_head"),
        ("scheme,limit\n", "whatif.limits_head"),
        (HEAD + "s,event,,,8 work_hour\n", "whatif.limits_row"),
        (HEAD + "s,event,01\n", "whatif.limits_row"),
        (HEAD + "s,event,01,,8 work_hour,more\n", "whatif.limits_row"),
        (HEAD + "s,event,01,,8 weeks\n", "limit.unreadable"),
        (HEAD + "s,event,01,,0 hour\n", "limit.not_positive"),
        (HEAD + "s,event,01,,1 hour\ns,event,01,,2 hour\n", "whatif.limits_twice"),
    ],
)
def test_a_table_that_is_not_whole_is_refused(text: str, code: str) -> None:
    with pytest.raises(Refusal) as told:
        read_limits(text)
    assert told.value.code == code


def test_a_refused_row_is_named_by_its_line() -> None:
    with pytest.raises(Refusal) as told:
        read_limits(HEAD + "s,event,01,,1 hour\ns,event,,,2 hour\n")
    assert told.value.facts["line"] == 3


@pytest.mark.parametrize(("text", "factor"), [("1.5", Fraction(3, 2)), ("2/3", Fraction(2, 3))])
def test_a_factor_is_exact(text: str, factor: Fraction) -> None:
    assert read_factor(text) == factor


@pytest.mark.parametrize("text", ["", "x", "0", "-1", "1/0"])
def test_a_factor_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(Refusal, match=r"whatif\.factor"):
        read_factor(text)


def test_days_of_the_file_stand_in_place_of_the_calendars_own() -> None:
    holiday = next(one for one in PRESENT.days if one.kind.value == "holiday")
    worked = {"day": "2026-12-07", "kind": "holiday", "name": "x"}
    text = json.dumps({"days": [worked], "remove": [holiday.day.isoformat()]})
    made = read_calendar(text, PRESENT)
    assert not made.plan(date(2026, 12, 7)).slots
    assert PRESENT.plan(date(2026, 12, 7)).slots
    assert {one.day for one in made.days} == (
        {one.day for one in PRESENT.days} | {date(2026, 12, 7)}
    ) - {holiday.day}
    assert (made.slots, made.hours_per_day) == (PRESENT.slots, PRESENT.hours_per_day)


def test_other_hours_hold_on_every_plain_day() -> None:
    made = read_calendar('{"slots": ["09:00-12:00"]}', PRESENT)
    assert len(made.slots) == 1
    assert made.days == PRESENT.days


@pytest.mark.parametrize("text", ["", "[]", '{"more": []}', '{"days": 1}', '{"days"'])
def test_a_file_that_is_no_calendar_is_refused(text: str) -> None:
    with pytest.raises(Refusal, match=r"whatif\.calendar"):
        read_calendar(text, PRESENT)


def test_a_calendar_that_loses_a_year_is_refused() -> None:
    gone = [one.day.isoformat() for one in PRESENT.days if one.day.year == PRESENT.first_year]
    some = [{"day": f"{PRESENT.last_year - 1}-01-05", "kind": "holiday"}]
    with pytest.raises(Refusal, match=r"whatif\.calendar_years"):
        read_calendar(json.dumps({"remove": gone, "days": some}), PRESENT)


@pytest.mark.parametrize("text", ["1e999999999", "1e-999999999", "9" * 5000, "1_0", "nan", "1/0"])
def test_a_factor_that_would_take_for_ever_is_refused_at_once(text: str) -> None:
    with pytest.raises(Refusal, match=r"whatif\.factor"):
        read_factor(text)


def test_files_that_are_no_tables_and_no_days_are_refused_in_words() -> None:
    with pytest.raises(Refusal, match=r"whatif\.limits_row"):
        read_limits(f"{HEAD}s,event,{'x' * 200_000},,1 hour\n")
    with pytest.raises(Refusal, match=r"whatif\.calendar"):
        read_calendar("[" * 200_000, PRESENT)
