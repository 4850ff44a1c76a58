"""Every figure of a wall beside an independent count over the same snapshot of a city that lives.

    python -m benchmarks.wall_figures [--data FOLDER] [--moments 1000] [--minutes M] [--seed 1]

The wall's lane is asked as the wall asks it, by the wall's own account and from answer to answer,
scene by scene, district by district. Each moment's snapshot is one that the owner's connection
looks at too, where `wall_naive` reads the raw tables; `wall_counts` and `wall_open` count in full.
Another process changes the city all the while (`wall_changes`). What a block has of an earlier
moment, as its age says, is compared with what was counted at that moment. Classes are hidden and
shown again on the way. The exit code is 1 for any difference.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import fields, is_dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any, Final

from sqlalchemy import Connection, Engine, make_url, text

from benchmarks.machine import machine
from benchmarks.map.seat import demo_city
from benchmarks.wall_changes import READY, SCRIPT
from benchmarks.wall_counts import COUNTED, counters_before, overdue_before
from benchmarks.wall_lives import Trails
from benchmarks.wall_naive import Calendars, City, midnight, read_city
from benchmarks.wall_open import Plain
from console.domain.case import Actor
from console.domain.scene import BlockKind, OnAir, Scene
from console.domain.stage import Post
from console.evaluation.scene_json import read_show
from console.ports.errors import StoreUnavailable
from console.viewmodels.wall_blocks import Counters, MapBlock
from console.viewmodels.wall_clock import steady
from console.viewmodels.wall_figures import read_figures
from console.viewmodels.wall_known import Figure, Known, Standing, Wanted
from console.viewmodels.wall_question import Question, question_of
from console.viewmodels.wall_stage import STANDING_SECONDS, read_standing
from console.views.resources import resource
from db import open_store
from db.engine import command_engine, wall_engine
from db.site import Site, bring_up, open_embedded
from db.wall import PostgresWall
from db.walls import wall_here

WAITS: Final = (0.5, 3.0)
"""Seconds between two questions, mostly short."""
KEPT: Final = timedelta(minutes=5)
"""Longer than any block is as old, on however slow a machine."""
HIDDEN: Final = ("", "event:01", "component:01，event:0101", "event:05")
HIDES: Final = 40
"""After so many moments the administrator hides other classes."""
DISTRICTS: Final = 16
"""So many moments each district has its turn."""


class WatchedWall(PostgresWall):
    """A wall's reading whose last snapshot can be looked at by the owner too.

    The owner's transaction begins inside the wall's and lends it its snapshot: the wall's account
    may not export one, and is given no right for this.
    """

    def __init__(self, engine: Engine, owner: Engine) -> None:
        super().__init__(engine)
        self._owner = owner
        self.held: Connection | None = None

    def _looked(self, connection: Connection) -> tuple[Any, int]:
        self.let_go()
        held = self.held = self._owner.connect()
        held.execute(text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY"))
        held.execute(text("SET LOCAL idle_in_transaction_session_timeout = 0"))
        held.execute(text("SET LOCAL statement_timeout = 0"))
        name = held.execute(text("SELECT pg_export_snapshot()")).scalar_one()
        connection.execute(text(f"SET TRANSACTION SNAPSHOT '{name}'"))
        return super()._looked(connection)

    def let_go(self) -> None:
        """End the owner's look."""
        if self.held is not None:
            self.held.close()
            self.held = None


