"""The whole console, off-screen, at work on a demo city for as long as something lasts."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Final

from PySide6.QtCore import QTimer
from PySide6.QtWebEngineWidgets import QWebEngineView

from benchmarks.map.stage import SIZE, Stage, wait_until
from benchmarks.map.writer import READY, SCRIPT
from console.bootstrap import main
from console.domain.organisation import Operator
from console.viewmodels.desk import Desk
from console.views import app as program
from console.views.map_view import MapView
from db.embedded import stop

DAYS: Final = "3"
Work = Callable[["AtWork"], None]


class AtWork:
    """A console whose map is shown."""

    def __init__(self, app: program.ConsoleApp) -> None:
        assert app.shell is not None
        assert isinstance(app.shell.map_view, MapView)
        self.app = app
        self.view: MapView = app.shell.map_view
        self.stage = Stage(self.web)

    def web(self) -> QWebEngineView:
        assert isinstance(self.view.web, QWebEngineView)
        return self.view.web

    def settle(self) -> None:
        """Until the map shows the city's cases."""
        wait_until(lambda: self.view.bridge.view is not None and bool(self.view.bridge.pins.pins))
        self.stage.wait_js("Boolean(window.mapIdle && window.mapIdle() && mapParts.store.n)")


def console(folder: Path, work: Work) -> None:
    """Run the console as `main.py` does, and `work` when its map is there; then it is closed.

    Raises what `work` raises.
    """
    failed: list[BaseException] = []

    class Measured(program.ConsoleApp):
        def _show_work(self, desk: Desk, operator: Operator) -> None:
            super()._show_work(desk, operator)
            self.window.resize(*SIZE)
            QTimer.singleShot(0, self._measure)

        def _measure(self) -> None:
            try:
                here = AtWork(self)
                here.settle()
                work(here)
            except BaseException as error:  # raised again below, outside of Qt
                failed.append(error)
            self.window.close()

    plain = program.ConsoleApp
    program.ConsoleApp = Measured  # type: ignore[misc]  # a class is put in another's place to look at it
    try:
        main(["--data", str(folder)])
    finally:
        program.ConsoleApp = plain  # type: ignore[misc]  # and back
    if failed:
        raise failed[0]


@contextmanager
def demo_city(given: Path | None) -> Iterator[Path]:
    """A folder with a demo city: the given one, or one built for this run only."""
    with tempfile.TemporaryDirectory(prefix="wm-map-") as name:
        home = Path(name)
        home.chmod(0o711)  # the server's own user must reach it when root measures
        quiet = {"HOME": name, "XDG_CONFIG_HOME": name, "WANMI_OUTSIDE_WORLD": "false"}
        before = {key: os.environ.get(key) for key in quiet}
        os.environ.update(quiet)
        folder = given or home / "data"
        try:
            if given is None:
                build = [sys.executable, "main.py", "demo", "--days", DAYS, "--data", str(folder)]
                subprocess.run(build, check=True, stdout=subprocess.DEVNULL)  # noqa: S603  our own program
            yield folder
        finally:
            stop(folder)
            for key, text in before.items():
                if text is None:
                    del os.environ[key]
                else:
                    os.environ[key] = text


class Writer:
    """The other process; its answers are read without waiting, by their file's end."""

    def __init__(self, process: subprocess.Popen[str], answers: IO[str]) -> None:
        self._process, self._answers = process, answers

    def report(self, lon: float, lat: float) -> None:
        """Ask for a report at a place."""
        assert self._process.stdin is not None
        self._process.stdin.write(f"[{lon}, {lat}]\n")
        self._process.stdin.flush()

    def lines(self) -> list[str]:
        """What it said since the last look."""
        return self._answers.readlines()


@contextmanager
def writer(folder: Path, most: int) -> Iterator[Writer]:
    """Another process at the same store; see `benchmarks.map.writer.work`."""
    told = f'{{"folder": "{folder.as_posix()}", "most": {most}}}'
    with tempfile.TemporaryDirectory(prefix="wm-writer-") as name:
        said = Path(name, "said")
        with (
            said.open("w", encoding="utf-8") as out,
            subprocess.Popen(  # noqa: S603  our own writer
                [sys.executable, "-c", SCRIPT, told], stdin=subprocess.PIPE, stdout=out, text=True
            ) as process,
            said.open(encoding="utf-8") as answers,
        ):
            wait_until(lambda: READY in answers.read() or process.poll() is not None, 60)
            if process.poll() is not None:
                raise RuntimeError("the writer ended")
            yield Writer(process, answers)
            assert process.stdin is not None
            process.stdin.close()
            wait_until(lambda: process.poll() is not None, 60)
