"""Load of a cell: exact densities, classes that never part equals, recurrence, unseen, grades."""

from datetime import UTC, datetime, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.domain.gridload import (
    CLASSES,
    RECURRING_SPAN,
    Grade,
    Happening,
    HeatBy,
    Load,
    class_of_grade,
    density,
    grade_of,
    is_unseen,
    on_duty,
    quarters,
    recurrences,
    scale_of,
    worth,
)

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
values = st.lists(st.fractions(0, 50, max_denominator=99), max_size=60)
happenings = st.lists(
    st.builds(
        Happening,
        kind=st.sampled_from(("event", "component")),
        category=st.sampled_from(("0101", "0102", "")),
        at=st.integers(-5, 70).map(lambda days: NOW - timedelta(days=days)),
    ),
    max_size=40,
)


def test_density_is_exact() -> None:
    assert density(Load(open=1), 30_000.0) == Fraction(1, 3)
    assert density(Load(open=7), 12_345.6) == Fraction(7 * 10_000 * 10, 123_456)
    assert density(Load(open=7), 0.0) == 0


def test_a_cell_is_worth_what_was_asked_for() -> None:
    load = Load(open=6, overdue=2, near=1)
    assert worth(HeatBy.OPEN, load, 20_000.0) == 6
    assert worth(HeatBy.OVERDUE, load, 20_000.0) == 2
    assert worth(HeatBy.DENSITY, load, 20_000.0) == 3


def test_overdue_cases_have_the_same_tone_on_every_day() -> None:
    scale = scale_of(HeatBy.OVERDUE, [Fraction(900)])
    assert [scale.tone_of(count) for count in (0, 1, 2, 3, 4, 5, 900)] == [0, 1, 2, 3, 3, 4, 4]


def test_few_classes_take_tones_apart_from_each_other() -> None:
    assert scale_of(HeatBy.OPEN, [Fraction(1)] * 9).tones == (3,)
    assert scale_of(HeatBy.OPEN, [Fraction(1)] * 9 + [Fraction(2)] * 9).tones == (2, 4)


def test_grades_are_no_quantity() -> None:
    assert scale_of(HeatBy.GRADE, [Fraction(1)]).breaks == ()


@given(values)
def test_every_cell_with_cases_has_a_tone_and_no_other(some: list[Fraction]) -> None:
    scale = scale_of(HeatBy.DENSITY, some)
    assert len(scale.breaks) <= CLASSES
    for value in some:
        assert (scale.tone_of(value) > 0) is (value > 0)


@given(values)
def test_more_never_has_a_lighter_tone_and_equals_share_one(some: list[Fraction]) -> None:
    scale = scale_of(HeatBy.OPEN, some)
    classes = [scale.tone_of(value) for value in sorted(some)]
    assert classes == sorted(classes)
    assert set(classes) - {0} == set(scale.tones)


@given(st.lists(st.integers(1, 10**6), min_size=4, max_size=80, unique=True))
def test_quarters_are_of_equal_size_where_values_differ(some: list[int]) -> None:
    rising = sorted(Fraction(one) for one in some)
    scale = scale_of(HeatBy.OPEN, rising)
    assert scale.breaks == quarters(rising)
    sizes = [[scale.tone_of(one) for one in rising].count(at) for at in range(1, CLASSES + 1)]
    assert max(sizes) - min(sizes) <= 1


@pytest.mark.parametrize(
    ("score", "grade"),
    [(100, "a"), (90, "a"), (Fraction(8999, 100), "b"), (75, "b"), (60, "c"), (40, "d"), (0, "e")],
)
def test_a_grade_begins_where_the_table_says(score: Fraction | int, grade: str) -> None:
    assert grade_of(score) is Grade(grade)


@pytest.mark.parametrize("score", [-1, Fraction(1001, 10)])
def test_there_is_no_grade_beyond_the_table(score: Fraction | int) -> None:
    with pytest.raises(ValueError, match="a score of"):
        grade_of(score)


def test_grades_keep_the_order_of_their_colours() -> None:
    assert [class_of_grade(one) for one in Grade] == [1, 2, 3, 4, 5]


def test_a_cell_is_unseen_from_the_very_hour_on() -> None:
    assert is_unseen(None, NOW, 1)
    assert is_unseen(NOW - timedelta(hours=8), NOW, 8)
    assert not is_unseen(NOW - timedelta(hours=8) + timedelta(seconds=1), NOW, 8)


def test_on_duty_takes_a_certificate_and_a_late_sign() -> None:
    assert on_duty(NOW - timedelta(minutes=14), NOW, certified=True)
    assert not on_duty(NOW - timedelta(minutes=15), NOW, certified=True)
    assert not on_duty(NOW, NOW, certified=False)
    assert not on_duty(None, NOW, certified=True)


@given(happenings)
def test_recurring_is_three_times_the_same_within_thirty_days(some: list[Happening]) -> None:
    found = {(one.kind, one.category): one for one in recurrences(some, NOW)}
    for key in {(one.kind, one.category) for one in some}:
        near = [
            one.at
            for one in some
            if (one.kind, one.category) == key and timedelta() <= NOW - one.at < RECURRING_SPAN
        ]
        if key[1] and len(near) >= 3:
            assert (found[key].times, found[key].last) == (len(near), max(near))
        else:
            assert key not in found


@given(happenings)
def test_what_recurs_most_comes_first(some: list[Happening]) -> None:
    times = [one.times for one in recurrences(some, NOW)]
    assert times == sorted(times, reverse=True)
