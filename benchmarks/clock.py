"""The working-hours clock: a million random cases against the minute oracle, and its speed.

    python -m benchmarks.clock --cases 1000000     agreement, then speed
    python -m benchmarks.clock --vectors FILE      write the test vectors Python and SQL share

Figures and the machine they come from stand in benchmarks/README.md.
"""

import argparse
import json
import os
import random
import sys
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from console.domain.calendars import PauseCause
from console.domain.dial import read_dials, row_dial
from console.domain.stageclock import Clock
from console.domain.timelimit import LimitUnit, TimeLimit
from console.domain.worktime import WorkCalendar, second_of
from tests.calendars import city_calendar, read_rows
from tests.judge_clock import RULE, judge, moment
from tests.oracle_worktime import DAY, MinuteOracle, limit_seconds, random_case

START_DAYS = 365 * 3 + 180  # starts from January 2024 to the middle of 2027
CHUNK = 10_000
CLOCKS = 50_000
GOAL_MS = 100
# By hand, local time: the examples of fact book 5.2, then holidays and exchanged workdays.
WORKED = (
    ("Friday 17:00 into Monday", "2026-11-20T17:00", "4 work_hour", "2026-11-23T11:00"),
    ("one work day inside the week", "2026-11-17T10:30", "1 work_day", "2026-11-18T10:30"),
    ("begun in the noon break", "2026-11-19T12:30", "2 work_hour", "2026-11-19T16:00"),
    ("due exactly at the slot end", "2026-11-16T20:00", "1 work_day", "2026-11-17T18:00"),
    ("forty work hours", "2026-11-18T15:00", "5 work_day", "2026-11-25T15:00"),
    ("urgent hours on a weekend", "2026-11-21T23:30", "2 hour", "2026-11-22T01:30"),
    ("over the National Day week", "2026-09-30T17:00", "4 work_hour", "2026-10-08T11:00"),
    ("into an exchanged Saturday", "2026-10-09T17:00", "4 work_hour", "2026-10-10T11:00"),
    ("an exchanged Saturday filled", "2026-02-13T17:00", "1 work_day", "2026-02-14T17:00"),
    ("over the Spring Festival", "2026-02-14T17:30", "1 work_hour", "2026-02-24T08:30"),
    ("natural days ignore holidays", "2026-09-30T17:00", "2 day", "2026-10-02T17:00"),
    ("a provisional year", "2027-02-04T17:00", "2 work_hour", "2027-02-09T09:00"),
    ("ten and a half work days", "2025-01-20T08:00", "10.5 work_day", "2025-02-08T12:00"),
    ("a stage of the centre", "2026-11-21T23:50", "15 minute", "2026-11-22T00:05"),
)


def city_oracle() -> MinuteOracle:
    """The oracle over the reference tables."""
    return MinuteOracle(read_rows("work_slots.csv"), read_rows("work_calendar.csv"))


def judge_chunk(seed: int, cases: int) -> list[str]:
    """Disagreements of one chunk of random cases."""
    dice, oracle, calendar = random.Random(seed), city_oracle(), city_calendar()
    found = []
    for number in range(cases):
        case = random_case(dice, START_DAYS)
        wrong = judge(case, oracle, calendar, explain=number % 20 == 0)
        if wrong:
            found.append(f"seed {seed}, case {number}: {wrong}: {case}")
    return found


def agree(cases: int, seed: int) -> int:
    """Judge many cases on all processors; prints and returns the number of disagreements."""
    sizes = [min(CHUNK, cases - done) for done in range(0, cases, CHUNK)]
    began = time.perf_counter()
    wrong: list[str] = []
    with ProcessPoolExecutor(os.cpu_count()) as pool:
        for found in pool.map(judge_chunk, range(seed, seed + len(sizes)), sizes):
            wrong += found
    seconds = time.perf_counter() - began
    print(f"oracle: {cases:,} random cases, {len(wrong)} disagreements, {seconds:.0f} s")
    for line in wrong[:10]:
        print("  " + line)
    return len(wrong)


def walk_used(calendar: WorkCalendar, start: int, end: int) -> int:
    """The naive way the figures are set against: from day to day over the slots."""
    used = 0
    day = (datetime.fromtimestamp(start, UTC) + timedelta(hours=8)).date()
    last = (datetime.fromtimestamp(end, UTC) + timedelta(hours=8)).date()
    while day <= last:
        midnight = int(datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp()) - 8 * 3_600
        for slot in calendar.plan(day).slots:
            used += max(0, min(end, midnight + slot.ends) - max(start, midnight + slot.starts))
        day += timedelta(days=1)
    return used


def fastest(work: Callable[[], object], rounds: int = 7) -> float:
    """Best of some rounds in milliseconds."""
    best = float("inf")
    for _ in range(rounds):
        began = time.perf_counter()
        work()
        best = min(best, time.perf_counter() - began)
    return best * 1_000


