"""Very many cases at once, in slices between which the window lives; few go straight through.

The order of what was given is kept: what comes while slices wait waits behind them.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence
from typing import Final

from PySide6.QtCore import QObject, QTimer

from console.ports.map_rows import MapPin
from console.viewmodels.map_news import MapNews

SLICE: Final = 1_000
"""Cases taken in one turn of the event loop: some milliseconds."""

Take = Callable[[Sequence[MapPin], Sequence[int]], None]
Part = tuple[Sequence[MapPin], Sequence[int]]


class Feeder(QObject):
    """Hands cases on to `take`; while slices wait, the page is told nothing of any."""

    def __init__(self, take: Take, news: MapNews, parent: QObject) -> None:
        super().__init__(parent)
        self._take, self._news = take, news
        self._waiting: deque[Part] = deque()
        self._turn = QTimer(self)
        self._turn.setInterval(0)
        self._turn.timeout.connect(self._next)

    def feed(self, changed: Sequence[MapPin], removed: Sequence[int]) -> None:
        """Take changed cases and ids of removed ones, now or in turns."""
        if not self._waiting and len(changed) + len(removed) <= SLICE:
            self._take(changed, removed)
            return
        for start in range(0, len(changed), SLICE):
            self._waiting.append((changed[start : start + SLICE], ()))
        for start in range(0, len(removed), SLICE):
            self._waiting.append(((), removed[start : start + SLICE]))
        if self._waiting and not self._turn.isActive():
            self._news.hold()
            self._turn.start()

    def finish(self) -> None:
        """Take what waits at once."""
        while self._waiting:
            self._next()

    def _next(self) -> None:
        self._take(*self._waiting.popleft())
        if not self._waiting:
            self._turn.stop()
            self._news.release()
