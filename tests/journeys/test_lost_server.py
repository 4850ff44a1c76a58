"""The server goes away under an open form: said at once, nothing typed lost, work goes on after."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from console.domain.case import CaseId
from console.domain.stage import Move, Post, Stage
from console.views import map_view
from console.views.panels.dispatch_panel import DispatchPanel
from db.caller_keys import CallerKeys
from db.embedded import EmbeddedServer, ServerAddress, stop
from tests.journeys.city import settle
from tests.journeys.hands import Office
from tests.journeys.proof import check_chain, check_rail
from tests.journeys.world import World
from tests.plugins.stores import build_template
from tests.servers import server_process

WORDS = "请带围挡到场，注意交通"


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


def test_the_console_brings_a_killed_server_back_by_itself(
    alone: Office,
    server_of_its_own: tuple[EmbeddedServer, ServerAddress],
    data_folder: Path,
) -> None:
    server, _address = server_of_its_own
    alone.revive = lambda: server.revive().url()
    first = alone.world.until(Move.REGISTER, alone.world.call())
    hands = alone.seat()
    hands.go_to(Post.DISPATCHER)
    hands.find(first)
    banner = hands.shell.workplace.frame.banner
    heard: list[CaseId] = []
    told: list[bool] = []
    hands.shell.desk.news.connect(lambda news: heard.extend(news.cases))
    hands.shell.desk.lost.connect(told.append)
    killed = server_process(data_folder)
    killed.kill()
    hands.wait(lambda: told == [True, False])
    assert not banner.isVisible()
    assert server_process(data_folder).pid != killed.pid
    second = alone.world.until(Move.REGISTER, alone.world.call())
    hands.wait(lambda: second in heard)
    hands.wait_row(second)


def test_a_dispatch_goes_on_when_the_server_is_back(
    alone: Office,
    server_of_its_own: tuple[EmbeddedServer, ServerAddress],
    data_folder: Path,
) -> None:
    server, _address = server_of_its_own
    case = alone.world.until(Move.REGISTER, alone.world.call())
    hands = alone.seat()
    hands.go_to(Post.DISPATCHER)
    hands.find(case)
    panel = hands.open_as("F4", DispatchPanel)
    hands.wait(lambda: bool(panel.draft.advice.units))
    hands.walk_to(panel.instruction)
    hands.press("Ctrl+A")
    hands.write(WORDS)
    assert stop(data_folder)
    banner = hands.shell.workplace.frame.banner
    hands.wait(banner.isVisible)
    hands.press("Ctrl+Return")
    hands.wait(lambda: "断开" in panel.banner.accessibleName())
    assert hands.panel == panel
    assert panel.instruction.words() == WORDS
    server.revive()
    hands.press("F5")
    hands.wait(lambda: not banner.isVisible())
    assert hands.panel == panel
    assert panel.instruction.words() == WORDS
    hands.submit(case, Stage.DISPATCHED)
    assert hands.read(case).instruction == WORDS
    check_rail(hands, alone.world.store)
    assert check_chain(alone.world.store) == 1
