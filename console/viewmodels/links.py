"""Whether what the seat depends on answers: the store, what inspectors send, what callers report.

A state is a code and its facts; words are the views' business. Until outside systems have their own
lines, the two channels are told by the age of the last report that came in from them.
"""

import time
from dataclasses import dataclass
from datetime import datetime

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from console.domain.stage import Post
from console.ports.reading import Reading
from console.ports.rows import EventRow
from console.viewmodels.desk import Desk
from console.viewmodels.events import LiveEvents

BEAT_MS = 10_000
NAMES = ("store", "field", "hotline")


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkState:
    """One line: `seconds` is an age or a time lost, `ms` the latency; `good` False asks to act."""

    name: str
    code: str
    good: bool = True
    seconds: float | None = None
    ms: int = 0


class Links(QObject):
    """The three states of the top bar.

    Signals: `changed` (tuple of LinkState).
    """

    changed = Signal(object)

    def __init__(self, desk: Desk, events: LiveEvents) -> None:
        super().__init__(desk)
        self._desk, self._events = desk, events
        self._ms = 0
        self._lost_at: datetime | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(BEAT_MS)
        self._timer.timeout.connect(self.measure)
        desk.lost.connect(self._on_lost)
        events.heard.connect(self.tell)

    def start(self) -> None:
        """Measure now and every ten seconds."""
        self._timer.start()
        self.measure()

    def stop(self) -> None:
        """Measure no more."""
        self._timer.stop()

    @Slot()
    def beat(self) -> None:
        """Each second: how long the store has been lost."""
        if self._lost_at is not None:
            self.tell()

    @Slot()
    def measure(self) -> None:
        """Ask the server its time and see how long that takes."""

        def asked(reading: Reading) -> int:
            before = time.perf_counter()
            reading.server_time()
            return round((time.perf_counter() - before) * 1000)

        self._desk.ask("latency", asked, self._on_measured)

    def _on_measured(self, ms: int) -> None:
        self._ms = max(1, ms)
        self.tell()

    @Slot(bool)
    def _on_lost(self, lost: bool) -> None:  # noqa: FBT001  the signal's argument
        self._lost_at = self._desk.now() if lost else None
        self.tell()

    @Slot()
    def tell(self) -> None:
        """Tell the present states."""
        self.changed.emit(self.states())

    def states(self) -> tuple[LinkState, ...]:
        """Store, field, hotline."""
        field = self._events.last_of(Post.INSPECTOR)
        caller = self._events.last_of(Post.ACCEPTOR, begins=True)
        return (self._store(), self._channel("field", field), self._channel("hotline", caller))

    def _store(self) -> LinkState:
        if self._lost_at is not None:
            gone = (self._desk.now() - self._lost_at).total_seconds()
            code = "link.store.lost" if self._desk.state.gone else "link.store.unsaved"
            return LinkState(name="store", code=code, good=False, seconds=gone)
        return LinkState(name="store", code="link.store.good", ms=self._ms)

    def _channel(self, name: str, event: EventRow | None) -> LinkState:
        if event is None:
            return LinkState(name=name, code=f"link.{name}.none")
        age = (self._desk.now() - event.at).total_seconds()
        return LinkState(name=name, code=f"link.{name}.good", seconds=max(0.0, age))
