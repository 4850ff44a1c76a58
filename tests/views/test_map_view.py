"""The life of the map widget: late, missing, killed, rebuilt, thrown away."""

from __future__ import annotations

import threading
import time

import psutil
import pytest
from PySide6.QtCore import QObject, QTimer
from PySide6.QtWebEngineWidgets import QWebEngineView
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from console.domain.tone import StageFill, Urgency
from console.views import map_care, map_view
from console.views.map_view import MapView
from console.views.map_web import WebMap
from tests.map import small_city
from tests.map.driver import TOKENS, MapDriver
from tests.map.small_city import LAT, LON, pin


def kill_page(driver: MapDriver) -> None:
    """End the page's process as a crash would."""
    psutil.Process(driver.view.renderer()).kill()


@pytest.mark.webengine
def test_a_killed_page_comes_back_with_view_and_choice(qtbot: QtBot) -> None:
    city = MapDriver(qtbot)
    city.view.set_cases([pin(1, LON + 0.0035)])
    city.open()
    with qtbot.waitSignal(city.view.view_changed):
        city.view.locate(LON + 0.003, LAT, 16.0)
    city.view.select(1)
    city.settle()
    before, old = city.view.bridge.view, city.view.renderer()
    with qtbot.waitSignal(city.view.shown):
        kill_page(city)
        city.view.patch_cases([pin(2, LON + 0.001)])
    city.settle()
    assert city.view.renderer() not in {0, old}
    assert before is not None
    after = city.view.bridge.view
    assert after is not None
    assert (after.lon, after.lat, after.zoom) == pytest.approx(
        (before.lon, before.lat, before.zoom), abs=1e-5
    )
    assert city.texts("#count") == ["本视野 2 件"]
    city.wait_color(TOKENS.accent, LON + 0.0035, LAT, 14)


@pytest.mark.webengine
def test_a_map_whose_ground_comes_after_all_else_tells_what_it_shows(qtbot: QtBot) -> None:
    late = MapView(TOKENS)
    qtbot.addWidget(late)
    late.set_grids(small_city.grids())
    with qtbot.waitSignal(late.shown):
        late.resize(900, 500)
        late.show()
    assert late.bridge.view is None
    with qtbot.waitSignal(late.view_changed):
        late.set_base(small_city.base())
    assert late.bridge.view is not None


@pytest.mark.webengine
def test_the_large_map_and_a_panels_map_live_side_by_side(qtbot: QtBot) -> None:
    large, small = MapDriver(qtbot), MapDriver(qtbot, inset=True)
    large.view.set_cases([pin(1)])
    large.open()
    small.open()
    with qtbot.assertNotEmitted(small.view.shown), qtbot.waitSignal(large.view.shown):
        kill_page(large)
    large.settle()
    assert large.texts("#count") == ["本视野 1 件"]
    assert small.texts("#scale span:nth-child(2)") == ["250 m"]


