"""What if: the same acts under other limits or another calendar, beside what really was counted.

Only the bundled clock is run anew; every act, pause and extension stays where it was. Nobody is
supposed to have worked faster or slower: it is no forecast. The real case is never touched, and a
supposed fact is of the same shape as a real one, so that every count and rate is made of it in the
same way. Source: issue 5 point 5; fact book 5.2 to 5.4.

A limit that a dispatcher chose by hand for one case is no limit of the standard: rows for a
category or condition leave it alone, a factor does not. An extension is one limit (fact book 5.4)
and becomes one supposed limit.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from math import ceil
from typing import Final

from console.domain.case import Case, CaseId, Standard
from console.domain.refusal import Refusal
from console.domain.timelimit import LimitUnit, TimeLimit
from console.domain.timers import Timer, clock_of
from console.domain.worktime import WorkCalendar
from console.evaluation.counts import counted
from console.evaluation.facts import case_fact, flags_of
from console.ports.facts import CaseFact, FactDate, Flag, Grouping, Span, Tally

CalendarOf = Callable[[str], WorkCalendar]
"""The calendar of a version that a timer names (`Rules.calendar_of`)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Where:
    """The cases a supposed limit is for; an empty `condition` means the whole category.

    Scheme and kind are part of it because codes collide without them (fact book 14, trap 2).
    """

    scheme: str
    kind: str
    category: str
    condition: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Supposition:
    """What is supposed. A row for a condition goes before one for its category, both before
    `factor`, which lengthens or shortens every other limit. Without `calendar` each case keeps the
    version it ran on.

    Raises `Refusal` `whatif.factor` for one that is not positive.
    """

    limits: Mapping[Where, TimeLimit] = field(default_factory=dict)
    factor: Fraction = Fraction(1)
    calendar: WorkCalendar | None = None

    def __post_init__(self) -> None:
        if self.factor <= 0:
            raise Refusal("whatif.factor", factor=str(self.factor))

    def limit_for(self, timer: Timer, standard: Standard | None) -> TimeLimit:
        """The limit a case would have had."""
        if standard is not None and standard.limit == timer.limit:
            row = self._row(standard)
            if row is not None:
                return row
        return times(timer.limit, self.factor)

    def _row(self, standard: Standard) -> TimeLimit | None:
        where = Where(
            scheme=standard.scheme,
            kind=standard.kind,
            category=standard.category,
            condition=standard.condition,
        )
        return self.limits.get(where) or self.limits.get(replace(where, condition=""))


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """One case as it is and as it would be. `elsewhere`: the date that decides its period would
    have put it into another one; it is counted here all the same."""

    real: CaseFact
    supposed: CaseFact
    real_flags: frozenset[Flag]
    supposed_flags: frozenset[Flag]
    elsewhere: bool

    @property
    def case(self) -> CaseId:
        """Whose figures they are."""
        return self.real.case

    @property
    def changed(self) -> bool:
        """Whether it would count otherwise."""
        return self.real_flags != self.supposed_flags


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """The counts of one group, by name, as they are and as they would be."""

    real: Mapping[str, int]
    supposed: Mapping[str, int]


def times(limit: TimeLimit, factor: Fraction) -> TimeLimit:
    """A limit made longer or shorter, rounded up to a hundredth of its unit (minutes: a twentieth).

    A limit has to come to whole seconds; rounding is for the unit that works.
    """
    if factor == 1:
        return limit
    steps = 20 if limit.unit is LimitUnit.MINUTE else 100
    return TimeLimit(Decimal(ceil(Fraction(limit.value) * factor * steps)) / steps, limit.unit)


def supposed_case(case: Case, supposition: Supposition, calendar_of: CalendarOf) -> Case:
    """The case with the bundled clock it would have had; one never dispatched is as it was.

    Raises `Refusal` `calendar.year_missing` where a supposed calendar does not cover its time.
    """
    timer = case.bundled
    if timer is None:
        return case
    limit = supposition.limit_for(timer, case.standard)
    calendar = supposition.calendar or calendar_of(timer.calendar)
    return replace(case, bundled=_run_anew(timer, limit, calendar))


def _run_anew(timer: Timer, limit: TimeLimit, calendar: WorkCalendar) -> Timer:
    extensions = tuple(replace(one, limit=limit) for one in timer.extensions)
    other = replace(timer, limit=limit, extensions=extensions, calendar=calendar.version)
    due = clock_of(other, calendar).due
    if due is None:
        # It stands still: shown is, as with every standing clock, what was due before it did.
        due = clock_of(replace(other, pauses=other.pauses[:-1]), calendar).due
    return replace(other, due=due or timer.due)


def beside(
    cases: Iterable[Case],
    supposition: Supposition,
    calendar_of: CalendarOf,
    span: Span,
    date: FactDate,
) -> Iterator[Beside]:
    """The cases of a period one by one, each as it is and as it would be.

    `cases` are those that `date` put into `span`. Raises as `supposed_case`.
    """
    for case in cases:
        real = case_fact(case)
        supposed = case_fact(supposed_case(case, supposition, calendar_of))
        yield Beside(
            real=real,
            supposed=supposed,
            real_flags=flags_of(real, span.as_of),
            supposed_flags=flags_of(supposed, span.as_of),
            elsewhere=not _lies_in(supposed, span, date),
        )


def side_by_side(
    results: Iterable[Beside], by: Sequence[Grouping] = ()
) -> dict[tuple[str, ...], Pair]:
    """Group -> the real and the supposed counts; without `by` one group of all."""
    real: list[Tally] = []
    supposed: list[Tally] = []
    for one in results:
        real.append(_tally(one.real, one.real_flags, by))
        supposed.append(_tally(one.supposed, one.supposed_flags, by))
    was, would_be = counted(real), counted(supposed)
    return {group: Pair(real=was[group], supposed=would_be[group]) for group in was}


def _tally(fact: CaseFact, flags: frozenset[Flag], by: Sequence[Grouping]) -> Tally:
    return Tally(
        group=tuple(str(getattr(fact, one.value)) for one in by),
        flags=flags,
        cases=1,
        rework=fact.rework,
        returns=fact.returns,
    )


def _lies_in(fact: CaseFact, span: Span, date: FactDate) -> bool:
    moment: datetime | None = getattr(fact, date.value)
    return moment is not None and span.start <= moment < span.end


NOTHING_ELSE: Final = Supposition()
"""Supposes what really is."""
