"""New emergencies of a wall: what a tone may call for. Off by default; nothing repeats."""

from PySide6.QtCore import QObject, Signal, Slot

from console.viewmodels.wall_blocks import WallHead
from console.viewmodels.wall_stage import WallStage


class NewEmergencies(QObject):
    """Watches a stage. Signals: `came` when there are emergencies not seen before.

    What was open when the wall began, or came back after a loss, is no news.
    """

    came = Signal()

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
        news = self._seen is not None and self._well and bool(present - self._seen)
        self._seen, self._well = present, head.store_well
        if news:
            self.came.emit()
