"""A shift on the map, by keys and mouse: a cell, its cases, a wrong place, many cases at once."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot
from sqlalchemy import URL

from console.domain.case import CaseId
from console.domain.place import Point
from console.domain.stage import Move, Post
from console.viewmodels.map_hand import POLYGON, PROPOSAL
from console.views.goto_dialog import GotoDialog
from console.views.map_view import MapView
from console.views.panels.place_panel import PlacePanel
from tests.journeys.city import centre, grid_code, settle
from tests.journeys.hands import Hands, Office
from tests.journeys.world import World

pytestmark = pytest.mark.webengine
EAST = "410403"
LEFT = Qt.MouseButton.LeftButton
HALF = 0.0005
"""Half a cell's side, degrees."""


@pytest.fixture(params=[("zh", "light"), ("en", "dark")], ids="-".join)
def mapped(
    request: pytest.FixtureRequest,
    qtbot: QtBot,
    qapp: QApplication,
    database_url: URL,
    tmp_path: Path,
) -> Iterator[Office]:
    """A centre whose consoles show their maps, in both languages and themes."""
    settle(database_url)
    language, theme = request.param
    world = World.over(database_url, tmp_path)
    made = Office(qtbot, qapp, database_url, tmp_path, world, theme=theme, language=language)
    yield made
    made.leave()


@dataclass
class Mouse:
    """A hand on the large map."""

    hands: Hands

    @property
    def view(self) -> MapView:
        """The map."""
        link = self.hands.shell.maps.main
        assert link is not None
        return link.view

    @property
    def page(self) -> QWidget:
        """The widget that takes the page's events."""
        web = self.view.web
        proxy = web.focusProxy() if web is not None else None
        assert proxy is not None
        return proxy

    def spot(self, point: Point) -> QPoint:
        """Where a place stands in the page, by the view it last told."""
        shown = self.view.bridge.view
        assert shown is not None
        scale = 256 * 2**shown.zoom
        x = (point.lon - shown.lon) / 360 * scale
        y = -(_mercator(point.lat) - _mercator(shown.lat)) / (2 * math.pi) * scale
        return QPoint(round(self.page.width() / 2 + x), round(self.page.height() / 2 + y))

    def click(self, point: Point) -> None:
        """A click of the left button."""
        QTest.mouseMove(self.page, self.spot(point))
        QTest.mouseClick(self.page, LEFT, pos=self.spot(point))

    def drag(self, start: Point, end: Point) -> None:
        """Press, go over in steps, let go."""
        a, b = self.spot(start), self.spot(end)
        QTest.mouseMove(self.page, a)
        QTest.mousePress(self.page, LEFT, pos=a)
        for step in range(1, 7):
            QTest.mouseMove(self.page, a + (b - a) * step / 6)
        QTest.mouseRelease(self.page, LEFT, pos=b)

    def settled(self) -> None:
        """Wait until the page has drawn all it was told."""
        idle: list[object] = []
        web = self.view.web
        assert web is not None
        self.view.bridge.news.flush()

        def told() -> bool:
            web.page().runJavaScript("window.mapIdle()", idle.append)  # type: ignore[attr-defined]
            return bool(idle) and idle[-1] is True

        self.hands.wait(told)


def _mercator(lat: float) -> float:
    return math.asinh(math.tan(math.radians(lat)))


def go_to(hands: Hands, mouse: Mouse, point: Point) -> None:
    """G, coordinates, Enter to ask, Enter to take the first reading."""
    hands.press("G")
    dialog = hands.window.findChild(GotoDialog)
    assert isinstance(dialog, GotoDialog)
    dialog.activateWindow()
    hands.wait(dialog.isActiveWindow)
    hands.write(f"{point.lon:.6f}, {point.lat:.6f}")
    hands.press("Return")
    hands.wait(lambda: bool(dialog.finder.table.keys))
    hands.press("Return")
    hands.take_over()
    hands.wait_home()
    hands.wait(lambda: _near(mouse, point))
    mouse.settled()


