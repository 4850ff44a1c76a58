"""Scores: what a checked scheme makes of the counts of its objects, exactly, with ranks and sums.

Rates of a sum come from summed counts, scores of a sum are averages over the scores there are.
Source: fact book 7.3 to 7.7 and 8.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction

from console.domain.refusal import Refusal
from console.evaluation.bands import Grade, grade_of
from console.evaluation.expression import Evaluator, Figure
from console.evaluation.indicators import count_names, indicators
from console.evaluation.plan import Plan


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """An object to be scored: its counts, and its parameters as far as they are known.

    `group` as `Scheme.group_of` gives it.
    """

    object: str
    name: str = ""
    group: str = ""
    counts: Mapping[str, int]
    parameters: Mapping[str, Figure] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A component of one score: its figure, and that times its weight."""

    code: str
    value: Figure
    weighted: Figure


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """An object with every figure that led to its score; undefined ones are None.

    `rank` is the place in its group, from 1; the same score has the same place and the next places
    are left out. Without a score there is no rank.
    """

    subject: Subject
    parameters: Mapping[str, Figure]
    indicators: Mapping[str, Figure]
    values: Mapping[str, Figure]
    parts: tuple[Part, ...]
    deductions: Mapping[str, Figure]
    total: Figure
    grade: Grade | None
    rank: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """Sums and averages of a group, or of everybody.

    `counts` are sums and `indicators` those of the sums. Parts, deductions and the total are
    averages of the defined ones, None where there are none; `scored` is how many have a total.
    """

    objects: int
    scored: int
    counts: Mapping[str, int]
    indicators: Mapping[str, Figure]
    parts: Mapping[str, Figure]
    deductions: Mapping[str, Figure]
    total: Figure


@dataclass(frozen=True, slots=True, kw_only=True)
class Scores:
    """The scores of a period: groups in the scheme's order, in each by rank, unranked ones last."""

    rows: tuple[Score, ...]
    groups: Mapping[str, Summary]
    whole: Summary

    def of_group(self, group: str) -> tuple[Score, ...]:
        """The rows of a group, best first."""
        return tuple(row for row in self.rows if row.subject.group == group)


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """Now less then (同比, 环比); None where either is undefined.

    `rank` is how many places an object went up within the same group.
    """

    total: Figure
    rank: int | None
    indicators: Mapping[str, Figure]


def score(plan: Plan, subjects: Iterable[Subject]) -> Scores:
    """Score and rank objects.

    Every group of the scheme has its summary, also without objects. Raises `Refusal`
    `scheme.group_unknown`, `scheme.parameter_unknown`, `scheme.object_twice`.
    """
    seen: dict[str, Score] = {}
    evaluator = Evaluator(plan.bands)
    for subject in subjects:
        if subject.object in seen:
            raise Refusal("scheme.object_twice", object=subject.object)
        seen[subject.object] = _score(plan, evaluator, subject)
    order = [*(group.code for group in plan.scheme.groups), ""]
    grouped = {
        group: _ranked([one for one in seen.values() if one.subject.group == group])
        for group in order
    }
    rows = tuple(row for group in order for row in grouped[group])
    return Scores(
        rows=rows,
        groups={
            group: _summary(plan, grouped[group]) for group in order if group or grouped[group]
        },
        whole=_summary(plan, rows),
    )


def _score(plan: Plan, evaluator: Evaluator, subject: Subject) -> Score:
    scheme = plan.scheme
    if subject.group not in plan.components:
        raise Refusal("scheme.group_unknown", object=subject.object, part=subject.group)
    typed = {one.code: one.default for one in scheme.parameters}
    for code, figure in subject.parameters.items():
        if code not in typed:
            raise Refusal("scheme.parameter_unknown", object=subject.object, part=code)
        typed[code] = typed[code] if figure is None else figure
    counted = indicators(scheme.kind, scheme.rework_of, subject.counts)
    figures: dict[str, Figure] = {**counted, **typed}
    work_out = evaluator.value
    for code, formula in plan.values:
        figures[code] = work_out(formula, figures)
    weights = plan.weights[subject.group]
    named = {code: work_out(one, figures) for code, one in plan.components[subject.group]}
    taken = {code: work_out(one, figures) for code, one in plan.deductions}
    total = work_out(plan.totals[subject.group], {**named, **taken})
    return Score(
        subject=subject,
        parameters=typed,
        indicators=counted,
        values={code: figures[code] for code, _ in plan.values},
        parts=tuple(
            Part(code=code, value=one, weighted=None if one is None else one * weights[code])
            for code, one in named.items()
        ),
        deductions=taken,
        total=total,
        grade=grade_of(scheme.grades, total),
    )


def _ranked(rows: Sequence[Score]) -> list[Score]:
    defined = sorted((row.total for row in rows if row.total is not None), reverse=True)
    places: dict[Fraction, int] = {}
    for place, total in enumerate(defined, start=1):
        places.setdefault(total, place)
    ranked = [replace(row, rank=None if row.total is None else places[row.total]) for row in rows]
    last = len(rows) + 1
    return sorted(ranked, key=lambda row: (row.rank or last, row.subject.object))


def _summary(plan: Plan, rows: Sequence[Score]) -> Summary:
    scheme = plan.scheme
    counts = {
        name: sum(row.subject.counts[name] for row in rows) for name in count_names(scheme.kind)
    }
    parts: dict[str, list[Figure]] = {}
    for row in rows:
        for part in row.parts:
            parts.setdefault(part.code, []).append(part.value)
    taken = {one.code: [row.deductions[one.code] for row in rows] for one in scheme.deductions}
    return Summary(
        objects=len(rows),
        scored=sum(row.total is not None for row in rows),
        counts=counts,
        indicators=indicators(scheme.kind, scheme.rework_of, counts),
        parts={code: average(figures) for code, figures in parts.items()},
        deductions={code: average(figures) for code, figures in taken.items()},
        total=average([row.total for row in rows]),
    )


def average(figures: Iterable[Figure]) -> Figure:
    """The mean of the defined figures, exactly; None where there are none."""
    defined = [figure for figure in figures if figure is not None]
    return sum(defined, Fraction(0)) / len(defined) if defined else None


def changes(now: Scores, then: Scores) -> dict[str, Change]:
    """Object -> how it changed, for every object of now; new ones have nothing to compare."""
    former = {row.subject.object: row for row in then.rows}
    return {row.subject.object: _change(row, former.get(row.subject.object)) for row in now.rows}


def _change(row: Score, before: Score | None) -> Change:
    if before is None:
        return Change(total=None, rank=None, indicators=dict.fromkeys(row.indicators))
    same = row.subject.group == before.subject.group
    ranked = row.rank is not None and before.rank is not None and same
    return Change(
        total=_less(row.total, before.total),
        rank=(before.rank or 0) - (row.rank or 0) if ranked else None,
        indicators={
            name: _less(figure, before.indicators.get(name))
            for name, figure in row.indicators.items()
        },
    )


def _less(now: Figure, then: Figure) -> Figure:
    return None if now is None or then is None else now - then
