"""The cell whose card is open is ringed on the map, follows the theme's data and goes again."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from tests.map.driver import TOKENS, MapDriver
from tests.map.small_city import ACROSS, LAT, LON, STEP

pytestmark = pytest.mark.webengine
MIDDLE = ACROSS * (ACROSS // 2) + ACROSS // 2
"""The cell whose south-western corner is the middle of the city."""
EDGE = (LON + STEP / 2, LAT + STEP)


@pytest.fixture
def city(qtbot: QtBot) -> MapDriver:
    made = MapDriver(qtbot)
    made.open()
    return made


def test_the_cell_of_the_card_is_ringed_and_no_other(city: MapDriver) -> None:
    ring = TOKENS.accent.lower()
    assert ring not in city.colors(*EDGE, 3)
    city.view.bridge.feeds.mark(MIDDLE)
    city.settle()
    city.wait_color(ring, *EDGE, 3)
    assert ring not in city.colors(EDGE[0] + 3 * STEP, EDGE[1], 3)
    city.view.bridge.feeds.mark(-1)
    city.settle()
    city.qtbot.waitUntil(lambda: ring not in city.colors(*EDGE, 3))


def test_a_page_built_again_shows_the_ring(city: MapDriver, qtbot: QtBot) -> None:
    city.view.bridge.feeds.mark(MIDDLE)
    city.settle()
    with qtbot.waitSignal(city.view.shown):
        city.view.page_died()
    city.settle()
    city.wait_color(TOKENS.accent.lower(), *EDGE, 3)
