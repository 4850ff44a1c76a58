"""The command line by keys: preview before doing, completion, history, and finding cases."""

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from console.domain.stage import Move
from console.domain.stage import Stage as CaseStage
from console.domain.timelimit import LimitUnit, TimeLimit
from console.ports.rows import SearchHit
from console.views.command_bar import CommandField
from console.views.panels.dispatch_panel import DispatchPanel
from tests.rows import NOW, a_case_id
from tests.screens import Stage, open_stage

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def stage(qtbot: QtBot) -> Iterator[Stage]:
    """A dispatcher in the search field, the case 000163 in hand."""
    made = open_stage()
    qtbot.addWidget(made.window)
    qtbot.waitUntil(made.window.isActiveWindow)
    made.shell.bench.queue.choose(a_case_id(163))
    made.press(Qt.Key.Key_K, CTRL)
    yield made
    made.close()


def _field(stage: Stage) -> CommandField:
    return stage.shell.search.field


def test_the_effect_is_shown_before_it_happens(stage: Stage) -> None:
    stage.type("派遣 单位=市政 理由=紧急 时限=4h")
    preview = stage.shell.bench.line.preview
    assert "市市政工程维护处" in preview.words
    assert "2026-1123-000163" in preview.words
    assert preview.ready


def test_what_is_missing_is_told_with_its_name(stage: Stage) -> None:
    stage.type("派遣")
    preview = stage.shell.bench.line.preview
    assert not preview.ready
    assert any("单位" in fault for fault in preview.faults)


def test_a_unit_nobody_knows_is_told(stage: Stage) -> None:
    stage.type("派遣 单位=月球")
    assert any("月球" in fault for fault in stage.shell.bench.line.preview.faults)


def test_tab_completes_command_and_unit(stage: Stage) -> None:
    stage.type("pq")
    stage.press(Qt.Key.Key_Tab)
    assert _field(stage).text() == "派遣 "
    stage.type("单位=环卫")
    stage.press(Qt.Key.Key_Tab)
    assert _field(stage).text() == "派遣 单位=卫东区环卫中心 "


def test_up_brings_the_last_line_back(stage: Stage) -> None:
    stage.type("主题")
    stage.press(Qt.Key.Key_Return)
    stage.press(Qt.Key.Key_K, CTRL)
    stage.press(Qt.Key.Key_Up)
    assert _field(stage).text() == "主题"


def test_a_found_case_is_shown_by_enter(stage: Stage, qtbot: QtBot) -> None:
    hit = SearchHit(
        id=a_case_id(87),
        number="2026-1123-000087",
        category_name="暴露垃圾",
        address="五一路",
        stage=CaseStage.TO_DISPATCH,
        due=NOW,
        matched="number",
    )
    stage.reading.hits = (hit, replace(hit, id=a_case_id(95), number="2026-1123-000095"))
    stage.type("000087")
    qtbot.waitUntil(stage.shell.search.popup.isVisible)
    stage.press(Qt.Key.Key_Return)
    assert stage.shell.bench.queue.selected == a_case_id(87)
    assert stage.focus is stage.shell.table


def test_a_screen_command_runs(stage: Stage, qtbot: QtBot) -> None:
    with qtbot.waitSignal(stage.shell.theme_asked):
        stage.type("切换主题")
        stage.press(Qt.Key.Key_Return)


def test_a_whole_command_is_carried_out(stage: Stage) -> None:
    done: list[Move] = []
    stage.desk.do = lambda command, *_rest: done.append(command.move)  # type: ignore[method-assign]
    stage.type("派遣 单位=市政")
    stage.press(Qt.Key.Key_Return)
    assert done == [Move.DISPATCH]


def test_what_a_command_lacks_its_form_asks_for_with_the_typed_fields_in_it(
    stage: Stage, qtbot: QtBot
) -> None:
    stage.type("派遣 单位=市政 时限=2.5h")
    stage.press(Qt.Key.Key_Return)
    panel = stage.shell.panels.panel
    assert isinstance(panel, DispatchPanel)
    unit = next(one for one in stage.reading.units() if "市政" in one.short_name)
    assert panel.draft.unit == unit.code
    assert panel.draft.own_limit == TimeLimit(Decimal("2.5"), LimitUnit.WORK_HOUR)
    assert panel.limit.own.is_chosen
    assert panel.draft.lacks("") == "reason"
