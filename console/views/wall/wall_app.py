"""A wall as a program: one window over the chosen screens, told by its stage, a beat for its guard.

Nobody touches it. A screen that goes takes the window off until it is back where screens were
chosen, else the window moves to what is left; ground that did not come is asked for again.
"""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable, Sequence
from typing import Final

from PySide6.QtCore import QBuffer, QEvent, QIODevice, QObject, QRect, QTimer, Slot
from PySide6.QtGui import QGuiApplication, QScreen
from PySide6.QtWidgets import QApplication

from console.domain.scene import OnAir, Show
from console.ports.wall import GroundCell, PastReading, WallReading
from console.viewmodels.collector import Collector
from console.viewmodels.lanes import ThreadLanes
from console.viewmodels.map_state import BaseMap, pack_grids
from console.viewmodels.wall_blocks import WallHead
from console.viewmodels.wall_calls import NewEmergencies
from console.viewmodels.wall_stage import WallStage
from console.views.app import prepare_engine
from console.views.asked_to_end import Asked, unraised
from console.views.look import Look
from console.views.wall.ground import WallGround
from console.views.wall.voice import Voice
from console.views.wall.wall_window import WallWindow
from console.views.wall.wish import Caption, KeepPicture, WallWish
from console.views.wording import Language

LOG: Final = logging.getLogger(__name__)
BEAT_MS: Final = 1_000
AGAIN_MS: Final = 5_000
"""Before the ground is asked for once more."""
ROUNDS: Final = 3
"""Of deferred deletion at the end: a page that has gone asks for its view to go."""


def chosen_screens(wanted: str, screens: Sequence[QScreen]) -> list[QScreen]:
    """The screens a wish names, from the left; none where one of them is missing."""
    ordered = sorted(screens, key=_from_the_left)
    if not wanted:
        return ordered[-1:]
    by_name = {one.name(): one for one in ordered}
    by_name |= {str(at): one for at, one in enumerate(ordered, start=1)}
    named = [by_name.get(one.strip()) for one in wanted.split(",")]
    return [one for one in named if one is not None] if None not in named else []


def _from_the_left(screen: QScreen) -> tuple[int, int]:
    place = screen.geometry()
    return place.left(), place.top()


