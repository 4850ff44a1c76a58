"""The real page in a real web engine: what it shows and what it tells."""

from __future__ import annotations

from functools import partial

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from console.domain.tone import StageFill, Urgency
from console.ports.map_rows import MapBadge, MapScene
from console.views.map_labels import inset_labels, map_labels
from console.views.map_web import WebMap
from console.views.theme import ThemeName, load_tokens
from console.views.wording import Wording
from tests.map import small_city
from tests.map.driver import SIZE, TOKENS, MapDriver
from tests.map.small_city import LAT, LON, pin
from tests.plugins.strict_logs import ExpectedLogs

pytestmark = pytest.mark.webengine
EAST = LON + 0.0035


@pytest.fixture
def city(qtbot: QtBot) -> MapDriver:
    return MapDriver(qtbot)


def test_the_city_is_drawn_in_the_colours_of_the_theme(city: MapDriver) -> None:
    city.open()
    city.wait_color(TOKENS.map_block, LON + 0.0025, LAT + 0.0045, 5)
    city.wait_color(TOKENS.map_water, LON + 0.004, LAT - 0.0046)
    city.wait_color(TOKENS.map_park, LON - 0.003, LAT + 0.0005)
    city.view.set_theme(load_tokens(ThemeName.DARK))
    city.wait_color(load_tokens(ThemeName.DARK).map_park, LON - 0.003, LAT + 0.0005)


def test_an_open_case_is_a_mark_and_a_closed_one_is_none(city: MapDriver) -> None:
    city.view.set_cases([pin(1, EAST, urgency=Urgency.NEW)])
    city.open()
    city.wait_color(TOKENS.new, EAST, LAT)
    city.view.patch_cases([pin(1, EAST, urgency=Urgency.OVER, stage_fill=StageFill.SOLID)])
    city.wait_color(TOKENS.overfill, EAST, LAT, 8)
    city.view.patch_cases([], removed=[1])
    city.settle()
    assert city.texts("#count") == ["本视野 0 件"]


def test_a_message_that_could_not_be_read_to_its_end_is_made_good(
    city: MapDriver, expected_logs: ExpectedLogs
) -> None:
    expected_logs.add("Error: once")
    city.view.set_cases([pin(1, EAST, urgency=Urgency.NEW)])
    city.open()
    city.run(
        "const whole = window.fetch; window.fetch = () => {"
        " window.fetch = whole; return Promise.reject(new Error('once')); }"
    )
    city.view.set_base(small_city.base())  # read by the page with a fetch
    city.view.patch_cases([pin(1, EAST, urgency=Urgency.OVER, stage_fill=StageFill.SOLID)])
    city.view.bridge.flush()
    city.wait_color(TOKENS.overfill, EAST, LAT, 8)


def test_a_page_whose_worker_never_answers_does_not_pass_for_well(city: MapDriver) -> None:
    city.open()
    web, heard = city.web(), list[str]()
    assert isinstance(web, WebMap)
    web.answered.connect(partial(heard.append, "well"))
    web.ask()
    city.js("0")  # the page answers in order
    assert heard
    city.run("Object.assign(mapParts.cases.painter, { asked: 1, since: -1e6 })")
    heard.clear()
    web.ask()
    city.js("0")
    assert not heard


def test_a_click_on_a_mark_chooses_the_case(city: MapDriver, qtbot: QtBot) -> None:
    city.view.set_cases([pin(2026_1123_000_000_187, EAST)])
    city.open()
    with qtbot.waitSignal(city.view.chosen) as heard:
        city.click(EAST, LAT)
    assert heard.args == [2026_1123_000_000_187]


def test_a_case_whose_layer_is_off_leaves_the_click_to_its_cell(
    city: MapDriver, qtbot: QtBot
) -> None:
    city.view.set_cases([pin(1, EAST)])
    city.open()
    city.view.bridge.set_layers({"cases": False})
    city.settle()
    with qtbot.assertNotEmitted(city.view.chosen), qtbot.waitSignal(city.view.grid_chosen):
        city.click(EAST, LAT)


