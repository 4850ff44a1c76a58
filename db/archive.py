"""Proof that no trail was touched: every chain of hashes recomputed, every case folded anew.

Reads as a stream, so that a city of any size fits; changes nothing. The first break is named.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any, Final

from sqlalchemy import Engine, select, text

from console.domain.case import CaseId
from console.domain.codec import encode
from console.domain.refusal import Refusal
from console.domain.trail import GENESIS, Step, canonical, fold, link
from db.mapping import STEP_COLUMNS, step_of
from db.records import CASE_FILE, CASE_STATE, CASE_STEP
from db.watchdog import take_time

_STREAM: Final = 2_000
_EVERY: Final = 500
STEPS: Final = select(*(CASE_STEP.c[name] for name in STEP_COLUMNS), CASE_STEP.c.hash).order_by(
    CASE_STEP.c.case_id, CASE_STEP.c.seq
)
HEADS: Final = (
    select(CASE_FILE.c.id, CASE_FILE.c.number, CASE_FILE.c.version, CASE_STATE.c.state)
    .join(CASE_STATE, CASE_STATE.c.id == CASE_FILE.c.id)
    .order_by(CASE_FILE.c.id)
)


@dataclass(frozen=True, slots=True, kw_only=True)
class VerifyResult:
    """What was found. `reason` says how the first broken case is broken:

    `chain` (a step was changed), `gap` (one is missing), `state` (the present case is not what its
    trail tells), `row` (the list's row is of another version), `trail` (a case without steps).
    """

    whole: bool
    checked_cases: int
    checked_steps: int
    broken_case: CaseId | None = None
    broken_number: str = ""
    reason: str = ""


def verify(engine: Engine, progress: Callable[[int], None] | None = None) -> VerifyResult:
    """Check every case; stops at the first broken one.

    Args:
        engine: Any engine whose role may read cases; `db.engine.report_engine` for long archives.
        progress: Told now and then how many cases were checked.
    """
    with engine.connect() as connection:
        # Both streams must see one moment while consoles go on writing.
        connection.execute(text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ"))
        take_time(connection)
        streamed = connection.execution_options(yield_per=_STREAM)
        with streamed.execute(HEADS) as heads, streamed.execute(STEPS) as steps:
            return walk(iter(heads), iter(steps), progress)


def walk(
    heads: Iterator[Any], steps: Iterator[Any], progress: Callable[[int], None] | None = None
) -> VerifyResult:
    """Go through heads and trails side by side; both are in the order of cases.

    Args:
        heads: Rows with `id`, `number`, `version`, `state`.
        steps: Rows of `STEP_COLUMNS` and, last, `hash`.
        progress: As for `verify`.
    """
    cases = links = 0
    for case, trail in groupby(steps, key=lambda row: row.case_id):
        head = next(heads, None)
        if head is not None and head.id < case:
            return _broken(cases, links, head.id, head.number, "trail")
        if head is None or head.id != case:
            return _broken(cases, links, case, "", "row")
        rows = list(trail)
        reason = _judge(head, rows)
        if reason:
            return _broken(cases, links, case, head.number, reason)
        cases, links = cases + 1, links + len(rows)
        if progress is not None and cases % _EVERY == 0:
            progress(cases)
    head = next(heads, None)
    if head is not None:
        return _broken(cases, links, head.id, head.number, "trail")
    return VerifyResult(whole=True, checked_cases=cases, checked_steps=links)


def _judge(head: Any, rows: list[Any]) -> str:
    """Why the case is broken; empty when it is whole."""
    before = GENESIS
    trail: list[Step] = []
    for row in rows:
        step = step_of(row[:-1])
        before = link(before, step)
        if bytes(row.hash) != before:
            return "chain"
        trail.append(step)
    if head.version != len(trail):
        return "row"
    try:
        told = canonical(encode(fold(trail)))
    except Refusal:
        return "gap"
    return "" if told == head.state else "state"


def _broken(cases: int, steps: int, case: int, number: str, reason: str) -> VerifyResult:
    return VerifyResult(
        whole=False,
        checked_cases=cases,
        checked_steps=steps,
        broken_case=CaseId(case),
        broken_number=number,
        reason=reason,
    )
