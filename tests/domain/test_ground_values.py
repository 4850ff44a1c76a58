"""Features become things of the city; what cannot be read is told, never guessed."""

from collections.abc import Callable
from datetime import date

import pytest

from console.domain.catalogue import GBT30428
from console.domain.ground import ControlArea, DivisionArea, Drawn, GroundKind, Shape
from console.domain.ground_values import Known, Read, morning, read_thing
from console.domain.place import (
    AreaLevel,
    Component,
    ComponentState,
    DivisionLevel,
    DutyGrid,
    Point,
    UnitGrid,
)

DAY = date(2026, 11, 29)
GRID = "410403001001001"
SQUARE = (Point(113.3, 33.74), Point(113.301, 33.74), Point(113.301, 33.741))
KNOWN = Known(
    day=DAY,
    divisions={"410403": "410403", "卫东区": "410403", GRID[:12]: GRID[:12], "建设社区": GRID[:12]},
    units={"U1": "U1", "市政处": "U1"},
    inspectors={"I1": "I1"},
    grids=frozenset({GRID}),
    heir=lambda code: GRID if code == "old" else code,
    locate=lambda point: GRID if point.lon < 114 else "",
)


def read(kind: GroundKind, point: Point | None = None, /, **texts: str) -> Read:
    shape = Shape(
        rings=() if point else (SQUARE,), point=point, area_m2=10_000.0, perimeter_m=400.0
    )
    return read_thing(kind, Drawn(row=7, texts=texts, shape=shape), KNOWN)


def said(found: Read) -> list[str]:
    return [one.code for one in found.findings]


def test_a_unit_grid_takes_what_its_columns_say() -> None:
    found = read(
        GroundKind.UNIT_GRIDS,
        code="410403 001 001 001",
        community="建设社区",
        management_area="卫东区",
        area_level="二类",
        land_use="商业",
        area_m2="10001",
        valid_from="2026-01-02",
    )
    grid = found.thing
    assert isinstance(grid, UnitGrid)
    assert (grid.code, grid.community, grid.management_area) == (GRID, GRID[:12], "410403")
    assert (grid.area_level, grid.land_use, grid.area_m2) == (AreaLevel.SECOND, "商业", 10_000.0)
    assert grid.valid_from == date(2026, 1, 2)
    assert found.said == {"community", "management_area", "area_level", "land_use"}
    assert not found.findings


def test_a_bare_unit_grid_is_filled_by_its_code_and_claims_nothing() -> None:
    found = read(GroundKind.UNIT_GRIDS, code=GRID)
    assert isinstance(found.thing, UnitGrid)
    assert (found.thing.community, found.thing.management_area) == (GRID[:12], "410403")
    assert (found.thing.valid_from, found.said) == (DAY, frozenset())


@pytest.mark.parametrize(
    ("texts", "code"),
    [
        ({"community": "410403"}, "geo.community_differs"),
        ({"area_level": "很好"}, "geo.level_unknown"),
        ({"area_m2": "20000"}, "geo.area_differs"),
        ({"valid_from": "明天"}, "geo.day_unknown"),
    ],
)
def test_what_a_unit_grid_says_wrongly_is_told_and_the_rest_taken(
    texts: dict[str, str], code: str
) -> None:
    found = read(GroundKind.UNIT_GRIDS, code=GRID, **texts)
    assert said(found) == [code]
    assert found.thing is not None


def test_an_area_that_is_no_number_says_nothing() -> None:
    assert not read(GroundKind.UNIT_GRIDS, code=GRID, area_m2="一公顷").findings


@pytest.mark.parametrize("code", ["", "41040300100100X", "4104030010010010000"])
def test_a_malformed_code_leaves_the_feature_out(code: str) -> None:
    found = read(GroundKind.UNIT_GRIDS, code=code)
    assert found.thing is None
    assert said(found) == ["code.unit_grid_malformed"]
    assert found.findings[0].row == 7


def test_a_division_has_its_level_and_parent_by_its_code() -> None:
    found = read(GroundKind.DIVISIONS, code="410403001", name="东安路街道", managed_by="高新区")
    assert isinstance(found.thing, DivisionArea)
    division = found.thing.division
    assert (division.level, division.parent) == (DivisionLevel.STREET, "410403")
    assert (division.managed_by, found.thing.rings) == ("高新区", (SQUARE,))


