"""What formulas may read of an object: its counts and the rates made of them, by name."""

from collections.abc import Mapping
from fractions import Fraction

from console.evaluation.counts import COUNTS
from console.evaluation.expression import Figure
from console.evaluation.posts import AREA_COUNTS, POST_RATES, POSTS
from console.evaluation.rates import RATES, Rate
from console.evaluation.scheme import POST_OF, ObjectKind, ReworkOf

_REWORK_RATE = {
    ReworkOf.NEED_ARCHIVE: "rework_rate",
    ReworkOf.DISPOSE: "rework_rate_of_disposed",
}


def count_names(kind: ObjectKind) -> tuple[str, ...]:
    """The counts that objects of a kind have, in the order sheets show them."""
    if kind in POST_OF:
        post = POST_OF[kind]
        return (*(count.name for count in POSTS[post]), *AREA_COUNTS.get(post, ()))
    return tuple(COUNTS)


def rates_for(kind: ObjectKind, rework_of: ReworkOf) -> Mapping[str, Rate]:
    """Name in formulas -> the rate; `rework_rate` is the one of the scheme's choice."""
    if kind in POST_OF:
        return {rate.name: rate for rate in POST_RATES[POST_OF[kind]]}
    return {**RATES, "rework_rate": RATES[_REWORK_RATE[rework_of]]}


def indicators(
    kind: ObjectKind, rework_of: ReworkOf, counts: Mapping[str, int]
) -> dict[str, Figure]:
    """Every indicator of an object, exactly. `counts` has all `count_names`."""
    figures: dict[str, Figure] = {name: Fraction(counts[name]) for name in count_names(kind)}
    for name, rate in rates_for(kind, rework_of).items():
        figures[name] = rate.of(counts)
    return figures
