"""New emergencies of a wall, for a tone or a voice. Off by default; nothing repeats."""

from datetime import datetime, timedelta
from typing import Final

from PySide6.QtCore import QObject, Signal, Slot

from console.viewmodels.wall_blocks import WallHead
from console.viewmodels.wall_stage import WallStage

SHORT: Final = timedelta(seconds=60)
"""What came during a silence no longer than this is called when it is over."""


class NewEmergencies(QObject):
    """Watches a stage. Signals: `came` (tuple of `Emergency`, oldest first) those not seen before.

    What was open when the wall began, or came back after a long loss, is no news; a slow answer or
    a short loss keeps nobody from hearing of an emergency.
    """

    came = Signal(object)

    def __init__(self, stage: WallStage, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._stage = stage
        self._seen: frozenset[int] | None = None
        self._well_at: datetime | None = None
        stage.aged.connect(self._on_aged)

    @Slot(object)
    def _on_aged(self, head: WallHead) -> None:
        if not head.store_well:
            return
        well_at, self._well_at = self._well_at, head.now
        present = self._stage.emergencies
        if present is None or head.past is not None:
            return
        before, self._seen = self._seen, frozenset(present)
        if before is None or well_at is None or head.now - well_at > SHORT:
            return
        news = tuple(present[one] for one in sorted(present.keys() - before))
        if news:
            self.came.emit(news)
