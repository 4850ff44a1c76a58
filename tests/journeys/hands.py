"""An operator's hands and eyes on a real window: keys where the keyboard is, never a mouse.

Keys are counted; text is not (an input method commits it). What follows a key is waited for by
conditions, read from the window's viewmodels.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Final, TypeVar, cast

from PySide6.QtCore import QKeyCombination, Qt, QTimer
from PySide6.QtGui import QInputMethodEvent, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QWidget
from pytestqt.exceptions import TimeoutError
from pytestqt.qtbot import QtBot
from sqlalchemy import URL

from console.domain.case import Case, CaseId
from console.domain.stage import Post, Stage
from console.ports.signin import SignIn
from console.viewmodels.lanes import ThreadLanes
from console.viewmodels.workbench import Workbench
from console.views.app import ConsoleApp
from console.views.look import Look
from console.views.panels.base import Panel
from console.views.shell import Shell
from console.views.sign_in import SignInView
from console.views.widgets.confirm import ConfirmDialog
from db.drafts import SqliteDrafts
from db.files import FolderFiles
from db.journal import SqliteJournal
from db.local_door import LocalDoor, Workstation
from db.pictures import SqlitePictures
from db.signin import PostgresSignIn
from tests.journeys.city import FIRST, PASSWORD, SECOND
from tests.journeys.world import World

P = TypeVar("P", bound=Panel)
MOST_KEYS: Final = 400
MOST_TABS: Final = 40
SIZE: Final = (1600, 1000)


def _nothing() -> None:
    """Nothing happens."""


@dataclass
class Hands:
    """One operator at one console."""

    qtbot: QtBot
    app: ConsoleApp
    folder: Path
    pressed: list[str] = field(default_factory=list)
    between: Callable[[], None] = _nothing  # what happens after each finished step

    # --- hands ------------------------------------------------------------------------------------

    def press(self, *chords: str) -> None:
        """Press keys one after the other, each counted: `Ctrl+2`, `F4`, `J`."""
        for chord in chords:
            self.pressed.append(chord)
            combination = cast("Sequence[QKeyCombination]", QKeySequence(chord))[0]
            QTest.keyClick(self.focus, combination.key(), combination.keyboardModifiers())

    def write(self, text: str) -> None:
        """Free text, not counted: letters by keys, Chinese as an input method commits it."""
        if text.isascii():
            QTest.keyClicks(self.focus, text)
        else:
            QApplication.sendEvent(self.focus, _committed(text))

    def attach(self, photo: Path) -> None:
        """Ctrl+I, then the name of a file in the dialog that opens."""
        QTimer.singleShot(0, self.window, partial(_answer_file_dialog, self.window, photo))
        self.press("Ctrl+I")
        self.take_over()  # a window manager does that

    @property
    def focus(self) -> QWidget:
        """Where the keyboard is."""
        widget = QApplication.focusWidget()
        assert widget is not None, "the keyboard is nowhere"
        above: QWidget | None = widget
        while above is not None and above is not self.window:
            above = above.parentWidget()
        assert above is self.window, f"the keyboard is in another window: {widget}"
        return widget

    def take_over(self) -> None:
        """Sit down at this window when another one was used last."""
        with self.qtbot.waitActive(self.window):
            self.window.activateWindow()

    def close(self) -> None:
        """Close the window, as its own button does; waits until its lanes have ended."""
        self.window.close()

    # --- eyes -------------------------------------------------------------------------------------

    @property
    def window(self) -> QWidget:
        """The window."""
        return self.app.window

    @property
    def shell(self) -> Shell:
        """The seat in it."""
        assert self.app.shell is not None
        return self.app.shell

    @property
    def bench(self) -> Workbench:
        """What the seat knows."""
        return self.shell.bench

    @property
    def panel(self) -> Panel:
        """The open panel."""
        found = self.shell.panels.panel
        assert isinstance(found, Panel), "no panel is open"
        return found

    @property
    def said(self) -> str:
        """What the window told last: foot, or the open panel's banner."""
        return self.shell.workplace.frame.status.words

    @property
    def case(self) -> Case:
        """The case in hand."""
        case = self.bench.card.case
        assert case is not None
        return case

    def wait(self, until: Callable[[], bool]) -> None:
        """Wait for what a key brings about; a failure tells what the window shows."""
        try:
            self.qtbot.waitUntil(until)
        except TimeoutError as waited:
            raise AssertionError(f"it did not come; {self.sight()}") from waited

    def sight(self) -> str:
        """The window in words, for a failure's message."""
        if self.app.shell is None:
            said = (self.door.words, self.door.field.error) if self.door else ()
            return f"nobody is signed in, the door says {said}"
        panel, queue = self.shell.panels.panel, self.bench.queue
        banner = panel.banner.accessibleName() if isinstance(panel, Panel) else ""
        return (
            f"post {self.shell.desk.actor.post}, queue {queue.filter.queue} {queue.table.keys}, "
            f"chosen {queue.selected}, panel {type(panel).__name__} {banner!r}, "
            f"said {self.said!r}, keyboard {QApplication.focusWidget()!r}, keys {self.pressed}"
        )

    def wait_stage(self, case: CaseId, stage: Stage) -> None:
        """Wait until the card shows the case at a stage."""
        self.wait(lambda: self._shows(case) and self.case.stage is stage)

    def wait_panel(self, kind: type[Panel]) -> None:
        """Wait for a panel."""
        self.wait(lambda: isinstance(self.shell.panels.panel, kind))

    def wait_home(self) -> None:
        """Wait until no panel is open and the keyboard is in the list."""
        self.wait(lambda: self.shell.panels.panel is None and self.shell.table.hasFocus())

    def wait_row(self, case: CaseId) -> None:
        """Wait until the list shows the case."""
        self.wait(lambda: case in self.bench.queue.table.keys)

    def wait_case(self, case: CaseId) -> None:
        """Wait until the case is in hand, read and shown."""
        self.wait(lambda: self._shows(case))

    def _shows(self, case: CaseId) -> bool:
        shown = self.bench.card.case
        return shown is not None and shown.id == case

    @property
    def door(self) -> SignInView | None:
        """The sign-in page, while it is shown."""
        page = self.app.window.pages.currentWidget()
        return page if isinstance(page, SignInView) else None

    @property
    def people(self) -> int:
        """How many operators may sign in."""
        return 0 if self.door is None else self.door.people.count()

    # --- usual ways -------------------------------------------------------------------------------

    def sign_in(self, login: str, password: str = PASSWORD) -> None:
        """Say who sits here; the demo's operators need no password."""
        door = self.door
        assert door is not None
        logins = [one.operator.login for one in door.operators]
        self.press(str(logins.index(login) + 1))
        if door.chosen is not None and not door.chosen.demo:
            self.write(password)
            self.press("Return")

    def go_to(self, post: Post) -> None:
        """Change the post by its key and wait until its queue is there."""
        order = list(self.shell.desk.posts)
        self.press(f"Ctrl+{order.index(post) + 1}")
        self.wait(lambda: self.shell.desk.actor.post is post)
        self.wait(lambda: self.bench.queue.filter.queue == self.bench.next_case.queue)

    def find(self, case: CaseId) -> None:
        """Walk down the list to a case, as eyes and J do."""
        self.wait_row(case)
        while self.bench.queue.selected != case:
            self.press("J")
            assert len(self.pressed) < MOST_KEYS, "the case cannot be reached"
        self.wait_case(case)

    def act(self, key: str, case: CaseId, stage: Stage) -> None:
        """A gesture that its key does at once."""
        self.press(key)
        self.wait_stage(case, stage)
        self.between()

    def open(self, key: str) -> Panel:
        """Open the panel of a gesture."""
        return self.open_as(key, Panel)

    def open_as(self, key: str, kind: type[P]) -> P:
        """Open the panel of a gesture, which is of this kind."""
        self.press(key)
        self.wait_panel(kind)
        found = self.panel
        assert isinstance(found, kind)
        return found

    def walk_to(self, widget: QWidget) -> None:
        """Tab until the keyboard is there; text fields let Tab pass."""
        for _step in range(MOST_TABS):
            if self.focus is widget:
                return
            self.press("Tab")
        raise AssertionError(f"Tab does not lead to {widget}; {self.sight()}")

    @property
    def dialog(self) -> ConfirmDialog | None:
        """The open question."""
        found = QApplication.activeModalWidget()
        return found if isinstance(found, ConfirmDialog) else None

    def confirm(self) -> None:
        """Answer the open question: Ctrl+Enter asks for the reason, the first one is taken."""
        dialog = self.dialog
        assert dialog is not None, self.sight()
        dialog.activateWindow()
        self.wait(lambda: dialog.isAncestorOf(self.focus))
        self.press("Ctrl+Return", "Down", "Ctrl+Return")
        self.take_over()  # a window manager does that

    def confirm_plainly(self) -> None:
        """Answer an open question that wants no reason."""
        dialog = self.dialog
        assert dialog is not None, self.sight()
        dialog.activateWindow()
        self.wait(lambda: dialog.isAncestorOf(self.focus))
        self.press("Ctrl+Return")
        self.take_over()  # a window manager does that

    def newest(self) -> CaseId:
        """The case reported last."""
        reading = self.shell.desk.outside.reading
        return max(row.id for row in reading.open_rows("eyes"))

    def submit(self, case: CaseId, stage: Stage, key: str = "Ctrl+Return") -> None:
        """Submit the open panel and see in the database where the case went."""
        self.press(key)
        self.wait_home()
        now = self.read(case)
        assert now.stage is stage
        self.wait(lambda: not self._shows(case) or self.case.version >= now.version)
        self.between()

    def read(self, case: CaseId) -> Case:
        """The case as the store has it now."""
        return self.shell.desk.outside.reading.detail(case, "eyes").case


