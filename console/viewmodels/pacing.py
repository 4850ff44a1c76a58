"""A question that may be wanted often and is asked seldom: one at a time, and never too soon again.

Nothing is asked here; `due` says that it is time to.
"""

from collections.abc import Callable
from datetime import datetime, timedelta

from PySide6.QtCore import QObject, QTimer, Signal, Slot

PATIENCE = timedelta(seconds=6)
"""A question that has no answer for so long has failed: the store's own patience is shorter."""


class Paced(QObject):
    """Signals: `due` when the question should be asked now; then `answered` must be called."""

    due = Signal()

    def __init__(self, now: Callable[[], datetime], pace: timedelta, parent: QObject) -> None:
        super().__init__(parent)
        self._now, self._pace = now, pace
        self._asked: datetime | None = None
        self._waits = False
        self._again = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._on_time)

    def want(self) -> None:
        """Ask as soon as it may be: now, after the pace, or after the answer that is on its way."""
        now = self._now()
        since = None if self._asked is None else now - self._asked
        if since is not None and self._waits and since < PATIENCE:
            self._again = True
        elif since is not None and since < self._pace:
            if not self._timer.isActive():
                self._timer.start(int((self._pace - since).total_seconds() * 1000) + 1)
        else:
            self._ask(now)

    def answered(self) -> None:
        """The answer has come."""
        self._waits = False
        if self._again:
            self._again = False
            self.want()

    def forget(self) -> None:
        """Ask the next time at once, whatever is on its way: it was another question."""
        self._timer.stop()
        self._asked, self._waits, self._again = None, False, False

    @Slot()
    def _on_time(self) -> None:
        self._ask(self._now())

    def _ask(self, now: datetime) -> None:
        self._timer.stop()
        self._asked, self._waits, self._again = now, True, False
        self.due.emit()
