"""Keys on the map: boxes mark rows, a dropped mark opens its form, places are found and copied."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from console.domain.case import CaseId
from console.domain.place import AreaLevel, Place, Point
from console.ports.layer_rows import GridCard, GridRow
from console.ports.rows import PlaceHit, SearchHit
from console.viewmodels.map_bridge import MapBridge
from console.viewmodels.map_hand import PIN, PROPOSAL
from console.viewmodels.map_state import View
from console.views.goto_dialog import GotoDialog
from console.views.layer_panel import LayerPanel
from console.views.map_commands import MapCommands
from console.views.panels.place_panel import PlacePanel
from tests.fake_reading import a_detail
from tests.map.small_city import LAT, LON, base, pin
from tests.rows import a_case_id
from tests.screens import Stage, open_stage

pytestmark = pytest.mark.webengine
CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def stage(qtbot: QtBot) -> Iterator[Stage]:
    made = open_stage(with_map=True)
    qtbot.addWidget(made.window)
    qtbot.waitUntil(made.window.isActiveWindow)
    yield made
    made.close()


@pytest.fixture
def small(qtbot: QtBot) -> Iterator[Stage]:
    """The smallest window: list or map, never both."""
    made = open_stage((1366, 768), with_map=True)
    qtbot.addWidget(made.window)
    qtbot.waitUntil(made.window.isActiveWindow)
    yield made
    made.close()


@pytest.fixture
def bridge(stage: Stage) -> MapBridge:
    """The map's state; two cases of the list near its middle, one of another queue too."""
    main = stage.shell.maps.main
    assert main is not None
    made = main.view.bridge
    made.set_cases([pin(a_case_id(95), LON), pin(a_case_id(119), LON + 0.001), pin(7, LON)])
    made.view = View(lon=LON, lat=LAT, zoom=16)
    return made


def asked(stage: Stage, qtbot: QtBot) -> GotoDialog:
    stage.press(Qt.Key.Key_G)
    (dialog,) = [one for one in stage.window.findChildren(GotoDialog) if one.isVisible()]
    dialog.activateWindow()
    qtbot.waitUntil(dialog.isActiveWindow)
    return dialog


def typed(stage: Stage, dialog: GotoDialog, text: str) -> None:
    QTest.keyClicks(dialog.finder.line, text)
    QTest.keyClick(dialog.finder.line, Qt.Key.Key_Return)  # ask at once


def test_a_box_by_keys_marks_the_rows_it_holds_and_counts_the_others(
    stage: Stage, bridge: MapBridge
) -> None:
    assert bridge.view is not None
    stage.press(Qt.Key.Key_B)
    stage.press(Qt.Key.Key_Right)
    stage.press(Qt.Key.Key_Return)
    assert set(stage.shell.bench.marks.picked) == {a_case_id(95), a_case_id(119)}
    assert stage.shell.workplace.frame.status.words == "已标记 2 件，另有 1 件在其他队列"
    assert stage.shell.bench.queue.selected is None  # Enter was the box's


def test_esc_puts_the_tool_away_and_lets_no_case_go(stage: Stage, bridge: MapBridge) -> None:
    stage.press(Qt.Key.Key_J)
    chosen = stage.shell.bench.queue.selected
    stage.press(Qt.Key.Key_R)
    assert bridge.tools.name == "ruler"
    stage.press(Qt.Key.Key_Escape)
    assert bridge.tools.tool is None
    assert stage.shell.bench.queue.selected == chosen
    stage.press(Qt.Key.Key_J)
    assert stage.shell.bench.queue.selected != chosen  # keys are the list's again


def test_tools_work_from_the_grids_card_too(stage: Stage, bridge: MapBridge) -> None:
    stage.shell.bench.cell.show("410403001002003")
    assert not stage.shell.table.hasFocus()
    stage.press(Qt.Key.Key_B)
    assert bridge.tools.name == "box"
    stage.press(Qt.Key.Key_Right)
    stage.press(Qt.Key.Key_Return)
    assert set(stage.shell.bench.marks.picked) == {a_case_id(95), a_case_id(119)}


