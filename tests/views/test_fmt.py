"""What operators read for times, dates and numbers."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.views.fmt import DAY, Formats
from console.views.wording import Wording

NOW = datetime(2026, 11, 23, 2, 42, 18, tzinfo=UTC)  # 10:42:18 in Pingdingshan
CHINESE = Formats(Wording("zh_CN"))
ENGLISH = Formats(Wording("en"))


@pytest.mark.parametrize(
    ("seconds", "chinese", "english"),
    [
        (None, "—", "—"),
        (0, "不到1分", "< 1 min"),
        (59, "不到1分", "< 1 min"),
        (6 * 60 + 59, "6分", "6 min"),
        (3600, "1时", "1 h"),
        (2 * 3600 + 33 * 60, "2时33分", "2 h 33 min"),
        (5 * DAY + 2 * 3600 + 59 * 60, "5天2时", "5 d 2 h"),
        (5 * DAY, "5天", "5 d"),
        (-18 * 60, "超 18分", "18 min over"),
        (-5, "超 1分", "1 min over"),
    ],
)
def test_time_left_carries_its_units(seconds: float | None, chinese: str, english: str) -> None:
    assert CHINESE.left(seconds, day=DAY) == chinese
    assert ENGLISH.left(seconds, day=DAY) == english


def test_a_working_day_may_be_the_day_of_a_span() -> None:
    assert CHINESE.span(11 * 3600, day=8 * 3600) == "1天3时"


@pytest.mark.parametrize(
    ("seconds", "shown"),
    [(18, "18秒"), (156, "2分36秒"), (120, "2分"), (3700, "1时1分"), (-3, "0秒")],
)
def test_a_countdown_is_exact_to_the_second(seconds: float, shown: str) -> None:
    assert CHINESE.exact(seconds) == shown


def test_time_left_with_its_word() -> None:
    assert [CHINESE.left_worded(value, day=DAY) for value in (360, -360, None)] == [
        "剩 6分",
        "超 6分",
        "—",
    ]
    assert ENGLISH.left_worded(360, day=DAY) == "6 min left"


@given(st.integers(min_value=-40 * DAY, max_value=40 * DAY))
def test_no_time_left_is_ever_shown_with_a_colon(seconds: int) -> None:
    for formats in (CHINESE, ENGLISH):
        assert ":" not in formats.left(seconds, day=DAY)


def test_moments_are_shown_in_local_time_with_the_year_only_when_it_differs() -> None:
    assert CHINESE.moment(NOW, NOW) == "11-23 10:42"
    assert CHINESE.moment(NOW.replace(year=2025), NOW) == "2025-11-23 10:42"
    assert CHINESE.moment(datetime(2025, 12, 31, 16, 30, tzinfo=UTC), NOW) == "01-01 00:30"


@pytest.mark.parametrize(
    ("days", "shown"),
    [
        (-1, "昨日 10:42"),
        (0, "今日 10:42"),
        (1, "明日 10:42"),
        (2, "11-25 10:42"),
        (-2, "11-21 10:42"),
    ],
)
def test_a_near_due_time_is_said_in_words(days: int, shown: str) -> None:
    assert CHINESE.due(NOW + timedelta(days=days), NOW) == shown


def test_clock_and_day() -> None:
    assert CHINESE.time(NOW) == "10:42"
    assert CHINESE.time(NOW, seconds=True) == "10:42:18"
    assert CHINESE.day(NOW) == "2026-11-23 周一"
    assert ENGLISH.day(NOW + timedelta(days=6)) == "2026-11-29 Sun"


def test_numbers_shares_and_distances() -> None:
    assert CHINESE.number(9135) == "9\u2009135"
    assert CHINESE.number(-2.5, 1) == "\u22122.5"
    assert CHINESE.percent(0.941) == "94.1%"
    assert [CHINESE.distance(metres) for metres in (38.2, 999.6, 1240)] == [
        "38 m",
        "1.0 km",
        "1.2 km",
    ]
