"""What speaks for and against each unit of a dispute, as rows of facts; nothing is decided here.

Evidence comes from the component register, the areas and classes units answer for, past cases, and
rows an operator adds (a deed, a measurement on site). A row points to a unit, excludes it, or says
nothing of it; rows are counted, not weighed (article 22).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from console.domain.organisation import ResponsibleUnit
from console.domain.responsibility import Evidence, Finding, propose
from console.domain.stage import Move
from console.domain.trail import Step, said
from console.ports.rows import CaseDetail, Precedents

MOST_UNITS: Final = 4
REGISTER: Final = ("maintenance_unit", "owner_unit", "competent_unit")


class Bears(StrEnum):
    """What a row says of a unit."""

    POINTS = "points"
    EXCLUDES = "excludes"
    NONE = "none"


NEXT: Final[Mapping[Bears, Bears]] = {
    Bears.NONE: Bears.POINTS,
    Bears.POINTS: Bears.EXCLUDES,
    Bears.EXCLUDES: Bears.NONE,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """One row. `code` names its kind; `facts` fill its sentence; `own` rows have own words."""

    key: str
    code: str
    facts: Mapping[str, object] = field(default_factory=dict)
    bears: Mapping[str, Bears] = field(default_factory=dict)
    own: bool = False
    name: str = ""
    content: str = ""

    def on(self, unit: str) -> Bears:
        """What it says of a unit."""
        return self.bears.get(unit, Bears.NONE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """What a unit said in the coordination; `stance` is agree, reserve or object."""

    unit: str
    stance: str
    text: str


def disputing(detail: CaseDetail, units: Iterable[ResponsibleUnit]) -> tuple[str, ...]:
    """Codes of the units in question: those that had the case, then those the register names."""
    case, component = detail.case, detail.component
    known = {unit.code for unit in units}
    had = [
        str(said(step).get("unit") or "")
        for step in detail.steps
        if step.move in {Move.DISPATCH, Move.REDISPATCH}
    ]
    named = [getattr(component, role) or "" for role in REGISTER] if component else []
    spoke = [one.unit for one in statements(detail.steps)]
    wanted = dict.fromkeys((*had, case.unit or "", *case.returned_by, *spoke, *named))
    return tuple(code for code in wanted if code in known)[:MOST_UNITS]


def statements(steps: Iterable[Step]) -> tuple[Statement, ...]:
    """What the units said, each unit's newest word, in the order of first speaking."""
    found: dict[str, Statement] = {}
    for step in steps:
        if step.move is Move.RECORD_STATEMENT:
            told = said(step)
            unit = str(told.get("unit") or "")
            found[unit] = Statement(
                unit=unit,
                stance=str(told.get("stance") or ""),
                text=str(told.get("text") or ""),
            )
    return tuple(found.values())


def grounds(
    detail: CaseDetail,
    units: Sequence[ResponsibleUnit],
    precedents: Precedents,
    among: Sequence[str],
) -> tuple[Ground, ...]:
    """All rows that follow from what is registered, for the units `among`."""
    rows = [*_register(detail), _area(detail, units, precedents, among)]
    rows += _history(precedents, among)
    return tuple(rows)


def _register(detail: CaseDetail) -> list[Ground]:
    component = detail.component
    if component is None:
        return []
    rows = []
    for role in REGISTER:
        unit = getattr(component, role)
        rows.append(
            Ground(
                key=f"register.{role}",
                code=f"register.{role}" if unit else "register.nobody",
                facts={"unit": unit or "", "surveyed": component.surveyed_on},
                bears={unit: Bears.POINTS} if unit else {},
            )
        )
    return rows


def _area(
    detail: CaseDetail,
    units: Sequence[ResponsibleUnit],
    precedents: Precedents,
    among: Sequence[str],
) -> Ground:
    listed = [unit for unit in units if unit.code in among]
    proposals = propose(detail.case, detail.component, listed, precedents.by_unit, most=len(listed))
    found: dict[str, Finding] = {
        one.unit: finding
        for one in proposals
        for finding in one.findings
        if finding.evidence is Evidence.AREA
    }
    bears = {
        unit: Bears.POINTS if finding.points else Bears.EXCLUDES
        for unit, finding in found.items()
        if finding.points or finding.fact == "elsewhere"
    }
    named = [unit for unit, finding in found.items() if finding.points]
    return Ground(
        key="area", code="area" if named else "area.nobody", facts={"units": named}, bears=bears
    )


def _history(precedents: Precedents, among: Sequence[str]) -> list[Ground]:
    mine = [row for row in precedents.by_unit if row[0] in among]
    total = sum(done for _unit, done, _redone, _wrong in precedents.by_unit)
    if not total:
        return []
    bears = {unit: Bears.POINTS for unit, done, _redone, _wrong in mine if done * 2 >= total}
    bears |= {unit: Bears.EXCLUDES for unit, done, _redone, wrong in mine if wrong > done}
    counted = [(unit, done) for unit, done, _redone, _wrong in mine if done]
    return [
        Ground(
            key="history",
            code="history",
            facts={"total": total, "counted": counted},
            bears=bears,
        )
    ]
