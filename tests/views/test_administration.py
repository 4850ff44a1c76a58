"""The administration page by real keys: opened, walked, changed, refused, left; both languages."""

from collections.abc import Iterator
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from console.domain.administration import Subject
from console.domain.stage import Post
from console.ports.administration import Wish
from console.ports.errors import StoreUnavailable
from console.viewmodels.administration_sections import SECTIONS
from console.viewmodels.commands import COMMAND_OF
from console.views.administration.head import acts_of
from console.views.administration.page import LETTERS, AdministrationPage
from console.views.key_sheet import KeySheet
from console.views.look import Look
from console.views.widgets.confirm import ConfirmDialog
from console.views.widgets.keys import KeyLabel
from tests.administration_samples import an_administration, with_a_past
from tests.fakes_administration import FakeAdministration
from tests.screens import POSTS, Stage, open_stage

CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
ALT = Qt.KeyboardModifier.AltModifier
KEY = Qt.Key


@pytest.fixture
def store() -> FakeAdministration:
    return with_a_past(an_administration())


@pytest.fixture
def stage(qtbot: QtBot, store: FakeAdministration) -> Iterator[Stage]:
    """A dispatcher who is the administrator as well."""
    made = open_stage(administration=store, posts=(*POSTS, Post.ADMINISTRATOR))
    qtbot.addWidget(made.window)
    qtbot.waitUntil(made.window.isActiveWindow)
    yield made
    made.close()


def page_of(stage: Stage) -> AdministrationPage:
    """The page, opened by its key."""
    if stage.shell.administration.view is None:
        stage.press(KEY.Key_A, CTRL, SHIFT)
    view = stage.shell.administration.view
    assert view is not None
    return view


def dialog() -> ConfirmDialog:
    found = QApplication.activeModalWidget()
    assert isinstance(found, ConfirmDialog)
    return found


def test_the_page_comes_by_its_key_and_goes_by_escape(stage: Stage) -> None:
    view = page_of(stage)
    assert stage.shell.workplace.page is view
    assert stage.focus is view.things.list.table
    stage.press(KEY.Key_Escape)
    assert stage.shell.administration.view is None
    assert stage.focus is stage.shell.table
    page_of(stage)
    stage.press(KEY.Key_A, CTRL, SHIFT)
    assert stage.shell.administration.view is None


def test_the_rail_and_the_key_sheet_offer_it_to_the_administrator_only(
    qtbot: QtBot, stage: Stage
) -> None:
    rail = stage.shell.workplace.frame.rail
    assert rail.administration.isVisible()
    rail.administration.click()
    assert stage.shell.administration.view is not None
    plain = open_stage()
    qtbot.addWidget(plain.window)
    qtbot.waitUntil(plain.window.isActiveWindow)
    assert not plain.shell.workplace.frame.rail.administration.isVisible()
    plain.press(KEY.Key_A, CTRL, SHIFT)
    assert plain.shell.administration.view is None
    assert "系统管理员" in plain.shell.workplace.frame.status.words
    plain.press(KEY.Key_F1)
    sheet = plain.shell.overlays.page
    assert isinstance(sheet, KeySheet)
    key = COMMAND_OF["administration"].key
    assert key not in {one.text() for one in sheet.findChildren(KeyLabel)}
    plain.close()


def test_an_administrator_alone_begins_on_the_page_and_has_nothing_behind_it(
    qtbot: QtBot, store: FakeAdministration
) -> None:
    made = open_stage(administration=store, posts=(Post.ADMINISTRATOR,), post=Post.ADMINISTRATOR)
    qtbot.addWidget(made.window)
    assert made.shell.administration.view is not None
    made.press(KEY.Key_Escape)
    assert made.shell.administration.view is not None
    made.close()


def test_a_thing_is_changed_and_taken_back_without_a_mouse(
    stage: Stage, store: FakeAdministration
) -> None:
    view = page_of(stage)
    stage.press(KEY.Key_2, ALT)
    assert view.head.title.text() == "责任单位"
    stage.press(KEY.Key_J)
    stage.press(KEY.Key_Return)
    name = view.things.form.rows["name"].entry.widget
    assert stage.focus is name
    stage.press(KEY.Key_End)
    stage.type("二所")
    stage.press(KEY.Key_Return, CTRL)
    assert str(store.things_kept[Subject.UNIT, "U2"]["name"]).endswith("二所")
    assert "撤销 Ctrl+Z" in stage.shell.workplace.frame.status.words
    assert stage.focus is view.things.list.table
    stage.press(KEY.Key_Z, CTRL)
    assert not str(store.things_kept[Subject.UNIT, "U2"]["name"]).endswith("二所")


