"""`ports.feed` by a snapshot watermark: loss-free whatever the order of commits (database.md 3.3).

Sequence numbers are given before commits, so "larger than the last one seen" would lose what a slow
writer commits late. Instead everything from the oldest open transaction on is read again, and what
was delivered already is left out.
"""

from typing import Final

from sqlalchemy import Engine, text

from console.domain.case import CaseId
from console.ports.rows import News

_MOST: Final = 5_000
_LOOK: Final = text(
    """
    WITH s AS MATERIALIZED (SELECT pg_snapshot_xmin(pg_current_snapshot()) AS low)
    SELECT s.low::text AS low, e.epoch, now() AS as_of,
        f.gseq, f.xid >= s.low AS again, f.case_id, f.operator, f.seat
    FROM s CROSS JOIN feed_epoch e
    LEFT JOIN feed f ON f.xid >= CAST(CAST(:low AS text) AS xid8)
    ORDER BY f.xid, f.gseq LIMIT :most
    """
)
_START: Final = text(
    "SELECT pg_snapshot_xmin(pg_current_snapshot())::text AS low, epoch,"
    " ARRAY(SELECT gseq FROM feed WHERE xid >= pg_snapshot_xmin(pg_current_snapshot())) AS seen"
    " FROM feed_epoch"
)


class PostgresFeed:
    """One reader's place in the outbox; not to be shared between threads.

    Args:
        engine: Where to read.
        operator: Whose own changes are marked as `mine`; None for nobody.
        seat: The window of his that makes them; "" for all of his.
    """

    def __init__(self, engine: Engine, operator: str | None = None, seat: str = "") -> None:
        self._engine = engine
        self._operator = operator
        self._seat = seat
        self._low = ""
        self._epoch = ""
        self._seen: frozenset[int] = frozenset()

    def start(self) -> None:
        """Begin at the present: nothing before this moment is news."""
        with self._engine.connect() as connection:
            row = connection.execute(_START).one()
        self._low, self._epoch, self._seen = row.low, row.epoch, frozenset(row.seen)

    def look(self) -> News:
        """What was committed since the last look. Raises `StoreUnavailable`.

        `reload` says that the list of changes is not complete: a restored database, or too many.
        """
        if not self._low:
            self.start()
        with self._engine.connect() as connection:
            found = connection.execute(_LOOK, {"low": self._low, "most": _MOST}).all()
        head = found[0]
        if head.epoch != self._epoch or len(found) == _MOST:
            self.start()
            return News(cases=(), as_of=head.as_of, reload=True)
        rows = [row for row in found if row.gseq is not None]
        fresh = [row for row in rows if row.gseq not in self._seen]
        self._low = head.low
        self._seen = frozenset(row.gseq for row in rows if row.again)
        return News(
            cases=tuple(dict.fromkeys(CaseId(row.case_id) for row in fresh)),
            as_of=head.as_of,
            mine=frozenset(
                CaseId(row.case_id) for row in fresh if self._own(row.operator, row.seat)
            ),
        )

    def _own(self, operator: str, seat: str) -> bool:
        return operator == self._operator and self._seat in {"", seat}
