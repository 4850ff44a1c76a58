"""Confirmation: the inspector of the duty grid is proposed, the answer takes three keys."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from console.domain.organisation import Inspector
from console.domain.stage import Move, Post, Stage
from console.views.panels.confirm_panel import ConfirmPanel
from console.views.panels.inset import InsetMap
from console.views.panels.registry import open_panel
from console.views.theme import Theme
from console.views.widgets.segmented import Segmented
from console.views.wording import Wording
from tests.keys import CTRL, press, type_in
from tests.panels import Table, a_table

WORDING = Wording("zh_CN")


def an_inspector(code: str, name: str, until: date = date(2027, 1, 1)) -> Inspector:
    return Inspector(
        code=code,
        name=name,
        certificate=f"C-{code}",
        certified_on=date(2026, 1, 1),
        certified_until=until,
        management_area="410403",
    )


def opened(qtbot: QtBot, table: Table, move: Move) -> ConfirmPanel:
    panel = open_panel(move, table.detail(), table.desk, WORDING, Theme())
    assert isinstance(panel, ConfirmPanel)
    for inset in panel.findChildren(InsetMap):
        inset.hide()  # this is about keys
    qtbot.addWidget(panel)
    panel.resize(1700, 900)
    with qtbot.waitExposed(panel):
        panel.show()
    panel.activateWindow()
    return panel


def city_with_inspectors() -> Table:
    table = a_table()
    table.reading.known_inspectors = (
        an_inspector("WD-114", "王强"),
        an_inspector("WD-120", "李明"),
        an_inspector("WD-130", "过期", until=date(2026, 2, 1)),
    )
    table.advance(Stage.ACCEPTED)
    return table


def test_the_duty_inspector_is_sent_by_one_key(qtbot: QtBot) -> None:
    table = city_with_inspectors()
    panel = opened(qtbot, table, Move.ORDER_CONFIRMATION)
    assert panel.draft.value("inspector") == "WD-114"
    press(Qt.Key.Key_Return, CTRL)
    assert table.case.stage is Stage.CONFIRMING
    assert table.case.task is not None
    assert table.case.task.inspector == "WD-114"


def test_another_certified_inspector_is_found_by_initials(qtbot: QtBot) -> None:
    table = city_with_inspectors()
    panel = opened(qtbot, table, Move.ORDER_CONFIRMATION)
    panel.fields["inspector"].entry.setFocus()
    entry = panel.fields["inspector"].entry
    entry.line.clear()  # type: ignore[attr-defined]  # an option entry has a line
    type_in("lm")
    press(Qt.Key.Key_Return)
    press(Qt.Key.Key_Return, CTRL)
    assert table.case.task is not None
    assert table.case.task.inspector == "WD-120"


def test_nobody_without_a_valid_certificate_is_offered(qtbot: QtBot) -> None:
    table = city_with_inspectors()
    panel = opened(qtbot, table, Move.ORDER_CONFIRMATION)
    assert [one.code for one in panel.draft.options["inspector"]] == ["WD-114", "WD-120"]


def test_an_answer_is_recorded_with_its_result(qtbot: QtBot) -> None:
    table = city_with_inspectors()
    table.advance(Stage.CONFIRMING, then=Post.ACCEPTOR)
    panel = opened(qtbot, table, Move.ANSWER_CONFIRMATION)
    choice = panel.fields["outcome"].entry
    assert isinstance(choice, Segmented)
    press(Qt.Key.Key_Right)
    press(Qt.Key.Key_Return, CTRL)
    assert (table.case.stage, table.case.confirmed) == (Stage.ACCEPTED, "false")