def test_on_a_sharper_screen_cells_and_ground_are_drawn_as_sharp(city: MapDriver) -> None:
    city.open()
    drawn = "'.leaflet-grids-pane canvas, .leaflet-base-pane canvas'"
    ratio = "(one) => one.width / one.getBoundingClientRect().width"
    sharp = f"[...document.querySelectorAll({drawn})].map({ratio})"
    assert set(city.js(sharp)) == {1}
    city.web().page().setZoomFactor(2)
    city.wait_js(f"{sharp}.every((ratio) => ratio === 2)")


def test_a_click_beside_the_marks_names_the_unit_grid(city: MapDriver, qtbot: QtBot) -> None:
    city.open()
    with qtbot.waitSignal(city.view.grid_chosen) as heard:
        city.click(LON + 0.0015, LAT + 0.0045)
    assert heard.args == ["410403003002291"]


def test_the_chosen_case_is_ringed_and_named(city: MapDriver) -> None:
    city.view.set_cases([pin(1, EAST)])
    city.open()
    assert city.texts("#tip") == []
    city.view.select(1)
    city.wait_color(TOKENS.accent, EAST, LAT, 14)
    assert city.texts("#tip .head") == ["000001 暴露垃圾剩 6分"]
    assert city.texts("#tip .detail") == ["410403 003 002 017 · 五一路街道"]
    city.view.select(None)
    city.wait_js("!document.querySelector('#tip').classList.contains('shown')")


def test_a_chosen_case_outside_the_view_is_brought_in(city: MapDriver, qtbot: QtBot) -> None:
    city.view.set_cases([pin(1, LON + 0.04)])
    city.open()
    with qtbot.waitSignal(city.view.view_changed):
        city.view.select(1)
    city.settle()
    assert 0 < city.point(LON + 0.04, LAT).x() < SIZE[0]


def test_news_never_move_the_view(city: MapDriver, qtbot: QtBot) -> None:
    city.view.set_cases(small_city.many(50))
    city.open()
    before = city.view.bridge.view
    with qtbot.assertNotEmitted(city.view.view_changed):
        city.view.set_cases(small_city.many(300, seed=1))
        city.view.set_grids(small_city.grids())
        city.view.set_base(small_city.base())
        city.view.set_theme(load_tokens(ThemeName.DARK))
        city.view.set_language(map_labels(Wording("en"), {}))
        city.settle()
    assert city.view.bridge.view == before


def test_a_dragged_view_is_the_operators_and_stays(city: MapDriver, qtbot: QtBot) -> None:
    city.view.set_cases([pin(1, LON + 0.04)])
    city.open()
    target = city.inside()
    with qtbot.waitSignal(city.view.view_changed):
        QTest.mousePress(target, Qt.MouseButton.LeftButton, pos=QPoint(450, 250))
        for x in range(440, 300, -20):
            QTest.mouseMove(target, QPoint(x, 250))
            city.js("0")
        QTest.mouseRelease(target, Qt.MouseButton.LeftButton, pos=QPoint(310, 250))
    assert city.view.bridge.locked
    with qtbot.assertNotEmitted(city.view.view_changed):
        city.view.select(1)
        city.settle()


def test_news_between_press_and_release_do_not_swallow_the_click_on_a_chip(
    city: MapDriver, qtbot: QtBot
) -> None:
    city.view.set_cases(small_city.many(3))
    city.open()
    left, top = city.js(
        "(({ left, top }) => [left, top])(document.querySelector('.edge').getBoundingClientRect())"
    )
    spot = QPoint(round(left) + 12, round(top) + 12)
    QTest.mouseMove(city.inside(), spot)
    QTest.mousePress(city.inside(), Qt.MouseButton.LeftButton, pos=spot)
    told = city.js("document.body.dataset.told")
    city.view.patch_cases([pin(1, EAST, urgency=Urgency.OVER)])
    city.view.bridge.flush()
    city.wait_js(f"document.body.dataset.told > {told}")
    with qtbot.waitSignal(city.view.view_changed):
        QTest.mouseRelease(city.inside(), Qt.MouseButton.LeftButton, pos=spot)


