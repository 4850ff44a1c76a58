"""From the start of a process to its first usable window, beside the least such a program can be.

    python -m benchmarks.start [--times 5] [--data DIR]

The console starts as `main.py` starts it, embedded server included, on a folder with a demo city
(built beforehand where none is given). `door`: the sign-in page is painted and lists its operators;
`seat`: the demo operator is signed in and his queue is on screen. The bare program is a
`QMainWindow` with a `QWebEngineView` that has loaded one line of text. All are new processes,
off-screen; the time runs from before the process is started.
"""

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path

from benchmarks.machine import machine
from db.embedded import stop

OPERATOR = "chenlei"
BARE = """
import sys
from PySide6.QtWebEngineWidgets import QWebEngineView
from PySide6.QtWidgets import QApplication, QMainWindow
app = QApplication(sys.argv)
window, view = QMainWindow(), QWebEngineView()
window.setCentralWidget(view)
def loaded():
    window.grab()
    print("usable", flush=True)
    app.quit()
view.loadFinished.connect(loaded)
window.show()
view.setHtml("<p>ready</p>")
app.exec()
"""
CONSOLE = f"""
import sys
from PySide6.QtCore import QTimer
from console.bootstrap import main
from console.views import app as program
class Watched(program.ConsoleApp):
    def open_door(self):
        super().open_door()
        self.session.listed.connect(self.at_door)
    def at_door(self, operators):
        self.session.listed.disconnect(self.at_door)
        QTimer.singleShot(0, self.say_door)
    def say_door(self):
        self.window.grab()
        print("door", flush=True)
        self._first_run = False
        self.session.sign_in(program.Choice(login={OPERATOR!r}))
    def _show_work(self, desk, operator):
        super()._show_work(desk, operator)
        self.shell.bench.queue.shown.connect(self.look)
    def look(self):
        if self.shell.bench.queue.table.row_at(0) is not None:
            self.shell.bench.queue.shown.disconnect(self.look)
            self.window.grab()
            print("seat", flush=True)
            QTimer.singleShot(0, self.window.close)
program.ConsoleApp = Watched
sys.exit(main(["--data", sys.argv[1]]))
"""


def environment(home: Path) -> dict[str, str]:
    """Ours, off-screen, with a home of its own and a world that keeps still."""
    engine = {"QTWEBENGINE_DISABLE_SANDBOX": "1"} if os.name != "nt" else {}
    own = {"HOME": str(home), "QT_QPA_PLATFORM": "offscreen", "WANMI_OUTSIDE_WORLD": "false"}
    return {**os.environ, **engine, **own}


def moments(script: str, arguments: list[str], around: Mapping[str, str]) -> dict[str, float]:
    """What a child said, and after how many milliseconds."""
    said = {}
    begun = time.perf_counter()
    command = [sys.executable, "-c", script, *arguments]
    quiet = subprocess.DEVNULL  # Chromium's complaints about a machine without a GPU
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=quiet, env=around, text=True
    ) as child:
        assert child.stdout is not None
        for line in child.stdout:
            said[line.strip()] = (time.perf_counter() - begun) * 1000
    if child.returncode:
        raise SystemExit(f"the child ended with {child.returncode}")
    return said


def main() -> None:
    """Measure and print."""
    wanted = argparse.ArgumentParser()
    wanted.add_argument("--times", type=int, default=5)
    wanted.add_argument("--data", type=Path)
    given = wanted.parse_args()
    with tempfile.TemporaryDirectory(prefix="wm-start-") as name:
        home = Path(name)
        home.chmod(0o711)  # the server's own user must reach it when root measures
        folder, around = given.data or home / "data", environment(home)
        quiet = subprocess.DEVNULL
        build = [sys.executable, "main.py", "demo", "--days", "1", "--data", str(folder)]
        subprocess.run(build, env=around, check=True, stdout=quiet, stderr=quiet)
        try:
            bare = [moments(BARE, [], around) for _ in range(given.times)]
            ours = [moments(CONSOLE, [str(folder)], around) for _ in range(given.times)]
        finally:
            stop(folder)
    print(machine())
    print("| | median ms | best ms | worst ms |\n|---|---|---|---|")
    for title, taken in (
        ("bare window with a web view", [one["usable"] for one in bare]),
        ("console, door", [one["door"] for one in ours]),
        ("console, seat with its queue", [one["seat"] for one in ours]),
    ):
        middle = statistics.median(taken)
        print(f"| {title} | {middle:.0f} | {min(taken):.0f} | {max(taken):.0f} |")
    ratio = min(one["door"] for one in ours) / min(one["usable"] for one in bare)
    print(f"door, best against best: {ratio:.1f} times the bare window")


if __name__ == "__main__":
    main()
