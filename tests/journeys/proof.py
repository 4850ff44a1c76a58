"""What a journey proves afterwards, read from the database itself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import text

from console.domain.case import Case, CaseId
from console.domain.rules import Rules
from console.domain.stage import QUEUES
from console.domain.timers import Timer, clock_of
from db import OpenStore
from db.archive import verify
from tests.journeys.hands import Hands

_COUNTS = text("SELECT queue, count(*) FROM case_file WHERE NOT ended GROUP BY queue")
_LETTERS = text(
    "SELECT kind, addressee, body FROM letter WHERE case_id = :case AND recalled_at IS NULL"
    " ORDER BY id"
)


def queue_counts(store: OpenStore) -> Mapping[str, int]:
    """Open cases of each stage queue, counted by SQL."""
    with store.engines[0].connect() as connection:
        found = {str(queue): int(count) for queue, count in connection.execute(_COUNTS)}
    return {queue: found.get(queue, 0) for queue in QUEUES}


def rail_counts(hands: Hands) -> Mapping[str, int]:
    """The same as the rail shows it."""
    return {one.queue: one.total for one in hands.bench.rail.counts if one.queue in QUEUES}


def check_rail(hands: Hands, store: OpenStore) -> None:
    """The rail comes to show what SQL counts."""
    counted = queue_counts(store)
    try:
        hands.wait(lambda: rail_counts(hands) == counted)
    except AssertionError as waited:
        age = max((one.age for one in hands.bench.rail.counts), default=None)
        shown = f"the rail shows {rail_counts(hands)}, aged {age}, and SQL counts {counted}"
        raise AssertionError(f"{shown}; {waited}") from waited


def letters(store: OpenStore, case: CaseId) -> Sequence[tuple[str, str, str]]:
    """Letters of a case that were not taken back: kind, to whom, body."""
    with store.engines[0].connect() as connection:
        return [tuple(row) for row in connection.execute(_LETTERS, {"case": case})]


def check_chain(store: OpenStore) -> int:
    """Every chain of the archive is whole; how many cases were checked."""
    found = verify(store.engines[0])
    assert found.whole, found
    return found.checked_cases


def clocks(case: Case) -> Sequence[Timer]:
    """All clocks a case has."""
    every = (case.accepting, case.stage_clock, case.handling, case.bundled)
    return [timer for timer in every if timer is not None]


def check_clocks(case: Case, rules: Rules, now: datetime) -> None:
    """Every second of every clock is explained: spans without a gap, counted ones sum to used."""
    found = clocks(case)
    assert found
    for timer in found:
        told = clock_of(timer, rules.calendar_of(timer.calendar)).explain(now)
        assert sum(span.seconds for span in told.spans if span.counted) == told.used
        ends = [span.end for span in told.spans]
        starts = [span.start for span in told.spans]
        assert starts[1:] == ends[:-1]
