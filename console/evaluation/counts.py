"""The base counts of cases, each declared once as a sum of conditions that exclude each other.

The same declaration is summed by the store over its rows, shown as flags in a workbook's drill-down
and turned into its formulas. Source: fact book 7.1, traps 4 to 6, 8 and 18.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from functools import lru_cache
from typing import Final

from console.evaluation.facts import flags_of
from console.ports.facts import CaseFact, Count, Flag, Tally, Term

_F = Flag


def _term(*has: Flag, lacks: tuple[Flag, ...] = ()) -> Term:
    return Term(has=has, lacks=lacks)


_WRONG: Final = (_F.VOIDED, _F.DECLINED, _F.NOT_REGISTERED)
_OVERDUE: Final = _term(_F.ASSESSED, _F.OVERDUE)
_DONE_LATE: Final = _term(_F.ASSESSED, _F.HANDLED, _F.LATE, lacks=(_F.CLOSED,))
_DONE_IN_TIME: Final = _term(_F.ASSESSED, _F.HANDLED, lacks=(_F.CLOSED, _F.LATE))

COUNTS: Final[Mapping[str, Count]] = {
    one.name: one
    for one in (
        Count(name="report", terms=(_term(),)),
        Count(name="public_report", terms=(_term(_F.PUBLIC),)),
        Count(name="valid_report", terms=(_term(_F.REGISTERED),)),
        Count(name="operate", terms=(_term(_F.OPERATED),)),
        Count(name="not_operate", terms=(_term(_F.DECLINED),)),
        Count(name="to_operate", terms=(_term(_F.TO_OPERATE),)),
        Count(name="inst", terms=(_term(_F.REGISTERED),)),
        Count(name="not_inst", terms=(_term(_F.NOT_REGISTERED),)),
        Count(name="accurate_inst", terms=(_term(_F.REGISTERED, lacks=_WRONG),)),
        Count(name="public_inst", terms=(_term(_F.REGISTERED, _F.PUBLIC),)),
        Count(name="void", terms=(_term(_F.VOIDED),)),
        Count(name="merge", terms=(_term(_F.MERGED),)),
        Count(name="self_handle", terms=(_term(_F.SELF_HANDLED),)),
        Count(name="need_dispatch", terms=(_term(_F.DISPATCHED), _term(_F.TO_DISPATCH))),
        Count(name="dispatch", terms=(_term(_F.DISPATCHED),)),
        Count(name="to_dispatch", terms=(_term(_F.TO_DISPATCH),)),
        Count(name="accurate_dispatch", terms=(_term(_F.DISPATCHED, _F.SAME_UNIT),)),
        Count(name="wrong_dispatch", terms=(_term(_F.DISPATCHED, lacks=(_F.SAME_UNIT,)),)),
        Count(
            name="need_dispose",
            terms=(_term(_F.ASSESSED, _F.DISPATCHED, lacks=(_F.SUSPENDED,)),),
        ),
        Count(name="dispose", terms=(_term(_F.ASSESSED, _F.HANDLED),)),
        Count(name="in_time_dispose", terms=(_term(_F.ASSESSED, _F.HANDLED, lacks=(_F.LATE,)),)),
        Count(name="overtime_dispose", terms=(_term(_F.ASSESSED, _F.HANDLED, _F.LATE),)),
        Count(name="to_dispose", terms=(_term(_F.ASSESSED, _F.WORKING),)),
        Count(
            name="in_time_to_dispose",
            terms=(_term(_F.ASSESSED, _F.WORKING, lacks=(_F.OVERDUE,)),),
        ),
        Count(name="overtime_to_dispose", terms=(_OVERDUE,)),
        Count(
            name="need_archive",
            terms=(
                _term(_F.ASSESSED, _F.HANDLED),
                _term(_F.ASSESSED, _F.CLOSED, lacks=(_F.HANDLED,)),
                _OVERDUE,
            ),
        ),
        Count(name="archive", terms=(_term(_F.ASSESSED, _F.CLOSED),)),
        Count(
            name="in_time_archive",
            terms=(_term(_F.ASSESSED, _F.CLOSED, _F.HANDLED, lacks=(_F.LATE,)),),
        ),
        Count(name="overtime_archive", terms=(_term(_F.ASSESSED, _F.CLOSED, _F.LATE),)),
        Count(name="forced_archive", terms=(_term(_F.ASSESSED, _F.FORCED),)),
        Count(name="in_time_to_archive", terms=(_DONE_IN_TIME,)),
        Count(name="overtime_to_archive", terms=(_DONE_LATE, _OVERDUE)),
        Count(name="rework", terms=(_term(_F.ASSESSED, _F.REWORKED),)),
        Count(name="multi_rework", terms=(_term(_F.ASSESSED, _F.REWORKED_OFTEN),)),
        Count(name="rework_times", terms=(_term(_F.ASSESSED),), times="rework"),
        Count(name="hang", terms=(_term(_F.ASSESSED, _F.SUSPENDED),)),
        Count(name="his_hang", terms=(_term(_F.ASSESSED, _F.WAS_SUSPENDED),)),
        Count(
            name="deferred_need_archive",
            terms=(
                _term(_F.ASSESSED, _F.HANDLED, _F.WAS_SUSPENDED),
                _term(_F.ASSESSED, _F.CLOSED, _F.WAS_SUSPENDED, lacks=(_F.HANDLED,)),
                _term(_F.ASSESSED, _F.OVERDUE, _F.WAS_SUSPENDED),
            ),
        ),
        Count(
            name="deferred_archive",
            terms=(_term(_F.ASSESSED, _F.CLOSED, _F.WAS_SUSPENDED),),
        ),
        Count(
            name="deferred_in_time_archive",
            terms=(_term(_F.ASSESSED, _F.CLOSED, _F.HANDLED, _F.WAS_SUSPENDED, lacks=(_F.LATE,)),),
        ),
        Count(name="postpone", terms=(_term(_F.ASSESSED, _F.EXTENDED),)),
        Count(name="shuffle", terms=(_term(_F.ASSESSED, _F.RETURNED),)),
        Count(name="shuffle_times", terms=(_term(_F.ASSESSED),), times="returns"),
        Count(name="exempt", terms=(_term(_F.ASSESSED, _F.EXEMPT),)),
        Count(name="call_back", terms=(_term(_F.SATISFIED), _term(_F.DISSATISFIED))),
        Count(name="satisfied", terms=(_term(_F.SATISFIED),)),
        Count(name="dissatisfied", terms=(_term(_F.DISSATISFIED),)),
    )
}
"""By name, in the order sheets show them."""


def meets(term: Term, flags: frozenset[Flag]) -> bool:
    """Whether a case with these flags is counted by the term."""
    return flags.issuperset(term.has) and flags.isdisjoint(term.lacks)


def figure(count: Count, tally: Tally) -> int:
    """What the cases of a tally add to a count."""
    sums = {"": tally.cases, "rework": tally.rework, "returns": tally.returns}
    return sums[count.times] * sum(meets(term, tally.flags) for term in count.terms)


def counted(tallies: Iterable[Tally]) -> dict[tuple[str, ...], dict[str, int]]:
    """Group -> count's name -> figure."""
    groups: dict[tuple[str, ...], dict[str, int]] = {}
    for tally in tallies:
        row = groups.setdefault(tally.group, dict.fromkeys(COUNTS, 0))
        sums = {"": tally.cases, "rework": tally.rework, "returns": tally.returns}
        for name, times, met in _counted_by(tally.flags):
            row[name] += sums[times] * met
    return groups


@lru_cache(maxsize=8192)
def _counted_by(flags: frozenset[Flag]) -> tuple[tuple[str, str, int], ...]:
    """Name, times and terms met of each count that cases with these flags add to.

    Kept because a period has a few hundred combinations of flags, in as many groups as there are.
    """
    found = (
        (name, count.times, sum(meets(term, flags) for term in count.terms))
        for name, count in COUNTS.items()
    )
    return tuple(one for one in found if one[2])


def tally_of(fact: CaseFact, as_of: datetime) -> Tally:
    """One case as a tally without a group."""
    return Tally(
        group=(), flags=flags_of(fact, as_of), cases=1, rework=fact.rework, returns=fact.returns
    )
