"""How old the data on the screen are while the store is gone: at the foot and over the list."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import QObject, Slot

from console.viewmodels.workbench import Workbench
from console.views.fmt import Formats
from console.views.queue_bar import QueueBar
from console.views.status_bar import StatusBar


class DataAge(QObject):
    """Tells the last moment the store was heard. List and card tell their own, read before that."""

    def __init__(
        self, bench: Workbench, bar: QueueBar, status: StatusBar, formats: Formats
    ) -> None:
        super().__init__(bench)
        self._bench, self._bar, self._status, self._formats = bench, bar, status, formats
        bench.desk.lost.connect(self._on_lost)
        bench.queue.shown.connect(self._on_shown)
        bench.card.changed.connect(self._on_card)

    @Slot(bool)
    def _on_lost(self, lost: bool) -> None:  # noqa: FBT001  the signal's argument
        lost = lost and self._bench.desk.state.gone  # a full disk is read from as ever
        say, now = self._formats.wording.say, self._bench.desk.now()
        at = self._bench.live.as_of or now
        words = say("lost.status", time=self._formats.stamp(at, now)) if lost else ""
        self._status.say(words, loud=lost)
        self._over_the_list(at)

    @Slot()
    def _on_card(self) -> None:
        """A card that was read before the last contact: at the foot, of when it is."""
        desk, case = self._bench.desk, self._bench.card.case
        if not desk.state.gone or case is None:
            return
        now, heard = desk.now(), self._bench.live.as_of
        at = desk.known.card_read_at(case.id, desk.actor.operator) or now
        if heard is not None and at < heard:
            time = self._formats.stamp(at, now)
            words = self._formats.wording.say("lost.card", number=case.number, time=time)
            self._status.say(words, loud=True)

    @Slot()
    def _on_shown(self) -> None:
        dated = self._bench.desk.dated.get("queue")
        if dated is not None:
            self._over_the_list(min(dated, self._bench.live.as_of or dated))

    def _over_the_list(self, at: datetime) -> None:
        desk, say = self._bench.desk, self._formats.wording.say
        time = self._formats.stamp(at, desk.now())
        self._bar.tell_stopped(say("lost.stopped", time=time) if desk.state.gone else "")
