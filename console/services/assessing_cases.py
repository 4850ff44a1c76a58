"""The cases and acts behind a figure of an assessment, read in pieces as somebody looks at them.

Read only. A piece is of the moment it is read; `sums` of the same reading tell whether the figure
still is what the ranking says.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from console.evaluation.behind import (
    Behind,
    Side,
    listed,
    share_of_acts,
    share_of_cases,
    sums_of_acts,
    sums_of_cases,
)
from console.evaluation.counts import tally_of
from console.evaluation.scheme import POST_OF, Scheme, kept
from console.ports.facts import CaseAct, CaseFact, FactReading, Grouping, Span

PIECE: Final = 300
"""Cases of one piece: more than a screen shows, few enough to come at once."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """A figure somebody asks about: whose, which, and which side of it.

    `object` "" asks about all `members` of a group; `by` is None for people.
    """

    scheme: Scheme
    span: Span
    by: Grouping | None
    object: str
    members: frozenset[str]
    what: Behind
    side: Side


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """Cases, or acts, with how much each adds; `after` goes on, None when there are no more."""

    cases: tuple[tuple[CaseFact, int], ...] = ()
    acts: tuple[tuple[CaseAct, int], ...] = ()
    after: tuple[int, int] | None = None


def read_piece(
    reading: FactReading, wanted: Wanted, after: tuple[int, int] = (0, 0), most: int = PIECE
) -> Piece:
    """The next cases or acts behind a figure, at most so many."""
    if not listed(wanted.scheme.kind, wanted.what):
        return Piece()
    if wanted.scheme.kind in POST_OF:
        acts: list[tuple[CaseAct, int]] = []
        for act in acts_behind(reading, wanted, after):
            acts.append(act)
            if len(acts) == most:
                last = act[0].act
                return Piece(acts=tuple(acts), after=(last.case, last.seq))
        return Piece(acts=tuple(acts))
    cases: list[tuple[CaseFact, int]] = []
    for case in cases_behind(reading, wanted, after[0]):
        cases.append(case)
        if len(cases) == most:
            return Piece(cases=tuple(cases), after=(case[0].case, 0))
    return Piece(cases=tuple(cases))


def cases_behind(
    reading: FactReading, wanted: Wanted, after: int = 0
) -> Iterator[tuple[CaseFact, int]]:
    """All of them, one after the other, by number."""
    scheme, by = wanted.scheme, wanted.by
    group: Mapping[Grouping, str] = {by: wanted.object} if by and wanted.object else {}
    for fact in reading.facts(wanted.span, scheme.case_date, group, after=after):
        if by and not wanted.object and getattr(fact, by.value) not in wanted.members:
            continue
        tally = tally_of(fact, wanted.span.as_of)
        share = share_of_cases(wanted.what, wanted.side, tally)
        if share and kept(scheme, (tally,)):
            yield fact, share


def acts_behind(
    reading: FactReading, wanted: Wanted, after: tuple[int, int] = (0, 0)
) -> Iterator[tuple[CaseAct, int]]:
    """The same for a person's acts; of a whole group those of each member."""
    scheme = wanted.scheme
    people = (wanted.object,) if wanted.object else tuple(sorted(wanted.members))
    for act in reading.acts(wanted.span, wanted.object, after=after):
        tally = act.tally
        share = sum(
            share_of_acts(scheme.kind, wanted.what, wanted.side, who, tally) for who in people
        )
        if share and kept(scheme, (tally,)):
            yield act, share


def sums(reading: FactReading, wanted: Wanted) -> dict[Side, int]:
    """How much each side of the figure is now."""
    scheme, people = wanted.scheme, wanted.scheme.kind in POST_OF
    whose = (wanted.object,) if wanted.object else tuple(sorted(wanted.members))
    found = dict.fromkeys(wanted.what.sides, 0)
    if not listed(scheme.kind, wanted.what):
        return found
    acts = reading.act_tallies(wanted.span) if people else ()
    by = () if wanted.by is None else (wanted.by,)
    cases = () if people else reading.tallies(wanted.span, scheme.case_date, by)
    for one in whose:
        for side, share in (
            sums_of_acts(scheme, wanted.what, acts, one)
            if people
            else sums_of_cases(scheme, wanted.what, cases, (one,))
        ).items():
            found[side] += share
    return found
