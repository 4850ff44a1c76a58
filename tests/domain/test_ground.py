"""Columns found by whatever names offices give them, and fields told by their words."""

from datetime import date

import pytest

from console.domain.ground import (
    DivisionArea,
    GroundKind,
    area_level,
    box_of,
    codes_of,
    component_state,
    day_of,
    find_columns,
    plain_code,
)
from console.domain.place import AreaLevel, ComponentState, Division, DivisionLevel, Point


@pytest.mark.parametrize(
    ("kind", "headings", "expected"),
    [
        (GroundKind.UNIT_GRIDS, ["BGID", "MJ"], {"code": "BGID", "area_m2": "MJ"}),
        (
            GroundKind.UNIT_GRIDS,
            ["序号", "单元网格编码", "管理 等级"],
            {"code": "单元网格编码", "area_level": "管理 等级"},
        ),
        (
            GroundKind.COMPONENTS,
            ["ObjID", "ObjName", "DeptCode1", "DeptName1", "BGID"],
            {
                "code": "ObjID",
                "name": "ObjName",
                "competent_unit": "DeptCode1",
                "unit_grid": "BGID",
            },
        ),
        (GroundKind.DUTY_GRIDS, ["code", "grids"], {"code": "code", "unit_grids": "grids"}),
    ],
)
def test_columns_are_found_by_their_usual_names(
    kind: GroundKind, headings: list[str], expected: dict[str, str]
) -> None:
    assert find_columns(kind, headings).by_field == expected


def test_headings_a_shapefile_cut_are_found_still() -> None:
    found = find_columns(GroundKind.UNIT_GRIDS, ["单元网格编", "管理等", "managemen", "xy"])
    wanted = {"code": "单元网格编", "area_level": "管理等", "management_area": "managemen"}
    assert found.by_field == wanted


def test_what_is_named_by_hand_goes_first_and_must_be_there() -> None:
    headings = ["code", "旧码", "mj"]
    found = find_columns(GroundKind.UNIT_GRIDS, headings, {"code": "旧码", "x": "mj", "name": "y"})
    assert found.by_field["code"] == "旧码"
    assert found.unknown == ("x=mj", "name=y")


def test_a_missing_column_is_named() -> None:
    assert find_columns(GroundKind.DIVISIONS, ["name"]).missing == ("code",)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("一类", AreaLevel.FIRST),
        ("二类区域", AreaLevel.SECOND),
        ("c", AreaLevel.THIRD),
        ("３", AreaLevel.THIRD),
        ("", None),
        ("好", None),
    ],
)
def test_a_management_level_is_told_by_its_words(text: str, expected: AreaLevel | None) -> None:
    assert area_level(text) is expected


def test_a_state_is_told_by_its_words() -> None:
    assert component_state("破损") is ComponentState.DAMAGED
    assert component_state("") is ComponentState.INTACT
    assert component_state("飞了") is None


@pytest.mark.parametrize(
    "text",
    ["2026-03-05", "2026/03/05", "20260305", "2026.3.5", "2026年3月5日", "2026-03-05T08:00:00"],
)
def test_a_day_is_read_in_every_usual_form(text: str) -> None:
    assert day_of(text) == date(2026, 3, 5)


def test_what_is_no_day_is_none() -> None:
    assert day_of("明天") is None


def test_codes_in_one_text_are_taken_apart_once_each() -> None:
    assert codes_of("1、2；3, 2 /4") == ("1", "2", "3", "4")
    assert codes_of("") == ()


def test_a_code_is_known_however_wide_it_was_typed() -> None:
    assert plain_code(" ４１０４03 001\u3000") == "410403001"


def test_a_box_holds_all_points() -> None:
    assert box_of([[Point(1.0, 5.0)], [Point(2.0, 4.0)]]) == (1.0, 4.0, 2.0, 5.0)
    assert box_of([]) is None


def test_a_divisions_outline_goes_by_its_code() -> None:
    city = Division(code="410400", name="平顶山市", level=DivisionLevel.CITY, parent=None)
    assert DivisionArea(division=city).code == "410400"
