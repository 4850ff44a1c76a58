"""Drives a real map page the way an operator does, and reads back what it shows."""

from __future__ import annotations

import json
import math
from typing import Any, Final

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWebEngineWidgets import QWebEngineView
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from console.views.map_labels import map_labels
from console.views.map_view import MapView
from console.views.theme import ThemeName, load_tokens
from console.views.wording import Wording
from tests.map import small_city

SIZE: Final = (900, 500)
TOKENS: Final = load_tokens(ThemeName.LIGHT)


class MapDriver:
    """A shown map of the small city, with the waits a test needs."""

    def __init__(self, qtbot: QtBot, *, inset: bool = False) -> None:
        self.qtbot = qtbot
        self.view = MapView(TOKENS, inset=inset)
        qtbot.addWidget(self.view)
        self.view.set_language(map_labels(Wording(), {}))
        self.view.set_base(small_city.base())
        self.view.set_grids(small_city.grids())

    def open(self) -> None:
        """Show the map and wait until the page has drawn what it was told."""
        with self.qtbot.waitSignal(self.view.shown):
            self.view.resize(*SIZE)
            self.view.show()
        self.settle()

    def settle(self) -> None:
        """Wait until the page has taken everything told so far."""
        self.view.bridge.flush()
        self.wait_js("document.body?.dataset.told > 0 && window.mapIdle()")

    def web(self) -> QWebEngineView:
        """The present web view."""
        assert isinstance(self.view.web, QWebEngineView)
        return self.view.web

    def inside(self) -> QWidget:
        """The widget that takes the page's events; another one after each load."""
        proxy = self.web().focusProxy()
        assert proxy is not None
        return proxy

    def js(self, code: str) -> Any:
        """The value of an expression in the page."""
        answers: list[str] = []
        self.web().page().runJavaScript(f"JSON.stringify({code})", answers.append)
        self.qtbot.waitUntil(lambda: bool(answers))
        return json.loads(answers[0]) if answers[0] else None

    def run(self, code: str) -> None:
        """Let the page do something whose result does not matter."""
        self.web().page().runJavaScript(code + ";0")

    def wait_js(self, code: str) -> None:
        """Wait until an expression in the page is true."""
        self.qtbot.waitUntil(lambda: bool(self.js(code)))

    def texts(self, selector: str) -> list[str]:
        """What the operator reads in the elements of a selector that are shown."""
        found: list[str] = self.js(
            f"[...document.querySelectorAll('{selector}')]"
            ".filter(e => e.offsetParent).map(e => e.textContent)"
        )
        return found

    def point(self, lon: float, lat: float) -> QPoint:
        """Where a place stands in the widget, by the view the page last told."""
        view = self.view.bridge.view
        assert view is not None
        scale = 256 * 2**view.zoom
        x = (lon - view.lon) / 360 * scale
        y = -(_mercator(lat) - _mercator(view.lat)) / (2 * math.pi) * scale
        return QPoint(round(SIZE[0] / 2 + x), round(SIZE[1] / 2 + y))

    def hover(self, lon: float, lat: float) -> None:
        """Bring the pointer to a place, in two steps as a hand does."""
        for step in (QPoint(-2, 0), QPoint(0, 0)):
            QTest.mouseMove(self.inside(), self.point(lon, lat) + step)
            self.js("0")

    def click(self, lon: float, lat: float) -> None:
        """A click of the left mouse button at a place."""
        target = self.inside()
        QTest.mouseMove(target, self.point(lon, lat))
        QTest.mouseClick(target, Qt.MouseButton.LeftButton, pos=self.point(lon, lat))

    def wait_color(self, color: str, lon: float, lat: float, reach: int = 2) -> None:
        """Wait until a colour shows within some pixels of a place (pictures arrive later)."""

        def check() -> None:
            assert color.lower() in self.colors(lon, lat, reach)

        self.qtbot.waitUntil(check)

    def colors(self, lon: float, lat: float, reach: int = 2) -> set[str]:
        """The colours that show within some pixels of a place now."""
        spot = self.point(lon, lat)
        box = QRect(spot.x() - reach, spot.y() - reach, 2 * reach + 1, 2 * reach + 1)
        part = self.view.grab(box).toImage()
        return {
            part.pixelColor(x, y).name() for x in range(part.width()) for y in range(part.height())
        }


def _mercator(lat: float) -> float:
    return math.asinh(math.tan(math.radians(lat)))
