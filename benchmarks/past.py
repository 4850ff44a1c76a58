"""The past of a demo city, at random moments, against a state that was kept while all was replayed.

    python -m benchmarks.past --data FOLDER [--moments 10000] [--seed 1]

FOLDER is a demo city's (`main.py demo --days 92 --data FOLDER`). First all steps are read once in
the order they were made and every case is kept as it stands, by a few lines of dictionaries that
know nothing of `db.past`; at each of the moments, drawn before, the open cases are hashed. Then the
store is asked for the same moments in another order, and for what changed from one to the next.
"""

from __future__ import annotations

import argparse
import json
import statistics
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from random import Random
from typing import Any, Final

from sqlalchemy import Engine, text

from benchmarks.machine import machine
from console.ports.wall import WallCase
from db.embedded import EmbeddedServer
from db.engine import command_engine
from db.past import PostgresPast, seats_past
from db.site import DATABASE
from db.standing import Standing
from db.upgrade import upgrade

_STEPS: Final = text("SELECT case_id, seq, at, to_stage, payload FROM case_step ORDER BY at, 1, 2")
_OVER: Final = ("closed", "declined", "voided", "merged")
_WITH_UNIT: Final = ("dispatched", "handling", "suspended")
_PLACE: Final = ("district", "street", "unit_grid", "duty_grid")
Row = tuple[object, ...]


def replayed(engine: Engine, moments: Sequence[datetime]) -> Iterator[tuple[datetime, str]]:
    """Each of these moments, which stand in order, with the hash of what was open then."""
    waiting = iter(moments)
    moment = next(waiting)
    states: dict[int, dict[str, Any]] = {}
    rows: dict[int, Row] = {}
    with engine.connect() as connection:
        steps = connection.execute(_STEPS, execution_options={"yield_per": 2_000})
        for case, seq, at, stage, payload in steps:
            while at > moment:
                yield moment, digest(rows.values())
                moment = next(waiting, datetime.max.replace(tzinfo=UTC))
            state = states.setdefault(case, {})
            state.update(json.loads(payload)["set"])
            if stage in _OVER:
                rows.pop(case, None)
            else:
                rows[case] = _row(case, seq, stage, state)
    while moment <= moments[-1]:
        yield moment, digest(rows.values())
        moment = next(waiting, datetime.max.replace(tzinfo=UTC))


def _row(case: int, seq: int, stage: str, state: Mapping[str, Any]) -> Row:
    clock = state.get("handling" if stage in _WITH_UNIT else "stage_clock") or {}
    standard, place = state.get("standard") or {}, state["place"]
    pauses = clock.get("pauses") or [{"end": ""}]
    return (
        case, seq, stage, state["number"], state["source"], standard.get("category", ""),
        standard.get("name", ""), *(place.get(name) or "" for name in _PLACE),
        *(place.get("point") or (None, None)), state.get("unit") or "", state["reported_at"],
        clock.get("started"), clock.get("due"), clock.get("limit", ""),
        "end" not in pauses[-1] and "stopped" not in clock,
    )  # fmt: skip


def told(cases: Iterable[WallCase]) -> str:
    """The hash of what the store says."""
    return digest(
        (
            one.id, one.version, one.stage.value, one.number, one.source.value, one.category,
            one.category_name, one.district, one.street, one.grid, one.duty_grid, one.lon,
            one.lat, one.unit, _said(one.reported_at), _said(one.started_at), _said(one.due),
            one.limit, one.paused,
        )
        for one in cases
    )  # fmt: skip


def _said(moment: datetime | None) -> str | None:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ") if moment else None


def digest(rows: Iterable[Row]) -> str:
    """One hash of all rows, in the order of their ids."""
    return sha256(repr(sorted(rows, key=lambda row: str(row[0]))).encode()).hexdigest()


def seek(past: PostgresPast, wanted: Sequence[tuple[datetime, str]]) -> tuple[list[float], int]:
    """Seconds of each question, and how many answers were not what was kept."""
    took, wrong = [], 0
    for moment, kept in wanted:
        begun = time.perf_counter()
        cases = past.at(moment)
        took.append(time.perf_counter() - begun)
        wrong += told(cases) != kept
    return took, wrong


def play(past: PostgresPast, way: Sequence[tuple[datetime, str]]) -> tuple[list[float], int]:
    """The same from each moment to the next one, by what changed."""
    shown = {one.id: one for one in past.at(way[0][0])}
    took, wrong, before = [], 0, way[0][0]
    for moment, kept in way[1:]:
        begun = time.perf_counter()
        changed, gone = past.between(before, moment)
        took.append(time.perf_counter() - begun)
        shown.update((one.id, one) for one in changed)
        for case in gone:
            shown.pop(case, None)
        wrong += told(shown.values()) != kept
        before = moment
    return took, wrong


def line(name: str, took: Sequence[float], wrong: int) -> str:
    """One measurement as it is printed."""
    ranked = sorted(took)
    half, most = statistics.median(ranked), ranked[len(ranked) * 95 // 100]
    return (
        f"{name}: {len(took)} answers, {wrong} wrong; p50 {half * 1000:.0f} ms,"
        f" p95 {most * 1000:.0f} ms, max {ranked[-1] * 1000:.0f} ms,"
        f" {sum(one > 1 for one in ranked)} over 1 s"
    )


def main() -> None:
    """Measure and print."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--data", type=Path, required=True)
    asked.add_argument("--moments", type=int, default=10_000)
    asked.add_argument("--seed", type=int, default=1)
    given = asked.parse_args()
    chance = Random(given.seed)
    with EmbeddedServer(given.data) as address:
        upgrade(address.url(DATABASE))
        engine = command_engine(address.url(DATABASE))
        past = seats_past(engine, Standing())
        first = past.first()
        if first is None:
            raise SystemExit("no steps in this city")
        seconds = int((datetime.now(UTC) - first).total_seconds())
        drawn = sorted(chance.randrange(seconds) for _ in range(given.moments))
        begun = time.perf_counter()
        kept = list(replayed(engine, [first + timedelta(seconds=one) for one in drawn]))
        print(f"{len(kept)} moments kept in {time.perf_counter() - begun:.0f} s; {machine()}")
        for name, way in (("forwards", kept[-2_000:]), ("backwards", kept[1_999::-1])):
            print(line(f"played {name}", *play(past, way)), flush=True)
        print(line("sought", *seek(past, chance.sample(kept, len(kept)))), machine())
        engine.dispose()


if __name__ == "__main__":
    main()
