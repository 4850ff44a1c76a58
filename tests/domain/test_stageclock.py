"""Clocks of stages, handling and bundles: pauses, extensions, stops and the explanation."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest

from console.domain.calendars import CalendarDay, Cause, DayKind, PauseCause
from console.domain.dial import Tone, ToneRule
from console.domain.refusal import Refusal
from console.domain.stageclock import (
    Clock,
    ClockKind,
    Counting,
    Extension,
    Pass,
    Pause,
    bundled_clock,
    stage_clock,
    successive_dues,
)
from console.domain.timelimit import LimitStep, LimitUnit, StepLimit, TimeLimit
from console.domain.worktime import calendar_from_rows
from tests.calendars import city_calendar

RULE = ToneRule()
HOUR = 3_600
FOUR_HOURS = TimeLimit(4, LimitUnit.WORK_HOUR)


def local(text: str) -> datetime:
    """A moment of the city's wall clock; a bare time is on Monday 2026-11-16."""
    day = "" if "T" in text else "2026-11-16T"
    return datetime.fromisoformat(f"{day}{text}+08:00")


def clock_from(start: str, limit: TimeLimit = FOUR_HOURS) -> Clock:
    return Clock(limit=limit, start=local(start), calendar=city_calendar())


def test_a_plain_clock_is_due_by_its_calendar() -> None:
    clock = clock_from("08:00")
    assert clock.due == local("12:00")
    assert (clock.used(local("09:00")), clock.remaining(local("09:00"))) == (HOUR, 3 * HOUR)
    assert clock.share_used(local("09:00")) == Decimal("0.25")


def test_before_its_start_nothing_is_used() -> None:
    assert clock_from("08:00").used(local("07:00")) == 0


def test_a_return_moves_the_deadline_by_the_time_it_took() -> None:
    clock = clock_from("08:00").paused(local("09:00"), PauseCause.RETURN)
    assert clock.due is None
    assert clock.remaining(local("11:00")) == 3 * HOUR
    assert clock.tone(local("11:00"), RULE) is Tone.PAUSED
    running = clock.resumed(local("10:30"))
    assert running.due == local("15:30")
    assert running.tone(local("11:00"), RULE) is Tone.CALM
    assert running.remaining(local("11:00")) == 2 * HOUR + HOUR // 2


def test_a_pause_over_a_holiday_moves_the_deadline_by_work_time_only() -> None:
    clock = clock_from("2026-09-30T16:00").paused(local("2026-09-30T17:00"), PauseCause.RETURN)
    assert clock.resumed(local("2026-10-08T09:00")).due == local("2026-10-08T12:00")


def test_a_suspension_until_a_date_runs_on_by_itself() -> None:
    until = local("2026-11-18T08:00")
    clock = clock_from("08:00").paused(local("09:00"), PauseCause.SUSPENSION, until)
    assert clock.due == local("2026-11-18T11:00")
    assert clock.tone(local("2026-11-18T07:59"), RULE) is Tone.PAUSED
    assert clock.tone(until, RULE) is Tone.CALM
    assert clock.remaining(local("2026-11-17T10:00")) == 3 * HOUR


def test_a_pause_after_the_deadline_does_not_heal_it() -> None:
    late = clock_from("08:00").paused(local("15:00"), PauseCause.SUSPENSION)
    assert late.due == local("12:00")
    assert late.tone(local("16:00"), RULE) is Tone.PAUSED
    assert late.is_overdue(local("16:00"))
    resumed = late.resumed(local("17:00"))
    assert resumed.due == local("12:00")
    assert resumed.tone(local("17:00"), RULE) is Tone.OVER
    assert resumed.remaining(local("17:30")) == -HOUR - HOUR // 2


def test_a_pause_exactly_at_the_deadline_leaves_it() -> None:
    clock = clock_from("08:00").paused(local("13:00"), PauseCause.RETURN)
    assert clock.due == local("12:00")


def test_an_extension_adds_one_original_limit_to_the_deadline() -> None:
    clock = clock_from("08:00").extended(local("11:00"))
    assert clock.extensions == (Extension(at=local("11:00"), limit=FOUR_HOURS),)
    assert clock.due == local("18:00")
    assert clock.due == city_calendar().due(local("12:00"), FOUR_HOURS)
    assert clock.allowed == 8 * HOUR


def test_an_extension_may_have_its_own_limit() -> None:
    own = TimeLimit(1, LimitUnit.WORK_DAY)
    assert clock_from("08:00").extended(local("12:00"), by=own).due == local("2026-11-17T12:00")


def test_extensions_end_at_the_number_of_the_city() -> None:
    twice = clock_from("08:00").extended(local("09:00"), most=2).extended(local("09:30"), most=2)
    with pytest.raises(Refusal, match=r"clock\.extended_enough") as refused:
        twice.extended(local("10:00"), most=2)
    assert refused.value.facts == {"most": 2}
    assert twice.extended(local("10:00")).allowed == 16 * HOUR


