"""A thread of its own for one layer's tiles: what hangs there hangs alone, and can be left behind.

Work waits its turn; what was called off before its turn is not done. Answers come back on the
thread that owns the lane. A share that never answers keeps its thread: such a one does not keep the
program from ending.
"""

from __future__ import annotations

import logging
import threading
from collections import OrderedDict
from collections.abc import Callable
from itertools import count
from typing import Any, Final

from PySide6.QtCore import QObject, Qt, Signal, Slot

from console.domain.refusal import Refusal

LOG: Final = logging.getLogger(__name__)
PATIENCE_S: Final = 2.0
"""How long the end of the program waits for work that was interrupted."""

Work = Callable[[], Any]
Done = Callable[[Any, Refusal | None], None]
"""Gets what the work gave and None, or None and why not."""


class TileLane(QObject):
    """One thread, begun with the first work."""

    _arrived = Signal(object, object, object)

    def __init__(self, name: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._name = name
        self._tickets = count(1)
        self._waiting: OrderedDict[int, tuple[Work, Done]] = OrderedDict()
        self._turn = threading.Condition()
        self._thread: threading.Thread | None = None
        self._open = True
        self._arrived.connect(self._on_arrived, Qt.ConnectionType.QueuedConnection)

    def put(self, work: Work, done: Done) -> int:
        """Have work done; the number calls it off. After `close` nothing is."""
        ticket = next(self._tickets)
        with self._turn:
            if not self._open:
                return ticket
            self._waiting[ticket] = (work, done)
            self._turn.notify()
        if self._thread is None:
            self._thread = threading.Thread(target=self._run, name=self._name, daemon=True)
            self._thread.start()
        return ticket

    def cancel(self, ticket: int) -> bool:
        """Do not begin this; False when it is under way, and then it is answered all the same."""
        with self._turn:
            return self._waiting.pop(ticket, None) is not None

    def close(self, interrupt: Callable[[], None] | None = None) -> None:
        """Let the thread end, `interrupt` what it is at; nothing is answered any more.

        The window does not wait for it: a share that hangs would hold it too.
        """
        with self._turn:
            self._open = False
            self._waiting.clear()
            self._turn.notify()
        if interrupt is not None:
            interrupt()

    def wait(self) -> None:
        """Until a closed lane's thread has ended, but not for long."""
        if self._thread is not None:
            self._thread.join(PATIENCE_S)
            if self._thread.is_alive():
                LOG.warning("a thread of the basemaps did not end in time")

    def _run(self) -> None:
        while True:
            with self._turn:
                while self._open and not self._waiting:
                    self._turn.wait()
                if not self._open:
                    return
                _ticket, (work, done) = self._waiting.popitem(last=False)
            answer, refusal = _outcome(work)
            if self._open:
                self._arrived.emit(done, answer, refusal)

    @Slot(object, object, object)
    def _on_arrived(self, done: Done, answer: Any, refusal: Refusal | None) -> None:
        if self._open:
            done(answer, refusal)


def _outcome(work: Work) -> tuple[Any, Refusal | None]:
    try:
        return work(), None
    except Refusal as refusal:
        return None, refusal
    except OSError:
        return None, Refusal("basemap.file_away")
    except Exception as error:  # a bug costs this tile, not the thread
        LOG.exception("basemap work failed: %s", type(error).__name__)
        return None, Refusal("basemap.file_broken")