def test_the_wheel_zooms(city: MapDriver, qtbot: QtBot) -> None:
    city.open()
    spot = QPointF(450, 250)
    none, whole = Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier
    turn = QWheelEvent(
        *(spot, spot, QPoint(), QPoint(0, 120), none, whole, Qt.ScrollPhase.NoScrollPhase, False)
    )
    with qtbot.waitSignal(city.view.view_changed):
        QApplication.sendEvent(city.inside(), turn)
    view = city.view.bridge.view
    assert view is not None
    assert view.zoom == 16
    assert city.view.bridge.locked


def test_the_mark_under_the_pointer_is_named_until_the_pointer_leaves(city: MapDriver) -> None:
    city.view.set_cases([pin(7, EAST)])
    city.open()
    city.hover(EAST, LAT)
    city.wait_js("document.querySelector('#hover').classList.contains('shown')")
    assert city.texts("#hover .head") == ["000007 暴露垃圾剩 6分"]
    city.hover(EAST + 0.003, LAT)
    city.wait_js("!document.querySelector('#hover').classList.contains('shown')")


def test_a_place_is_picked_by_a_click_even_on_a_mark(city: MapDriver, qtbot: QtBot) -> None:
    city.view.set_cases([pin(1, EAST)])
    city.open()
    city.view.start_picking()
    city.settle()
    assert city.texts("#hint") == ["请在地图上点选位置，Esc 取消"]
    with (
        qtbot.assertNotEmitted(city.view.chosen),
        qtbot.waitSignal(city.view.place_picked) as heard,
    ):
        city.click(EAST, LAT)
    lon, lat = heard.args or (0, 0)
    assert (lon, lat) == pytest.approx((EAST, LAT), abs=1e-4)
    city.settle()
    assert city.texts("#hint") == []


def test_in_a_crowd_normal_marks_merge_and_urgent_ones_never(city: MapDriver) -> None:
    crowd = [pin(n, LON - 0.003, LAT, urgency=Urgency.NORMAL) for n in range(1, 402)]
    city.view.set_cases([*crowd, pin(900, EAST, urgency=Urgency.OVER, stage_fill=StageFill.SOLID)])
    city.open()
    city.wait_color(TOKENS.field, LON - 0.003, LAT, 12)
    city.wait_color(TOKENS.overfill, EAST, LAT, 8)
    assert city.texts("#count") == ["本视野 402 件"]


