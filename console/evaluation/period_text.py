"""A period as an operator or the command line types it.

Read are `2026`, `2026-H1`, `2026-Q3`, `2026-10`, `2026-W45`, `2026-10-T1` (first ten days),
`2026-11-23`, `2026-11-01..2026-11-15`, and the same in Chinese: 2026年, 2026年上半年,
2026年第3季度, 2026年10月, 2026年第45周, 2026年10月上旬, 2026年11月23日,
2026年11月1日至2026年11月15日. Full-width digits, small letters and blanks do not matter.
"""

import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import Final
from unicodedata import normalize

from console.domain.refusal import Refusal
from console.evaluation.periods import (
    FIRST_YEAR,
    LAST_YEAR,
    Period,
    PeriodKind,
    between,
    period_of,
)

_YEAR: Final = r"(?P<year>\d{4})"
_MONTH: Final = rf"{_YEAR}[-/.](?P<month>\d{{1,2}})"
_WORDED_MONTH: Final = rf"{_YEAR}年(?P<month>\d{{1,2}})月"
_QUARTERS: Final = "一二三四"
_PARTS: Final = "上中下"
_HALVES: Final = "上下"
_BETWEEN: Final = re.compile(r"\.\.|~|至|到")
Parts = Mapping[str, str]


def read_period(text: str) -> Period:
    """The period that was typed.

    Raises `Refusal` `period.unreadable` with examples, `period.not_in_calendar` for a month, week
    or day that does not exist, `period.backwards`, `period.year` outside 1970 to 2999.
    """
    said = "".join(normalize("NFKC", text).upper().split())
    ends = _BETWEEN.split(said)
    if len(ends) == 2:
        return between(_one(ends[0], text).first, _one(ends[1], text).last)
    return _one(said, text)


def _one(said: str, text: str) -> Period:
    for form, make in _FORMS:
        found = form.fullmatch(said)
        if found is None:
            continue
        parts = found.groupdict()
        if not FIRST_YEAR <= int(parts["year"]) <= LAST_YEAR:
            raise Refusal("period.year", text=text, first=FIRST_YEAR, last=LAST_YEAR)
        try:
            return make(parts)
        except ValueError:
            raise Refusal("period.not_in_calendar", text=text) from None
    raise Refusal("period.unreadable", text=text)


def _number(word: str, words: str = "") -> int:
    """A figure, or the place of a Chinese word among its like."""
    return words.index(word) + 1 if word in words else int(word)


def _year(parts: Parts) -> Period:
    return period_of(PeriodKind.YEAR, date(int(parts["year"]), 1, 1))


def _half(parts: Parts) -> Period:
    first = _number(parts["half"], _HALVES) * 6 - 5
    return period_of(PeriodKind.HALF_YEAR, date(int(parts["year"]), first, 1))


def _quarter(parts: Parts) -> Period:
    first = _number(parts["quarter"], _QUARTERS) * 3 - 2
    return period_of(PeriodKind.QUARTER, date(int(parts["year"]), first, 1))


def _week(parts: Parts) -> Period:
    monday = date.fromisocalendar(int(parts["year"]), int(parts["week"]), 1)
    return period_of(PeriodKind.WEEK, monday)


def _ten_days(parts: Parts) -> Period:
    first = (1, 11, 21)[_number(parts["part"], _PARTS) - 1]
    return period_of(PeriodKind.TEN_DAYS, date(int(parts["year"]), int(parts["month"]), first))


def _month(parts: Parts) -> Period:
    return period_of(PeriodKind.MONTH, date(int(parts["year"]), int(parts["month"]), 1))


def _day(parts: Parts) -> Period:
    day = date(int(parts["year"]), int(parts["month"]), int(parts["day"]))
    return period_of(PeriodKind.DAY, day)


_FORMS: Final[tuple[tuple[re.Pattern[str], Callable[[Parts], Period]], ...]] = tuple(
    (re.compile(form), make)
    for form, make in (
        (rf"{_YEAR}年?", _year),
        (rf"{_YEAR}-?H(?P<half>\d)", _half),
        (rf"{_YEAR}年(?P<half>[{_HALVES}])半年", _half),
        (rf"{_YEAR}-?Q(?P<quarter>\d)", _quarter),
        (rf"{_YEAR}年第?(?P<quarter>[{_QUARTERS}\d])季度?", _quarter),
        (rf"{_YEAR}-?W(?P<week>\d{{1,2}})", _week),
        (rf"{_YEAR}年第?(?P<week>\d{{1,2}})周", _week),
        (rf"{_MONTH}[-/.]?T(?P<part>[123])", _ten_days),
        (rf"{_MONTH}[-/.]?(?P<part>[{_PARTS}])旬", _ten_days),
        (rf"{_WORDED_MONTH}(?P<part>[{_PARTS}])旬", _ten_days),
        (_MONTH, _month),
        (_WORDED_MONTH, _month),
        (rf"{_MONTH}[-/.](?P<day>\d{{1,2}})", _day),
        (rf"{_WORDED_MONTH}(?P<day>\d{{1,2}})日", _day),
    )
)
