"""`ports.facts.FactReading` over PostgreSQL: rows are summed by the server, by group and flags.

A group has a few hundred combinations of flags, however many cases it has, so the counts
themselves are made of these few rows (`console.evaluation.counts`).
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from functools import lru_cache
from typing import Any, Final

from sqlalchemy import Connection, Engine, Row, TextClause, text

from console.domain.administration import SETTINGS
from console.domain.case import CaseId, CloseKind
from console.domain.stage import PUBLIC_SOURCES, Move, Post, Source, Stage
from console.ports.facts import (
    ActFact,
    ActTally,
    CaseAct,
    CaseFact,
    FactDate,
    FactReading,
    Flag,
    Grouping,
    Span,
    Tally,
)
from db.integrity_sql import MISSES
from db.records_facts import CASE_FACT

_AT_ONCE: Final = 2_000
_MISS_DAYS: Final = int(SETTINGS["integrity_miss_days"][1])
_PUBLIC: Final = [source.value for source in sorted(PUBLIC_SOURCES)]
_BIT: Final = {flag: 1 << at for at, flag in enumerate(Flag)}
OVERDUE: Final = (
    f"CASE WHEN f.flags & {_BIT[Flag.WORKING]} > 0 AND (f.flags & {_BIT[Flag.LATE]} > 0"
    " OR NOT f.exempt AND NOT f.standing AND f.ended IS NULL AND f.due < :as_of)"
    f" THEN f.flags | {_BIT[Flag.OVERDUE]} ELSE f.flags END"
)
_ONE_MOMENT: Final = text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
_ACTS: Final = text(
    f"SELECT a.operator, a.inspector, a.post, a.move, a.due IS NULL OR a.at <= a.due AS in_time,"  # noqa: S608 - all parts are ours
    f" a.first, {OVERDUE} AS flags, count(*) AS acts"
    " FROM act_fact a JOIN case_fact f USING (case_id)"
    " WHERE a.at >= :start AND a.at < :end GROUP BY 1, 2, 3, 4, 5, 6, 7"
)
_ACTS_OF_ALL: Final = text(
    f"SELECT a.*, f.number, f.category, {OVERDUE} AS flags"  # noqa: S608 - all parts are ours
    " FROM act_fact a JOIN case_fact f USING (case_id) WHERE a.at >= :start AND a.at < :end"
    " AND (a.case_id, a.seq) > (:case, :seq) ORDER BY a.case_id, a.seq"
)
_ACTS_OF: Final = text(
    f"SELECT a.*, f.number, f.category, {OVERDUE} AS flags"  # noqa: S608 - all parts are ours
    " FROM act_fact a JOIN case_fact f USING (case_id) WHERE a.at >= :start AND a.at < :end"
    " AND (a.operator = :person OR a.inspector = :person)"
    " AND (a.case_id, a.seq) > (:case, :seq) ORDER BY a.case_id, a.seq"
)
_COLUMNS: Final = tuple(
    column.name for column in CASE_FACT.columns if column.name not in {"flags", "management_area"}
)


class PostgresFacts:
    """Reads the facts of the areas its role may see."""

    def __init__(self, engine: Engine, held: Connection | None = None) -> None:
        self._engine, self._held = engine, held

    @contextmanager
    def at_one_moment(self) -> Iterator[FactReading]:
        """One transaction that sees what was committed when it began, and nothing later."""
        if self._held is not None:
            yield self
            return
        with self._engine.connect() as connection:
            connection.execute(_ONE_MOMENT)
            yield PostgresFacts(self._engine, connection)

    def tallies(self, span: Span, date: FactDate, by: Sequence[Grouping]) -> Sequence[Tally]:
        """The cases of a period by group and flags."""
        return [
            Tally(
                group=tuple(str(word) for word in row[: len(by)]),
                flags=flags_in(row.flags),
                cases=row.cases,
                rework=row.rework,
                returns=row.returns,
            )
            for row in self._rows(_tallied(date, by), moments_of(span))
        ]

    def act_tallies(self, span: Span) -> Sequence[ActTally]:
        """The acts of a period by who made them and how they count."""
        return [
            ActTally(
                operator=row.operator,
                inspector=row.inspector,
                post=Post(row.post),
                move=Move(row.move),
                in_time=row.in_time,
                first=row.first,
                flags=flags_in(row.flags),
                acts=row.acts,
            )
            for row in self._rows(_ACTS, moments_of(span))
        ]

    def miss_counts(self, span: Span) -> Mapping[str, Mapping[str, int]]:
        """Inspector -> `missed_report` and `area_inst`."""
        values = {"start": span.start, "end": span.end, "days": _MISS_DAYS, "public": _PUBLIC}
        return {
            row.inspector: {"missed_report": row.missed_report, "area_inst": row.area_inst}
            for row in self._rows(MISSES, values)
        }

    def facts(
        self, span: Span, date: FactDate, group: Mapping[Grouping, str], *, after: int = 0
    ) -> Iterator[CaseFact]:
        """The cases of a group one after the other, by their number; few are held at a time."""
        mine = "".join(f" AND f.{one.value} = :{one.value}" for one in group)
        statement = text(
            f"SELECT {', '.join(_COLUMNS)} FROM case_fact f"  # noqa: S608 - all parts are ours
            f" WHERE f.{date.value} >= :start AND f.{date.value} < :end"
            f" AND f.case_id > :after{mine} ORDER BY case_id"
        )
        values = moments_of(span) | {one.value: code for one, code in group.items()}
        values.pop("as_of")
        for row in self._streamed(statement, values | {"after": after}):
            yield fact_of(row)

    def acts(
        self, span: Span, person: str = "", *, after: tuple[int, int] = (0, 0)
    ) -> Iterator[CaseAct]:
        """Acts one after the other, each with its case; few are held at a time."""
        values = {"person": person, "case": after[0], "seq": after[1]}
        statement = _ACTS_OF if person else _ACTS_OF_ALL
        for row in self._streamed(statement, moments_of(span) | values):
            yield _case_act(row)

    def _asked(self, statement: TextClause) -> TextClause:
        """The statement as it is sent: who reads other tables says so in front of it."""
        return statement

    def _streamed(self, statement: TextClause, values: Mapping[str, object]) -> Iterator[Row[Any]]:
        with self._connected() as connection:
            yield from connection.execute(
                self._asked(statement), values, execution_options={"yield_per": _AT_ONCE}
            )

    def _connected(self) -> AbstractContextManager[Connection]:
        return self._engine.connect() if self._held is None else nullcontext(self._held)

    def _rows(self, statement: TextClause, values: Mapping[str, object]) -> Sequence[Row[Any]]:
        with self._connected() as connection:
            return connection.execute(self._asked(statement), values).all()


def bit_of(flag: Flag) -> int:
    """A flag's place in the column `flags`."""
    return _BIT[flag]


