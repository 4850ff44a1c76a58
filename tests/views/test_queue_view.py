"""The list on screen, driven by keys: choosing, marking, filtering, calm scrolling, layout."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from console.domain.case import CaseId
from console.domain.place import Division, DivisionLevel
from console.domain.stage import Stage
from console.ports.rows import News
from console.views.queue_view import QueueView
from tests.rows import a_case_id, a_case_row, sample_rows
from tests.seats import Seat, a_seat

FIRST, SECOND, THIRD = (row.id for row in sample_rows()[:3])
KEYS = Qt.Key
SHIFT, CONTROL = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier


def shown(qtbot: QtBot, seat: Seat, width: int = 1218, height: int = 540) -> QueueView:
    view = QueueView(seat.queue, seat.marks, seat.look)
    qtbot.addWidget(view)
    view.resize(width, height)
    with qtbot.waitExposed(view):
        view.show()
    seat.queue.open("dispatch")
    view.table.setFocus()
    qtbot.waitUntil(lambda: seat.queue.table.row_at(0) is not None)
    return view


def many(count: int) -> Seat:
    return a_seat(*(a_case_row(number, left=20 + number) for number in range(1, count + 1)))


def columns_of(view: QueueView) -> list[str]:
    head = view.table.head
    return [column.key for at, column in enumerate(head.columns) if not head.isSectionHidden(at)]


def choose_by_keys(view: QueueView, *keys: Qt.Key) -> None:
    for key in keys:
        QTest.keyClick(view.table, key)


# --- choosing -------------------------------------------------------------------------------------


def test_arrows_choose_and_the_highlight_follows(qtbot: QtBot) -> None:
    seat = a_seat()
    view = shown(qtbot, seat)
    choose_by_keys(view, KEYS.Key_Down, KEYS.Key_Down)
    assert seat.queue.selected == SECOND
    assert view.table.currentIndex().row() == 1
    choose_by_keys(view, KEYS.Key_Up)
    assert seat.queue.selected == FIRST


def test_a_case_chosen_on_the_map_is_highlighted_here(qtbot: QtBot) -> None:
    seat = a_seat()
    view = shown(qtbot, seat)
    seat.queue.choose(THIRD)
    assert view.table.selectionModel().selectedRows()[0].row() == 2
    seat.queue.choose(a_case_id(9999))
    assert not view.table.selectionModel().hasSelection()


def test_enter_opens_the_chosen_case(qtbot: QtBot) -> None:
    seat = a_seat()
    view = shown(qtbot, seat)
    choose_by_keys(view, KEYS.Key_Down)
    with qtbot.waitSignal(view.opened) as told:
        choose_by_keys(view, KEYS.Key_Return)
    assert told.args == [FIRST]


def test_a_case_that_leaves_chooses_no_other(qtbot: QtBot) -> None:
    seat = a_seat()
    view = shown(qtbot, seat)
    choose_by_keys(view, KEYS.Key_Down, KEYS.Key_Down)
    seat.wait(seconds=4)
    row = seat.reading.cases[SECOND]
    seat.reading.put(replace(row, stage=Stage.DISPATCHED))
    seat.desk.news.emit(News(cases=(SECOND,), as_of=seat.at))
    assert seat.queue.selected == SECOND
    assert not view.table.selectionModel().hasSelection()
    choose_by_keys(view, KEYS.Key_Down)
    assert seat.queue.selected == THIRD


# --- marking --------------------------------------------------------------------------------------


def test_x_marks_and_shift_down_marks_on(qtbot: QtBot) -> None:
    seat = a_seat()
    view = shown(qtbot, seat)
    choose_by_keys(view, KEYS.Key_Down, KEYS.Key_X)
    assert list(view.picked_cases) == [FIRST]
    QTest.keyClick(view.table, KEYS.Key_Down, SHIFT)
    assert list(view.picked_cases) == [FIRST, SECOND]
    assert view.picked.text() == "已选 2"


def test_ctrl_a_marks_all_and_none(qtbot: QtBot) -> None:
    seat = a_seat()
    view = shown(qtbot, seat)
    QTest.keyClick(view.table, KEYS.Key_A, CONTROL)
    assert len(view.picked_cases) == len(sample_rows())
    QTest.keyClick(view.table, KEYS.Key_A, CONTROL)
    assert not view.picked_cases


# --- filtering ------------------------------------------------------------------------------------


def test_typing_filters_and_enter_goes_to_the_rows(qtbot: QtBot) -> None:
    seat = a_seat()
    view = shown(qtbot, seat)
    view.focus_filter()
    qtbot.waitUntil(view.bar.text.hasFocus)
    typed = QInputMethodEvent()
    typed.setCommitString("井盖")
    QApplication.sendEvent(view.bar.text, typed)
    QTest.keyClick(view.bar.text, KEYS.Key_Return)
    assert seat.queue.filter.text == "井盖"
    assert seat.queue.total == 3
    assert view.table.hasFocus()
    assert seat.queue.selected == seat.queue.table.key_at(0)


def test_escape_clears_the_filter_field(qtbot: QtBot) -> None:
    seat = a_seat()
    view = shown(qtbot, seat)
    seat.queue.narrow(text="井盖")
    view.focus_filter()
    QTest.keyClick(view.bar.text, KEYS.Key_Escape)
    assert not seat.queue.filtered
    assert view.table.hasFocus()


def test_letters_in_the_filter_are_text(qtbot: QtBot) -> None:
    seat = a_seat()
    view = shown(qtbot, seat)
    view.focus_filter()
    QTest.keyClicks(view.bar.text, "xj")
    assert view.bar.text.text() == "xj"
    assert not view.picked_cases


def test_choices_narrow_by_district_source_and_hold(qtbot: QtBot) -> None:
    seat = a_seat()
    seat.reading.known_divisions = (
        Division(code="410403", name="卫东区", level=DivisionLevel.DISTRICT, parent="410400"),
    )
    view = shown(qtbot, seat)
    view.bar.district.setCurrentIndex(1)
    assert seat.queue.filter.district == "410403"
    view.bar.free.click()
    assert seat.queue.filter.unclaimed
    seat.queue.clear()
    assert view.bar.district.currentIndex() == 0
    assert not view.bar.free.isChecked()


def test_the_foot_tells_what_the_filter_hides(qtbot: QtBot) -> None:
    seat = a_seat()
    view = shown(qtbot, seat)
    view.bar.free.click()
    assert "筛选以外 3 件" in view.range.text()


# --- time and place -------------------------------------------------------------------------------


def test_a_second_repaints_only_what_reads_differently(qtbot: QtBot) -> None:
    seat = a_seat()
    view = shown(qtbot, seat)
    view.table.tick()
    painted: list[object] = []
    update = view.table.viewport().update
    view.table.viewport().update = painted.append  # type: ignore[method-assign, assignment]
    view.table.tick()
    assert not painted
    seat.wait(minutes=1)
    view.table.tick()
    view.table.viewport().update = update  # type: ignore[method-assign]
    assert len(painted) == len(view.table.visible_rows())


def test_an_act_that_waits_and_one_that_was_sent_are_seen_at_once(qtbot: QtBot) -> None:
    seat = a_seat()
    view = shown(qtbot, seat)
    viewport, holder = view.table.viewport(), view.table.head.section("holder")
    cell = view.table.visualRect(view.table.model().index(0, holder))
    painted: list[object] = []
    update = viewport.update
    viewport.update = painted.append  # type: ignore[method-assign, assignment]  # counted instead
    case = seat.queue.table.key_at(0)
    assert isinstance(case, int)
    for waiting in ([CaseId(case)], []):
        painted.clear()
        seat.marks.wait_for(waiting)
        assert cell in painted
    viewport.update = update  # type: ignore[method-assign]  # and back


def test_rows_that_come_in_above_leave_the_view_where_it_is(qtbot: QtBot) -> None:
    seat = many(60)
    view = shown(qtbot, seat)
    bar = view.table.verticalScrollBar()
    bar.setValue(280)
    top = view.table.rowAt(0)
    seen = seat.queue.table.key_at(top)
    new = (a_case_row(901, left=1), a_case_row(902, left=2))
    seat.reading.put(*new)
    seat.desk.news.emit(News(cases=tuple(row.id for row in new), as_of=seat.at))
    assert seat.queue.table.key_at(view.table.rowAt(0)) == seen
    assert view.above.isVisible()
    assert view.above.text() == "上方新增 2 件"
    view.above.click()
    assert bar.value() == 0
    assert not view.above.isVisible()


def test_at_the_top_and_calm_a_new_case_is_simply_there(qtbot: QtBot) -> None:
    seat = many(60)
    view = shown(qtbot, seat)
    seat.reading.put(a_case_row(901, left=1))
    seat.desk.news.emit(News(cases=(a_case_id(901),), as_of=seat.at))
    assert seat.queue.table.key_at(view.table.rowAt(0)) == a_case_id(901)
    assert not view.above.isVisible()


# --- layout ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("width", "columns"),
    [
        (960, "mark left number class place unit holder"),
        (1100, "mark left number source class place unit reported holder"),
        (1218, "mark left number source class words place unit reported holder"),
        (1750, "mark left number source class words place grid unit reported holder"),
    ],
)
def test_columns_follow_the_width(qtbot: QtBot, width: int, columns: str) -> None:
    view = shown(qtbot, a_seat(), width)
    assert columns_of(view) == columns.split()


def test_a_column_left_out_by_hand_stays_out(qtbot: QtBot) -> None:
    view = shown(qtbot, a_seat())
    action = next(one for one in view.bar.menu.actions() if one.data() == "source")
    action.trigger()
    assert "source" not in columns_of(view)
    view.resize(1250, 540)
    assert "source" not in columns_of(view)
    action.trigger()
    assert "source" in columns_of(view)


def test_density_is_28_or_32(qtbot: QtBot) -> None:
    view = shown(qtbot, a_seat())
    assert view.table.rowHeight(0) == 28
    view.bar.density.click()
    assert view.table.rowHeight(0) == 32


def test_a_click_on_a_head_orders_and_a_second_turns_round(qtbot: QtBot) -> None:
    seat = a_seat()
    view = shown(qtbot, seat)
    head = view.table.head
    head.sectionClicked.emit(head.section("number"))
    assert (seat.queue.filter.order, seat.queue.filter.descending) == ("number", False)
    head.sectionClicked.emit(head.section("number"))
    assert head.ordered == ("number", True)
    head.sectionClicked.emit(head.section("mark"))
    assert seat.queue.filter.order == "number"


def test_letters_do_not_reach_an_input_method(qtbot: QtBot) -> None:
    view = shown(qtbot, a_seat())
    assert not view.table.testAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled)


def test_english_heads_and_words(qtbot: QtBot) -> None:
    seat = a_seat(language="en")
    view = shown(qtbot, seat)
    titles = [
        seat.queue.table.headerData(at, Qt.Orientation.Horizontal, Qt.ItemDataRole.DisplayRole)
        for at in range(len(seat.queue.table.columns))
    ]
    assert "Time left" not in titles
    assert titles[1] == "Left"
    assert view.range.text().endswith("of 14")
