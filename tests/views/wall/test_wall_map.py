"""The wall's map: the console's page enlarged, silent, and no map at all once it is dead."""

from __future__ import annotations

import json
import os
import signal
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise
from typing import Any

import pytest
from PySide6.QtCore import QSize
from PySide6.QtWebEngineWidgets import QWebEngineView
from pytestqt.qtbot import QtBot

from console.domain.scene import Rect, Scene, SceneBlock
from console.viewmodels.wall_blocks import BlockKind
from console.views.look import Look
from console.views.wall.block import Drawn
from console.views.wall.map_block import BAR, MapWallBlock
from console.views.wall.sheet import Written
from console.views.wall.wall_window import WallWindow, state_of_picture
from tests import wall_samples as samples
from tests.wall_city import ground, map_block
from tests.wall_scenes import shown

SPOT = SceneBlock(key="map", kind=BlockKind.MAP, rect=Rect(x=44, y=410, width=2500, height=1074))
_LEGEND = ("over", "near", "new", "others")
SCENE = Scene(name="map", titles={"zh_CN": "", "en": ""}, seconds=60, blocks=(SPOT,))


@pytest.fixture
def look(request: pytest.FixtureRequest, qapp: object) -> Look:
    return Look.of("dark", getattr(request, "param", "zh"), strict=True)


@pytest.fixture
def window(qtbot: QtBot, look: Look) -> Iterator[WallWindow]:
    """A wall whose map has been drawn."""
    made = WallWindow(look)
    qtbot.addWidget(made)
    made.resize(QSize(1920, 1080))
    made.set_ground(ground())
    made.set_scene(SCENE)
    made.show_head(samples.head())
    made.show()
    made.show_blocks([shown(BlockKind.MAP)])
    drawn(qtbot, made)
    yield made
    made.close()


def drawn(qtbot: QtBot, window: WallWindow) -> None:
    """Wait until the page has drawn and the block says so."""
    block = map_of(window)

    def done() -> bool:
        window.show_head(samples.head())
        return block.view.is_drawn and block.drawn is Drawn.FRESH

    qtbot.waitUntil(done, timeout=30_000)


def map_of(window: WallWindow) -> MapWallBlock:
    block = window.blocks["map"]
    assert isinstance(block, MapWallBlock)
    return block


def asked(qtbot: QtBot, window: WallWindow, code: str) -> Any:
    """The value of an expression in the page."""
    web = map_of(window).view.web
    assert isinstance(web, QWebEngineView)
    found: list[object] = []
    web.page().runJavaScript(code, found.append)
    qtbot.waitUntil(lambda: bool(found))
    return found[0]


def _left(one: Written) -> float:
    return one.left


def texts(window: WallWindow) -> list[str]:
    return [one.text for one in map_of(window).written]


def test_sums_names_and_the_longest_are_written_before_the_page(window: WallWindow) -> None:
    assert {"在办案卷 422", "超期 24", "临期 18", "新到 6", "1", "2", "3"} <= set(texts(window))
    assert {"新华区 134", "卫东区 130", "湛河区 116", "新城区 21", "高新区 17"} <= set(
        texts(window)
    )


@pytest.mark.parametrize("look", ["zh", "en"], indirect=True)
def test_words_at_the_foot_of_a_map_never_lie_on_each_other(window: WallWindow) -> None:
    block = map_of(window)
    told_outside = 0
    for width in range(1000, 2600, 100):
        block.resize(round(width * block.factor), block.height())
        block.grab()
        foot = max(one.top for one in block.written)
        row = sorted((one for one in block.written if abs(one.top - foot) < BAR / 2), key=_left)
        assert all(one.left + one.width < other.left for one, other in pairwise(row)), width
        told_outside += len(row) > len(_LEGEND)
    assert told_outside


def test_the_page_itself_writes_nothing(qtbot: QtBot, window: WallWindow) -> None:
    assert asked(qtbot, window, "document.body.innerText.trim()") == ""
    assert asked(qtbot, window, "document.body.classList.contains('wall')") is True
    assert asked(qtbot, window, "getComputedStyle(document.body).pointerEvents") == "none"


