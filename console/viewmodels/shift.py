"""What this seat has done in its shift. Shifts change at 8, 16 and 24 o'clock, local time."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from PySide6.QtCore import QObject, Signal, Slot

from console.ports.reading import Reading
from console.ports.reports import ReportSource
from console.ports.rows import ShiftRow
from console.viewmodels.desk import Desk

ZONE = ZoneInfo("Asia/Shanghai")
HOURS = 8


def shift_start(now: datetime) -> datetime:
    """The start of the shift `now` lies in."""
    local = now.astimezone(ZONE)
    midnight = local.replace(hour=0, minute=0, second=0, microsecond=0)
    return midnight + timedelta(hours=local.hour // HOURS * HOURS)


class Shift(QObject):
    """The summary beside an empty selection.

    Signals: `shown` after each answer.
    """

    shown = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._desk = desk
        self.rows: tuple[ShiftRow, ...] = ()
        self.source: ReportSource | None = None
        """Who answered, and how old that is; None before the first answer."""

    @property
    def since(self) -> datetime:
        """When the present shift began."""
        return shift_start(self._desk.now())

    @Slot()
    def reload(self) -> None:
        """Ask what was done."""
        reports, known = self._desk.outside.reports, self._desk.known
        seat, since = self._desk.actor.operator, self.since
        if reports is None:
            return

        def read(reading: Reading) -> tuple[ReportSource, Sequence[ShiftRow]]:
            # Asked first: what is read afterwards may be younger than it says, never older.
            source = known.beside(reading, "shift.source", reports.source)
            return source, known.beside(reading, "shift", lambda: reports.shift(seat, since))

        self._desk.ask("shift", read, self._on_answer)

    def _on_answer(self, answer: tuple[ReportSource, Sequence[ShiftRow]]) -> None:
        self.source, rows = answer
        self.rows = tuple(rows)
        self.shown.emit()
