"""Small gestures take at most three keys beside the words, and say what they lack."""

from __future__ import annotations

from dataclasses import fields

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QWidget
from pytestqt.qtbot import QtBot

from console.domain.place import Place
from console.domain.stage import Move, Post, Stage
from console.domain.ways import BEGINNINGS, BY_STAGE, WAYS
from console.ports.rows import PlaceHit
from console.services.registry import GESTURE_OF, GESTURES
from console.viewmodels.gesture_draft import AT_ONCE, FORMS, fields_of
from console.views.panels.asking import ASKED_FIRST, AskedGesture
from console.views.panels.base import Panel
from console.views.panels.gesture_form import GestureForm
from console.views.panels.registry import PANELS, open_panel
from console.views.theme import Theme
from console.views.wording import Wording
from tests.panels import Table, a_table

WORDING = Wording("zh_CN")


@pytest.fixture
def table() -> Table:
    return a_table()


def shown(qtbot: QtBot, panel: Panel | None) -> Panel:
    assert panel is not None
    qtbot.addWidget(panel)
    panel.resize(1200, 700)
    with qtbot.waitExposed(panel):
        panel.show()
    panel.activateWindow()
    return panel


def opened(qtbot: QtBot, table: Table, move: Move) -> Panel:
    theme = Theme()
    panel = open_panel(move, table.detail(), table.desk, WORDING, theme)
    return shown(qtbot, panel)


def type_into(text: str) -> None:
    focus = QApplication.focusWidget()
    assert focus is not None
    QTest.keyClicks(focus, text)


def press(key: Qt.Key, *modifiers: Qt.KeyboardModifier) -> None:
    held = Qt.KeyboardModifier.NoModifier
    for one in modifiers:
        held |= one
    focus = QApplication.focusWidget()
    assert focus is not None
    QTest.keyClick(focus, key, held)


CTRL = Qt.KeyboardModifier.ControlModifier


def test_a_note_is_written_with_its_key_words_and_one_more_key(qtbot: QtBot, table: Table) -> None:
    table.advance(Stage.TO_DISPATCH)
    panel = opened(qtbot, table, Move.NOTE)
    ended: list[object] = []
    panel.finished.connect(ended.append)
    type_into("call back later")
    press(Qt.Key.Key_Return, CTRL)
    assert table.case.last_move is Move.NOTE
    assert len(ended) == 1


def test_a_missing_reason_is_said_beside_its_field_and_focus_goes_there(
    qtbot: QtBot, table: Table
) -> None:
    table.advance(Stage.ACCEPTED)
    panel = opened(qtbot, table, Move.DECLINE)
    assert isinstance(panel, GestureForm)
    press(Qt.Key.Key_Return, CTRL)
    assert panel.fields["reason"].error
    assert QApplication.focusWidget() is panel.fields["reason"].entry
    assert table.case.stage is Stage.ACCEPTED


def test_a_stock_phrase_is_taken_by_ctrl_t_and_a_digit(qtbot: QtBot, table: Table) -> None:
    table.advance(Stage.ACCEPTED)
    opened(qtbot, table, Move.DECLINE)
    press(Qt.Key.Key_T, CTRL)
    press(Qt.Key.Key_1)
    press(Qt.Key.Key_Return, CTRL)
    assert table.case.stage is Stage.DECLINED
    assert table.trail()[-1].reason == WORDING.say("phrases.decline").split("|")[0]


def test_a_simple_gesture_opens_no_panel(table: Table) -> None:
    table.advance(Stage.DISPATCHED)
    assert open_panel(Move.RECEIVE, table.detail(), table.desk, WORDING, Theme()) is None
    assert table.case.stage is Stage.HANDLING


