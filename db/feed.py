"""`ports.feed` by snapshots: loss-free whatever the order of commits (database.md 3.3).

Sequence numbers are given before commits, so "larger than the last one seen" would lose what a slow
writer commits late. What is new is what the last snapshot could not see: the transactions that were
open in it, and those that began later. A writer who forgets his transaction costs nothing so.
A standby does not know which of its primary's transactions are open; there everything from the
oldest one on is read again, and what was delivered already is left out.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import Connection, Engine, TextClause, text

from console.domain.case import CaseId
from console.ports.errors import StoreUnavailable
from console.ports.rows import News

KEPT: Final = timedelta(days=6)
"""After a longer absence everything is read anew; `app.tidy` keeps news a day longer."""
_MOST: Final = 5_000
_LOST: Final = "store.lost"

# The columns of a place, and one statement for all that is asked: one snapshot.
_PLACE: Final = """
    WITH s AS MATERIALIZED (
        SELECT pg_current_snapshot() AS now_seen, pg_is_in_recovery() AS follows),
    place AS MATERIALIZED (
        SELECT follows, CASE WHEN follows THEN pg_snapshot_xmin(now_seen)
                ELSE pg_snapshot_xmax(now_seen) END AS low,
            ARRAY(SELECT x::text FROM pg_snapshot_xip(now_seen) x WHERE NOT follows) AS waiting
        FROM s)
"""
_COLUMNS: Final = """
    p.low::text AS low, p.waiting, e.epoch, now() AS as_of,
    ARRAY(SELECT f.gseq FROM feed f WHERE p.follows AND f.xid >= p.low) AS seen
"""
_OWN: Final = "(f.operator = :operator AND :seat IN ('', f.seat))"
_START: Final = text(f"{_PLACE} SELECT {_COLUMNS} FROM place p, feed_epoch e")  # noqa: S608 - parts above
# Two halves, each in the order of its index: so the plan is right whatever the values are, and is
# made once.
_LOOK: Final = text(
    f"""{_PLACE}, news AS MATERIALIZED (
        (SELECT f.case_id, {_OWN} AS own FROM feed f
            WHERE f.xid = ANY (CAST(CAST(:waiting AS text[]) AS xid8[]))
            ORDER BY f.xid, f.gseq LIMIT :most)
        UNION ALL
        (SELECT f.case_id, {_OWN} AS own FROM feed f
            WHERE f.xid >= CAST(CAST(:low AS text) AS xid8)
                AND f.gseq <> ALL (CAST(:seen AS bigint[]))
            ORDER BY f.xid, f.gseq LIMIT :most))
    SELECT {_COLUMNS}, ARRAY(SELECT case_id FROM news) AS cases,
        ARRAY(SELECT case_id FROM news WHERE own) AS mine
    FROM place p, feed_epoch e
    """  # noqa: S608 - parts above
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Place:
    """How far a reader has come; it holds on its line only.

    Another line may lead to another server after a failover, or to one that recovered and gives
    numbers of transactions anew that were never committed.
    """

    line: Connection | None
    low: str
    waiting: list[str]
    seen: list[int]
    epoch: str
    as_of: datetime


class PostgresFeed:
    """One reader's place in the outbox, on a line of its own; not to be shared between threads.

    Args:
        engine: Where to read; one of its lines is kept until `close`.
        operator: Whose own changes are marked as `mine`; None for nobody.
        seat: The window of his that makes them; "" for all of his.
        kept: How long an absence may last without a reload.
    """

    def __init__(
        self,
        engine: Engine,
        operator: str | None = None,
        seat: str = "",
        kept: timedelta = KEPT,
    ) -> None:
        self._engine = engine
        self._who = {"operator": operator or "", "seat": seat}
        self._kept = kept
        self._line: Connection | None = None
        self._place: _Place | None = None

    def start(self) -> None:
        """Begin at the present: nothing before this moment is news. Raises `StoreUnavailable`."""
        self._stand_at(self._ask(_START, {}))

    def look(self) -> News:
        """What was committed since the last look. Raises `StoreUnavailable`.

        `reload` says that the list of changes is not complete: another database or server, too
        many changes, or too long an absence.
        """
        place = self._place or self._stand_at(self._ask(_START, {}))
        row = self._ask(
            _LOOK,
            {
                **self._who,
                "low": place.low,
                "waiting": place.waiting,
                "seen": place.seen,
                "most": _MOST,
            },
        )
        if self._is_lost(place, row):
            self.start()
            return News(cases=(), as_of=row.as_of, reload=True)
        self._stand_at(row)
        return News(
            cases=tuple(map(CaseId, dict.fromkeys(row.cases))),
            as_of=row.as_of,
            mine=frozenset(map(CaseId, row.mine)),
        )

    def close(self) -> None:
        """Give the line back; a later look takes a new one and reloads."""
        line, self._line = self._line, None
        if line is not None:
            line.close()

    def _is_lost(self, place: _Place, row: Any) -> bool:
        return (
            place.line is not self._line
            or place.epoch != row.epoch
            or len(row.cases) >= _MOST
            or row.as_of - place.as_of > self._kept
        )

    def _stand_at(self, row: Any) -> _Place:
        self._place = _Place(
            line=self._line,
            low=row.low,
            waiting=row.waiting,
            seen=row.seen,
            epoch=row.epoch,
            as_of=row.as_of,
        )
        return self._place

    def _ask(self, statement: TextClause, values: dict[str, object]) -> Any:
        """One row. A line that died since the last look is no loss when a new one can be had."""
        if self._line is not None:
            try:
                return self._line.execute(statement, values).one()
            except StoreUnavailable as failure:
                if failure.code != _LOST:
                    raise
                self.close()
        # A look is one statement: no transaction around it, no ping before it.
        self._line = self._engine.connect().execution_options(isolation_level="AUTOCOMMIT")
        try:
            return self._line.execute(statement, values).one()
        except BaseException:
            self.close()
            raise
