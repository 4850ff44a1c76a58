"""A wall at work while everything around it fails: is it right again, and did it ever lie?

    python -m benchmarks.wall_soak --minutes 120 [--data FOLDER] [--size 3840x2160] [--log FILE]

The wall runs in a process of its own as the product runs it, on the second monitor of an X server,
by its own account and through a line that can be cut, on a demo city; another process changes one
case a second and plants people's names and numbers in every text. Faults come at random: the
pages' processes are killed, the server stands still (a short time, once five minutes), nothing gets
through the network, the machine's clock is set, the monitor is unplugged.

Each second the wall tells its picture's own state, and it is judged by a clock nobody sets: a block
drawn as fresh must not be older than 15 s, a fresh map's page must have drawn, and the head's time
must be the time. From the end of each fault the seconds are counted until the window covers its
monitor and all blocks are fresh. All texts that were drawn, the pages' too, are looked through for
every planted person, the operators' names, and anything that looks like personal data. The exit
code is 1 for a lie, for personal data, for a wall that was not right again within 10 s, and for
memory of the wall's own process that grows by more than 5 %/h after the first quarter (its pages
are killed too often to tell).
"""

from __future__ import annotations

import argparse
import json
import os
import random
import signal
import statistics
import sys
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import combinations
from multiprocessing import get_context
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess
from pathlib import Path
from time import monotonic
from types import FrameType
from typing import IO, Any, Final

import psutil
from sqlalchemy import URL, make_url, text

from benchmarks import wall_at_work, wall_planted
from benchmarks.machine import machine
from benchmarks.map.seat import demo_city
from benchmarks.wall_faults import (
    BY_ITSELF,
    SHOWN_ON,
    Clock,
    Fault,
    Network,
    Page,
    Screen,
    Server,
    can_set_clocks,
    two_monitors,
)
from console.domain.scene import BlockKind
from console.export.personal_scan import kinds_in
from console.viewmodels.wall_blocks import FRESH_SECONDS
from console.views.wall.wish import WallWish
from db.embedded import status
from db.engine import command_engine
from db.site import bring_up, open_embedded
from db.walls import wall_here
from tests.blackhole import line_to
from tests.open_callers import Search, the_callers

ALL: Final = "database,network,clock,monitor"
RIGHT: Final = 10.0
LATEST: Final = 60.0  # seconds the last fault may take to be over
GROWTH: Final = 5.0  # percent an hour
QUIET: Final = (10, 22)
"""Seconds between two faults."""
LASTS: Final = (5, 40)
LONG: Final = 300.0
"""Seconds the server stands still once, after half the time."""
PAGES: Final = 0.7
"""How many of the faults are a killed page."""
MEMORY: Final = 30
"""Seconds between two looks at the memory."""
_MORE: Final = timedelta(seconds=1)  # the picture is read between two seconds
_HEAD: Final = timedelta(seconds=3)
_COMES: Final = 180.0  # seconds until the first picture
_SILENT: Final = 20.0


@dataclass
class Seen:
    """What the soak found."""

    lies: list[str] = field(default_factory=list)
    right: dict[str, list[float]] = field(default_factory=dict)
    texts: set[str] = field(default_factory=set)
    memory: list[tuple[float, float]] = field(default_factory=list)
    pages: list[float] = field(default_factory=list)
    seconds: int = 0
    scenes: Counter[str] = field(default_factory=Counter)
    shown: Counter[str] = field(default_factory=Counter)
    changes: int = 0
    killed: int = 0


