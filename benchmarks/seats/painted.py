"""A whole console without a screen as one of the seats: which row was painted anew when.

Its lanes, its feed and its window are those of `main.py`; only the map is missing.
"""

import json
import os
import sys
import threading
from pathlib import Path
from time import monotonic_ns

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QRect, QTimer
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QApplication
from sqlalchemy import make_url

from console.viewmodels.lanes import ThreadLanes
from console.views import map_view
from console.views.app import ConsoleApp
from console.views.delegates import HolderDelegate, Index
from console.views.look import Look
from db.signin import PostgresSignIn
from tests.db.crew import PASSWORD

SCRIPT = "import sys; from benchmarks.seats.painted import work; work(sys.argv[1])"
SIZE = (1600, 1000)
LOOK_MS = 50
FEW = 5  # rows; fewer are a list that is not there yet


class Watched:
    """A console whose rows tell when they are painted with another holder."""

    def __init__(self, app: ConsoleApp) -> None:
        self._app = app
        self._shown: dict[int, str] = {}
        self.painted: list[tuple[int, str, int]] = []

    def visible(self) -> list[int]:
        """The cases on the screen; none before the list is there."""
        shell = self._app.shell
        if shell is None or not shell.bench.rail.counts:
            return []
        table = shell.bench.queue.table
        return [table.key_at(at) for at in shell.table.visible_rows()][:-1]

    def watch(self) -> None:
        """From now on."""
        plain = HolderDelegate.draw

        def draw(delegate: HolderDelegate, painter: QPainter, rect: QRect, index: Index) -> None:
            plain(delegate, painter, rect, index)
            shell = self._app.shell
            row = None if shell is None else shell.bench.queue.table.row_at(index.row())
            if row is not None and self._shown.get(row.id) != row.holder:
                self._shown[row.id] = row.holder
                self.painted.append((row.id, row.holder, monotonic_ns()))

        HolderDelegate.draw = draw


def work(told: str) -> None:
    """The console's life: its list, its visible cases told, and at the end what was painted."""
    given = json.loads(told)
    map_view.WEB_ENGINE = False
    qt = QApplication([])
    door = PostgresSignIn(
        make_url(given["address"]), Path(given["files"]), {given["login"]: PASSWORD}
    )
    app = ConsoleApp(qt, door, ThreadLanes(), Look.of("light", "zh", strict=True), None)
    watched = Watched(app)
    watched.watch()
    app.window.resize(*SIZE)
    app.open_at_once(given["login"])
    app.window.show()
    ended, told_cases, look = threading.Event(), list[int](), QTimer()

    def turn() -> None:
        if not told_cases and len(watched.visible()) > FEW:
            told_cases.extend(watched.visible())
            print(json.dumps(told_cases), flush=True)
        if ended.is_set():
            qt.exit(0)

    look.timeout.connect(turn)
    look.start(LOOK_MS)
    threading.Thread(target=lambda: (sys.stdin.read(), ended.set()), daemon=True).start()
    qt.exec()
    print(json.dumps(watched.painted), flush=True)
    app.window.close()
    door.close()
    os._exit(0)  # what is measured is told; the interpreter's way down with Qt is not our matter
