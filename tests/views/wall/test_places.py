"""Blocks fill any screen and never lie on each other; the ground knows its city."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QSizeF

from console.domain.scene import Scene
from console.viewmodels.map_state import GridShapes
from console.views.wall.ground import WallGround, fit, world
from console.views.wall.places import layout
from console.views.wall.sizes import wall_sizes
from tests.wall_city import ground, map_block
from tests.wall_scenes import OVERVIEW, SCENES

SCREENS = [(1920, 1080), (3840, 2160), (1920, 1200), (7680, 2160), (3840, 1080), (5120, 2160)]


@pytest.mark.parametrize("screen", SCREENS, ids=str)
@pytest.mark.parametrize("magnification", [1.0, 1.5, 2.0])
@pytest.mark.parametrize("scene", SCENES, ids=lambda one: one.name)
def test_no_block_leaves_the_screen_or_lies_on_another(
    scene: Scene, screen: tuple[int, int], magnification: float
) -> None:
    for turn in range(4):
        placed = layout(scene, QSizeF(*screen), magnification, turn)
        places = [placed.head.adjusted(1, 1, -1, -1), *(one.place for one in placed.blocks)]
        for at, one in enumerate(places):
            assert one.width() > 0
            assert one.height() > 0
            assert one.left() >= 0
            assert one.right() <= screen[0] + 0.5
            assert one.bottom() <= screen[1] + 0.5
            assert not any(one.intersects(other) for other in places[at + 1 :])


def test_the_design_is_met_to_the_pixel() -> None:
    placed = layout(OVERVIEW, QSizeF(3840, 2160))
    assert placed.factor == 1.0
    assert placed.head.height() == wall_sizes().head
    for one in placed.blocks:
        rect = one.spot.rect
        assert one.place.getRect() == (rect.x, rect.y, rect.width, rect.height)


def test_a_wide_wall_takes_the_wide_places() -> None:
    placed = layout(OVERVIEW, QSizeF(3840, 1080))
    assert placed.factor == 0.5
    curve = next(one for one in placed.blocks if one.spot.key == "curve")
    assert curve.spot.wide is not None
    assert curve.place.left() == curve.spot.wide.x / 2


def test_a_fit_holds_its_extent_between_the_strips() -> None:
    box = ground().extent()
    assert box is not None
    found = fit(box, 2500, 1074, 1.0, top=160, bottom=160)
    left, top = found.spot(box[0], box[3])
    right, bottom = found.spot(box[2], box[1])
    assert left >= 0
    assert right <= 2500
    assert top >= 150
    assert bottom <= 1074 - 150
    assert right - left > 0.9 * 2500 or bottom - top > 0.9 * (1074 - 320)
    assert 2.2 <= found.scale < 4.4


def test_the_middle_of_the_world_is_the_middle_of_the_page() -> None:
    assert world(0, 0) == pytest.approx((128, 128))
    assert world(180, 0)[0] == pytest.approx(256)


def test_a_far_district_does_not_make_the_others_small() -> None:
    names = {one.code: one.name for one in map_block().districts}
    far = {names[code] for code in ground().far() if code in names}
    assert far <= {"石龙区"}


def test_heat_follows_the_duty_grid_of_each_cell() -> None:
    city = WallGround(duty_grids=("a", "b", "a", "", "c", "d"))
    packed = city.heat({"a": 2, "b": 3, "c": 12, "e": 9})
    assert list(packed[8:]) == [1, 2, 1, 0, 4, 0]


def test_a_city_without_ground_has_no_extent() -> None:
    assert WallGround(grids=GridShapes()).extent() is None
    bounds = WallGround(base={"bounds": [1.0, 2.0, 3.0, 4.0]})
    assert bounds.extent() == (1.0, 2.0, 3.0, 4.0)
