"""`ports.integrity.IntegrityReading` over PostgreSQL, and the keeping of pictures' looks.

Each question goes by an index on the period's date, so that a month costs what the month holds.
The definition of the rows in Python is `console.evaluation.integrity_rows`. Row security holds: a
seat of a district gets the rows of its areas.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Connection, Engine, Row, TextClause, text

from console.domain.case import Case, CaseId, CloseKind
from console.domain.place import Point
from console.domain.stage import Move, Post, Source
from console.domain.worktime import WorkCalendar
from console.ports.facts import ActFact, FactDate, Flag, Span
from console.ports.integrity import IntegrityReading, PhotoRow, ReportRow, TaskRow
from db.facts import OVERDUE, bit_of, moments_of
from db.integrity_sql import (
    ACTS,
    LOOKS,
    NUMBERS,
    PHOTOS,
    REPORTS,
    TASKS,
    UNLOOKED,
    UNLOOKED_COUNT,
)
from db.mapping import case_of
from db.refusals import told_as_refusals
from db.standing import Standing, read_stamps
from db.standing_rows import load_settings

_AT_ONCE: Final = 500
_ONE_MOMENT: Final = text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
_TROUBLES: Final = bit_of(Flag.RETURNED) | bit_of(Flag.REWORKED) | bit_of(Flag.LATE)
_BATCH: Final = 2_000


class PostgresIntegrity:
    """Reads the rows of the areas its role may see."""

    def __init__(self, engine: Engine, standing: Standing, held: Connection | None = None) -> None:
        self._engine, self._standing, self._held = engine, standing, held

    @contextmanager
    def at_one_moment(self) -> Iterator[IntegrityReading]:
        """One transaction that sees what was committed when it began, and nothing later."""
        with self._engine.connect() as connection:
            connection.execute(_ONE_MOMENT)
            yield PostgresIntegrity(self._engine, self._standing, connection)

    def reports(self, span: Span, days: int) -> Sequence[ReportRow]:
        """The reports of a period, and the earlier ones that stand for some of them."""
        return [_report(row) for row in self._rows(REPORTS, _within(span) | {"days": days})]

    def tasks(self, span: Span) -> Sequence[TaskRow]:
        """The inspectors' tasks answered in a period."""
        return [
            TaskRow(
                case=CaseId(row.case_id),
                kind=row.kind,
                inspector=row.inspector,
                sent_at=row.sent_at,
                answered_at=row.answered_at,
                place=_point(row.lon, row.lat),
                seen=_point(row.seen_lon, row.seen_lat),
                seen_at=row.seen_at,
            )
            for row in self._rows(TASKS, _within(span))
        ]

    def photos(self, span: Span, days: int) -> Sequence[PhotoRow]:
        """Pictures attached in a period or within `days` before it."""
        return [_photo(row) for row in self._rows(PHOTOS, _within(span) | {"days": days})]

    def unlooked(self, span: Span, days: int) -> Iterator[tuple[str, bytes]]:
        """Digest and preview of pictures whose look nobody has made yet."""
        values = _within(span) | {"days": days}
        for row in self._streamed(UNLOOKED, values):
            yield row.digest, bytes(row.image)

    def unlooked_count(self, span: Span, days: int) -> int:
        """How many those are."""
        (row,) = self._rows(UNLOOKED_COUNT, _within(span) | {"days": days})
        return int(row[0])

    def numbers(self, cases: Sequence[CaseId]) -> Mapping[CaseId, str]:
        """The numbers of cases."""
        found: dict[CaseId, str] = {}
        for start in range(0, len(cases), _BATCH):
            part = {"cases": list(cases[start : start + _BATCH])}
            found |= {CaseId(row.case_id): row.number for row in self._rows(NUMBERS, part)}
        return found

    def troubled(self, span: Span, date: FactDate) -> Iterator[tuple[Case, Sequence[ActFact]]]:
        """Cases of a period with something to ask their units about, and the acts for it."""
        statement = text(
            f"SELECT s.state, ({ACTS}) AS acts FROM case_fact f JOIN case_state s"  # noqa: S608 - all parts are ours
            f" ON s.id = f.case_id WHERE f.{date.value} >= :start AND f.{date.value} < :end"
            f" AND ({OVERDUE}) & {_TROUBLES | bit_of(Flag.OVERDUE)} > 0 ORDER BY f.case_id"
        )
        for row in self._streamed(statement, moments_of(span)):
            yield case_of(row.state), [_act(told) for told in row.acts or ()]

    def cases(self, span: Span, date: FactDate) -> Iterator[Case]:
        """Whole cases of a period by their number, a few at a time."""
        statement = text(
            f"SELECT s.state FROM case_fact f JOIN case_state s ON s.id = f.case_id"  # noqa: S608 - all parts are ours
            f" WHERE f.{date.value} >= :start AND f.{date.value} < :end ORDER BY f.case_id"
        )
        for row in self._streamed(statement, _within(span)):
            yield case_of(row.state)

    def case_count(self, span: Span, date: FactDate) -> int:
        """How many those are."""
        statement = text(
            "SELECT count(*) AS count FROM case_fact f JOIN case_state s ON s.id = f.case_id"  # noqa: S608 - all parts are ours
            f" WHERE f.{date.value} >= :start AND f.{date.value} < :end"
        )
        (row,) = self._rows(statement, _within(span))
        return int(row[0])

    def calendar_of(self, version: str) -> WorkCalendar:
        """The calendar a clock was started under."""
        with self._connected() as connection:
            rules = self._standing.rules(connection, read_stamps(connection))
        return rules.calendar_of(version)

    def settings(self) -> Mapping[str, str]:
        """The city's settings that were set."""
        with self._connected() as connection:
            return load_settings(connection)

    def _connected(self) -> AbstractContextManager[Connection]:
        return self._engine.connect() if self._held is None else nullcontext(self._held)

    def _rows(self, statement: TextClause, values: Mapping[str, object]) -> Sequence[Row[Any]]:
        with self._connected() as connection:
            return connection.execute(statement, values).all()

    def _streamed(self, statement: TextClause, values: Mapping[str, object]) -> Iterator[Row[Any]]:
        with self._connected() as connection:
            yield from connection.execute(
                statement, values, execution_options={"yield_per": _AT_ONCE}
            )


