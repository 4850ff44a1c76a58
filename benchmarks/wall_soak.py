"""A wall at work while everything around it fails: is it right again, and did it ever lie?

    python -m benchmarks.wall_soak --minutes 120 [--data FOLDER] [--size 3840x2160]

The wall runs off-screen on a demo city, by its own account; another process changes one case a
second. Faults come at random: the database stands still (a short time, once five minutes), the
map's page is killed, the machine's clock is set. Each second the picture's own state is read: a
block drawn as fresh must not be older than 15 s by a clock nobody sets. From the end of each fault
the seconds until all blocks are fresh again are counted. All texts that were drawn are looked
through for telephones, numbers and plates. The exit code is 1 for a lie, for personal data, for a
wall that was not right again within 10 s, and for memory that grows by more than 5 %/h in the
second half.
"""

from __future__ import annotations

import argparse
import gc
import os
import random
import statistics
import sys
from collections import Counter
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import monotonic
from typing import Any, Final

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import psutil
from PySide6.QtCore import QObject, QTimer, Slot
from PySide6.QtWidgets import QApplication
from sqlalchemy import make_url

from benchmarks.machine import machine
from benchmarks.map.seat import Writer, demo_city, writer
from console.evaluation.scene_json import read_show
from console.export.personal_scan import kinds_in
from console.viewmodels.wall_blocks import FRESH_SECONDS
from console.viewmodels.wall_stage import WallStage
from console.views.app import prepare_engine
from console.views.look import Look
from console.views.resources import resource
from console.views.wall.map_block import MapWallBlock
from console.views.wall.wall_app import WallApp
from console.views.wall.wall_window import state_of_picture
from console.views.wall.wish import WallWish
from db.embedded import status
from db.engine import wall_engine
from db.site import bring_up, open_embedded
from db.wall import PostgresWall
from db.walls import wall_here

RIGHT: Final = 10.0
LATEST: Final = 60.0
"""Seconds the last fault may take to be over."""
GROWTH: Final = 5.0  # percent an hour
QUIET: Final = (15, 40)
"""Seconds between two faults."""
MIDDLE: Final = (113.3, 33.74)
_MORE: Final = timedelta(seconds=1)  # the picture is read between two seconds


@dataclass
class Seen:
    """What the soak found."""

    lies: list[str] = field(default_factory=list)
    right: dict[str, list[float]] = field(default_factory=dict)
    texts: set[str] = field(default_factory=set)
    memory: list[tuple[float, float]] = field(default_factory=list)
    seconds: int = 0
    shown: Counter[str] = field(default_factory=Counter)


class Soak(QObject):
    """One look a second, one change a second, and the faults."""

    def __init__(
        self, app: QApplication, wall: WallApp, changes: Writer, server: int, minutes: float
    ) -> None:
        super().__init__()
        self._app, self._wall, self._changes, self._server = app, wall, changes, server
        self.seen, self._chance = Seen(), random.Random(7)
        self._begun, self._true = monotonic(), datetime.now(UTC)
        self._end = self._begun + minutes * 60
        self._next = self._begun + 60.0
        self._until: float | None = None
        self._fault = ""
        self._over: float | None = None
        self._long = False
        self.offset = timedelta()
        self._second = QTimer(self)
        self._second.setInterval(1_000)
        self._second.timeout.connect(self.look)
        self._second.start()

    def machine(self) -> datetime:
        """The machine's clock, as somebody has set it."""
        return datetime.now(UTC) + self.offset

    @property
    def _now(self) -> datetime:
        return self._true + timedelta(seconds=monotonic() - self._begun)

    @Slot()
    def look(self) -> None:
        """One second."""
        at = monotonic()
        state = state_of_picture(self._wall.window)
        self._judge(state)
        if self._over is not None and self._is_right(state):
            self.seen.right.setdefault(self._fault, []).append(at - self._over)
            self._over = None
            self._next = at + self._chance.randint(*QUIET)
        if self._until is not None and at >= self._until:
            self._mend(at)
        elif self._until is None and self._over is None and at >= self._next:
            self._break(at)
        if self._fault != "database" or self._until is None:
            x, y = (self._chance.random() * 0.02 for _ in "xy")
            self._changes.report(MIDDLE[0] + x, MIDDLE[1] + y)
        if self.seen.seconds % 30 == 0:
            gc.collect()
            self.seen.memory.append((at - self._begun, _memory()))
        if (
            at >= self._end
            and self._until is None
            and (self._over is None or at >= self._end + LATEST)
        ):
            if self._over is not None:
                self.seen.right.setdefault(self._fault, []).append(at - self._over)
            self._app.exit()

    def _judge(self, state: dict[str, Any]) -> None:
        now, seen = self._now, self.seen
        seen.seconds += 1
        seen.texts.update(state["head"])
        for block in state["blocks"]:
            seen.texts.update(block["texts"])
            seen.shown[block["drawn"]] += 1
            as_of = block["as_of"]
            if (
                block["drawn"] == "fresh"
                and block["seen"]
                and (as_of is None or now - as_of > timedelta(seconds=FRESH_SECONDS) + _MORE)
            ):
                seen.lies.append(f"{block['key']} as of {as_of} at {now}")

    def _is_right(self, state: dict[str, Any]) -> bool:
        return all(one["drawn"] == "fresh" for one in state["blocks"] if one["seen"])

    def _break(self, at: float) -> None:
        kinds = ["page", "page", "database", "clock"]
        self._fault = self._chance.choice(kinds)
        if self._fault == "page":
            for block in self._wall.window.blocks.values():
                if isinstance(block, MapWallBlock) and block.view.renderer():
                    psutil.Process(block.view.renderer()).kill()
            self._over = at
        elif self._fault == "clock":
            self.offset = timedelta(hours=self._chance.choice((-26, -1, 1, 26)))
            self._until = at + 20.0
        else:
            long = not self._long and at - self._begun > (self._end - self._begun) / 2
            self._long = self._long or long
            for one in _processes(self._server):
                one.suspend()
            self._until = at + (300.0 if long else self._chance.randint(5, 40))

    def _mend(self, at: float) -> None:
        if self._fault == "database":
            for one in _processes(self._server):
                one.resume()
        self.offset = timedelta()
        self._until, self._over = None, at


