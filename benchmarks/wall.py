"""What a wall costs: 5,000 open cases, five changes a second, beside a page of plain plots.

    python -m benchmarks.wall [--minutes 10] [--size 3840x2160] [--cases 50000]

Both run off-screen with software rendering, one after the other in the same run, each in a process
of its own: the wall by its own account on a real server, another process leading sixty cases at a
time from report to end, five acts a second; and
twelve pyqtgraph plots with grid, title and two curves of a day's minutes, redrawn every second. CPU
is that of the whole tree of processes (the map's page with it, the server's not), in percent of one
core, after a warm-up; paints are the times of each block's own; memory is what the tree alone
holds.
"""

from __future__ import annotations

import argparse
import itertools
import os
import random
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path
from time import monotonic, perf_counter
from typing import Any, Final

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import numpy as np
import psutil
import pyqtgraph as pg
from PySide6.QtCore import QTimer
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QApplication
from sqlalchemy import make_url

from benchmarks.machine import machine
from benchmarks.many import empty_city, fill, fill_facts
from console.domain.place import Point
from console.domain.stage import Move, Post
from console.evaluation.scene_json import read_show
from console.viewmodels.wall_stage import WallStage
from console.views.app import prepare_engine
from console.views.look import Look
from console.views.resources import resource
from console.views.wall.block import BlockWidget
from console.views.wall.wall_app import WallApp
from console.views.wall.wish import WallWish
from db import open_store
from db.engine import wall_engine
from db.wall import PostgresWall
from db.walls import keep_wall_account, wall_here
from tests.db.lives import PLACE, Life, standard

WARM: Final = 390.0
"""Until each scene of the rotation has been on once."""
EACH: Final = 5.0  # seconds between two looks
CHANGES: Final = 5  # a second
AT_ONCE: Final = 60
"""So many cases are on their way."""
PLOTS: Final = (4, 3)
MINUTES_OF_A_DAY: Final = 1_440


@dataclass
class Cost:
    """CPU in percent of a core, MB over time, milliseconds of paints."""

    cpu: list[float] = field(default_factory=list)
    memory: list[tuple[float, float]] = field(default_factory=list)
    paints: list[float] = field(default_factory=list)

    @property
    def growth(self) -> float:
        """Percent an hour, the middle of all slopes between two looks (Theil-Sen)."""
        slopes = [
            (later - sooner) / (then - at)
            for (at, sooner), (then, later) in itertools.combinations(self.memory, 2)
        ]
        middle = statistics.median(held for _, held in self.memory)
        return statistics.median(slopes) * 3_600 / middle * 100


def _tree(pid: int) -> list[psutil.Process]:
    whole = psutil.Process(pid)
    return [whole, *whole.children(recursive=True)]


def _used(pid: int) -> float:
    """Seconds of CPU of the tree until now."""
    found = 0.0
    for one in _tree(pid):
        with suppress(psutil.NoSuchProcess):
            found += sum(one.cpu_times()[:4])  # with what its ended children, as old pages, used
    return found


def _held(pid: int) -> float:
    """MB that the tree alone holds."""
    found = 0
    for one in _tree(pid):
        with suppress(psutil.NoSuchProcess):
            found += one.memory_full_info().uss
    return found / 1e6


def _measured(target: Callable[..., None], given: tuple[Any, ...], minutes: float) -> Cost:
    """Run it in a process of its own and look at it from outside."""
    context = get_context("spawn")
    mine, theirs = context.Pipe()
    process = context.Process(target=target, args=(theirs, *given))
    process.start()
    cost = Cost()
    try:
        mine.recv()  # it is there
        time.sleep(min(WARM, minutes * 60))
        begun = last = monotonic()
        before = _used(process.pid or 0)
        while last < begun + minutes * 60:
            time.sleep(EACH)
            at, used = monotonic(), _used(process.pid or 0)
            cost.cpu.append((used - before) / (at - last) * 100)
            last, before = at, used
            cost.memory.append((at - begun, _held(process.pid or 0)))
        mine.send("end")
        cost.paints = mine.recv()
    finally:
        process.join(20)
        process.kill()
    return cost


def _wall(line: Connection, url: str, size: tuple[int, int]) -> None:
    """The wall, off-screen."""
    paints: list[float] = []
    plain = BlockWidget.paintEvent

    def timed(block: BlockWidget, event: QPaintEvent) -> None:
        begun = perf_counter()
        plain(block, event)
        paints.append((perf_counter() - begun) * 1_000)

    BlockWidget.paintEvent = timed  # type: ignore[assignment, method-assign]  # to time it
    prepare_engine()
    app = QApplication(sys.argv[:1])
    reading = PostgresWall(wall_engine(make_url(url)))
    show = read_show(resource("wall", "scenes.json").read_text(encoding="utf-8"))
    stage = WallStage(reading, show, past=reading.past())
    wish = WallWish(trial=True, size=size)

    def beat() -> None:
        if line.poll():
            app.exit()

    wall = WallApp(app, stage, reading, Look.of("dark", "zh"), wish, beat, _kept)
    wall.start()
    wall.window.resize(*size)
    line.send("there")
    app.exec()
    line.send(paints)
    os._exit(0)


def _kept(*_picture: object) -> None:
    """No picture is kept."""


