"""Periods: what is typed, which moments it means, and what it is compared with."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.domain.refusal import Refusal
from console.evaluation.period_text import read_period
from console.evaluation.periods import (
    Period,
    PeriodKind,
    before,
    between,
    local_day,
    midnight,
    period_of,
    run_up,
    twelve_months,
    year_before,
)
from console.views.wording import Wording

NOW = datetime(2026, 11, 29, 4, 30, tzinfo=UTC)
DAYS = st.dates(date(1971, 1, 1), date(2999, 12, 31))
FIXED = [kind for kind in PeriodKind if kind is not PeriodKind.RANGE]


def ends(period: Period) -> str:
    return f"{period.first} {period.last}"


@pytest.mark.parametrize(
    ("text", "kind", "expected"),
    [
        ("2026", "year", "2026-01-01 2026-12-31"),
        ("2026-H1", "half_year", "2026-01-01 2026-06-30"),
        ("2026-Q3", "quarter", "2026-07-01 2026-09-30"),
        ("2026-10", "month", "2026-10-01 2026-10-31"),
        ("2028-2", "month", "2028-02-01 2028-02-29"),
        ("2026-W45", "week", "2026-11-02 2026-11-08"),
        ("2026-W01", "week", "2025-12-29 2026-01-04"),
        ("2026-W53", "week", "2026-12-28 2027-01-03"),
        ("2026-10-T1", "ten_days", "2026-10-01 2026-10-10"),
        ("2026-10-中旬", "ten_days", "2026-10-11 2026-10-20"),
        ("2026-02-下旬", "ten_days", "2026-02-21 2026-02-28"),
        ("2026-11-23", "day", "2026-11-23 2026-11-23"),
        ("2026-11-01..2026-11-15", "range", "2026-11-01 2026-11-15"),
        ("2026-09..2026-10", "range", "2026-09-01 2026-10-31"),
        ("2026年", "year", "2026-01-01 2026-12-31"),
        ("2026年下半年", "half_year", "2026-07-01 2026-12-31"),
        ("2026年第三季度", "quarter", "2026-07-01 2026-09-30"),
        ("2026年第45周", "week", "2026-11-02 2026-11-08"),
        ("2026年10月上旬", "ten_days", "2026-10-01 2026-10-10"),
        ("2026年10月", "month", "2026-10-01 2026-10-31"),
        ("2026年11月3日", "day", "2026-11-03 2026-11-03"),
        ("2026年11月1日至2026年11月15日", "range", "2026-11-01 2026-11-15"),
        ("  ２０２６－１０ ", "month", "2026-10-01 2026-10-31"),
        ("2026-q3", "quarter", "2026-07-01 2026-09-30"),
    ],
)
def test_what_is_typed_means_these_days(text: str, kind: str, expected: str) -> None:
    period = read_period(text)
    assert (period.kind.value, ends(period)) == (kind, expected)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "period.unreadable"),
        ("October", "period.unreadable"),
        ("26-10", "period.unreadable"),
        ("2026-10-T4", "period.unreadable"),
        ("2026-10-01..", "period.unreadable"),
        ("2026-10..2026-11..2026-12", "period.unreadable"),
        ("2026-13", "period.not_in_calendar"),
        ("2026-Q5", "period.not_in_calendar"),
        ("2026-Q0", "period.not_in_calendar"),
        ("2026-H3", "period.not_in_calendar"),
        ("2025-W53", "period.not_in_calendar"),
        ("2026-02-29", "period.not_in_calendar"),
        ("1969-10", "period.year"),
        ("3000", "period.year"),
        ("2026-11-15..2026-11-01", "period.backwards"),
    ],
)
def test_what_means_no_period_is_refused_with_its_remedy(text: str, code: str) -> None:
    with pytest.raises(Refusal) as refused:
        read_period(text)
    assert refused.value.code == code
    for language in ("zh_CN", "en"):
        assert Wording(language).say(code, **refused.value.facts)


@given(DAYS, st.sampled_from(FIXED))
def test_a_period_is_written_as_it_is_read_and_holds_its_day(day: date, kind: PeriodKind) -> None:
    period = period_of(kind, day)
    assert period.first <= day <= period.last
    assert read_period(period.code) == period


@given(DAYS, st.sampled_from(FIXED))
def test_periods_of_a_kind_follow_each_other_without_a_gap(day: date, kind: PeriodKind) -> None:
    line = run_up(period_of(kind, day), 14)
    assert len(line) == 14
    assert all(one.last + timedelta(days=1) == two.first for one, two in pairwise(line))
    assert {one.kind for one in line} == {kind}


@given(DAYS, st.integers(0, 400))
def test_before_a_free_range_lie_as_many_days(day: date, more: int) -> None:
    period = between(day, day + timedelta(days=more))
    former = before(period)
    assert (former.days, former.last + timedelta(days=1)) == (period.days, period.first)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2028-02-29", "2027-02-28"),
        ("2029-02-28", "2028-02-28"),
        ("2028-02", "2027-02"),
        ("2028-02-T3", "2027-02-T3"),
        ("2026-W53", "2025-W52"),
        ("2027-W52", "2026-W52"),
        ("2026-W45", "2025-W45"),
        ("2026-Q3", "2025-Q3"),
        ("2026-H1", "2025-H1"),
        ("2026", "2025"),
        ("2028-02-10..2028-02-29", "2027-02-10..2027-02-28"),
    ],
)
def test_last_years_period_is_the_one_of_the_same_name(text: str, expected: str) -> None:
    assert year_before(read_period(text)).code == expected


@given(DAYS, st.sampled_from(FIXED))
def test_last_years_period_has_the_same_kind_and_lies_before(day: date, kind: PeriodKind) -> None:
    period = period_of(kind, day)
    former = year_before(period)
    assert former.kind is kind
    assert former.last < period.first
    assert former == period_of(kind, former.first)


def test_a_period_begins_and_ends_at_the_citys_midnight() -> None:
    span = read_period("2026-10").span(NOW)
    assert span.start == datetime(2026, 9, 30, 16, tzinfo=UTC)
    assert span.end == datetime(2026, 10, 31, 16, tzinfo=UTC)
    assert local_day(span.start) == date(2026, 10, 1)
    assert local_day(span.end - timedelta(seconds=1)) == date(2026, 10, 31)
    assert midnight(date(2026, 11, 1)) == span.end


def test_a_period_is_looked_at_from_now_whether_it_runs_or_not() -> None:
    past = read_period("2026-10").span(NOW)
    running = read_period("2026-11").span(NOW)
    assert past.as_of == running.as_of == NOW
    assert running.end > NOW


def test_a_period_that_has_not_begun_is_refused() -> None:
    with pytest.raises(Refusal, match=r"period\.not_begun"):
        read_period("2026-12").span(NOW)


def test_a_moment_without_a_zone_is_refused() -> None:
    naive = NOW.replace(tzinfo=None)
    with pytest.raises(Refusal, match=r"clock\.naive_time"):
        read_period("2026-11").span(naive)
    with pytest.raises(Refusal, match=r"clock\.naive_time"):
        local_day(naive)


def test_a_line_of_twelve_months_ends_with_the_periods_month() -> None:
    line = twelve_months(read_period("2026-Q1"))
    assert (line[0].code, line[-1].code, len(line)) == ("2025-04", "2026-03", 12)


@pytest.mark.parametrize("language", ["zh_CN", "en"])
@pytest.mark.parametrize("kind", PeriodKind)
def test_every_kind_has_a_name_and_every_period_a_title(language: str, kind: PeriodKind) -> None:
    wording = Wording(language)
    assert wording.say(kind.name_code)
    for month in range(1, 13):
        for day in (1, 11, 21):
            code, facts = period_of(kind, date(2026, month, day)).title
            assert "2026" in wording.say(code, **facts)


def test_a_title_is_said_in_both_languages() -> None:
    code, facts = read_period("2026-W45").title
    assert Wording("zh_CN").say(code, **facts) == "2026年第45周（2026-11-02 至 2026-11-08）"
    code, facts = read_period("2026-10").title
    assert Wording("en").say(code, **facts) == "October 2026"
