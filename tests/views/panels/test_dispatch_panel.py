"""Dispatching a clear case takes one key; all else is reachable by keys, nothing is lost."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from console.domain.stage import Move, Post, Source, Stage
from console.domain.timelimit import LimitUnit, TimeLimit
from console.ports.rows import Precedents
from console.views.panels.base import Finished
from console.views.panels.dispatch_panel import DispatchPanel
from console.views.panels.registry import open_panel
from console.views.theme import Theme
from console.views.wording import Wording
from tests.drafts import DraftsInMemory
from tests.fakes import a_unit
from tests.panels import Table, a_table

WORDING = Wording("zh_CN")
CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
ALT = Qt.KeyboardModifier.AltModifier


@pytest.fixture
def table() -> Table:
    made = a_table(Post.DISPATCHER)
    made.advance(Stage.TO_DISPATCH)
    city = replace(a_unit("U1", "市市政工程维护处"), categories=("event:0110",))
    near = replace(a_unit("U2", "卫东区城市管理局"), areas=("410403",))
    made.reading.known_units = (city, near, a_unit("U3", "市污水净化公司"))
    made.reading.past = Precedents(cases=(), by_unit=(("U1", 36, 1, 0),))
    return made


def opened(qtbot: QtBot, table: Table, move: Move = Move.DISPATCH) -> DispatchPanel:
    detail = table.detail()
    place = replace(detail.case.place, point=None)  # no map: this is about keys
    detail = replace(detail, case=replace(detail.case, place=place))
    table.reading.details[detail.case.id] = detail
    panel = open_panel(move, detail, table.desk, WORDING, Theme())
    assert isinstance(panel, DispatchPanel)
    qtbot.addWidget(panel)
    panel.resize(1400, 900)
    with qtbot.waitExposed(panel):
        panel.show()
    panel.activateWindow()
    return panel


def press(key: Qt.Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    focus = QApplication.focusWidget()
    assert focus is not None
    QTest.keyClick(focus, key, held)


def type_into(text: str) -> None:
    focus = QApplication.focusWidget()
    assert focus is not None
    QTest.keyClicks(focus, text)


def test_a_clear_case_is_dispatched_by_one_key(qtbot: QtBot, table: Table) -> None:
    panel = opened(qtbot, table)
    ended: list[Finished] = []
    panel.finished.connect(ended.append)
    press(Qt.Key.Key_Return, CTRL)
    assert (table.case.stage, table.case.unit) == (Stage.DISPATCHED, "U1")
    assert "暴露生活垃圾" in table.case.instruction
    assert not ended[0].and_next


def test_the_next_case_is_asked_for_with_shift(qtbot: QtBot, table: Table) -> None:
    panel = opened(qtbot, table)
    ended: list[Finished] = []
    panel.finished.connect(ended.append)
    press(Qt.Key.Key_Return, CTRL | SHIFT)
    assert ended[0].and_next


def test_another_unit_is_found_by_its_initials(qtbot: QtBot, table: Table) -> None:
    panel = opened(qtbot, table)
    press(Qt.Key.Key_U, ALT)
    type_into("wsjh")
    press(Qt.Key.Key_Return)
    assert panel.go_button.text().endswith("市污水净化公司")
    press(Qt.Key.Key_Return, CTRL)
    assert table.case.unit == "U3"


def test_copies_are_added_and_said_in_the_consequences(qtbot: QtBot, table: Table) -> None:
    panel = opened(qtbot, table)
    press(Qt.Key.Key_C, ALT)
    type_into("wdq")
    press(Qt.Key.Key_Return)
    assert "卫东区城市管理局" in panel.consequence.accessibleDescription()
    press(Qt.Key.Key_Return, CTRL)
    assert table.case.copies == ("U2",)


def test_an_own_limit_without_a_reason_is_not_sent_and_says_why(qtbot: QtBot, table: Table) -> None:
    panel = opened(qtbot, table)
    panel.limit.own.choose()
    press(Qt.Key.Key_Return, CTRL)
    assert table.case.stage is Stage.TO_DISPATCH
    assert panel.limit.field.error
    type_into("urgent")
    press(Qt.Key.Key_Return, CTRL)
    assert table.trail()[-1].reason == "urgent"
    assert table.case.handling is not None
    assert table.case.handling.limit == TimeLimit(4, LimitUnit.WORK_HOUR)


def test_the_preview_is_the_due_time_the_case_then_has(qtbot: QtBot, table: Table) -> None:
    panel = opened(qtbot, table)
    found = panel.draft.preview()
    press(Qt.Key.Key_Return, CTRL)
    assert table.case.handling is not None
    assert getattr(found, "due", None) == table.case.handling.due


def test_a_tinted_variable_follows_until_it_is_edited(qtbot: QtBot, table: Table) -> None:
    panel = opened(qtbot, table)
    box = panel.measures["fence"]
    box.setChecked(True)
    assert WORDING.say("measure.fence.order") in panel.instruction.words()
    panel.instruction.selectAll()
    panel.instruction.setFocus()
    type_into("own words")
    box.setChecked(False)
    box.setChecked(True)
    assert panel.instruction.words() == "own words"


def test_a_template_is_taken_by_ctrl_t_and_a_digit(qtbot: QtBot, table: Table) -> None:
    panel = opened(qtbot, table)
    press(Qt.Key.Key_T, CTRL)
    press(Qt.Key.Key_3)
    assert "未处置到位" in panel.instruction.words()


def test_f9_hands_over_to_the_coordination(qtbot: QtBot, table: Table) -> None:
    panel = opened(qtbot, table)
    ended: list[Finished] = []
    panel.finished.connect(ended.append)
    press(Qt.Key.Key_F9)
    assert ended[0].then == Move.OPEN_COORDINATION.value
    assert table.case.stage is Stage.TO_DISPATCH


def test_without_any_evidence_a_unit_must_be_chosen(qtbot: QtBot, table: Table) -> None:
    table.reading.past = Precedents(cases=(), by_unit=())
    table.reading.known_units = (a_unit("U3", "市污水净化公司"),)
    table.bench.store.cases[table.case.id] = replace(table.case, source=Source.HOTLINE)
    panel = opened(qtbot, table)
    press(Qt.Key.Key_Return, CTRL)
    assert table.case.stage is Stage.TO_DISPATCH
    assert panel.banner.isVisible()


def test_a_clash_keeps_what_was_typed(qtbot: QtBot, table: Table) -> None:
    panel = opened(qtbot, table)
    handed: list[object] = []

    def keep(_refusal: object, command: object) -> None:
        handed.append(command)

    panel.conflicted.connect(keep)
    table.advance(Stage.DISPATCHED, then=Post.DISPATCHER)
    press(Qt.Key.Key_Return, CTRL)
    assert getattr(handed[0], "unit", "") == "U1"
    assert panel.instruction.words()


def test_an_untouched_form_leaves_no_draft_and_typed_words_do(qtbot: QtBot, table: Table) -> None:
    kept = DraftsInMemory()
    table.desk.outside = replace(table.desk.outside, drafts=kept)
    panel = opened(qtbot, table)
    press(Qt.Key.Key_Escape)
    assert not kept.kept
    panel.instruction.setFocus()
    type_into("own words")
    press(Qt.Key.Key_Escape)
    assert len(kept.kept) == 1
    panel.hide()
    again = opened(qtbot, table)
    assert again.instruction.words().endswith("own words")


def test_all_choices_come_back_beside_the_words(qtbot: QtBot, table: Table) -> None:
    table.desk.outside = replace(table.desk.outside, drafts=DraftsInMemory())
    panel = opened(qtbot, table)
    chosen = {"inspector", "phone"}
    for code, box in panel.measures.items():
        box.setChecked(code in chosen)
    limit = TimeLimit(3, LimitUnit.WORK_DAY)
    panel.draft.put(own_limit=limit, reason="far away")
    panel.instruction.write_plain("own words")
    panel.keep_draft()
    panel.hide()
    again = opened(qtbot, table)
    assert again.instruction.words() == again.draft.instruction == "own words"
    assert {code for code, box in again.measures.items() if box.isChecked()} == chosen
    assert set(again.draft.measures) == chosen
    assert (again.draft.own_limit, again.draft.reason) == (limit, "far away")
