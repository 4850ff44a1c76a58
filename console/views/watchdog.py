"""Reports every stop of the window's thread over 50 ms, with what it was doing.

A timer on the window's thread leaves a mark every few milliseconds; a sampling thread looks whether
the marks come, and when they do not, reads the stack of the thread that stands. Nothing is stopped.
"""

from __future__ import annotations

import ctypes
import logging
import tempfile
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QObject, QTimer, Slot

LOG: Final = logging.getLogger(__name__)
LIMIT_S: Final = 0.050
MARK_MS: Final = 10
LOOK_S: Final = 0.010
DEPTH: Final = 12
_MOST: Final = 1 << 20  # bytes of a stack; the interpreter itself writes a hundred lines at most

# Called with the interpreter's lock held throughout. `faulthandler` would walk the states of all
# threads, and meet one that a thread of Qt's is just making: that ended the console.
_own_state: Final = ctypes.PYFUNCTYPE(ctypes.c_void_p)(("PyThreadState_Get", ctypes.pythonapi))
_DUMP: Final = ctypes.PYFUNCTYPE(None, ctypes.c_int, ctypes.c_void_p)
_dump = None  # an interpreter later than 3.11 may not lend it
with suppress(AttributeError):
    _dump = _DUMP(("_Py_DumpTraceback", ctypes.pythonapi))
NO_STACK: Final = "  (this interpreter does not write one thread's stack)"


@dataclass(frozen=True, slots=True)
class Stop:
    """One stop: how long, and the stack seen while it lasted, innermost line last."""

    seconds: float
    stack: str


def log_stop(stop: Stop) -> None:
    """Write a stop into the log."""
    LOG.info("the window stood still for %.0f ms\n%s", stop.seconds * 1000, stop.stack)


class Watchdog(QObject):
    """Watches the thread it is made on, between `start` and `stop`."""

    def __init__(
        self,
        told: Callable[[Stop], None] = log_stop,
        limit: float = LIMIT_S,
        parent: QObject | None = None,
    ) -> None:
        """`told` is called on the sampling thread, once for each stop when it is over."""
        super().__init__(parent)
        self._told, self._limit = told, limit
        self._watched = _own_state()
        self._mark = time.monotonic()
        self.marks = 0
        self._ended = threading.Event()
        self._notes = tempfile.TemporaryFile(buffering=0)  # noqa: SIM115, as long as the thread
        self._thread = threading.Thread(target=self._watch, name="watchdog", daemon=True)
        self._timer = QTimer(self)
        self._timer.setInterval(MARK_MS)
        self._timer.timeout.connect(self._on_mark)

    def start(self) -> None:
        """Begin to watch."""
        self._mark = time.monotonic()
        self._timer.start()
        self._thread.start()

    def stop(self) -> None:
        """End the sampling thread and wait for it."""
        self._timer.stop()
        self._ended.set()
        if self._thread.is_alive():
            self._thread.join()
        self._notes.close()

    @Slot()
    def _on_mark(self) -> None:
        self._mark = time.monotonic()
        self.marks += 1

    def _watch(self) -> None:
        stack, since, slept = "", 0.0, time.monotonic()
        while not self._ended.wait(LOOK_S):
            now, mark = time.monotonic(), self._mark
            if now - slept > self._limit and not stack:
                pass  # this thread was not scheduled either: the machine stood, not the window
            elif now - mark > self._limit and not stack:
                stack, since = self._stack(), mark
            elif stack and mark > since:
                self._told(Stop(mark - since, stack))
                stack = ""
            slept = now

    def _stack(self) -> str:
        """Written down by the interpreter itself, because a frame in our hands would keep what its
        function holds: a painter that outlives its painting, and ends on this thread, ends all.
        """
        if _dump is None:
            return NO_STACK
        self._notes.seek(0)
        self._notes.truncate()
        _dump(self._notes.fileno(), self._watched)
        self._notes.seek(0)
        return stack_of(self._notes.read(_MOST).decode(errors="replace"))


def stack_of(dump: str) -> str:
    """The innermost lines of what the interpreter wrote of a thread, the innermost last."""
    found = [line for line in dump.splitlines() if line.startswith("  File ")]
    return "\n".join(reversed(found[:DEPTH]))
