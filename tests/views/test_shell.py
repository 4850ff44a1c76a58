"""The seat's screen by real key events: what keys do, and what news never does."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QScrollArea
from pytestqt.qtbot import QtBot

from console.domain.stage import Post
from console.ports.errors import StoreUnavailable
from console.ports.rows import News
from console.viewmodels.alarms import Alarm, Level
from console.viewmodels.notices import Notice, NoticeTone
from console.views.key_sheet import KeySheet
from console.views.shell import READ_SECONDS
from tests.journal import JournalInMemory
from tests.rows import NOW, a_case_id, a_case_row
from tests.screens import Stage, open_stage

ALT, CTRL = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def stage(qtbot: QtBot) -> Iterator[Stage]:
    """A dispatcher's seat with the queue of the design pictures."""
    made = open_stage()
    qtbot.addWidget(made.window)
    qtbot.waitUntil(made.window.isActiveWindow)
    yield made
    made.close()


def test_the_keyboard_begins_in_the_list(stage: Stage) -> None:
    assert stage.focus is stage.shell.table


def test_j_and_k_walk_through_the_list(stage: Stage) -> None:
    stage.press(Qt.Key.Key_J)
    stage.press(Qt.Key.Key_J)
    assert stage.shell.bench.queue.selected == a_case_id(119)
    stage.press(Qt.Key.Key_K)
    assert stage.shell.bench.queue.selected == a_case_id(95)


def test_space_holds_and_shows_the_most_urgent_free_case(stage: Stage) -> None:
    stage.press(Qt.Key.Key_Space)
    assert stage.shell.bench.queue.selected == a_case_id(87)
    assert stage.reading.cases[a_case_id(87)].holder == "chenlei"


@pytest.mark.parametrize(
    ("key", "queue"),
    [(Qt.Key.Key_1, "accept"), (Qt.Key.Key_7, "close"), (Qt.Key.Key_0, "mine")],
)
def test_alt_and_a_digit_open_a_queue(stage: Stage, key: Qt.Key, queue: str) -> None:
    stage.press(key, ALT)
    assert stage.shell.bench.queue.filter.queue == queue
    assert stage.focus is stage.shell.table


def test_control_and_a_digit_change_the_post(stage: Stage) -> None:
    stage.press(Qt.Key.Key_4, CTRL)
    assert stage.desk.actor.post is Post.VERIFIER
    assert stage.shell.bench.queue.filter.queue == "verify"


def test_a_post_that_is_not_mine_is_refused_in_words(stage: Stage) -> None:
    stage.press(Qt.Key.Key_1, CTRL)
    assert stage.desk.actor.post is Post.DISPATCHER
    assert "岗位" in stage.shell.workplace.frame.status.words


def test_the_key_sheet_comes_and_goes_and_gives_the_keyboard_back(stage: Stage) -> None:
    stage.press(Qt.Key.Key_F1)
    assert isinstance(stage.shell.overlays.page, KeySheet)
    stage.press(Qt.Key.Key_Escape)
    assert stage.shell.overlays.page is None
    assert stage.focus is stage.shell.table


def test_every_key_of_the_map_stands_in_the_key_sheet_under_its_own_heading(stage: Stage) -> None:
    stage.press(Qt.Key.Key_F1)
    (sheet,) = stage.window.findChildren(KeySheet)
    words = [one.text() for one in sheet.findChildren(QLabel) if one.text()]
    assert {"前往", "框选案卷", "图层", "网格卡片", "平移地图", "地图到副屏"} <= set(words)
    assert words.count("图层") == 1
    at = words.index("地图")
    assert "平移地图" in words[at : at + 32]


def test_the_key_sheet_is_scrolled_by_keys_where_it_is_longer_than_the_window(
    qtbot: QtBot,
) -> None:
    stage = open_stage((1366, 768))
    qtbot.addWidget(stage.window)
    qtbot.waitUntil(stage.window.isActiveWindow)
    stage.press(Qt.Key.Key_F1)
    (sheet,) = stage.window.findChildren(KeySheet)
    sheet.setFixedHeight(300)
    (area,) = sheet.findChildren(QScrollArea)
    bar = area.verticalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() > 0)
    QTest.keyClick(sheet, Qt.Key.Key_PageDown)
    assert bar.value() > 0
    stage.close()


def test_letters_in_a_text_field_stay_text(stage: Stage) -> None:
    stage.press(Qt.Key.Key_Slash)
    before = stage.shell.bench.queue.selected
    stage.type("jk m?")
    field = stage.focus
    assert field is not stage.shell.table
    assert getattr(field, "text", str)() == "jk m?"
    assert stage.shell.bench.queue.selected == before


def test_news_moves_neither_selection_nor_scroll_nor_keyboard(stage: Stage) -> None:
    stage.press(Qt.Key.Key_J)
    chosen, scroll = stage.shell.bench.queue.selected, stage.shell.table.verticalScrollBar()
    place, window = scroll.value(), QApplication.activeWindow()
    stage.reading.put(a_case_row(999, -60))
    stage.desk.news.emit(News(cases=(a_case_id(999),), as_of=NOW))
    assert stage.shell.bench.queue.selected == chosen
    assert scroll.value() == place
    assert stage.focus is stage.shell.table
    assert QApplication.activeWindow() is window


