"""Tab visits what can take the keyboard as the eye reads, on every panel and the console page."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QComboBox,
    QDateTimeEdit,
    QLineEdit,
    QPlainTextEdit,
    QScrollArea,
    QTextEdit,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from console.domain.stage import Move, Post, Stage
from console.ports.rows import CaseDetail
from console.views.panels.base import Panel
from console.views.panels.registry import open_panel
from console.views.reading_order import show_whole, step_focus, tab_stops
from console.views.theme import Theme
from console.views.wording import Wording
from tests.disputes import a_dispute, disputed, propose
from tests.keys import SHIFT, focused, press
from tests.panels import Table, a_table
from tests.screens import open_stage
from tests.verifying import an_answered_table, seen, shown

Seated = tuple[Table, CaseDetail | None]
WORDING = Wording("zh_CN")
MOST = 80
HEAD, FOOT = -1, 99


def at(stage: Stage) -> Callable[[], Seated]:
    def seat() -> Seated:
        table = a_table()
        table.advance(stage)
        return table, seen(table)

    return seat


def before_a_report() -> Seated:
    return a_table(), None


def before_an_answer() -> Seated:
    table = an_answered_table()
    return table, seen(table)


def before_a_dispute() -> Seated:
    table = a_dispute()
    return table, disputed(table)


def before_a_decision() -> Seated:
    table = a_dispute()
    propose(table)
    table.sit(Post.SHIFT_LEADER)
    return table, disputed(table)


PANELS: dict[Move, Callable[[], Seated]] = {
    Move.REPORT: before_a_report,
    Move.ORDER_CONFIRMATION: at(Stage.ACCEPTED),
    Move.ANSWER_CONFIRMATION: at(Stage.CONFIRMING),
    Move.SUBMIT: at(Stage.ACCEPTED),
    Move.REGISTER: at(Stage.TO_REGISTER),
    Move.MERGE: at(Stage.ACCEPTED),
    Move.DISPATCH: at(Stage.TO_DISPATCH),
    Move.ORDER_VERIFICATION: at(Stage.HANDLED),
    Move.ANSWER_VERIFICATION: at(Stage.VERIFYING),
    Move.PASS: before_an_answer,
    Move.CLOSE: before_an_answer,
    Move.CALL_BACK: before_an_answer,
    Move.SUPERVISE: at(Stage.HANDLING),
    Move.FEEDBACK: at(Stage.HANDLING),
    Move.REQUEST_EXTENSION: at(Stage.HANDLING),
    Move.REQUEST_SUSPENSION: at(Stage.HANDLING),
    Move.PROPOSE_DESIGNATION: before_a_dispute,
    Move.DESIGNATE: before_a_decision,
}


def column_of(panel: Panel, widget: QWidget) -> int:
    """Which column of the panel a widget stands in; the head is before them, the foot after."""
    for at in range(panel.columns.count()):
        item = panel.columns.itemAt(at)
        column = item.widget() if item is not None else None
        if column is not None and (column is widget or column.isAncestorOf(widget)):
            return at
    return HEAD if panel.head.isAncestorOf(widget) else FOOT


def tabbed() -> list[QWidget]:
    """What Tab visits from here on until it comes back; a date's parts count once."""
    found: list[QWidget] = []
    while focused() not in found and len(found) < MOST:
        found.append(focused())
        press(Qt.Key.Key_Tab)
        while isinstance(focused(), QDateTimeEdit) and focused() is found[-1]:
            press(Qt.Key.Key_Tab)
    return found


@pytest.mark.parametrize("move", PANELS)
def test_tab_reads_a_panel_from_head_to_foot_and_shows_where_it_is(
    qtbot: QtBot, move: Move
) -> None:
    table, detail = PANELS[move]()
    panel = shown(qtbot, open_panel(move, detail, table.desk, WORDING, Theme()))
    qtbot.waitUntil(panel.isActiveWindow)
    tab_stops(panel)[0].setFocus()
    visited = tabbed()
    places = [
        (column_of(panel, one), one.mapTo(panel, QPoint()).y() + one.height()) for one in visited
    ]
    columns = [column for column, _ in places]
    assert columns == sorted(columns)
    assert columns[0] == HEAD
    assert columns[-1] == FOOT
    for (column, above), (next_column, below), widget in zip(
        places, places[1:], visited[1:], strict=False
    ):
        assert next_column != column or below > above - widget.height()
    assert {one for one in visited if one.visibleRegion().isEmpty()} == set()
    assert focused() is visited[0]


