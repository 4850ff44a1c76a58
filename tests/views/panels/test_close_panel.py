"""Closing takes one key when all is met; going back and unmet conditions need words."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from console.domain.stage import Move, Post, Stage
from console.ports.rows import MaskedCaller
from console.services.verifying import PassVerification
from console.views.panels.close_panel import ClosePanel
from console.views.panels.registry import open_panel
from console.views.theme import Theme
from console.views.wording import Wording
from tests.keys import CTRL, SHIFT, press, type_in
from tests.panels import Table
from tests.verifying import an_answered_table, seen, shown, stage_of

WORDING = Wording("zh_CN")


def opened(qtbot: QtBot, move: Move = Move.CLOSE) -> tuple[Table, ClosePanel]:
    table = an_answered_table("pass", ())
    table.bench.do(Post.VERIFIER, PassVerification(case=table.case.id))
    table.sit(Post.SHIFT_LEADER)
    caller = MaskedCaller(name="*女士", phone="138****0001", reply="phone")
    detail = replace(seen(table), callers=(caller,))
    panel = shown(qtbot, open_panel(move, detail, table.desk, WORDING, Theme()))
    assert isinstance(panel, ClosePanel)
    return table, panel


def test_a_case_with_all_conditions_met_is_closed_by_one_key(qtbot: QtBot) -> None:
    table, _panel = opened(qtbot)
    press(Qt.Key.Key_F8)
    assert stage_of(table) is Stage.CLOSED


def test_a_condition_taken_off_asks_why_it_is_closed(qtbot: QtBot) -> None:
    table, panel = opened(qtbot)
    press(Qt.Key.Key_Space)
    press(Qt.Key.Key_F8)
    assert stage_of(table) is Stage.TO_CLOSE
    assert panel.field.error
    assert QApplication.focusWidget() is panel.reason
    type_in("agreed with the owner")
    press(Qt.Key.Key_Return, CTRL)
    assert stage_of(table) is Stage.CLOSED
    assert table.case.unmet == ("清运干净",)


def test_shift_f8_sends_it_back_with_a_reason(qtbot: QtBot) -> None:
    table, panel = opened(qtbot, Move.RETURN_TO_VERIFICATION)
    press(Qt.Key.Key_F8, SHIFT)
    assert stage_of(table) is Stage.TO_CLOSE
    assert QApplication.focusWidget() is panel.reason
    type_in("another place")
    press(Qt.Key.Key_F8, SHIFT)
    assert stage_of(table) is Stage.VERIFYING


def test_ctrl_f8_sends_it_to_second_dispatch(qtbot: QtBot) -> None:
    table, panel = opened(qtbot)
    panel.reason.setFocus()
    type_in("not done")
    press(Qt.Key.Key_F8, CTRL)
    assert stage_of(table) is Stage.VERIFY_FAILED


def test_who_is_told_is_shown_masked(qtbot: QtBot) -> None:
    _table, panel = opened(qtbot)
    told = WORDING.say("close.after.callers", count=1)
    assert told in panel.card.accessibleDescription()
