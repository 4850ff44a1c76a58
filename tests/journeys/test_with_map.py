"""A dispatch with the real maps on screen: the keyboard never strays into a page."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from sqlalchemy import URL

from console.domain.stage import Move, Post, Stage
from console.views.map_view import MapView
from console.views.panels.dispatch_panel import DispatchPanel
from tests.journeys.city import settle
from tests.journeys.hands import Office
from tests.journeys.world import World


@pytest.fixture
def mapped(qtbot: QtBot, qapp: QApplication, database_url: URL, tmp_path: Path) -> Iterator[Office]:
    """A centre whose consoles show their maps."""
    settle(database_url)
    made = Office(qtbot, qapp, database_url, tmp_path, World.over(database_url, tmp_path))
    yield made
    made.leave()


@pytest.mark.webengine
def test_a_case_is_dispatched_beside_the_map(mapped: Office) -> None:
    case = mapped.world.until(Move.REGISTER, mapped.world.call())
    hands = mapped.seat()
    large = hands.shell.map_view
    assert isinstance(large, MapView)
    hands.wait(lambda: large.bridge.view is not None)
    hands.wait_home()
    hands.go_to(Post.DISPATCHER)
    hands.find(case)
    hands.press("M")
    panel = hands.open_as("F4", DispatchPanel)
    small = panel.findChild(MapView)
    assert isinstance(small, MapView)
    hands.wait(lambda: small.bridge.view is not None and bool(panel.draft.unit))
    hands.submit(case, Stage.DISPATCHED)
    assert hands.shell.table.hasFocus()
