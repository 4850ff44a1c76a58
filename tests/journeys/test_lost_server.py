"""The server goes away under an open form: said at once, nothing typed lost, work goes on after."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from sqlalchemy import URL

from console.domain.case import CaseId
from console.domain.stage import Move, Post, Stage
from console.services.queueing import BLOCK, local_day
from console.views import map_view
from console.views.panels.gesture_form import GestureForm
from console.views.queued_page import QueuedPage
from tests.blackhole import Line, line_to
from tests.journeys.calls import take_call_by_words
from tests.journeys.city import settle
from tests.journeys.hands import Office
from tests.journeys.panels import write_instruction
from tests.journeys.proof import check_chain, check_rail
from tests.journeys.world import World
from tests.servers import OwnServer, server_process

WORDS = "请带围挡到场，注意交通"


@pytest.fixture
def cut_off(
    qtbot: QtBot,
    qapp: QApplication,
    database_url: URL,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[tuple[Office, Line]]:
    """The centre whose consoles have a line that can fall silent; the world has its own."""
    monkeypatch.setattr(map_view, "WEB_ENGINE", False)
    settle(database_url)
    with line_to(database_url) as (line, url):
        made = Office(qtbot, qapp, url, tmp_path, World.over(database_url, tmp_path))
        yield made, line
        line.mend()
        made.leave()


def test_the_console_brings_a_killed_server_back_by_itself(
    alone: Office, own_server: OwnServer
) -> None:
    alone.revive = lambda: own_server.share.revive().url(str(alone.url.database))
    first = alone.world.until(Move.REGISTER, alone.world.call())
    hands = alone.seat()
    hands.go_to(Post.DISPATCHER)
    hands.find(first)
    banner = hands.shell.workplace.frame.banner
    heard: list[CaseId] = []
    told: list[bool] = []
    hands.shell.desk.news.connect(lambda news: heard.extend(news.cases))
    hands.shell.desk.lost.connect(told.append)
    killed = server_process(own_server.folder).pid
    own_server.kill()
    hands.wait(lambda: told == [True, False])
    assert not banner.isVisible()
    assert server_process(own_server.folder).pid != killed
    second = alone.world.until(Move.REGISTER, alone.world.call())
    hands.wait(lambda: second in heard)
    hands.wait_row(second)


def test_a_dispatch_without_the_server_waits_and_is_done_when_it_is_back(
    alone: Office, own_server: OwnServer
) -> None:
    case = alone.world.until(Move.REGISTER, alone.world.call())
    hands = alone.seat()
    hands.go_to(Post.DISPATCHER)
    hands.find(case)
    panel = write_instruction(hands, WORDS)
    own_server.stop()
    banner = hands.shell.workplace.frame.banner
    hands.wait(banner.isVisible)
    assert panel.instruction.words() == WORDS
    hands.press("Ctrl+Return")
    hands.wait_home()
    hands.wait(lambda: hands.bench.queued.waits(case))
    hands.wait(lambda: bool(hands.shell.card_view.waiting.words))
    assert "派遣" in hands.shell.card_view.waiting.words[0]
    hands.wait(lambda: "1 件" in banner.banner.accessibleName())
    own_server.start()
    hands.press("F5")
    hands.wait(lambda: not banner.isVisible())
    hands.wait(lambda: not hands.bench.queued.facts)
    assert hands.read(case).stage is Stage.DISPATCHED
    assert hands.read(case).instruction == WORDS
    check_rail(hands, alone.world.store)
    assert check_chain(alone.world.store) == 1


def test_a_note_is_written_without_the_server_and_listed_until_it_is_back(
    alone: Office, own_server: OwnServer
) -> None:
    case = alone.world.until(Move.REGISTER, alone.world.call())
    hands = alone.seat()
    hands.go_to(Post.DISPATCHER)
    hands.find(case)
    own_server.stop()
    hands.wait(hands.shell.workplace.frame.banner.isVisible)
    hands.open_as("Ctrl+N", GestureForm)
    hands.write(WORDS)
    hands.press("Ctrl+Return")
    hands.wait_home()
    hands.wait(lambda: len(hands.bench.queued.facts) == 1)
    hands.press("Ctrl+Shift+D")
    page = hands.shell.overlays.page
    assert isinstance(page, QueuedPage)
    assert page.chosen is not None
    assert page.chosen.words == WORDS
    hands.press("Esc")
    own_server.start()
    hands.press("F5")
    hands.wait(lambda: not hands.bench.queued.facts)
    notes = [step.payload for step in alone.world.trail(case) if step.move is Move.NOTE]
    assert len(notes) == 1
    assert WORDS in notes[0]


def test_a_call_is_taken_without_the_server_under_the_number_it_keeps(
    alone: Office, own_server: OwnServer
) -> None:
    alone.world.call()
    hands = alone.seat()
    journal = hands.shell.desk.outside.journal
    assert journal is not None
    hands.wait(lambda: journal.leases(local_day(hands.shell.desk.now())) == BLOCK)
    hands.wait(lambda: hands.bench.ahead.ready)
    own_server.stop()
    hands.wait(hands.shell.workplace.frame.banner.isVisible)
    take_call_by_words(hands)
    hands.wait(lambda: len(hands.bench.queued.facts) == 2)
    report, confirmation = hands.bench.queued.facts
    assert report.case == confirmation.case
    assert report.number
    own_server.start()
    hands.press("F5")
    # Nobody can be sent to a place without a point: that is for the operator to decide.
    hands.wait(lambda: hands.bench.queued.refused == 1)
    assert [fact.move for fact in hands.bench.queued.facts] == [Move.ORDER_CONFIRMATION]
    found = alone.world.store.reading.find_number(report.number)
    assert found == report.case
    assert found is not None
    taken = alone.world.case(found)
    assert (taken.number, taken.stage) == (report.number, Stage.ACCEPTED)
    assert [step.move for step in alone.world.trail(found)] == [Move.ACCEPT]


def test_an_act_that_no_longer_holds_when_the_line_is_back_waits_for_a_decision(
    cut_off: tuple[Office, Line],
) -> None:
    office, line = cut_off
    case = office.world.until(Move.REGISTER, office.world.call())
    hands = office.seat()
    hands.go_to(Post.DISPATCHER)
    hands.find(case)
    write_instruction(hands, WORDS)
    line.cut()
    hands.wait(hands.shell.workplace.frame.banner.isVisible)
    hands.press("Ctrl+Return")
    hands.wait_home()
    hands.wait(lambda: hands.bench.queued.waits(case))
    office.world.act(Post.DISPATCHER, Move.DISPATCH, case, unit="GS01")
    line.mend()
    hands.press("F5")
    hands.wait(lambda: hands.bench.queued.refused == 1)
    assert office.world.case(case).instruction == ""
    hands.press("Ctrl+Shift+D")
    page = hands.shell.overlays.page
    assert isinstance(page, QueuedPage)
    assert page.chosen is not None
    assert WORDS in page.chosen.words
    hands.press("Ctrl+Shift+Backspace")
    hands.wait(lambda: hands.dialog is not None)
    dialog = hands.dialog
    assert dialog is not None
    dialog.activateWindow()
    hands.wait(lambda: dialog.isAncestorOf(hands.focus))
    hands.press("Ctrl+Return")
    hands.take_over()  # a window manager does that
    hands.wait(lambda: not hands.bench.queued.facts)
    assert office.world.case(case).unit == "GS01"
    assert check_chain(office.world.store) == 1