def test_an_overdue_clock_is_not_extended() -> None:
    with pytest.raises(Refusal, match=r"clock\.overdue"):
        clock_from("08:00").extended(local("12:00:01"))


def test_an_extension_of_another_axis_is_refused() -> None:
    with pytest.raises(Refusal, match=r"clock\.extension_unit"):
        clock_from("08:00").extended(local("09:00"), by=TimeLimit(1, LimitUnit.DAY))


def test_a_stop_at_the_deadline_is_in_time_and_a_second_later_is_not() -> None:
    clock = clock_from("08:00")
    in_time, late = clock.stopped(local("12:00:00")), clock.stopped(local("12:00:01"))
    tomorrow = local("2026-11-17T08:00")
    assert not in_time.is_overdue(tomorrow)
    assert late.is_overdue(tomorrow)
    assert in_time.tone(tomorrow, RULE) is late.tone(tomorrow, RULE) is Tone.STOPPED
    assert late.remaining(tomorrow) == 0  # the second fell into the noon break


def test_a_clock_may_stop_out_of_a_pause() -> None:
    clock = clock_from("08:00").paused(local("09:00"), PauseCause.RETURN).stopped(local("17:00"))
    assert clock.used(local("18:00")) == HOUR
    assert not clock.is_overdue(local("18:00"))


def test_an_appeal_exempts_without_touching_the_history() -> None:
    late = clock_from("08:00").stopped(local("16:00"))
    exempt = late.exempted()
    now = local("18:00")
    assert (late.counts_as_overdue(now), exempt.counts_as_overdue(now)) == (True, False)
    assert exempt.is_overdue(now)
    assert exempt.overdue_multiple(now) == late.overdue_multiple(now) == Decimal("0.5")


def test_the_overdue_multiple_is_of_the_limit_with_its_extensions() -> None:
    late = clock_from("08:00").extended(local("09:00")).stopped(local("2026-11-17T10:00"))
    assert late.overdue_multiple(local("2026-11-18T08:00")) == Decimal("0.25")
    assert clock_from("08:00").overdue_multiple(local("09:00")) == 0


def test_every_second_is_explained() -> None:
    clock = (
        clock_from("08:00", TimeLimit(1, LimitUnit.WORK_DAY))
        .paused(local("09:00"), PauseCause.RETURN)
        .resumed(local("11:00"))
        .extended(local("11:00"))
        .paused(local("15:00"), PauseCause.COORDINATION)
    )
    told = clock.explain(local("2026-11-17T08:00"))
    assert [(span.cause, span.seconds) for span in told.spans] == [
        (Cause.WORK, HOUR),
        (PauseCause.RETURN, 2 * HOUR),
        (Cause.WORK, HOUR),
        (Cause.NOON_BREAK, 2 * HOUR),
        (Cause.WORK, HOUR),
        (PauseCause.COORDINATION, 17 * HOUR),
    ]
    assert told.used == sum(span.seconds for span in told.spans if span.counted) == 3 * HOUR
    assert (told.limit, told.extension, told.remaining) == (8 * HOUR, 8 * HOUR, 13 * HOUR)
    assert told.due is None
    assert (told.start, told.end) == (local("08:00"), local("2026-11-17T08:00"))
    assert (told.calendar_version, told.provisional) == ("reference", False)


def test_a_pause_still_to_come_is_not_told() -> None:
    clock = clock_from("08:00").paused(local("11:00"), PauseCause.RETURN)
    assert [span.cause for span in clock.explain(local("10:00")).spans] == [Cause.WORK]


def test_a_deadline_in_a_year_without_notice_is_told_as_provisional() -> None:
    start = "2026-12-31T17:00"
    assert clock_from(start).explain(local(start)).provisional
    urgent = clock_from(start, TimeLimit(1, LimitUnit.DAY))
    assert not urgent.explain(local(start)).provisional


def test_a_later_calendar_version_serves_new_clocks_only() -> None:
    former = city_calendar()
    closed = CalendarDay(day=date(2026, 11, 17), kind=DayKind.HOLIDAY, name="flood")
    later = calendar_from_rows(former.slots, [*former.days, closed], "later")
    running = clock_from("15:00").paused(local("16:00"), PauseCause.RETURN)
    resumed = running.resumed(local("17:00"))
    assert (resumed.due, resumed.calendar.version) == (local("2026-11-17T10:00"), "reference")
    fresh = Clock(limit=FOUR_HOURS, start=local("15:00"), calendar=later)
    assert fresh.due == local("2026-11-18T09:00")


