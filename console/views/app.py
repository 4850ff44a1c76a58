"""The console as a program with a window: application object, lanes, door, seat, and their end.

`run_console` is all that the composition root calls. Known failures (no screen, no server) are one
sentence; everything else is a bug and gets a report.
"""

from __future__ import annotations

import logging
import os
import socket
import sys
import uuid
from collections.abc import Callable
from datetime import UTC, datetime
from types import TracebackType
from typing import Final

from PySide6.QtCore import QEvent, QObject, QSettings, Qt, Slot
from PySide6.QtWidgets import QApplication

from console.domain.organisation import Operator
from console.ports.signin import SignIn
from console.settings import Settings
from console.viewmodels.bugs import where_of
from console.viewmodels.collector import Collector
from console.viewmodels.desk import Desk
from console.viewmodels.first_run import FirstRun
from console.viewmodels.lanes import Lanes, ThreadLanes
from console.viewmodels.notices import Notice
from console.viewmodels.session import Choice, Session
from console.views.asked_to_end import Asked, unraised
from console.views.crash_dialog import CrashDialog
from console.views.first_run import FIRST_OPEN, FirstRunView
from console.views.fmt import Formats
from console.views.look import Look
from console.views.main_window import MainWindow
from console.views.map_care import choose_bound, choose_tools
from console.views.map_view import MapView
from console.views.presence import Presence
from console.views.qt_words import speak
from console.views.screen import told_missing
from console.views.seat_memory import remember_layers, remember_rows
from console.views.shell import Shell
from console.views.shell_commands import ShellCommands
from console.views.sign_in import SignInView
from console.views.theme import ThemeName
from console.views.watchdog import Watchdog
from console.views.wording import Language, Wording

try:
    from console.views.map_scheme import register_scheme
except ImportError:  # no web engine on this machine: the map says so, the lists work
    WEB_ENGINE = False
else:
    WEB_ENGINE = True

LOG: Final = logging.getLogger(__name__)
FIRST_RUN: Final = "first_run"
NO_SCREEN: Final = 6
"""Exit code: there is no screen to show a window on (docs/exit-codes.md)."""
SIGNALLED: Final = 128
"""Exit code, with the number added: a signal of the system asked to end."""
DEFERRALS: Final = 3
"""Rounds of deferred deletion at the end: a page that has gone asks for its view to go."""
SANDBOX: Final = "QTWEBENGINE_DISABLE_SANDBOX"


def prepare_engine() -> None:
    """What the map's engine wants before the application object is made."""
    if not WEB_ENGINE:
        return
    if sys.platform != "win32" and os.geteuid() == 0:
        # Chromium ends the whole program when root starts it with its sandbox. The page is our own,
        # without network; a console should not be run as root at all, and the log says so.
        os.environ.setdefault(SANDBOX, "1")
        LOG.info("running as root: the map page has no sandbox")
    register_scheme()


