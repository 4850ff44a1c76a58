"""The first run: six steps by keys, left at any time, nothing done to any case."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from console.domain.stage import Move
from console.viewmodels.first_run import FirstRun
from console.views.first_layout import LayoutPage
from console.views.first_run import STEPS, FirstRunView
from console.views.first_steps import PRACTISED, KeyPractice
from console.views.main_window import MainWindow
from console.views.seat_memory import are_relaxed, remember_rows
from tests.screens import Stage, an_operator, open_stage


@dataclass
class Page:
    """The view over a seat's desk."""

    view: FirstRunView
    first: FirstRun
    stage: Stage


@pytest.fixture(params=["zh", "en"])
def page(qtbot: QtBot, request: pytest.FixtureRequest) -> Iterator[Page]:
    """The first run in both languages."""
    stage = open_stage(language=request.param)
    qtbot.addWidget(stage.window)
    first = FirstRun(stage.desk)
    view = FirstRunView(first, an_operator(), stage.shell.look)
    qtbot.addWidget(view)
    view.resize(1920, 1080)
    view.show()
    view.activateWindow()
    qtbot.waitUntil(view.isActiveWindow)
    first.check()
    yield Page(view, first, stage)
    stage.close()


def _press(key: Qt.Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    focus = QApplication.focusWidget()
    assert focus is not None
    QTest.keyClick(focus, key, held)


def test_enter_walks_through_the_steps_to_the_queues(page: Page, qtbot: QtBot) -> None:
    page.view.go(0)
    seen = [page.view.step]
    for _step in STEPS[1:]:
        page.view.go_on()
        seen.append(page.view.step)
    assert seen == list(STEPS)
    with qtbot.waitSignal(page.view.left):
        page.view.go_on()


def test_escape_leaves_at_once(page: Page, qtbot: QtBot) -> None:
    with qtbot.waitSignal(page.view.left):
        _press(Qt.Key.Key_Escape)


def test_a_digit_chooses_the_layout(page: Page) -> None:
    _press(Qt.Key.Key_1)
    assert page.view.layout_step.choice == "two"
    assert not page.view.layout_step.second_screen  # there is one screen here
    _press(Qt.Key.Key_2)
    assert page.view.layout_step.choice == "one"


def test_practised_keys_do_nothing_but_tick(page: Page) -> None:
    page.view.go(len(STEPS) - 1)
    practice = page.view.keys_step
    assert isinstance(practice, KeyPractice)
    _press(Qt.Key.Key_Space)
    _press(Qt.Key.Key_F4)
    _press(Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    assert practice.pressed == {"Space", "F4", "Ctrl+K"}
    assert len(PRACTISED) == 6
    assert not page.stage.store.results


def test_missing_standards_are_amber_and_do_not_stop_the_work(page: Page) -> None:
    checks = {check.name: check for check in page.first.checks}
    assert checks["store"].good
    assert not checks["standards"].good
    assert any("ms" in label.text() for label in page.view.findChildren(QLabel))


def test_each_step_says_what_was_found(page: Page) -> None:
    words = {label.text() for label in page.view.findChildren(QLabel)}
    bad = sum(not check.good for check in page.first.checks)
    good = len(page.first.checks) - bad
    assert any(str(good) in text and str(bad) in text for text in words)
    assert page.first.took_ms > 0
    assert any(page.first.desk.actor.seat in text for text in words)


def test_the_rights_part_mine_from_the_shift_leaders(page: Page) -> None:
    mine, leader = page.first.rights()
    assert Move.DISPATCH in mine
    assert Move.CLOSE in leader
    assert not set(mine) & set(leader)


def test_the_language_is_turned_at_the_top_right(page: Page, qtbot: QtBot) -> None:
    other = "en" if page.view.language.choice == "zh_CN" else "zh_CN"
    with qtbot.waitSignal(page.view.language_asked):
        page.view.language.button(other).click()


def test_a_drawn_theme_is_asked_for(page: Page, qtbot: QtBot) -> None:
    with qtbot.waitSignal(page.view.theme_asked):
        page.view.layout_page.themes.cards[1].choose()


def test_relaxed_rows_chosen_here_are_the_rows_of_the_work(page: Page, tmp_path: Path) -> None:
    memory = QSettings(str(tmp_path / "seat.ini"), QSettings.Format.IniFormat)
    choice = LayoutPage(page.stage.shell.look, memory)
    choice.relaxed.setChecked(True)
    bar = page.stage.shell.queue_view.bar
    remember_rows(bar, memory)
    assert bar.density.isChecked()
    bar.density.setChecked(False)
    assert not are_relaxed(memory)


def test_full_screen_is_kept_for_the_next_start(page: Page, qtbot: QtBot, tmp_path: Path) -> None:
    memory = QSettings(str(tmp_path / "seat.ini"), QSettings.Format.IniFormat)
    window = MainWindow(page.stage.shell.look.wording, memory)
    qtbot.addWidget(window)
    choice = LayoutPage(page.stage.shell.look, memory)
    window.put(choice)
    window.show_kept()
    assert not window.isFullScreen()
    choice.full_screen.setChecked(True)
    assert window.isFullScreen()
    again = MainWindow(page.stage.shell.look.wording, memory)
    qtbot.addWidget(again)
    again.show_kept()
    assert again.isFullScreen()
