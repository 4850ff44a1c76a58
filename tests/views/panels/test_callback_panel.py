"""A reporter is called back: masked until a reason is given, and masked again afterwards."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox
from pytestqt.qtbot import QtBot

from console.domain.stage import Move, Post
from console.ports.rows import MaskedCaller
from console.services.closing import CloseCase
from console.services.verifying import PassVerification
from console.views.panels.base import Finished
from console.views.panels.callback_panel import CallbackPanel
from console.views.panels.registry import open_panel
from console.views.theme import Theme
from console.views.widgets.confirm import ConfirmDialog
from console.views.wording import Wording
from tests.builders import CALLER
from tests.fake_reading import FakeCallers
from tests.keys import CTRL, press, type_in
from tests.panels import Table
from tests.verifying import an_answered_table, seen, shown

WORDING = Wording("zh_CN")


@pytest.fixture
def table() -> Table:
    made = an_answered_table("pass", ())
    made.bench.do(Post.VERIFIER, PassVerification(case=made.case.id))
    made.bench.do(Post.SHIFT_LEADER, CloseCase(case=made.case.id))
    callers = FakeCallers(known={made.case.id: (CALLER,)})
    made.desk.outside = replace(made.desk.outside, callers=callers)
    made.sit(Post.ACCEPTOR)
    return made


def opened(qtbot: QtBot, table: Table) -> CallbackPanel:
    masked = MaskedCaller(name="*女士", phone="138****0001", reply="phone")
    detail = replace(seen(table), callers=(masked,))
    panel = shown(qtbot, open_panel(Move.CALL_BACK, detail, table.desk, WORDING, Theme()))
    assert isinstance(panel, CallbackPanel)
    return panel


def revealed(qtbot: QtBot, panel: CallbackPanel) -> None:
    press(Qt.Key.Key_R, CTRL)
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, ConfirmDialog)
    assert isinstance(dialog.entry, QComboBox)
    dialog.entry.setCurrentIndex(1)
    dialog.activateWindow()
    qtbot.waitUntil(dialog.isActiveWindow)
    QTest.keyClick(dialog, Qt.Key.Key_Return, CTRL)


def test_the_caller_is_masked_until_a_reason_is_given(qtbot: QtBot, table: Table) -> None:
    panel = opened(qtbot, table)
    assert "138****0001" in panel.callers.text()
    revealed(qtbot, panel)
    assert CALLER.phone in panel.callers.text()
    callers = table.desk.outside.callers
    assert isinstance(callers, FakeCallers)
    assert callers.reveals == [(table.case.id, WORDING.say("reveal.reason.callback"))]


def test_the_telephone_goes_when_its_time_is_up(qtbot: QtBot, table: Table) -> None:
    panel = opened(qtbot, table)
    revealed(qtbot, panel)
    table.bench.wait(seconds=61)
    panel.reveal.tick()
    assert CALLER.phone not in panel.callers.text()


def test_a_satisfied_caller_is_recorded_with_one_key(qtbot: QtBot, table: Table) -> None:
    panel = opened(qtbot, table)
    ended: list[Finished] = []
    panel.finished.connect(ended.append)
    press(Qt.Key.Key_Return, CTRL)
    assert table.case.callback == "satisfied"
    assert [one.then for one in ended] == [""]


def test_a_dissatisfied_caller_leads_on_to_reopening(qtbot: QtBot, table: Table) -> None:
    panel = opened(qtbot, table)
    ended: list[Finished] = []
    panel.finished.connect(ended.append)
    panel.fields["outcome"].entry.setFocus()
    press(Qt.Key.Key_Right)
    assert panel.reopen.isVisible()
    panel.fields["text"].entry.setFocus()
    type_in("still dirty")
    press(Qt.Key.Key_Return, CTRL)
    assert table.case.callback == "dissatisfied"
    assert [one.then for one in ended] == [Move.REOPEN.value]
