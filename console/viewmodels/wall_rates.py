"""Declared indicators on a wall: counters of today, rates, rankings. Pure functions over facts.

Counts and rates are the assessment's own (`evaluation.counts`, `evaluation.rates`) over spans that
can be typed on its page, so that wall and sheet cannot disagree.
"""

from collections import Counter as Sums
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from fractions import Fraction
from typing import Final

from console.domain.stage import Source
from console.domain.wall_classes import is_hidden
from console.evaluation.counts import COUNTS, counted
from console.evaluation.periods import (
    PeriodKind,
    before,
    local_day,
    midnight,
    period_of,
)
from console.evaluation.rates import RATES, Rate, summed
from console.evaluation.scene_options import RankingAsked, RatesAsked
from console.ports.facts import FactDate, FactReading, Flag, Grouping, Span
from console.viewmodels.wall_blocks import (
    Bars,
    Counter,
    Counters,
    Ranking,
    RankingLine,
    RateLine,
    Rates,
)
from console.viewmodels.wall_cases import bars
from console.viewmodels.wall_names import Names

OF_TODAY: Final[Mapping[str, FactDate]] = {
    "report": FactDate.REPORTED,
    "inst": FactDate.REGISTERED,
    "dispatch": FactDate.DISPATCHED,
    "dispose": FactDate.HANDLED,
    "archive": FactDate.CLOSED,
}
"""The counters, and by which date each one's cases are of a day."""
OVERDUE: Final = "overdue"
_CLASS_SIGNS: Final = 2
USED_DAYS: Final = 31
"""A district without a report for so long is none of the wall's."""
_DAY: Final = timedelta(days=1)
Counts = Mapping[str, int]


def districts_in_use(facts: FactReading, now: datetime) -> frozenset[str]:
    """Districts with a report within a month."""
    span = Span(start=now - USED_DAYS * _DAY, end=now, as_of=now)
    tallies = facts.tallies(span, FactDate.REPORTED, (Grouping.DISTRICT,))
    return frozenset(one.group[0] for one in tallies if one.group[0])


def is_clock_driven(indicator: str) -> bool:
    """Whether time alone may change a count or rate: it looks at what is overdue."""
    rate = RATES.get(indicator)
    names = (
        [indicator] if rate is None else [name for _, name in (*rate.numerator, *rate.denominator)]
    )
    return any(
        Flag.OVERDUE in (*term.has, *term.lacks) for name in names for term in COUNTS[name].terms
    )


def today_counts(facts: FactReading, now: datetime, district: str = "") -> dict[str, int]:
    """The counters of the city's day so far."""
    return _counts_of(facts, period_of(PeriodKind.DAY, local_day(now)).span(now), district)


def yesterday_counts(facts: FactReading, now: datetime, district: str = "") -> dict[str, int]:
    """The same of the day before until the same minute, its cases as they stand now."""
    start = midnight(before(period_of(PeriodKind.DAY, local_day(now))).first)
    end = now.replace(second=0, microsecond=0) - _DAY
    return _counts_of(facts, Span(start=start, end=end, as_of=now), district)


def _counts_of(facts: FactReading, span: Span, district: str) -> dict[str, int]:
    by = (Grouping.DISTRICT,) if district else ()
    group = (district,) if district else ()
    return {
        name: counted(facts.tallies(span, date, by)).get(group, {}).get(name, 0)
        for name, date in OF_TODAY.items()
    }


def counters(today: Counts, yesterday: Counts, over: int, over_before: int | None) -> Counters:
    """The six counters; `over` are open cases past their time now, and then, if that is known."""
    made = [Counter(name=name, value=today[name], before=yesterday[name]) for name in OF_TODAY]
    made.append(Counter(name=OVERDUE, value=over, before=over_before, alarm=over > 0))
    return Counters(counters=tuple(made))


