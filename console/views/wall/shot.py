"""A picture of one scene of the wall with the data there are, taken without a screen.

The wall itself is started and told its figures as on any other day; it is grabbed once every block
has been told and its maps have drawn.
"""

from __future__ import annotations

import os
import socket
from collections.abc import Sequence
from pathlib import Path
from typing import Final, cast

from PySide6.QtCore import QObject, QTimer, Slot
from PySide6.QtWidgets import QApplication

from console.domain.scene import Show
from console.ports.wall import PastReading, WallOrder, WallReading
from console.viewmodels.wall_stage import WallStage
from console.views.app import prepare_engine
from console.views.asked_to_end import Asked, unraised
from console.views.look import Look
from console.views.shot_screen import application_of
from console.views.wall.block import Drawn
from console.views.wall.map_block import MapWallBlock
from console.views.wall.wall_app import WallApp, end_wall
from console.views.wall.wall_window import WallWindow
from console.views.wall.wish import WallWish

LOOK_MS: Final = 250
QUIET_LOOKS: Final = 8
"""A page has drawn its cells and marks so many looks after it first said so."""
PATIENCE_LOOKS: Final = 160
"""After so many looks the picture is taken as it is: a block without figures is one too."""


class Unordered:
    """A wall's reading that hears no supervisor and knows no scenes but those it is given."""

    def __init__(self, reading: WallReading) -> None:
        self._reading = reading

    def __getattr__(self, question: str) -> object:
        return getattr(self._reading, question)

    def scenes(self) -> None:
        """None: the scene of the picture is what is shown."""

    def orders(self, _after: int) -> Sequence[WallOrder]:
        """None."""
        return ()


class Photographer(QObject):
    """Looks at a wall until it stands still, keeps its picture, ends the program."""

    def __init__(self, app: QApplication, window: WallWindow, out: Path) -> None:
        super().__init__()
        self._app, self._window, self._out = app, window, out
        self._looks = self._quiet = 0
        self.kept = False
        self.ended_by = 0
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK_MS)
        self._timer.timeout.connect(self.look)
        self._timer.start()

    @Slot()
    def look(self) -> None:
        """Once more; the picture is taken after several quiet looks, or after a while."""
        self._looks += 1
        blocks = [one for one in self._window.blocks.values() if one.isVisible()]
        maps = [one for one in blocks if isinstance(one, MapWallBlock)]
        told = bool(blocks) and all(one.drawn is not Drawn.WAITING for one in blocks)
        self._quiet += told
        if self._quiet < (QUIET_LOOKS if maps else 1) and self._looks < PATIENCE_LOOKS:
            return
        self._timer.stop()
        self.kept = self._window.grab().save(str(self._out), "PNG")
        self._app.quit()

    @Slot(int)
    def end(self, number: int) -> None:
        """The system asks to end: no picture then."""
        self.ended_by = number
        self._timer.stop()
        self._app.exit()


def render_wall(
    reading: WallReading,
    past: PastReading,
    show: Show,
    language: str,
    size: tuple[int, int],
    letters: int,
    out: Path,
) -> int:
    """Paint the first scene of `show` into a PNG file.

    Args:
        reading: What the wall asks; closed at the end.
        past: The city as it was, for figures of yesterday.
        show: The scene and no other.
        language: `zh` or `en`.
        size: Width and height in px.
        letters: The enlargement in percent (墙屏倍率).
        out: The file; its folder must exist.

    Returns:
        0, or the number of the system's signal that asked to end before there was a picture.

    Raises:
        OSError when the file cannot be written.
    """
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    prepare_engine()
    with unraised() as heard:
        app = application_of(size)
        photographer = _sat(app, (reading, past), show, (language, size, letters, out), heard)
    if not photographer.ended_by and not photographer.kept:
        raise OSError(f"{out} cannot be written")
    return photographer.ended_by


def _sat(  # what `render_wall` was given, and the socket of signals
    app: QApplication,
    readings: tuple[WallReading, PastReading],
    show: Show,
    given: tuple[str, tuple[int, int], int, Path],
    heard: socket.socket,
) -> Photographer:
    language, size, letters, out = given
    look = Look.of("dark", language)
    look.theme.dress(app)
    still = cast(WallReading, Unordered(readings[0]))
    stage = WallStage(still, show, centre=look.wording.say("app.centre"), past=readings[1])
    wish = WallWish(letters=letters, size=size, snapshot=out.parent, every=86_400)
    wall = WallApp(app, stage, still, look, wish, _nobody, _nobody)
    photographer = Photographer(app, wall.window, out)
    asked = Asked(heard, photographer)
    asked.to_end.connect(photographer.end)
    try:
        wall.start()
        app.exec()
    finally:
        asked.stop()
        end_wall(app, wall, stage)
    return photographer


def _nobody(*_told: object) -> None:
    """Neither a guard nor a folder waits for a picture's wall."""
