"""From a feature of a file to a thing of the city: codes, names, days as values, and remarks.

A feature speaks only for the fields it has a column and a word for (`Read.said`); what is already
known keeps the rest. Not here: outlines put right (`console.geo`), the comparison (`ground_diff`).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta, timezone
from typing import Final

from console.domain.catalogue import GBT30428
from console.domain.codes import parse_component, parse_division, parse_unit_grid
from console.domain.finding import Finding, finding, notice
from console.domain.ground import (
    ControlArea,
    DivisionArea,
    Drawn,
    GroundKind,
    Thing,
    area_level,
    codes_of,
    component_state,
    day_of,
)
from console.domain.place import (
    AreaLevel,
    Component,
    ComponentState,
    Division,
    DutyGrid,
    Point,
    UnitGrid,
)
from console.domain.refusal import Refusal

LOCAL: Final = timezone(timedelta(hours=8))
AREA_SHARE: Final = 0.02
"""A stated area further than this from the measured one is told."""

_AREA_M2: Final = 10.0
ASSUMED_LEVEL: Final = AreaLevel.THIRD
"""Of a new grid whose management level nobody named: the one with the longest limits."""


def _nowhere(_point: Point) -> str:
    return ""


def _itself(code: str) -> str:
    return code


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What a file's words are looked up in.

    Maps lead from codes and names alike to codes. `grids` are the unit grids in force; `heir` tells
    which code stands for one that ended; `locate` the unit grid in force at a point, "" for none.
    `day` is the first day of what is new.
    """

    day: date
    divisions: Mapping[str, str] = field(default_factory=dict)
    units: Mapping[str, str] = field(default_factory=dict)
    inspectors: Mapping[str, str] = field(default_factory=dict)
    grids: frozenset[str] = frozenset()
    heir: Callable[[str], str] = _itself
    locate: Callable[[Point], str] = _nowhere
    scheme: str = GBT30428


@dataclass(slots=True)
class Read:
    """What became of a feature: None where it is left out, and why."""

    row: int
    thing: Thing | None = None
    said: frozenset[str] = frozenset()
    findings: list[Finding] = field(default_factory=list)

    def note(self, remark: Finding, column: str = "") -> None:
        """Keep a remark at its place."""
        self.findings.append(remark.at("", self.row, column))


def read_thing(kind: GroundKind, drawn: Drawn, known: Known) -> Read:
    """The thing of a feature; never raises for what a file may say."""
    read = Read(row=drawn.row)
    try:
        read.thing, said = _READERS[kind](drawn, known, read)
    except Refusal as refused:
        read.note(finding(refused.code, **refused.facts))
        return read
    read.said = frozenset(name for name in said if drawn.texts.get(name))
    return read


_Made = tuple[Thing | None, tuple[str, ...]]


def _unit_grid(drawn: Drawn, known: Known, read: Read) -> _Made:
    texts = drawn.texts
    code = parse_unit_grid(texts.get("code", ""), field="code")
    home = code[:12]
    community = _looked_up(texts.get("community", ""), known.divisions) or home
    if community != home:
        read.note(notice("geo.community_differs", key=code, community=community), "community")
    level = area_level(texts.get("area_level", ""))
    said = ["community", "management_area", "land_use"]
    if level is not None:
        said.append("area_level")
    elif texts.get("area_level"):
        read.note(notice("geo.level_unknown", text=texts["area_level"]), "area_level")
    _compare_area(drawn, read)
    area = texts.get("management_area", "")
    grid = UnitGrid(
        code=code,
        community=community,
        management_area=_looked_up(area, known.divisions) or area or code[:6],
        ring=drawn.shape.rings[0] if drawn.shape.rings else (),
        area_m2=drawn.shape.area_m2,
        perimeter_m=drawn.shape.perimeter_m,
        area_level=level or ASSUMED_LEVEL,
        land_use=texts.get("land_use", ""),
        valid_from=_day(texts, "valid_from", known.day, read),
    )
    return grid, tuple(said)


def _compare_area(drawn: Drawn, read: Read) -> None:
    try:
        stated = float(drawn.texts.get("area_m2", "") or 0)
    except ValueError:
        return
    apart = abs(stated - drawn.shape.area_m2)
    if stated and apart > _AREA_M2 and apart > AREA_SHARE * drawn.shape.area_m2:
        said = f"{stated:.0f}"
        read.note(notice("geo.area_differs", said=said, area=f"{drawn.shape.area_m2:.0f}"))


def _division(drawn: Drawn, known: Known, read: Read) -> _Made:
    texts = drawn.texts
    code = parse_division(texts.get("code", ""), field="code")
    if not texts.get("name"):
        read.note(finding("geo.no_name", key=code.text), "name")
        return None, ()
    area = texts.get("managed_by", "")
    division = Division(
        code=code.text,
        name=texts["name"],
        level=code.level,
        parent=_looked_up(texts.get("parent", ""), known.divisions) or code.parent,
        managed_by=_looked_up(area, known.divisions) or area or None,
        name_en=texts.get("name_en", ""),
        valid_from=known.day,
    )
    said = ("name", "parent", "managed_by", "name_en")
    return DivisionArea(division=division, rings=drawn.shape.rings), said


