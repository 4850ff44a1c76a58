"""A reading of facts that lie in memory."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field, replace
from datetime import datetime

from console.evaluation.counts import tally_of
from console.ports.facts import ActTally, CaseFact, FactDate, FactReading, Grouping, Span, Tally


@dataclass
class Facts:
    """Cases with their facts, and acts by the moment their period begins."""

    cases: Sequence[CaseFact]
    acts: Sequence[tuple[datetime, ActTally]] = ()
    missed: Mapping[str, Mapping[str, int]] = field(default_factory=dict)

    def at_one_moment(self) -> AbstractContextManager[FactReading]:
        return nullcontext(self)

    def tallies(self, span: Span, date: FactDate, by: Sequence[Grouping]) -> Sequence[Tally]:
        return [
            replace(tally_of(one, span.as_of), group=tuple(getattr(one, g.value) for g in by))
            for one in self.facts(span, date, {})
        ]

    def act_tallies(self, span: Span) -> Sequence[ActTally]:
        return [act for at, act in self.acts if span.start <= at < span.end]

    def miss_counts(self, span: Span) -> Mapping[str, Mapping[str, int]]:
        del span
        return self.missed

    def facts(
        self, span: Span, date: FactDate, group: Mapping[Grouping, str]
    ) -> Iterator[CaseFact]:
        del group
        for one in self.cases:
            at = getattr(one, date.value)
            if at is not None and span.start <= at < span.end:
                yield one
