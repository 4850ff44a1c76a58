"""The panel of layers by its keys, and what the map says of things under the pointer."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from fractions import Fraction

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics
from pytestqt.qtbot import QtBot

from console.domain.gridload import HeatBy, Load
from console.domain.place import AreaLevel, ComponentState, Point
from console.domain.stage import Post
from console.ports.layer_rows import ComponentPin, EndedPin, GridRow, InspectorRow, Seen
from console.viewmodels.layer_things import HeatLegend
from console.viewmodels.map_layers import Cell
from console.views.fmt import Formats
from console.views.layer_panel import BOX, PAD, WIDTH, LayerPanel, days_of
from console.views.layer_words import legend_of, words_of
from console.views.map_view import MapView
from console.views.theme import body_font
from console.views.wording import Language, Wording
from tests.rows import NOW, a_case_id
from tests.screens import Stage, open_stage


@pytest.fixture
def stage(qtbot: QtBot) -> Iterator[Stage]:
    made = open_stage(with_map=True)
    qtbot.addWidget(made.window)
    qtbot.waitUntil(made.window.isActiveWindow)
    yield made
    made.close()


def opened(stage: Stage) -> LayerPanel:
    stage.press(Qt.Key.Key_L)
    panel = stage.focus
    assert isinstance(panel, LayerPanel)
    return panel


@pytest.mark.webengine
def test_l_opens_the_panel_and_every_way_out_gives_the_keyboard_back(stage: Stage) -> None:
    for way in (Qt.Key.Key_L, Qt.Key.Key_Escape):
        panel = opened(stage)
        assert panel.isVisible()
        stage.press(way)
        assert not panel.isVisible()
        assert stage.focus is stage.shell.table


@pytest.mark.webengine
def test_a_page_that_is_built_anew_does_not_cover_the_panel(stage: Stage, qtbot: QtBot) -> None:
    panel = opened(stage)
    map_view = stage.shell.map_view
    assert isinstance(map_view, MapView)
    with qtbot.waitSignal(map_view.shown):
        map_view.page_died()
    spot = panel.geometry().center()
    qtbot.waitUntil(lambda: panel.isAncestorOf(map_view.childAt(spot) or map_view))


@pytest.mark.webengine
def test_a_layers_key_switches_it_and_the_map_follows(stage: Stage) -> None:
    opened(stage)
    assert stage.shell.maps.main is not None
    bridge = stage.shell.maps.main.view.bridge
    assert bridge.layers["duty"] is False
    stage.press(Qt.Key.Key_5)
    assert bridge.layers["duty"] is True
    stage.press(Qt.Key.Key_5)
    assert bridge.layers["duty"] is False


@pytest.mark.webengine
def test_keys_of_the_panel_are_not_the_pages(stage: Stage) -> None:
    stage.press(Qt.Key.Key_J)
    chosen = stage.shell.bench.queue.selected
    panel = opened(stage)
    before = next(line.row.on for line in panel.lines if line.row.key == "W")
    stage.press(Qt.Key.Key_W)  # of the page: why this deadline
    assert next(line.row.on for line in panel.lines if line.row.key == "W") is not before
    stage.press(Qt.Key.Key_J)
    stage.press(Qt.Key.Key_Space)  # of the list: the next case
    assert stage.shell.bench.queue.selected == chosen
    assert panel.hasFocus()


@pytest.mark.webengine
def test_keys_of_the_second_screens_panel_are_not_the_lists(stage: Stage, qtbot: QtBot) -> None:
    stage.press(Qt.Key.Key_J)
    chosen = stage.shell.bench.queue.selected
    stage.press(Qt.Key.Key_F11)
    window = stage.shell.maps.window
    assert window is not None
    stage.press(Qt.Key.Key_L)
    qtbot.waitUntil(window.panel.hasFocus)
    first = window.panel.lines[0]
    was = first.row.on
    stage.press(Qt.Key.Key_Space)  # of the list: the next case
    assert first.row.on is not was
    assert stage.shell.bench.queue.selected == chosen


@pytest.mark.webengine
def test_esc_in_the_list_closes_a_panel_left_open_and_lets_no_case_go(stage: Stage) -> None:
    stage.press(Qt.Key.Key_Space)
    case = stage.shell.bench.queue.selected
    assert case is not None
    holder = stage.reading.cases[case].holder
    assert holder
    panel = opened(stage)
    stage.shell.focus_list()
    stage.press(Qt.Key.Key_Escape)
    assert not panel.isVisible()
    assert stage.reading.cases[case].holder == holder
    stage.press(Qt.Key.Key_Escape)
    assert not stage.reading.cases[case].holder


@pytest.mark.webengine
def test_arrows_choose_what_a_layer_shows_without_letting_go_of_the_list(stage: Stage) -> None:
    panel = opened(stage)
    before = stage.shell.bench.queue.selected
    for _ in range(5):
        stage.press(Qt.Key.Key_J)
    stage.press(Qt.Key.Key_Right)
    assert stage.shell.bench.layers.options.heat is HeatBy.OVERDUE
    assert panel.lines[5].choice == "超期"
    assert stage.shell.bench.queue.selected == before


@pytest.mark.webengine
def test_a_period_is_typed_and_a_wrong_one_says_what_is_wanted(stage: Stage) -> None:
    panel = opened(stage)
    panel._go(8)
    stage.press(Qt.Key.Key_Return)
    assert stage.focus is panel.period
    stage.type("2026-13-01")
    stage.press(Qt.Key.Key_Return)
    assert "日期没有看懂" in panel.foot.text()
    panel.period.clear()
    stage.type("2026-11-01 2026-11-20")
    stage.press(Qt.Key.Key_Return)
    assert panel.hasFocus(), (panel.period.text(), panel.foot.text(), stage.focus)
    assert panel.lines[8].choice == "2026-11-01—11-20"


@pytest.mark.webengine
@pytest.mark.parametrize("language", ["zh", "en"])
def test_names_choices_and_hints_have_room_beside_each_other(qtbot: QtBot, language: str) -> None:
    stage = open_stage(with_map=True, language=language)
    qtbot.addWidget(stage.window)
    qtbot.waitUntil(stage.window.isActiveWindow)
    panel = opened(stage)
    stage.shell.bench.layers.choose(
        on=frozenset({"closed"}), closed_from=date(2026, 11, 1), closed_to=date(2026, 11, 30)
    )
    closed = panel.lines[8]
    strong, plain = QFontMetrics(body_font(strong=True)), QFontMetrics(body_font())
    words = strong.horizontalAdvance(closed.name) + plain.horizontalAdvance(f"‹ {closed.choice} ›")
    assert words + PAD + 26 + BOX + 8 + PAD < closed.width()
    hint = panel.period.fontMetrics().horizontalAdvance(panel.period.placeholderText())
    assert hint + 2 * PAD < WIDTH
    stage.close()


@pytest.mark.webengine
def test_each_post_has_its_own_layers(stage: Stage) -> None:
    layers = stage.shell.bench.layers
    layers.switch("inspectors", on=True)
    stage.desk.switch_post(Post.VERIFIER, "核查 01席")
    assert "inspectors" not in layers.options.on
    stage.desk.switch_post(Post.DISPATCHER, "派遣 03席")
    assert "inspectors" in layers.options.on


@pytest.mark.webengine
def test_a_closed_case_on_the_map_opens_its_card(stage: Stage, qtbot: QtBot) -> None:
    layers, maps = stage.shell.bench.layers, stage.shell.maps
    pin = EndedPin(id=a_case_id(95), lon=113.3, lat=33.7, kind="normal")
    layers._things["closed"] = (pin,)
    assert maps.main is not None
    maps.main.view.bridge.channel.feature_clicked("closed", 0)
    assert stage.shell.bench.queue.selected == a_case_id(95)


@pytest.mark.parametrize(
    ("text", "days"),
    [("2026-11-01", 1), ("2026-11-01 2026-11-03", 2), ("2026-11-01—2026-11-03", 2)],
)
def test_one_day_or_two_are_a_period(text: str, days: int) -> None:
    found = days_of(text)
    assert found is not None
    assert len(set(found)) == days


@pytest.mark.parametrize("text", ["", "gestern", "2026-02-30", "2026-11-01 2026-11-02 2026-11-03"])
def test_anything_else_is_none(text: str) -> None:
    assert days_of(text) is None


def the_cell(load: Load | None) -> Cell:
    row = GridRow(
        code="410403003002017",
        names=("卫东区", "五一路街道", "康复社区"),
        management_area="410403",
        area_level=AreaLevel.FIRST,
        area_m2=10_000.0,
        inspector="I1",
        inspector_name="王丽",
    )
    return Cell(row=row, load=load)


@pytest.mark.parametrize("language", list(Language))
def test_a_cell_says_code_level_inspector_and_load(language: Language) -> None:
    formats = Formats(Wording(language, strict=True))
    title, detail = words_of(the_cell(Load(open=3, overdue=1)), formats, NOW)
    assert title == "410403 003 002 017"
    assert "王丽" in detail
    assert "3" in detail
    unknown = words_of(the_cell(None), formats, NOW)[1]
    assert "3" not in unknown


def test_things_are_named_with_their_state() -> None:
    formats = Formats(Wording(strict=True))
    lamp = ComponentPin(
        code="4104030101000001",
        lon=113.3,
        lat=33.7,
        category="0101",
        name="路灯",
        state=ComponentState.DAMAGED,
        owner="",
    )
    assert words_of(lamp, formats, NOW) == ("路灯 4104030101000001", "破损 · 权属不明")
    walker = InspectorRow(
        code="WD-114",
        name="王丽",
        management_area="410403",
        duty_grids=("卫东 3 号",),
        certified=True,
        on_duty=True,
        last=Seen(at=NOW - timedelta(minutes=7), point=Point(113.3, 33.7)),
    )
    title, detail = words_of(walker, formats, NOW)
    assert title == "王丽 WD-114"
    assert "7分前" in detail
    assert words_of(None, formats, NOW) == ("", "")


def test_the_legend_tells_whole_classes_by_their_ends_and_fractions_by_the_lower() -> None:
    formats = Formats(Wording(strict=True))
    whole = HeatLegend(by=HeatBy.OPEN, breaks=(Fraction(1), Fraction(2), Fraction(6)))
    assert [one["text"] for one in legend_of(whole, formats)] == ["在办", "1", "2–5", "≥6"]
    part = HeatLegend(by=HeatBy.DENSITY, breaks=(Fraction(1, 3), Fraction(2)))
    assert [one["text"] for one in legend_of(part, formats)] == ["每公顷", "≥0.3", "≥2"]
    none = HeatLegend(by=HeatBy.GRADE, published=False)
    assert [one["text"] for one in legend_of(none, formats)] == ["还没有公布的考核"]
    assert legend_of(None, formats) == []
