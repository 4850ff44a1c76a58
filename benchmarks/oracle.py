"""A whole demo quarter's assessment beside a naive reader of every step.

    python main.py demo --days 92 --data FOLDER
    python -m benchmarks.oracle FOLDER

Reads every trail of the city with `tests.evaluation.oracle` and `tests.evaluation.people_oracle`,
which share nothing with the program's evaluation, and compares every count of every unit and of
every person, for each of the last four months and the last four quarters by the local calendar.
"""

from __future__ import annotations

import argparse
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from itertools import groupby
from pathlib import Path
from typing import Final

from sqlalchemy import Engine

from benchmarks.machine import machine
from console.domain.trail import Step
from console.evaluation.counts import COUNTS, counted
from console.evaluation.periods import Period, PeriodKind, before, local_day, period_of
from console.evaluation.posts import POSTS, people_of
from console.ports.facts import FactDate, Grouping, Span
from db.archive import STEPS
from db.embedded import stop
from db.engine import report_engine
from db.facts import PostgresFacts
from db.mapping import step_of
from db.site import open_embedded
from tests.evaluation.oracle import Walk, counts_of, lasting
from tests.evaluation.people_oracle import People, people_of_trails

Trail = tuple[Step, ...]
_SPANS: Final = 4


def _trails(engine: Engine) -> Iterator[Trail]:
    with engine.connect() as connection:
        rows = connection.execute(STEPS, execution_options={"yield_per": 5_000})
        for _, steps in groupby(rows, key=lambda row: row.case_id):
            yield tuple(step_of(tuple(row)[:-1]) for row in steps)


def _naive_units(trails: list[Trail], span: Span) -> dict[str, Counter[str]]:
    """Unit -> counts of the cases reported in the period."""
    found: dict[str, Counter[str]] = {}
    for trail in trails:
        if span.start <= trail[0].at < span.end:
            walk = Walk()
            for step in lasting(trail):
                walk.read(step)
            unit = walk.units[-1] if walk.units else ""
            found.setdefault(unit, Counter()).update(counts_of(trail, span.as_of))
    return {unit: +row for unit, row in found.items()}


def _units(facts: PostgresFacts, span: Span) -> dict[str, Counter[str]]:
    groups = counted(facts.tallies(span, FactDate.REPORTED, (Grouping.UNIT,)))
    return {
        group[0]: +Counter({name: row[name] for name in COUNTS}) for group, row in groups.items()
    }


def _people(facts: PostgresFacts, span: Span) -> People:
    acts = facts.act_tallies(span)
    return {
        post.value: {
            who: +Counter({count.name: row[count.name] for count in counts})
            for who, row in people_of(post, acts).items()
        }
        for post, counts in POSTS.items()
    }


def _differ(
    told: Mapping[str, Counter[str]], naive: Mapping[str, Counter[str]]
) -> tuple[int, list[str]]:
    """How many figures were compared, and those that differ."""
    compared, wrong = 0, []
    for who in sorted({*told, *naive}):
        ours, theirs = told.get(who, Counter()), naive.get(who, Counter())
        for name in sorted({*ours, *theirs}):
            compared += 1
            if ours[name] != theirs[name]:
                wrong.append(f"{who} {name}: {ours[name]}, naive {theirs[name]}")
    return compared, wrong


def _spans(now: datetime) -> Iterator[Period]:
    for kind in (PeriodKind.MONTH, PeriodKind.QUARTER):
        period = period_of(kind, local_day(now))
        for _ in range(_SPANS):
            yield period
            period = before(period)


def main() -> None:
    """Compare, and print a line for each period."""
    wanted = argparse.ArgumentParser(prog="python -m benchmarks.oracle")
    wanted.add_argument("folder", type=Path)
    folder = wanted.parse_args().folder
    print(machine())
    site = open_embedded(folder)
    engine = report_engine(site.url)
    try:
        begun = time.perf_counter()
        trails = list(_trails(engine))
        print(f"{len(trails):,} cases, {sum(map(len, trails)):,} steps read")
        now, facts = datetime.now(UTC), PostgresFacts(engine)
        for period in _spans(now):
            span = period.span(now)
            sums, wrong = _differ(_units(facts, span), _naive_units(trails, span))
            told, naive = _people(facts, span), people_of_trails(trails, span.start, span.end)
            for post in POSTS:
                more, other = _differ(told[post.value], naive[post.value])
                sums, wrong = sums + more, wrong + other
            print(f"{period.code}: {sums:,} figures compared, {len(wrong)} differ {wrong[:3]}")
        print(f"{time.perf_counter() - begun:.0f} s")
    finally:
        engine.dispose()
        site.close()
        stop(folder)


if __name__ == "__main__":
    main()
