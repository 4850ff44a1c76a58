"""A city with years of cases: a demo city's lived cases, copied over the years by COPY.

Each year is loaded into tables of its own, without triggers and indexes, by one process, and takes
its place afterwards; the chains are computed here and are those the trigger would make
(`archive_copies`). One in so many cases has a caller, sealed and hashed with the place's keys.
For measurements only: what the trigger judges is not judged.
"""

import random
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from multiprocessing import get_context
from pathlib import Path
from typing import Final

import psycopg
from sqlalchemy import make_url, text

from benchmarks.archive_copies import TABLES, Copier, Lived, columns, moved, read_lived
from console.bootstrap.building import build_demo
from console.bootstrap.playing import Plan
from console.domain.case import CaseId
from console.ports.work import Caller
from db.caller_box import load_box, sealed_row
from db.caller_keys import CallerKeys
from db.engine import command_engine
from db.site import Site, administrator, bring_up

YEARS: Final = 4
_WEEK: Final = timedelta(days=7)
_IDS_OF_A_YEAR: Final = 10**9
_FIRST_ID: Final = 10_000_000  # after every case of the demo itself
_FIRST_NUMBER: Final = 300_000  # of a day, likewise
_AT_ONCE: Final = 5_000
_KINDS_A_WEEK: Final = 250
"""As many lived cases are copied in a week, each several times."""
_CALLERS_AT_ONCE: Final = 500
_DAYS: Final = 7
_HAND: Final = (
    "SET timezone = 'UTC'; SET synchronous_commit = off; SET maintenance_work_mem = '1GB';"
    " SET max_parallel_maintenance_workers = 0; SET ROLE wm_owner"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """How many cases in all, how many of them open; one in `called_every` has a caller."""

    cases: int
    still_open: int
    called_every: int
    steps_each: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """What one process loads: a year, with the numbers of that year alone."""

    lived: Sequence[Lived]
    named: Mapping[str, Sequence[str]]
    url: str
    keys: Path
    year: int
    wanted: Wanted


def build_core(site: Site) -> None:
    """The demo city with a week lived in it by the ordinary services."""
    bring_up(site)
    plan = Plan(clock=lambda: datetime.now(UTC).replace(microsecond=0), days=_DAYS, seed=1)
    build_demo(site, plan, lambda _part, _done, _of: None)


def load(site: Site, wanted: Wanted) -> tuple[int, int]:
    """Fill the years up to this one; how many cases and steps were copied."""
    address = site.url.render_as_string(hide_password=False)
    this_year = datetime.now(UTC).year
    years = range(this_year - YEARS + 1, this_year + 1)
    each = max(1, (wanted.cases - wanted.still_open) // YEARS)
    owner = command_engine(site.url)
    with owner.connect() as connection:
        named = columns(connection)
        lived = read_lived(connection, named)
    owner.dispose()
    parts = [
        Part(
            lived=lived,
            named=named,
            url=address,
            keys=site.files,
            year=year,
            wanted=replace(
                wanted, cases=each, still_open=wanted.still_open if year == this_year else 0
            ),
        )
        for year in years
    ]
    with administrator(site.url) as line:
        line.execute(_HAND)
        _take_out(line, years)
        with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as workers:
            done = list(workers.map(load_year, parts))
        _settle(line, this_year)
    return sum(one[0] for one in done), sum(one[1] for one in done)


def load_year(part: Part) -> tuple[int, int]:
    """Copy one year's cases and put its tables in their place."""
    with administrator(make_url(part.url)) as line:
        line.execute(_HAND)
        copier = Copier(part.year * _IDS_OF_A_YEAR + _FIRST_ID, _FIRST_NUMBER)
        called = list(_copy_year(line, copier, part))
        _keep_callers(part, called)
        _put_in(line, part.year)
    return copier.cases, copier.steps


def weighed(lived: Sequence[Lived], steps_each: float, chance: random.Random) -> list[Lived]:
    """Ended ones so that a case has that many steps on the average."""
    ended = [one for one in lived if one.ended]
    short = [one for one in ended if len(one.hashed) < steps_each]
    long = [one for one in ended if len(one.hashed) >= steps_each]
    brief = sum(len(one.hashed) for one in short) / len(short)
    full = sum(len(one.hashed) for one in long) / len(long)
    wanted = round(len(long) * (full - steps_each) / (steps_each - brief))
    return sorted([*long, *chance.choices(short, k=wanted)], key=lambda one: one.reported_at)


def _copy_year(line: psycopg.Connection, copier: Copier, part: Part) -> Iterator[int]:
    """Write week after week, the open ones last; yields the cases that have a caller."""
    chance = random.Random(part.year)
    weeks = _weeks(weighed(part.lived, part.wanted.steps_each, chance), part.year)
    for number, (back, those) in enumerate(weeks, start=1):
        due = part.wanted.cases * number // len(weeks) - copier.cases
        chosen = chance.sample(those, k=min(len(those), due, _KINDS_A_WEEK))
        for place, one in enumerate(sorted(chosen, key=lambda one: one.reported_at), start=1):
            there = moved(one, back)
            for _ in range(due * place // len(chosen) - due * (place - 1) // len(chosen)):
                case = copier.copy(there)
                if copier.cases % part.wanted.called_every == 0:
                    yield case
                if copier.cases % _AT_ONCE == 0:
                    _send(line, copier, part.year)
    standing = [one for one in part.lived if not one.ended]
    for number in range(part.wanted.still_open):
        one = standing[number % len(standing)]
        copier.copy(moved(one, timedelta(days=number // len(standing) % 3)))
        if copier.cases % _AT_ONCE == 0:
            _send(line, copier, part.year)
    _send(line, copier, part.year)


def _weeks(ended: Sequence[Lived], year: int) -> list[tuple[timedelta, list[Lived]]]:
    """By how many weeks to go back for every week of the year, with what falls into the year."""
    latest = max(one.reported_at for one in ended)
    found = []
    for back in range(1, (latest.year - year + 1) * 53):
        those = [one for one in ended if (one.reported_at - back * _WEEK).year == year]
        if those:
            found.append((back * _WEEK, those))
    return found[::-1]


def _send(line: psycopg.Connection, copier: Copier, year: int) -> None:
    for table, lines in copier.emptied():
        if lines:
            with line.cursor() as cursor, cursor.copy(f"COPY {table}_{year} FROM STDIN") as copy:
                copy.write(lines)


def _keep_callers(part: Part, called: Sequence[int]) -> None:
    keys, engine = CallerKeys.beside(part.keys), command_engine(part.url)
    for start in range(0, len(called), _CALLERS_AT_ONCE):
        with engine.begin() as connection:
            box = load_box(connection)
            rows = [
                sealed_row(CaseId(case), caller_of(case), box, keys)
                for case in called[start : start + _CALLERS_AT_ONCE]
            ]
            for row in rows:
                connection.execute(_CALLER, row)
    engine.dispose()


def caller_of(case: int) -> Caller:
    """The invented caller of a copied case."""
    return Caller(name="王女士", phone=f"139{case * 48271 % 10**8:08d}", address="", reply="phone")


_CALLER: Final = text(
    "WITH kept AS (INSERT INTO caller (case_id, reply, sealed, key_id, algorithm, phone_hash)"
    " VALUES (:case_id, :reply, CAST(:sealed AS bytea), :key_id, :algorithm,"
    " CAST(:phone_hash AS bytea)) RETURNING id)"
    " INSERT INTO caller_mask (id, case_id, name, phone, reply)"
    " SELECT id, :case_id, :masked_name, :masked_phone, :reply FROM kept"
)


def _take_out(line: psycopg.Connection, years: Sequence[int]) -> None:
    """Each year's tables stand alone, without indexes, as long as they are loaded."""
    for year in years:
        line.execute("SELECT app.add_year(%s)", [year])
        for table in TABLES:
            line.execute(f"ALTER TABLE {table} DETACH PARTITION {table}_{year}")
            for index, constraint in line.execute(_INDEXES, [f"{table}_{year}"]).fetchall():
                line.execute(
                    f"ALTER TABLE {table}_{year} DROP CONSTRAINT {constraint}"
                    if constraint
                    else f"DROP INDEX {index}"
                )


_INDEXES: Final = (
    "SELECT i.indexrelid::regclass::text, k.conname FROM pg_index i"
    " LEFT JOIN pg_constraint k ON k.conindid = i.indexrelid WHERE i.indrelid = %s::regclass"
)


def _put_in(line: psycopg.Connection, year: int) -> None:
    for table in TABLES:
        key = "case_id" if table == "case_step" else "id"
        low, high = year * _IDS_OF_A_YEAR, (year + 1) * _IDS_OF_A_YEAR
        primary = f"{key}, seq" if table == "case_step" else key
        name = f"{table}_{year}"
        line.execute(f"ALTER TABLE {name} ADD CONSTRAINT {name}_pkey PRIMARY KEY ({primary})")
        line.execute(
            f"ALTER TABLE {table} ATTACH PARTITION {name} FOR VALUES FROM ({low}) TO ({high})"
        )


def _settle(line: psycopg.Connection, this_year: int) -> None:
    """What goes with the tables: the guards, the next number, who has seen what, statistics."""
    line.execute("SELECT app.guard_years()")
    line.execute(f"SELECT setval('case_number_{this_year}', 900000000)")
    line.execute(_SEEN)
    line.execute("VACUUM ANALYZE")


_SEEN: Final = (
    "INSERT INTO case_opened (case_id, post, version, operator, at)"
    " SELECT f.id, p.post, f.version, 'system', f.entered_at FROM case_file f"
    " CROSS JOIN unnest(ARRAY['acceptor', 'dispatcher', 'verifier', 'shift_leader']) AS p (post)"
    " WHERE NOT f.ended AND f.id % 10 > 0 ON CONFLICT DO NOTHING"
)
