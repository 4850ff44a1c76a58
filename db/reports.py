"""`ports.reports` over PostgreSQL: a standby if there is one, with the moment it has come to."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from sqlalchemy import Engine, text

from console.ports.reports import ReportSource
from console.ports.rows import ShiftRow
from db.reading_cases import CaseReading
from db.standing import Standing

# The moment of the last commit that arrived. Whether the line to the primary still stands is shown
# to monitors only, so no later moment may be claimed; while seats are at work one commits each
# second or two.
_SOURCE: Final = text("""
SELECT pg_is_in_recovery() AS standby, clock_timestamp() AS asked_at,
    CASE WHEN pg_is_in_recovery() THEN pg_last_xact_replay_timestamp()
        ELSE clock_timestamp() END AS as_of
""")


class PostgresReports:
    """Long questions over the engine of reports."""

    def __init__(self, engine: Engine, standing: Standing | None = None) -> None:
        self._engine = engine
        self._cases = CaseReading(engine, standing or Standing())

    def source(self) -> ReportSource:
        """See `Reports`."""
        with self._engine.connect() as connection:
            found = connection.execute(_SOURCE).one()
        return ReportSource(standby=found.standby, asked_at=found.asked_at, as_of=found.as_of)

    def shift(self, seat: str, since: datetime) -> Sequence[ShiftRow]:
        """See `Reports`."""
        return self._cases.shift(seat, since)