def test_where_the_map_stands_alone_it_has_the_keys_of_the_list(small: Stage, qtbot: QtBot) -> None:
    main = small.shell.maps.main
    assert main is not None
    tools, queue = main.view.bridge.tools, small.shell.bench.queue
    main.view.bridge.view = View(lon=LON, lat=LAT, zoom=16)
    small.press(Qt.Key.Key_J)
    first = queue.selected
    small.press(Qt.Key.Key_G, CTRL)
    assert not small.shell.table.isVisible()
    small.press(Qt.Key.Key_J)
    assert queue.selected != first
    small.press(Qt.Key.Key_R)
    assert tools.name == "ruler"
    small.press(Qt.Key.Key_Space)
    assert tools.tool is not None
    assert tools.tool["places"] == [[LON, LAT]]
    small.press(Qt.Key.Key_Escape)
    assert tools.tool is None
    small.press(Qt.Key.Key_G, CTRL)
    assert small.focus is small.shell.table
    small.press(Qt.Key.Key_G, CTRL)
    small.press(Qt.Key.Key_Slash)  # the filter is beside the list
    assert small.shell.table.isVisible()
    assert small.focus is not small.shell.table


def test_the_panel_of_layers_takes_its_keys_where_the_map_stands_alone(small: Stage) -> None:
    small.press(Qt.Key.Key_G, CTRL)
    small.press(Qt.Key.Key_L)
    panel = small.focus
    assert isinstance(panel, LayerPanel)
    was = panel.lines[5].row.on
    small.press(Qt.Key.Key_6)
    assert panel.lines[5].row.on is not was
    small.press(Qt.Key.Key_Escape)
    assert not panel.isVisible()
    assert small.focus is small.shell.map_view


def test_how_to_use_a_tool_is_not_said_once_it_is_put_away(stage: Stage, bridge: MapBridge) -> None:
    stage.press(Qt.Key.Key_B)
    status = stage.shell.workplace.frame.status
    assert "拖出方框" in status.words
    stage.press(Qt.Key.Key_Escape)
    assert bridge.tools.tool is None
    assert status.words == ""


def test_esc_takes_the_mark_of_a_found_place_away(stage: Stage, bridge: MapBridge) -> None:
    stage.shell.focus_list()
    commands = stage.shell.findChild(MapCommands)
    assert isinstance(commands, MapCommands)
    commands.hand.pin(Point(LON, LAT))
    assert bridge.tools.name == PIN
    stage.press(Qt.Key.Key_Escape)
    assert bridge.tools.tool is None


def test_a_ruler_is_copied_by_enter(stage: Stage, bridge: MapBridge) -> None:
    stage.press(Qt.Key.Key_R)
    bridge.channel.shape_drawn("ruler", [LON, LAT, LON, LAT + 0.001])
    stage.press(Qt.Key.Key_Return)
    assert QGuiApplication.clipboard().text() == "110.9 m"
    ring = [LON, LAT, LON, LAT + 0.002, LON + 0.002, LAT + 0.002]
    bridge.channel.shape_drawn("ruler", [*ring, *ring[:2]])
    stage.press(Qt.Key.Key_Return)
    assert "ha）" in QGuiApplication.clipboard().text()


def test_plus_minus_and_ctrl_arrows_move_the_view_together(stage: Stage, bridge: MapBridge) -> None:
    bridge.news.flush()
    stage.press(Qt.Key.Key_Plus)
    stage.press(Qt.Key.Key_Right, CTRL)
    stage.press(Qt.Key.Key_Down, CTRL)
    assert bridge.news.waiting("step") == (0.25, 0.25, 1)


def test_a_dropped_mark_opens_its_form_and_esc_puts_it_back(
    stage: Stage, bridge: MapBridge
) -> None:
    case = a_case_id(95)
    stage.reading.details[case] = a_detail(stage.reading.cases[case])
    stage.shell.bench.queue.choose(case)
    handle = bridge.pins.handle(case)
    assert handle is not None
    bridge.channel.case_dropped(handle, LON, LAT + 0.001)
    panel = stage.shell.workplace.panel
    assert isinstance(panel, PlacePanel)
    assert panel.spot.point == Point(LON, LAT + 0.001)
    assert bridge.tools.name == PROPOSAL
    panel.leave()
    assert stage.shell.workplace.panel is None
    assert bridge.tools.tool is None