def rates(
    facts: FactReading, names: Names, now: datetime, asked: RatesAsked, district: str = ""
) -> Rates:
    """An indicator of every district and of the units with the most cases, best first.

    Of one district: its own line, and the units with cases there. Without a target or a floor no
    line is under it.
    """
    period = asked.period(now)
    groups = counted(
        facts.tallies(period.span(now), asked.date, (Grouping.DISTRICT, Grouping.UNIT))
    )
    mine = {group: row for group, row in groups.items() if district in ("", group[0])}
    by_district, by_unit = _added(mine, 0), _added(mine, 1)
    listed = [district] if district else list(names.districts)
    codes = [*listed, *(code for code in by_district if code not in listed)]
    rate, nothing = RATES[asked.indicator], dict.fromkeys(COUNTS, 0)
    units = [_line(rate, code, names.unit(code), row) for code, row in by_unit.items()]
    units.sort(key=_most_first)
    return Rates(
        indicator=asked.indicator,
        days=asked.days,
        target=asked.target or Fraction(0),
        floor=asked.floor or Fraction(0),
        districts=_best_first(
            _line(rate, code, names.district(code), by_district.get(code, nothing))
            for code in codes
        ),
        units=_best_first(units[: asked.rows]),
        first=period.first,
        last=period.last,
        today=asked.today,
    )


def _added(groups: Mapping[tuple[str, ...], Counts], place: int) -> dict[str, Counts]:
    """Counts by one word of their groups; what belongs to nobody is in none, as on the sheet."""
    sums: dict[str, Sums[str]] = {}
    for group, row in groups.items():
        if group[place]:
            sums.setdefault(group[place], Sums(dict.fromkeys(COUNTS, 0))).update(row)
    return dict(sorted(sums.items()))


def _line(rate: Rate, code: str, name: str, counts: Counts) -> RateLine:
    return RateLine(
        code=code,
        name=name,
        value=rate.of(counts),
        numerator=summed(rate.numerator, counts),
        denominator=summed(rate.denominator, counts),
    )


def _most_first(line: RateLine) -> tuple[int, str]:
    return -line.denominator, line.code


def _best_first(lines: Iterable[RateLine]) -> tuple[RateLine, ...]:
    return tuple(sorted(lines, key=_rank_of_line))


def _rank_of_line(line: RateLine) -> tuple[bool, Fraction, str]:
    return line.value is None, -(line.value or Fraction(0)), line.code


def ranking(facts: FactReading, names: Names, now: datetime, asked: RankingAsked) -> Ranking:
    """Units or districts by the first rate among the indicators; those with the most cases."""
    span = period_of(PeriodKind.MONTH, local_day(now)).span(now)
    found = counted(facts.tallies(span, asked.date, (asked.by,)))
    counts: dict[str, Counts] = {group[0]: row for group, row in found.items() if group[0]}
    called = names.districts if asked.by is Grouping.DISTRICT else names.units
    nothing = dict.fromkeys(COUNTS, 0)
    rate = next((RATES[one] for one in asked.indicators if one in RATES), None)
    rows = [
        _line(
            rate or RATES["dispose_rate"], code, called.get(code, code), counts.get(code, nothing)
        )
        for code in (*called, *(code for code in sorted(counts) if code not in called))
    ]
    rows.sort(key=_most_first)
    best = _best_first(rows[: asked.rows])
    return Ranking(
        since=span.start,
        indicators=asked.indicators,
        lines=tuple(
            RankingLine(
                place=place,
                code=row.code,
                name=row.name,
                values=_values(asked.indicators, counts.get(row.code, nothing)),
            )
            for place, row in enumerate(best, 1)
        ),
    )


def _values(indicators: Sequence[str], counts: Counts) -> tuple[int | Fraction | None, ...]:
    return tuple(RATES[name].of(counts) if name in RATES else counts[name] for name in indicators)


def hotline_classes(
    facts: FactReading, names: Names, now: datetime, hidden: Sequence[str], rows: int
) -> Bars:
    """Today's reports by telephone by class; what is hidden adds to the rest, unnamed."""
    span = period_of(PeriodKind.DAY, local_day(now)).span(now)
    by = (Grouping.SOURCE, Grouping.KIND, Grouping.CATEGORY)
    found: Sums[str] = Sums()
    rest = 0
    for (source, kind, category), row in counted(
        facts.tallies(span, FactDate.REPORTED, by)
    ).items():
        if source != Source.HOTLINE:
            continue
        if not category or is_hidden(kind, category, tuple(hidden)):
            rest += row["report"]
        else:
            found[f"{kind}:{category[:_CLASS_SIGNS]}"] += row["report"]
    return bars(found, names.classes, rows, rest)
