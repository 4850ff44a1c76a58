"""The regular forms put together from facts: what is read for each, and which figures it has.

The figures of units and inspectors are those of `assess` for the same period and scheme. Read only;
whoever calls gives the moment. Source: fact book 8.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time

from console.domain.refusal import Refusal
from console.domain.stage import Source
from console.evaluation.forms import (
    DAY_BEGINS,
    MOST_KINDS,
    NIGHT_BEGINS,
    DutyLine,
    FormKind,
    Tallied,
    Waiting,
    back_span,
    check_period,
    duty_lines,
    duty_span,
    everything,
    tallied,
    waiting,
)
from console.evaluation.periods import Period
from console.evaluation.scheme import Scheme
from console.evaluation.scoring import Score, Scores
from console.ports.facts import FactDate, FactReading, Grouping, Span
from console.services.assessing import Assessment, Named, assess


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthlyNotice:
    """运行月报: what was reported in the month, and how units did by the scheme's own date.

    `whole`, `sources`, `kinds` and `categories` are of the cases reported in the month; `waiting`
    is what units have left of cases registered until its end.
    """

    made: Assessment
    whole: dict[str, int]
    sources: tuple[Tallied, ...]
    kinds: tuple[Tallied, ...]
    categories: tuple[Tallied, ...]
    waiting: tuple[Waiting, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DutySheet:
    """A shift: `sources` in their fixed order, and by day `districts`."""

    kind: FormKind
    period: Period
    span: Span
    sources: tuple[DutyLine, ...]
    districts: tuple[DutyLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """One unit or inspector: the assessment it is taken from, and its row there."""

    made: Assessment
    score: Score

    @property
    def alone(self) -> Scores:
        """The scores as if nobody else were there; its rank is that among all."""
        group = self.score.subject.group
        summary = replace(self.made.scores.groups[group], objects=1)
        return replace(self.made.scores, rows=(self.score,), groups={group: summary})


def monthly_notice(
    reading: FactReading, scheme: Scheme, period: Period, units: Sequence[Named], now: datetime
) -> MonthlyNotice:
    """The figures of a month. `reading` has to be of one moment.

    Raises `Refusal` `forms.period`, and what `assess` raises.
    """
    check_period(FormKind.MONTHLY, period)
    made = assess(reading, scheme, period, units, now, by=Grouping.UNIT)
    span, reported = made.span, FactDate.REPORTED
    left = (Grouping.UNIT, Grouping.KIND, Grouping.CATEGORY)
    by_source = reading.tallies(span, reported, (Grouping.SOURCE,))
    return MonthlyNotice(
        made=made,
        whole=everything(by_source),
        sources=tallied(by_source),
        kinds=tallied(reading.tallies(span, reported, (Grouping.KIND,))),
        categories=tallied(
            reading.tallies(span, reported, (Grouping.KIND, Grouping.CATEGORY)), MOST_KINDS
        ),
        waiting=waiting(reading.tallies(back_span(span), FactDate.REGISTERED, left)),
    )


def weekly_report(
    reading: FactReading, scheme: Scheme, period: Period, units: Sequence[Named], now: datetime
) -> Assessment:
    """A week as `assess` makes it. Raises `Refusal` `forms.period`, and what `assess` raises."""
    check_period(FormKind.WEEKLY, period)
    return assess(reading, scheme, period, units, now, by=Grouping.UNIT)


def duty_sheet(
    reading: FactReading,
    kind: FormKind,
    period: Period,
    now: datetime,
    *,
    begins: time = DAY_BEGINS,
    ends: time = NIGHT_BEGINS,
) -> DutySheet:
    """A shift of a day; `begins` and `ends` are the local times of the day's shift.

    Raises `Refusal` `forms.period`, `forms.hours`, `period.not_begun`.
    """
    check_period(kind, period)
    span = duty_span(kind, period, now, begins, ends)

    def lines(by: Grouping, codes: Sequence[str] = ()) -> tuple[DutyLine, ...]:
        reported, closed = (
            reading.tallies(span, date, (by,)) for date in (FactDate.REPORTED, FactDate.CLOSED)
        )
        return duty_lines(reported, closed, codes)

    return DutySheet(
        kind=kind,
        period=period,
        span=span,
        sources=lines(Grouping.SOURCE, [one.value for one in Source]),
        districts=lines(Grouping.DISTRICT) if kind is FormKind.DAY else (),
    )


def statement(
    reading: FactReading,
    scheme: Scheme,
    period: Period,
    objects: Sequence[Named],
    code: str,
    now: datetime,
) -> Statement:
    """The row of one unit or inspector among all of a period, by code, else by name.

    Raises `Refusal` `forms.object` where nobody has this code or name, `forms.object_twice` where
    several have the name, and what `assess` raises.
    """
    by = Grouping.UNIT if Grouping.UNIT in scheme.by else None
    made = assess(reading, scheme, period, objects, now, by=by)
    rows = made.scores.rows
    found = [row for row in rows if row.subject.object == code] or [
        row for row in rows if row.subject.name == code
    ]
    if not found:
        raise Refusal("forms.object", object=code)
    if len(found) > 1:
        codes = ", ".join(row.subject.object for row in found)
        raise Refusal("forms.object_twice", object=code, known=codes)
    return Statement(made=made, score=found[0])