def test_a_drop_that_is_not_allowed_says_so_and_goes_back(stage: Stage, bridge: MapBridge) -> None:
    case = a_case_id(95)
    known = a_detail(stage.reading.cases[case])
    closed = replace(known, case=replace(known.case, stage=type(known.case.stage)("closed")))
    stage.reading.details[case] = closed
    stage.shell.bench.queue.choose(case)
    handle = bridge.pins.handle(case)
    assert handle is not None
    bridge.channel.case_dropped(handle, LON, LAT + 0.001)
    assert stage.shell.workplace.panel is None
    assert bridge.tools.tool is None
    assert stage.shell.workplace.frame.status.words


def test_coordinates_of_any_system_are_offered_and_gone_to(
    qtbot: QtBot, stage: Stage, bridge: MapBridge
) -> None:
    dialog = asked(stage, qtbot)
    typed(stage, dialog, "113.3 33.74")
    table = dialog.finder.table
    rows = [table.row_at(at) for at in range(table.rowCount())]
    kinds = [row.lead for row in rows if row is not None]
    assert kinds == ["WGS-84", "GCJ-02", "BD-09"]
    QTest.keyClick(dialog.finder.line, Qt.Key.Key_Down)
    QTest.keyClick(dialog.finder.line, Qt.Key.Key_Return)
    assert not dialog.isVisible()
    assert bridge.tools.name == PIN
    assert bridge.view is not None
    assert bridge.view.lon == pytest.approx(113.2938, abs=0.001)  # GCJ-02 lies 600 m off


def test_enter_on_an_empty_line_finds_nothing_sought_before(qtbot: QtBot, stage: Stage) -> None:
    dialog = asked(stage, qtbot)
    typed(stage, dialog, "113.3 33.74")
    assert dialog.finder.table.keys
    QTest.keyClick(dialog.finder.line, Qt.Key.Key_Escape)
    stage.window.activateWindow()
    qtbot.waitUntil(stage.window.isActiveWindow)
    dialog = asked(stage, qtbot)
    QTest.keyClick(dialog.finder.line, Qt.Key.Key_Return)
    assert dialog.isVisible()
    assert not dialog.finder.table.keys


def test_finds_that_come_all_at_once_are_seen_whole(qtbot: QtBot, stage: Stage) -> None:
    dialog = asked(stage, qtbot)
    dialog.finder.line.insert("113.3 33.74")  # as pasted: answered once
    dialog.finder.typed.emit(dialog.finder.line.text())
    QTest.keyClick(dialog.finder.line, Qt.Key.Key_Return)
    assert dialog.finder.list.height() == dialog.finder.list.minimumHeight()
    parts = (dialog.finder.line, dialog.finder.list)
    assert dialog.finder.height() == sum(part.height() for part in parts)


def test_enter_with_two_corners_says_that_three_are_needed(stage: Stage, bridge: MapBridge) -> None:
    stage.press(Qt.Key.Key_B, SHIFT)
    for _ in range(2):
        stage.press(Qt.Key.Key_Space)
    stage.press(Qt.Key.Key_Return)
    assert bridge.tools.name == "polygon"
    status = stage.shell.workplace.frame.status
    assert status.words == stage.shell.look.wording.say("map.few_corners")
    stage.press(Qt.Key.Key_Escape)
    assert status.words == ""  # no tool, no word of how to use it


def test_coordinates_outside_the_city_are_refused_in_words(
    qtbot: QtBot, stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stage.shell.bench.ground, "base", base())
    dialog = asked(stage, qtbot)
    typed(stage, dialog, "116.39 39.9")
    assert not dialog.finder.table.keys
    assert dialog.said.text() == stage.shell.look.wording.say("goto.outside")


