"""One timer: it pauses once, resumes with what was left, stops for good, says when it was late."""

from datetime import timedelta

from console.domain.calendars import PauseCause
from console.domain.timelimit import LimitUnit, TimeLimit
from console.domain.timers import TimerKind, extend, pause, resume, run_on, start, stop
from tests.builders import MONDAY, city_rules

CALENDAR = city_rules().calendar
HOUR = TimeLimit(1, LimitUnit.HOUR)
TIMER = start(TimerKind.HANDLE, HOUR, MONDAY, CALENDAR)
LATER = MONDAY + timedelta(minutes=20)


def test_a_paused_timer_keeps_its_first_pause_and_a_running_one_does_not_resume() -> None:
    paused = pause(TIMER, LATER, PauseCause.RETURN)
    assert paused.paused
    assert pause(paused, LATER + timedelta(minutes=5), PauseCause.SUSPENSION) == paused
    assert resume(TIMER, LATER, CALENDAR) == TIMER


def test_a_pause_moves_the_due_moment_by_its_length() -> None:
    paused = pause(TIMER, LATER, PauseCause.RETURN)
    resumed = resume(paused, LATER + timedelta(minutes=30), CALENDAR)
    assert resumed.due == TIMER.due + timedelta(minutes=30)


def test_an_extension_adds_one_original_limit() -> None:
    assert extend(TIMER, LATER, CALENDAR).due == TIMER.due + timedelta(hours=1)


def test_a_stopped_timer_stays_stopped_and_is_late_only_after_its_due_moment() -> None:
    on_time = stop(TIMER, TIMER.due, CALENDAR)
    late = stop(TIMER, TIMER.due + timedelta(seconds=1), CALENDAR)
    assert not on_time.late
    assert late.late
    assert stop(on_time, LATER, CALENDAR) == on_time
    assert pause(on_time, LATER, PauseCause.RETURN) == on_time


def test_running_on_keeps_the_deadline_or_leaves_the_gap_out() -> None:
    stopped = stop(TIMER, LATER, CALENDAR)
    again = LATER + timedelta(minutes=10)
    assert run_on(stopped, again, CALENDAR, keep_due=True).due == TIMER.due
    assert run_on(stopped, again, CALENDAR, keep_due=False).due == TIMER.due + timedelta(minutes=10)
    assert run_on(TIMER, again, CALENDAR, keep_due=False) == TIMER
