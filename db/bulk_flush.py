"""Writing what a long run gathered, in one transaction: steps by COPY, present rows by the function
that keeps them for single commands too. The triggers judge every step here as well.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Final

import psycopg
from sqlalchemy import Connection, text

from console.domain.case import Case, CaseId
from console.domain.refusal import Refusal
from console.domain.rules import Rules
from console.domain.trail import Step
from console.ports.errors import StoreUnavailable
from console.ports.work import Changes
from db import mapping
from db.engine import known_failure
from db.refusals import told_as_refusals
from db.watchdog import take_time

_CASES_AT_ONCE: Final = 500
_PHOTO_COLUMNS: Final = (
    "case_id", "seq", "ordinal", "digest", "role", "mime", "size", "taken_at", "lon", "lat",
    "taken_by",
)  # fmt: skip
_LETTER_COLUMNS: Final = (
    "kind", "addressee", "case_id", "body", "not_before", "posted_at", "command",
)  # fmt: skip
_DAY: Final = text(
    "INSERT INTO number_day AS n VALUES (:day, :last)"
    " ON CONFLICT (day) DO UPDATE SET last = excluded.last WHERE n.last = :stored"
)
_FACTS: Final = text("SELECT app.rebuild_facts(:cases)")
_RECALL: Final = text(
    "UPDATE letter SET recalled_at = posted_at WHERE case_id = :case_id AND posted_at >= :after"
    " AND sent_at IS NULL AND recalled_at IS NULL"
)


@dataclass(slots=True)
class Pending:
    """What was committed since the last flush."""

    cases: dict[CaseId, Case] = field(default_factory=dict)
    steps: list[Step] = field(default_factory=list)
    done: dict[str, Changes] = field(default_factory=dict)
    beside: dict[str, list[mapping.Row]] = field(
        default_factory=lambda: {name: [] for name in ("callers", "photos", "letters", "recalls")}
    )


def write(
    connection: Connection,
    pending: Pending,
    rules: Rules,
    days: Mapping[date, tuple[int, int]],
    feed_since: datetime | None,
) -> None:
    """Write all of it in the connection's transaction.

    `days` maps a local day to the last number stored and the last one given in this run.

    Raises:
        Refusal: `case.stale` when a console changed one of the cases meanwhile.
        StoreUnavailable: "store.busy" when a console gave numbers of the same day meanwhile.
    """
    take_time(connection)
    with told_as_refusals():
        _refuse_stale(connection, pending.steps)
        rows = (tuple(mapping.step_row(step).values()) for step in pending.steps)
        _copy(connection, "case_step", mapping.STEP_COLUMNS, rows)
    _keep_cases(connection, pending.cases, rules)
    connection.execute(_FACTS, {"cases": list(pending.cases)})
    _keep_beside(connection, pending.beside)
    _feed(connection, pending.steps, feed_since)
    for day, (stored, last) in days.items():
        if last == stored:
            continue
        given = connection.execute(_DAY, {"day": day, "last": last, "stored": stored})
        if given.rowcount != 1:
            raise StoreUnavailable("store.busy", day=day.isoformat())


def _refuse_stale(connection: Connection, steps: Sequence[Step]) -> None:
    first: dict[CaseId, int] = {}
    for step in steps:
        first.setdefault(step.case, step.seq)
    found = connection.execute(
        text("SELECT id, version FROM case_file WHERE id = ANY(:ids) ORDER BY id FOR UPDATE"),
        {"ids": list(first)},
    )
    present = {row.id: row.version for row in found}
    for case, seq in first.items():
        if present.get(case, 0) != seq - 1:
            raise Refusal("case.stale", case=case)


def _keep_cases(connection: Connection, cases: Mapping[CaseId, Case], rules: Rules) -> None:
    values = list(cases.values())
    for start in range(0, len(values), _CASES_AT_ONCE):
        rows = [mapping.case_row(case, rules) for case in values[start : start + _CASES_AT_ONCE]]
        connection.execute(
            text("SELECT app.keep_cases(CAST(:rows AS jsonb))"),
            {"rows": json.dumps(rows, ensure_ascii=False)},
        )


def _keep_beside(connection: Connection, beside: Mapping[str, list[mapping.Row]]) -> None:
    if beside["callers"]:
        connection.execute(
            text("SELECT app.keep_callers(CAST(:rows AS jsonb))"),
            {"rows": json.dumps(beside["callers"], ensure_ascii=False)},
        )
    _copy(connection, "case_photo", _PHOTO_COLUMNS, _picked(beside["photos"], _PHOTO_COLUMNS))
    keep_previews(connection, beside["photos"])
    _copy(connection, "letter", _LETTER_COLUMNS, _picked(beside["letters"], _LETTER_COLUMNS))
    if beside["recalls"]:
        connection.execute(_RECALL, beside["recalls"])


def keep_previews(connection: Connection, photos: Iterable[mapping.Row]) -> None:
    """What files show, each once however many cases have it (`mapping.preview_row`)."""
    looked = {row["digest"]: row for row in photos if row["width"] or row["seconds"]}
    if looked:
        connection.execute(
            text("SELECT app.keep_previews(CAST(:rows AS jsonb))"),
            {"rows": json.dumps(list(looked.values()))},
        )


def _feed(connection: Connection, steps: Sequence[Step], since: datetime | None) -> None:
    columns = ("case_id", "seq", "operator", "seat")
    rows = (
        (step.case, step.seq, step.operator, step.seat)
        for step in steps
        if since is not None and step.at >= since
    )
    _copy(connection, "feed", columns, rows)


def _picked(rows: Iterable[mapping.Row], columns: Sequence[str]) -> Iterable[tuple[Any, ...]]:
    return (tuple(row[name] for name in columns) for row in rows)


def _copy(
    connection: Connection, table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]
) -> None:
    driver = connection.connection.driver_connection
    if not isinstance(driver, psycopg.Connection):
        raise TypeError("the engine must use psycopg")
    wanted = psycopg.sql.SQL("COPY {} ({}) FROM STDIN").format(
        psycopg.sql.Identifier(table),
        psycopg.sql.SQL(",").join(map(psycopg.sql.Identifier, columns)),
    )
    try:
        with driver.cursor() as cursor, cursor.copy(wanted) as copy:
            for row in rows:
                copy.write_row(row)
    except psycopg.Error as error:  # beside the engine, which tells known failures by itself
        failure = known_failure(error)
        if failure is None:
            raise
        raise failure from error
