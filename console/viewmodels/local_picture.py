"""Keeps what is known on this workstation, for a start without the server: now and then, and last.

What is kept is told by `services.lastknown`, where by `ports.picture`. Nothing here is shown.
"""

from datetime import timedelta

from PySide6.QtCore import QObject, QTimer, Slot

from console.ports.picture import Picture
from console.ports.reading import Reading
from console.ports.rows import QueueFilter
from console.viewmodels.commands import RAIL
from console.viewmodels.desk import Desk

BEAT_MS = 30_000
FIRST_MS = 3_000
"""The first time soon: a seat that dies young still leaves a picture."""
SETTLED = timedelta(seconds=6)
"""What was heard so long ago has been answered or has failed by now: no question takes longer. So a
picture may look older than it is, never newer."""
QUEUES_EVERY = 10
"""Every so many beats the orders of all queues are read, so that each can be opened without the
server."""


class LocalPicture(QObject):
    """Writes on a lane, never on the window's thread; does nothing without a picture."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._desk = desk
        self._beats = 0
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._on_beat)

    @property
    def beating(self) -> bool:
        """Whether something is kept again and again."""
        return self._timer.isActive()

    def start(self) -> None:
        """Begin to keep."""
        if self._desk.outside.picture is not None:
            self._timer.start(FIRST_MS)

    def stop(self) -> None:
        """Keep what came last, in order, before the lanes close."""
        self._timer.stop()
        picture = self._desk.outside.picture
        if picture is not None and not self._desk.is_lost:
            self._desk.lanes.order(lambda: self._keep(picture), _nothing, self._desk.failed)

    @Slot()
    def _on_beat(self) -> None:
        self._timer.setInterval(BEAT_MS)
        picture = self._desk.outside.picture
        if picture is None or self._desk.is_lost:
            return
        if self._beats % QUEUES_EVERY == 0:
            self._read_queues()
        self._beats += 1
        self._desk.lanes.ask("picture", lambda: self._keep(picture), _nothing, self._desk.failed)

    def _read_queues(self) -> None:
        seat, now = self._desk.actor.operator, self._desk.now()

        def read(reading: Reading) -> None:
            for queue in RAIL:
                reading.order(QueueFilter(queue=queue), seat, now)

        self._desk.ask("picture.queues", read, _nothing)

    def _keep(self, picture: Picture) -> None:
        known = self._desk.known
        heard = None if known.as_of is None else known.as_of - SETTLED
        picture.keep(known.fresh(), heard, known.drift)


def _nothing(_none: object) -> None:
    """Nothing follows."""