def make_clocks(seed: int, now: datetime) -> list[Clock]:
    """The open work of a very large city: work time and urgent, one in ten paused."""
    dice, calendar = random.Random(seed), city_calendar()
    limits = [
        TimeLimit(value, unit)
        for value, unit in (
            (5, LimitUnit.WORK_DAY),
            (1, LimitUnit.WORK_DAY),
            (4, LimitUnit.WORK_HOUR),
            (2, LimitUnit.HOUR),
        )
    ]
    clocks: list[Clock] = []
    for number in range(CLOCKS):
        start = now - timedelta(seconds=dice.randrange(12 * DAY))
        clock = Clock(limit=dice.choice(limits), start=start, calendar=calendar)
        if number % 10 == 0:
            clock = clock.paused(start + (now - start) / 2, PauseCause.RETURN)
        clocks.append(clock)
    return clocks


def walks_agree(clocks: list[Clock], now: datetime) -> bool:
    """Whether the dials of the plain work-time clocks say what the naive walk says."""
    until = second_of(now)
    readings = read_dials([clock.dial for clock in clocks], now, RULE)
    return all(
        reading.remaining
        == clock.allowed - walk_used(clock.calendar, second_of(clock.start), until)
        for clock, reading in zip(clocks, readings, strict=True)
        if clock.limit.unit.counts_work_time and not clock.pauses
    )


def measure(seed: int) -> bool:
    """Print the speed figures; True when 50,000 clocks recompute within 100 ms."""
    calendar = city_calendar()
    now = moment(city_oracle(), 1_050 * DAY + 10 * 3_600)
    clocks = make_clocks(seed, now)
    few, until = clocks[: CLOCKS // 25], second_of(now)
    rows = [(clock.due or now, clock.allowed, clock.limit.unit) for clock in clocks]
    starts = [(second_of(clock.start), clock.limit) for clock in clocks]
    read = fastest(lambda: read_dials([clock.dial for clock in clocks], now, RULE))
    figures = {
        "clocks: remaining time and tone": read,
        "the same, dials made from queue rows first": fastest(
            lambda: read_dials([row_dial(*row, calendar) for row in rows], now, RULE), 3
        ),
        "the same, one Clock.tone() each": fastest(
            lambda: [clock.tone(now, RULE) for clock in clocks], 3
        ),
        "deadlines from start and limit": fastest(
            lambda: [calendar.due_second(*start) for start in starts], 3
        ),
        "clocks made anew with their deadline": 25
        * fastest(lambda: [replace(clock, exempt=False) for clock in few], 3),
        "used times by a naive walk over days": 25
        * fastest(lambda: [walk_used(calendar, second_of(one.start), until) for one in few], 1),
    }
    same = walks_agree(few, now)
    for name, milliseconds in figures.items():
        print(f"{CLOCKS:,} {name:<44} {milliseconds:10.1f} ms")
    naive = figures["used times by a naive walk over days"]
    print(f"naive walk / clocks: {naive / read:.0f} times; same figures: {same}")
    return same and read <= GOAL_MS


def write_vectors(file: Path, seed: int) -> None:
    """Write the vectors that the Python domain and the SQL function both have to meet."""
    dice, oracle = random.Random(seed), city_oracle()
    dues, spans = [], []
    for _ in range(200):
        case = random_case(dice, START_DAYS)
        seconds = limit_seconds(case.value, case.unit)
        dues.append(
            {
                "start": moment(oracle, case.start).isoformat(),
                "limit": f"{case.value} {case.unit}",
                "counted_seconds": seconds,
                "due": moment(oracle, oracle.walk_due(case.start, seconds, case.unit)).isoformat(),
            }
        )
        spans.append(
            {
                "start": moment(oracle, case.start).isoformat(),
                "end": moment(oracle, case.now).isoformat(),
                "unit": case.unit,
                "counted_seconds": oracle.count(case.start, case.now, case.unit),
            }
        )
    content = {
        "note": "Made by benchmarks/clock.py --vectors with the minute oracle; times are UTC.",
        "calendar": ["work_slots.csv", "work_calendar.csv"],
        "worked": [
            {"name": name, "start": _utc(start), "limit": limit, "due": _utc(due)}
            for name, start, limit, due in WORKED
        ],
        "due": dues,
        "used": spans,
    }
    file.write_text(json.dumps(content, indent=1) + "\n", encoding="utf-8", newline="\n")


def _utc(local: str) -> str:
    return datetime.fromisoformat(f"{local}:00+08:00").astimezone(UTC).isoformat()


def main() -> int:
    """Run the named parts; 0 when everything agrees and is quick enough."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--cases", type=int, default=1_000_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--vectors", type=Path)
    asked = parser.parse_args()
    if asked.vectors:
        write_vectors(asked.vectors, asked.seed)
        return 0
    quick = measure(asked.seed)
    wrong = agree(asked.cases, asked.seed)
    return 0 if quick and not wrong else 1


if __name__ == "__main__":
    sys.exit(main())