def _processes(server: int) -> list[psutil.Process]:
    whole = psutil.Process(server)
    return [whole, *whole.children(recursive=True)]


def _resume(server: int) -> None:
    for one in _processes(server):
        one.resume()


def _memory() -> float:
    """MB that this process and its pages alone hold."""
    whole = psutil.Process()
    found = 0
    for one in [whole, *whole.children(recursive=True)]:
        try:
            found += one.memory_full_info().uss
        except psutil.Error:
            continue  # a page that was just killed
    return found / 1e6


def _growth(memory: list[tuple[float, float]]) -> float:
    """Percent an hour over the second half."""
    late = memory[len(memory) // 2 :]
    slopes = [(b[1] - a[1]) / (b[0] - a[0]) for at, a in enumerate(late) for b in late[at + 1 :]]
    middle = statistics.median(one for _, one in late)
    return statistics.median(slopes) * 3600 / middle * 100 if slopes else 0.0


def soak(folder: Path, minutes: float, size: tuple[int, int]) -> Seen:
    """The wall at work on the city of a folder."""
    site = open_embedded(folder)
    bring_up(site)
    running = status(folder)
    assert running is not None
    prepare_engine()
    app = QApplication(sys.argv[:1])
    reading = PostgresWall(wall_engine(make_url(wall_here(site.url, site.wall_password))))
    show = read_show(resource("wall", "scenes.json").read_text(encoding="utf-8"))
    with ExitStack() as ends:
        changes = ends.enter_context(writer(folder, 40))
        here: list[Soak] = []
        stage = WallStage(
            reading,
            show,
            past=reading.past(),
            machine=lambda: here[0].machine() if here else datetime.now(UTC),
        )
        wish = WallWish(trial=True, size=size)
        wall = WallApp(app, stage, reading, Look.of("dark", "zh"), wish, _nothing, _kept)
        wall.start()
        wall.window.resize(*size)
        here.append(Soak(app, wall, changes, running.pid, minutes))
        ends.callback(
            _resume, running.pid
        )  # a server left standing still would hang its next start
        app.exec()
        wall.end()
    seen = here[0].seen
    app.shutdown()
    site.close()
    return seen


def _nothing() -> None:
    """No guard listens."""


def _kept(*_picture: object) -> None:
    """No picture is kept."""


def main() -> int:
    """Run, tell, judge."""
    wanted = argparse.ArgumentParser(prog="python -m benchmarks.wall_soak")
    wanted.add_argument("--minutes", type=float, default=120.0)
    wanted.add_argument("--data", type=Path)
    wanted.add_argument("--size", default="3840x2160")
    given = wanted.parse_args()
    print(machine(), flush=True)
    width, height = given.size.split("x")
    with demo_city(given.data) as folder:
        seen = soak(folder, given.minutes, (int(width), int(height)))
    growth = _growth(seen.memory)
    personal = {text: sorted(kinds_in(text)) for text in seen.texts if kinds_in(text)}
    print(f"| seconds looked | {seen.seconds} | blocks as {dict(seen.shown)} |")
    print(f"| lies | {len(seen.lies)} | {seen.lies[:3]} |")
    worst = 0.0
    for fault, times in sorted(seen.right.items()):
        worst = max(worst, *times)
        told = f"{statistics.median(times):.1f} s, at most {max(times):.1f}"
        print(f"| {fault} | {len(times)} times | right again after {told} |")
    print(f"| texts | {len(seen.texts)} | personal {len(personal)} |")
    print(f"| memory | {seen.memory[-1][1]:.0f} MB | {growth:+.1f} %/h |")
    print(machine())
    long = given.minutes >= 60  # a short run cannot tell growth from noise
    return int(bool(seen.lies or personal or worst > RIGHT or (long and growth > GROWTH)))


if __name__ == "__main__":
    sys.exit(main())
