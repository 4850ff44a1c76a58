"""Periods of the assessment: days of the city, and the moments between which they lie.

Days are local days of Asia/Shanghai, moments are UTC. A period is typed as its code (`2026-10`,
`2026-W45`, `2026-10-T1`) or in Chinese words; `code` is how it is written back. Source: fact book
7.7.

Two decisions about last year's period (同比). A day that last year did not have is its last day of
that month: 29 February is compared with 28 February. Week 53 is compared with week 52, the last
one of any year before such a year, so that always seven days meet seven days.
"""

from calendar import monthrange
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from typing import Final
from zoneinfo import ZoneInfo

from console.domain.refusal import Refusal
from console.ports.facts import Span

ZONE: Final = ZoneInfo("Asia/Shanghai")
FIRST_YEAR: Final = 1970
LAST_YEAR: Final = 2999
_DAY: Final = timedelta(days=1)
Facts = dict[str, object]


class PeriodKind(StrEnum):
    """How long a period is."""

    DAY = "day"
    WEEK = "week"  # Monday to Sunday, numbered as ISO 8601 does
    TEN_DAYS = "ten_days"  # 旬: 1-10, 11-20, 21 to the end of the month
    MONTH = "month"
    QUARTER = "quarter"
    HALF_YEAR = "half_year"
    YEAR = "year"
    RANGE = "range"

    @property
    def name_code(self) -> str:
        """The catalogue's code of its name."""
        return f"period.kind.{self}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """Local days from `first` to `last`, both within."""

    kind: PeriodKind
    first: date
    last: date

    @property
    def days(self) -> int:
        """How many days it has."""
        return (self.last - self.first).days + 1

    @property
    def code(self) -> str:
        """As it is typed; `console.evaluation.period_text.read_period` reads it back."""
        year, month = self.first.year, self.first.month
        week_year, week, _ = self.first.isocalendar()
        return {
            PeriodKind.DAY: f"{self.first}",
            PeriodKind.WEEK: f"{week_year}-W{week:02}",
            PeriodKind.TEN_DAYS: f"{year}-{month:02}-T{_part(self.first)}",
            PeriodKind.MONTH: f"{year}-{month:02}",
            PeriodKind.QUARTER: f"{year}-Q{(month + 2) // 3}",
            PeriodKind.HALF_YEAR: f"{year}-H{(month + 5) // 6}",
            PeriodKind.YEAR: f"{year}",
            PeriodKind.RANGE: f"{self.first}..{self.last}",
        }[self.kind]

    @property
    def title(self) -> tuple[str, Facts]:
        """The catalogue's code of its title and the facts that fill it."""
        year, month = self.first.year, self.first.month
        week_year, week, _ = self.first.isocalendar()
        ends: Facts = {"first": f"{self.first}", "last": f"{self.last}"}
        titles: dict[PeriodKind, tuple[str, Facts]] = {
            PeriodKind.DAY: ("day", {"year": year, "month": month, "day": self.first.day}),
            PeriodKind.WEEK: ("week", {"year": week_year, "week": week, **ends}),
            PeriodKind.TEN_DAYS: (
                f"ten_days.{_part(self.first)}",
                {"year": year, "month": month, "last_day": self.last.day},
            ),
            PeriodKind.MONTH: (f"month.{month}", {"year": year}),
            PeriodKind.QUARTER: ("quarter", {"year": year, "quarter": (month + 2) // 3}),
            PeriodKind.HALF_YEAR: (f"half_year.{(month + 5) // 6}", {"year": year}),
            PeriodKind.YEAR: ("year", {"year": year}),
            PeriodKind.RANGE: ("range", ends),
        }
        name, facts = titles[self.kind]
        return f"period.title.{name}", facts

    def span(self, now: datetime) -> Span:
        """Its moments, looked at from `now`, as cases are counted as they stand.

        Raises `Refusal` `period.not_begun` for one that has not begun, `clock.naive_time`.
        """
        if now.tzinfo is None:
            raise Refusal("clock.naive_time", moment=now)
        start, end = midnight(self.first), midnight(self.last + _DAY)
        if now < start:
            raise Refusal("period.not_begun", period=self.code, first=f"{self.first}")
        return Span(start=start, end=end, as_of=now.astimezone(UTC))


def midnight(day: date) -> datetime:
    """The moment a local day begins, in UTC."""
    return datetime(day.year, day.month, day.day, tzinfo=ZONE).astimezone(UTC)


def local_day(moment: datetime) -> date:
    """The city's day at a moment. Raises `Refusal` `clock.naive_time`."""
    if moment.tzinfo is None:
        raise Refusal("clock.naive_time", moment=moment)
    return moment.astimezone(ZONE).date()


def period_of(kind: PeriodKind, day: date) -> Period:
    """The period of a kind in which a day lies; for a free range the day alone."""
    first = _first(kind, day)
    return Period(kind=kind, first=first, last=_last(kind, first))


def between(first: date, last: date) -> Period:
    """A free range, both days within. Raises `Refusal` `period.backwards`."""
    if last < first:
        raise Refusal("period.backwards", first=f"{first}", last=f"{last}")
    return Period(kind=PeriodKind.RANGE, first=first, last=last)


def before(period: Period) -> Period:
    """The period before (环比): the one of its kind that ends where it begins.

    Before a free range lie as many days as it has.
    """
    last = period.first - _DAY
    if period.kind is PeriodKind.RANGE:
        return between(last - timedelta(days=period.days - 1), last)
    return period_of(period.kind, last)


def year_before(period: Period) -> Period:
    """The same period of the year before (同比); leap days and week 53 as told above."""
    if period.kind is PeriodKind.RANGE:
        return between(_year_back(period.first), _year_back(period.last))
    if period.kind is PeriodKind.WEEK:
        year, week, _ = period.first.isocalendar()
        # No two years in a row have a week 53.
        return period_of(PeriodKind.WEEK, date.fromisocalendar(year - 1, min(week, 52), 1))
    return period_of(period.kind, _year_back(period.first))


def run_up(period: Period, count: int) -> tuple[Period, ...]:
    """So many periods of its kind in order, the last being itself: a line's points."""
    found = [period]
    while len(found) < count:
        found.append(before(found[-1]))
    return tuple(reversed(found))


def twelve_months(period: Period) -> tuple[Period, ...]:
    """The twelve months that end with the one in which a period ends."""
    return run_up(period_of(PeriodKind.MONTH, period.last), 12)


def _part(day: date) -> int:
    """Which ten days of its month: 1, 2 or 3."""
    return min((day.day - 1) // 10, 2) + 1


def _first(kind: PeriodKind, day: date) -> date:
    if kind is PeriodKind.WEEK:
        return day - timedelta(days=day.weekday())
    if kind is PeriodKind.TEN_DAYS:
        return day.replace(day=10 * _part(day) - 9)
    months = _MONTHS.get(kind)
    if months is None:
        return day
    return date(day.year, (day.month - 1) // months * months + 1, 1)


def _last(kind: PeriodKind, first: date) -> date:
    if kind is PeriodKind.WEEK:
        return first + timedelta(days=6)
    if kind is PeriodKind.TEN_DAYS and _part(first) < 3:
        return first + timedelta(days=9)
    months = 1 if kind is PeriodKind.TEN_DAYS else _MONTHS.get(kind)
    if months is None:
        return first
    month = first.month + months - 1
    return date(first.year, month, monthrange(first.year, month)[1])


_MONTHS: Final = {
    PeriodKind.MONTH: 1,
    PeriodKind.QUARTER: 3,
    PeriodKind.HALF_YEAR: 6,
    PeriodKind.YEAR: 12,
}


def _year_back(day: date) -> date:
    year = day.year - 1
    return day.replace(year=year, day=min(day.day, monthrange(year, day.month)[1]))
