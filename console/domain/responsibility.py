"""Which unit answers for a place and class: proposals by evidence, each with its reasons.

Dispatch uses the maintenance unit first, then the owner, then the competent department; a thing
without an owner goes to the territory (fact book 2.3). Evidence is counted, not scored (DESIGN 03):
component, area, history. A binding decision leaves one unit (article 22).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from console.domain.case import Case
from console.domain.organisation import ResponsibleUnit
from console.domain.place import Component


class Evidence(StrEnum):
    """The three kinds of evidence, in the order they are shown."""

    COMPONENT = "component"
    AREA = "area"
    HISTORY = "history"


class Strength(StrEnum):
    """How many of the three point to the unit: three, two, or less."""

    STRONG = "strong"
    MIDDLE = "middle"
    WEAK = "weak"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One line of evidence: whether it points to the unit, the code of the fact, and its
    figures."""

    evidence: Evidence
    points: bool
    fact: str
    done: int = 0
    of: int = 0
    redone: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """A unit with what speaks for it. `bound` by a decision; `returned` this very case before."""

    unit: str
    findings: tuple[Finding, ...]
    bound: bool = False
    returned: bool = False

    @property
    def count(self) -> int:
        """How many of the three kinds of evidence point to the unit."""
        return sum(finding.points for finding in self.findings)

    @property
    def strength(self) -> Strength:
        """The count as a word."""
        return (Strength.WEAK, Strength.WEAK, Strength.MIDDLE, Strength.STRONG)[self.count]


def propose(
    case: Case,
    component: Component | None,
    units: Iterable[ResponsibleUnit],
    history: Sequence[tuple[str, int, int, int]],
    *,
    most: int = 5,
) -> tuple[Proposal, ...]:
    """Units worth considering, best evidence first; `history` rows are unit, done, redone,
    wrong."""
    known = {unit.code: unit for unit in units}
    if case.bound_unit is not None:
        return (Proposal(unit=case.bound_unit, findings=(), bound=True),)
    past = {unit: (done, redone) for unit, done, redone, _wrong in history}
    total = sum(done for done, _ in past.values())
    named = {getattr(component, role) for role in _ROLES} if component is not None else set()
    found = [
        Proposal(
            unit=code,
            findings=(
                _by_component(code, component),
                _by_area(unit, case),
                _by_history(code, past, total),
            ),
            returned=code in case.returned_by,
        )
        for code, unit in known.items()
        # A queue asks this for each of its cases: what has no evidence is not even weighed.
        if code in named or code in past or _is_its_work(unit, case)
    ]
    worth = [one for one in found if one.count]
    worth.sort(key=lambda one: (one.returned, -one.count, -_rank(one, component, past), one.unit))
    return tuple(worth[:most])


def is_clear(proposals: Sequence[Proposal]) -> bool:
    """Whether one unit leads with at least two kinds of evidence (else coordination is offered)."""
    if not proposals:
        return False
    first = proposals[0]
    tied = len(proposals) > 1 and proposals[1].count == first.count
    return first.bound or (first.count > 1 and not first.returned and not tied)


def _rank(one: Proposal, component: Component | None, past: dict[str, tuple[int, int]]) -> int:
    """Among equals: the maintaining unit before the owner, then the one that did most."""
    maintains = component is not None and component.maintenance_unit == one.unit
    return 1_000_000 * int(maintains) + past.get(one.unit, (0, 0))[0]


_ROLES: Final = ("maintenance_unit", "owner_unit", "competent_unit")


def _by_component(code: str, component: Component | None) -> Finding:
    if component is None:
        return Finding(evidence=Evidence.COMPONENT, points=False, fact="no_component")
    for role in _ROLES:
        if getattr(component, role) == code:
            return Finding(evidence=Evidence.COMPONENT, points=True, fact=role)
    return Finding(evidence=Evidence.COMPONENT, points=False, fact="not_owner")


def _by_area(unit: ResponsibleUnit, case: Case) -> Finding:
    """The unit serves this place and usually answers for this class."""
    in_area, of_class = _is_its_place(unit, case), _is_its_class(unit, case)
    fact = "area_and_class" if of_class and in_area else "area_only" if in_area else "elsewhere"
    return Finding(evidence=Evidence.AREA, points=of_class and in_area, fact=fact)


def _is_its_work(unit: ResponsibleUnit, case: Case) -> bool:
    return _is_its_class(unit, case) and _is_its_place(unit, case)


def _is_its_class(unit: ResponsibleUnit, case: Case) -> bool:
    standard = case.standard
    return standard is not None and answers_for(unit, standard.kind, standard.category)


def _is_its_place(unit: ResponsibleUnit, case: Case) -> bool:
    place = case.place
    return serves(unit, (place.management_area, place.district, place.street))


def serves(unit: ResponsibleUnit, areas: Iterable[str | None]) -> bool:
    """Whether the unit works in one of these areas; one without areas serves the whole city."""
    return not unit.areas or any(area in unit.areas for area in areas if area)


def answers_for(unit: ResponsibleUnit, kind: str, category: str) -> bool:
    """Whether the category itself, or its whole class, is the unit's."""
    wanted = (f"{kind}:{category}", f"{kind}:{category[:2]}")
    return any(code in unit.categories for code in wanted)


def _by_history(code: str, past: dict[str, tuple[int, int]], total: int) -> Finding:
    done, redone = past.get(code, (0, 0))
    points = done > 0 and done * 2 >= total
    return Finding(
        evidence=Evidence.HISTORY,
        points=points,
        fact="past_cases" if done else "no_past_cases",
        done=done,
        of=total,
        redone=redone,
    )