class Judge:
    """Compares what blocks show with what was counted, and keeps the counts by moment."""

    def __init__(self) -> None:
        self.compared: Counter[str] = Counter()
        self.older: Counter[str] = Counter()
        self.moments: Counter[str] = Counter()
        self.wrong: list[str] = []
        self.untold = 0
        self._cities: dict[datetime, City] = {}
        self._overs: dict[datetime, Counter[str]] = {}

    def met(self, city: City) -> None:
        """A moment more; what no block can be as old as is forgotten."""
        self._cities[city.at] = city
        for at in [one for one in self._cities if city.at - one > KEPT]:
            del self._cities[at]

    def judge(self, known: Known, questions: frozenset[Question]) -> None:
        """All blocks of an answer."""
        city = self._cities[known.as_of]
        for question in questions:
            figure, name = known.figures[question], question.kind.value
            then = city if question.kind is BlockKind.CALLS else self._cities.get(figure.as_of)
            if then is None:
                self._differs(name, city, "as_of", figure.as_of, "a moment that was")
                continue
            self.moments[name] += 1
            self.older[name] += figure.as_of < city.at
            wanted = self._wanted(question, then, city) | {"as_of": _age(question, then)}
            self._compare(name, city, self._told(figure, wanted), wanted)
        then = self._cities[known.on_duty_at or known.as_of]
        head = {"on_duty": known.on_duty}
        self.moments["head"] += 1
        self.older["head"] += then is not city
        self._compare("head", city, head, {"on_duty": then.patrols["on_duty"]})

    def _wanted(self, question: Question, then: City, city: City) -> Plain:
        kind, district = question.kind, question.district
        # What is of cases and events is of the moment; what is heavy may be of an earlier one.
        counted = COUNTED[kind.value](then, district, question.told)
        if kind is BlockKind.COUNTERS:
            counted = COUNTED[kind.value](city, district, question.told)
            counted |= counters_before(then, district, question.told)
            counted["before"]["overdue"] = self._over(city, district)
        return counted

    def _told(self, figure: Figure, wanted: Plain) -> Plain:
        """What is shown; a "—" for a past that could not be read is counted, and is no figure."""
        told = shown(figure, wanted)
        if isinstance(figure.block, Counters) and told["before"]["overdue"] is None:
            self.untold += 1
            del told["before"]["overdue"], wanted["before"]["overdue"]
        return told

    def _over(self, city: City, district: str) -> int:
        minute = city.at.replace(second=0, microsecond=0)
        if minute not in self._overs:
            self._overs[minute] = overdue_before(city, minute)
        over = self._overs[minute]
        return over[district] if district else over.total()

    def _compare(self, name: str, city: City, told: Plain, counted: Plain) -> None:
        mine, naive = dict(leaves(told)), dict(leaves(counted))
        for path in sorted({*mine, *naive}):
            self.compared[name] += 1
            if mine.get(path, "-") != naive.get(path, "-"):
                self._differs(name, city, path, mine.get(path, "-"), naive.get(path, "-"))

    def _differs(self, name: str, city: City, path: str, told: object, counted: object) -> None:
        self.wrong.append(f"{name} {path} at {city.at:%H:%M:%S.%f}: {told}, counted {counted}")
        if len(self.wrong) <= 40:
            print(self.wrong[-1], flush=True)


def _age(question: Question, then: City) -> datetime:
    """Of when a block is: of its moment, and of the telephone system's last word at the latest."""
    if question.kind is not BlockKind.CALLS or then.told_at is None or then.silent:
        return then.at
    return min(then.told_at, then.at)


def shown(figure: Figure, wanted: Plain) -> Plain:
    """What a block shows of what is counted, by the same names."""
    block = figure.block
    if isinstance(block, Counters):
        return {
            "values": {one.name: one.value for one in block.counters},
            "before": {one.name: one.before for one in block.counters},
            "as_of": figure.as_of,
        }
    told = {name: getattr(block, name, None) for name in wanted} | {"as_of": figure.as_of}
    if isinstance(block, MapBlock):
        told["pins"] = {
            str(one.id): [one.urgency, one.district, one.duty_grid, one.lon, one.lat]
            for one in block.pins
        }
    return told


def leaves(value: Any, path: str = "") -> Iterator[tuple[str, object]]:
    """Every single value of a shape with its way to it; how many a list has is one too."""
    if is_dataclass(value) and not isinstance(value, type):
        value = {one.name: getattr(value, one.name) for one in fields(value)}
    if isinstance(value, Mapping):
        for name, one in value.items():
            yield from leaves(one, f"{path}.{name}")
    elif isinstance(value, list | tuple):
        yield f"{path}.count", len(value)
        for at, one in enumerate(value):
            yield from leaves(one, f"{path}.{at}")
    else:
        yield path, value


