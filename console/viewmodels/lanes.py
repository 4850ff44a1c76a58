"""Where work waits its turn: one ordered write lane, a read lane in which the newest question wins.

Work runs on plain threads; answers come back on the thread that owns the `Lanes` object, by one
queued
signal. In tests `AtOnceLanes` runs everything at once and in order. No work here knows a widget.
"""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from itertools import count
from typing import Any, Protocol

from PySide6.QtCore import QObject, Qt, Signal, Slot

Work = Callable[[], Any]
Answer = Callable[[Any], None]
Failure = Callable[[Exception], None]


class Lanes(Protocol):
    """What viewmodels ask of the lanes."""

    def ask(self, pane: str, work: Work, answer: Answer, failure: Failure) -> None:
        """Read. Only the newest question of a pane is answered; older answers are dropped."""

    def order(self, work: Work, answer: Answer, failure: Failure) -> None:
        """Write. Orders are carried out one after the other, in the order given."""

    def close(self) -> None:
        """Let running work end and drop what waits."""


@dataclass(frozen=True, slots=True)
class _Result:
    pane: str
    ticket: int
    answer: Answer
    failure: Failure
    future: "Future[Any]"


class ThreadLanes(QObject):
    """Lanes on threads. Signals: `_arrived` carries a finished result to the owner's thread."""

    _arrived = Signal(object)

    def __init__(self, readers: int = 3, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._readers = ThreadPoolExecutor(readers, thread_name_prefix="read")
        self._writer = ThreadPoolExecutor(1, thread_name_prefix="write")
        self._tickets = count(1)
        self._newest: dict[str, int] = {}
        self._open = True
        self._arrived.connect(self._on_arrived, Qt.ConnectionType.QueuedConnection)

    def ask(self, pane: str, work: Work, answer: Answer, failure: Failure) -> None:
        """Read; see `Lanes`."""
        ticket = next(self._tickets)
        self._newest[pane] = ticket
        self._start(self._readers, pane, ticket, work, answer, failure)

    def order(self, work: Work, answer: Answer, failure: Failure) -> None:
        """Write; see `Lanes`."""
        self._start(self._writer, "", next(self._tickets), work, answer, failure)

    def close(self) -> None:
        """End both lanes; running work ends first, and nothing is answered any more."""
        self._open = False
        self._readers.shutdown(wait=True, cancel_futures=True)
        self._writer.shutdown(wait=True)

    def _start(
        self,
        pool: ThreadPoolExecutor,
        pane: str,
        ticket: int,
        work: Work,
        answer: Answer,
        failure: Failure,
    ) -> None:
        if not self._open:
            return
        future = pool.submit(work)

        def arrived(done: "Future[Any]") -> None:
            if self._open and not done.cancelled():
                self._arrived.emit(_Result(pane, ticket, answer, failure, done))

        future.add_done_callback(arrived)

    @Slot(object)
    def _on_arrived(self, result: _Result) -> None:
        stale = result.pane and self._newest.get(result.pane) != result.ticket
        if stale or not self._open:
            return
        self._newest.pop(result.pane, None)  # answered: an older one is not this pane's any more
        error = result.future.exception()
        if error is None:
            result.answer(result.future.result())
        elif isinstance(error, Exception):
            result.failure(error)
        else:
            raise error


class AtOnceLanes:
    """Lanes that do everything at once, for tests and for rendering pictures."""

    def ask(self, pane: str, work: Work, answer: Answer, failure: Failure) -> None:
        """Read now."""
        del pane
        self.order(work, answer, failure)

    def order(self, work: Work, answer: Answer, failure: Failure) -> None:
        """Write now."""
        try:
            result = work()
        except Exception as error:
            failure(error)
        else:
            answer(result)

    def close(self) -> None:
        """Nothing waits."""
