"""Layers and one map: switches both ways, bytes to the page, words under the pointer, clicks."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QSettings
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from console.domain.case import CaseId
from console.domain.gridload import Load
from console.domain.place import ComponentState, Point
from console.domain.stage import Post
from console.ports.layer_rows import AreaRow, ComponentPin, EndedPin, InspectorRow, Seen
from console.viewmodels.layer_options import LayerOptions
from console.viewmodels.map_bridge import MapBridge
from console.viewmodels.map_layers import Cell
from console.views.layers_link import LayersLink
from console.views.look import Look
from console.views.map_view import MapView
from console.views.seat_memory import LAYERS, remember_layers
from console.views.thing_words import ThingWords
from tests.fake_layers import a_grid_row, a_load
from tests.rows import NOW, a_case_id
from tests.screens import Stage, open_stage
from tests.viewmodels.test_map_bridge import listening
from tests.viewmodels.test_map_layers import CODES, shape

WEST = Point(113.30, 33.74)
ENDED = EndedPin(id=CaseId(a_case_id(119)), lon=113.3, lat=33.7, kind="forced")


@pytest.fixture
def stage(qtbot: QtBot) -> Iterator[Stage]:
    """A seat over a city of three cells."""
    made = open_stage()
    qtbot.addWidget(made.window)
    made.reading.shapes = tuple(shape(code, 10_000.0) for code in CODES)
    made.reading.cells = tuple(a_grid_row(code) for code in CODES)
    made.shell.bench.ground.load()
    yield made
    made.close()


@pytest.fixture
def bridge(stage: Stage, qtbot: QtBot) -> Iterator[MapBridge]:
    """A map joined to it, as if it were shown; without its page."""
    view = MapView(stage.shell.look.theme.tokens)
    qtbot.addWidget(view)
    LayersLink(view, stage.shell.bench, stage.shell.look)
    stage.shell.bench.layers.watch(view, looking=True)
    yield view.bridge
    stage.shell.bench.layers.watch(view, looking=False)


def test_switches_go_both_ways(stage: Stage, bridge: MapBridge) -> None:
    layers = stage.shell.bench.layers
    assert bridge.layers["cases"]
    assert not bridge.layers["heat"]
    layers.switch("heat", on=True)
    assert bridge.layers["heat"]
    bridge.channel.layer_clicked("heat", False)  # noqa: FBT003  as the page calls it
    assert "heat" not in layers.options.on


def test_what_a_layer_shows_is_given_to_the_page(stage: Stage, bridge: MapBridge) -> None:
    stage.reading.loads = (a_load(CODES[1]),)
    stage.shell.bench.layers.switch("heat", on=True)
    assert tuple(bridge.feeds.packed("heat")[8:]) == (0, 3, 0)


def test_a_map_that_is_hidden_asks_for_nothing(stage: Stage, bridge: MapBridge) -> None:
    view = bridge.parent()
    assert isinstance(view, MapView)
    QApplication.sendEvent(view, QHideEvent())
    stage.shell.bench.layers.switch("heat", on=True)
    assert "grid_loads" not in stage.reading.asked
    view.removeEventFilter(view)
    link = next(one for one in view.children() if isinstance(one, LayersLink))
    link.eventFilter(view, QShowEvent())
    assert "grid_loads" in stage.reading.asked
    assert QEvent.Type.Show is QShowEvent().type()


def test_a_cell_under_the_pointer_is_named_with_its_load(stage: Stage, bridge: MapBridge) -> None:
    stage.reading.loads = (a_load(CODES[1], at_all=4, overdue=2),)
    told = listening(bridge)
    bridge.channel.feature_under_pointer("grids", 1, 113.3, 33.7)
    tip = told[-1]["hover"]["tip"]
    assert tip["title"] == "410403 001 001 002"
    assert "赵巡" in tip["detail"]
    assert "在办 4 · 超期 2" in tip["detail"]


def test_a_closed_case_that_is_clicked_is_taken_in_hand(stage: Stage, bridge: MapBridge) -> None:
    stage.reading.ended = (ENDED,)
    stage.shell.bench.layers.look_at(113.0, 33.0, 114.0, 34.0)
    stage.shell.bench.layers.switch("closed", on=True)
    bridge.channel.feature_clicked("closed", 0)
    assert stage.shell.bench.queue.selected == ENDED.id


def test_a_cell_that_is_clicked_opens_its_card(stage: Stage, bridge: MapBridge) -> None:
    bridge.grids = stage.shell.bench.ground.grids
    bridge.channel.grid_clicked(1)
    assert stage.shell.bench.cell.code == CODES[1]
    assert stage.shell.cell_view.isVisible()


def test_layers_are_remembered_by_this_workstation(stage: Stage, tmp_path: Path) -> None:
    memory = QSettings(str(tmp_path / "seat.ini"), QSettings.Format.IniFormat)
    memory.setValue(f"{LAYERS}/{Post.DISPATCHER.value}", LayerOptions(on=frozenset()).as_text())
    layers = stage.shell.bench.layers
    remember_layers(layers, memory)
    assert layers.options.on == frozenset()
    layers.switch("duty", on=True)
    assert "duty" in str(memory.value(f"{LAYERS}/{Post.DISPATCHER.value}"))
    remember_layers(layers, None)


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        (
            "zh",
            (
                ("410403 001 001 001", "一类区域 · 赵巡 · 在办 3 · 超期 1 · 2时前巡查"),
                ("赵巡 WD-07", "在岗 · 5分前的位置"),
                ("路灯 0202", "破损 · 权属不明"),
                ("已结案卷", "强制结案"),
                ("马拉松", ""),
                ("", ""),
            ),
        ),
        (
            "en",
            (
                (
                    "410403 001 001 001",
                    "Level 1 area · 赵巡 · open 3 · overdue 1 · seen 2 h ago",
                ),
                ("赵巡 WD-07", "on duty · position 5 min old"),
                ("路灯 0202", "damaged · owner unknown"),
                ("Closed cases", "Closed by decision"),
                ("马拉松", ""),
                ("", ""),
            ),
        ),
    ],
)
def test_every_thing_has_its_words(language: str, expected: tuple[tuple[str, str], ...]) -> None:
    words = ThingWords(Look.of("light", language, strict=True).formats)
    things = (
        Cell(
            row=a_grid_row(CODES[0]),
            load=Load(open=3, overdue=1),
            seen=NOW - timedelta(hours=2),
        ),
        InspectorRow(
            code="WD-07",
            name="赵巡",
            management_area="410403",
            duty_grids=(),
            certified=True,
            on_duty=True,
            last=Seen(at=NOW - timedelta(minutes=5), point=WEST),
        ),
        ComponentPin(
            code="0202",
            lon=113.3,
            lat=33.7,
            category="0202",
            name="路灯",
            state=ComponentState.DAMAGED,
            owner="",
        ),
        ENDED,
        AreaRow(code="K1", name="马拉松", loops=()),
        None,
    )
    assert tuple(words.of(one, NOW) for one in things) == expected
