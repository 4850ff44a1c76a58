"""Why so much time is left: gauges and their causes add up."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal

from console.domain.calendars import PauseCause
from console.domain.dial import ToneRule
from console.domain.timelimit import LimitUnit, TimeLimit
from console.domain.timers import Timer, TimerKind, extend, pause, resume, start, stop
from console.domain.tone import Urgency
from console.viewmodels.explain import gauge_of, why
from tests.builders import city_rules

RULES = city_rules()
FRIDAY = datetime(2026, 11, 20, 8, 0, tzinfo=UTC)
"""Friday 16:00 in Pingdingshan."""
MONDAY = FRIDAY + timedelta(days=2, hours=18)
"""Monday 10:00."""


def handling(hours: int = 4) -> Timer:
    return start(TimerKind.HANDLE, TimeLimit(hours, LimitUnit.WORK_HOUR), FRIDAY, RULES.calendar)


def test_counted_sums_are_what_was_used() -> None:
    told = why(handling(), MONDAY, RULES)
    assert sum(one.seconds for one in told.sums if one.counted) == told.told.used
    assert told.told.used + told.told.remaining == told.told.limit
    whole = sum(one.seconds for one in told.sums)
    assert whole == int((MONDAY - FRIDAY).total_seconds())


def test_a_weekend_and_the_night_stand_among_the_causes_after_what_counts() -> None:
    sums = why(handling(), MONDAY, RULES).sums
    assert sums[0].cause == "work"
    assert {one.cause for one in sums if not one.counted} == {"night", "weekend"}


def test_a_pause_is_named_and_does_not_count() -> None:
    paused = pause(handling(), FRIDAY + timedelta(minutes=30), PauseCause.COORDINATION)
    gauge = gauge_of(paused, FRIDAY + timedelta(minutes=90), RULES)
    assert gauge.paused_by is PauseCause.COORDINATION
    assert gauge.urgency is Urgency.PAUSED
    assert gauge.left == 3.5 * 3600
    on = resume(paused, FRIDAY + timedelta(minutes=90), RULES.calendar)
    told = why(on, FRIDAY + timedelta(minutes=100), RULES)
    assert [one.cause for one in told.sums] == ["work", "coordination"]
    assert told.told.used == 40 * 60


def test_a_gauge_goes_from_calm_over_near_to_over() -> None:
    timer = start(TimerKind.DISPATCH, TimeLimit(30, LimitUnit.MINUTE), FRIDAY, RULES.calendar)
    after = (5, 21, 31)
    found = [gauge_of(timer, FRIDAY + timedelta(minutes=one), RULES) for one in after]
    assert [one.urgency for one in found] == [Urgency.NORMAL, Urgency.NEAR, Urgency.OVER]
    assert found[2].left == -60
    assert found[0].near == 1 - 600 / 1800


def test_a_stopped_clock_keeps_its_time_and_says_whether_it_was_late() -> None:
    ended = stop(handling(hours=1), MONDAY, RULES.calendar)
    gauge = gauge_of(ended, MONDAY + timedelta(days=3), RULES)
    assert gauge.stopped == MONDAY
    assert gauge.late
    assert gauge.urgency is Urgency.NORMAL
    assert gauge.left == gauge_of(ended, MONDAY, RULES).left


def test_an_extension_is_part_of_what_is_allowed() -> None:
    longer = extend(handling(), FRIDAY, RULES.calendar)
    gauge = gauge_of(longer, FRIDAY, RULES)
    assert gauge.extensions == 1
    assert gauge.allowed == 8 * 3600
    assert why(longer, FRIDAY, RULES).told.extension == 4 * 3600


def test_a_day_of_working_time_has_the_hours_of_the_calendar() -> None:
    assert gauge_of(handling(), FRIDAY, RULES).day == 8 * 3600
    minutes = start(TimerKind.CLOSE, TimeLimit(60, LimitUnit.MINUTE), FRIDAY, RULES.calendar)
    assert gauge_of(minutes, FRIDAY, RULES).day == 86_400


def test_the_citys_own_warning_time_decides_what_is_yellow() -> None:
    timer = start(TimerKind.DISPATCH, TimeLimit(30, LimitUnit.MINUTE), FRIDAY, RULES.calendar)
    early = replace(RULES, tone=ToneRule(yellow_share=Decimal("0.5")))
    now = FRIDAY + timedelta(minutes=16)
    assert gauge_of(timer, now, RULES).urgency is Urgency.NORMAL
    assert gauge_of(timer, now, early).urgency is Urgency.NEAR
    assert gauge_of(timer, now, early).near == 0.5