class Soak:
    """One look a second, and the faults."""

    def __init__(
        self,
        wall: SpawnProcess,
        line: Connection,
        page: Page,
        others: Sequence[Fault],
        log: IO[str],
    ) -> None:
        self.seen, self._chance = Seen(), random.Random(7)
        self._wall, self._line, self._log = wall, line, log
        self._page, self._others = page, others
        self._running: Fault | None = None
        self._name = ""
        self._until = self._next = self._begun = monotonic()
        self._over: float | None = None
        self._long = False
        self._place: tuple[int, ...] | None = None
        self._waited, self._bare = "", False

    def run(self, minutes: float) -> Seen:
        """Until the time is over and the last fault too."""
        if not self._line.poll(_COMES):
            raise RuntimeError("the wall did not come")
        self._begun = monotonic()
        self._end = self._begun + minutes * 60
        self._next = self._begun + 60.0
        try:
            while not self._is_over(at := monotonic()):
                if not self._line.poll(_SILENT):
                    raise RuntimeError("the wall has fallen silent")
                self._look(at, self._line.recv())
        finally:
            if self._running is not None:
                self._running.end()
        self.seen.killed = len(self._page.killed)
        return self.seen

    def _is_over(self, at: float) -> bool:
        if at < self._end or self._running is not None:
            return False
        if self._over is None:
            return True
        if at < self._end + LATEST:
            return False
        self._came_right(at)
        return True

    def _look(self, at: float, state: dict[str, Any]) -> None:
        self._judge(state)
        self._page.pages = state["pages"]
        if self._place is None and self._is_right(state):
            self._place = state["place"]
        if self._over is not None:
            if self._is_right(state):
                self._came_right(at)
            else:
                self._tell_wait(state)
        if self._running is not None and at >= self._until:
            self._mend(at)
        elif self._running is None and self._over is None and self._next <= at < self._end:
            self._break(at)
        if self.seen.seconds % MEMORY == 0:
            own, pages = _memory(self._wall.pid or 0)
            self.seen.memory.append((at - self._begun, own))
            self.seen.pages.append(pages)
            self._note("memory", own=round(own), pages=round(pages), scene=state["scene"])

    def _judge(self, state: dict[str, Any]) -> None:
        now, seen, bare = datetime.now(UTC), self.seen, False
        seen.seconds += 1
        seen.texts.update(state["head"], state["said"])
        seen.scenes[state["scene"]] += 1
        if state["now"] is not None and abs(state["now"] - now) > _HEAD:
            self._lie(f"the head tells {state['now']} at {now}")
        for block in state["blocks"]:
            seen.texts.update(block["texts"])
            seen.shown[block["drawn"]] += 1
            as_of = block["as_of"]
            fresh = block["drawn"] == "fresh" and block["seen"]
            if fresh and (as_of is None or now - as_of > timedelta(seconds=FRESH_SECONDS) + _MORE):
                self._lie(f"{block['key']} as of {as_of} at {now}")
            bare |= fresh and block["kind"] == BlockKind.MAP and not state["drawn"]
        if bare and self._bare:  # once may be between what was told and what was painted
            self._lie(f"a map is fresh and not drawn at {now}")
        self._bare = bare

    def _lie(self, told: str) -> None:
        self.seen.lies.append(told)
        self._note("lie", told=told, fault=self._name)

    def _is_right(self, state: dict[str, Any]) -> bool:
        blocks = [one for one in state["blocks"] if one["seen"]]
        there = state["visible"] and self._place in (None, state["place"])
        alive = not self._page.killed & set(state["pages"])  # told as fresh before it is noticed
        drawn = state["drawn"] and bool(blocks) and all(one["drawn"] == "fresh" for one in blocks)
        return there and alive and drawn

    def _came_right(self, at: float) -> None:
        assert self._over is not None
        self.seen.right.setdefault(self._name, []).append(at - self._over)
        self._note("right", fault=self._name, after=round(at - self._over, 1))
        self._over, self._waited = None, ""
        self._next = at + self._chance.randint(*QUIET)

    def _tell_wait(self, state: dict[str, Any]) -> None:
        blocks = [f"{one['key']} {one['drawn']}" for one in state["blocks"]]
        told = f"{state['scene']}: {', '.join(blocks)}"
        if told != self._waited:
            self._waited = told
            self._note("wait", told=told, drawn=state["drawn"], place=state["place"])

    def _break(self, at: float) -> None:
        fault: Fault = self._page
        if self._others and self._chance.random() >= PAGES:
            fault = self._chance.choice(self._others)
        elif not self._page.pages:
            return  # a scene without a map; the next second may be another's
        lasts = float(self._chance.randint(*LASTS))
        if isinstance(fault, Server) and not self._long and at > (self._begun + self._end) / 2:
            self._long, lasts = True, LONG
        self._name = fault.name
        self._note("fault", fault=fault.name, lasts=0 if fault.at_once else lasts)
        fault.begin()
        if fault.at_once:
            self._over = at
        else:
            self._running, self._until = fault, at + lasts

    def _mend(self, at: float) -> None:
        assert self._running is not None
        self._running.end()
        self._running, self._over = None, at

    def _note(self, what: str, **more: object) -> None:
        said = {"at": round(monotonic() - self._begun, 1), "what": what, **more}
        print(json.dumps(said, ensure_ascii=False), file=self._log, flush=True)


def _memory(pid: int) -> tuple[float, float]:
    """MB that the wall alone holds, and its pages."""
    wall = psutil.Process(pid)
    pages = 0
    for one in wall.children(recursive=True):
        with suppress(psutil.Error):  # a page that was just killed
            pages += one.memory_full_info().uss
    return wall.memory_full_info().uss / 1e6, pages / 1e6


