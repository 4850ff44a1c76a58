"""A scheme of assessment as a value: what a city decides, with no rule of it in the program.

Formulas are text here; `console.evaluation.plan` checks them and makes them run. Weights, scores
and edges are decimals of at most nine places. Source: fact book 7.3 to 7.7.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction
from typing import Final, Protocol, TypeVar

from console.domain.refusal import Refusal
from console.domain.stage import Post
from console.evaluation.bands import Bands, Grade, Label
from console.evaluation.counts import meets
from console.ports.facts import FactDate, Flag, Grouping, Term


class ObjectKind(StrEnum):
    """Whom a scheme judges."""

    DEPARTMENT = "department"
    REGION = "region"
    INSPECTOR = "inspector"
    ACCEPTOR = "acceptor"
    SHIFT_LEADER = "shift_leader"
    DISPATCHER = "dispatcher"


POST_OF: Final = {
    ObjectKind.INSPECTOR: Post.INSPECTOR,
    ObjectKind.ACCEPTOR: Post.ACCEPTOR,
    ObjectKind.SHIFT_LEADER: Post.SHIFT_LEADER,
    ObjectKind.DISPATCHER: Post.DISPATCHER,
}
"""Kinds that are people; the others are judged by their cases."""


class ReworkOf(StrEnum):
    """What `rework_rate` is a share of: cities differ (fact book 7.2, trap 7)."""

    NEED_ARCHIVE = "need_archive"
    DISPOSE = "dispose"


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """A figure per object from outside our facts, typed in or computed elsewhere.

    An object without it has the default; None leaves what reads it undefined.
    """

    code: str
    name: Label
    default: Fraction | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Value:
    """A named figure on the way, shown as a column; later formulas read it by its code."""

    code: str
    name: Label
    expression: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Component:
    """A part of the score: its figure times its weight."""

    code: str
    name: Label
    expression: str
    weight: Fraction


@dataclass(frozen=True, slots=True, kw_only=True)
class Deduction:
    """Points taken off the sum of the components."""

    code: str
    name: Label
    expression: str


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitGroup:
    """Objects ranked among themselves: by their codes, or by the group their unit is kept under.

    Its own components, where it has any, stand in for the scheme's.
    """

    code: str
    name: Label
    units: tuple[str, ...] = ()
    evaluation_groups: tuple[str, ...] = ()
    components: tuple[Component, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Scheme:
    """One version of a scheme for one kind of object.

    `effective_to` is the last day it holds, None without end. `case_date` puts a case into a
    period and is not used for people, whose acts have times of their own. `by`: what cases may be
    summed by. Cases that meet one of `exclusions` are taken out before counting. Where
    `weights_total` is given, the weights of each set of components add up to it. The total is
    kept within `lowest` and `highest`.
    """

    id: str
    name: Label
    version: int
    effective_from: date
    effective_to: date | None
    kind: ObjectKind
    case_date: FactDate
    by: tuple[Grouping, ...]
    rework_of: ReworkOf
    weights_total: Fraction | None
    lowest: Fraction | None
    highest: Fraction | None
    exclusions: tuple[Term, ...]
    parameters: tuple[Parameter, ...]
    bands: tuple[Bands, ...]
    values: tuple[Value, ...]
    components: tuple[Component, ...]
    deductions: tuple[Deduction, ...]
    groups: tuple[UnitGroup, ...]
    grades: tuple[Grade, ...]
    notes: tuple[Label, ...]
    source: str

    def holds_on(self, day: date) -> bool:
        """Whether this version is in force on a day."""
        return self.effective_from <= day and (
            self.effective_to is None or day <= self.effective_to
        )

    def group_of(self, code: str, evaluation_group: str = "") -> str:
        """The code of an object's group; "" where it is in none. Its own code goes first."""
        for group in self.groups:
            if code in group.units:
                return group.code
        for group in self.groups:
            if evaluation_group and evaluation_group in group.evaluation_groups:
                return group.code
        return ""


def scheme_in_force(versions: Iterable[Scheme], day: date) -> Scheme:
    """The version of a scheme that holds on a day. Raises `Refusal` `scheme.none_in_force`."""
    for scheme in versions:
        if scheme.holds_on(day):
            return scheme
    raise Refusal("scheme.none_in_force", day=day)


def check_versions(schemes: Iterable[Scheme]) -> None:
    """Versions of the same scheme and kind differ in number and share no day.

    Raises `Refusal` `scheme.version_twice` or `scheme.overlap`.
    """
    known: dict[tuple[str, ObjectKind], list[Scheme]] = {}
    for scheme in schemes:
        known.setdefault((scheme.id, scheme.kind), []).append(scheme)
    for versions in known.values():
        versions.sort(key=lambda one: (one.effective_from, one.version))
        numbers = [one.version for one in versions]
        for number in numbers:
            if numbers.count(number) > 1:
                raise Refusal(
                    "scheme.version_twice",
                    scheme=versions[0].id,
                    kind=versions[0].kind,
                    version=number,
                )
        _check_days(versions)


def _check_days(versions: Sequence[Scheme]) -> None:
    """The versions by their first day; one that reaches over several later ones is found too."""
    for at, later in enumerate(versions):
        for former in versions[:at]:
            if former.effective_to is None or later.effective_from <= former.effective_to:
                raise Refusal(
                    "scheme.overlap",
                    scheme=later.id,
                    kind=later.kind,
                    former=former.version,
                    later=later.version,
                    field="effective_from",
                    day=later.effective_from,
                )


class Flagged(Protocol):
    """Cases or acts that have flags: `Tally`, `ActTally`."""

    @property
    def flags(self) -> frozenset[Flag]:
        """What is true of them."""


Counted = TypeVar("Counted", bound=Flagged)


def kept(scheme: Scheme, tallies: Iterable[Counted]) -> list[Counted]:
    """What is left to count when the scheme's exclusions are taken out."""
    return [one for one in tallies if not any(meets(term, one.flags) for term in scheme.exclusions)]
