"""The centre of the journeys: a settled city on the embedded server, consoles without the map.

`alone` is one whose server a test may stop.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from sqlalchemy import URL

from console.views import map_view
from db.caller_keys import CallerKeys
from db.embedded import EmbeddedServer, ServerAddress
from tests.journeys.city import settle
from tests.journeys.hands import Office
from tests.journeys.world import World
from tests.plugins.stores import build_template


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


@pytest.fixture
def server_of_its_own(data_folder: Path) -> Iterator[tuple[EmbeddedServer, ServerAddress]]:
    """A server this test may stop."""
    server = EmbeddedServer(data_folder)
    yield server, server.start()
    server.release()


@pytest.fixture
def alone(
    qtbot: QtBot,
    qapp: QApplication,
    server_of_its_own: tuple[EmbeddedServer, ServerAddress],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Office]:
    """The centre of that server."""
    monkeypatch.setattr(map_view, "WEB_ENGINE", False)
    url = server_of_its_own[1].url()
    build_template(url, CallerKeys.beside(tmp_path / "files"))
    settle(url)
    made = Office(qtbot, qapp, url, tmp_path, World.over(url, tmp_path))
    yield made
    made.leave()