def test_escape_goes_back_to_the_list_and_keeps_what_was_typed(stage: Stage) -> None:
    view = page_of(stage)
    stage.press(KEY.Key_2, ALT)
    stage.press(KEY.Key_Return)
    stage.type("x")
    stage.press(KEY.Key_Escape)
    assert stage.focus is view.things.list.table
    stage.press(KEY.Key_J)
    stage.press(KEY.Key_K)
    name = view.things.form.rows["name"].entry.widget
    assert isinstance(name, QLineEdit)
    assert "x" in name.text()
    assert "尚未保存" in view.things.form.note.text()
    stage.press(KEY.Key_Return)
    stage.press(KEY.Key_Backspace, CTRL, SHIFT)
    dialog().accept()
    again = view.things.form.rows["name"].entry.widget
    assert isinstance(again, QLineEdit)
    assert "x" not in again.text()


def test_a_clash_shows_both_values_and_a_button_to_take_theirs(
    stage: Stage, store: FakeAdministration
) -> None:
    view = page_of(stage)
    stage.press(KEY.Key_2, ALT)
    stage.press(KEY.Key_Return)
    stage.type("甲")
    theirs = {**store.things_kept[Subject.UNIT, "U1"], "name": "乙"}
    store.change(Wish(subject=Subject.UNIT, key="U1", seen=2, value=theirs))
    stage.press(KEY.Key_Return, CTRL)
    row = view.things.form.rows["name"]
    assert row.clash.words == "他人已改为：乙"
    assert "填写内容已保留" in view.things.form.told.words
    assert row.entry.read().startswith("甲")
    row.clash.answered.emit()
    assert row.entry.read() == "乙"
    assert row.clash.words == ""


def test_what_is_missing_or_wrong_stands_beside_its_field(stage: Stage) -> None:
    view = page_of(stage)
    stage.press(KEY.Key_2, ALT)
    stage.press(KEY.Key_N)
    assert stage.focus is view.things.form.rows["code"].entry.widget
    stage.press(KEY.Key_Return, CTRL)
    assert view.things.form.rows["code"].field.error
    stage.press(KEY.Key_4, ALT)
    view.things.list.table.setFocus()
    stage.press(KEY.Key_Return)
    day = view.things.form.rows["certified_until"].entry.widget
    assert isinstance(day, QLineEdit)
    day.setText("明天")
    stage.press(KEY.Key_Return, CTRL)
    assert view.things.form.rows["certified_until"].field.error
    assert stage.focus is day
    day.setText("2027/1/5")
    stage.press(KEY.Key_Return, CTRL)
    assert view.page.found.things[0].values["certified_until"] == "2027-01-05"


def test_a_password_is_asked_about_because_it_cannot_be_undone(
    stage: Stage, store: FakeAdministration
) -> None:
    view = page_of(stage)
    for _ in range(2):
        stage.press(KEY.Key_J)
    assert view.page.chosen == "lixia"
    stage.press(KEY.Key_P)
    stage.type("blue heron 42")
    stage.press(KEY.Key_Tab)
    stage.type("blue heron 42")
    stage.press(KEY.Key_Return, CTRL)
    asked = dialog()
    assert asked.focusWidget() is asked.keep
    assert "lixia" not in store.passwords
    asked.accept()
    assert "lixia" in store.passwords


def test_the_filter_narrows_and_gives_the_keyboard_back(stage: Stage) -> None:
    view = page_of(stage)
    stage.press(KEY.Key_Slash)
    assert view.head.filter.hasFocus()
    stage.type("zw")
    assert view.page.table.keys == ("zhangwei",)
    assert view.head.count.text() == "6 项中的 1 项"
    stage.press(KEY.Key_Return)
    assert stage.focus is view.things.list.table
    stage.press(KEY.Key_Slash)
    stage.type("没有这个人")
    assert "没有" in view.things.list.words.text()
    stage.press(KEY.Key_Escape)
    assert len(view.page.table.keys) == 6