def test_a_division_without_a_name_is_left_out() -> None:
    assert said(read(GroundKind.DIVISIONS, code="410403001")) == ["geo.no_name"]


def test_a_duty_grid_takes_unit_grids_in_force_and_heirs_of_old_ones() -> None:
    assert read(GroundKind.DUTY_GRIDS, code="D1", unit_grids=GRID).said == {"unit_grids"}
    texts = {"unit_grids": f"old,{GRID}", "inspector": "I1"}
    found = read(GroundKind.DUTY_GRIDS, code="D1", **texts)
    assert isinstance(found.thing, DutyGrid)
    assert (found.thing.unit_grids, found.thing.inspector) == ((GRID,), "I1")
    assert found.thing.name == "D1"
    assert not found.findings


def test_what_a_duty_grid_names_in_vain_is_told_without_a_name_of_a_person() -> None:
    found = read(GroundKind.DUTY_GRIDS, code="D1", unit_grids=f"{GRID},9", inspector="王某")
    assert said(found) == ["geo.grids_unknown", "geo.inspector_unknown"]
    assert "王某" not in str(found.findings)
    assert "inspector" not in found.said


@pytest.mark.parametrize(
    ("texts", "code"), [({}, "geo.no_code"), ({"code": "D1"}, "geo.duty_empty")]
)
def test_a_duty_grid_without_code_or_ground_is_left_out(texts: dict[str, str], code: str) -> None:
    found = read(GroundKind.DUTY_GRIDS, **texts)
    assert (found.thing, said(found)) == (None, [code])


HERE = Point(113.3, 33.74)


def test_a_component_has_its_category_by_its_code_and_its_units_by_name() -> None:
    found = read(
        GroundKind.COMPONENTS,
        HERE,
        code="4104030101000001",
        name="上水井盖",
        competent_unit="市政处",
        owner_unit="没有的",
        state="破损",
        unit_grid="old",
        surveyed_on="2025-01-01",
    )
    one = found.thing
    assert isinstance(one, Component)
    assert (one.scheme, one.category, one.point) == (GBT30428, "0101", HERE)
    assert (one.competent_unit, one.owner_unit, one.maintenance_unit) == ("U1", None, None)
    assert (one.state, one.unit_grid) == (ComponentState.DAMAGED, GRID)
    assert said(found) == ["geo.unit_unknown"]
    assert found.said == {"name", "competent_unit", "state", "surveyed_on"}


@pytest.mark.parametrize(
    ("point", "texts", "codes"),
    [
        (HERE, {"state": "飞了"}, ["geo.state_unknown"]),
        (Point(115.0, 33.0), {}, ["geo.no_grid_here"]),
        (None, {}, ["geo.no_geometry"]),
    ],
)
def test_what_a_component_lacks_is_told(
    point: Point | None, texts: dict[str, str], codes: list[str]
) -> None:
    assert said(read(GroundKind.COMPONENTS, point, code="4104030101000001", **texts)) == codes


def test_a_component_of_a_malformed_code_is_left_out() -> None:
    assert said(read(GroundKind.COMPONENTS, HERE, code="1")) == ["code.component_malformed"]


def test_a_control_area_is_in_force_from_morning_to_morning() -> None:
    found = read(GroundKind.CONTROL_AREAS, code="K1", name="学校周边", valid_to="2026-12-31")
    assert isinstance(found.thing, ControlArea)
    assert found.thing.valid_from == morning(DAY)
    assert found.thing.valid_to == morning(date(2026, 12, 31))


@pytest.mark.parametrize(
    ("make", "codes"),
    [
        (lambda: read(GroundKind.CONTROL_AREAS, name="x"), ["geo.no_code"]),
        (lambda: read(GroundKind.CONTROL_AREAS, code="K", valid_to="x"), ["geo.day_unknown"]),
        (lambda: read(GroundKind.CONTROL_AREAS, code="K"), []),
    ],
)
def test_what_a_control_area_lacks_is_told(make: Callable[[], Read], codes: list[str]) -> None:
    assert said(make()) == codes


def test_nothing_is_known_unless_told() -> None:
    known = Known(day=DAY)
    drawn = Drawn(row=1, texts={"code": "4104030101000001"}, shape=Shape(point=HERE))
    found = read_thing(GroundKind.COMPONENTS, drawn, known)
    assert said(found) == ["geo.no_grid_here"]
