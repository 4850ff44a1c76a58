"""A city's years: what the console asks, over 100 thousand, a million and five million cases.

    python -m benchmarks.archive --cases 100000 1000000 5000000 [--times 200] [--keep FOLDER]

Every size is a database of its own with this program's schema, the same number of open cases, and
the rest spread over four years; the questions go through the console's own reading ports, signed in
as an operator under the strict roles. `--keep` leaves the largest one in a folder, stopped, and
takes it from there the next time.
"""

import argparse
import json
import os
import random
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import text

from benchmarks.archive_load import Wanted, build_core, caller_of, load
from benchmarks.figures import HEAD, percentile, row, timed
from benchmarks.machine import machine
from console.bootstrap.made import ACCOUNTS
from console.domain.case import CaseId
from console.domain.stage import Post
from console.ports.layer_rows import Box, CellCases
from console.ports.reading import Reading
from console.ports.rows import QueueFilter
from console.viewmodels.keyed_table import PAGE
from db import OpenStore, open_store
from db.archive import HEADS, STEPS, walk
from db.embedded import stop
from db.engine import report_engine
from db.records import CASE_FILE, CASE_STEP
from db.roles import operator_url
from db.site import Site, administrator, open_embedded
from db.upgrade import upgrade

OPERATOR = "zhaomin"
"""A dispatcher of the demo city who works for all of it."""

Question = Callable[[], object]
_SAMPLE = 2_000
MANY_TELEPHONES = (
    "INSERT INTO setting (name, value) VALUES ('telephone_searches', '99999')"
    " ON CONFLICT (name) DO UPDATE SET value = excluded.value"
)
SCREEN = 40
"""Rows of the list on a large screen."""


@contextmanager
def city(folder: Path, given: argparse.Namespace, cases: int) -> Iterator[Site]:
    """The place with so many cases; made if it is not there yet, its server stopped afterwards."""
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o711)  # the server's own user must reach it when root measures
    site = open_embedded(folder)
    try:
        made = folder / "copied.json"
        if not made.exists():
            wanted = Wanted(
                cases=cases,
                still_open=given.open,
                called_every=given.called_every,
                steps_each=given.steps_each,
            )
            build_core(site)
            begun = time.perf_counter()
            copied, steps = load(site, wanted)
            taken = time.perf_counter() - begun
            made.write_text(json.dumps({"cases": copied, "steps": steps, "seconds": taken}))
        upgrade(site.url)  # a kept one may be of an older schema
        facts = json.loads(made.read_text())
        print(
            f"{facts['cases']:,} cases and {facts['steps']:,} steps copied in"
            f" {facts['seconds']:.0f} s; {_size(folder):.1f} GB"
        )
        yield site
    finally:
        site.close()
        stop(folder)


def _size(folder: Path) -> float:
    return sum(
        (Path(where) / name).stat().st_size
        for where, _, names in os.walk(folder)
        for name in names
    ) / 1e9  # fmt: skip


def signed_in(site: Site) -> OpenStore:
    """The console's ports as the operator has them."""
    passwords = json.loads((site.folder / ACCOUNTS).read_text("utf-8"))
    mine = operator_url(site.url, OPERATOR, passwords[OPERATOR])
    return open_store(mine, files_folder=site.files, operator=OPERATOR)


