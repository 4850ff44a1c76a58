"""The ring of the cell in hand on one map: there while its card is open, by the map's number."""

from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from console.views.cell_mark import CellMark
from console.views.map_view import MapView
from tests.screens import Stage, open_stage
from tests.viewmodels.test_map_layers import CODES, shape


@pytest.fixture
def stage(qtbot: QtBot) -> Iterator[Stage]:
    made = open_stage()
    qtbot.addWidget(made.window)
    yield made
    made.close()


def test_the_cell_of_the_card_is_marked_until_it_is_closed(stage: Stage, qtbot: QtBot) -> None:
    view, bench = MapView(stage.shell.look.theme.tokens), stage.shell.bench
    qtbot.addWidget(view)
    CellMark(view, bench.cell, bench.ground)
    bench.cell.show(CODES[1])
    assert view.bridge.feeds.cell == -1  # its outline is not known yet
    stage.reading.shapes = tuple(shape(code, 10_000.0) for code in CODES)
    bench.ground.load()
    assert view.bridge.feeds.cell == 1
    bench.cell.show(CODES[2])
    assert view.bridge.feeds.cell == 2
    bench.cell.close()
    assert view.bridge.feeds.cell == -1
