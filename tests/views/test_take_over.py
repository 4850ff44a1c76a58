"""A shift leader may take a case from another seat, asked first; other posts read who has it."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from console.domain.stage import Post
from console.views.widgets.confirm import ConfirmDialog
from tests.rows import a_case_id
from tests.screens import Stage, open_stage

CTRL = Qt.KeyboardModifier.ControlModifier
HELD = a_case_id(95)


def at_held_case(qtbot: QtBot, post: Post) -> Stage:
    """A seat before a case that another seat holds."""
    stage = open_stage(post=post)
    qtbot.addWidget(stage.window)
    qtbot.waitUntil(stage.window.isActiveWindow)
    stage.claims.held[HELD] = "派遣 02席"
    stage.shell.bench.queue.open("dispatch")
    stage.shell.bench.queue.choose(HELD)
    stage.shell.table.setFocus()
    return stage


@pytest.fixture
def leader(qtbot: QtBot) -> Iterator[Stage]:
    made = at_held_case(qtbot, Post.SHIFT_LEADER)
    yield made
    made.close()


def question(stage: Stage, qtbot: QtBot) -> ConfirmDialog:
    """The question that Enter on the case opens."""
    stage.press(Qt.Key.Key_Return)
    found = [one for one in stage.window.findChildren(ConfirmDialog) if one.isVisible()]
    assert len(found) == 1
    qtbot.waitUntil(found[0].isActiveWindow)
    return found[0]


def test_enter_on_a_held_case_asks_and_the_safe_choice_has_the_keyboard(
    leader: Stage, qtbot: QtBot
) -> None:
    dialog = question(leader, qtbot)
    assert "000095" in dialog.windowTitle()
    assert any("派遣 02席 自 10:42" in label.text() for label in dialog.findChildren(QLabel))
    assert QApplication.focusWidget() is dialog.keep
    leader.press(Qt.Key.Key_Escape)
    assert leader.claims.held == {HELD: "派遣 02席"}
    assert leader.reading.cases[HELD].holder != "chenlei"


def test_without_a_reason_nothing_is_taken(leader: Stage, qtbot: QtBot) -> None:
    dialog = question(leader, qtbot)
    leader.press(Qt.Key.Key_Return, CTRL)
    assert dialog.isVisible()
    assert HELD in leader.claims.held


def test_with_a_reason_the_case_changes_hands_and_the_card_says_so(
    leader: Stage, qtbot: QtBot
) -> None:
    dialog = question(leader, qtbot)
    dialog.entry.setFocus()
    leader.press(Qt.Key.Key_Down)
    leader.press(Qt.Key.Key_Return, CTRL)
    assert HELD not in leader.claims.held
    assert leader.reading.cases[HELD].holder == "chenlei"
    assert leader.claims.taken == [(HELD, "原席人员离席")]


def test_another_post_reads_who_holds_it_and_is_not_asked(qtbot: QtBot) -> None:
    stage = at_held_case(qtbot, Post.DISPATCHER)
    stage.press(Qt.Key.Key_Return)
    assert not stage.window.findChildren(ConfirmDialog)
    assert "派遣 02席" in stage.shell.workplace.frame.status.words
    stage.close()
