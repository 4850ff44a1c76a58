"""`ports.journal.Numbers` over PostgreSQL."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Engine, text

from console.domain.case import CaseId
from console.ports.journal import Lease
from db.refusals import told_as_refusals


class PostgresNumbers:
    """Numbers from the same source as those of new cases, so that no two are alike."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def lease(self, at: datetime, count: int) -> Sequence[Lease]:
        """See `Numbers`."""
        with self._engine.begin() as connection, told_as_refusals():
            rows = connection.execute(
                text("SELECT id, number FROM api_v1.lease_numbers(:at, :count)"),
                {"at": at, "count": count},
            ).all()
        return tuple((CaseId(row.id), row.number) for row in rows)