class WallApp(QObject):
    """The window of one wall and what tells it."""

    def __init__(
        self,
        app: QGuiApplication,
        stage: WallStage,
        reading: WallReading,
        look: Look,
        wish: WallWish,
        beat: Callable[[], None],
        keep: KeepPicture,
    ) -> None:
        super().__init__()
        self._app, self._stage, self._reading = app, stage, reading
        self._look, self._wish = look, wish
        self._beat, self._keep = beat, keep
        self._lanes = ThreadLanes(readers=1, parent=self)
        self.window = WallWindow(look, magnification=wish.letters / 100, trial=wish.trial)
        if wish.sound != "off":
            voice = Voice(look, spoken=wish.sound == "voice", parent=self)
            NewEmergencies(stage, self).came.connect(voice.call)
        stage.scene_changed.connect(self._on_scene)
        stage.shown.connect(self.window.show_blocks)
        stage.aged.connect(self._on_aged)
        self._pulse, self._again, self._camera = QTimer(self), QTimer(self), QTimer(self)
        self._pulse.setInterval(BEAT_MS)
        self._pulse.timeout.connect(self._on_pulse)
        self._again.setSingleShot(True)
        self._again.setInterval(AGAIN_MS)
        self._again.timeout.connect(self._ask_ground)
        self._camera.setInterval(wish.every * 1_000)
        self._camera.timeout.connect(self.photograph)
        self._head: WallHead | None = None

    def start(self) -> None:
        """Put the window in its place and begin."""
        if self._wish.snapshot is not None:
            self.window.resize(*self._wish.size)
            self.window.show()
            self._camera.start()
        elif self._wish.trial:
            self.window.resize(1280, 720)
            self.window.show()
        else:
            self.place()
            for screen in self._app.screens():
                self._follow(screen)
            self._app.screenAdded.connect(self._follow)
            self._app.screenAdded.connect(self.place)
            self._app.screenRemoved.connect(self.place)
        self._pulse.start()
        self._stage.start()
        self._ask_ground()

    def end(self) -> None:
        """Stop, and let pages go before their window."""
        for timer in (self._pulse, self._again, self._camera):
            timer.stop()
        self._lanes.close()
        self._stage.close()
        self.window.end()
        self.window.close()
        self.window.deleteLater()

    @Slot()
    def place(self) -> None:
        """Over the chosen screens; off, while one of them is missing."""
        screens = chosen_screens(self._wish.screen, self._app.screens())
        if not screens:
            there = ", ".join(
                f"{at} = {one.name()}"
                for at, one in enumerate(sorted(self._app.screens(), key=_from_the_left), start=1)
            )
            say, wanted = self._look.wording.say, self._wish.screen
            LOG.warning("%s", say("wall.screen.awaited", wanted=wanted, there=there))
            self.window.hide()
        elif len(screens) == 1:
            self.window.open_on(screens[0])
        else:
            whole = QRect()
            for one in screens:
                whole = whole.united(one.geometry())
            self.window.setGeometry(whole)
            self.window.show()

    @Slot(QScreen)
    def _follow(self, screen: QScreen) -> None:
        """A monitor that wakes up may have other pixels; not every system resizes for it."""
        screen.geometryChanged.connect(self.place)

    @Slot()
    def photograph(self) -> None:
        """Keep a picture with its page; a folder that takes nothing is told in the log."""
        head = self._head
        if head is None or head.data_at is None:
            return  # nothing is known that could be of any moment; the page before grows old
        say, at, words = self._look.wording.say, head.data_at, self.window.head.words
        formats = self._look.formats
        # With its day: whoever looks may do so without a clock of his own.
        moment = f"{formats.day(at)[:10]} {formats.time(at, seconds=True)}"
        said = say("wall.data", time=moment)
        caption = Caption(
            language="zh-CN" if self._look.wording.language is Language.CHINESE else "en",
            title=say("app.centre"),
            said=f"{words.clock} · {said}" if words.past else said,
            stopped=say("wall.stopped", time=moment),
        )
        try:
            self._keep(_png(self.window), at, caption)
        except OSError as failure:
            LOG.warning("the wall's picture is not kept: %s", failure.strerror)

    # --- what comes -----------------------------------------------------------------------------

    @Slot(object)
    def _on_scene(self, air: OnAir) -> None:
        self.window.set_scene(air.scene)

    @Slot(object)
    def _on_aged(self, head: WallHead) -> None:
        self._head = head
        self.window.show_head(head)

    @Slot()
    def _on_pulse(self) -> None:
        self._beat()

    @Slot()
    def _ask_ground(self) -> None:
        self._lanes.ask("ground", self._reading.ground, self._on_ground, self._on_no_ground)

    def _on_ground(self, told: tuple[str, Sequence[GroundCell]]) -> None:
        base, cells = told
        shapes = pack_grids((cell.code, cell.ring) for cell in cells)
        duty_grids = [cell.duty_grid for cell in cells]
        self.window.set_ground(WallGround(base=BaseMap(base), grids=shapes, duty_grids=duty_grids))

    def _on_no_ground(self, failure: Exception) -> None:
        LOG.info("the ground of the map has not come: %s", failure)
        self._again.start()


def _png(window: WallWindow) -> bytes:
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    window.grab().save(buffer, "PNG")
    return bytes(buffer.data().data())


def run_wall(
    reading: WallReading,
    past: PastReading | None,
    shipped: Show,
    language: str,
    wish: WallWish,
    *,
    beat: Callable[[], None],
    ends: Callable[[], None],
    keep: KeepPicture,
) -> int:
    """Show a wall until its window is closed or the system asks to end; the exit code.

    `beat` is called each second from the window's own loop, `ends` when it was asked to end and may
    still wait for an answer, `keep` with each picture for those without a console. `reading` is
    closed at the end.
    """
    prepare_engine()
    with unraised() as heard:
        app = QApplication(sys.argv[:1])
        app.setApplicationName("WanmiWall")
        look = Look.of("dark", language)
        look.theme.dress(app)
        centre = look.wording.say("app.centre")
        stage = WallStage(reading, shipped, wall=wish.name, centre=centre, past=past)
        wall, collector = WallApp(app, stage, reading, look, wish, beat, keep), Collector(app)
        asked = Asked(heard, app)
        asked.to_end.connect(app.exit)
        try:
            collector.start()
            wall.start()
            code = app.exec()
            ends()
            return code
        finally:
            collector.stop()
            asked.stop()
            end_wall(app, wall, stage)


def end_wall(app: QApplication, wall: WallApp, stage: WallStage) -> None:
    """Stop both, and let pages go before the program does."""
    wall.end()
    stage.deleteLater()
    wall.deleteLater()
    for _ in range(ROUNDS):
        app.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    app.shutdown()