SPOKEN = (
    Move.REPORT,
    Move.DISPATCH,
    Move.ORDER_VERIFICATION,
    Move.ANSWER_VERIFICATION,
    Move.PASS,
)


@pytest.mark.parametrize("move", SPOKEN)
def test_from_the_first_field_tab_reaches_everything_and_shift_tab_goes_the_same_way_back(
    qtbot: QtBot, move: Move
) -> None:
    table, detail = PANELS[move]()
    panel = shown(qtbot, open_panel(move, detail, table.desk, WORDING, Theme()))
    qtbot.waitUntil(panel.isActiveWindow)
    panel.begin()
    if focused() is panel:  # no unit is proposed: the first field is the search for one
        press(Qt.Key.Key_Tab)
        while column_of(panel, focused()) == HEAD:
            press(Qt.Key.Key_Tab)
    there = tabbed()
    wanted = {
        one
        for one in panel.findChildren(QWidget)
        if one.isVisible()
        and one.isEnabled()
        and not one.isWindow()
        and one.focusProxy() is None
        and one.focusPolicy().value & Qt.FocusPolicy.TabFocus.value
        and isinstance(one, QAbstractButton | QLineEdit | QPlainTextEdit | QTextEdit | QComboBox)
    }
    assert wanted
    assert wanted - set(there) == set()
    assert focused() is there[0]
    back = []
    for _ in there:
        press(Qt.Key.Key_Tab, SHIFT)
        back.append(focused())
    assert back == [*reversed(there[1:]), there[0]]


def test_the_console_page_is_read_from_the_rail_to_the_card(qtbot: QtBot) -> None:
    stage = open_stage()
    qtbot.addWidget(stage.window)
    qtbot.waitUntil(stage.window.isActiveWindow)
    stage.press(Qt.Key.Key_Down)
    visited = tabbed()
    frame, shell = stage.shell.workplace.frame, stage.shell
    panes = [shell.card_view, frame.top, frame.rail, shell.queue_view]
    order = [
        next(at for at, pane in enumerate(panes) if pane.isAncestorOf(one))
        for one in (one for one in visited[1:] if any(pane.isAncestorOf(one) for pane in panes))
    ]
    assert order == sorted(order)
    assert set(order) == {0, 1, 2, 3}
    assert focused() is shell.table
    stage.press(Qt.Key.Key_Tab, SHIFT)
    assert shell.queue_view.isAncestorOf(focused())
    stage.close()


def test_a_field_out_of_sight_is_scrolled_into_view(qtbot: QtBot) -> None:
    area, inner = QScrollArea(), QWidget()
    column = QVBoxLayout(inner)
    fields = [QLineEdit(inner) for _ in range(2)]
    column.addWidget(fields[0])
    column.addSpacing(2000)
    column.addWidget(fields[1])
    area.setWidget(inner)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.resize(300, 200)
    qtbot.addWidget(area)
    area.show()
    area.activateWindow()
    qtbot.waitUntil(area.isActiveWindow)
    fields[0].setFocus()
    assert step_focus(area, forward=True)
    assert focused() is fields[1]
    assert not fields[1].visibleRegion().isEmpty()


def test_nothing_to_go_to_leaves_the_keyboard_where_it_is(qtbot: QtBot) -> None:
    alone = QLineEdit()
    qtbot.addWidget(alone)
    with qtbot.waitExposed(alone):
        alone.show()
    assert not step_focus(alone, forward=True)
    QTest.keyClick(alone, Qt.Key.Key_Tab)


def test_a_field_that_is_gone_to_is_seen_whole_not_only_the_line_of_its_cursor(
    qtbot: QtBot,
) -> None:
    area, inner = QScrollArea(), QWidget()
    column = QVBoxLayout(inner)
    for height in (260, 120, 400):
        field = QPlainTextEdit(inner)
        field.setFixedHeight(height)
        column.addWidget(field)
    area.setWidget(inner)
    area.setWidgetResizable(True)
    area.resize(300, 300)
    qtbot.addWidget(area)
    with qtbot.waitExposed(area):
        area.show()
    words = inner.findChildren(QPlainTextEdit)[1]
    words.setFocus()
    show_whole(words)
    assert words.visibleRegion().boundingRect() == words.rect()
