"""A scheme being written tried on a month beside the one in force: one reading, many tries.

What the store answered is kept, so that another weight asks it nothing. Read only.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from threading import Lock
from typing import Any

from console.evaluation.periods import Period, PeriodKind, before, local_day, period_of
from console.evaluation.scheme import ObjectKind, Scheme
from console.evaluation.scoring import Score
from console.ports.facts import (
    ActTally,
    CaseAct,
    CaseFact,
    FactDate,
    FactReading,
    Grouping,
    Span,
    Tally,
)
from console.ports.reading import Reading
from console.services.assessing import Named, run_of_scores
from console.services.assessing_sources import objects_of


class KeptFacts:
    """A `FactReading` that remembers its sums; may be asked from several threads."""

    def __init__(self, reading: FactReading) -> None:
        self._reading, self._lock = reading, Lock()
        self._tallies: dict[object, Sequence[Tally]] = {}
        self._acts: dict[object, Sequence[ActTally]] = {}
        self._missed: dict[object, Mapping[str, Mapping[str, int]]] = {}

    def at_one_moment(self) -> AbstractContextManager[FactReading]:
        """Itself: what was read stays as it is."""
        return nullcontext(self)

    def tallies(self, span: Span, date: FactDate, by: Sequence[Grouping]) -> Sequence[Tally]:
        """As `FactReading`."""
        key = (span, date, tuple(by))
        with self._lock:
            if key not in self._tallies:
                self._tallies[key] = self._reading.tallies(span, date, by)
            return self._tallies[key]

    def act_tallies(self, span: Span) -> Sequence[ActTally]:
        """As `FactReading`."""
        with self._lock:
            if span not in self._acts:
                self._acts[span] = self._reading.act_tallies(span)
            return self._acts[span]

    def miss_counts(self, span: Span) -> Mapping[str, Mapping[str, int]]:
        """As `FactReading`."""
        with self._lock:
            if span not in self._missed:
                self._missed[span] = self._reading.miss_counts(span)
            return self._missed[span]

    def facts(
        self, span: Span, date: FactDate, group: Mapping[Grouping, str], *, after: int = 0
    ) -> Iterator[CaseFact]:
        """As `FactReading`; never kept."""
        return self._reading.facts(span, date, group, after=after)

    def acts(
        self, span: Span, person: str = "", *, after: tuple[int, int] = (0, 0)
    ) -> Iterator[CaseAct]:
        """As `FactReading`; never kept."""
        return self._reading.acts(span, person, after=after)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tried:
    """One object under both schemes; None where there is no score or rank.

    `moved`: how many places it goes up by the tried one, within the same group.
    """

    object: str
    name: str
    group: str
    rank: int | None
    total: Fraction | None
    rank_now: int | None
    total_now: Fraction | None

    @property
    def change(self) -> Fraction | None:
        """Points more or less."""
        if self.total is None or self.total_now is None:
            return None
        return self.total - self.total_now

    @property
    def moved(self) -> int | None:
        """Places up (positive) or down."""
        if self.rank is None or self.rank_now is None:
            return None
        return self.rank_now - self.rank


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """A month's ranking by the tried scheme, best first; `standing` is the number of the version in
    force it is compared with, None where none is.
    """

    period: Period
    as_of: datetime
    standing: int | None
    rows: tuple[Tried, ...]


class Trying:
    """The last whole month before `now`, read once and scored as often as wanted."""

    def __init__(self, facts: FactReading, reading: Reading, now: datetime) -> None:
        self._facts, self._reading, self._now = KeptFacts(facts), reading, now
        self._objects: dict[tuple[ObjectKind, Grouping | None], Sequence[Named]] = {}
        self.period = before(period_of(PeriodKind.MONTH, local_day(now)))

    def run(self, tried: Scheme, standing: Scheme | None) -> Trial:
        """Score the month by both. Raises as `assess`."""
        by = next(iter(tried.by), None)
        rows = self._scores(tried, by)
        fits = standing is not None and (by is None or by in standing.by)
        beside = self._scores(standing, by) if standing is not None and fits else ()
        former = {one.subject.object: one for one in beside}
        return Trial(
            period=self.period,
            as_of=self._now,
            standing=standing.version if standing is not None and fits else None,
            rows=tuple(_tried(one, former.get(one.subject.object)) for one in rows),
        )

    def _scores(self, scheme: Scheme, by: Grouping | None) -> tuple[Score, ...]:
        key = (scheme.kind, by)
        if key not in self._objects:
            self._objects[key] = objects_of(self._reading, *key)
        given: Any = (scheme, (self.period,), self._objects[key], self._now)
        (scores,) = run_of_scores(self._facts, *given, by=by)
        return scores.rows


def _tried(score: Score, now: Score | None) -> Tried:
    subject = score.subject
    same = now is not None and now.subject.group == subject.group
    return Tried(
        object=subject.object,
        name=subject.name or subject.object,
        group=subject.group,
        rank=score.rank,
        total=score.total,
        rank_now=now.rank if now is not None and same else None,
        total_now=now.total if now is not None else None,
    )
