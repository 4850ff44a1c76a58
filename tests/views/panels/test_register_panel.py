"""Registering fixes condition and limit; it takes a tick and one key, never goes without a tick."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from console.domain.catalogue import Condition
from console.domain.place import AreaLevel
from console.domain.stage import Move, Stage
from console.domain.timelimit import LimitUnit, TimeLimit
from console.viewmodels.register_draft import parts_of
from console.views.panels.base import Finished
from console.views.panels.register_panel import RegisterPanel
from console.views.panels.registry import open_panel
from console.views.theme import Theme
from console.views.wording import Wording
from tests.keys import ALT, CTRL, SHIFT, focused, press, type_in
from tests.panels import Table, a_table
from tests.standards import RUBBISH_CLASS, SMALL_STANDARDS

WORDING = Wording("zh_CN")


@pytest.fixture
def table() -> Table:
    made = a_table()
    made.reading.standards = SMALL_STANDARDS
    return made


def opened(qtbot: QtBot, table: Table, move: Move = Move.REGISTER) -> RegisterPanel:
    panel = open_panel(move, table.detail(), table.desk, WORDING, Theme())
    assert isinstance(panel, RegisterPanel)
    qtbot.addWidget(panel)
    panel.resize(1700, 900)
    with qtbot.waitExposed(panel):
        panel.show()
    panel.activateWindow()
    return panel


def test_a_condition_of_one_part_is_registered_by_one_key(qtbot: QtBot, table: Table) -> None:
    table.advance(Stage.TO_REGISTER)
    panel = opened(qtbot, table)
    assert [box.text() for box in panel.boxes] == ["公共场所有成堆垃圾"]
    press(Qt.Key.Key_Return, CTRL)
    assert table.case.stage is Stage.TO_DISPATCH


def test_another_class_brings_its_own_parts_and_they_must_be_ticked(
    qtbot: QtBot, table: Table
) -> None:
    table.advance(Stage.TO_REGISTER)
    panel = opened(qtbot, table)
    press(Qt.Key.Key_L, ALT)
    panel.kind.finder.line.clear()
    type_in("ld")
    assert panel.kind.finder.current.endswith(":0118")
    press(Qt.Key.Key_Return)
    press(Qt.Key.Key_Down)
    press(Qt.Key.Key_Return)
    assert [box.text() for box in panel.boxes] == ["灯杆倾斜", "断线", "漏电"]
    press(Qt.Key.Key_Return, CTRL)
    assert table.case.stage is Stage.TO_REGISTER
    assert focused() is panel.boxes[0]
    press(Qt.Key.Key_Space)
    press(Qt.Key.Key_Return, CTRL)
    assert table.case.standard is not None
    assert table.case.standard.limit == TimeLimit(2, LimitUnit.HOUR)


def test_the_area_level_changes_the_limit(qtbot: QtBot, table: Table) -> None:
    table.advance(Stage.TO_REGISTER)
    levelled = Condition(
        category=RUBBISH_CLASS.key,
        ordinal=1,
        text="公共场所有成堆垃圾",
        limit=TimeLimit(4, LimitUnit.WORK_HOUR),
        area_limits=((AreaLevel.FIRST, TimeLimit(2, LimitUnit.WORK_HOUR)),),
    )
    table.reading.standards = replace(SMALL_STANDARDS, conditions=(levelled,))
    panel = opened(qtbot, table)
    panel.level.button("A").click()
    press(Qt.Key.Key_Return, CTRL)
    assert table.case.standard is not None
    assert table.case.standard.limit == TimeLimit(2, LimitUnit.WORK_HOUR)


def test_the_acceptor_hands_in_without_a_tick_and_goes_on(qtbot: QtBot, table: Table) -> None:
    table.advance(Stage.CONFIRMING)
    table.advance(Stage.ACCEPTED)
    panel = opened(qtbot, table, Move.SUBMIT)
    ended: list[Finished] = []
    panel.finished.connect(ended.append)
    press(Qt.Key.Key_Return, CTRL | SHIFT)
    assert table.case.stage is Stage.TO_REGISTER
    assert ended[0].and_next


def test_a_standard_of_an_older_edition_is_kept(qtbot: QtBot, table: Table) -> None:
    table.reading.standards = replace(SMALL_STANDARDS, categories=(), conditions=())
    table.advance(Stage.TO_REGISTER)
    before = table.case.standard
    opened(qtbot, table)
    press(Qt.Key.Key_Return, CTRL)
    assert table.case.stage is Stage.TO_DISPATCH
    assert table.case.standard == before


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("井盖缺损/移位/开裂有隐患", ("井盖缺损", "移位", "开裂有隐患")),
        ("清运干净、无散落；无异味", ("清运干净", "无散落", "无异味")),
        ("", ()),
    ],
)
def test_conditions_are_split_where_they_list(text: str, parts: tuple[str, ...]) -> None:
    assert parts_of(text) == parts
