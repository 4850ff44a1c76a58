"""Pictures of screens: the real window on given data, off-screen, grabbed when it has settled.

For documents and for looking; nothing is written but the picture. The screens' names are `SCREENS`.
"""

from __future__ import annotations

import os
import socket
import uuid
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Final, cast

from PySide6.QtCore import QObject, QTimer, Slot
from PySide6.QtWidgets import QApplication

from console.domain.case import Actor, CaseId
from console.domain.stage import Move, Post, Stage
from console.ports.errors import StoreUnavailable
from console.ports.layer_rows import CellCases
from console.ports.reading import Reading
from console.ports.signin import Admission
from console.viewmodels.desk import Desk
from console.viewmodels.example_clash import clash_of
from console.viewmodels.example_waiting import EXAMPLES
from console.viewmodels.first_run import FirstRun
from console.viewmodels.lanes import AtOnceLanes
from console.viewmodels.session import outside_of, seat_of
from console.views.app import prepare_engine
from console.views.asked_to_end import Asked, unraised
from console.views.first_run import FirstRunView
from console.views.look import Look
from console.views.main_window import MainWindow
from console.views.map_view import MapView
from console.views.panels.intake_panel import IntakePanel
from console.views.shell import Shell
from console.views.shell_commands import ShellCommands
from console.views.shot_assessment import show_assessment, show_findings, show_schemes
from console.views.shot_errors import NothingToShowError, UnknownScreenError
from console.views.shot_journal import ShotJournal
from console.views.shot_replay import show_replay
from console.views.shot_screen import application_of
from console.views.shot_typed import as_typed

SETTLE_MS: Final = 2_500
"""Quiet after the last movement of a map: its data are fetched and drawn by then."""
FINISH_MS: Final = 1_500
LOST_FOR: Final = timedelta(minutes=2, seconds=36)
PATIENCE_MS: Final = 20_000
POST_OF: Final[Mapping[str, Post]] = {
    "console": Post.DISPATCHER,
    "dispatch": Post.DISPATCHER,
    "intake": Post.ACCEPTOR,
    "verification": Post.VERIFIER,
    "coordination": Post.SUPERVISOR,
    "conflict": Post.DISPATCHER,
    "database-lost": Post.DISPATCHER,
    "empty-queue": Post.SHIFT_LEADER,
    "first-run": Post.DISPATCHER,
    "administration": Post.ADMINISTRATOR,
    "administration-calendar": Post.ADMINISTRATOR,
    "assessment": Post.SUPERVISOR,
    "findings": Post.SUPERVISOR,
    "assessment-schemes": Post.SUPERVISOR,
    "grid": Post.DISPATCHER,
    "layers": Post.DISPATCHER,
    "replay": Post.DISPATCHER,
}
SCREENS: Final = tuple(POST_OF)


class Silent:
    """A reading whose server does not answer."""

    def __getattr__(self, _question: str) -> object:
        raise StoreUnavailable("store.lost")