def test_a_case_number_leads_to_its_case(qtbot: QtBot, stage: Stage) -> None:
    case = a_case_id(119)
    row = stage.reading.cases[case]
    stage.reading.hits = (
        SearchHit(
            id=case,
            number=row.number,
            category_name="",
            address="",
            stage=row.stage,
            due=None,
            matched="number",
        ),
    )
    dialog = asked(stage, qtbot)
    typed(stage, dialog, row.number)
    QTest.keyClick(dialog.finder.line, Qt.Key.Key_Return)
    assert stage.shell.bench.queue.selected == CaseId(case)


def test_a_grid_is_gone_to_and_copied_as_text(
    qtbot: QtBot, stage: Stage, bridge: MapBridge
) -> None:
    code = "410403004005009"
    place = Place(address="", unit_grid=code, point=Point(LON, LAT))
    stage.reading.place_hits = (
        PlaceHit(kind="grid", title=code, detail="诸葛庙社区", place=place),
    )
    dialog = asked(stage, qtbot)
    typed(stage, dialog, "410403004")
    QTest.keyClick(dialog.finder.line, Qt.Key.Key_Return)
    stage.window.activateWindow()
    qtbot.waitUntil(stage.window.isActiveWindow)
    stage.press(Qt.Key.Key_C, CTRL | SHIFT)
    lines = QGuiApplication.clipboard().text().splitlines()
    assert lines[0] == f"网格 {code}"
    assert "坐标（WGS-84 / CGCS2000）：113.300000, 33.740000" in lines
    assert bridge.tools.name == PIN


def test_a_copied_case_has_its_place_and_nothing_of_its_caller(stage: Stage) -> None:
    case = a_case_id(95)
    known = a_detail(stage.reading.cases[case])
    stage.reading.details[case] = known
    stage.shell.bench.queue.choose(case)
    stage.press(Qt.Key.Key_C, CTRL | SHIFT)
    text = QGuiApplication.clipboard().text()
    assert known.case.number in text
    assert known.case.place.address in text
    assert known.case.description not in text
    for caller in known.callers:
        assert caller.name not in text
        assert caller.phone not in text


def test_n_rings_the_case_in_hand_and_moves_nothing(stage: Stage, bridge: MapBridge) -> None:
    stage.press(Qt.Key.Key_N)
    assert bridge.scene is None  # no case is chosen
    stage.press(Qt.Key.Key_J)
    before = bridge.view
    stage.press(Qt.Key.Key_N)
    assert bridge.scene is not None
    assert bridge.scene["stay"]
    assert bridge.scene["radius_m"] == stage.desk.rules.similar_metres
    assert bridge.view == before
    stage.press(Qt.Key.Key_N)
    assert bridge.scene is None


def test_a_place_is_picked_on_the_second_screen_for_the_open_form(stage: Stage) -> None:
    stage.press(Qt.Key.Key_F11)
    window = stage.shell.maps.window
    assert window is not None
    stage.window.activateWindow()
    stage.press(Qt.Key.Key_J)
    stage.shell.actions.run("correct_place")
    panel = stage.shell.workplace.panel
    assert isinstance(panel, PlacePanel)
    panel.map.start_picking()
    large = window.view.bridge
    assert large.tools.picking
    large.channel.map_clicked(LON, LAT)
    assert panel.spot.point == Point(LON, LAT)
    assert not large.tools.picking
    assert not panel.map.bridge.tools.picking
    panel.map.start_picking()
    panel.leave()
    assert not large.tools.picking


def test_an_open_grid_is_copied_with_who_answers_for_it(stage: Stage) -> None:
    row = GridRow(
        code="410403004005009",
        names=("卫东区", "诸葛庙街道", "诸葛庙社区"),
        management_area="410403",
        area_level=AreaLevel.FIRST,
        area_m2=10_000.0,
        duty_grid="ZR12",
        duty_name="十二号责任网格",
        inspector="WD-114",
        inspector_name="王强",
    )
    stage.shell.bench.cell.card = GridCard(grid=row, valid_from=date(2024, 1, 1), seen=None)
    stage.press(Qt.Key.Key_C, CTRL | SHIFT)
    assert QGuiApplication.clipboard().text().splitlines() == [
        "网格 410403 004 005 009 卫东区 诸葛庙街道 诸葛庙社区",
        "管理等级：一类",
        "责任网格：ZR12 十二号责任网格",
        "督查员：WD-114 王强",
    ]
