"""News of other seats: one sleeping thread looks into the feed, one signal a beat tells the panes.

The age of what is shown is always known. A lost server is a fact to show, not an error; it is
brought back where it is ours to start, looking goes on, and the first answer afterwards reloads. No
pane and no widget is known here.
"""

import logging
from datetime import datetime
from threading import Event, Thread
from time import monotonic

from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot

from console.ports.errors import StoreUnavailable
from console.ports.rows import News
from console.viewmodels.desk import Desk

LOG = logging.getLogger(__name__)
BEAT_SECONDS = 0.75
"""Polled (database.md 3.2), so that 95 of 100 changes are painted elsewhere within a second: a full
second's beat would use that up alone."""
REVIVAL_SECONDS = 5.0
"""At least so long between two attempts to bring a lost store back; F5 does not wait."""
LOST = "store.lost"
SILENT_SECONDS = 1.5
"""A look that has no answer for so long shows the store as lost: with the beat, within three
seconds of the loss, long before the wait itself ends."""
SILENCE_MS = 250


class Live(QObject):
    """Looks for news while a desk is open.

    Signals: `aged` (int) seconds since the last answer, each beat. News goes out through the desk's
    own signal, so that own and foreign changes travel one road.
    """

    aged = Signal(int)
    _looked = Signal(object)

    def __init__(
        self, desk: Desk, beat: float = BEAT_SECONDS, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._desk = desk
        self._beat = beat
        self._ended = Event()
        self._hurry = Event()
        self._was_lost = False
        self._revive_from = 0.0
        self._looking_since: float | None = None
        self._silence = QTimer(self)
        self._silence.setInterval(SILENCE_MS)
        self._silence.timeout.connect(self._on_silence)
        self._thread = Thread(target=self._watch, name="feed", daemon=True)
        self._looked.connect(self._on_looked, Qt.ConnectionType.QueuedConnection)

    @property
    def as_of(self) -> datetime | None:
        """The moment the last answer was true for, be it of an earlier run; None without any."""
        return self._desk.known.as_of

    def start(self) -> None:
        """Begin to look."""
        self._silence.start()
        self._thread.start()

    def look_now(self) -> None:
        """Wait neither for the next beat nor for the next attempt to bring the store back (F5)."""
        self._revive_from = 0.0
        self._hurry.set()

    def stop(self) -> None:
        """End the thread and wait for it."""
        self._silence.stop()
        self._ended.set()
        self._hurry.set()
        if self._thread.is_alive():
            self._thread.join()

    def _watch(self) -> None:
        feed = self._desk.outside.feed
        started = False
        while not self._ended.is_set():
            self._looking_since = monotonic()
            try:
                if not started:
                    feed.start()
                    started = True
                self._looked.emit(feed.look())
            except StoreUnavailable as gone:
                self._looked.emit(gone)
                if self._brought_back(gone):
                    continue
            except Exception as error:
                self._looked.emit(error)
            self._looking_since = None
            self._hurry.wait(self._beat)
            self._hurry.clear()

    def _brought_back(self, gone: StoreUnavailable) -> bool:
        """After the store was lost: whether it is worth another look at once."""
        revive = self._desk.outside.revive
        if revive is None or not gone.gone or monotonic() < self._revive_from:
            return False
        try:
            revive()
        except StoreUnavailable as failed:
            LOG.info("the store could not be brought back: %s", failed.code)
        except Exception as error:
            self._looked.emit(error)
        else:
            LOG.info("the store was brought back")
            return not self._ended.is_set()
        finally:
            self._revive_from = monotonic() + REVIVAL_SECONDS
        return False

    @Slot()
    def _on_silence(self) -> None:
        """The thread still waits for an answer; the operator does not."""
        since = self._looking_since
        if since is not None and monotonic() - since > SILENT_SECONDS and not self._desk.is_lost:
            self._was_lost = True
            self._desk.failed(StoreUnavailable(LOST))

    @Slot(object)
    def _on_looked(self, found: News | Exception) -> None:
        if self._ended.is_set():
            return
        if isinstance(found, Exception):
            self._was_lost |= isinstance(found, StoreUnavailable)
            self._desk.failed(found)
        else:
            self._tell(found)
        if self.as_of is not None:
            self.aged.emit(int((self._desk.now() - self.as_of).total_seconds()))

    def _tell(self, news: News) -> None:
        self._desk.known.as_of = self._desk.now()
        if self._was_lost or self._desk.state.gone:  # an act may have missed it between two looks
            self._was_lost = False
            self._desk.found_again()  # every pane reads anew: whatever the news was
        elif news.cases or news.reload:
            self._desk.news.emit(news)
