"""Grid lookup: exact, the same for every order of loading, never an ended grid."""

from datetime import date
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.domain import coordinates as co
from console.domain.gridindex import AreaIndex, GridIndex, distance_to_ring_m, holds
from console.domain.place import AreaLevel, DutyGrid, Point, UnitGrid

ORIGIN = Point(113.29, 33.75)
DAY = date(2026, 11, 23)


def at(east: float, north: float) -> Point:
    return co.offset(ORIGIN, east_m=east, north_m=north)


def square(code: str, east: float, north: float, ends: date | None = None) -> UnitGrid:
    ring = (
        at(east, north),
        at(east + 100, north),
        at(east + 100, north + 100),
        at(east, north + 100),
    )
    return UnitGrid(
        code=code,
        community=code[:12],
        management_area="410403",
        ring=ring,
        area_m2=10_000,
        perimeter_m=400,
        area_level=AreaLevel.FIRST,
        land_use="residential",
        valid_from=date(2012, 7, 1),
        valid_to=ends,
    )


WEST = square("410403001001001", 0, 0)
EAST = square("410403001001002", 100, 0)
OLD = square("410403001001003", 300, 0, ends=date(2026, 1, 1))
NEW = square("410403001001004", 300, 0)


def test_a_point_finds_its_grid() -> None:
    index = GridIndex([WEST, EAST])
    assert index.find(at(40, 60), DAY) == WEST
    assert index.find(at(140, 60), DAY) == EAST
    assert index.find(at(240, 60), DAY) is None
    assert index.find(at(9_000, 60), DAY) is None


def test_a_border_point_goes_to_the_smallest_code_in_every_order_of_loading() -> None:
    for order in permutations([WEST, EAST]):
        assert GridIndex(order).find(at(100, 50), DAY) == WEST


def test_an_ended_grid_is_not_found_but_still_known() -> None:
    index = GridIndex([OLD, NEW])
    assert index.find(at(350, 50), DAY) == NEW
    assert index.find(at(350, 50), date(2025, 12, 31)) == OLD
    assert index.get(OLD.code) == OLD
    assert index.get("410403001001999") is None
    assert GridIndex([OLD]).find(at(350, 50), DAY) is None


def test_outside_the_nearest_grid_in_force_is_offered_with_its_distance() -> None:
    index = GridIndex([WEST, EAST, OLD])
    found = index.nearest(at(260, 50), DAY)
    assert found is not None
    assert found[0] == EAST
    assert found[1] == pytest.approx(60, abs=0.1)
    assert index.nearest(at(50, 50), DAY) == (WEST, 0.0)
    assert index.nearest(at(900, 50), DAY, within_m=300) is None


def test_a_unit_grid_knows_its_duty_grid_of_the_day() -> None:
    def duty(code: str, begins: date, ends: date | None) -> DutyGrid:
        return DutyGrid(
            code=code,
            name=code,
            unit_grids=(WEST.code,),
            inspector="WD-114",
            valid_from=begins,
            valid_to=ends,
        )

    before = duty("D1", date(2020, 1, 1), date(2026, 1, 1))
    after = duty("D2", date(2026, 1, 1), None)
    index = GridIndex([WEST], [after, before])
    assert index.duty_grid(WEST.code, DAY) == after
    assert index.duty_grid(WEST.code, date(2025, 6, 1)) == before
    assert index.duty_grid(WEST.code, date(2019, 6, 1)) is None
    assert index.duty_grid(EAST.code, DAY) is None


def test_a_hollow_outline_is_followed_exactly() -> None:
    ring = [at(0, 0), at(300, 0), at(300, 300), at(150, 100), at(0, 300)]
    assert holds(ring, at(20, 200))
    assert not holds(ring, at(150, 200))
    assert holds(ring, at(0, 0))


@given(st.floats(-200, 400), st.floats(-200, 400))
def test_lookup_agrees_with_plain_metres(east: float, north: float) -> None:
    inside = 0 <= east <= 100 and 0 <= north <= 100
    near_border = min(abs(east), abs(east - 100), abs(north), abs(north - 100)) < 0.01
    found = AreaIndex({WEST.code: WEST.ring}).find(at(east, north)) is not None
    assert found == inside or near_border


@pytest.mark.parametrize(
    ("east", "north", "metres"),
    [(50, 50, 0), (150, 50, 50), (50, -30, 30), (130, 140, 50), (-60, -80, 100)],
)
def test_distance_to_an_outline_is_measured_to_edge_or_corner(
    east: float, north: float, metres: float
) -> None:
    assert distance_to_ring_m(WEST.ring, at(east, north)) == pytest.approx(metres, abs=0.05)


def test_a_repeated_corner_does_no_harm() -> None:
    ring = (WEST.ring[0], *WEST.ring)
    assert distance_to_ring_m(ring, at(150, 50)) == pytest.approx(50, abs=0.05)