def test_thousands_of_cases_come_at_once(city: MapDriver) -> None:
    spots = [(n % 100 - 50, n // 100 - 25) for n in range(5_000)]
    city.open()
    city.view.set_cases(
        pin(n, LON + x * 1e-4, LAT + y * 1e-4) for n, (x, y) in enumerate(spots, start=1)
    )
    city.settle()
    assert city.texts("#count") == ["本视野 5000 件"]


def test_a_chip_at_the_edge_stands_above_a_legend_of_several_lines(city: MapDriver) -> None:
    words = [{"text": "a class of the heat with many words"}] * 8
    city.view.set_language(map_labels(Wording(), {}, layers=words))
    city.view.set_cases([pin(1, LON - 0.01)])
    city.open()
    city.view.bridge.locate(LON + 0.25, LAT + 0.4, 15)  # its district lies far to the south-west
    city.settle()
    city.wait_js("!!document.querySelector('.edge.left')")
    legend = "document.getElementById('legend').getBoundingClientRect()"
    assert city.js(f"{legend}.height") > 40
    chip = "document.querySelector('.edge.left').getBoundingClientRect()"
    assert city.js(f"{chip}.bottom <= {legend}.top")


def test_cases_in_districts_out_of_view_are_counted_at_the_edge(city: MapDriver) -> None:
    city.view.set_cases(small_city.many(30))
    city.open()
    assert city.texts("#edges .edge.right") == ["石龙区11"]
    city.run("document.querySelector('.edge').click()")
    city.wait_js("!document.querySelector('.edge.right')")
    assert city.texts("#count") == ["本视野 1 件"]


def test_a_layer_is_switched_by_its_box_and_remembered(city: MapDriver, qtbot: QtBot) -> None:
    city.open()
    assert city.texts("#layers .on") == ["单元网格", "区界"]
    with qtbot.waitSignal(city.view.bridge.layers_changed):
        city.run("document.querySelector('#layers .switch').click()")
    assert city.view.bridge.layers["grids"] is False
    assert city.texts("#layers .on") == ["区界"]


def test_every_word_on_the_map_changes_with_the_language(city: MapDriver) -> None:
    city.open()
    chinese = city.texts(".bar span")
    city.view.set_language(map_labels(Wording("en"), {"410402": "Xinhua"}))
    city.settle()
    english = city.texts(".bar span")
    assert "超期" in chinese
    assert "Overdue" in english
    assert not [text for text in english if any(letter >= "\u4e00" for letter in text)]


def test_the_keyboard_stays_where_it_was_after_a_click(city: MapDriver, qtbot: QtBot) -> None:
    city.view.set_cases([pin(1, EAST)])
    home = QLineEdit()
    qtbot.addWidget(home)
    home.show()
    city.view.set_focus_home(home)
    city.open()
    home.activateWindow()
    home.setFocus()
    with qtbot.waitSignal(city.view.chosen):
        city.click(EAST, LAT)
    qtbot.keyClicks(QApplication.focusWidget() or home, "abc")
    assert home.text() == "abc"


def test_tab_never_leads_into_the_map(city: MapDriver) -> None:
    city.open()
    widgets = [city.view, city.web(), city.inside()]
    assert {widget.focusPolicy() for widget in widgets} == {Qt.FocusPolicy.NoFocus}


def test_a_panels_map_shows_its_place_with_circle_and_badges(qtbot: QtBot) -> None:
    inset = MapDriver(qtbot, inset=True)
    inset.view.set_language(inset_labels(Wording(), legend=(("", "路灯"), ("A", "疑似重复"))))
    inset.open()
    inset.view.show_scene(
        MapScene(
            lon=EAST,
            lat=LAT,
            radius_m=300,
            radius_text="300 m",
            title="建设路 0127# 路灯",
            points=((EAST + 0.001, LAT),),
            badges=(MapBadge(text="A", lon=EAST, lat=LAT + 0.0015),),
        )
    )
    inset.settle()
    inset.wait_color(TOKENS.new, EAST, LAT)
    inset.wait_color(TOKENS.ink, EAST, LAT + 0.0015, 8)
    inset.wait_color(TOKENS.field, EAST + 0.001, LAT)
    assert inset.texts("#tip .head") == ["建设路 0127# 路灯"]
    assert inset.texts("#layers .switch") == ["单元网格", "部件", "300 m 内案卷"]
    assert inset.texts("#legend .mark") == ["路灯", "A疑似重复"]
    assert inset.texts("#zoom, #top, .edge") == []
    view = inset.view.bridge.view
    assert view is not None
    assert view.zoom == 16


def test_names_of_dots_never_lie_on_each_other(qtbot: QtBot) -> None:
    inset = MapDriver(qtbot, inset=True)
    inset.open()
    spots = """import(new URL('scene.js', location.href).href).then(({ namedSpots }) => {
        const scale = 14000;
        const frame = { px: (x) => x * scale, py: (y) => y * scale };
        const dot = (text, lon) => ({ text, lon, lat: 33.74, plain: true });
        const said = (...badges) => namedSpots(badges, frame)
            .map(({ text, below }) => `${text}${below ? ' below' : ''}`).join(', ');
        window.same = said(dot('督查员', 113.3), dot('责任单位', 113.3));
        window.near = said(dot('督查员', 113.3), dot('责任单位', 113.305));
        window.apart = said(dot('督查员', 113.3), dot('责任单位', 113.4));
    })"""
    inset.run(spots)
    inset.wait_js("window.apart !== undefined")
    assert inset.js("window.same") == "督查员 / 责任单位"
    assert inset.js("window.near") == "督查员, 责任单位 below"
    assert inset.js("window.apart") == "督查员, 责任单位"
