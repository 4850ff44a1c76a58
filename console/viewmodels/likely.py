"""The unit a list names as likely for a case nobody works on yet: asked for rows that are seen.

Read apart from the rows, and only where someone looks: weighing the past of a place takes longer
than all the rest of a row (`benchmarks/archive`). What was told stays until the case moves on.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from console.domain.case import CaseId
from console.ports.rows import CaseRow, LikelyUnit
from console.viewmodels.desk import Desk

MOST: Final = 64
"""Cases asked for at once: more rows than a screen shows."""
KEPT: Final = 6_000
OLD: Final = timedelta(minutes=5)
"""After that it is asked again: other cases have come to their end meanwhile."""
PATIENCE: Final = timedelta(seconds=6)


@dataclass(frozen=True, slots=True)
class _Known:
    version: int
    at: datetime
    unit: LikelyUnit


class LikelyUnits(QObject):
    """Proposed units by case. Signals: `changed` (frozenset of CaseId) others are known."""

    changed = Signal(object)

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._desk = desk
        self._known: dict[CaseId, _Known] = {}
        self._wanted: dict[CaseId, int] = {}
        self._asked: dict[CaseId, int] = {}
        self._since: datetime | None = None
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.timeout.connect(self._ask)

    def of(self, row: CaseRow) -> LikelyUnit | None:
        """What is known of a row that is looked at; None while nothing is, or no evidence.

        A row with a unit has none, nor one without a class. What is missing or old is asked for.
        """
        if row.unit or not row.category:
            return None
        known = self._known.get(row.id)
        if known is None or known.version != row.version or self._desk.now() - known.at > OLD:
            self._lack(row)
        return known.unit if known is not None and known.unit.unit else None

    def _lack(self, row: CaseRow) -> None:
        if self._waiting and row.id in self._asked:
            return
        self._wanted.pop(row.id, None)  # the rows looked at last are asked for first
        self._wanted[row.id] = row.version
        if not self._soon.isActive():
            self._soon.start(0)

    @property
    def _waiting(self) -> bool:
        return self._since is not None and self._desk.now() - self._since < PATIENCE

    @Slot()
    def _ask(self) -> None:
        """One question at a time: rows fly by faster than a busy store answers."""
        if self._waiting or not self._wanted:
            return
        self._asked = dict(list(self._wanted.items())[-MOST:])
        self._wanted.clear()  # the others are wanted again when they are looked at again
        self._since = self._desk.now()
        cases = tuple(self._asked)
        self._desk.ask("likely", lambda reading: reading.likely_units(cases), self._on_told)

    def _on_told(self, units: tuple[LikelyUnit, ...]) -> None:
        now, asked = self._desk.now(), self._asked
        self._asked, self._since = {}, None
        for unit in units:
            self._known.pop(unit.id, None)
            self._known[unit.id] = _Known(asked.get(unit.id, 0), now, unit)
        for case in list(self._known)[: max(0, len(self._known) - KEPT)]:
            del self._known[case]
        self.changed.emit(frozenset(unit.id for unit in units))
        if self._wanted:
            self._soon.start(0)
