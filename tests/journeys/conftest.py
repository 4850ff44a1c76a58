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
from tests.journeys.city import settle
from tests.journeys.hands import Office
from tests.journeys.restarts import RESTARTED, Restarts
from tests.journeys.world import World
from tests.servers import OwnServer


@pytest.fixture
def office(
    request: pytest.FixtureRequest,
    qtbot: QtBot,
    qapp: QApplication,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Office]:
    """A centre whose map is missing: the lists work without it, and so do the journeys.

    Journeys marked `BOTH_WAYS` are gone a second time, beside another operator's window and over a
    server that is restarted after every step.
    """
    monkeypatch.setattr(map_view, "WEB_ENGINE", False)
    restarted = getattr(request, "param", "") == RESTARTED
    url: URL = request.getfixturevalue("own_url" if restarted else "database_url")
    settle(url)
    made = Office(qtbot, qapp, url, tmp_path, World.over(url, tmp_path))
    if restarted:
        server: OwnServer = request.getfixturevalue("own_server")
        made.between = Restarts(made, server)
    yield made
    made.leave()


@pytest.fixture
def alone(
    qtbot: QtBot,
    qapp: QApplication,
    own_url: URL,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Office]:
    """The centre of a server the test may stop and kill."""
    monkeypatch.setattr(map_view, "WEB_ENGINE", False)
    settle(own_url)
    made = Office(qtbot, qapp, own_url, tmp_path, World.over(own_url, tmp_path))
    yield made
    made.leave()
