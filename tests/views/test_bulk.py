"""Marked cases by real keys: what is asked first, what became of each, where the keyboard goes."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from console.domain.case import CaseId
from console.domain.refusal import Refusal
from console.domain.stage import Move
from console.viewmodels.bulk import BulkOutcome, BulkPlan, BulkState
from console.views.bulk_dialog import BulkDialog
from console.views.bulk_page import BulkPage
from tests.rows import NOW, a_case_id, a_case_row
from tests.screens import Stage, open_stage
from tests.seats import a_seat

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def stage(qtbot: QtBot) -> Iterator[Stage]:
    made = open_stage()
    qtbot.addWidget(made.window)
    qtbot.waitUntil(made.window.isActiveWindow)
    yield made
    made.close()


def mark(stage: Stage, count: int) -> list[CaseId]:
    """Mark the first rows of the list by keys."""
    stage.press(Qt.Key.Key_Down)
    stage.press(Qt.Key.Key_X)
    for _ in range(count - 1):
        stage.press(Qt.Key.Key_Down, SHIFT)
    return list(stage.shell.bench.marks.picked)


def asked(stage: Stage) -> BulkDialog:
    (dialog,) = [one for one in stage.window.findChildren(BulkDialog) if one.isVisible()]
    dialog.activateWindow()
    return dialog


def test_a_few_marked_cases_are_urged_by_the_key_alone(stage: Stage) -> None:
    cases = mark(stage, 2)
    assert len(cases) == 2
    stage.press(Qt.Key.Key_F7, SHIFT)
    assert not stage.window.findChildren(BulkDialog)
    page = stage.shell.overlays.page
    assert isinstance(page, BulkPage)  # the store of this seat knows none of them
    assert [one.state for one in page.outcomes] == [BulkState.REFUSED] * 2
    assert list(stage.shell.bench.marks.picked) == cases


def test_more_than_five_are_asked_about_and_enter_alone_does_not_confirm(
    qtbot: QtBot, stage: Stage
) -> None:
    mark(stage, 6)
    stage.press(Qt.Key.Key_F7, SHIFT)
    dialog = asked(stage)
    qtbot.waitUntil(dialog.isActiveWindow)
    assert "6" in dialog.windowTitle()
    QTest.keyClick(dialog, Qt.Key.Key_Return)
    assert dialog.isVisible()
    QTest.keyClick(dialog.keep, Qt.Key.Key_Return, CTRL)
    assert dialog.field.error  # a reason is wanted
    QTest.keyClicks(dialog.entry, "before the rain")
    QTest.keyClick(dialog.entry, Qt.Key.Key_Return, CTRL)
    assert not dialog.isVisible()
    assert isinstance(stage.shell.overlays.page, BulkPage)


def test_esc_does_nothing_to_any_of_them(stage: Stage) -> None:
    cases = mark(stage, 6)
    stage.press(Qt.Key.Key_F7, SHIFT)
    QTest.keyClick(asked(stage), Qt.Key.Key_Escape)
    assert stage.shell.overlays.page is None
    assert list(stage.shell.bench.marks.picked) == cases


def test_enter_in_the_list_of_outcomes_opens_that_case(stage: Stage) -> None:
    cases = mark(stage, 2)
    stage.press(Qt.Key.Key_F7, SHIFT)
    stage.press(Qt.Key.Key_Down)
    stage.press(Qt.Key.Key_Return)
    assert stage.shell.overlays.page is None
    assert stage.shell.bench.queue.selected == cases[1]


def test_the_list_of_outcomes_closes_and_gives_the_keyboard_back(stage: Stage) -> None:
    mark(stage, 2)
    stage.press(Qt.Key.Key_F7, SHIFT)
    stage.press(Qt.Key.Key_Escape)
    assert stage.shell.overlays.page is None
    assert stage.focus is stage.shell.table
    stage.shell.actions.run("outcomes")
    assert isinstance(stage.shell.overlays.page, BulkPage)


def test_an_act_that_was_asked_and_not_done_changes_no_name_of_what_was(stage: Stage) -> None:
    mark(stage, 2)
    stage.press(Qt.Key.Key_F7, SHIFT)
    page = stage.shell.overlays.page
    assert isinstance(page, BulkPage)
    words = [one.text() for one in page.findChildren(QLabel)]
    stage.press(Qt.Key.Key_Escape)
    stage.press(Qt.Key.Key_F4)
    QTest.keyClick(asked(stage), Qt.Key.Key_Escape)
    stage.shell.actions.run("outcomes")
    page = stage.shell.overlays.page
    assert isinstance(page, BulkPage)
    assert [one.text() for one in page.findChildren(QLabel)] == words


def test_a_dispatch_of_many_asks_for_the_unit(qtbot: QtBot, stage: Stage) -> None:
    mark(stage, 2)
    stage.press(Qt.Key.Key_F4)
    dialog = asked(stage)
    qtbot.waitUntil(dialog.isActiveWindow)
    QTest.keyClick(dialog.keep, Qt.Key.Key_Return, CTRL)
    assert dialog.isVisible()
    assert dialog.fields["unit"].error


def test_what_asks_for_something_comes_first_and_says_why(qtbot: QtBot) -> None:
    seat = a_seat()
    refused = Refusal("move.stage", move="urge", stage="closed", wanted="handling")
    found = (
        BulkOutcome(case=a_case_id(1), number="1", place="甲", state=BulkState.DONE),
        BulkOutcome(case=a_case_id(2), number="2", place="乙", state=BulkState.HELD, holder="02席"),
        BulkOutcome(
            case=a_case_id(3), number="3", place="丙", state=BulkState.REFUSED, refusal=refused
        ),
    )
    page = BulkPage(Move.URGE, found, seat.look)
    qtbot.addWidget(page)
    cells = [
        [page.table.item(row, column) for column in (0, 2)] for row in range(page.table.rowCount())
    ]
    shown = [tuple(one.text() for one in line if one is not None) for line in cells]
    assert [number for number, _ in shown] == ["3", "2", "1"]
    assert seat.look.wording.say("stage.closed") in shown[0][1]
    assert shown[1][1].startswith("02席")


def test_what_only_waits_is_not_counted_as_done(qtbot: QtBot) -> None:
    seat = a_seat()
    states = (BulkState.DONE, BulkState.DONE, BulkState.WAITING)
    found = tuple(
        BulkOutcome(case=a_case_id(at), number=str(at), place="甲", state=state)
        for at, state in enumerate(states, 1)
    )
    page = BulkPage(Move.URGE, found, seat.look)
    qtbot.addWidget(page)
    assert page.accessibleName() == "催办：已办 2 件，待发 1 件，未办 0 件"
    assert not page.hint.text()  # nothing stayed marked


def test_a_supervision_of_many_has_a_date_and_words(qtbot: QtBot) -> None:
    seat = a_seat()
    plan = BulkPlan(move=Move.SUPERVISE, rows=(a_case_row(),) * 2)
    dialog = BulkDialog(plan, seat.look, NOW, ())
    qtbot.addWidget(dialog)
    dialog.take_reason("雨前清完")
    values = dialog.values()
    assert values["reason"] == "雨前清完"
    assert values["until"] == NOW.replace(second=0)
