"""A month and a year of the assessment over archives of several sizes, and what upkeep costs.

    python -m benchmarks.assess [--cases 100000 1000000 5000000] [--times 5] [--blocks 10]

Facts of five years are made by the server itself, with 60 units; a month and a year are summed by
unit from a warm start, beside pandas over the fetched rows, and so are the acts of a month's people
(twelve acts a case, for the smallest archive only). Upkeep: the same commands with the functions
that keep facts and with functions that keep nothing in their place, taken in turn.
"""

from __future__ import annotations

import argparse
import resource
import statistics
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Final

import pandas as pd
from sqlalchemy import Engine, text

from benchmarks.machine import machine
from benchmarks.many import empty_city
from console.domain.stage import Move, Post
from console.evaluation.counts import counted
from console.ports.facts import FactDate, Grouping, Span
from db import open_store
from db.engine import report_engine
from db.facts import PostgresFacts
from db.records_facts import CASE_FACT
from db.site import Site
from db.watchdog import take_time
from tests.db.crew import at_work
from tests.db.lives import Life
from tests.standards import GENUINE_PLAN

NOW: Final = datetime(2026, 11, 29, tzinfo=UTC)
MONTH: Final = Span(start=NOW - timedelta(days=59), end=NOW - timedelta(days=29), as_of=NOW)
YEAR: Final = Span(start=NOW - timedelta(days=394), end=NOW - timedelta(days=29), as_of=NOW)
_FLAGS: Final = (
    "app.flags_of(source, stage, unit, first_unit, coalesce(close_kind, ''), accepted_at,"
    " registered_at, dispatched_at, handled_at, due, ended, exempt, rework, returns, extensions,"
    " suspensions, callback)"
)
_GIVEN: Final = ", ".join(
    _FLAGS if column.name == "flags" else column.name for column in CASE_FACT.columns
)
_FILL: Final = f"""
INSERT INTO case_fact
SELECT {_GIVEN} FROM (
    SELECT (2022 + n * 5 / :cases) * 1000000000::bigint + n AS case_id,
        '2026-1129-' || lpad(n::text, 6, '0') AS number, 9 AS version,
        CASE WHEN closed THEN 'closed' ELSE 'handling' END AS stage,
        CASE WHEN chance < 0.7 THEN 'inspector' ELSE 'hotline' END AS source,
        'GBT30428' AS scheme, 'event' AS kind, '01' || lpad((n % 80)::text, 2, '0') AS category,
        false AS urgent, '41040' || n % 6 AS district, '41040' || n % 60 AS street,
        '41040' || n % 300 AS community, '41040' || n % 6000 AS grid, 'D' || n % 500 AS duty_grid,
        '41040' || n % 6 AS management_area, 'U' || n % 60 AS unit,
        'U' || CASE WHEN chance < 0.03 THEN n % 59 ELSE n % 60 END AS first_unit,
        reported AS reported_at, reported + interval '10 min' AS accepted_at,
        CASE WHEN chance < 0.92 THEN reported + interval '30 min' END AS registered_at,
        CASE WHEN chance < 0.92 THEN reported + interval '50 min' END AS dispatched_at,
        CASE WHEN chance < 0.92 THEN reported + interval '9 h' END AS due, false AS standing,
        CASE WHEN handled THEN reported + lateness * interval '10 h' END AS ended,
        chance < 0.002 AS exempt,
        CASE WHEN handled THEN reported + lateness * interval '10 h' END AS handled_at,
        CASE WHEN closed THEN reported + lateness * interval '12 h' END AS closed_at,
        CASE WHEN closed THEN 'normal' END AS close_kind, (chance * 1000)::int % 41 / 40 AS rework,
        (chance * 1000)::int % 31 / 30 AS returns, (chance * 1000)::int % 21 / 20 AS extensions,
        (chance * 1000)::int % 101 / 100 AS suspensions, '' AS callback
    FROM (SELECT n, random() AS chance, random() AS lateness, random() < 0.9 AS handled,
            random() < 0.85 AS closed,
            CAST(:now AS timestamptz)
                - (1 - n::float / :cases) * CAST(:over AS interval) AS reported
        FROM generate_series(1, :cases) AS n) AS drawn) AS made
"""  # noqa: S608  the columns are the model's own
_LIVES: Final = 20
_ROWS: Final = (
    "SELECT unit, flags, rework, returns FROM case_fact WHERE due >= :start AND due < :end"
)


def fill_facts(owner: Engine, cases: int, until: datetime, over: timedelta) -> float:
    """Seconds it takes the server to make the facts of cases reported over a time, anew."""
    begun = time.perf_counter()
    with owner.begin() as connection:
        take_time(connection)
        connection.execute(text("TRUNCATE case_fact, act_fact"))
        connection.execute(text(_FILL), {"cases": cases, "now": until, "over": over})
    with owner.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        take_time(connection)
        connection.execute(text("VACUUM ANALYZE case_fact"))
    return time.perf_counter() - begun