def _duty_grid(drawn: Drawn, known: Known, read: Read) -> _Made:
    texts = drawn.texts
    code = texts.get("code", "").strip()
    if not code:
        read.note(finding("geo.no_code"), "code")
        return None, ()
    named = [known.heir(one) for one in codes_of(texts.get("unit_grids", ""))]
    cells = tuple(dict.fromkeys(one for one in named if one in known.grids))
    unknown = sorted(set(named) - known.grids)
    if unknown:
        codes = ", ".join(unknown[:5])
        read.note(notice("geo.grids_unknown", key=code, count=len(unknown), codes=codes))
    if not cells:
        read.note(finding("geo.duty_empty", key=code), "unit_grids")
        return None, ()
    said = ["name", "unit_grids"]
    who = texts.get("inspector", "")
    inspector = _looked_up(who, known.inspectors)
    if inspector:
        said.append("inspector")
    elif who:
        # His name is left out: a finding may be sent around.
        read.note(notice("geo.inspector_unknown", key=code), "inspector")
    grid = DutyGrid(
        code=code,
        name=texts.get("name") or code,
        unit_grids=cells,
        inspector=inspector or None,
        valid_from=_day(texts, "valid_from", known.day, read),
    )
    return grid, tuple(said)


def _component(drawn: Drawn, known: Known, read: Read) -> _Made:
    texts = drawn.texts
    code = parse_component(texts.get("code", ""), field="code")
    point = drawn.shape.point
    if point is None:
        read.note(finding("geo.no_geometry"))
        return None, ()
    state = component_state(texts.get("state", ""))
    if state is None:
        read.note(notice("geo.state_unknown", text=texts["state"]), "state")
    units = {name: _unit(texts, name, known, read) for name in _UNITS}
    component = Component(
        code=code.text,
        scheme=known.scheme,
        category=code.category,
        name=texts.get("name") or code.category,
        point=point,
        unit_grid=_grid_of(texts, point, known, read),
        address=texts.get("address", ""),
        competent_unit=units["competent_unit"] or "",
        owner_unit=units["owner_unit"],
        maintenance_unit=units["maintenance_unit"],
        surveyed_on=_day(texts, "surveyed_on", known.day, read),
        changed_on=_day(texts, "changed_on", known.day, read),
        state=state or ComponentState.INTACT,
        note=texts.get("note", ""),
    )
    said = ["name", "address", "surveyed_on", "changed_on", "note"]
    said += [name for name, unit in units.items() if unit]
    said += ["state"] if state is not None else []
    return component, tuple(said)


_UNITS: Final = ("competent_unit", "owner_unit", "maintenance_unit")


def _unit(texts: Mapping[str, str], name: str, known: Known, read: Read) -> str | None:
    text = texts.get(name, "")
    found = _looked_up(text, known.units)
    if text and not found:
        read.note(notice("geo.unit_unknown", text=text), name)
    return found or None


def _grid_of(texts: Mapping[str, str], point: Point, known: Known, read: Read) -> str:
    """The unit grid a component names, if it is in force; else the one it lies in."""
    named = known.heir("".join(texts.get("unit_grid", "").split()))
    if named in known.grids:
        return named
    found = known.locate(point)
    if not found:
        read.note(notice("geo.no_grid_here"), "unit_grid")
    return found


def _control_area(drawn: Drawn, known: Known, read: Read) -> _Made:
    texts = drawn.texts
    code = texts.get("code", "").strip()
    if not code or not drawn.shape.rings:
        read.note(finding("geo.no_code"), "code")
        return None, ()
    begins = _day(texts, "valid_from", known.day, read)
    ends = day_of(texts["valid_to"]) if texts.get("valid_to") else None
    if ends is None and texts.get("valid_to"):
        read.note(notice("geo.day_unknown", text=texts["valid_to"]), "valid_to")
    area = ControlArea(
        code=code,
        name=texts.get("name") or code,
        ring=drawn.shape.rings[0],
        valid_from=morning(begins),
        valid_to=morning(ends) if ends is not None else None,
    )
    return area, ("name", "valid_from", "valid_to")


def morning(day: date) -> datetime:
    """The first moment of a day of the city."""
    return datetime.combine(day, time(), LOCAL)


def _day(texts: Mapping[str, str], name: str, default: date, read: Read) -> date:
    text = texts.get(name, "")
    found = day_of(text) if text else default
    if found is None:
        read.note(notice("geo.day_unknown", text=text), name)
    return found or default


def _looked_up(text: str, known: Mapping[str, str]) -> str:
    """The code of a code or name; "" when nothing has it."""
    return known.get("".join(text.split()), "")


_READERS: Final[Mapping[GroundKind, Callable[[Drawn, Known, Read], _Made]]] = {
    GroundKind.DIVISIONS: _division,
    GroundKind.UNIT_GRIDS: _unit_grid,
    GroundKind.DUTY_GRIDS: _duty_grid,
    GroundKind.COMPONENTS: _component,
    GroundKind.CONTROL_AREAS: _control_area,
}