@pytest.mark.webengine
def test_a_page_that_keeps_dying_is_tried_less_and_less_often(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(map_view, "PATIENCE_MS", (0, 200))
    city = MapDriver(qtbot)
    city.open()
    for _ in range(3):
        with qtbot.waitSignal(city.view.shown):
            kill_page(city)
    city.settle()
    assert city.texts("#count") == ["本视野 0 件"]


@pytest.mark.webengine
def test_a_map_thrown_away_takes_its_process_along(qtbot: QtBot) -> None:
    threads = threading.active_count()
    city = MapDriver(qtbot)
    city.open()
    process = psutil.Process(city.view.renderer())
    city.view.close()
    city.view.deleteLater()
    qtbot.waitUntil(lambda: not _lives(process))
    assert threading.active_count() <= threads


def _lives(process: psutil.Process) -> bool:
    return process.is_running() and process.status() != psutil.STATUS_ZOMBIE


def test_without_the_engine_one_calm_line_stands_there(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(map_view, "WEB_ENGINE", False)
    view = MapView(TOKENS)
    qtbot.addWidget(view)
    view.set_language({"missing": "地图组件未安装，列表照常可用。"})
    view.set_cases([pin(1)])
    view.show()
    notice = view.findChild(QLabel)
    assert notice is not None
    qtbot.waitUntil(lambda: notice.text() == "地图组件未安装，列表照常可用。")
    assert view.web is None
    assert view.renderer() == 0


def test_the_page_is_not_made_before_the_map_is_shown(qtbot: QtBot) -> None:
    view = MapView(TOKENS)
    qtbot.addWidget(view)
    view.set_grids(small_city.grids())
    view.select(None)
    assert view.web is None


def test_a_word_for_the_operator_only_when_the_map_must_wait(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(map_view, "WEB_ENGINE", False)
    monkeypatch.setattr(map_view, "PATIENCE_MS", (0, 60_000))
    view = MapView(TOKENS)
    qtbot.addWidget(view)
    view.set_language({"restarting": "地图正在重新加载，列表照常可用。"})
    notice = view.findChild(QLabel)
    assert notice is not None
    view.page_died()
    assert notice.text() == ""
    view.page_died()
    assert notice.text() == "地图正在重新加载，列表照常可用。"


def pictured(driver: MapDriver) -> None:
    """Until the last picture is kept."""
    driver.qtbot.waitUntil(lambda: driver.view.cover.is_kept)


@pytest.mark.webengine
def test_while_a_page_is_built_anew_the_last_picture_stands_there(qtbot: QtBot) -> None:
    city = MapDriver(qtbot)
    city.view.set_cases([pin(1, LON + 0.0035, urgency=Urgency.OVER, stage_fill=StageFill.SOLID)])
    city.open()
    city.wait_color(TOKENS.overfill, LON + 0.0035, LAT, 8)
    pictured(city)
    seen: list[bool] = []

    def look() -> None:
        seen.append(TOKENS.overfill.lower() in city.colors(LON + 0.0035, LAT, 8))

    timer = QTimer()
    timer.timeout.connect(look)
    with qtbot.waitSignal(city.view.bridge.channel.was_drawn):
        timer.start(5)
        kill_page(city)
    qtbot.waitUntil(lambda: not city.view.cover.is_held)
    look()
    timer.stop()
    assert len(seen) > 5
    assert all(seen), "the mark was to be seen all the time"


@pytest.mark.webengine
def test_ten_deaths_leave_the_window_quick_and_lose_nothing(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The window's own work counts, not what else a machine does; all of it: benchmarks.map."""
    monkeypatch.setattr(map_view, "QUIET_S", 0.0)
    city = MapDriver(qtbot)
    city.view.set_cases(small_city.many(500))
    city.open()
    with qtbot.waitSignal(city.view.view_changed):
        city.view.locate(LON + 0.003, LAT, 16.0)
    city.view.select(3)
    city.view.bridge.set_layers({"grids": False})
    city.settle()
    before = city.view.bridge.view
    assert before is not None
    for _ in range(10):
        worked = time.thread_time()
        with qtbot.waitSignal(city.view.bridge.channel.was_drawn):
            kill_page(city)
            city.view.patch_cases([pin(3, LON + 0.003, urgency=Urgency.NEAR)])
        assert time.thread_time() - worked < 0.5, "of all its turns together"
        city.settle()
    after = city.view.bridge.view
    assert after is not None
    assert (after.lon, after.lat, after.zoom) == pytest.approx(
        (before.lon, before.lat, before.zoom), abs=1e-5
    )
    assert city.view.bridge.selected == 3
    assert city.js("mapParts.cases.selected") > 0
    assert "单元网格" not in city.texts("#layers .on")


@pytest.mark.webengine
def test_a_page_that_hangs_is_built_anew(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(map_care, "LOOK_MS", 50)
    city = MapDriver(qtbot)
    city.open()
    old = city.view.renderer()
    city.run("for (;;);")
    monkeypatch.setattr(map_care, "SILENT_S", 0.3)
    qtbot.waitUntil(lambda: city.view.renderer() != old)
    monkeypatch.setattr(map_care, "SILENT_S", 30.0)
    qtbot.waitUntil(lambda: city.view.renderer() not in {0, old})
    city.settle()
    assert city.texts("#count") == ["本视野 0 件"]


@pytest.mark.webengine
def test_a_page_that_answers_is_left_alone(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(map_care, "LOOK_MS", 20)
    city = MapDriver(qtbot)
    city.open()
    old, answers = city.view.renderer(), list[int]()
    web = city.view.web
    assert isinstance(web, WebMap)
    web.answered.connect(lambda: answers.append(1))
    monkeypatch.setattr(map_care, "SILENT_S", 5.0)
    with qtbot.assertNotEmitted(city.view.shown):
        qtbot.waitUntil(lambda: len(answers) > 20)
    assert city.view.renderer() == old


def test_a_page_that_never_comes_is_ill_and_one_that_said_it_is_there_is_not(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    parent, page = QObject(), Mute()
    care = map_care.PageCare(parent)
    ill: list[map_care.Illness] = []
    care.ill.connect(ill.append)
    care.watch(page)
    care.answered()
    monkeypatch.setattr(map_care, "SILENT_S", -1.0)
    care.look()
    care.look()
    assert (ill, page.asked) == ([], 1)
    care.look()
    assert ill == [map_care.Illness.SILENT]
    care.look()
    assert len(ill) == 1


class Mute:
    """A page that is asked and may answer."""

    asked = 0

    def renderer(self) -> int:
        return 0

    def ask(self) -> None:
        self.asked += 1


class Watch:
    """The care of pages with a clock of its own."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.now, self.ill, self._parent = 0.0, list[map_care.Illness](), QObject()
        monkeypatch.setattr(map_care, "monotonic", lambda: self.now)
        self.care = map_care.PageCare(self._parent)
        self.care.ill.connect(self.ill.append)

    def gives_up_after(self, seconds: float) -> bool:
        self.now += seconds
        self.care.look()
        self.care.look()
        told = bool(self.ill)
        self.ill.clear()
        return told


def test_a_page_built_after_another_is_given_up_soon_and_the_next_gets_more_time(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    watch = Watch(monkeypatch)
    watch.care.watch(Mute())
    assert not watch.gives_up_after(map_care.YOUNG_SILENT_S + 1)
    watch.care.watch(Mute(), anew=True)
    assert watch.gives_up_after(map_care.YOUNG_SILENT_S + 1)
    watch.care.watch(Mute(), anew=True)
    assert not watch.gives_up_after(map_care.YOUNG_SILENT_S + 1)
    assert watch.gives_up_after(map_care.YOUNG_SILENT_S)


def test_an_answer_that_waits_behind_a_busy_window_is_heard_before_a_page_is_given_up(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    watch = Watch(monkeypatch)
    watch.care.watch(Mute(), anew=True)
    watch.now += map_care.YOUNG_SILENT_S + 1
    watch.care.look()
    watch.care.answered()
    watch.care.look()
    assert not watch.ill


@pytest.mark.webengine
def test_a_page_that_grew_too_heavy_is_built_anew_when_nobody_touches_it(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(map_care, "LOOK_MS", 20)
    monkeypatch.setattr(map_care, "WEIGH_EVERY", 1)
    map_care.choose_bound(1)
    try:
        city = MapDriver(qtbot)
    finally:
        map_care.choose_bound(0)
    city.view.set_cases([pin(1)])
    city.open()
    old = city.view.renderer()
    with qtbot.waitSignal(city.view.shown):
        monkeypatch.setattr(map_care, "CALM_S", 0.2)
        qtbot.waitUntil(lambda: city.view.renderer() not in {0, old})
    city.view.end()


@pytest.mark.webengine
def test_developer_tools_open_only_where_the_settings_ask_for_them(qtbot: QtBot) -> None:
    city = MapDriver(qtbot)
    city.open()
    assert city.web().page().devToolsPage() is None
    map_care.choose_tools(wanted=True)
    try:
        other = MapDriver(qtbot)
        other.open()
        tools = other.web().page().devToolsPage()
        assert tools is not None
        assert tools.inspectedPage() is other.web().page()
        windows = [one for one in QApplication.topLevelWidgets() if isinstance(one, QWebEngineView)]
        assert [one.page() for one in windows] == [tools]
        other.view.end()
        assert not windows[0].isVisible()
    finally:
        map_care.choose_tools(wanted=False)
