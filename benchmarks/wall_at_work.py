"""The wall as the product runs it, in a process of its own, that tells what its picture shows.

Each second it sends the state of its picture (`state_of_picture`), with more beside: `now`, the
time its head tells, `visible`, where the window is (`place`), the pages' processes (`pages`),
whether all have drawn (`drawn`) and what the pages themselves say (`said`, a second late).
"""

from __future__ import annotations

import faulthandler
import logging
import os
import sys
from contextlib import suppress
from multiprocessing.connection import Connection
from threading import Thread
from typing import Final

from PySide6.QtWebEngineWidgets import QWebEngineView
from PySide6.QtWidgets import QApplication
from sqlalchemy import make_url

from console.evaluation.scene_json import read_show
from console.views.resources import resource
from console.views.wall.map_block import MapWallBlock
from console.views.wall.wall_app import run_wall
from console.views.wall.wall_window import WallWindow, state_of_picture
from console.views.wall.wish import WallWish
from db.engine import wall_engine
from db.wall import PostgresWall

_WORDS: Final = "document.body ? document.body.innerText : ''"


class Teller:
    """The wall's beat: it goes through the window's own loop, as the guard's does."""

    def __init__(self, line: Connection) -> None:
        self._line = line
        self._said: set[str] = set()

    def __call__(self) -> None:
        """Send what is seen now."""
        for window in QApplication.topLevelWidgets():
            if isinstance(window, WallWindow):
                with suppress(OSError):
                    self._line.send(self._state(window))

    def _state(self, window: WallWindow) -> dict[str, object]:
        maps = [one for one in window.blocks.values() if isinstance(one, MapWallBlock)]
        said, self._said = self._said, set()
        for one in maps:
            web = one.view.web
            if isinstance(web, QWebEngineView):
                web.page().runJavaScript(_WORDS, self._take)
        return state_of_picture(window) | {
            "now": None if window.told is None else window.told.now,
            "visible": window.isVisible(),
            "place": window.geometry().getRect(),
            "pages": [pid for one in maps if (pid := one.view.renderer())],
            "drawn": all(one.view.is_drawn for one in maps),
            "said": said,
        }

    def _take(self, words: object) -> None:
        self._said.update(str(words).split("\n"))


def show(line: Connection, url: str, wish: WallWish) -> None:
    """Run the wall until the other end of the line closes."""
    faulthandler.enable()  # under libfaketime one start in five fails within `getenv`
    # Chromium's own processes spin under libfaketime; the pages tell no time.
    os.environ.pop("LD_PRELOAD", None)
    logging.basicConfig(level=logging.INFO, format="%(relativeCreated)d %(message)s")
    Thread(target=_watch, args=(line,), name="line", daemon=True).start()
    reading = PostgresWall(wall_engine(make_url(url)))
    shipped = read_show(resource("wall", "scenes.json").read_text(encoding="utf-8"))
    teller = Teller(line)
    past = reading.past()
    sys.exit(run_wall(reading, past, shipped, "zh", wish, beat=teller, ends=_ends, keep=_kept))


def _watch(line: Connection) -> None:
    with suppress(OSError, EOFError):
        line.poll(None)
    os._exit(0)


def _ends() -> None:
    """No guard is told."""


def _kept(*_picture: object) -> None:
    """No picture is kept."""