def _answer_file_dialog(window: QWidget, photo: Path) -> None:
    dialog, line = QApplication.activeModalWidget(), QApplication.focusWidget()
    if not isinstance(dialog, QFileDialog) or line is None or not dialog.isAncestorOf(line):
        QTimer.singleShot(10, window, partial(_answer_file_dialog, window, photo))
        return
    QTest.keyClicks(line, str(photo))
    QTest.keyClick(line, Qt.Key.Key_Return)


def _committed(text: str) -> QInputMethodEvent:
    event = QInputMethodEvent("", [])
    event.setCommitString(text)
    return event


@dataclass
class Office:
    """The centre: one database, and as many consoles as a journey opens."""

    qtbot: QtBot
    qapp: QApplication
    url: URL
    folder: Path
    world: World
    consoles: list[ConsoleApp] = field(default_factory=list)
    revive: Callable[[], URL] | None = None
    typed: bool = False
    """Passwords are typed, as at a city's server, whose consoles start without it too."""
    between: Callable[[], None] = _nothing
    theme: str = "light"
    language: str = "zh"

    def console(self, *, folder: str = "desk") -> Hands:
        """A console of this workstation folder at its sign-in page."""
        drafts = SqliteDrafts(self.folder / folder)
        files, demo = self.folder / "files", {FIRST: PASSWORD, SECOND: PASSWORD}
        journal = SqliteJournal(self.folder / folder)
        door: SignIn = PostgresSignIn(
            self.url, files, {} if self.typed else demo, drafts, self.revive, journal
        )
        if self.typed:
            here = Workstation(
                pictures=SqlitePictures(self.folder / folder),
                files=FolderFiles(files),
                drafts=drafts,
                journal=journal,
                demo={},
            )
            door = LocalDoor(door, here, lambda: datetime.now(UTC))
        look = Look.of(self.theme, self.language, strict=True)
        app = ConsoleApp(self.qapp, door, ThreadLanes(), look, None)
        self.consoles.append(app)
        app.window.resize(*SIZE)
        app.open_door()
        app.window.show()
        hands = Hands(self.qtbot, app, self.folder, between=self._pass)
        hands.take_over()
        return hands

    def seat(self, login: str = FIRST, *, folder: str = "desk") -> Hands:
        """A console with this operator signed in by his digit."""
        hands = self.console(folder=folder)
        hands.wait(lambda: bool(hands.focus) and hands.people > 0)
        hands.sign_in(login)
        hands.wait(lambda: hands.app.shell is not None)
        hands.wait(lambda: bool(hands.bench.rail.counts) and hands.shell.table.hasFocus())
        hands.pressed.clear()
        return hands

    def _pass(self) -> None:
        self.between()

    def leave(self) -> None:
        """Close every window."""
        for app in self.consoles:
            app.window.close()
            app.window.deleteLater()
            app.deleteLater()
        self.consoles.clear()
        self.world.store.dispose()
