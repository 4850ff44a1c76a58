"""The system's polite signals while Qt is at work: they only ask the program to end.

A signal handler of Python's that raises would do so inside whichever paint or layout is running,
where Qt can neither pass it on nor survive it. So nothing is raised: the number travels through a
socket to the event loop, which tells it as a signal of Qt's.
"""

import signal
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Final

from PySide6.QtCore import QObject, QSocketNotifier, Signal, Slot

POLITE: Final = (signal.SIGTERM, signal.SIGINT)
_MOST: Final = 64


@contextmanager
def unraised() -> Iterator[socket.socket]:
    """Meanwhile polite signals raise nothing; the socket holds their numbers, a byte each.

    Begin before Qt does, and end after it. Only for the main thread.
    """
    heard, told = socket.socketpair()
    with heard, told:
        heard.settimeout(0)
        told.settimeout(0)
        wakeup = signal.set_wakeup_fd(told.fileno(), warn_on_full_buffer=False)
        before = {one: signal.signal(one, _unraised) for one in POLITE}
        try:
            yield heard
        finally:
            for one, handler in before.items():
                signal.signal(one, handler)
            signal.set_wakeup_fd(wakeup)


def _unraised(_number: int, _frame: FrameType | None) -> None:
    """The number is in the socket already."""


class Asked(QObject):
    """Signals: `to_end` with the number of the system's signal, from the event loop."""

    to_end = Signal(int)

    def __init__(self, heard: socket.socket, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._heard = heard
        self._notifier = QSocketNotifier(heard.fileno(), QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._on_heard)

    @Slot()
    def _on_heard(self) -> None:
        for number in self._heard.recv(_MOST):
            if number in POLITE:
                self.to_end.emit(number)

    def stop(self) -> None:
        """Listen no more; the socket may be closed then."""
        self._notifier.setEnabled(False)
