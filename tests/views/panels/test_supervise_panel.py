"""Supervision has an opinion and a date; a mere reminder needs one key."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from console.domain.stage import Move, Post, Stage
from console.views.panels.registry import open_panel
from console.views.panels.supervise_panel import SupervisePanel
from console.views.theme import Theme
from console.views.wording import Wording
from tests.keys import CTRL, SHIFT, press, type_in
from tests.panels import Table, a_table
from tests.verifying import seen, shown

WORDING = Wording("zh_CN")


@pytest.fixture
def table() -> Table:
    made = a_table(Post.SUPERVISOR)
    made.advance(Stage.HANDLING, then=Post.SUPERVISOR)
    return made


def opened(qtbot: QtBot, table: Table) -> SupervisePanel:
    panel = shown(qtbot, open_panel(Move.SUPERVISE, seen(table), table.desk, WORDING, Theme()))
    assert isinstance(panel, SupervisePanel)
    return panel


def test_a_supervision_needs_its_words_and_has_a_date(qtbot: QtBot, table: Table) -> None:
    panel = opened(qtbot, table)
    press(Qt.Key.Key_Return, CTRL)
    assert panel.fields["reason"].error
    type_in("reported three times")
    press(Qt.Key.Key_Return, CTRL)
    assert table.case.last_move is Move.SUPERVISE
    assert table.case.supervised_until is not None


def test_shift_f7_only_reminds(qtbot: QtBot, table: Table) -> None:
    opened(qtbot, table)
    press(Qt.Key.Key_F7, SHIFT)
    assert table.case.last_move is Move.URGE
    assert table.case.supervised_until is None
