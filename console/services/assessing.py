"""An assessment put together: a scheme, a period, the facts of a reading, and what came of them.

Read only. Whoever calls gives the moment; nothing here looks at a clock or keeps anything.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from console.domain.refusal import Refusal
from console.evaluation.counts import counted
from console.evaluation.indicators import count_names
from console.evaluation.periods import Period, before, year_before
from console.evaluation.plan import Plan, plan_of
from console.evaluation.posts import AREA_COUNTS, people_of
from console.evaluation.scheme import POST_OF, Scheme, kept
from console.evaluation.scoring import Change, Scores, Subject, changes, score
from console.ports.facts import FactReading, Grouping, Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """An object that may be judged: its name, and the group its unit is kept under."""

    code: str
    name: str
    group: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessment:
    """The scores of a period beside those of the period before and of the same one last year.

    `last` (环比) and `last_year` (同比) have a row for each object of `scores`.
    """

    plan: Plan
    period: Period
    span: Span
    scores: Scores
    last: Mapping[str, Change]
    last_year: Mapping[str, Change]

    @property
    def scheme(self) -> Scheme:
        """The scheme it was made by."""
        return self.plan.scheme


def assess(
    reading: FactReading,
    scheme: Scheme,
    period: Period,
    objects: Sequence[Named],
    now: datetime,
    *,
    by: Grouping | None = None,
) -> Assessment:
    """Score everybody of `objects`, and whoever else has cases or acts of the period.

    An object without any is scored from zeros, so that a quiet unit stands in its ranking. `by` is
    one of the scheme's groupings, the first if not given; `now` is aware. Raises `Refusal`
    `scheme.*`, `expression.*`, `period.not_begun` or `assess.by`.
    """
    plan, span = plan_of(scheme), period.span(now)
    by = by or next(iter(scheme.by), None)
    if by is not None and by not in scheme.by:
        raise Refusal("assess.by", by=by.value, known=", ".join(one.value for one in scheme.by))
    scores = _scores(reading, plan, span, objects, by)
    former, last_year = (
        _scores(reading, plan, other.span(now), objects, by)
        for other in (before(period), year_before(period))
    )
    return Assessment(
        plan=plan,
        period=period,
        span=span,
        scores=scores,
        last=changes(scores, former),
        last_year=changes(scores, last_year),
    )


def run_of_scores(
    reading: FactReading,
    scheme: Scheme,
    periods: Sequence[Period],
    objects: Sequence[Named],
    now: datetime,
    *,
    by: Grouping | None = None,
    goes_on: Callable[[], bool] = lambda: True,
) -> tuple[Scores, ...]:
    """The scores of one period after the other: a line's points, all by the same scheme.

    `goes_on` is asked before each; what is there when it says no is the answer. Raises as `assess`.
    """
    plan, found = plan_of(scheme), []
    for period in periods:
        if not goes_on():
            break
        found.append(_scores(reading, plan, period.span(now), objects, by))
    return tuple(found)


def _scores(
    reading: FactReading, plan: Plan, span: Span, objects: Sequence[Named], by: Grouping | None
) -> Scores:
    return scored(plan, counts_by_object(reading, plan.scheme, span, by), objects)


def scored(plan: Plan, found: Mapping[str, Mapping[str, int]], objects: Sequence[Named]) -> Scores:
    """The scores of counts by object; who is known and has none is scored from zeros."""
    scheme = plan.scheme
    known = {one.code: one for one in objects}
    nothing = dict.fromkeys(count_names(scheme.kind), 0)
    subjects = []
    for code in (*known, *(code for code in sorted(found) if code not in known)):
        named = known.get(code, Named(code=code, name=code))
        subjects.append(
            Subject(
                object=code,
                name=named.name,
                group=scheme.group_of(code, named.group),
                counts=found.get(code, nothing),
            )
        )
    return score(plan, subjects)


def counts_by_object(
    reading: FactReading, scheme: Scheme, span: Span, by: Grouping | None
) -> dict[str, dict[str, int]]:
    """Object -> its counts; cases and acts of nobody are in none."""
    post = POST_OF.get(scheme.kind)
    if post is not None:
        areas = reading.miss_counts(span) if post in AREA_COUNTS else None
        return people_of(post, kept(scheme, reading.act_tallies(span)), areas)
    tallies = reading.tallies(span, scheme.case_date, () if by is None else (by,))
    groups = counted(kept(scheme, tallies))
    return {group[0]: row for group, row in groups.items() if group and group[0]}
