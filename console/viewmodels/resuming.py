"""Looks once a minute for suspensions that are over; the system's act itself is a service."""

from PySide6.QtCore import QObject, QTimer, Slot

from console.services.resuming import resume_due
from console.viewmodels.desk import Desk

BEAT_MS = 60_000


class Resuming(QObject):
    """Looks while started; silent while the store is lost, so that orders do not pile up.

    What goes on shows itself as news, like every other act.
    """

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._desk = desk
        self._timer = QTimer(self)
        self._timer.setInterval(BEAT_MS)
        self._timer.timeout.connect(self.look)

    def start(self) -> None:
        """Look now and every minute from now on."""
        self._timer.start()
        self.look()

    def stop(self) -> None:
        """Look no more."""
        self._timer.stop()

    @Slot()
    def look(self) -> None:
        """Let the cases go on whose date has come."""
        if self._desk.is_lost:
            return
        now = self._desk.now()
        self._desk.order(lambda outside: resume_due(outside.store, outside.reading, now), _nothing)


def _nothing(_resumed: object) -> None:
    """The news tells."""
