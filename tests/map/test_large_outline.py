"""A city's outline may have as many corners as its survey gave it."""

from __future__ import annotations

import math

import pytest
from pytestqt.qtbot import QtBot

from console.viewmodels.map_feeds import pack_areas
from console.viewmodels.map_state import pack_grids
from tests.map.driver import TOKENS, MapDriver
from tests.map.small_city import LAT, LON

pytestmark = pytest.mark.webengine
CORNERS = 200_000
"""More than a page's function takes as arguments."""


def test_an_outline_of_200_000_corners_is_drawn_and_holds_a_click(qtbot: QtBot) -> None:
    turns = [math.tau * at / CORNERS for at in range(CORNERS)]
    ring = [(LON + 0.003 * math.cos(turn), LAT + 0.003 * math.sin(turn)) for turn in turns]
    city = MapDriver(qtbot)
    city.view.bridge.feeds.set("control", pack_areas([("管控区", ring)]))
    city.view.bridge.set_layers({"control": True})
    city.view.set_grids(pack_grids([("410403003002001", ring)]))
    city.open()
    city.wait_color(TOKENS.accent, LON + 0.003, LAT, 3)
    with qtbot.waitSignal(city.view.bridge.feeds.clicked) as heard:
        city.click(LON, LAT)
    assert heard.args == ["control", 0]
