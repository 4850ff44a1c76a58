"""The strip under the top bar while the store takes no work: since when, of when, when again."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from PySide6.QtCore import QTimer, Signal, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from console.domain.tone import Urgency
from console.viewmodels.desk import Desk
from console.viewmodels.live import Live
from console.viewmodels.queued import Queued
from console.views.fmt import Formats
from console.views.theme import Theme
from console.views.widgets.bars import Banner

TICK_MS: Final = 1_000
TITLES: Final = {"store.disk_full": "lost.title.full", "store.read_only": "lost.title.read_only"}
"""Of a store that reads and takes no writing."""
WAITS: Final = (2, 3, 5, 8, 13, 20)
"""Seconds between tries; the last repeats. F5 tries at once."""


class BannerView(QWidget):
    """Red while the store is lost; gone the moment it answers.

    Signals: `retried` (F5); `managed` when what waits is wanted; `emergency_asked`.
    """

    retried = Signal()
    managed = Signal()
    emergency_asked = Signal()

    def __init__(
        self,
        desk: Desk,
        live: Live,
        queued: Queued,
        formats: Formats,
        theme: Theme,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._desk, self._live, self._formats = desk, live, formats
        self._queued = queued
        self._since: datetime | None = None
        self._tries = 0
        self._wait = 0
        self.banner = Banner(theme, self)
        self.banner.answered.connect(self.retry)
        say = formats.wording.say
        self._waiting = self.banner.add_act("", "Ctrl+Shift+D")
        self._waiting.clicked.connect(self.managed)
        self.banner.add_act(say("command.emergency"), "Shift+F1").clicked.connect(
            self.emergency_asked
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.banner)
        self._timer = QTimer(self)
        self._timer.setInterval(TICK_MS)
        self._timer.timeout.connect(self._on_tick)
        desk.lost.connect(self._on_lost)
        queued.changed.connect(self._tell)
        self.setVisible(False)
        if desk.is_lost:
            self._on_lost(lost=True)

    @Slot(bool)
    def _on_lost(self, lost: bool) -> None:  # noqa: FBT001  the signal's argument
        if lost:
            self._since, self._tries, self._wait = self._desk.now(), 0, WAITS[0]
            self._timer.start()
            self._tell()
        else:
            self._timer.stop()
            self.banner.hide()
        self.setVisible(lost)

    def stop(self) -> None:
        """Tell nothing more (the seat is left)."""
        self._timer.stop()

    @Slot()
    def retry(self) -> None:
        """Try now (F5)."""
        self._tries += 1
        self._wait = WAITS[min(self._tries, len(WAITS) - 1)]
        self.retried.emit()
        if self._desk.is_lost:
            self._tell()

    @Slot()
    def _on_tick(self) -> None:
        self._wait -= 1
        if self._wait <= 0:
            self.retry()
        else:
            self._tell()

    @Slot()
    def _tell(self) -> None:
        if self._since is None or not self._desk.is_lost:
            return
        say, now = self._formats.wording.say, self._desk.now()
        gone = self._formats.exact((now - self._since).total_seconds())
        as_of = self._live.as_of or self._since
        time, waiting = self._formats.stamp(as_of, now), len(self._queued.facts)
        kept, code = self._queued.able, self._desk.state.code
        detail = say("lost.kept", time=time, n=waiting) if kept else say("lost.detail", time=time)
        if code:
            detail = say("lost.unsaved", n=waiting) if kept else say(code)
        self._waiting.say(say("queued.count", n=waiting))
        self._waiting.setVisible(kept)
        retry = say("lost.retry", count=self._tries + 1, seconds=max(0, self._wait))
        self.banner.tell(
            say(TITLES.get(code, "lost.title"), span=gone),
            detail,
            urgency=Urgency.OVER,
            act=say("lost.act"),
            key="F5",
            aside=retry,
        )
