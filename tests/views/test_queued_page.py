"""What waits for the store on the screen: banner, card, list, and the page of Ctrl+Shift+D."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from console.domain.stage import Move
from console.ports.errors import StoreUnavailable
from console.ports.journal import EntryState
from console.services.closing import CloseCase
from console.services.noting import NoteCase
from console.views.queued_page import QueuedPage
from console.views.widgets.confirm import ConfirmDialog
from tests.journal import JournalInMemory
from tests.rows import a_case_id
from tests.screens import Stage, open_stage

CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
WORDS = "已电话通知值班室"
CASE = a_case_id(119)


@pytest.fixture
def stage(qtbot: QtBot) -> Iterator[Stage]:
    """A dispatcher's seat that can keep acts, its store gone, two acts waiting."""
    made = open_stage()
    qtbot.addWidget(made.window)
    qtbot.waitUntil(made.window.isActiveWindow)
    made.desk.outside = replace(made.desk.outside, journal=JournalInMemory())
    made.press(Qt.Key.Key_J)
    made.press(Qt.Key.Key_J)
    made.reading.lost = True
    made.desk.failed(StoreUnavailable("store.lost"))
    made.desk.do(NoteCase(case=CASE, text=WORDS))
    made.desk.do(CloseCase(case=CASE, reason="已处理"))
    yield made
    made.close()


def page_of(stage: Stage) -> QueuedPage:
    stage.press(Qt.Key.Key_D, CTRL, SHIFT)
    page = stage.shell.overlays.page
    assert isinstance(page, QueuedPage)
    return page


def chosen(page: QueuedPage) -> Move | None:
    return page.chosen.move if page.chosen is not None else None


def test_banner_card_and_list_say_what_waits(stage: Stage) -> None:
    frame = stage.shell.workplace.frame
    assert "2 件" in frame.banner.banner.accessibleName()
    first, second = stage.shell.card_view.waiting.words
    assert "备注" in first
    assert "000119" in first
    assert "结案" in second
    assert stage.shell.bench.marks.is_waiting(CASE)


def test_a_case_with_a_waiting_act_takes_notes_only(stage: Stage) -> None:
    known = stage.shell.bench.card.case
    assert known is not None
    assert known.id == CASE
    refusal = stage.shell.bench.refusal(Move.DISPATCH, known)
    assert refusal is not None
    assert refusal.code == "queued.waiting"
    assert stage.shell.bench.refusal(Move.NOTE, known) is None
    assert not any(button.isEnabled() for button in stage.shell.card_view.bar.buttons.values())


def test_another_case_is_worked_on_and_its_primary_act_says_that_it_will_wait(
    stage: Stage,
) -> None:
    stage.press(Qt.Key.Key_K)
    primary = stage.shell.card_view.bar.buttons[Move.DISPATCH]
    assert primary.isEnabled()
    assert primary.text() == "派遣，存入待发"


def test_the_next_case_needs_the_store_and_says_how_to_go_on(stage: Stage) -> None:
    stage.press(Qt.Key.Key_Space)
    assert "存入待发" in stage.shell.workplace.frame.status.words


def test_the_page_comes_and_goes_by_its_key_and_by_escape(stage: Stage) -> None:
    page_of(stage)
    stage.press(Qt.Key.Key_D, CTRL, SHIFT)
    assert stage.shell.overlays.page is None
    page_of(stage)
    stage.press(Qt.Key.Key_Escape)
    assert stage.shell.overlays.page is None
    assert stage.focus is stage.shell.table


def test_j_and_k_choose_and_the_words_can_be_copied(stage: Stage) -> None:
    page = page_of(stage)
    assert page.chosen is not None
    assert page.chosen.words == WORDS
    stage.press(Qt.Key.Key_C, CTRL)
    assert QGuiApplication.clipboard().text() == WORDS
    stage.press(Qt.Key.Key_J)
    stage.press(Qt.Key.Key_J)
    assert chosen(page) is Move.CLOSE
    stage.press(Qt.Key.Key_K)
    assert chosen(page) is Move.NOTE


def test_an_act_goes_only_after_the_question(qtbot: QtBot, stage: Stage) -> None:
    page = page_of(stage)
    stage.press(Qt.Key.Key_Backspace, CTRL, SHIFT)
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, ConfirmDialog)
    dialog.reject()
    assert len(stage.shell.bench.queued.facts) == 2
    page.ask_discard()
    dialog = next(one for one in page.findChildren(ConfirmDialog) if one.isVisible())
    with qtbot.waitSignal(stage.shell.bench.queued.changed):
        dialog.accept()
    assert [fact.move for fact in stage.shell.bench.queued.facts] == [Move.CLOSE]


def test_what_was_refused_says_why_and_can_be_done_again(stage: Stage) -> None:
    stage.reading.lost = False
    stage.desk.found_again()
    refused = [one for one in stage.shell.bench.queued.facts if one.state is EntryState.REFUSED]
    assert refused
    page = page_of(stage)
    assert page.again.isEnabled()
    state = page.table.item(0, 4)
    assert state is not None
    assert state.text().startswith("需您决定：")
    stage.press(Qt.Key.Key_Return)
    assert stage.shell.bench.queued.refused == len(refused)


def test_an_empty_page_says_so(stage: Stage) -> None:
    for fact in stage.shell.bench.queued.facts:
        stage.shell.bench.queued.discard(fact.id)
    page = page_of(stage)
    assert page.chosen is None
    for key in (Qt.Key.Key_Return, Qt.Key.Key_C):
        stage.press(key)
    page.ask_discard()
    assert QApplication.activeModalWidget() is None
