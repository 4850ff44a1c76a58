"""`ports.publications` over PostgreSQL: the functions of `api/77_publications.sql`.

A frozen period is read by the statements of the live one, with its own rows in their place.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from itertools import groupby
from typing import Any, Final

from sqlalchemy import Connection, Engine, Row, TextClause, select, text

from console.domain.refusal import Refusal
from console.ports.facts import CaseFact, FactReading, Span
from console.ports.publications import (
    Corrected,
    Freezing,
    FrozenAct,
    FrozenCase,
    FrozenTrail,
    Head,
    Leaf,
    Mark,
    Signed,
    Wanted,
)
from db.facts import PostgresFacts, act_of, fact_of, flags_in
from db.mapping import STEP_COLUMNS, step_of
from db.records import CASE_STEP
from db.records_facts import CASE_FACT
from db.records_publications import (
    PUBLICATION,
    PUBLICATION_ACT,
    PUBLICATION_FACT,
    PUBLICATION_MARK,
    PUBLICATION_SEAL,
)
from db.refusals import told_as_refusals
from db.watchdog import take_time

_STREAM: Final = 1_000
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_TICK: Final = timedelta(microseconds=1)
_FREEZE: Final = text("SELECT api_v1.freeze_publication(CAST(:wanted AS jsonb), :operator, :at)")
_AMEND: Final = text(
    "SELECT api_v1.amend_publication(:id, CAST(:cases AS bigint[]), :why, :operator, :at)"
)
_SEAL: Final = text("SELECT api_v1.seal_publication(:id, :figures, :operator)")
_SIGN: Final = text("SELECT api_v1.sign_publication(:id, :mark, :seen, :why, :operator, :at)")
_CALENDAR: Final = text("SELECT api_v1.altered_calendar(:id)")
_CORRECTED: Final = text("SELECT api_v1.corrected(:id)")
_HEADS: Final = (
    select(PUBLICATION, PUBLICATION_SEAL)
    .join(PUBLICATION_SEAL, PUBLICATION_SEAL.c.publication == PUBLICATION.c.id)
    .order_by(PUBLICATION.c.id.desc())
)
_MARKS: Final = select(PUBLICATION_MARK)


class FrozenFacts(PostgresFacts):
    """The frozen facts of one publication, by the questions of `ports.facts`."""

    def __init__(self, engine: Engine, publication: int, held: Connection | None = None) -> None:
        super().__init__(engine, held)
        self._publication = publication

    @contextmanager
    def at_one_moment(self) -> Iterator[FactReading]:
        """They never change."""
        yield self

    def miss_counts(self, span: Span) -> Mapping[str, Mapping[str, int]]:
        """Those that were sealed; until then the live ones of this very transaction."""
        with self._connected() as connection:
            kept = connection.execute(
                select(PUBLICATION_SEAL.c.figures).where(
                    PUBLICATION_SEAL.c.publication == self._publication
                )
            ).scalar_one_or_none()
            if kept is None:
                return PostgresFacts(self._engine, connection).miss_counts(span)
        areas: Mapping[str, Mapping[str, int]] = json.loads(kept)["areas"]
        return areas

    def _asked(self, statement: TextClause) -> TextClause:
        which = f"WHERE publication = {self._publication:d}"
        return text(
            f"WITH case_fact AS NOT MATERIALIZED (SELECT * FROM publication_fact {which}),"  # noqa: S608 - a number and a statement of ours
            f" act_fact AS NOT MATERIALIZED (SELECT * FROM publication_act {which})"
            f" {statement.text}"
        )


class _Freezing:
    """A publication within the transaction that makes it."""

    def __init__(self, engine: Engine, connection: Connection, made: int, operator: str) -> None:
        self._engine, self._connection, self._operator = engine, connection, operator
        self.sealed = False
        self._id = made
        self._as_of: datetime = connection.execute(
            select(PUBLICATION.c.as_of).where(PUBLICATION.c.id == made)
        ).scalar_one()

    @property
    def id(self) -> int:
        """The number it will have."""
        return self._id

    @property
    def as_of(self) -> datetime:
        """The moment its cases are counted at."""
        return self._as_of

    def reading(self) -> FactReading:
        """The frozen facts, as this transaction sees them."""
        return FrozenFacts(self._engine, self._id, self._connection)

    def seal(self, figures: str) -> str:
        """Keep it; the fingerprint."""
        values = {"id": self._id, "figures": figures, "operator": self._operator}
        found = str(self._connection.execute(_SEAL, values).scalar_one())
        self.sealed = True
        return found


class PostgresPublications:
    """Publications of one database.

    Args:
        engine: In the operator's own name, or the owner's.
        operator: Whom the owner acts for; a seat acts for itself whatever is said.
    """

    def __init__(self, engine: Engine, operator: str = "") -> None:
        self._engine, self._operator = engine, operator

    def heads(self) -> Sequence[Head]:
        """All of them, newest first."""
        with self._engine.connect() as connection:
            marks: dict[int, list[Row[Any]]] = {}
            for mark in connection.execute(_MARKS):
                marks.setdefault(mark.publication, []).append(mark)
            return tuple(
                _head(row, marks.get(row.id, ())) for row in connection.execute(_HEADS).all()
            )

    def head(self, publication: int) -> Head:
        """One. Raises `Refusal` `publication.unknown`."""
        found = next((one for one in self.heads() if one.id == publication), None)
        if found is None:
            raise Refusal("publication.unknown", publication=publication)
        return found

    def named(self, fingerprint: str) -> Head:
        """The one with a fingerprint. Raises `Refusal` `publication.unknown`."""
        found = next((one for one in self.heads() if one.fingerprint == fingerprint), None)
        if found is None:
            raise Refusal("publication.unknown", publication=fingerprint)
        return found

    def reading(self, publication: int) -> FactReading:
        """Its frozen facts."""
        return FrozenFacts(self._engine, publication)

    @contextmanager
    def freeze(self, wanted: Wanted, at: datetime) -> Iterator[Freezing]:
        """Freeze what the store has now."""
        given = {
            "period": wanted.period,
            "kind": wanted.kind,
            "grouping": wanted.grouping,
            "person": wanted.person,
            "scheme": wanted.scheme,
            "scheme_version": wanted.scheme_version,
            "scheme_text": wanted.scheme_text,
            "case_date": wanted.case_date,
            "start_at": wanted.start.isoformat(),
            "end_at": wanted.end.isoformat(),
        }
        with self._opened(_FREEZE, {"wanted": json.dumps(given), "at": at}) as made:
            yield made

    @contextmanager
    def amend(
        self, publication: int, reason: str, at: datetime, cases: Sequence[int] = ()
    ) -> Iterator[Freezing]:
        """Freeze the corrections of a published one."""
        values = {"id": publication, "cases": list(cases), "why": reason, "at": at}
        with self._opened(_AMEND, values) as made:
            yield made

    def sign(
        self, publication: int, mark: Mark, fingerprint: str, at: datetime, reason: str = ""
    ) -> None:
        """Set a mark."""
        values = {
            "id": publication,
            "mark": mark.value,
            "seen": fingerprint,
            "why": reason,
            "operator": self._operator,
            "at": at,
        }
        with told_as_refusals(), self._engine.begin() as connection:
            connection.execute(_SIGN, values)

    def cases(self, publication: int) -> Iterator[FrozenCase]:
        """The frozen rows of cases by case."""
        asked = (
            PUBLICATION_FACT.select()
            .where(PUBLICATION_FACT.c.publication == publication)
            .order_by(PUBLICATION_FACT.c.case_id)
        )
        with self._engine.connect() as connection:
            streamed = connection.execution_options(yield_per=_STREAM)
            with streamed.execute(asked) as rows:
                for row in rows:
                    yield _frozen(row)

    def acts(self, publication: int) -> Iterator[FrozenAct]:
        """The frozen rows of acts by case and step."""
        asked = (
            PUBLICATION_ACT.select()
            .where(PUBLICATION_ACT.c.publication == publication)
            .order_by(PUBLICATION_ACT.c.case_id, PUBLICATION_ACT.c.seq)
        )
        with self._engine.connect() as connection:
            streamed = connection.execution_options(yield_per=_STREAM)
            with streamed.execute(asked) as rows:
                for row in rows:
                    yield FrozenAct(leaf=_leaf(row), act=act_of(row))

    def trails(self, publication: int) -> Iterator[FrozenTrail]:
        """Each frozen case beside its steps; what was frozen and has no steps has none."""
        mine = PUBLICATION_FACT.c.publication == publication
        steps = (
            select(*(CASE_STEP.c[name] for name in STEP_COLUMNS), CASE_STEP.c.hash)
            .join(PUBLICATION_FACT, (PUBLICATION_FACT.c.case_id == CASE_STEP.c.case_id) & mine)
            .order_by(CASE_STEP.c.case_id, CASE_STEP.c.seq)
        )
        rows = (
            select(CASE_FACT)
            .join(PUBLICATION_FACT, (PUBLICATION_FACT.c.case_id == CASE_FACT.c.case_id) & mine)
            .order_by(CASE_FACT.c.case_id)
        )
        with self._engine.connect() as connection:
            connection.execute(text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY"))
            take_time(connection)
            streamed = connection.execution_options(yield_per=_STREAM)
            frozen = PUBLICATION_FACT.select().where(mine).order_by(PUBLICATION_FACT.c.case_id)
            with (
                streamed.execute(frozen) as cases,
                streamed.execute(steps) as told,
                streamed.execute(rows) as facts,
            ):
                trails: Iterator[Any] = iter(told)
                yield from _beside(
                    map(_frozen, cases),
                    groupby(trails, key=_case_id),
                    ((row.case_id, fact_of(row)) for row in facts),
                )

    def altered_calendar(self, publication: int) -> str:
        """The version of a calendar that says something else now; "" if none."""
        with self._engine.connect() as connection:
            return connection.execute(_CALENDAR, {"id": publication}).scalar_one_or_none() or ""

    def corrected(self, publication: int) -> Sequence[Corrected]:
        """Cases corrected since, by case."""
        heads = self.heads()
        last = max(
            (one.id for one in heads if one.published and publication in (one.id, one.amends)),
            default=publication,
        )
        with self._engine.connect() as connection:
            chosen = list(connection.execute(_CORRECTED, {"id": publication}).scalars())
            rows = connection.execute(
                CASE_FACT.select()
                .where(CASE_FACT.c.case_id.in_(chosen))
                .order_by(CASE_FACT.c.case_id)
            ).all()
            then = connection.execute(
                PUBLICATION_FACT.select()
                .where(
                    PUBLICATION_FACT.c.publication == last, PUBLICATION_FACT.c.case_id.in_(chosen)
                )
                .order_by(PUBLICATION_FACT.c.case_id)
            ).all()
        return tuple(
            Corrected(then=fact_of(old), now=fact_of(new))
            for old, new in zip(then, rows, strict=True)
        )

    @contextmanager
    def _opened(self, statement: TextClause, values: Mapping[str, object]) -> Iterator[Freezing]:
        with told_as_refusals(), self._engine.connect() as connection, connection.begin() as work:
            take_time(connection)
            made = connection.execute(
                statement, {**values, "operator": self._operator}
            ).scalar_one()
            freezing = _Freezing(self._engine, connection, made, self._operator)
            yield freezing
            if not freezing.sealed:
                work.rollback()


def _head(row: Row[Any], marks: Sequence[Row[Any]]) -> Head:
    return Head(
        id=row.id,
        wanted=Wanted(
            period=row.period,
            kind=row.kind,
            grouping=row.grouping,
            person=row.person,
            scheme=row.scheme,
            scheme_version=row.scheme_version,
            scheme_text=row.scheme_text,
            case_date=row.case_date,
            start=row.start_at,
            end=row.end_at,
        ),
        calendar_text=row.calendar_text,
        as_of=row.as_of,
        amends=row.amends,
        reason=row.reason,
        cases=row.cases,
        acts=row.acts,
        facts_root=row.facts_root,
        acts_root=row.acts_root,
        figures=row.figures,
        parts=tuple(row.parts.split()),
        fingerprint=row.fingerprint,
        signed=tuple(
            Signed(
                mark=Mark(one.mark),
                operator=one.operator,
                post=one.post,
                at=one.at.astimezone(UTC),
                reason=one.reason,
            )
            for one in sorted(marks, key=lambda one: list(Mark).index(Mark(one.mark)))
        ),
    )


def _frozen(row: Row[Any]) -> FrozenCase:
    return FrozenCase(
        leaf=_leaf(row),
        fact=fact_of(row),
        flags=flags_in(row.flags),
        area=row.management_area,
        head=bytes(row.head),
    )


def _leaf(row: Row[Any]) -> Leaf:
    """A row as the server hashes it, without the publication's number, which is the head's."""
    values: Sequence[object] = tuple(row)[1:]
    return tuple(_plain(value) for value in values)


def _case_id(row: Row[Any]) -> int:
    return int(row.case_id)


def _plain(value: object) -> object:
    if isinstance(value, datetime):
        return (value - _EPOCH) // _TICK
    if isinstance(value, (bytes, memoryview)):
        return bytes(value).hex()
    return value


def _beside(
    cases: Iterator[FrozenCase],
    told: Iterator[tuple[int, Iterator[Row[Any]]]],
    now: Iterator[tuple[int, CaseFact]],
) -> Iterator[FrozenTrail]:
    """Three streams by case side by side; the first one leads."""
    next_told, next_now = next(told, None), next(now, None)
    for case in cases:
        rows: list[Row[Any]] = []
        if next_told is not None and next_told[0] == case.fact.case:
            rows = list(next_told[1])
            next_told = next(told, None)
        fact = None
        if next_now is not None and next_now[0] == case.fact.case:
            fact = next_now[1]
            next_now = next(now, None)
        yield FrozenTrail(
            case=case,
            steps=tuple(step_of(tuple(row)[:-1]) for row in rows),
            hashes=tuple(bytes(row.hash) for row in rows),
            now=fact,
        )
