"""Showing a caller's data for 60 s: asked with a reason, logged first, gone by itself (article 23).

What is revealed is held here only while it is shown, and never logged, kept or given on.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from console.domain.case import CaseId
from console.ports.work import Caller
from console.viewmodels.desk import Desk

SHOWN = timedelta(seconds=60)


class Reveal(QObject):
    """Signals: `shown` (tuple of Caller); `ticked` (int) seconds left; `ended` when it is over."""

    shown = Signal(object)
    ticked = Signal(int)
    ended = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._desk = desk
        self._callers: tuple[Caller, ...] = ()
        self._until: datetime | None = None
        self._case: CaseId | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(1000)
        self._timer.timeout.connect(self.tick)

    @property
    def callers(self) -> tuple[Caller, ...]:
        """Who is shown now; empty when nobody is."""
        return self._callers

    @property
    def active(self) -> bool:
        """Whether somebody is shown now."""
        return self._until is not None

    def ask(self, case: CaseId, reason: str) -> None:
        """Show the callers of a case; the reason is logged before anything is shown."""
        actor, now = self._desk.actor, self._desk.now()
        self._case = case
        self._desk.order(
            lambda outside: outside.callers.reveal(case, actor, now, reason),
            lambda found: self._on_revealed(case, found),
        )

    def _on_revealed(self, case: CaseId, found: Sequence[Caller]) -> None:
        if case != self._case:  # the operator has gone on to another case meanwhile
            return
        self._callers = tuple(found)
        self._until = self._desk.now() + SHOWN
        self._timer.start()
        self.shown.emit(self._callers)
        self.tick()

    @Slot()
    def tick(self) -> None:
        """A second has passed."""
        if self._until is None:
            return
        left = int((self._until - self._desk.now()).total_seconds())
        if left <= 0:
            self.end()
        else:
            self.ticked.emit(left)

    @Slot()
    def end(self) -> None:
        """Hide at once: time is up, another case, another post."""
        self._case = None
        self._timer.stop()
        if self._until is not None:
            self._until = None
            self._callers = ()
            self.ended.emit()
