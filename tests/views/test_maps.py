"""The map goes to the second screen and back, remembers where it was, and never looks too new."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from console.ports.rows import News
from console.viewmodels.map_bridge import MapBridge
from console.viewmodels.map_state import View
from console.views.map_view import MapView
from console.views.maps import OUT, PLACE
from tests.rows import NOW, a_case_id
from tests.screens import Stage, open_stage

pytestmark = pytest.mark.webengine
THERE = View(lon=113.31, lat=33.75, zoom=17.0)


@pytest.fixture
def stage(qtbot: QtBot) -> Iterator[Stage]:
    made = open_stage(with_map=True)
    qtbot.addWidget(made.window)
    qtbot.waitUntil(made.window.isActiveWindow)
    yield made
    made.close()


@pytest.fixture
def memory(tmp_path: Path) -> QSettings:
    return QSettings(str(tmp_path / "seat.ini"), QSettings.Format.IniFormat)


def main_bridge(stage: Stage) -> MapBridge:
    assert stage.shell.maps.main is not None
    return stage.shell.maps.main.view.bridge


def test_f11_sends_the_map_over_with_its_view_and_brings_it_back(stage: Stage) -> None:
    maps = stage.shell.maps
    main_bridge(stage).view = THERE
    stage.press(Qt.Key.Key_F11)
    assert maps.window is not None
    assert not stage.shell.map_view.isVisible()
    second = maps.window.view.bridge
    assert maps.present is not maps.main
    assert second.view == THERE
    second.locate(113.4, 33.8, 15.0)
    stage.press(Qt.Key.Key_F11)
    assert maps.window is None
    assert stage.shell.map_view.isVisible()
    shown = main_bridge(stage).view
    assert shown is not None
    assert (shown.lon, shown.lat, shown.zoom) == (113.4, 33.8, 15.0)


def test_both_maps_share_the_selection(stage: Stage) -> None:
    stage.press(Qt.Key.Key_F11)
    assert stage.shell.maps.window is not None
    second = stage.shell.maps.window.view
    stage.press(Qt.Key.Key_J)
    assert second.bridge.selected == stage.shell.bench.queue.selected
    second.chosen.emit(int(a_case_id(119)))
    assert stage.shell.bench.queue.selected == a_case_id(119)


def test_keys_work_while_the_second_map_has_the_keyboard(stage: Stage, qtbot: QtBot) -> None:
    stage.press(Qt.Key.Key_F11)
    window = stage.shell.maps.window
    assert window is not None
    window.activateWindow()
    window.setFocus()
    qtbot.waitUntil(window.isActiveWindow)
    before = stage.shell.bench.queue.selected
    qtbot.keyClick(window, Qt.Key.Key_J)
    assert stage.shell.bench.queue.selected != before
    qtbot.waitUntil(stage.window.isActiveWindow)


def test_the_second_map_comes_again_where_it_stood(
    stage: Stage, memory: QSettings, qtbot: QtBot
) -> None:
    maps = stage.shell.maps
    maps.remember(memory)
    assert maps.window is None
    maps.send_out()
    assert maps.window is not None
    maps.window.setGeometry(40, 60, 640, 480)
    maps.end()
    assert memory.value(OUT, type=bool)
    assert memory.contains(PLACE)
    maps.send_out()
    again = maps.window
    assert again is not None
    qtbot.waitUntil(lambda: again.geometry().width() == 640)
    maps.turn()
    assert not memory.value(OUT, type=bool)


def test_a_map_closed_by_its_own_button_is_in_the_window_again(stage: Stage) -> None:
    stage.shell.maps.turn()
    assert stage.shell.maps.window is not None
    stage.shell.maps.window.close()
    assert stage.shell.maps.present is stage.shell.maps.main
    assert stage.shell.map_view.isVisible()


def test_without_a_second_screen_the_window_is_never_larger_than_the_first(stage: Stage) -> None:
    stage.shell.maps.turn()
    assert stage.shell.maps.window is not None
    room = QGuiApplication.primaryScreen().availableGeometry()
    assert room.contains(stage.shell.maps.window.geometry())


def test_a_view_says_its_age_from_five_seconds_and_is_hatched_from_fifteen(stage: Stage) -> None:
    link = stage.shell.maps.main
    assert link is not None
    stage.desk.known.as_of = stage.clock()
    for seconds, words, old in ((5, "", False), (1, "10:42:18", False), (10, "10:42:18", True)):
        stage.clock.wait(seconds=seconds)
        link.tick()
        age = link.view.bridge.age
        assert words in age["words"]
        assert bool(age["words"]) is bool(words)
        assert age["old"] is old


def test_a_question_without_an_answer_ages_the_map_while_the_feed_goes_on(stage: Stage) -> None:
    pins, clock = stage.shell.bench.pins, stage.clock
    stage.desk.known.as_of = began = clock()
    stage.reading.lost = True
    stage.desk.news.emit(News(cases=(a_case_id(95),), as_of=NOW))
    stage.reading.lost = False
    clock.wait(seconds=20)
    stage.desk.known.as_of = clock()
    assert pins.as_of == began
    stage.desk.found_again()
    assert pins.as_of == clock()


def test_m_lets_a_held_view_follow_again(stage: Stage) -> None:
    bridge = main_bridge(stage)
    bridge.channel.view_changed(113.0, 33.0, 113.2, 33.2, 15.0, 4, True)  # noqa: FBT003
    assert bridge.locked
    stage.press(Qt.Key.Key_M)
    assert not bridge.locked


def test_words_on_the_map_are_the_windows_commands(stage: Stage) -> None:
    assert isinstance(stage.shell.map_view, MapView)
    stage.shell.map_view.bridge.channel.command_clicked("map_window")
    assert stage.shell.maps.window is not None