class Run:
    """The wall's lane over a living city, moment by moment."""

    def __init__(self, site: Site, wall: WatchedWall, seed: int) -> None:
        self._site, self._wall, self._chance = site, wall, Random(seed)
        self._shipped = read_show(resource("wall", "scenes.json").read_text(encoding="utf-8"))
        self._standing: Standing | None = None
        self._known: Known | None = None
        self._anew = False
        self._trails = Trails()
        self._calendars: Calendars | None = None
        self._keeping = open_store(site.url, files_folder=site.files)
        self.judge = Judge()

    def moment(self, number: int) -> None:
        """Ask, count, compare."""
        if number % HIDES == HIDES - 1:
            self._hide(HIDDEN[number // HIDES % len(HIDDEN)])
        standing = self._standing
        if standing is None or steady() - standing.read >= STANDING_SECONDS:
            standing = self._standing = read_standing(self._wall, self._shipped, steady())
        questions = self._questions(number, standing)
        wanted = Wanted(
            questions=questions, before=self._known, standing=standing, at=steady(), anew=self._anew
        )
        try:
            self._known = read_figures(self._wall, self._wall.past(), wanted)
        except StoreUnavailable as no:  # then the wall's lane asks again, and for all
            print(f"not answered: {no.code}", flush=True)
            self._anew = True
            return
        self._anew = False
        held = self._wall.held
        assert held is not None
        self._calendars = self._calendars or Calendars(held)
        city = read_city(held, self._trails, self._calendars, self._known.as_of)
        self._wall.let_go()
        self.judge.met(city)
        self.judge.judge(self._known, questions)

    def wait(self) -> None:
        """Until the next moment."""
        time.sleep(self._chance.triangular(*WAITS, WAITS[0]))

    def end(self) -> None:
        """Give everything back."""
        self._wall.let_go()
        self._wall.close()
        self._keeping.dispose()

    def _questions(self, number: int, standing: Standing) -> frozenset[Question]:
        scenes = self._shipped.scenes
        scene, soon = scenes[number % len(scenes)], scenes[(number + 1) % len(scenes)]
        districts = tuple(standing.names.districts)
        turned = districts[number // DISTRICTS % len(districts) :] if districts else ()
        return frozenset(
            question_of(block, _air(one), midnight(datetime.now(UTC)), turned[:1])
            for one in (scene, soon)
            for block in one.blocks
        )

    def _hide(self, told: str) -> None:
        who = Actor(operator="guoqiang", post=Post.ADMINISTRATOR, seat="")
        now = datetime.now(UTC)
        self._keeping.keeping.put_setting("wall_hidden_classes", told, who, now)
        self._standing = None  # a wall notices within half a minute


def _air(scene: Scene) -> OnAir:
    return OnAir(scene=scene, since=datetime.now(UTC), until=None)


@contextmanager
def changes(folder: Path, seed: int) -> Iterator[None]:
    """The other process, at work."""
    told = json.dumps({"folder": str(folder), "seed": seed})
    with subprocess.Popen(  # noqa: S603  our own changes
        [sys.executable, "-c", SCRIPT, told],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        if process.stdout.readline().strip() != READY:
            raise RuntimeError("the changes ended")
        yield
        if process.poll() is not None:
            raise RuntimeError("the changes ended")
        process.stdin.close()
        print(f"acts beside the outside world's: {process.stdout.read().strip()}")


def look(folder: Path, moments: int, minutes: float, seed: int) -> Judge:
    """So many moments of the city of a folder, in so many minutes at most."""
    site = open_embedded(folder)
    bring_up(site)
    owner = command_engine(site.url)
    wall = WatchedWall(wall_engine(make_url(wall_here(site.url, site.wall_password))), owner)
    run = Run(site, wall, seed)
    try:
        with changes(folder, seed):
            end = time.monotonic() + minutes * 60
            for number in range(moments):
                if time.monotonic() > end:
                    break
                run.moment(number)
                run.wait()
                if number % 100 == 99:
                    print(f"{number + 1:,} moments, {machine()}", file=sys.stderr, flush=True)
    finally:
        run.end()
        owner.dispose()
        site.close()
    return run.judge


def main() -> int:
    """Look, and print."""
    wanted = argparse.ArgumentParser(prog="python -m benchmarks.wall_figures")
    wanted.add_argument("--data", type=Path)
    wanted.add_argument("--moments", type=int, default=1_000)
    wanted.add_argument("--minutes", type=float, default=600.0)
    wanted.add_argument("--seed", type=int, default=1)
    given = wanted.parse_args()
    print(machine(), flush=True)
    begun = time.monotonic()
    with demo_city(given.data) as folder:
        judge = look(folder, given.moments, given.minutes, given.seed)
    print("| block | shown | of an earlier moment | figures | differ |")
    print("|---|---|---|---|---|")
    differ = Counter(one.partition(" ")[0] for one in judge.wrong)
    for name in sorted(judge.moments):
        print(
            f"| {name} | {judge.moments[name]:,} | {judge.older[name]:,}"
            f" | {judge.compared[name]:,} | {differ[name]:,} |"
        )
    print(
        f"{judge.moments['head']:,} moments, {sum(judge.compared.values()):,} figures,"
        f" {len(judge.wrong):,} differ, {judge.untold:,} not told;"
        f" {time.monotonic() - begun:.0f} s; {machine()}"
    )
    return int(bool(judge.wrong))


if __name__ == "__main__":
    sys.exit(main())
