"""The questions of lists and searches, asked of the embedded server with 10,000 and 100,000 cases.

    python -m benchmarks.queue [--cases 10000 100000] [--times 200]

One in ten cases is open. The server has a console's own settings; every question is asked from a
warm start, each time with other values, over one connection.
"""

import argparse
import random
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import timedelta

from sqlalchemy import text

from benchmarks.figures import HEAD, percentile, row, timed
from benchmarks.machine import machine
from benchmarks.many import empty_city, fill
from console.domain.stage import Post
from console.ports.rows import QueueFilter
from db import OpenStore, open_store
from tests.db.lives import MORNING

NOW = MORNING + timedelta(hours=2)
Question = Callable[[], object]


@contextmanager
def filled(cases: int) -> Iterator[OpenStore]:
    """A store with so many cases, gone afterwards."""
    with empty_city() as (site, owner):
        begun = time.perf_counter()
        fill(owner, cases)
        with owner.connect() as connection:
            shown = "SELECT count(*), count(*) FILTER (WHERE NOT ended) FROM case_file"
            made, still_open = connection.execute(text(shown)).one()
        taken = time.perf_counter() - begun
        print(f"{made:,} cases, {still_open:,} of them open, made in {taken:.0f} s")
        opened = open_store(site.url, files_folder=site.files)
        yield opened
        opened.dispose()


def questions(opened: OpenStore, seed: int) -> Mapping[str, Question]:
    """What is asked, with other values each time."""
    reading, chance = opened.reading, random.Random(seed)
    queue = QueueFilter(queue="dispatch")
    ids = reading.order(queue, "chen", NOW).ids
    numbers = [one.number for one in reading.rows(ids[:500], "chen")]

    def rows() -> object:
        first = chance.randrange(max(1, len(ids) - 200))
        return reading.rows(ids[first : first + 200], "chen")

    def house() -> object:
        street = chance.choice(("中兴路", "建设路", "矿工路", "凌云路"))
        return reading.search(f"{street}{chance.randrange(900)}号")

    return {
        "order of the whole queue": lambda: reading.order(queue, "chen", NOW),
        "order, filtered by text": lambda: reading.order(
            QueueFilter(queue="dispatch", text=chance.choice(("井盖", "路灯", "小广告"))),
            "chen",
            NOW,
        ),
        "queue page of 200": rows,
        "proposed units of 40 cases": lambda: reading.likely_units(ids[:40]),
        "counts of the rail": lambda: reading.counts(Post.DISPATCHER, "chen", NOW),
        "search, two signs": lambda: reading.search(chance.choice(("井盖", "路灯", "渣土"))),
        "search, two signs found nowhere": lambda: reading.search(chance.choice(("塌方", "鳄鱼"))),
        "search, street and house": house,
        "search, whole number": lambda: reading.search(chance.choice(numbers)),
        "search, end of a number": lambda: reading.search(chance.choice(numbers)[-6:]),
    }


def main() -> None:
    """Measure and print."""
    wanted = argparse.ArgumentParser()
    wanted.add_argument("--cases", type=int, nargs="+", default=[10_000, 100_000])
    wanted.add_argument("--times", type=int, default=200)
    given = wanted.parse_args()
    print(machine())
    medians: dict[str, list[float]] = {}
    for cases in given.cases:
        with filled(cases) as opened:
            print(HEAD)
            for name, ask in questions(opened, seed=1).items():
                timed(ask, 10)
                taken = timed(ask, given.times)
                medians.setdefault(name, []).append(percentile(taken, 0.5))
                print(row(name, taken))
    print("median, times the first size:")
    for name, found in medians.items():
        print(f"  {name:<34}" + "  ".join(f"{one / found[0]:.1f}" for one in found[1:]))


if __name__ == "__main__":
    main()