def moments_of(span: Span) -> dict[str, object]:
    """A span as the parameters of a statement."""
    return {"start": span.start, "end": span.end, "as_of": span.as_of}


def _tallied(date: FactDate, by: Sequence[Grouping]) -> TextClause:
    columns = "".join(f"f.{one.value}, " for one in by)
    keys = ", ".join(str(at + 1) for at in range(len(by) + 1))
    return text(
        f"SELECT {columns}{OVERDUE} AS flags, count(*) AS cases, sum(f.rework) AS rework,"  # noqa: S608 - all parts are ours
        f" sum(f.returns) AS returns FROM case_fact f"
        f" WHERE f.{date.value} >= :start AND f.{date.value} < :end GROUP BY {keys}"
    )


@lru_cache(maxsize=8192)
def flags_in(bits: int) -> frozenset[Flag]:
    """The flags a row's bits tell."""
    return frozenset(flag for flag, bit in _BIT.items() if bits & bit)


def _case_act(row: Row[Any]) -> CaseAct:
    return CaseAct(
        act=act_of(row), number=row.number, category=row.category, flags=flags_in(row.flags)
    )


def act_of(row: Row[Any]) -> ActFact:
    """A row of `act_fact` as it is known everywhere else."""
    return ActFact(
        case=CaseId(row.case_id),
        seq=row.seq,
        move=Move(row.move),
        at=row.at,
        operator=row.operator,
        post=Post(row.post),
        unit=row.unit,
        inspector=row.inspector,
        outcome=row.outcome,
        due=row.due,
        first=row.first,
        again=row.again,
    )


def fact_of(row: Row[Any]) -> CaseFact:
    """A row of `case_fact` as it is known everywhere else; further columns are left out."""
    values = {name: getattr(row, name) for name in _COLUMNS}
    return CaseFact(
        **values
        | {
            "case": CaseId(values.pop("case_id")),
            "stage": Stage(row.stage),
            "source": Source(row.source),
            "close_kind": CloseKind(row.close_kind) if row.close_kind else None,
        }
    )