class PostgresLooks:
    """`ports.integrity.LookKeeping` by the server's own function."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def keep(self, looks: Mapping[str, int | None]) -> int:
        """Keep them; how many were new. Raises `Refusal` as `db.refusals` tells."""
        rows = [
            {"digest": digest, "look": None if look is None else f"{look:032x}"}
            for digest, look in looks.items()
        ]
        kept = 0
        for start in range(0, len(rows), _BATCH):
            told = json.dumps(rows[start : start + _BATCH])
            with told_as_refusals(), self._engine.begin() as connection:
                kept += connection.execute(LOOKS, {"told": told}).scalar_one()
        return kept


def _within(span: Span) -> dict[str, object]:
    return {"start": span.start, "end": span.end}


def _point(lon: float | None, lat: float | None) -> Point | None:
    return None if lon is None or lat is None else Point(lon, lat)


def _report(row: Row[Any]) -> ReportRow:
    return ReportRow(
        case=CaseId(row.case_id),
        source=Source(row.source),
        scheme=row.scheme,
        kind=row.kind,
        category=row.category,
        duty_grid=row.duty_grid,
        duty_inspector=row.duty_inspector,
        inspector=row.inspector,
        reported_at=row.reported_at,
        registered_at=row.registered_at,
        ended_at=row.closed_at,
        close_kind=CloseKind(row.close_kind) if row.close_kind else None,
        confirmed=row.confirmed,
        master=None if row.master is None else CaseId(row.master),
        master_reported_at=row.master_reported_at,
    )


def _photo(row: Row[Any]) -> PhotoRow:
    return PhotoRow(
        digest=row.digest,
        case=CaseId(row.case_id),
        role=row.role,
        by=row.taken_by,
        attached_at=row.attached_at,
        look=None if row.look is None else int(row.look, 16),
        ordered_at=row.ordered_at,
        taken_at=row.taken_at,
        point=_point(row.lon, row.lat),
        place=_point(row.case_lon, row.case_lat),
    )


def _act(told: Mapping[str, Any]) -> ActFact:
    """An act as the server wrote it into a list; `due` is not needed and not read."""
    return ActFact(
        case=CaseId(told["case_id"]),
        seq=told["seq"],
        move=Move(told["move"]),
        at=datetime.fromisoformat(told["at"]),
        operator=told["operator"],
        post=Post(told["post"]),
        unit=told["unit"],
        inspector=told["inspector"],
        outcome=told["outcome"],
        due=None,
        first=told["first"],
        again=told["again"],
    )