class Sitter(QObject):
    """Sets a screen up in a window and grabs it."""

    def __init__(
        self, screen: str, admission: Admission, look: Look, size: tuple[int, int]
    ) -> None:
        super().__init__()
        self._screen = screen
        self.window = MainWindow(look.wording)
        self.window.resize(*size)
        self.failure: Exception | None = None
        post, now = POST_OF[screen], admission.reading.server_time()
        self._passed = timedelta()
        operator = admission.operator
        actor = Actor(operator=operator.login, post=post, seat=seat_of(operator, post))
        self.desk = Desk(
            replace(outside_of(admission), journal=ShotJournal(), numbers=None),
            AtOnceLanes(),
            actor,
            admission.reading.rules(),
            lambda: now + self._passed,
            lambda: str(uuid.uuid4()),
            posts=tuple(Post(one) for one in operator.posts),
            parent=self,
        )
        self.desk.crashed.connect(self._on_crashed)
        self.shell: Shell | None = None
        if screen == "first-run":
            first = FirstRun(self.desk)
            self.window.put(FirstRunView(first, operator, look))
            first.check()
        else:
            self.shell = Shell(self.desk, operator, look, self.window.pages)
            ShellCommands(self.shell)
            self.window.put(self.shell.workplace)

    @property
    def maps(self) -> list[MapView]:
        """The maps that can be seen, the large one and those of a panel."""
        return [view for view in self.window.findChildren(MapView) if view.isVisible()]

    def set_up(self) -> None:
        """Bring the screen to what its picture shows. Raises `NothingToShowError`."""
        if self.shell is None:
            return
        self.shell.start(listening=False)
        steps: Mapping[str, Callable[[Shell], None]] = {
            "console": self._chosen,
            "dispatch": self._dispatch,
            "intake": self._intake,
            "verification": self._verification,
            "coordination": self._coordination,
            "conflict": self._conflict,
            "database-lost": self._chosen,
            "empty-queue": self._empty,
            "administration": self._nothing,
            "administration-calendar": self._calendar,
            "assessment": show_assessment,
            "findings": show_findings,
            "assessment-schemes": show_schemes,
            "grid": self._grid,
            "layers": self._layers,
            "replay": show_replay,
        }
        steps[self._screen](self.shell)

    def _first(self, shell: Shell, queue: str, *stages: Stage) -> CaseId:
        """The most urgent free case of a queue, in one of these stages when any is named."""
        shell.bench.queue.open(queue)
        rows = self.desk.outside.reading.head(
            shell.bench.queue.filter, self.desk.actor.operator, self.desk.now(), limit=200
        )
        for row in rows:
            if not row.holder and (not stages or row.stage in stages):
                return row.id
        raise NothingToShowError(queue)

    def _chosen(self, shell: Shell) -> None:
        shell.bench.queue.choose(self._first(shell, "dispatch"))

    def _open(self, shell: Shell, case: CaseId, move: Move) -> None:
        shell.bench.queue.choose(case)
        known = shell.bench.card.known
        if known is None:
            raise NothingToShowError(move.value)
        shell.panels.open(move, known.detail)

    def _dispatch(self, shell: Shell) -> None:
        self._open(shell, self._first(shell, "dispatch", Stage.TO_DISPATCH), Move.DISPATCH)

    def _intake(self, shell: Shell) -> None:
        """A call half typed: the words of a case that is in the queue already."""
        shell.bench.queue.choose(self._first(shell, "dispatch", Stage.TO_DISPATCH))
        known = shell.bench.card.known
        shell.panels.open(Move.REPORT, None)
        panel = shell.panels.panel
        if known is not None and isinstance(panel, IntakePanel):
            panel.draft.restore("shot", as_typed(known.detail.case))
        shell.bench.queue.open("accept")

    def _verification(self, shell: Shell) -> None:
        try:
            case = self._first(shell, "verify", Stage.VERIFYING)
        except NothingToShowError:
            case = self._first(shell, "verify")
        self._open(shell, case, Move.PASS)

    def _coordination(self, shell: Shell) -> None:
        case = self._first(shell, "coordinate")
        self._open(shell, case, Move.PROPOSE_DESIGNATION)

    def _conflict(self, shell: Shell) -> None:
        shell.bench.queue.choose(self._first(shell, "handle", Stage.DISPATCHED, Stage.HANDLING))
        known = shell.bench.card.known
        clash = clash_of(known.detail, self.desk) if known is not None else None
        if clash is None:
            raise NothingToShowError("conflict")
        shell.panels.show_clash(*clash)

    def _nothing(self, shell: Shell) -> None:
        """An administrator begins here."""

    def _calendar(self, shell: Shell) -> None:
        shell.bench.administration.open("calendar")

    def _grid(self, shell: Shell) -> None:
        """The busiest cell of the city with its card, among the inspectors of the day."""
        reading, now = self.desk.outside.reading, self.desk.now()
        loads = sorted(reading.grid_loads(now), key=lambda one: (one.load.open, one.grid))
        if not loads:
            raise NothingToShowError("grid")
        code, layers = loads[-1].grid, shell.bench.layers
        for layer in ("heat", "inspectors", "duty"):
            layers.switch(layer, on=True)
        cases = reading.cell_cases(CellCases(grid=code, open_only=True), limit=1)
        shell.bench.queue.choose(cases[0].id)
        shell.bench.cell.show(code)

    def _layers(self, shell: Shell) -> None:
        """The panel of layers over the map, with what a supervisor looks at."""
        self._chosen(shell)
        for layer in ("heat", "unseen", "inspectors", "duty", "components", "closed", "control"):
            shell.bench.layers.switch(layer, on=True)
        shell.maps.turn_layers()

    def _empty(self, shell: Shell) -> None:
        shell.bench.queue.open("register")
        for district, _name in shell.bench.choices.choices.districts:
            shell.bench.queue.narrow(district=district)
            if shell.bench.queue.total == 0:
                return
        shell.bench.queue.narrow(text="\N{EN DASH}")

    def finish(self) -> None:
        """What may only happen once everything is drawn: the server goes away."""
        if self._screen == "database-lost":
            silent = cast(Reading, Silent())
            self.desk.outside = replace(self.desk.outside, reading=silent)
            self.desk.failed(StoreUnavailable("store.lost"))
            if self.shell is not None:
                self._put_off(self.shell)
            self._passed = LOST_FOR
            if self.shell is not None:  # nothing beats here by itself
                self.shell.bench.clock.tick()
                self.shell.bench.links.tell()
                self.shell.bench.next_case.shown.emit()

    def _put_off(self, shell: Shell) -> None:
        """Three acts of the last minutes that wait on this machine."""
        table = shell.bench.queue.table
        chosen = shell.bench.queue.selected
        keys = [key for key in table.keys if key != chosen]
        for at, case in enumerate(keys[: len(EXAMPLES)]):
            row = table.row_at(table.row_of(case))
            if row is not None:
                self._passed = LOST_FOR * (at + 1) / (len(EXAMPLES) + 1)
                likely = shell.bench.likely.of(row)
                self.desk.do(EXAMPLES[at](row, likely.unit if likely else ""))

    @Slot(object)
    def _on_crashed(self, error: Exception) -> None:
        self.failure = error

    def end(self) -> None:
        """Give up what the window holds."""
        self.desk.outside.media.close()
        if self.shell is not None:
            self.shell.stop()
        self.window.close()


