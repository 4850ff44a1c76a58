"""A clash is settled by one key; nothing is overwritten and nothing typed is lost."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from console.domain.refusal import Refusal
from console.domain.stage import Move, Post, Stage
from console.domain.trail import said
from console.services.dispatching import DispatchCase
from console.views.panels.base import Finished
from console.views.panels.conflict_panel import ConflictPanel
from console.views.panels.registry import open_conflict
from console.views.theme import Theme
from console.views.wording import Wording
from tests.keys import CTRL, SHIFT, press
from tests.panels import Table, a_table
from tests.verifying import seen, shown

WORDING = Wording("zh_CN")


@pytest.fixture
def table() -> Table:
    made = a_table(Post.DISPATCHER)
    made.advance(Stage.TO_DISPATCH, then=Post.DISPATCHER)
    return made


def clashed(qtbot: QtBot, table: Table, instruction: str = "fence it first") -> ConflictPanel:
    version = table.case.version
    theirs = DispatchCase(case=table.case.id, unit="U1", instruction="please")
    table.bench.do(Post.DISPATCHER, theirs, operator="faster")
    table.bench.wait(seconds=8)
    mine = DispatchCase(case=table.case.id, version=version, unit="U1", instruction=instruction)
    refused: list[Refusal] = []
    table.desk.do(mine, None, refused.append)
    seen(table)
    panel = open_conflict(refused[0], mine, table.desk, WORDING, Theme())
    assert isinstance(panel, ConflictPanel)
    shown(qtbot, panel)
    return panel


def test_both_versions_stand_side_by_side(qtbot: QtBot, table: Table) -> None:
    panel = clashed(qtbot, table)
    texts = [
        [item.text() if (item := panel.table.item(row, column)) else "" for column in range(4)]
        for row in range(panel.table.rowCount())
    ]
    assert ["派遣指令", "please", "fence it first", "不同"] in texts
    assert "8秒前" in panel.title.text()


def test_one_key_sends_the_additions_to_the_unit(qtbot: QtBot, table: Table) -> None:
    panel = clashed(qtbot, table)
    ended: list[Finished] = []
    panel.finished.connect(ended.append)
    press(Qt.Key.Key_Return, CTRL)
    assert table.case.last_move is Move.URGE
    assert "fence it first" in said(table.trail()[-1])["text"]
    assert table.case.instruction == "please"
    assert len(ended) == 1


def test_a_change_is_asked_for_with_shift(qtbot: QtBot, table: Table) -> None:
    clashed(qtbot, table)
    press(Qt.Key.Key_Return, CTRL | SHIFT)
    assert table.case.last_move is Move.NOTE
    assert table.case.instruction == "please"


def test_enter_accepts_and_leaves_everything_as_it_is(qtbot: QtBot, table: Table) -> None:
    panel = clashed(qtbot, table)
    before = table.case
    with qtbot.waitSignal(panel.closed):
        press(Qt.Key.Key_Return)
    assert table.case == before


def test_discarding_asks_again(qtbot: QtBot, table: Table) -> None:
    panel = clashed(qtbot, table)
    ended: list[Finished] = []
    panel.finished.connect(ended.append)
    press(Qt.Key.Key_Backspace, CTRL | SHIFT)
    assert not ended
    assert panel.banner.isVisible()
    press(Qt.Key.Key_Backspace, CTRL | SHIFT)
    assert len(ended) == 1


def test_arrows_walk_among_the_four_ways(qtbot: QtBot, table: Table) -> None:
    panel = clashed(qtbot, table)
    press(Qt.Key.Key_Down)
    assert panel.ways["ask"].hasFocus()
    press(Qt.Key.Key_Up)
    assert panel.ways["add"].hasFocus()


def test_equal_versions_leave_nothing_to_send(qtbot: QtBot, table: Table) -> None:
    panel = clashed(qtbot, table, instruction="please")
    assert not panel.ways["add"].isEnabled()
    before = table.case
    press(Qt.Key.Key_Return, CTRL)
    assert table.case == before
    assert panel.banner.accessibleName() == WORDING.say("conflict.nothing_to_add")


def test_a_command_that_moves_no_case_has_no_conflict_panel(table: Table) -> None:
    assert open_conflict(Refusal("x"), object(), table.desk, WORDING, Theme()) is None
