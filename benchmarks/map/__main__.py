"""The map page: beside two rivals, killed again and again, and how late a change of others is seen.

    python -m benchmarks.map [--cases 10000 50000 200000] [--pans 1000] [--commits 200]
        [--kills 200] [--markercluster FOLDER] [--data FOLDER]

The rival's plug-in is fetched by npm for this run only, or taken from a folder with its `dist`.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from pathlib import Path
from typing import Final

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
if sys.platform != "win32" and os.geteuid() == 0:
    os.environ.setdefault("QTWEBENGINE_DISABLE_SANDBOX", "1")

from PySide6.QtWidgets import QApplication

from benchmarks.machine import machine
from benchmarks.map import kills, late, speed
from benchmarks.map.contenders import markercluster
from benchmarks.map.seat import demo_city
from console.views.map_scheme import register_scheme

OTHERS_OFF: Final = {
    "commits": ["--kills", "0", "--cases", "--pans", "0"],
    "kills": ["--commits", "0", "--cases", "--pans", "0"],
    "rivals": ["--commits", "0", "--kills", "0"],
}
"""What is added to a command for one of its parts alone."""


def main() -> None:
    """Print the tables."""
    wanted = argparse.ArgumentParser(prog="python -m benchmarks.map")
    wanted.add_argument("--cases", type=int, nargs="*", default=[10_000, 50_000, 200_000])
    wanted.add_argument("--pans", type=int, default=1_000)
    wanted.add_argument("--markercluster", type=Path)
    wanted.add_argument("--only", nargs="*", default=[])
    wanted.add_argument("--commits", type=int, default=200)
    wanted.add_argument("--kills", type=int, default=200)
    wanted.add_argument("--data", type=Path)
    given = wanted.parse_args()
    wishes = {"commits": given.commits, "kills": given.kills, "rivals": given.cases or given.pans}
    asked = [name for name, wish in wishes.items() if wish]
    if len(asked) > 1:
        for name in asked:  # the engine starts once in a process
            subprocess.run([*_own_command(), *OTHERS_OFF[name]], check=False)  # noqa: S603  our own command line
        return
    print(machine(), flush=True)
    if given.commits or given.kills:
        with demo_city(given.data) as folder:
            if given.commits:
                print(*late.measure(folder, given.commits), sep="\n", flush=True)
            else:
                print(*kills.measure(folder, given.kills), sep="\n", flush=True)
    else:
        beside_rivals(given)
    print(machine())


def _own_command() -> list[str]:
    """This very command again."""
    return [sys.executable, "-m", "benchmarks.map", *sys.argv[1:]]


def beside_rivals(given: argparse.Namespace) -> None:
    """The tables of the three contenders."""
    register_scheme()
    app = QApplication([])
    app.setQuitOnLastWindowClosed(False)
    with markercluster(given.markercluster) as plugin:
        if given.cases:
            print(speed.HEAD, flush=True)
            for line in speed.measure(given.cases, plugin, given.only):
                print(line, flush=True)
        if given.pans:
            print("\n| cases | drawn by | pans | MB before | MB after | s |")
            print("|" + "---|" * 6)
            for line in speed.memory(50_000, given.pans, plugin, given.only):
                print(line, flush=True)


if __name__ == "__main__":
    main()
    sys.stdout.flush()
    os._exit(0)  # all is told and given back; the interpreter's way down with Qt is not measured
