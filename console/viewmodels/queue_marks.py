"""Which rows the operator has picked for a common act, and which changed a moment ago."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from console.domain.case import CaseId
from console.ports.rows import News
from console.viewmodels.desk import Desk

FRESH = timedelta(seconds=3)
"""A changed row keeps its ink mark this long (DESIGN 2, «Motion»)."""


class QueueMarks(QObject):
    """Marks of one list. Signals: `changed` (frozenset of CaseId) whose marks came or went."""

    changed = Signal(object)

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._desk = desk
        self._waiting: frozenset[CaseId] = frozenset()
        self._picked: dict[CaseId, None] = {}
        self._fresh: dict[CaseId, datetime] = {}
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._on_faded)
        desk.news.connect(self._on_news)

    @property
    def picked(self) -> tuple[CaseId, ...]:
        """The picked cases in the order they were picked."""
        return tuple(self._picked)

    def is_picked(self, case: CaseId) -> bool:
        """Whether the operator has picked the row (X)."""
        return case in self._picked

    def is_fresh(self, case: CaseId) -> bool:
        """Whether the row changed within the last three seconds."""
        return case in self._fresh

    def is_waiting(self, case: CaseId) -> bool:
        """Whether an act on the case waits for the store (待发)."""
        return case in self._waiting

    def wait_for(self, cases: Iterable[CaseId]) -> None:
        """These are the cases whose acts wait."""
        before, self._waiting = self._waiting, frozenset(cases)
        if before != self._waiting:
            self.changed.emit(before ^ self._waiting)

    def toggle(self, case: CaseId) -> None:
        """Pick a row, or let it go."""
        if case in self._picked:
            del self._picked[case]
        else:
            self._picked[case] = None
        self.changed.emit(frozenset((case,)))

    def pick(self, cases: Iterable[CaseId]) -> None:
        """Pick all of these."""
        added = dict.fromkeys(cases)
        self._picked |= added
        self.changed.emit(frozenset(added))

    def drop(self, cases: Iterable[CaseId]) -> None:
        """Let these go."""
        gone = frozenset(case for case in cases if case in self._picked)
        for case in gone:
            del self._picked[case]
        if gone:
            self.changed.emit(gone)

    def clear(self) -> None:
        """Pick nothing."""
        gone = frozenset(self._picked)
        self._picked.clear()
        if gone:
            self.changed.emit(gone)

    @Slot(object)
    def _on_news(self, news: News) -> None:
        if news.cases:
            until = self._desk.now() + FRESH
            self._fresh |= dict.fromkeys(news.cases, until)
            self._timer.start(int(FRESH.total_seconds() * 1000))
            self.changed.emit(frozenset(news.cases))

    @Slot()
    def _on_faded(self) -> None:
        now = self._desk.now()
        gone = frozenset(case for case, until in self._fresh.items() if until <= now)
        self._fresh = {case: until for case, until in self._fresh.items() if until > now}
        if self._fresh:
            self._timer.start(500)
        if gone:
            self.changed.emit(gone)