def test_all_cases_are_marks_of_their_own(qtbot: QtBot, window: WallWindow) -> None:
    """More than 400 do not merge into numbers, as they do for an operator."""
    qtbot.waitUntil(lambda: asked(qtbot, window, "mapParts.cases.store.n") == 422)
    assert asked(qtbot, window, "mapParts.cases.merged === null") is True


def test_the_city_fills_the_map(qtbot: QtBot, window: WallWindow) -> None:
    view = map_of(window).view
    seen = view.bridge.view
    box = ground().extent()
    assert seen is not None
    assert box is not None
    code = "JSON.stringify((b => [b.getWest(), b.getSouth(), b.getEast(), b.getNorth()])"
    bounds = json.loads(asked(qtbot, window, f"{code}(mapParts.map.getBounds()))"))
    west, south, east, north = bounds
    assert west < box[0] < box[2] < east
    assert south < box[1] < box[3] < north
    assert (box[2] - box[0]) / (east - west) > 0.85 or (box[3] - box[1]) / (north - south) > 0.55


def test_changes_alone_reach_the_page(qtbot: QtBot, window: WallWindow) -> None:
    pin = replace(map_block().pins[0], id=999)
    change = replace(map_block(), pins=(pin,), gone=(1, 2), whole=False, open=421)
    window.show_blocks([shown(BlockKind.MAP, change)])
    qtbot.waitUntil(lambda: asked(qtbot, window, "mapParts.cases.store.n") == 421)
    qtbot.waitUntil(lambda: "在办案卷 421" in texts(window))


def test_a_dead_page_is_not_fresh_and_comes_again_by_itself(
    qtbot: QtBot, window: WallWindow, look: Look
) -> None:
    block = map_of(window)
    # No beat comes: it says so by itself. SIGKILL as a number: the name is missing on Windows.
    os.kill(block.view.renderer(), getattr(signal, "SIGKILL", signal.SIGTERM))
    qtbot.waitUntil(lambda: block.drawn is Drawn.STALE, timeout=10_000)
    assert look.wording.say("wall.map.none") in texts(window)
    assert "在办案卷 422" not in texts(window)
    drawn(qtbot, window)
    qtbot.waitUntil(lambda: asked(qtbot, window, "mapParts.cases.store.n") == 422)


def test_an_old_map_says_so(qtbot: QtBot, window: WallWindow) -> None:
    window.show_head(samples.head(now=samples.AS_OF + timedelta(seconds=20)))
    qtbot.waitUntil(lambda: "数据停在 10:42:14" in texts(window))
    assert state_of_picture(window)["blocks"][0]["drawn"] == "stale"


def test_a_district_fills_the_map_alone(qtbot: QtBot, window: WallWindow) -> None:
    district = next(one for one in map_block().districts if one.name == "新城区")
    window.show_blocks([shown(BlockKind.MAP, replace(map_block(), district=district.code))])
    box = ground().extent(district.code)
    assert box is not None
    west = (box[0] + box[2]) / 2

    def there() -> bool:
        view = map_of(window).view.bridge.view
        return view is not None and abs(view.lon - west) < 0.01

    qtbot.waitUntil(there)


def test_a_map_that_is_drawn_while_its_figures_are_old_says_no_more_that_it_is_awaited(
    qtbot: QtBot, look: Look
) -> None:
    late = samples.head(now=samples.NOW + timedelta(seconds=40))
    window = WallWindow(look)
    qtbot.addWidget(window)
    window.resize(QSize(1920, 1080))
    window.set_ground(ground())
    window.set_scene(SCENE)
    window.show_blocks([shown(BlockKind.MAP)])
    window.show_head(late)
    window.show()
    block = map_of(window)
    awaited = look.wording.say("wall.map.none")

    def done() -> bool:
        window.show_head(late)
        return block.view.is_drawn and block.drawn is Drawn.STALE and awaited not in texts(window)

    qtbot.waitUntil(done, timeout=30_000)
    assert "在办案卷 422" in texts(window)
    window.close()
