"""What the worker paints: order, merging, small repairs of the picture, fades without a flash."""

from __future__ import annotations

import random
from collections.abc import Iterable
from typing import Final

import pytest
from pytestqt.qtbot import QtBot

from console.domain.tone import StageFill, Urgency
from console.ports.map_rows import MapBadge, MapPin, MapScene
from console.viewmodels.map_feeds import pack_classes
from console.viewmodels.map_state import pack_grids
from console.views import map_view
from console.views.map_scheme import page_routes
from tests.map import small_city
from tests.map.driver import TOKENS, MapDriver
from tests.map.small_city import LAT, LON, pin

pytestmark = pytest.mark.webengine
EAST: Final = LON + 0.0035
PIXELS: Final = """
    window.pixels = () => {
        const { canvas } = mapParts.cases.layer;
        return canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data;
    };
    window.digest = () => {
        let sum = 0;
        for (const byte of window.pixels()) sum = (Math.imul(sum, 31) + byte) | 0;
        return sum;
    };
    window.patches = 0;
    window.wholes = 0;
    mapParts.cases.painter.worker.addEventListener('message', ({ data }) => {
        if (data.is === 'patch') window.patches++;
        if (data.is === 'picture') window.wholes++;
    });
"""
HATCHED: Final = """(() => {
    const { width, height } = mapParts.map.getPane('heat').firstChild;
    const ctx = mapParts.map.getPane('heat').firstChild.getContext('2d');
    return ctx.getImageData(0, 0, width, height).data.filter((byte) => byte).length;
})()"""
WATCH: Final = """
    window.seen = [];
    mapParts.cases.layer.on('shown', () => {
        const { canvas } = mapParts.cases.layer;
        const spot = mapParts.cases.point(1).add([225, 125]);
        const ctx = canvas.getContext('2d');
        window.seen.push([...ctx.getImageData(spot.x, spot.y, 1, 1).data]);
    });
"""


