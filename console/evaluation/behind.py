"""The cases and acts behind a figure: which of them make its numerator, its denominator, the rest.

A figure is a count or a rate of an object. What is listed is what is counted: the same conditions,
asked of one case or act at a time. A case counts as often as its number says where the count sums
numbers (返工次数), so a list is as long as there are cases and adds up to the figure.
Source: fact book 7.1, 7.2; DESIGN 3, 07.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from console.evaluation.counts import COUNTS, figure
from console.evaluation.indicators import count_names, rates_for
from console.evaluation.posts import AREA_COUNTS, POSTS, ActCount
from console.evaluation.rates import Rate, Sum
from console.evaluation.scheme import POST_OF, ObjectKind, ReworkOf, Scheme, kept
from console.ports.facts import ActTally, Tally


class Side(StrEnum):
    """Which of them."""

    REST = "rest"  # in the denominator and not in the numerator
    NUMERATOR = "numerator"
    DENOMINATOR = "denominator"


@dataclass(frozen=True, slots=True, kw_only=True)
class Behind:
    """What a figure is made of; a count has no denominator."""

    name: str
    numerator: Sum
    denominator: Sum = ()

    @property
    def sides(self) -> tuple[Side, ...]:
        """The lists there are: what is missing first, as that is what is asked for."""
        return tuple(Side) if self.denominator else (Side.NUMERATOR,)

    @property
    def counts(self) -> frozenset[str]:
        """Names of the counts it reads."""
        return frozenset(name for _, name in (*self.numerator, *self.denominator))


def behind(kind: ObjectKind, rework_of: ReworkOf, name: str) -> Behind | None:
    """What the count or rate of this name is made of; None where it is neither."""
    rate: Rate | None = rates_for(kind, rework_of).get(name)
    if rate is not None:
        return Behind(name=name, numerator=rate.numerator, denominator=rate.denominator)
    if name in count_names(kind):
        return Behind(name=name, numerator=((1, name),))
    return None


def listed(kind: ObjectKind, what: Behind) -> bool:
    """Whether there are cases or acts to list; counts of duty grids follow from reports alone."""
    apart = AREA_COUNTS.get(POST_OF[kind], ()) if kind in POST_OF else ()
    return what.counts.isdisjoint(apart)


def share_of_cases(what: Behind, side: Side, tally: Tally) -> int:
    """What the cases of a tally add to one side; 0: they are not among them.

    The rest are the cases of the denominator that add nothing to the numerator, so that a case
    which is only in the numerator (返工 of a case that is not due yet) takes none of them away.
    """
    above = _of_cases(what.numerator, tally)
    below = _of_cases(what.denominator, tally)
    return _on_side(side, above, below)


def share_of_acts(kind: ObjectKind, what: Behind, side: Side, person: str, acts: ActTally) -> int:
    """The same for acts; only those of the person count."""
    above = _of_acts(kind, what.numerator, person, acts)
    below = _of_acts(kind, what.denominator, person, acts)
    return _on_side(side, above, below)


def _on_side(side: Side, above: int, below: int) -> int:
    if side is Side.NUMERATOR:
        return above
    return 0 if side is Side.REST and above else below


def _of_cases(parts: Sum, tally: Tally) -> int:
    return sum(sign * figure(COUNTS[name], tally) for sign, name in parts)


def _of_acts(kind: ObjectKind, parts: Sum, person: str, acts: ActTally) -> int:
    counts = _ACTS[kind]
    return acts.acts * sum(
        sign
        for sign, name in parts
        if name in counts and counts[name].who(acts) == person and counts[name].holds(acts)
    )


def sums_of_cases(
    scheme: Scheme, what: Behind, tallies: Iterable[Tally], group: tuple[str, ...]
) -> dict[Side, int]:
    """How much each side of an object's figure is, from the tallies of a period."""
    found = dict.fromkeys(what.sides, 0)
    for tally in kept(scheme, tallies):
        if tally.group == group:
            for side in what.sides:
                found[side] += share_of_cases(what, side, tally)
    return found


def sums_of_acts(
    scheme: Scheme, what: Behind, tallies: Iterable[ActTally], person: str
) -> dict[Side, int]:
    """The same of a person's acts."""
    found = dict.fromkeys(what.sides, 0)
    for tally in kept(scheme, tallies):
        for side in what.sides:
            found[side] += share_of_acts(scheme.kind, what, side, person, tally)
    return found


_ACTS: Final[Mapping[ObjectKind, Mapping[str, ActCount]]] = {
    kind: {count.name: count for count in POSTS[post]} for kind, post in POST_OF.items()
}
