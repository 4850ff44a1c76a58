"""Reading many clocks: tones at their edges, and rows of a queue without their clocks."""

from datetime import datetime, timedelta
from decimal import Decimal

import pytest

from console.domain.calendars import PauseCause
from console.domain.dial import Dial, Reading, Tone, ToneRule, read_dial, read_dials, row_dial
from console.domain.refusal import Refusal
from console.domain.stageclock import Clock
from console.domain.timelimit import LimitUnit, TimeLimit
from tests.calendars import city_calendar

RULE = ToneRule()
TWO_DAYS = TimeLimit(2, LimitUnit.WORK_DAY)  # 57,600 s; yellow with 11,520 s left


def local(text: str) -> datetime:
    """A moment of the city's wall clock."""
    return datetime.fromisoformat(f"{text}+08:00")


def dial_of(start: str, limit: TimeLimit) -> Dial:
    return Clock(limit=limit, start=local(start), calendar=city_calendar()).dial


@pytest.mark.parametrize(
    ("now", "reading"),
    [
        ("2026-11-16T08:00:00", Reading(57_600, Tone.CALM)),
        ("2026-11-17T14:47:59", Reading(11_521, Tone.CALM)),
        ("2026-11-17T14:48:00", Reading(11_520, Tone.NEAR)),
        ("2026-11-17T18:00:00", Reading(0, Tone.NEAR)),
        ("2026-11-17T18:00:01", Reading(0, Tone.OVER)),
        ("2026-11-18T08:00:01", Reading(-1, Tone.OVER)),
    ],
)
def test_yellow_begins_at_the_share_and_red_strictly_after_the_deadline(
    now: str, reading: Reading
) -> None:
    assert read_dial(dial_of("2026-11-16T08:00", TWO_DAYS), local(now), RULE) == reading


def test_short_limits_turn_yellow_by_the_minimum() -> None:
    dial = dial_of("2026-11-16T08:00", TimeLimit(15, LimitUnit.MINUTE))
    assert read_dial(dial, local("2026-11-16T08:04:59"), RULE).tone is Tone.CALM
    assert read_dial(dial, local("2026-11-16T08:05:00"), RULE).tone is Tone.NEAR


def test_both_numbers_of_the_rule_are_settings() -> None:
    dial = dial_of("2026-11-16T08:00", TimeLimit(100, LimitUnit.HOUR))
    now = local("2026-11-18T10:00")  # half used
    half = ToneRule(yellow_share=Decimal("0.5"), near_minimum=timedelta(0))
    wide = ToneRule(yellow_share=Decimal(1), near_minimum=timedelta(hours=50))
    late = ToneRule(yellow_share=Decimal(1), near_minimum=timedelta(0))
    tones = [read_dial(dial, now, rule).tone for rule in (half, wide, late, RULE)]
    assert tones == [Tone.NEAR, Tone.NEAR, Tone.CALM, Tone.CALM]


@pytest.mark.parametrize("share", ["-0.1", "1.1"])
def test_a_share_outside_the_limit_is_refused(share: str) -> None:
    with pytest.raises(Refusal, match=r"clock\.yellow_share"):
        ToneRule(yellow_share=Decimal(share))


def test_many_dials_are_read_in_their_order() -> None:
    running = Clock(limit=TWO_DAYS, start=local("2026-11-16T08:00"), calendar=city_calendar())
    paused = running.paused(local("2026-11-16T09:00"), PauseCause.RETURN)
    stopped = running.stopped(local("2026-11-16T10:00"))
    urgent = Clock(
        limit=TimeLimit(1, LimitUnit.HOUR),
        start=local("2026-11-16T08:00"),
        calendar=city_calendar(),
    )
    dials = [clock.dial for clock in (running, paused, stopped, urgent)]
    assert read_dials(dials, local("2026-11-16T12:00"), RULE) == [
        Reading(12 * 3_600, Tone.CALM),
        Reading(15 * 3_600, Tone.PAUSED),
        Reading(14 * 3_600, Tone.STOPPED),
        Reading(-3 * 3_600, Tone.OVER),
    ]
    assert read_dials([], local("2026-11-16T12:00"), RULE) == []


@pytest.mark.parametrize("limit", [TWO_DAYS, TimeLimit(5, LimitUnit.HOUR)])
def test_a_row_reads_like_its_clock(limit: TimeLimit) -> None:
    clock = Clock(limit=limit, start=local("2026-11-16T08:00"), calendar=city_calendar())
    clock = clock.paused(local("2026-11-16T09:00"), PauseCause.RETURN)
    clock = clock.resumed(local("2026-11-16T11:00"))
    assert clock.due is not None
    row = row_dial(clock.due, clock.allowed, limit.unit, city_calendar())
    for hours in (4, 5, 8, 24, 40, 100):
        now = local("2026-11-16T08:00") + timedelta(hours=hours)
        assert read_dial(row, now, RULE) == read_dial(clock.dial, now, RULE)


def test_a_paused_row_shows_what_it_held() -> None:
    now = local("2026-11-16T12:00")
    row = row_dial(now, 57_600, LimitUnit.WORK_DAY, city_calendar(), held=600)
    assert read_dial(row, now, RULE) == Reading(600, Tone.PAUSED)


def test_the_near_line_lies_where_the_dial_turns_yellow() -> None:
    assert ToneRule().near_seconds(4 * 3600) == 48 * 60
    assert ToneRule().near_seconds(1800) == 10 * 60
    assert ToneRule(yellow_share=Decimal("0.5")).near_seconds(1801) == 900