def crowded(count: int) -> list[MapPin]:
    """Cases in no hurry in one view, of seven duty grids."""
    return [
        pin(
            number,
            LON + (number % 30 - 15) * 4e-4,
            LAT + (number // 30 - 8) * 3e-4,
            urgency=Urgency.NORMAL,
            duty_grid=f"D{number % 7}",
        )
        for number in range(1, count + 1)
    ]


@pytest.fixture
def city(qtbot: QtBot) -> MapDriver:
    return MapDriver(qtbot)


def opened(city: MapDriver, pins: Iterable[MapPin]) -> MapDriver:
    city.view.set_cases(pins)
    city.open()
    city.run(PIXELS)
    return city


def at_rest(city: MapDriver) -> int:
    """The picture once nothing fades in it any more."""
    city.settle()
    marks: list[int] = []

    def unchanged() -> bool:
        marks.append(int(city.js("window.digest() * 1e6 + window.patches")))
        return len(marks) > 8 and len(set(marks[-8:])) == 1

    city.qtbot.waitUntil(unchanged)
    return int(city.js("window.digest()"))


def painted_whole(city: MapDriver) -> int:
    city.run("mapParts.cases.layer.redraw()")
    city.settle()
    return int(city.js("window.digest()"))


@pytest.mark.parametrize("turned", [False, True], ids=["urgent last", "urgent first"])
def test_the_more_urgent_mark_lies_above_whichever_came_first(
    city: MapDriver,
    turned: bool,  # noqa: FBT001, a table of cases
) -> None:
    both = [
        pin(1, EAST, urgency=Urgency.NEW),
        pin(2, EAST, urgency=Urgency.OVER, stage_fill=StageFill.SOLID),
    ]
    opened(city, reversed(both) if turned else both)
    city.wait_color(TOKENS.overfill, EAST, LAT, 8)
    assert TOKENS.new.lower() not in city.colors(EAST, LAT, 3)


@pytest.mark.parametrize("count", [60, 700], ids=["single marks", "merged marks"])
def test_changes_leave_the_very_picture_a_whole_painting_makes(city: MapDriver, count: int) -> None:
    pins = small_city.many(count)
    opened(city, pins)
    chance = random.Random(count)
    for turn in range(3):
        some = chance.sample(pins, 7)
        changed = [
            pin(
                one.id,
                one.lon + chance.uniform(-1, 1) * 1e-3,
                one.lat,
                urgency=chance.choice(list(Urgency)),
                duty_grid=one.duty_grid,
            )
            for one in some[:5]
        ]
        city.view.patch_cases([*changed, pin(9_000 + turn, EAST)], [one.id for one in some[5:]])
        repaired = at_rest(city)
        assert repaired == painted_whole(city)
    assert city.js("window.patches") >= 3


def test_a_change_is_no_reason_to_paint_the_city_anew(city: MapDriver) -> None:
    opened(city, small_city.many(300))
    before = city.js("window.wholes")
    city.view.patch_cases([pin(1, EAST, urgency=Urgency.OVER)])
    at_rest(city)
    assert city.js("window.wholes") == before
    assert city.js("window.patches") > 0


def test_the_page_rests_again_after_a_case_more_made_the_marks_merge(city: MapDriver) -> None:
    city.view.set_cases(crowded(400))
    city.open()
    assert not city.js("mapParts.cases.merged")
    city.view.patch_cases([pin(1_000, EAST, urgency=Urgency.NORMAL)])
    city.wait_js("Boolean(mapParts.cases.merged)")
    city.settle()


def test_the_chosen_mark_can_be_pointed_at_while_its_like_are_merged(city: MapDriver) -> None:
    opened(city, crowded(500))
    mark = "mapParts.cases.hit(mapParts.cases.point(250))"
    assert city.js(mark) == 0
    city.view.select(250)
    city.settle()
    assert city.js(mark) == city.js("mapParts.cases.selected") == 250


def test_choosing_a_case_leaves_no_second_mark_of_it_below(city: MapDriver) -> None:
    opened(city, [pin(1, EAST)])
    bare = [*city.js("[...new Set(window.pixels())]")]
    assert len(bare) > 1
    city.view.select(1)
    at_rest(city)
    assert city.js("[...new Set(window.pixels())]") == [0]


def test_a_changed_mark_fades_in_and_never_blinks(city: MapDriver) -> None:
    opened(city, [pin(1, EAST, urgency=Urgency.NEW)])
    city.run(WATCH)
    city.view.patch_cases([pin(1, EAST, urgency=Urgency.OVER, stage_fill=StageFill.SOLID)])
    at_rest(city)
    seen = city.js("window.seen")
    assert len({tuple(one) for one in seen}) >= 3, "several colours between old and new"
    assert all(alpha == 255 for *_, alpha in seen), "the ground never shows through"
    reds = [red for red, *_ in seen]
    assert reds == sorted(reds) or reds == sorted(reds, reverse=True), "one way, no flicker"


def test_a_new_mark_fades_in_out_of_the_ground(city: MapDriver) -> None:
    opened(city, [pin(2, LON - 0.004)])
    city.view.patch_cases([pin(1, EAST, urgency=Urgency.NEW)])
    city.wait_js("mapParts.cases.point(1) !== null")
    city.run(WATCH)
    at_rest(city)
    alphas = [alpha for *_, alpha in city.js("window.seen")]
    assert alphas == sorted(alphas)
    assert alphas[-1] == 255


def test_who_wants_no_animation_sees_the_change_at_once(
    city: MapDriver, monkeypatch: pytest.MonkeyPatch
) -> None:
    calm = (
        b"window.matchMedia = (asked) =>"
        b" ({ matches: asked.includes('motion: reduce'), addEventListener() {} });"
    )
    kind, leaflet = page_routes()["/leaflet.js"]()
    changed = page_routes() | {"/leaflet.js": lambda: (kind, calm + leaflet)}
    monkeypatch.setattr(map_view, "page_routes", lambda: changed)
    opened(city, [pin(1, EAST, urgency=Urgency.NEW)])
    city.view.patch_cases([pin(1, EAST, urgency=Urgency.OVER, stage_fill=StageFill.SOLID)])
    at_rest(city)
    assert city.js("window.patches") == 1


def test_while_a_new_level_is_painted_the_old_picture_stays(city: MapDriver) -> None:
    opened(city, small_city.many(300))
    city.run(
        "mapParts.map.setZoom(mapParts.map.getZoom() + 1);"
        "window.held = [mapParts.cases.layer.canvas.style.transform, window.wholes,"
        " new Set(window.pixels()).size]"
    )
    transform, wholes, colors = city.js("window.held")
    assert "scale(2)" in transform
    assert colors > 1
    city.settle()
    assert city.js("window.wholes") > wholes
    assert "scale(2)" not in city.js("mapParts.cases.layer.canvas.style.transform")


def test_a_long_drag_is_followed_before_it_ends(city: MapDriver) -> None:
    opened(city, small_city.many(300))
    before = city.js("window.wholes")
    city.run("mapParts.map._rawPanBy(L.point([200, 0])); mapParts.map.fire('move')")
    city.wait_js(f"window.wholes > {before}")


def test_cells_take_colours_and_lose_them_again(city: MapDriver) -> None:
    opened(city, [])
    spot = (LON + 0.0025, LAT + 0.0045)
    city.wait_color(TOKENS.map_block, *spot, 5)
    city.run(
        "mapParts.grids.fill(new Uint8Array(mapParts.grids.rings.length).fill(1),"
        " [null, '#ff00ff'])"
    )
    city.wait_color("#ff00ff", *spot, 5)
    city.run("mapParts.grids.fill(null)")
    city.wait_color(TOKENS.map_block, *spot, 5)
    assert "#ff00ff" not in city.colors(*spot, 5)


def test_a_hatch_lies_on_the_cells_there_are_now(city: MapDriver) -> None:
    opened(city, [])
    city.view.bridge.feeds.set("unseen", pack_classes([1] * 400, 1))
    city.view.bridge.set_layers({"unseen": True})
    city.settle()
    assert city.js(HATCHED) > 1_000
    far = small_city.box(LON + 0.2, LAT, LON + 0.201, LAT + 0.001)
    city.view.set_grids(pack_grids((f"{at}", far) for at in range(400)))
    city.settle()
    assert city.js(HATCHED) == 0


def test_a_small_move_is_drawn_when_it_rests_and_a_large_one_at_once(city: MapDriver) -> None:
    opened(city, [pin(1)])
    city.run(
        "window.waits = [[20, 0], [0, 20], [300, 0]].map((step) => {"
        " mapParts.map.panBy(step, { animate: false }); return !window.drawingsRest(); })"
    )
    assert city.js("window.waits") == [True, True, False]
    city.settle()
    border = TOKENS.as_strings()["map_boundary"]
    city.wait_color(border, LON, LAT + 0.0015, 8)


def test_letters_of_what_is_near_stand_beside_the_marks_and_over_them(city: MapDriver) -> None:
    there = LON + 0.002
    opened(city, [pin(1), pin(2, there)])
    pixel = 360 / (256 * 2**15)
    beside = (there + 15 * pixel, LAT - 9 * pixel)
    ink = TOKENS.as_strings()["ink"].lower()
    assert ink not in city.colors(*beside, 1)
    badges = (MapBadge(text="A", lon=there, lat=LAT), MapBadge(text="B", lon=there, lat=LAT))
    city.view.show_scene(MapScene(lon=LON, lat=LAT, radius_m=300, badges=badges, stay=True))
    city.settle()
    city.wait_color(ink, *beside, 1)
    city.wait_color(ink, beside[0] + 17 * pixel, beside[1], 1)
    city.view.show_scene(None)
    city.settle()
    city.qtbot.waitUntil(lambda: ink not in city.colors(*beside, 1))
