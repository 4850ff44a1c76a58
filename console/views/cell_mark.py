"""Shows on one map which unit grid's card is open."""

from __future__ import annotations

from PySide6.QtCore import QObject, Slot

from console.viewmodels.cell_card import CellCard
from console.viewmodels.map_ground import MapGround
from console.views.map_view import MapView


class CellMark(QObject):
    """Rings the cell in hand; the view is not moved."""

    def __init__(self, view: MapView, cell: CellCard, ground: MapGround) -> None:
        super().__init__(view)
        self._view, self._cell, self._ground = view, cell, ground
        for moved in (cell.opened, cell.closed, ground.shown):
            moved.connect(self.tell)
        self.tell()

    @Slot()
    def tell(self) -> None:
        """Mark the cell of the card; none while there is no card, or no such cell on the map."""
        codes, code = self._ground.grids.codes, self._cell.code
        self._view.bridge.feeds.mark(codes.index(code) if code in codes else -1)
