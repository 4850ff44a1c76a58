"""Layers and one map: switches both ways, bytes to the page, words under the pointer, clicks."""

from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from console.domain.case import CaseId
from console.ports.layer_rows import EndedPin
from console.viewmodels.map_bridge import MapBridge
from console.views.layer_link import LayerLink
from console.views.map_view import MapView
from tests.fake_layers import a_grid_row, a_load
from tests.rows import a_case_id
from tests.screens import Stage, open_stage
from tests.viewmodels.test_map_bridge import listening
from tests.viewmodels.test_map_layers import CODES, shape

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
def link(stage: Stage, qtbot: QtBot) -> Iterator[LayerLink]:
    """A map joined to it, as if it were looked at; without its page."""
    view = MapView(stage.shell.look.theme.tokens)
    qtbot.addWidget(view)
    bench = stage.shell.bench
    made = LayerLink(view, bench.layers, bench.pins, stage.shell.look)
    view.looked_at.emit(True)  # noqa: FBT003  the signal's argument
    yield made
    view.looked_at.emit(False)  # noqa: FBT003  as above


@pytest.fixture
def bridge(link: LayerLink) -> MapBridge:
    return link.view.bridge


def test_switches_go_both_ways(stage: Stage, bridge: MapBridge) -> None:
    layers = stage.shell.bench.layers
    assert bridge.layers["cases"]
    assert not bridge.layers["heat"]
    layers.switch("heat", on=True)
    assert bridge.layers["heat"]
    bridge.channel.layer_clicked("heat", False)  # noqa: FBT003  as the page calls it
    assert "heat" not in layers.options.on


def test_what_a_layer_shows_is_given_to_the_page_with_its_legend(
    stage: Stage, link: LayerLink, qtbot: QtBot
) -> None:
    stage.reading.loads = (a_load(CODES[1]),)
    told: list[list[dict[str, str]]] = []
    link.legend_told.connect(told.append)
    stage.shell.bench.layers.switch("heat", on=True)
    assert tuple(link.view.bridge.feeds.packed("heat")[8:]) == (0, 3, 0)
    assert told[-1][1] == {"swatch": "density3", "text": "≥1"}


def test_the_signs_of_a_layer_are_named_in_the_legend_while_it_is_on(
    stage: Stage, link: LayerLink
) -> None:
    told: list[list[dict[str, object]]] = []
    link.legend_told.connect(told.append)
    layers = stage.shell.bench.layers
    layers.switch("inspectors", on=True)
    assert [(one["form"], one["state"]) for one in told[-1]] == [("person", 0), ("person", 1)]
    layers.switch("inspectors", on=False)
    assert told[-1] == []


def test_a_map_nobody_looks_at_asks_for_nothing(stage: Stage, link: LayerLink) -> None:
    link.view.looked_at.emit(False)  # noqa: FBT003  the signal's argument
    stage.shell.bench.layers.switch("heat", on=True)
    assert "grid_loads" not in stage.reading.asked
    link.view.looked_at.emit(True)  # noqa: FBT003  as above
    assert "grid_loads" in stage.reading.asked


def test_a_cell_under_the_pointer_is_named_with_its_load(stage: Stage, bridge: MapBridge) -> None:
    stage.reading.loads = (a_load(CODES[1], at_all=4, overdue=2),)
    told = listening(bridge)
    bridge.channel.feature_under_pointer("grids", 1, 113.3, 33.7)
    tip = told[-1]["hover"]["tip"]
    assert tip["title"] == "410403 001 001 002"
    assert "赵巡" in tip["detail"]
    load = stage.shell.look.wording.say("layers.load", open=4, overdue=2)
    assert load in tip["detail"]


@pytest.mark.parametrize("now_on", [0, 1], ids=["outside", "on a mark"])
def test_a_cell_the_pointer_has_left_is_not_named_again(
    stage: Stage,
    bridge: MapBridge,
    now_on: int,
) -> None:
    bridge.channel.feature_under_pointer("grids", 1, 113.3, 33.7)
    bridge.channel.case_under_pointer(now_on)
    told = listening(bridge)
    stage.shell.bench.layers.told.emit("loads")
    bridge.flush()
    assert not [news["hover"] for news in told if "hover" in news]


def test_a_closed_case_that_is_clicked_is_asked_for(
    stage: Stage, link: LayerLink, qtbot: QtBot
) -> None:
    stage.reading.ended = (ENDED,)
    stage.shell.bench.layers.look_at(113.0, 33.0, 114.0, 34.0)
    stage.shell.bench.layers.switch("closed", on=True)
    with qtbot.waitSignal(link.case_asked) as asked:
        link.view.bridge.channel.feature_clicked("closed", 0)
    assert asked.args == [ENDED.id]
