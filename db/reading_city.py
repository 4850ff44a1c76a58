"""`ports.reading`: rules, standards, ground and people."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import text

from console.domain.catalogue import Catalogue
from console.domain.organisation import Inspector, Operator, ResponsibleUnit
from console.domain.place import Division, DutyGrid, UnitGrid
from console.domain.rules import Rules
from console.ports.rows import UnitRecord
from db.reading_base import Reader
from db.standing import catalogue_at, read_stamps
from db.standing_rows import load_operators

_RECORD_DAYS: Final = 30
_RECORDS: Final = text(
    """
    SELECT u.code AS unit, u.short_name AS name, u.phone,
        o.in_hand, o.overdue, k.closed, k.in_time
    FROM unit u
    CROSS JOIN LATERAL (SELECT count(*) AS in_hand,
            count(*) FILTER (WHERE NOT f.paused AND f.due < :now) AS overdue
        FROM case_file f
        WHERE f.ended = false AND f.unit = u.code AND f.queue = 'handle') o
    CROSS JOIN LATERAL (SELECT count(*) AS closed,
            count(*) FILTER (WHERE f.on_time) AS in_time
        FROM case_file f
        WHERE f.unit = u.code AND f.closed_at >= :since AND f.on_time IS NOT NULL) k
    WHERE u.code = ANY(:units)
    ORDER BY array_position(CAST(:units AS text[]), u.code)
    """
)


class CityReading(Reader):
    """What stands: rules, standards, ground, people."""

    def server_time(self) -> datetime:
        """The server's clock."""
        moment: datetime = self._ask(text("SELECT clock_timestamp()"))[0][0]
        return moment

    def rules(self) -> Rules:
        """Calendar, stage limits and choices in force."""
        with self._engine.connect() as connection:
            return self._standing.rules(connection, read_stamps(connection))

    def catalogue(self, at: datetime) -> Catalogue:
        """Standards in force at `at`."""
        with self._engine.connect() as connection:
            return catalogue_at(self._standing.catalogues(connection, read_stamps(connection)), at)

    def units(self) -> Sequence[ResponsibleUnit]:
        """All responsible units."""
        return tuple(self._city().units.values())

    def unit_records(self, units: Sequence[str], now: datetime) -> Sequence[UnitRecord]:
        """Load and punctuality of units, in the order asked; unknown codes are left out."""
        since = now - timedelta(days=_RECORD_DAYS)
        found = self._ask(_RECORDS, {"units": list(units), "now": now, "since": since})
        return tuple(
            UnitRecord(
                unit=row.unit,
                name=row.name,
                in_hand=row.in_hand,
                overdue=row.overdue,
                closed_30_days=row.closed,
                on_time_30_days=row.in_time,
                phone=row.phone,
            )
            for row in found
        )

    def inspectors(self) -> Sequence[Inspector]:
        """All inspectors."""
        return tuple(self._city().inspectors.values())

    def operators(self) -> Sequence[Operator]:
        """Who may sign in."""
        with self._engine.connect() as connection:
            return load_operators(connection)

    def divisions(self) -> Sequence[Division]:
        """Districts, streets, communities in force."""
        return tuple(one for one in self._city().divisions.values() if one.valid_to is None)

    def unit_grids(self) -> Sequence[UnitGrid]:
        """Unit grids in force."""
        return tuple(one for one in self._city().unit_grids if one.valid_to is None)

    def duty_grids(self) -> Sequence[DutyGrid]:
        """Duty grids in force."""
        return tuple(one for one in self._city().duty_grids if one.valid_to is None)

    def phrases(self, move: str) -> Sequence[str]:
        """Stock phrases for a gesture, most used first."""
        found = self._ask(
            text("SELECT text FROM phrase WHERE move = :move ORDER BY uses DESC, id"),
            {"move": move},
        )
        return tuple(row.text for row in found)
