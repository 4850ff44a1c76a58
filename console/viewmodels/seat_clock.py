"""The seat's clock: the second, and whether working time counts now and until when."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from console.domain.refusal import Refusal
from console.domain.timelimit import LimitUnit
from console.domain.worktime import WorkCalendar
from console.viewmodels.desk import Desk

TICK_MS = 1_000
AHEAD = timedelta(days=12)
"""No closed stretch of the calendar is longer: the longest holiday has nine days."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkPeriod:
    """Whether working hours count now (`open`) and the moment that changes; None when unknown."""

    open: bool
    until: datetime | None


def work_period(calendar: WorkCalendar, now: datetime) -> WorkPeriod:
    """The stretch of the calendar `now` lies in; unknown beyond its years."""
    try:
        spans = calendar.spans(now, now + AHEAD, LimitUnit.WORK_HOUR)
    except Refusal:
        return WorkPeriod(open=False, until=None)
    counts = bool(spans) and spans[0].counted
    change = next((span.start for span in spans if span.counted is not counts), None)
    return WorkPeriod(open=counts, until=change)


class SeatClock(QObject):
    """Ticks once a second while started.

    Signals: `ticked` (datetime, WorkPeriod).
    """

    ticked = Signal(object, object)

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._desk = desk
        self._period: WorkPeriod | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(TICK_MS)
        self._timer.timeout.connect(self.tick)

    def start(self) -> None:
        """Tick now and every second."""
        self._timer.start()
        self.tick()

    def stop(self) -> None:
        """Tick no more."""
        self._timer.stop()

    @Slot()
    def begin_anew(self) -> None:
        """The calendar is another one: look the period up again."""
        self._period = None
        self.tick()

    @Slot()
    def tick(self) -> None:
        """Tell the time; the period is looked up again only when it has ended."""
        now = self._desk.now()
        known = self._period
        if known is None or known.until is None or now >= known.until:
            self._period = work_period(self._desk.rules.calendar, now)
        self.ticked.emit(now, self._period)
