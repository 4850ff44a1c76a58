"""Lists per responsible unit: returns, delay and the rework register, with the cases behind them.

Article 25 speaks of shirking (推诿), wrangling and delay; these are the cases to ask about. Counted
are assessed cases: neither voided, merged nor self-handled. A case exempt after an appeal is not
late. Source: regulation, article 25; fact book 5.4 (overdue multiple), 7.1, trap 6.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from fractions import Fraction

from console.domain.case import Case
from console.domain.stage import Move
from console.domain.timers import Timer, clock_of
from console.domain.worktime import WorkCalendar
from console.evaluation.facts import case_fact, flags_of
from console.ports.facts import ActFact, Flag
from console.ports.integrity import Figure, Finding, FindingKind, UnitCase, Why

CalendarOf = Callable[[str], WorkCalendar]
"""The calendar of a version that a timer names (`Rules.calendar_of`)."""


def unit_cases(
    case: Case, acts: Iterable[ActFact], as_of: datetime, calendar_of: CalendarOf
) -> tuple[UnitCase, ...]:
    """What a case says of each unit that had it.

    A return and a rework belong to the unit whose they were, lateness to the one that has the case.
    """
    flags = flags_of(case_fact(case), as_of)
    if Flag.ASSESSED not in flags:
        return ()
    returns, reworks = Counter[str](), Counter[str]()
    for act in acts:
        returns[act.unit] += act.move is Move.APPROVE_RETURN
        reworks[act.unit] += act.move is Move.REDISPATCH and act.again
    used, allowed = _time(case.bundled, as_of, calendar_of)
    own_used, own_allowed = _time(case.handling, as_of, calendar_of)
    has = case.unit or ""
    return tuple(
        UnitCase(
            case=case.id,
            unit=unit,
            returns=returns[unit],
            reworks=reworks[unit],
            late=unit == has and Flag.LATE in flags,
            overdue=unit == has and Flag.OVERDUE in flags,
            used=used if unit == has else 0,
            allowed=allowed if unit == has else 0,
            own_used=own_used if unit == has else 0,
            own_allowed=own_allowed if unit == has else 0,
        )
        for unit in sorted({has, *(+returns), *(+reworks)} - {""})
    )


def _time(timer: Timer | None, as_of: datetime, calendar_of: CalendarOf) -> tuple[int, int]:
    if timer is None:
        return 0, 0
    clock = clock_of(timer, calendar_of(timer.calendar))
    return clock.used(as_of), clock.allowed


def overdue_multiple(row: UnitCase) -> Fraction | None:
    """超时倍数: (used - limit) / limit with extensions in the limit (fact book 5.4).

    None for a case in time.
    """
    if not (row.late or row.overdue) or not row.allowed:
        return None
    return Fraction(row.used - row.allowed, row.allowed)


def own_multiple(row: UnitCase) -> Fraction | None:
    """处置超时倍数: the same of the unit's own handling clock; None where that was not passed."""
    if overdue_multiple(row) is None or row.own_used <= row.own_allowed or not row.own_allowed:
        return None
    return Fraction(row.own_used - row.own_allowed, row.own_allowed)


def shirking(rows: Iterable[UnitCase]) -> tuple[Finding, ...]:
    """Units that gave cases back, most returns first."""
    return _lists(
        FindingKind.SHIRKING,
        Why.RETURNED,
        [(row, Fraction(row.returns)) for row in rows if row.returns],
    )


def rework_register(rows: Iterable[UnitCase]) -> tuple[Finding, ...]:
    """Units that got cases again after a check, most reworks first."""
    return _lists(
        FindingKind.REWORK,
        Why.REWORKED,
        [(row, Fraction(row.reworks)) for row in rows if row.reworks],
    )


def delay(rows: Iterable[UnitCase]) -> tuple[Finding, ...]:
    """Units with cases handled late or still at work after their deadline, the worst sum first."""
    return _lists(
        FindingKind.DELAY,
        Why.OVER_LIMIT,
        [(row, over) for row in rows if (over := overdue_multiple(row)) is not None],
    )


def _lists(
    kind: FindingKind, why: Why, weighed: Sequence[tuple[UnitCase, Fraction]]
) -> tuple[Finding, ...]:
    """One entry per unit with its cases, the heaviest first in each and among them."""
    units: dict[str, list[tuple[UnitCase, Fraction]]] = defaultdict(list)
    for row, weight in weighed:
        units[row.unit].append((row, weight))
    ranked = sorted(units.items(), key=lambda one: (-sum(w for _, w in one[1]), one[0]))
    return tuple(_of_unit(kind, why, unit, mine) for unit, mine in ranked)


def _of_unit(
    kind: FindingKind, why: Why, unit: str, mine: Sequence[tuple[UnitCase, Fraction]]
) -> Finding:
    ordered = sorted(mine, key=lambda one: (-one[1], one[0].case))
    return Finding(
        kind=kind,
        why=why,
        who=(unit,),
        cases=tuple(row.case for row, _ in ordered),
        figures={
            "cases": len(ordered),
            "times": sum((weight for _, weight in ordered), Fraction(0)),
            "most": ordered[0][1],
            "mean": sum((weight for _, weight in ordered), Fraction(0)) / len(ordered),
            **_own([row for row, _ in ordered]),
            "still": sum(row.overdue for row, _ in ordered),
        },
    )


def _own(rows: Sequence[UnitCase]) -> dict[str, Figure]:
    """Mean and most of the units' own overdue multiples; 0 where none of them was passed."""
    own = [found for row in rows if (found := own_multiple(row)) is not None]
    if not own:
        return {"own_mean": Fraction(0), "own_most": Fraction(0)}
    return {"own_mean": sum(own, Fraction(0)) / len(own), "own_most": max(own)}
