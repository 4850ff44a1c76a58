"""The page's process gets SIGKILL again and again while the console works on the map."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Final

import psutil
from PySide6.QtCore import QTimer

from benchmarks.figures import HEAD, row
from benchmarks.map.seat import AtWork, console, writer
from benchmarks.map.stage import pause, wait_until
from console.domain.case import CaseId

BEAT_MS: Final = 2
BETWEEN_MS: Final = (2_050, 2_900)
LIMIT_MS: Final = 50.0
DEGREES: Final = 1e-4


class Beat:
    """A timer of the window's thread: how long it had to wait for its turn, and worked between."""

    def __init__(self) -> None:
        self.waits: list[float] = []
        self.works: list[float] = []
        self._last = (0.0, 0.0)
        self._timer = QTimer()
        self._timer.setInterval(BEAT_MS)
        self._timer.timeout.connect(self._turn)

    def start(self) -> None:
        self._last = (time.perf_counter(), time.thread_time())
        self._timer.start()

    def stop(self) -> None:
        self._timer.stop()

    def _turn(self) -> None:
        now = (time.perf_counter(), time.thread_time())
        self.waits.append((now[0] - self._last[0]) * 1000 - BEAT_MS)
        self.works.append((now[1] - self._last[1]) * 1000)
        self._last = now


def measure(folder: Path, kills: int) -> list[str]:
    """Lines of a table, and what was lost."""
    told: list[str] = []

    def work(here: AtWork) -> None:
        with writer(folder, most=20) as other:
            told.extend(_killed(here, other.report, kills))

    console(folder, work)
    return told


def _killed(here: AtWork, report: Callable[[float, float], None], kills: int) -> list[str]:
    chance, bridge = random.Random(1), here.view.bridge
    beat, back, lost = Beat(), [], 0
    shell = here.app.shell
    assert shell is not None
    home = bridge.view
    assert home is not None
    for number in range(kills):
        shell.bench.queue.choose(CaseId(chance.choice(list(bridge.pins.pins))))
        if number % 5 == 0:
            here.view.locate(home.lon + chance.uniform(-1, 1) * 0.005, home.lat, 15)
        pause(chance.randint(*BETWEEN_MS))
        before, chosen, old = bridge.view, bridge.selected, here.view.renderer()
        drawn: list[float] = []

        def note(seen: list[float] = drawn) -> None:
            seen.append(time.perf_counter())

        bridge.channel.was_drawn.connect(note)
        begun = time.perf_counter()
        beat.start()
        psutil.Process(old).kill()
        report(home.lon + chance.uniform(-0.01, 0.01), home.lat)
        wait_until(partial(bool, drawn), 60)
        beat.stop()
        bridge.channel.was_drawn.disconnect(note)
        back.append((drawn[0] - begun) * 1000)
        here.settle()
        after = bridge.view
        assert before is not None
        assert after is not None
        moved = max(abs(after.lon - before.lon), abs(after.lat - before.lat)) > DEGREES
        lost += moved or after.zoom != before.zoom or bridge.selected != chosen
    over = sum(wait > LIMIT_MS for wait in beat.waits)
    return [
        f"{kills} kills; view or choice lost: {lost}",
        f"turns of the window over {LIMIT_MS:.0f} ms: {over} of {len(beat.waits)}, of its own"
        f" work: {sum(one > LIMIT_MS for one in beat.works)}",
        HEAD,
        row("from the kill until the new page is drawn", back),
        row("a turn of the window's thread, waiting", beat.waits),
        row("a turn of the window's thread, working", beat.works),
    ]