class Patience(QObject):
    """Quits the loop when the picture has settled, or after a while without its maps."""

    def __init__(self, app: QApplication, sitter: Sitter) -> None:
        super().__init__()
        views = sitter.maps
        self._app, self._sitter, self._missing = app, sitter, len(views)
        self._finishing = False
        self.ended_by = 0
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.setInterval(SETTLE_MS)
        self._settle.timeout.connect(self._on_settled)
        self._limit = QTimer(self)
        self._limit.setSingleShot(True)
        self._limit.setInterval(PATIENCE_MS)
        self._limit.timeout.connect(self._on_settled)
        for view in views:
            view.shown.connect(self._on_shown)
            view.view_changed.connect(self._on_moved)
        if views:
            self._limit.start()
        else:
            self._settle.start()

    @Slot()
    def _on_shown(self) -> None:
        self._missing -= 1
        if self._missing == 0:
            self._settle.start()

    @Slot()
    def _on_moved(self) -> None:
        if self._missing <= 0 and not self._finishing:
            self._settle.start()

    @Slot(int)
    def end(self, number: int) -> None:
        """The system asks to end: no picture then."""
        self.ended_by = number
        self._app.exit()

    @Slot()
    def _on_settled(self) -> None:
        self._limit.stop()
        if self._finishing:
            self._app.quit()
            return
        self._finishing = True
        self._sitter.finish()
        self._settle.start(FINISH_MS)


def render(  # the command line's five options and the data
    screen: str,
    size: tuple[int, int],
    theme: str,
    language: str,
    out: Path,
    outside: Admission,
) -> int:
    """Paint a screen with the data of `outside` into a PNG file.

    Args:
        screen: One of `SCREENS`.
        size: Width and height in px.
        theme: `light` or `dark`.
        language: `zh` or `en`.
        out: The file; its folder must exist.
        outside: A signed-in operator's ports; best one with all posts.

    Returns:
        0, or the number of the system's signal that asked to end before there was a picture.

    Raises:
        UnknownScreenError, NothingToShowError, OSError when the file cannot be written.
    """
    if screen not in POST_OF:
        raise UnknownScreenError(", ".join(SCREENS))
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    prepare_engine()
    with unraised() as heard:
        return _painted(screen, outside, (theme, language), size, out, heard)


def _painted(  # what `render` was given, and the socket of signals
    screen: str,
    outside: Admission,
    looks: tuple[str, str],
    size: tuple[int, int],
    out: Path,
    heard: socket.socket,
) -> int:
    app = application_of(size)
    look = Look.of(*looks)
    look.theme.dress(app)
    sitter = Sitter(screen, outside, look, size)
    try:
        sitter.window.show()
        sitter.set_up()
        patience = Patience(app, sitter)
        asked = Asked(heard, patience)
        asked.to_end.connect(patience.end)
        app.exec()
        asked.stop()
        ended_by = patience.ended_by
        del asked, patience
        if not ended_by and not sitter.window.grab().save(str(out), "PNG"):
            raise OSError(f"{out} cannot be written")
    finally:
        sitter.end()
    if sitter.failure is not None:
        raise sitter.failure
    return ended_by