def test_a_gesture_without_a_case_says_so(stage: Stage) -> None:
    stage.press(Qt.Key.Key_F4)
    assert "选择" in stage.shell.workplace.frame.status.words


def test_a_gesture_that_is_not_open_is_refused_in_words(stage: Stage) -> None:
    stage.press(Qt.Key.Key_J)
    stage.press(Qt.Key.Key_F8)
    assert "结案" in stage.shell.workplace.frame.status.words


def test_a_lost_store_shows_a_banner_and_keeps_the_list_readable(stage: Stage) -> None:
    rows = stage.shell.table.model().rowCount()
    stage.reading.lost = True
    stage.press(Qt.Key.Key_F5)
    banner = stage.shell.workplace.frame.banner
    assert banner.isVisible()
    assert "10:42:18" in banner.banner.accessibleName()
    assert stage.shell.table.model().rowCount() == rows
    stage.press(Qt.Key.Key_J)
    stage.press(Qt.Key.Key_F4)
    assert "断开" in stage.shell.workplace.frame.status.words
    stage.reading.lost = False
    stage.press(Qt.Key.Key_F5)
    assert not banner.isVisible()


@pytest.mark.parametrize(
    ("code", "told"), [("store.disk_full", "磁盘已满"), ("store.read_only", "只读")]
)
def test_a_store_that_takes_no_writing_is_told_as_that_and_lists_go_on(
    stage: Stage, code: str, told: str
) -> None:
    desk = stage.shell.desk
    desk.failed(StoreUnavailable(code))
    banner = stage.shell.workplace.frame.banner
    assert banner.isVisible()
    assert told in banner.banner.accessibleName()
    assert "断开" not in banner.banner.accessibleName()
    stage.press(Qt.Key.Key_F5)
    assert banner.isVisible()  # that questions are answered says nothing of it
    desk.answered()
    assert not banner.isVisible()


def test_a_full_disk_is_never_called_a_lost_line(stage: Stage) -> None:
    desk, shell = stage.desk, stage.shell
    desk.outside = replace(desk.outside, journal=JournalInMemory())
    desk.failed(StoreUnavailable("store.disk_full"))
    status = shell.workplace.frame.status
    assert status.words == ""  # lists are read as ever: nothing stands still
    assert shell.queue_view.bar.stopped == ""
    stage.press(Qt.Key.Key_Space)
    assert "不能保存" in status.words
    assert "断开" not in status.words
    desk.outside = replace(desk.outside, journal=None)
    stage.press(Qt.Key.Key_J)
    stage.press(Qt.Key.Key_F4)
    assert "空间不足" in status.words
    desk.answered()


def test_enter_puts_the_keyboard_on_the_acts_and_there_it_stays_when_they_change(
    stage: Stage,
) -> None:
    stage.press(Qt.Key.Key_J)
    stage.press(Qt.Key.Key_Return)
    bar = stage.shell.card_view.bar
    assert stage.reading.cases[a_case_id(95)].holder == "chenlei"
    for reason in ("", "wait", ""):
        bar.lock(reason)
        assert stage.focus is not None
        assert bar.isAncestorOf(stage.focus)


def test_composing_keeps_enter_and_escape_for_the_input_method(stage: Stage) -> None:
    stage.press(Qt.Key.Key_K, CTRL)
    field = stage.shell.search.field
    assert stage.focus is field
    QApplication.sendEvent(field, QInputMethodEvent("paiqian", []))
    stage.press(Qt.Key.Key_Return)
    stage.press(Qt.Key.Key_Escape)
    assert stage.focus is field
    assert field.composing


def test_escape_in_the_search_goes_back_to_the_list(stage: Stage) -> None:
    stage.press(Qt.Key.Key_K, CTRL)
    stage.press(Qt.Key.Key_Escape)
    assert stage.focus is stage.shell.table


def test_an_empty_queue_says_where_work_waits(stage: Stage) -> None:
    stage.press(Qt.Key.Key_7, ALT)
    assert stage.shell.empty.isVisible()
    stage.press(Qt.Key.Key_4, ALT)
    assert not stage.shell.empty.isVisible()


def test_what_was_dispatched_is_told_with_the_units_name_not_its_code(stage: Stage) -> None:
    told = Notice(
        code="done.dispatch",
        tone=NoticeTone.DONE,
        facts={"number": "2026-1123-000095", "unit": "U1"},
        undo=a_case_id(95),
    )
    stage.desk.notice.emit(told)
    assert stage.shell.workplace.frame.status.undo.accessibleName() == (
        "000095 已派遣至 市市政工程维护处"
    )


def test_a_lesser_alarm_waits_until_a_failure_could_be_read(stage: Stage) -> None:
    status, alarms = stage.shell.workplace.frame.status, stage.shell.bench.alarms
    near = Alarm(level=Level.P2, row=a_case_row(7), code="alarm.near")
    refused = Notice(code="print.no_map", tone=NoticeTone.REFUSED)
    stage.desk.notice.emit(refused)
    words = status.words
    assert words
    alarms.raised.emit(near)
    assert status.words == words
    alarms.raised.emit(replace(near, level=Level.P1, code="alarm.over"))
    assert status.words != words  # the loudest never waits
    stage.desk.notice.emit(refused)
    stage.clock.wait(seconds=READ_SECONDS)
    alarms.raised.emit(near)
    assert status.words != words
