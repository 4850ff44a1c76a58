"""Days in force of grids."""

from dataclasses import replace
from datetime import date

import pytest

from console.domain.place import AreaLevel, Crs, Place, Point, UnitGrid

GRID = UnitGrid(
    code="410403003002017",
    community="410403003002",
    management_area="410403",
    ring=(Point(113.0, 33.0), Point(113.1, 33.0), Point(113.1, 33.1)),
    area_m2=10_000.0,
    perimeter_m=400.0,
    area_level=AreaLevel.SECOND,
    land_use="residential",
    valid_from=date(2012, 7, 1),
    valid_to=date(2026, 1, 1),
)


@pytest.mark.parametrize(
    ("day", "in_force"),
    [
        (date(2012, 6, 30), False),
        (date(2012, 7, 1), True),
        (date(2025, 12, 31), True),
        (date(2026, 1, 1), False),
    ],
)
def test_a_grid_is_in_force_from_its_first_day_until_before_its_last(
    day: date,
    in_force: bool,  # noqa: FBT001 - parametrised expectation
) -> None:
    assert GRID.in_force(day) is in_force


def test_a_grid_without_an_end_stays_in_force() -> None:
    assert replace(GRID, valid_to=None).in_force(date(2099, 1, 1))


def test_a_place_known_by_words_alone_guesses_nothing() -> None:
    place = Place(address="建设路中段路南")
    assert place.point is None
    assert place.unit_grid is None
    assert place.crs is Crs.WGS84
