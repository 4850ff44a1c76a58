"""A reading of facts that lie in memory."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field, replace
from datetime import datetime

from console.evaluation.counts import tally_of
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


@dataclass
class Facts:
    """Cases with their facts, and acts by the moment their period begins."""

    cases: Sequence[CaseFact]
    tallied: Sequence[tuple[datetime, ActTally]] = ()
    done: Sequence[CaseAct] = ()
    missed: Mapping[str, Mapping[str, int]] = field(default_factory=dict)

    def at_one_moment(self) -> AbstractContextManager[FactReading]:
        return nullcontext(self)

    def tallies(self, span: Span, date: FactDate, by: Sequence[Grouping]) -> Sequence[Tally]:
        return [
            replace(tally_of(one, span.as_of), group=tuple(getattr(one, g.value) for g in by))
            for one in self.facts(span, date, {})
        ]

    def act_tallies(self, span: Span) -> Sequence[ActTally]:
        told = [act for at, act in self.tallied if span.start <= at < span.end]
        return told + [one.tally for one in self.acts(span)]

    def miss_counts(self, span: Span) -> Mapping[str, Mapping[str, int]]:
        del span
        return self.missed

    def facts(
        self, span: Span, date: FactDate, group: Mapping[Grouping, str], *, after: int = 0
    ) -> Iterator[CaseFact]:
        for one in sorted(self.cases, key=lambda fact: fact.case):
            at = getattr(one, date.value)
            mine = all(getattr(one, by.value) == code for by, code in group.items())
            if mine and one.case > after and at is not None and span.start <= at < span.end:
                yield one

    def acts(
        self, span: Span, person: str = "", *, after: tuple[int, int] = (0, 0)
    ) -> Iterator[CaseAct]:
        for one in sorted(self.done, key=lambda done: (done.act.case, done.act.seq)):
            act = one.act
            mine = not person or person in (act.operator, act.inspector)
            if mine and (act.case, act.seq) > after and span.start <= act.at < span.end:
                yield one