def test_the_history_of_the_chosen_thing_is_one_key_away_and_undo_asks_for_a_reason(
    stage: Stage, store: FakeAdministration
) -> None:
    view = page_of(stage)
    stage.press(KEY.Key_2, ALT)
    stage.press(KEY.Key_H)
    assert view.page.section.id == "history"
    assert view.page.history.table.keys == (2, 1)
    assert stage.focus is view.history.list.table
    cell = view.history.view.table.item(0, 1)
    assert cell is not None
    assert cell.text() == "0375-1111"
    stage.press(KEY.Key_Z, CTRL)
    asked = dialog()
    asked.take_reason("输错")
    asked.accept()
    assert store.things_kept[Subject.UNIT, "U1"]["phone"] == "0375-1111"
    assert store.register[-1].reason == "输错"
    stage.press(KEY.Key_J)
    assert not view.history.view.undo.isEnabled()
    view.head.subject.choose("")
    assert len(view.page.history.table.keys) == 4


def test_a_lost_server_leaves_a_sentence_and_f5_reads_again(
    stage: Stage, store: FakeAdministration
) -> None:
    view = page_of(stage)
    store.fail = StoreUnavailable("store.lost")
    stage.press(KEY.Key_3, ALT)
    assert "F5" in view.things.list.words.text()
    stage.desk.found_again()
    assert view.page.table.keys == ("41040300",)
    assert stage.focus is view.things.list.table


def test_a_day_is_made_a_holiday_named_and_kept(stage: Stage, store: FakeAdministration) -> None:
    view = page_of(stage)
    stage.press(KEY.Key_6, ALT)
    month = view.calendar.month
    assert month.hasFocus()
    view.calendar.calendar.day = date(2026, 11, 24)
    stage.press(KEY.Key_Down)
    stage.press(KEY.Key_R)
    stage.press(KEY.Key_Return)
    assert view.calendar.name.hasFocus()
    stage.type("停电")
    stage.press(KEY.Key_Return)
    assert month.hasFocus()
    stage.press(KEY.Key_Return, CTRL)
    days = store.things_kept[Subject.CALENDAR, "calendar"]["days"]
    assert isinstance(days, list)
    assert {
        "day": "2026-12-01",
        "kind": "holiday",
        "name": "停电",
        "slots": [],
        "provisional": False,
    } in days
    stage.press(KEY.Key_PageDown)
    assert view.calendar.title.text() == "2027 年 1 月"
    stage.press(KEY.Key_Escape)
    assert stage.shell.administration.view is None


def test_standards_begin_with_a_file_and_say_so(stage: Stage) -> None:
    view = page_of(stage)
    stage.press(KEY.Key_5, ALT)
    assert "Ctrl+O" in view.standards.list.words.text()
    stage.press(KEY.Key_Return, CTRL)
    assert view.standards.view.told.words
    assert not view.standards.view.write.isEnabled()


def test_another_post_leads_back_to_the_queues(stage: Stage) -> None:
    page_of(stage)
    stage.press(KEY.Key_4, CTRL)
    assert stage.shell.administration.view is None
    assert stage.desk.actor.post is Post.VERIFIER


def test_every_act_of_every_section_has_a_key_that_the_list_takes() -> None:
    look = Look.of("light", "zh", strict=True)
    for section in SECTIONS:
        keys = [act.key for act in acts_of(section, look)]
        assert len(keys) == len(set(keys))
        assert set(keys) <= set(LETTERS)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_section_fits_into_the_smallest_window(
    qtbot: QtBot, store: FakeAdministration, language: str
) -> None:
    made = open_stage(
        (1366, 768), language=language, administration=store, posts=(*POSTS, Post.ADMINISTRATOR)
    )
    qtbot.addWidget(made.window)
    qtbot.waitUntil(made.window.isActiveWindow)
    view = page_of(made)
    for section in SECTIONS:
        view.page.open(section.id)
        assert view.head.minimumSizeHint().width() <= view.head.width(), section.id
        assert view.side.width() < view.middle.width(), section.id
    made.close()