def test_voiding_asks_first_and_enter_alone_does_not_confirm(qtbot: QtBot, table: Table) -> None:
    table.advance(Stage.TO_DISPATCH, then=Post.SHIFT_LEADER)
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    assert open_panel(Move.VOID, table.detail(), table.desk, WORDING, Theme(), window) is None
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, AskedGesture)
    dialog.activateWindow()
    qtbot.waitUntil(dialog.isActiveWindow)
    QTest.keyClick(dialog, Qt.Key.Key_Return)
    assert dialog.isVisible()
    assert isinstance(dialog.entry, QComboBox)
    dialog.entry.setCurrentIndex(1)
    QTest.keyClick(dialog, Qt.Key.Key_Return, CTRL)
    assert table.case.stage is Stage.VOIDED


def test_esc_closes_and_changes_nothing(qtbot: QtBot, table: Table) -> None:
    table.advance(Stage.ACCEPTED)
    panel = opened(qtbot, table, Move.DECLINE)
    with qtbot.waitSignal(panel.closed):
        press(Qt.Key.Key_Escape)
    assert table.case.stage is Stage.ACCEPTED


def test_a_refusal_is_said_in_words_and_the_form_stays(qtbot: QtBot, table: Table) -> None:
    table.advance(Stage.TO_DISPATCH, then=Post.VERIFIER)
    panel = opened(qtbot, table, Move.DECLINE)
    type_into("x")
    press(Qt.Key.Key_Return, CTRL)
    assert panel.banner.isVisible()
    assert WORDING.say("post.acceptor") in panel.banner.accessibleName()


def test_a_clash_is_handed_over_with_the_typed_command(qtbot: QtBot, table: Table) -> None:
    table.advance(Stage.TO_REGISTER, then=Post.SHIFT_LEADER)
    panel = opened(qtbot, table, Move.SEND_BACK)
    handed: list[tuple[object, object]] = []

    def keep(refusal: object, command: object) -> None:
        handed.append((refusal, command))

    panel.conflicted.connect(keep)
    table.advance(Stage.TO_DISPATCH, then=Post.SHIFT_LEADER)
    type_into("more words")
    press(Qt.Key.Key_Return, CTRL)
    assert len(handed) == 1
    assert getattr(handed[0][1], "reason", "") == "more words"


FORM_MOVES = sorted(
    {gesture.move for gesture in GESTURES} - set(PANELS) - AT_ONCE - set(ASKED_FIRST) - BEGINNINGS
)


@pytest.mark.parametrize("move", FORM_MOVES)
def test_every_field_of_every_small_form_is_a_field_of_its_command(
    move: Move,
) -> None:
    names = {one.name for one in fields(GESTURE_OF[move].command)}
    assert {field.name for field in fields_of(move)} <= names


def test_nothing_done_at_once_has_a_mandatory_reason() -> None:
    assert not [way for way in WAYS if way.move in AT_ONCE and way.reason]
    assert not AT_ONCE & set(FORMS)


def test_every_mandatory_reason_has_a_field() -> None:
    wanted = {move for (_stage, move), ways in BY_STAGE.items() if any(w.reason for w in ways)}
    asked = {move for move in wanted if any(f.name == "reason" for f in fields_of(move))}
    assert wanted - asked <= set(PANELS) | set(ASKED_FIRST)


def test_a_wrong_place_is_corrected_by_finding_the_right_one(qtbot: QtBot, table: Table) -> None:
    table.advance(Stage.ACCEPTED)
    right = Place(address="建设路 0127# 路灯", unit_grid="410403004005009")
    table.reading.place_hits = (
        PlaceHit(kind="component", title="建设路 0127# 路灯", detail="", place=right),
    )
    panel = opened(qtbot, table, Move.AMEND)
    assert isinstance(panel, GestureForm)
    press(Qt.Key.Key_Tab)
    type_into("jsl")
    panel.draft.places.look()  # typing rests
    press(Qt.Key.Key_Return)
    press(Qt.Key.Key_Return, CTRL)
    assert table.case.place == right
    assert table.case.description == "围墙下堆放生活垃圾"
