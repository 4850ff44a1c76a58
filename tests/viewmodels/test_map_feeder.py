"""Very many cases at once: the window lives in between, and the page hears of them together."""

from __future__ import annotations

import json
from time import perf_counter
from typing import Final

import pytest
from PySide6.QtCore import QTimer
from pytestqt.qtbot import QtBot

from console.domain.tone import Urgency
from console.viewmodels.map_bridge import MapBridge
from console.viewmodels.map_feeder import SLICE
from tests.map.small_city import LAT, LON, pin

MANY: Final = 50_000
BLOCK_MS: Final = 50.0


@pytest.fixture
def bridge(qapp: object) -> MapBridge:
    return MapBridge()


def test_few_cases_are_there_at_once(bridge: MapBridge) -> None:
    bridge.set_cases([pin(number) for number in range(1, SLICE + 1)])
    assert len(bridge.pins.pins) == SLICE


def test_fifty_thousand_cases_leave_the_window_quick(bridge: MapBridge, qtbot: QtBot) -> None:
    """Measured in processor time of this thread: a loaded machine makes nobody's beat slower."""
    pins = [pin(number, LON + number * 1e-7, LAT) for number in range(1, MANY + 1)]
    turns: list[float] = []
    last = [0.0]

    def beat() -> None:
        turns.append(perf_counter() - last[0])
        last[0] = perf_counter()

    timer = QTimer()
    timer.timeout.connect(beat)
    last[0] = perf_counter()
    bridge.set_cases(pins)
    begun = perf_counter() - last[0]
    timer.start(0)
    qtbot.waitUntil(lambda: len(bridge.pins.pins) == MANY)
    timer.stop()
    turns.sort()
    assert len(turns) > 20
    assert begun * 1000 < BLOCK_MS * 4
    assert turns[len(turns) // 2] * 1000 < BLOCK_MS


def test_the_page_hears_of_all_slices_together(bridge: MapBridge, qtbot: QtBot) -> None:
    told: list[str] = []
    bridge.channel.told.connect(told.append)
    bridge.channel.ready()
    bridge.set_cases([pin(number) for number in range(1, 5 * SLICE)])
    qtbot.waitUntil(lambda: len(told) == 2)
    assert json.loads(told[1])["data"] == {"cases": True}
    assert len(bridge.pins.pins) == 5 * SLICE - 1


def test_what_comes_while_slices_wait_comes_after_them(bridge: MapBridge, qtbot: QtBot) -> None:
    bridge.set_cases([pin(number) for number in range(1, 3 * SLICE)])
    bridge.patch_cases([pin(2 * SLICE, urgency=Urgency.OVER)], removed=[2 * SLICE + 1])
    qtbot.waitUntil(lambda: len(bridge.pins.pins) == 3 * SLICE - 2)  # all came, and one went
    assert 2 * SLICE + 1 not in bridge.pins.pins
    assert bridge.pins.pins[2 * SLICE].urgency == Urgency.OVER


def test_cases_set_anew_while_slices_wait_are_exactly_those(
    bridge: MapBridge, qtbot: QtBot
) -> None:
    bridge.set_cases([pin(number) for number in range(1, 3 * SLICE)])
    bridge.set_cases([pin(7)])
    bridge.flush()
    assert list(bridge.pins.pins) == [7]