def test_a_pause_is_opened_and_closed_once() -> None:
    clock = clock_from("08:00")
    with pytest.raises(Refusal, match=r"clock\.not_paused"):
        clock.resumed(local("09:00"))
    paused = clock.paused(local("09:00"), PauseCause.RETURN)
    with pytest.raises(Refusal, match=r"clock\.already_paused") as refused:
        paused.paused(local("10:00"), PauseCause.SUSPENSION)
    assert refused.value.facts == {"cause": PauseCause.RETURN}
    with pytest.raises(Refusal, match=r"clock\.not_paused"):
        paused.resumed(local("10:00")).resumed(local("11:00"))


def test_nothing_changes_a_stopped_clock() -> None:
    stopped, now = clock_from("08:00").stopped(local("09:00")), local("10:00")
    changes: list[Callable[[], Clock]] = [
        lambda: stopped.paused(now, PauseCause.RETURN),
        lambda: stopped.resumed(now),
        lambda: stopped.extended(now),
        lambda: stopped.stopped(now),
    ]
    for change in changes:
        with pytest.raises(Refusal, match=r"clock\.stopped"):
            change()


@pytest.mark.parametrize(
    ("pauses", "reason"),
    [
        ([("09:00", None), ("10:00", "11:00")], "clock.pause_open"),
        ([("09:00", "11:00"), ("10:59", None)], "clock.pauses_overlap"),
        ([("07:59", "09:00")], "clock.pauses_overlap"),
        ([("10:00", "09:00")], "clock.pause_backwards"),
    ],
)
def test_impossible_pauses_are_refused(pauses: list[tuple[str, str | None]], reason: str) -> None:
    values = tuple(
        Pause(start=local(start), end=None if end is None else local(end), cause=PauseCause.RETURN)
        for start, end in pauses
    )
    with pytest.raises(Refusal, match=reason):
        Clock(limit=FOUR_HOURS, start=local("08:00"), calendar=city_calendar(), pauses=values)


def test_a_stop_before_the_start_is_refused() -> None:
    with pytest.raises(Refusal, match=r"clock\.stopped_before_start"):
        clock_from("08:00").stopped(local("07:59"))


TWICE = (
    Pass(start=local("08:00"), end=local("09:00")),
    Pass(start=local("11:00")),
)


def test_single_counting_gives_each_pass_the_whole_limit() -> None:
    earlier = Pause(start=local("08:10"), end=local("08:20"), cause=PauseCause.CONFIRMATION)
    clock = stage_clock(TWICE, FOUR_HOURS, city_calendar(), pauses=[earlier])
    assert (clock.start, clock.pauses, clock.due) == (local("11:00"), (), local("17:00"))


def test_accumulated_counting_shares_the_limit_between_the_passes() -> None:
    earlier = Pause(start=local("08:10"), end=local("08:20"), cause=PauseCause.CONFIRMATION)
    clock = stage_clock(
        TWICE,
        FOUR_HOURS,
        city_calendar(),
        counting=Counting.ACCUMULATED,
        pauses=[earlier],
        kind=ClockKind.HANDLING,
    )
    assert [pause.cause for pause in clock.pauses] == [
        PauseCause.CONFIRMATION,
        PauseCause.ELSEWHERE,
    ]
    assert clock.due == local("16:10")
    assert clock.kind is ClockKind.HANDLING


def test_a_bundle_runs_from_the_first_dispatch_to_the_last_disposal() -> None:
    returned = Pause(start=local("08:20"), end=local("08:40"), cause=PauseCause.RETURN)
    suspended = Pause(start=local("14:00"), end=local("15:00"), cause=PauseCause.SUSPENSION)
    extension = Extension(at=local("09:00"), limit=FOUR_HOURS)
    running = bundled_clock(
        TWICE,
        FOUR_HOURS,
        city_calendar(),
        pauses=[returned, suspended],
        extensions=(extension,),
    )
    assert (running.kind, running.pauses) == (ClockKind.BUNDLED, (suspended,))
    assert (running.start, running.stopped_at) == (local("08:00"), None)
    assert running.due == local("2026-11-17T09:00")
    ended = bundled_clock(
        [Pass(start=local("11:00"), end=local("17:00")), TWICE[0]], FOUR_HOURS, city_calendar()
    )
    assert (ended.start, ended.stopped_at) == (local("08:00"), local("17:00"))
    assert ended.is_overdue(local("17:00"))


def test_successive_limits_follow_one_another() -> None:
    limits = (
        StepLimit(FOUR_HOURS, LimitStep.STOP),
        StepLimit(TimeLimit(7, LimitUnit.WORK_DAY), LimitStep.PENALTY),
        StepLimit(TimeLimit(20, LimitUnit.WORK_DAY), LimitStep.DEMOLITION),
    )
    assert successive_dues(local("08:00"), limits, city_calendar()) == (
        local("12:00"),
        local("2026-11-25T12:00"),
        local("2026-12-23T12:00"),
    )


def test_fractions_of_a_second_never_make_a_clock_overdue() -> None:
    clock = clock_from("08:00")
    assert not clock.is_overdue(local("12:00:00") + timedelta(microseconds=999_999))