def growth(memory: Sequence[tuple[float, float]]) -> float:
    """Percent an hour after the first quarter: the middle of all slopes (Theil-Sen)."""
    late = memory[len(memory) // 4 :]
    slopes = [(then - now) / (after - at) for (at, now), (after, then) in combinations(late, 2)]
    middle = statistics.median(held for _, held in late)
    return statistics.median(slopes) * 3_600 / middle * 100 if slopes else 0.0


@contextmanager
def _process(target: Any, *given: object, **environment: str) -> Iterator[Any]:
    """A process with a line to it, `(process, line)`; killed at the end if it does not end."""
    context = get_context("spawn")
    mine, theirs = context.Pipe()
    process = context.Process(target=target, args=(theirs, *given))
    before = {name: os.environ.get(name) for name in environment}
    os.environ.update(environment)
    try:
        process.start()
    finally:
        for name, was in before.items():
            os.environ.pop(name) if was is None else os.environ.update({name: was})
    theirs.close()
    try:
        yield process, mine
    finally:
        mine.close()
        process.join(10)
        process.kill()
        process.join()


def _names(url: URL) -> set[str]:
    """Of everybody who works for the city."""
    owner = command_engine(url)
    wanted = text("SELECT name FROM operator UNION SELECT name FROM inspector")
    with owner.connect() as connection:
        names = {row.name for row in connection.execute(wanted)}
    owner.dispose()
    return names


def soak(
    folder: Path, minutes: float, size: tuple[int, int], wanted: Collection[str], log: IO[str]
) -> tuple[Seen, set[str]]:
    """The wall at work on the city of a folder; what was seen, and the names of its operators."""
    site = open_embedded(folder)
    bring_up(site)
    running = status(folder)
    assert running is not None
    assert running.pid is not None
    names = _names(site.url)
    with ExitStack() as ends:
        account = make_url(wall_here(site.url, site.wall_password))
        cable, url = ends.enter_context(line_to(account))
        others: list[Fault] = [Server(running.pid), Network(cable)]
        environment: dict[str, str] = {}
        if can_set_clocks() and "clock" in wanted:
            others.append(clock := Clock(folder))
            environment |= clock.environment
        screens = ends.enter_context(two_monitors(size))
        wish = WallWish(trial=True, size=size)
        if screens is not None:
            display, screen = screens
            assert isinstance(screen, Screen)
            others.append(screen)
            environment |= {"DISPLAY": display, "QT_QPA_PLATFORM": "xcb", **BY_ITSELF}
            wish = WallWish(screen=SHOWN_ON)
        else:
            environment["QT_QPA_PLATFORM"] = "offscreen"
        others = [one for one in others if one.name in wanted]
        print(f"| faults | page, {', '.join(one.name for one in others)} |", flush=True)
        _, changes = ends.enter_context(_process(wall_planted.change, folder))
        changes.recv()
        wall, line = ends.enter_context(
            _process(
                wall_at_work.show,
                url.render_as_string(hide_password=False),
                wish,
                **environment,
            )
        )
        seen = Soak(wall, line, Page(), others, log).run(minutes)
        changes.send("end")
        seen.changes = changes.recv()
    site.close()
    return seen, names


def _told(seen: Seen, names: set[str]) -> bool:
    """Print what was found; whether all is well."""
    everything = "\n".join(sorted(seen.texts))
    planted = Search(the_callers(wall_planted.PEOPLE)).found(everything.encode())
    personal = sorted(kind for one in seen.texts for kind in kinds_in(one))
    people = sorted(name for name in names if name in everything)
    print(f"| seconds looked | {seen.seconds} | blocks as {dict(seen.shown)} |")
    print(f"| scenes | {len(seen.scenes)} | seconds {dict(seen.scenes)} |")
    print(f"| changes | {seen.changes} | pages killed {seen.killed} |")
    print(f"| lies | {len(seen.lies)} | {seen.lies[:3]} |")
    worst = 0.0
    for fault, times in sorted(seen.right.items()):
        worst = max(worst, *times)
        middle = f"{statistics.median(times):.1f} s, at most {max(times):.1f}"
        print(f"| {fault} | {len(times)} times | right again after {middle} |")
    print(
        f"| texts | {len(seen.texts)} | planted {len(planted)}, like personal data"
        f" {len(personal)}, operators and inspectors {len(people)} |"
    )
    grown = growth(seen.memory)
    pages = f"{statistics.median(seen.pages):.0f}, at most {max(seen.pages):.0f}"
    print(f"| memory | {seen.memory[-1][1]:.0f} MB, {grown:+.1f} %/h | pages {pages} |")
    long = seen.seconds >= 3_600  # a short run cannot tell growth from noise
    return not (
        seen.lies or planted or personal or people or worst > RIGHT or (long and grown > GROWTH)
    )


def _stopped(_number: int, _frame: FrameType | None) -> None:
    sys.exit(143)  # through every end: a server left standing still would hang its next start


def main() -> int:
    """Run, tell, judge."""
    wanted = argparse.ArgumentParser(prog="python -m benchmarks.wall_soak")
    wanted.add_argument("--minutes", type=float, default=120.0)
    wanted.add_argument("--data", type=Path)
    wanted.add_argument("--size", default="3840x2160")
    wanted.add_argument("--faults", default=ALL, metavar=ALL, help="beside killed pages")
    wanted.add_argument("--log", type=Path, default=Path(os.devnull))
    given = wanted.parse_args()
    signal.signal(signal.SIGTERM, _stopped)
    print(machine(), flush=True)
    width, height = given.size.split("x")
    with demo_city(given.data) as folder, given.log.open("w", encoding="utf-8") as log:
        size, faults = (int(width), int(height)), given.faults.split(",")
        seen, names = soak(folder, given.minutes, size, faults, log)
    well = _told(seen, names)
    print(machine())
    return int(not well)


if __name__ == "__main__":
    sys.exit(main())
