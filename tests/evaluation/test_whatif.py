"""What if: other limits and calendars beside the real figures, which they never touch."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.domain import timers
from console.domain.calendars import CalendarDay, DayKind, PauseCause
from console.domain.case import Case, CaseId, CloseKind
from console.domain.refusal import Refusal
from console.domain.stage import Source, Stage
from console.domain.timelimit import LimitUnit, TimeLimit
from console.domain.timers import Timer, TimerKind
from console.domain.worktime import WorkCalendar, calendar_from_rows
from console.evaluation.counts import counted, tally_of
from console.evaluation.facts import case_fact
from console.evaluation.period_text import read_period
from console.evaluation.whatif import (
    NOTHING_ELSE,
    Beside,
    Supposition,
    Where,
    beside,
    side_by_side,
    supposed_case,
    times,
)
from console.ports.facts import FactDate, Flag, Grouping, Span
from console.views.wording import Wording
from tests.builders import MONDAY, RUBBISH, a_place, city_rules
from tests.evaluation.lives import ended

RULES = city_rules()
NOVEMBER = read_period("2026-11").span(datetime(2026, 12, 10, tzinfo=UTC))
HOURS_6 = TimeLimit(6, LimitUnit.WORK_HOUR)
RUBBISH_ALL = Where(scheme="GBT30428", kind="event", category="0110")
AT_1730 = MONDAY + timedelta(hours=7, minutes=30)


@pytest.fixture(scope="module")
def cases() -> tuple[Case, ...]:
    return ended()


def a_case(limit: TimeLimit = RUBBISH.limit, handled: datetime | None = AT_1730) -> Case:
    """Rubbish, dispatched on Monday at ten; four work hours end at 16:00, after the noon break."""
    timer = timers.start(TimerKind.BUNDLED, limit, MONDAY, RULES.calendar)
    closed = handled and handled + timedelta(days=1)
    return Case(
        id=CaseId(2026000000001), number="N1", source=Source.HOTLINE, place=a_place(),
        stage=Stage.CLOSED if handled else Stage.HANDLING, description="垃圾",
        reported_at=MONDAY - timedelta(hours=1), registered_at=MONDAY, dispatched_at=MONDAY,
        standard=RUBBISH, unit="U1", first_unit="U1", handled_at=handled, closed_at=closed,
        close_kind=CloseKind.NORMAL if handled else None,
        bundled=timers.stop(timer, handled, RULES.calendar) if handled else timer,
    )  # fmt: skip


def bundled(case: Case) -> Timer:
    assert case.bundled is not None
    return case.bundled


def compared(
    cases: Sequence[Case], supposition: Supposition, span: Span = NOVEMBER
) -> tuple[Beside, ...]:
    return tuple(beside(cases, supposition, RULES.calendar_of, span, FactDate.DUE))


def a_holiday_on_that_monday() -> WorkCalendar:
    return calendar_from_rows(
        RULES.calendar.slots,
        [CalendarDay(day=date(2026, 11, 23), kind=DayKind.HOLIDAY, name="city_day")],
        "supposed",
    )


def test_the_same_limits_and_calendar_give_the_same_facts(cases: tuple[Case, ...]) -> None:
    for case in cases:
        assert case_fact(supposed_case(case, NOTHING_ELSE, RULES.calendar_of)) == case_fact(case)


def test_a_row_for_the_limit_in_force_gives_the_same_facts(cases: tuple[Case, ...]) -> None:
    same = Supposition(limits={RUBBISH_ALL: RUBBISH.limit}, calendar=RULES.calendar)
    for case in cases:
        assert case_fact(supposed_case(case, same, RULES.calendar_of)) == case_fact(case)


def test_a_longer_limit_never_makes_a_case_later(cases: tuple[Case, ...]) -> None:
    factors = [Fraction(1, 2), Fraction(1), Fraction(4, 3), Fraction(3), Fraction(20)]
    changed = 0
    for case in cases:
        facts = [
            case_fact(supposed_case(case, Supposition(factor=one), RULES.calendar_of))
            for one in factors
        ]
        dues = [fact.due for fact in facts if fact.due is not None]
        assert dues == sorted(dues)
        late = [Flag.LATE in tally_of(fact, NOVEMBER.as_of).flags for fact in facts]
        over = [Flag.OVERDUE in tally_of(fact, NOVEMBER.as_of).flags for fact in facts]
        assert late == sorted(late, reverse=True)
        assert over == sorted(over, reverse=True)
        changed += len(set(late)) > 1 or len(set(over)) > 1
    assert changed > 10


def test_the_real_figures_beside_are_those_of_the_assessment(cases: tuple[Case, ...]) -> None:
    results = compared(cases, Supposition(factor=Fraction(2)))
    real = counted(tally_of(case_fact(case), NOVEMBER.as_of) for case in cases)
    pair = side_by_side(results)[()]
    assert pair.real == real[()]
    assert pair.supposed["report"] == pair.real["report"]
    assert pair.supposed["overtime_dispose"] < pair.real["overtime_dispose"]
    assert any(one.changed for one in results)
    assert {one.case for one in results} == {case.id for case in cases}


def test_six_hours_instead_of_four_end_at_six_and_half_past_five_is_in_time() -> None:
    (one,) = compared([a_case()], Supposition(limits={RUBBISH_ALL: HOURS_6}))
    assert (one.real.due, one.supposed.due) == (
        MONDAY + timedelta(hours=6),
        MONDAY + timedelta(hours=8),
    )
    assert Flag.LATE in one.real_flags
    assert Flag.LATE not in one.supposed_flags
    assert one.changed
    pair = side_by_side([one], [Grouping.UNIT])[("U1",)]
    assert [pair.real[name] for name in ("in_time_archive", "overtime_archive")] == [0, 1]
    assert [pair.supposed[name] for name in ("in_time_archive", "overtime_archive")] == [1, 0]


def test_a_half_longer_limit_is_the_same_six_hours() -> None:
    (one,) = compared([a_case()], Supposition(factor=Fraction(3, 2)))
    assert one.supposed.due == MONDAY + timedelta(hours=8)


def test_a_holiday_moves_the_deadline_to_tuesday_noon() -> None:
    (one,) = compared([a_case()], Supposition(calendar=a_holiday_on_that_monday()))
    assert one.supposed.due == datetime(2026, 11, 24, 4, tzinfo=UTC)
    assert Flag.LATE not in one.supposed_flags


def test_each_extension_is_one_supposed_limit() -> None:
    case = a_case(handled=None)
    longer = timers.extend(bundled(case), MONDAY + timedelta(hours=1), RULES.calendar)
    (one,) = compared([replace(case, bundled=longer)], Supposition(limits={RUBBISH_ALL: HOURS_6}))
    # Twice six work hours from Monday ten: six on Monday, six on Tuesday until 16:00.
    assert one.supposed.due == datetime(2026, 11, 24, 8, tzinfo=UTC)


def test_a_limit_of_another_unit_type_may_be_supposed() -> None:
    case = a_case(handled=None)
    longer = timers.extend(bundled(case), MONDAY + timedelta(hours=1), RULES.calendar)
    hours_24 = Supposition(limits={RUBBISH_ALL: TimeLimit(24, LimitUnit.HOUR)})
    (one,) = compared([replace(case, bundled=longer)], hours_24)
    assert one.supposed.due == MONDAY + timedelta(hours=48)


def test_a_condition_goes_before_its_category_and_both_before_the_factor() -> None:
    exact = replace(RUBBISH_ALL, condition="C1")
    rows = {RUBBISH_ALL: TimeLimit(8, LimitUnit.WORK_HOUR), exact: HOURS_6}
    (one,) = compared([a_case()], Supposition(limits=rows, factor=Fraction(9)))
    assert one.supposed.due == MONDAY + timedelta(hours=8)


def test_the_same_code_of_a_component_or_of_another_scheme_is_another_category() -> None:
    others = [replace(RUBBISH_ALL, kind="component"), replace(RUBBISH_ALL, scheme="CJT214")]
    (one,) = compared([a_case()], Supposition(limits=dict.fromkeys(others, HOURS_6)))
    assert not one.changed


def test_a_limit_chosen_by_hand_is_left_alone_by_rows_but_not_by_a_factor() -> None:
    case = a_case(limit=TimeLimit(5, LimitUnit.WORK_HOUR))
    (row,) = compared([case], Supposition(limits={RUBBISH_ALL: TimeLimit(1, LimitUnit.DAY)}))
    assert row.supposed.due == bundled(case).due
    (factor,) = compared([case], Supposition(factor=Fraction(2)))
    assert factor.supposed.due == datetime(2026, 11, 24, 4, tzinfo=UTC)


def test_a_case_at_work_becomes_overdue_under_a_shorter_limit() -> None:
    now = MONDAY + timedelta(hours=5)
    span = replace(NOVEMBER, as_of=now)
    (one,) = compared([a_case(handled=None)], Supposition(factor=Fraction(1, 2)), span)
    assert Flag.OVERDUE not in one.real_flags
    assert Flag.OVERDUE in one.supposed_flags


def test_a_standing_clock_whose_supposed_limit_was_used_up_before_stands_no_longer() -> None:
    case = a_case(handled=None)
    paused = timers.pause(bundled(case), MONDAY + timedelta(hours=5), PauseCause.SUSPENSION)
    (one,) = compared([replace(case, bundled=paused)], Supposition(factor=Fraction(1, 4)))
    assert one.real.standing
    assert not one.supposed.standing


def test_an_ended_pause_moves_the_deadline_of_a_clock_that_stands_again() -> None:
    case = a_case(handled=None)
    first = timers.pause(bundled(case), MONDAY + timedelta(hours=1), PauseCause.COORDINATION)
    resumed = timers.resume(first, MONDAY + timedelta(hours=2), RULES.calendar)
    again = timers.pause(resumed, MONDAY + timedelta(hours=5), PauseCause.SUSPENSION)
    (same,) = compared([replace(case, bundled=again)], NOTHING_ELSE)
    assert same.supposed == same.real
    (longer,) = compared([replace(case, bundled=again)], Supposition(factor=Fraction(5, 4)))
    assert longer.supposed.due == MONDAY + timedelta(hours=8)


def test_a_deadline_that_leaves_the_period_is_told_and_counted_all_the_same() -> None:
    far = Supposition(limits={RUBBISH_ALL: TimeLimit(30, LimitUnit.DAY)})
    (one,) = compared([a_case()], far)
    assert one.elsewhere
    assert side_by_side([one])[()].supposed["report"] == 1
    (same,) = compared([a_case()], NOTHING_ELSE)
    assert not same.elsewhere


def test_the_real_case_is_not_touched() -> None:
    case = a_case()
    before = case_fact(case)
    supposed_case(case, Supposition(factor=Fraction(7)), RULES.calendar_of)
    assert case_fact(case) == before


@pytest.mark.parametrize("factor", [Fraction(0), Fraction(-1, 2)])
def test_a_factor_that_is_not_positive_is_refused(factor: Fraction) -> None:
    with pytest.raises(Refusal) as refused:
        Supposition(factor=factor)
    assert refused.value.code == "whatif.factor"
    assert Wording("en").say(refused.value.code, **refused.value.facts)


@given(
    st.integers(1, 500),
    st.sampled_from(LimitUnit),
    st.fractions(Fraction(1, 100), Fraction(50)),
    st.fractions(Fraction(0), Fraction(50)),
)
def test_a_larger_factor_never_gives_a_shorter_limit_and_rounds_to_the_units_favour(
    value: int, unit: LimitUnit, factor: Fraction, more: Fraction
) -> None:
    limit = TimeLimit(value, unit)
    shorter, longer = times(limit, factor), times(limit, factor + more)
    assert shorter.counted_seconds() <= longer.counted_seconds()
    exact = limit.counted_seconds() * factor
    step = 3 if unit is LimitUnit.MINUTE else Fraction(TimeLimit(1, unit).counted_seconds(), 100)
    assert exact <= shorter.counted_seconds() < exact + step