def sampled(site: Site, seed: int) -> Sequence[tuple[int, str, str]]:
    """Copied cases of all years with their numbers and addresses."""
    engine, chance = report_engine(site.url), random.Random(seed)
    found: list[tuple[int, str, str]] = []
    with engine.connect() as connection:
        years = connection.execute(text("SELECT DISTINCT id / 1000000000 FROM case_file")).scalars()
        for year in sorted(years):
            low = int(year) * 10**9
            span = connection.execute(
                text("SELECT min(id), max(id) FROM case_file WHERE id BETWEEN :low AND :high"),
                {"low": low + 10_000_000, "high": low + 10**9 - 1},
            ).one()
            ids = [chance.randint(*span) for _ in range(_SAMPLE // 4)]
            rows = connection.execute(
                text(
                    "SELECT id, number, address FROM case_file JOIN case_text USING (id)"
                    " WHERE id = ANY(:ids)"
                ),
                {"ids": ids},
            )
            found += [tuple(one) for one in rows]
    engine.dispose()
    chance.shuffle(found)
    return found


def verified(site: Site, cases: int) -> str:
    """One of so many trails of each year recomputed, as `archive verify` does."""
    engine, every = report_engine(site.url), max(1, cases // _SAMPLE)
    with engine.connect() as connection:
        heads = connection.execute(HEADS.where(CASE_FILE.c.id % every == 0))
        steps = connection.execute(STEPS.where(CASE_STEP.c.case_id % every == 0))
        found = walk(iter(heads), iter(steps))
    engine.dispose()
    return f"{found.checked_cases:,} trails recomputed, whole: {found.whole}"


def questions(site: Site, opened: OpenStore, every: int, seed: int) -> Mapping[str, Question]:
    """What is asked, with other values each time."""
    reading, chance, now = opened.reading, random.Random(seed), datetime.now(UTC)
    known = sampled(site, seed)
    still_open = reading.order(QueueFilter(queue=""), OPERATOR, now).ids
    details = [reading.detail(CaseId(case), OPERATOR).case for case, _, _ in known[:100]]
    queues = {name: QueueFilter(queue=name) for name in ("dispatch", "handle", "verify")}
    to_dispatch = reading.rows(reading.order(queues["dispatch"], OPERATOR, now).ids, OPERATOR)
    waiting = [row.id for row in to_dispatch if not row.unit and row.category]

    def order(queue: str) -> Question:
        return lambda: reading.order(queues[queue], OPERATOR, now)

    def page(queue: str) -> Question:
        """The rows at its beginning, as the table asks for them."""
        first = reading.order(queues[queue], OPERATOR, now).ids[:PAGE]
        return lambda: reading.rows(first, OPERATOR)

    def likely() -> object:
        """The proposed units of a screen somewhere in the queue."""
        start = chance.randrange(max(1, len(waiting) - SCREEN))
        return reading.likely_units(waiting[start : start + SCREEN])

    def house() -> object:
        return reading.search(chance.choice(known)[2])

    def phone() -> object:
        case = chance.choice(known)[0]
        return reading.search(caller_of(case - case % every).phone)

    def near() -> object:
        case = chance.choice(details)
        standard = case.standard
        return reading.similar(
            case.place,
            standard.kind if standard else "",
            standard.category if standard else "",
            case.description,
            now,
            metres=100,
            days=7,
        )

    return {
        **layers(reading, chance, now),
        "queue page, dispatch": page("dispatch"),
        "queue page, handling": page("handle"),
        "queue page, verification": page("verify"),
        "order of the queue, dispatch": order("dispatch"),
        "order of the queue, handling": order("handle"),
        "proposed units of a screen": likely,
        "counts of the rail": lambda: reading.counts(Post.DISPATCHER, OPERATOR, now),
        "card, open case": lambda: reading.detail(chance.choice(still_open), OPERATOR),
        "card, any year": lambda: reading.detail(CaseId(chance.choice(known)[0]), OPERATOR),
        "search, whole number": lambda: reading.search(chance.choice(known)[1]),
        "search, street and house": house,
        "search, two signs": lambda: reading.search(chance.choice(("井盖", "路灯", "垃圾"))),
        "search, two signs found nowhere": lambda: reading.search(chance.choice(("塌方", "鳄鱼"))),
        "search, telephone": phone,
        "map window: what lies near": near,
        "map: every open case": lambda: reading.open_pins(OPERATOR),
        "every open case, whole": lambda: reading.open_rows(OPERATOR),
        "events, the latest 200": reading.events,
        "precedents": lambda: reading.precedents(chance.choice(details).id),
    }


def layers(reading: Reading, chance: random.Random, now: datetime) -> Mapping[str, Question]:
    """What the map's layers and the card of a cell ask."""
    cells = [one.code for one in reading.grid_rows()]
    ring = [point for grid in reading.unit_grids() for point in grid.ring]
    whole = Box(
        west=min(point.lon for point in ring),
        south=min(point.lat for point in ring),
        east=max(point.lon for point in ring),
        north=max(point.lat for point in ring),
    )

    def part() -> Box:
        """About as much as a screen shows where components are drawn."""
        corner = chance.choice(ring)
        return Box(
            west=corner.lon, south=corner.lat, east=corner.lon + 0.02, north=corner.lat + 0.01
        )

    def line() -> CellCases:
        return CellCases(grid=chance.choice(cells))

    return {
        "layer: loads of all cells": lambda: reading.grid_loads(now),
        "layer: cells seen in a week": lambda: reading.grids_seen(now),
        "layer: closed cases of a week": lambda: reading.ended_pins(
            whole, now - timedelta(days=7), now
        ),
        "layer: components of a screen": lambda: reading.component_pins(part(), ()),
        "layer: inspectors and tracks": lambda: reading.inspector_rows(now),
        "layer: duty grids' ground": reading.duty_areas,
        "card of a cell": lambda: reading.grid_card(chance.choice(cells), now),
        "cases of a cell": lambda: reading.cell_cases(line()),
    }


def main() -> None:
    """Measure every size and print."""
    wanted = argparse.ArgumentParser()
    wanted.add_argument("--cases", type=int, nargs="+", default=[100_000])
    wanted.add_argument("--open", type=int, default=27_000)
    wanted.add_argument("--called-every", type=int, default=50)
    wanted.add_argument("--steps-each", type=float, default=8.0)
    wanted.add_argument("--times", type=int, default=200)
    wanted.add_argument("--keep", type=Path)
    given = wanted.parse_args()
    print(machine())
    medians: dict[str, list[float]] = {}
    for cases in given.cases:
        base = given.keep or Path(tempfile.mkdtemp(prefix="wm-archive-"))
        base.mkdir(parents=True, exist_ok=True)
        base.chmod(0o711)
        try:
            with city(base / str(cases), given, cases) as site:
                print(verified(site, cases))
                ask_all(site, given, medians)
        finally:
            if given.keep is None:
                shutil.rmtree(base)
    print("median, times the first size:")
    for name, found in medians.items():
        print(f"  {name:<34}" + "  ".join(f"{one / found[0]:.1f}" for one in found[1:]))


def ask_all(site: Site, given: argparse.Namespace, medians: dict[str, list[float]]) -> None:
    """All questions of one size."""
    opened = signed_in(site)
    print(machine())
    print(HEAD)
    with administrator(site.url) as line:  # a seat may look for sixty in ten minutes
        line.execute(MANY_TELEPHONES)
    for name, ask in questions(site, opened, given.called_every, seed=1).items():
        timed(ask, min(10, given.times))
        taken = timed(ask, given.times)
        medians.setdefault(name, []).append(percentile(taken, 0.5))
        print(row(name, taken), flush=True)
    opened.dispose()


if __name__ == "__main__":
    main()