class ConsoleApp(QObject):
    """The window and who is in front of it: the door first, then a seat, then the door again."""

    def __init__(
        self,
        app: QApplication,
        door: SignIn,
        lanes: Lanes,
        look: Look,
        memory: QSettings | None,
    ) -> None:
        super().__init__()
        self._app, self._door, self._lanes, self._look = app, door, lanes, look
        self._memory = memory
        self._first_run = True
        self._waiting: tuple[Desk, Operator] | None = None
        self.ended_by = 0
        """Number of the system's signal that asked to end; 0 while none did."""
        self.window = MainWindow(look.wording, memory)
        self.window.closing.connect(self._on_closing)
        self.shell: Shell | None = None
        self.presence = Presence(app, self)
        self.presence.touched.connect(self._on_touched)
        self.session = Session(door, lanes, _now, _new_command, self)
        self.session.admitted.connect(self._on_admitted)
        self.session.crashed.connect(self.report)
        look.theme.dress(app)
        speak(app, look.wording.language)

    def open_door(self) -> None:
        """Show the sign-in page."""
        page = SignInView(self.session, self._look.wording, self._look.theme)
        self.window.put(page)
        page.setFocus(Qt.FocusReason.OtherFocusReason)
        self.session.load()

    def open_at_once(self, login: str) -> None:
        """Sign a demo operator in without a question; the door stands behind if that fails."""
        self._first_run = False
        self.open_door()
        self.session.sign_in(Choice(login=login))

    @Slot(object)
    def _on_admitted(self, desk: Desk) -> None:
        operator = self.session.operator
        if operator is None:
            return
        self._watched(desk)
        if self._first_run and self._memory is not None and not self._memory.value(FIRST_RUN):
            self._show_first_run(desk, operator)
        else:
            self._show_work(desk, operator)

    def _watched(self, desk: Desk) -> Desk:
        desk.setParent(self)
        desk.crashed.connect(self.report)
        desk.turned_away.connect(self._on_turned_away)
        return desk

    def _show_first_run(self, desk: Desk, operator: Operator) -> None:
        first = FirstRun(desk)
        page = FirstRunView(first, operator, self._look, self._memory)
        page.theme_asked.connect(self._on_theme_asked)
        page.language_asked.connect(self._on_first_language)
        page.left.connect(self._on_first_run_left)
        self._waiting = (desk, operator)
        self.window.put(page)
        page.go(FIRST_OPEN)
        first.check()

    @Slot(bool)
    def _on_first_run_left(self, second_screen: bool) -> None:  # noqa: FBT001  the signal's
        if self._waiting is None or self._memory is None:
            return
        (desk, operator), self._waiting = self._waiting, None
        self._memory.setValue(FIRST_RUN, "done")
        self._show_work(desk, operator)
        if second_screen and self.shell is not None:
            self.shell.maps.send_out()

    @Slot()
    def _on_first_language(self) -> None:
        if self._waiting is not None:
            self._turn_language()
            self._show_first_run(*self._waiting)

    def _show_work(self, desk: Desk, operator: Operator) -> None:
        self.shell = Shell(desk, operator, self._look, self.window.pages)
        self.shell.left.connect(self._on_left)
        self.shell.theme_asked.connect(self._on_theme_asked)
        self.shell.language_asked.connect(self._on_language_asked)
        ShellCommands(self.shell)
        remember_rows(self.shell.queue_view.bar, self._memory)
        self.window.put(self.shell.workplace)
        self.shell.start()
        self.shell.maps.remember(self._memory)
        remember_layers(self.shell.bench.layers, self._memory)

    @Slot()
    def _on_touched(self) -> None:
        """A sign of life at the seat: its hold lives while somebody works."""
        if self.shell is not None:
            self.shell.bench.beat.touched()

    @Slot()
    def _on_left(self) -> None:
        self._end_seat()
        self.open_door()

    @Slot(object)
    def _on_turned_away(self, notice: Notice) -> None:
        """Who came in without the server is not let in by it: back to the door, which says why."""
        self._on_left()
        page = self.window.pages.currentWidget()
        if isinstance(page, SignInView):
            page.insist(notice)

    def _end_seat(self) -> None:
        if self.shell is not None:
            self.shell.stop()
            # Pages go before their views: the engine's threads may still be reading for them.
            for one in self.window.findChildren(MapView):
                one.end()
            # The views go before their models, which belong to the desk.
            self.shell.workplace.deleteLater()
            self.shell.desk.deleteLater()
            self.shell = None

    @Slot()
    def _on_theme_asked(self) -> None:
        now_light = self._look.theme.name is ThemeName.LIGHT
        self._look.theme.use(ThemeName.DARK if now_light else ThemeName.LIGHT, self._app)

    @Slot()
    def _on_language_asked(self) -> None:
        """Widgets are made with their words, so the seat's screen is made anew."""
        if self.shell is None:
            return
        self._turn_language()
        operator, post = self.shell.operator, self.shell.desk.actor.post
        self._end_seat()
        self._show_work(self._watched(self.session.desk_again(post)), operator)

    def _turn_language(self) -> None:
        chinese = self._look.wording.language is Language.CHINESE
        wanted = Language.ENGLISH if chinese else Language.CHINESE
        self._look = Look(
            self._look.theme, wording := Wording(wanted, strict=False), Formats(wording)
        )
        speak(self._app, wanted)

    @Slot()
    def _on_closing(self) -> None:
        self._end_seat()
        self.session.close()
        self._lanes.close()
        self._door.close()

    @Slot(int)
    def end(self, number: int) -> None:
        """The system asks to end: as if the window were closed, whatever is open before it."""
        self.ended_by = number
        self.window.close()
        self._app.exit()

    @Slot(object)
    def report(self, error: BaseException) -> None:
        """A bug: say so beside the work, which goes on."""
        CrashDialog(error, self._look, self.window).show()

    def on_bug(
        self,
        _kind: type[BaseException],
        error: BaseException,
        _trace: TracebackType | None,
    ) -> None:
        """For `sys.excepthook`: an exception nobody took."""
        LOG.error("a bug on the window's thread: %s", where_of(error))
        self.report(error)


def _now() -> datetime:
    return datetime.now(UTC)


def _new_command() -> str:
    return str(uuid.uuid4())


def run_console(door: Callable[[], SignIn], settings: Settings, *, login: str = "") -> int:
    """Show the console until its window is closed; the exit code is the answer.

    Args:
        door: Makes the way in; called once, quickly. Its methods may take their time, they are
            called off the window's thread.
        settings: Language and theme to begin with.
        login: A demo operator who is signed in at once; "" shows the sign-in page.

    Returns:
        0, `NO_SCREEN`, or 128 and the number of the system's signal that asked to end.
    """
    if told_missing():
        return NO_SCREEN
    prepare_engine()
    with unraised() as heard:
        return _worked(door, settings, login, heard)


def _worked(
    door: Callable[[], SignIn], settings: Settings, login: str, heard: socket.socket
) -> int:
    """The program from its application object to its end."""
    app = QApplication(sys.argv[:1])
    app.setApplicationName("WanmiConsole")
    app.setOrganizationName("wanmi")
    look = Look.of(settings.theme, settings.language)
    choose_bound(settings.map_memory)
    choose_tools(wanted=settings.map_tools)
    console = ConsoleApp(app, door(), ThreadLanes(), look, QSettings())
    watchdog, collector = Watchdog(parent=console), Collector(console)
    asked = Asked(heard, console)
    asked.to_end.connect(console.end)
    before, sys.excepthook = sys.excepthook, console.on_bug
    try:
        watchdog.start()
        collector.start()
        console.window.show_kept()
        if login:
            console.open_at_once(login)
        else:
            console.open_door()
        code = app.exec()
        return SIGNALLED + console.ended_by if console.ended_by else code
    finally:
        watchdog.stop()
        collector.stop()
        asked.stop()
        sys.excepthook = before
        _take_down(app, console)


def _take_down(app: QApplication, console: ConsoleApp) -> None:
    """Pages and widgets first, the application object last; left to chance, Qt may crash here."""
    console.window.close()  # where the loop ended otherwise: the seat and the lanes end first
    console.window.deleteLater()
    console.deleteLater()
    for _ in range(DEFERRALS):
        app.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    app.shutdown()
