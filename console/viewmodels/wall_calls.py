"""New emergencies of a wall, for a tone or a voice. Off by default; nothing repeats."""

from PySide6.QtCore import QObject, Signal, Slot

from console.viewmodels.wall_blocks import WallHead
from console.viewmodels.wall_stage import WallStage


class NewEmergencies(QObject):
    """Watches a stage. Signals: `came` (tuple of `Emergency`, oldest first) those not seen before.

    What was open when the wall began, or came back after a loss, is no news.
    """

    came = Signal(object)

    def __init__(self, stage: WallStage, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._stage = stage
        self._seen: frozenset[int] | None = None
        self._well = True
        stage.aged.connect(self._on_aged)

    @Slot(object)
    def _on_aged(self, head: WallHead) -> None:
        present = self._stage.emergencies
        if present is None or head.past is not None:
            return
        before, well = self._seen, self._well
        self._seen, self._well = frozenset(present), head.store_well
        if before is None or not well:
            return
        news = tuple(present[one] for one in sorted(present.keys() - before))
        if news:
            self.came.emit(news)
