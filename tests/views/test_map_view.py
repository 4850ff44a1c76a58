"""The life of the map widget: late, missing, killed, rebuilt, thrown away."""

from __future__ import annotations

import threading

import psutil
import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from console.views import map_view
from console.views.map_view import MapView
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
