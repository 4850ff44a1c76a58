"""A dispute is decided by keys, with evidence and reason; two people sign what binds."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QCheckBox, QComboBox
from pytestqt.qtbot import QtBot

from console.domain.stage import Move, Post, Stage
from console.views.panels.base import Finished
from console.views.panels.coordinate_panel import CoordinatePanel
from console.views.panels.registry import open_panel
from console.views.theme import Theme
from console.views.widgets.confirm import ConfirmDialog
from console.views.wording import Wording
from tests.disputes import a_dispute, disputed, propose
from tests.keys import ALT, CTRL, SHIFT, press, type_in
from tests.panels import Table
from tests.verifying import shown, stage_of

WORDING = Wording("zh_CN")


@pytest.fixture
def table() -> Table:
    return a_dispute()


def opened(qtbot: QtBot, table: Table, move: Move = Move.PROPOSE_DESIGNATION) -> CoordinatePanel:
    panel = shown(qtbot, open_panel(move, disputed(table), table.desk, WORDING, Theme()))
    assert isinstance(panel, CoordinatePanel)
    return panel


def test_the_decision_is_handed_over_with_its_evidence_in_words(qtbot: QtBot, table: Table) -> None:
    panel = opened(qtbot, table)
    panel.decision.reason.setFocus()
    type_in("the deed says so")
    panel.decision.told.setFocus()
    press(Qt.Key.Key_Space)
    press(Qt.Key.Key_Return, CTRL)
    decided = table.case.designation
    assert decided is not None
    assert decided.unit == "U1"
    assert len(decided.basis) == 3
    assert decided.basis[0].startswith(WORDING.say("coordinate.name.register.maintenance_unit"))


def test_what_is_missing_is_said_and_gets_the_focus(qtbot: QtBot, table: Table) -> None:
    panel = opened(qtbot, table)
    press(Qt.Key.Key_Return, CTRL)
    assert table.case.designation is None
    assert panel.decision.fields["reason"].error
    assert QApplication.focusWidget() is panel.decision.reason
    type_in("because")
    press(Qt.Key.Key_Return, CTRL)
    assert not panel.decision.fields["reason"].error
    assert QApplication.focusWidget() is panel.decision.told


def test_a_row_is_taken_off_the_basis_by_space(qtbot: QtBot, table: Table) -> None:
    panel = opened(qtbot, table)
    box = next(one for one in panel.decision.findChildren(QCheckBox) if one.isChecked())
    box.setFocus()
    press(Qt.Key.Key_Space)
    assert "register.maintenance_unit" not in panel.draft.basis
    assert box.hasFocus()
    press(Qt.Key.Key_Space)
    assert panel.draft.basis[0] == "register.maintenance_unit"


def test_own_evidence_is_added_and_turned_by_keys(qtbot: QtBot, table: Table) -> None:
    panel = opened(qtbot, table)
    press(Qt.Key.Key_I, ALT)
    type_in("deed 2019")
    panel.evidence.own_content.setFocus()
    type_in("all covers")
    press(Qt.Key.Key_Return)
    assert QApplication.focusWidget() is panel.evidence.matrix
    press(Qt.Key.Key_2)
    press(Qt.Key.Key_2)
    press(Qt.Key.Key_1)
    row = panel.draft.table.grounds[-1]
    assert row.name == "deed 2019"
    assert {unit: bears.value for unit, bears in row.bears.items()} == {
        "U2": "excludes",
        "U1": "points",
    }


def test_a_registered_row_stays_and_says_so(qtbot: QtBot, table: Table) -> None:
    panel = opened(qtbot, table)
    before = panel.draft.table.grounds
    panel.evidence.matrix.setCurrentCell(0, 0)
    press(Qt.Key.Key_2)
    assert panel.draft.table.grounds == before
    assert panel.banner.accessibleName() == WORDING.say("coordinate.registered")


def test_e_reads_a_row_in_full_but_not_inside_words(qtbot: QtBot, table: Table) -> None:
    panel = opened(qtbot, table)
    panel.evidence.matrix.setCurrentCell(0, 0)
    press(Qt.Key.Key_E)
    assert "pipeline company" in panel.banner.accessibleName()
    panel.banner.hide()
    panel.decision.reason.setFocus()
    type_in("eee")
    assert panel.decision.reason.toPlainText() == "eee"
    assert not panel.banner.isVisible()


def test_a_statement_is_recorded_from_the_keyboard(qtbot: QtBot, table: Table) -> None:
    panel = opened(qtbot, table)
    press(Qt.Key.Key_W, ALT)
    type_in("road")
    press(Qt.Key.Key_Return)
    panel.evidence.words.setFocus()
    type_in("will repair the road")
    disputed(table)
    press(Qt.Key.Key_Return)
    assert table.case.last_move is Move.RECORD_STATEMENT
    assert panel.evidence.words.text() == ""


@pytest.mark.parametrize(
    ("key", "held", "move"),
    [
        (Qt.Key.Key_Y, CTRL | SHIFT, Move.EXTEND_COORDINATION),
        (Qt.Key.Key_U, CTRL, Move.REFER_TO_COMMITTEE),
        (Qt.Key.Key_W, CTRL | SHIFT, Move.WITHDRAW_COORDINATION),
    ],
)
def test_other_ways_out_of_the_dispute_have_their_keys(
    qtbot: QtBot, table: Table, key: Qt.Key, held: Qt.KeyboardModifier, move: Move
) -> None:
    panel = opened(qtbot, table)
    ended: list[Finished] = []
    panel.finished.connect(ended.append)
    press(key, held)
    assert [one.then for one in ended] == [move.value]


def signing(qtbot: QtBot, table: Table) -> CoordinatePanel:
    propose(table)
    table.sit(Post.SHIFT_LEADER)
    return opened(qtbot, table, Move.DESIGNATE)


def test_the_second_signer_sees_the_same_and_changes_nothing(qtbot: QtBot, table: Table) -> None:
    panel = signing(qtbot, table)
    assert panel.decision.reason.isReadOnly()
    assert panel.decision.reason.toPlainText() == "the deed says so"
    assert panel.decision.unit.code == "U1"
    assert not panel.evidence.own_name.isVisible()


def test_a_signature_is_asked_for_once_more_and_then_binds(qtbot: QtBot, table: Table) -> None:
    signing(qtbot, table)
    press(Qt.Key.Key_Return, CTRL)
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, ConfirmDialog)
    assert stage_of(table) is Stage.COORDINATING
    assert isinstance(dialog.entry, QComboBox)
    dialog.entry.setCurrentIndex(1)
    dialog.activateWindow()
    qtbot.waitUntil(dialog.isActiveWindow)
    QTest.keyClick(dialog, Qt.Key.Key_Return, CTRL)
    assert stage_of(table) is Stage.DISPATCHED
    assert table.case.bound_unit == "U1"


def test_who_decided_is_told_that_somebody_else_signs(qtbot: QtBot, table: Table) -> None:
    propose(table)
    table.sit(Post.SHIFT_LEADER)
    table.desk.actor = replace(table.desk.actor, operator=Post.SUPERVISOR.value)
    panel = opened(qtbot, table, Move.DESIGNATE)
    press(Qt.Key.Key_Return, CTRL)
    assert panel.banner.accessibleName() == WORDING.say("coordinate.own_decision")
    assert stage_of(table) is Stage.COORDINATING


def test_on_a_narrow_screen_history_and_evidence_take_turns(qtbot: QtBot, table: Table) -> None:
    panel = opened(qtbot, table)
    assert panel.history.isVisible()
    assert panel.evidence.isVisible()
    panel.resize(1294, 690)
    assert not panel.history.isVisible()
    assert panel.evidence.isVisible()
    press(Qt.Key.Key_H, ALT)
    assert panel.history.isVisible()
    assert not panel.evidence.isVisible()
    panel.resize(1712, 1000)
    assert panel.history.isVisible()
    assert panel.evidence.isVisible()
