"""Words and formats of a queue row: what `case_columns` asks of the views."""

from __future__ import annotations

from datetime import datetime

from console.viewmodels.cells import DeadlineCell
from console.views.delegates import spoken_deadline
from console.views.fmt import Formats


class QueueWords:
    """Row texts in one language."""

    def __init__(self, formats: Formats) -> None:
        self._formats = formats

    def say(self, code: str, /, **facts: object) -> str:
        """The sentence of a code."""
        return self._formats.wording.say(code, **facts)

    def left(self, cell: DeadlineCell) -> str:
        """A time left as the table shows it."""
        return self._formats.left(cell.left, day=cell.day)

    def spoken(self, cell: DeadlineCell) -> str:
        """A time left as a screen reader says it."""
        return spoken_deadline(cell, self._formats)

    def moment(self, at: datetime, now: datetime) -> str:
        """The time of today's reports, the day of older ones."""
        day, clock = self._formats.moment(at, now).rsplit(" ", 1)
        today = self._formats.moment(now, now).rsplit(" ", 1)[0]
        return clock if day == today else day
