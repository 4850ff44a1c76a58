"""The place search: words, initials, codes, points; what lies near."""

import pytest
from sqlalchemy import Engine

from console.domain.place import AreaLevel, Point
from db import OpenStore
from tests.db.town import COMMUNITY, COMPONENT, GRIDS, WEST, component, settle


@pytest.mark.parametrize(
    ("words", "kind", "title"),
    [
        ("中兴路12", "address", "中兴路12号"),
        ("中兴 12", "address", "中兴路12号"),
        ("建设路", "crossing", "中兴路与建设路交叉口"),
        ("zxly", "crossing", "中兴路与建设路交叉口"),
        (GRIDS[1], "grid", GRIDS[1]),
        (COMPONENT, "component", "上水井盖"),
        ("井盖", "component", "上水井盖"),
        ("ssjg", "component", "上水井盖"),
    ],
)
def test_a_place_is_found_by_words_initials_or_code(
    store: OpenStore, owner: Engine, words: str, kind: str, title: str
) -> None:
    settle(owner)
    hit = store.reading.places(words)[0]
    assert (hit.kind, hit.title) == (kind, title)
    assert hit.place.unit_grid in GRIDS
    assert (hit.place.community, hit.place.district) == (COMMUNITY, "410402")


@pytest.mark.parametrize("words", ["", "没有的路", "999999999999", "%", "_"])
def test_unknown_places_are_not_found(store: OpenStore, owner: Engine, words: str) -> None:
    settle(owner)
    assert len(store.reading.places(words)) == 0


def test_a_component_hit_names_its_owner_and_category(store: OpenStore, owner: Engine) -> None:
    settle(owner)
    hit = store.reading.places(COMPONENT)[0]
    assert (hit.owner_name, hit.component_category, hit.place.component) == (
        "市政处",
        "0101",
        COMPONENT,
    )


def test_hits_are_bounded(store: OpenStore, owner: Engine) -> None:
    settle(owner)
    assert len(store.reading.places("中兴路", limit=1)) == 1
    assert len(store.reading.places(COMMUNITY, limit=1)) == 1


def test_a_point_is_located_in_grid_divisions_and_words(store: OpenStore, owner: Engine) -> None:
    settle(owner)
    place = store.reading.locate(WEST)
    assert (place.unit_grid, place.duty_grid, place.street) == (GRIDS[0], "D1", "410402001")
    assert (place.management_area, place.area_level) == ("410402", AreaLevel.FIRST)
    assert place.address == "中兴路12号"


def test_a_point_outside_stays_a_point(store: OpenStore, owner: Engine) -> None:
    settle(owner)
    place = store.reading.locate(Point(114.0, 34.0))
    assert (place.unit_grid, place.address) == (None, "")


def test_components_come_nearest_first_within_the_circle(store: OpenStore, owner: Engine) -> None:
    settle(owner)
    assert store.reading.components_near(WEST, 10) == (component(),)
    assert store.reading.components_near(WEST, 10, "0102") == ()
    away = Point(WEST.lon + 0.0002, WEST.lat)
    assert store.reading.components_near(away, 10) == ()
    assert store.reading.components_near(away, 30) == (component(),)
