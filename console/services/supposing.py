"""A past period under other limits, another calendar or another scheme, beside what was counted.

Read only: the real period is never touched. Cases are read one by one and summed as they come, so
that a year takes no more memory than a week.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from console.domain.refusal import Refusal
from console.evaluation.counts import counted
from console.evaluation.plan import Plan
from console.evaluation.scheme import POST_OF, Scheme, kept
from console.evaluation.scoring import Score
from console.evaluation.whatif import NOTHING_ELSE, Supposition, beside
from console.ports.facts import CaseFact, FactReading, Flag, Grouping, Span, Tally
from console.ports.integrity import IntegrityReading
from console.services.assessing import Named, counts_by_object, scored

Progress = Callable[[int, int], None]
_TOLD_EVERY: Final = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Supposed:
    """What is asked: `plan` as it is, `other` as it would be, and what is supposed of clocks."""

    plan: Plan
    other: Plan
    supposition: Supposition = NOTHING_ELSE

    @property
    def only_scheme(self) -> bool:
        """Whether no clock runs otherwise."""
        return self.supposition == NOTHING_ELSE


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """One object as it is and as it would be."""

    real: Score
    supposed: Score


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """A period both ways, in the real order. `changed`: cases that would count otherwise;
    `elsewhere`: of these periods' cases, those another period would have had."""

    asked: Supposed
    span: Span
    rows: tuple[Compared, ...]
    cases: int
    changed: int
    elsewhere: int


def _quiet(_done: int, _of: int) -> None:
    """Nobody wants to know."""


def suppose(  # both readings are of one moment
    facts: FactReading,
    cases: IntegrityReading,
    asked: Supposed,
    span: Span,
    objects: Sequence[Named],
    *,
    by: Grouping | None,
    progress: Progress = _quiet,
    goes_on: Callable[[], bool] = lambda: True,
) -> Comparison | None:
    """Both ways, side by side; None when `goes_on` said no.

    Cases are those that the real scheme's date puts into the period, unless nothing but the scheme
    is supposed: then each scheme has its own. Raises `Refusal` `whatif.people` where clocks of
    people's own stages are asked for, and as `evaluation.whatif.supposed_case`.
    """
    if asked.only_scheme:
        return _by_schemes(facts, asked, span, objects, by)
    if asked.plan.scheme.kind in POST_OF or by is None:
        raise Refusal("whatif.people")
    return _by_cases(cases, asked, span, objects, by, progress, goes_on)


def _by_schemes(
    facts: FactReading, asked: Supposed, span: Span, objects: Sequence[Named], by: Grouping | None
) -> Comparison:
    found = [counts_by_object(facts, plan.scheme, span, by) for plan in (asked.plan, asked.other)]
    return Comparison(
        asked=asked,
        span=span,
        rows=_rows(asked, found, objects),
        cases=0,
        changed=0,
        elsewhere=0,
    )


def _by_cases(
    reading: IntegrityReading,
    asked: Supposed,
    span: Span,
    objects: Sequence[Named],
    by: Grouping,
    progress: Progress,
    goes_on: Callable[[], bool],
) -> Comparison | None:
    date = asked.plan.scheme.case_date
    of, sums = reading.case_count(span, date), (_Sums(by), _Sums(by))
    done = changed = elsewhere = 0
    calendar_of = cache(reading.calendar_of)
    for one in beside(reading.cases(span, date), asked.supposition, calendar_of, span, date):
        sums[0].add(one.real, one.real_flags)
        sums[1].add(one.supposed, one.supposed_flags)
        done, changed, elsewhere = done + 1, changed + one.changed, elsewhere + one.elsewhere
        if done % _TOLD_EVERY == 0:
            progress(done, of)
            if not goes_on():
                return None
    progress(done, of)
    found = [
        part.counts(plan.scheme) for plan, part in zip((asked.plan, asked.other), sums, strict=True)
    ]
    return Comparison(
        asked=asked,
        span=span,
        rows=_rows(asked, found, objects),
        cases=done,
        changed=changed,
        elsewhere=elsewhere,
    )


class _Sums:
    """Cases summed by group and flags, as the store sums them (`ports.facts.Tally`)."""

    def __init__(self, by: Grouping) -> None:
        self._by = by
        self._cases: Counter[tuple[str, frozenset[Flag]]] = Counter()
        self._times: dict[tuple[str, frozenset[Flag]], tuple[int, int]] = {}

    def add(self, fact: CaseFact, flags: frozenset[Flag]) -> None:
        """One case more."""
        key = (str(getattr(fact, self._by.value)), flags)
        rework, returns = self._times.get(key, (0, 0))
        self._cases[key] += 1
        self._times[key] = (rework + fact.rework, returns + fact.returns)

    def counts(self, scheme: Scheme) -> dict[str, dict[str, int]]:
        """Object -> its counts, what the scheme leaves out left out."""
        groups = counted(kept(scheme, self._tallies()))
        return {group[0]: row for group, row in groups.items() if group[0]}

    def _tallies(self) -> Iterable[Tally]:
        for (group, flags), cases in self._cases.items():
            rework, returns = self._times[group, flags]
            yield Tally(group=(group,), flags=flags, cases=cases, rework=rework, returns=returns)


def _rows(
    asked: Supposed, found: Sequence[Mapping[str, Mapping[str, int]]], objects: Sequence[Named]
) -> tuple[Compared, ...]:
    """Everybody of either side, in the real order; who has cases in one only is zero in the other.

    Two schemes need not have the same cases, nor the same exclusions: who is known by his cases
    alone would stand on one side only.
    """
    known = {one.code for one in objects}
    more = [Named(code=code, name=code) for code in sorted({*found[0], *found[1]} - known)]
    real, supposed = (
        scored(plan, counts, (*objects, *more))
        for plan, counts in zip((asked.plan, asked.other), found, strict=True)
    )
    others = {row.subject.object: row for row in supposed.rows}
    return tuple(Compared(real=row, supposed=others[row.subject.object]) for row in real.rows)