def _summed(owner: Engine, span: Span) -> dict[tuple[str, ...], dict[str, int]]:
    return counted(PostgresFacts(owner).tallies(span, FactDate.DUE, (Grouping.UNIT,)))


def _fetched(owner: Engine, span: Span) -> pd.DataFrame:
    with owner.connect() as connection:
        rows = pd.read_sql(text(_ROWS), connection, params={"start": span.start, "end": span.end})
    return rows.groupby(["unit", "flags"]).agg(
        cases=("rework", "size"), rework=("rework", "sum"), returns=("returns", "sum")
    )


def _middle(work: Callable[[], object], times: int) -> float:
    taken = []
    for _ in range(times):
        begun = time.perf_counter()
        work()
        taken.append(time.perf_counter() - begun)
    return statistics.median(taken)


def _sizes(owner: Engine, reports: Engine, sizes: list[int], times: int) -> None:
    print("| cases | filled s | month s | year s | pandas month s | pandas year s | peak MB |")
    print("|---|---|---|---|---|---|---|")
    for cases in sizes:
        filled = fill_facts(owner, cases, NOW, timedelta(days=1825))
        _summed(reports, YEAR)
        ours = [_middle(partial(_summed, reports, span), times) for span in (MONTH, YEAR)]
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        theirs = [_middle(partial(_fetched, reports, span), 1) for span in (MONTH, YEAR)]
        told = " | ".join(f"{one:.2f}" for one in (filled, *ours, *theirs))
        print(f"| {cases:,} | {told} | {peak:.0f} |", flush=True)


# Each function that is there for facts alone: with what it is given, and a head that does nothing.
_KEEPERS: Final = (
    ("states_of", "jsonb", "entry jsonb, OUT befores jsonb[], OUT afters jsonb[]) AS"),
    ("keep_facts", "jsonb[]", "states jsonb[]) RETURNS void AS"),
    ("keep_acts", "jsonb, jsonb[]", "steps jsonb, befores jsonb[]) RETURNS void AS"),
)
_NOTHING: Final = "".join(
    f"ALTER FUNCTION app.{name}({given}) RENAME TO kept_{name};"
    f"CREATE FUNCTION app.{name}({head} 'BEGIN END' LANGUAGE plpgsql;"
    for name, given, head in _KEEPERS
)
_AGAIN: Final = "".join(
    f"DROP FUNCTION app.{name}({given}); ALTER FUNCTION app.kept_{name}({given}) RENAME TO {name};"
    for name, given, _ in _KEEPERS
)


def _upkeep(site: Site, owner: Engine, blocks: int) -> None:
    """Milliseconds a command with and without facts, a block of each in turn: the owner's bare
    commands, and those of seats, each judged by the server.
    """
    opened = open_store(site.url, files_folder=site.files)
    print("| a command of | facts | mean ms | median ms |\n|---|---|---|---|")
    with at_work(owner, site.url, site.folder) as crew:
        for whose, store in (("the owner", opened.store), ("a seat", crew)):
            life = Life(store, at=datetime.now(UTC), prefix=whose[-4:])
            for kind, times in _in_turn(owner, life, blocks).items():
                middle = statistics.median(times)
                print(f"| {whose} | {kind} | {statistics.fmean(times):.3f} | {middle:.3f} |")
    opened.dispose()


def _in_turn(owner: Engine, life: Life, blocks: int) -> dict[str, list[float]]:
    """Whole lives of cases, 13 commands each, in blocks with facts kept and not kept; the first two
    of a block are not counted, for every session makes its plans anew.
    """
    taken: dict[str, list[float]] = {"kept": [], "not kept": []}
    for at in range(blocks):
        if at % 2:
            _run(owner, _NOTHING)
        times = [_life(life) for _ in range(_LIVES)][2:]
        taken["not kept" if at % 2 else "kept"] += times
        if at % 2:
            _run(owner, _AGAIN)
    return taken


def _life(life: Life) -> float:
    """Milliseconds of one of its commands."""
    begun = time.perf_counter()
    case = life.report()
    life.act(case, Move.NOTE, Post.ACCEPTOR, text="已核对")
    life.to_end(case, standard=GENUINE_PLAN)
    return (time.perf_counter() - begun) * 1000 / 13


def _run(owner: Engine, script: str) -> None:
    with owner.begin() as connection:
        connection.execute(text(script))


def main() -> None:
    """Fill, sum, and print."""
    wanted = argparse.ArgumentParser(prog="python -m benchmarks.assess")
    wanted.add_argument("--cases", type=int, nargs="+", default=[100_000, 1_000_000, 5_000_000])
    wanted.add_argument("--times", type=int, default=5)
    wanted.add_argument("--blocks", type=int, default=10)
    given = wanted.parse_args()
    print(machine())
    with empty_city() as (site, owner):
        _upkeep(site, owner, given.blocks)
        reports = report_engine(site.url)
        _sizes(owner, reports, given.cases, given.times)
        reports.dispose()
    print(machine())


if __name__ == "__main__":
    main()
