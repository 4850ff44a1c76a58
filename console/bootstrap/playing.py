"""Playing the demo's past into the store, with all processors when it is a long one.

Each process takes a stretch of days: numbers belong to a day, so the stretches never meet. What is
open now is written last, so that it is as fresh as it looks.
"""

import csv
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait
from os import cpu_count
from pathlib import Path
from typing import Final

from console.demo.city import build_city
from console.demo.history import OPENED_BEFORE, History, Played, Span
from console.demo.model import City
from console.demo.outside_world import Album, Cast, Pool
from console.demo.pacing import LOCAL
from console.demo.problems import Problems
from console.demo.scenario import Scenario
from console.demo.script import Props
from db.bulk import BulkStore
from db.caller_keys import CallerKeys
from db.engine import command_engine
from db.seed import REFERENCE
from db.site import Site
from db.standing import catalogue_at

NEWS: Final = timedelta(hours=12)
"""How far back the list of events reaches in a fresh demo."""

_LONG: Final = 14
"""Days from which on a second process is worth its start."""

_MOST_PROCESSES: Final = 4

Tell = Callable[[str, int, int], None]
"""Told a part's code, how much of it is done and how much there is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What to build. `clock` gives the present (aware UTC, whole seconds) when it is asked."""

    clock: Callable[[], datetime]
    days: int
    seed: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """What one process needs to play some days; it may travel between processes."""

    address: str
    key_file: Path
    pool: Pool
    span: Span
    days: tuple[date, ...]


def play(site: Site, pool: Pool, plan: Plan, tell: Tell) -> Played:
    """Play the whole plan. Raises what the store raises, RuntimeError when a process dies."""
    address, keys = site.url.render_as_string(hide_password=False), site.keys.file
    span = Span(now=plan.clock(), days=plan.days, seed=plan.seed)
    today = span.now.astimezone(LOCAL).date()
    past = tuple(day for day in span.dates() if day < today)
    done = 0

    def progress(more: int) -> None:
        nonlocal done
        done += more
        tell("cases", min(done, span.expected), span.expected)

    progress(0)
    if len(past) < _LONG:
        whole = Stretch(address=address, key_file=keys, pool=pool, span=span, days=past)
        played = play_stretch(whole, progress)
    else:
        many = min(cpu_count() or 1, _MOST_PROCESSES)
        parts = [past[at * len(past) // many : (at + 1) * len(past) // many] for at in range(many)]
        stretches = [
            Stretch(address=address, key_file=keys, pool=pool, span=span, days=part)
            for part in parts
        ]
        played = _side_by_side(stretches, progress)
    played += _present(site, pool, plan, today, progress)
    tell("cases", span.expected, span.expected)
    return played


def play_stretch(stretch: Stretch, progress: Callable[[int], None]) -> Played:
    """The cases of some days, each to its end."""
    engine = command_engine(stretch.address)
    try:
        keys, since = CallerKeys(stretch.key_file), stretch.span.now - NEWS
        store = BulkStore(engine, letters=False, feed_since=since, keys=keys)
        scenario = scenario_of(demo_city(stretch.span.seed), stretch.pool, store, stretch.span.now)
        name = f"{stretch.days[0]:%Y%m%d}" if stretch.days else "none"
        played = History(store, scenario, stretch.span, name).play_past(stretch.days, progress)
        store.flush()
    finally:
        engine.dispose()
    return played


@lru_cache(maxsize=1)
def demo_city(seed: int) -> City:
    """The city of a seed; it takes seconds, and building and playing both want it."""
    with (REFERENCE / "divisions.csv").open(encoding="utf-8-sig", newline="") as file:
        return build_city(csv.DictReader(file), seed=seed)


def scenario_of(city: City, pool: Pool, store: BulkStore, now: datetime) -> Scenario:
    """The demo's writer over the standards and the calendar of a store."""
    problems = Problems(city, catalogue_at(store.catalogues, now))
    cast = Cast(city, problems.surnames)
    props = Props(cast=cast, album=Album(pool), problems=problems)
    return Scenario(props, store.rules.calendar)


def _present(
    site: Site, pool: Pool, plan: Plan, since: date, progress: Callable[[int], None]
) -> Played:
    engine = command_engine(site.url)
    try:
        now = plan.clock()
        store = BulkStore(engine, letters=False, feed_since=now - NEWS, keys=site.keys)
        scenario = scenario_of(demo_city(plan.seed), pool, store, now)
        span = Span(now=now, days=plan.days, seed=plan.seed)
        played = History(store, scenario, span, "now").play_present(since, progress)
        store.mark_opened(now - OPENED_BEFORE)
    finally:
        engine.dispose()
    return played


def _side_by_side(stretches: Sequence[Stretch], progress: Callable[[int], None]) -> Played:
    context = get_context("spawn")
    lines: list[Connection] = []
    workers = []
    for stretch in stretches:
        mine, theirs = context.Pipe(duplex=False)
        worker = context.Process(target=_serve, args=(theirs, stretch), daemon=True)
        worker.start()
        theirs.close()
        lines.append(mine)
        workers.append(worker)
    try:
        return _gather(lines, progress)
    finally:
        for worker in workers:
            worker.terminate()
            worker.join()


def _gather(lines: list[Connection], progress: Callable[[int], None]) -> Played:
    total = Played(cases=0, steps=0, refused=0)
    while lines:
        ready = wait(lines)
        for line in [one for one in lines if one in ready]:
            try:
                said = line.recv()
            except EOFError:
                raise RuntimeError("a process that played the demo's past died") from None
            if isinstance(said, BaseException):
                raise said
            if isinstance(said, Played):
                total += said
                lines.remove(line)
            else:
                progress(said)
    return total


def _serve(line: Connection, stretch: Stretch) -> None:
    """What a process does: play, tell how far it is, and end with the sum or the failure."""
    try:
        line.send(play_stretch(stretch, line.send))
    except Exception as failure:  # the other process raises it
        line.send(failure)
