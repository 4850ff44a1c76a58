"""The centre of the journeys: a settled city on the embedded server, consoles without the map."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from sqlalchemy import URL

from console.views import map_view
from tests.journeys.city import settle
from tests.journeys.hands import Office
from tests.journeys.world import World


@pytest.fixture
def office(
    qtbot: QtBot,
    qapp: QApplication,
    database_url: URL,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Office]:
    """A centre whose map is missing: the lists work without it, and so do the journeys."""
    monkeypatch.setattr(map_view, "WEB_ENGINE", False)
    settle(database_url)
    world = World.over(database_url, tmp_path)
    made = Office(qtbot, qapp, database_url, tmp_path, world)
    yield made
    made.leave()