class _Page(pg.GraphicsLayoutWidget):  # type: ignore[misc]  # pyqtgraph has no types
    """Tells how long each of its paints takes."""

    def __init__(self, paints: list[float]) -> None:
        self._paints = paints
        super().__init__()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802  Qt's own name
        begun = perf_counter()
        super().paintEvent(event)
        self._paints.append((perf_counter() - begun) * 1_000)


def _plots(line: Connection, size: tuple[int, int]) -> None:
    """A page of plain plots, redrawn every second."""
    app = QApplication(sys.argv[:1])
    paints: list[float] = []
    page = _Page(paints)
    page.resize(*size)
    curves = []
    for row, column in itertools.product(range(PLOTS[1]), range(PLOTS[0])):
        plot = page.addPlot(row=row, col=column, title="按期处置率")
        plot.showGrid(x=True, y=True)
        plot.setLabel("left", "件")
        curves += [plot.plot(pen="w"), plot.plot(pen="y")]
    page.show()
    chance, minutes = np.random.default_rng(1), np.arange(MINUTES_OF_A_DAY)

    def redraw() -> None:
        for curve in curves:
            curve.setData(minutes, chance.random(MINUTES_OF_A_DAY))
        if line.poll():
            app.exit()

    timer = QTimer()
    timer.setInterval(1_000)
    timer.timeout.connect(redraw)
    timer.start()
    line.send("there")
    app.exec()
    line.send(paints)
    os._exit(0)


def _case(life: Life, chance: random.Random) -> Iterator[None]:
    """A case from its report to its end, one act at a time."""
    point = Point(PLACE.lon + chance.random() * 0.02, PLACE.lat + chance.random() * 0.02)
    case = life.report(point=point)
    yield
    acts: list[tuple[Move, Post, dict[str, Any]]] = [
        (Move.ORDER_CONFIRMATION, Post.ACCEPTOR, {"inspector": "I001"}),
        (Move.ANSWER_CONFIRMATION, Post.INSPECTOR, {"outcome": "true"}),
        (Move.SUBMIT, Post.ACCEPTOR, {"standard": standard()}),
        (Move.REGISTER, Post.SHIFT_LEADER, {}),
        (Move.DISPATCH, Post.DISPATCHER, {"unit": "U1"}),
        (Move.RECEIVE, Post.UNIT, {}),
        (Move.FEEDBACK, Post.UNIT, {"text": "已修复"}),
        (Move.ORDER_VERIFICATION, Post.VERIFIER, {"inspector": "I001"}),
        (Move.ANSWER_VERIFICATION, Post.INSPECTOR, {"outcome": "pass"}),
        (Move.PASS, Post.VERIFIER, {}),
        (Move.CLOSE, Post.SHIFT_LEADER, {}),
    ]
    for move, post, details in acts:
        life.act(case, move, post, **details)
        yield


def _change(line: Connection, url: str, folder: str) -> None:
    """Lives of cases, five acts a second, until it is told to end; as many begin as end."""
    opened = open_store(url, files_folder=Path(folder))
    life, chance = Life(opened.store, prefix=f"w{os.getpid()}-", minutes=0), random.Random(9)
    lives: list[Iterator[None]] = []
    line.send("there")
    while not line.poll(1 / CHANGES):
        life.at = datetime.now(UTC)
        if len(lives) < AT_ONCE:
            lives.append(_case(life, chance))
        one = lives.pop(chance.randrange(len(lives)))
        if next(one, lives) is not lives:
            lives.append(one)
    opened.dispose()


def _told(name: str, cost: Cost) -> str:
    paints = sorted(cost.paints) or [0.0]
    p95, most = paints[int(len(paints) * 0.95) - 1], paints[-1]
    return (
        f"| {name} | {statistics.fmean(cost.cpu):.1f} | {len(paints):,} | {p95:.1f} | {most:.0f}"
        f" | {cost.memory[-1][1]:.0f} | {cost.growth:+.1f} |"
    )


def main() -> None:
    """Measure both, and print."""
    wanted = argparse.ArgumentParser(prog="python -m benchmarks.wall")
    wanted.add_argument("--minutes", type=float, default=10.0)
    wanted.add_argument("--size", default="3840x2160")
    wanted.add_argument("--cases", type=int, default=50_000)
    given = wanted.parse_args()
    width, height = (int(one) for one in given.size.split("x"))
    print(machine(), flush=True)
    print("| what | CPU % | paints | p95 ms | max ms | MB | growth %/h |")
    print("|---|---|---|---|---|---|---|")
    with empty_city() as (site, owner):
        fill(owner, given.cases)
        fill_facts(owner, given.cases)
        keep_wall_account(owner, site.wall_password)
        url = site.url.render_as_string(hide_password=False)
        wall = wall_here(site.url, site.wall_password).render_as_string(hide_password=False)
        context = get_context("spawn")
        mine, theirs = context.Pipe()
        changes = context.Process(target=_change, args=(theirs, url, str(site.files)))
        changes.start()
        mine.recv()
        print(
            _told("the wall", _measured(_wall, (wall, (width, height)), given.minutes)), flush=True
        )
        mine.send("end")
        changes.join(20)
        print(
            _told("plain plots", _measured(_plots, ((width, height),), given.minutes)), flush=True
        )
    print(machine())


if __name__ == "__main__":
    main()