def _near(mouse: Mouse, point: Point) -> bool:
    shown = mouse.view.bridge.view
    return shown is not None and math.hypot(shown.lon - point.lon, shown.lat - point.lat) < 1e-5


def last_moves(world: World, cases: list[CaseId]) -> list[Move]:
    return [world.trail(case)[-1].move for case in cases]


def test_a_cell_its_case_put_right_and_many_urged_at_once(mapped: Office) -> None:
    world = mapped.world
    cases = [world.until(Move.REGISTER, world.call(at)) for at in (6, 7, 8)]
    middle = cases[1]
    hands = mapped.seat()
    mouse = Mouse(hands)
    hands.go_to(Post.DISPATCHER)
    hands.wait(lambda: mouse.view.bridge.view is not None and len(mouse.view.bridge.pins.pins) == 3)
    go_to(hands, mouse, centre(EAST, 7))

    # The cell: its card, and the list of its cases only.
    wanted = grid_code(EAST, 7)
    corner = Point(centre(EAST, 7).lon - 0.8 * HALF, centre(EAST, 7).lat + 0.8 * HALF)
    mouse.click(corner)
    hands.wait(lambda: hands.bench.cell.code == wanted and hands.shell.cell_view.isVisible())
    hands.wait(lambda: hands.bench.cell.card is not None and hands.shell.cell_view.lines.hasFocus())
    hands.press("Return")
    hands.wait(lambda: hands.bench.queue.filter.grid == wanted)
    hands.wait(lambda: list(hands.bench.queue.table.keys) == [middle])

    # Its case lies one cell further north: the mark is dragged there, the form says why.
    hands.shell.focus_list()
    hands.find(middle)
    mouse.settled()
    mouse.drag(centre(EAST, 7), centre(EAST, 12))
    hands.wait_panel(PlacePanel)
    assert mouse.view.bridge.tools.name == PROPOSAL
    assert world.case(middle).place.unit_grid == wanted
    panel = hands.panel
    assert isinstance(panel, PlacePanel)
    hands.wait(lambda: panel.located is not None)
    hands.write("seen on site")
    hands.press("Ctrl+Return")
    hands.wait_home()
    place = world.case(middle).place
    assert place.unit_grid == grid_code(EAST, 12)
    assert place.duty_grid == f"ZR{EAST}01"
    assert mouse.view.bridge.tools.tool is None

    # All three by a polygon, and all three urged by one key.
    hands.press("Ctrl+0")
    hands.wait(lambda: set(hands.bench.queue.table.keys) == set(cases))
    go_to(hands, mouse, centre(EAST, 7))
    zoom = _zoom(mouse)
    hands.press("-")
    hands.wait(lambda: _zoom(mouse) == zoom - 1)
    hands.press("Shift+B")
    assert mouse.view.bridge.tools.name == POLYGON
    mouse.settled()
    west, east = centre(EAST, 6).lon - HALF, centre(EAST, 8).lon + HALF
    south, north = centre(EAST, 6).lat - HALF, centre(EAST, 12).lat + HALF
    ring = [Point(west, south), Point(east, south), Point(east, north), Point(west, north)]
    hand = mouse.view.bridge.tools
    for at, one in enumerate((*ring, ring[0]), start=1):
        mouse.click(one)
        hands.wait(lambda want=at: want > 4 or _corners(hand.tool) == want)  # type: ignore[misc]
        mouse.settled()
    hands.wait(lambda: set(hands.bench.marks.picked) == set(cases))
    hands.press("Shift+F7")
    hands.wait(lambda: not hands.bench.marks.picked)
    assert last_moves(world, cases) == [Move.URGE] * 3


def _zoom(mouse: Mouse) -> float:
    shown = mouse.view.bridge.view
    assert shown is not None
    return shown.zoom


def _corners(tool: dict[str, object] | None) -> int:
    places = (tool or {}).get("places")
    return len(places) if isinstance(places, list) else 0
