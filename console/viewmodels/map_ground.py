"""What lies under the pins: the base map kept in the city's settings, and the unit grids."""

from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal, Slot

from console.domain.place import UnitGrid
from console.ports.reading import Reading
from console.viewmodels.desk import Desk
from console.viewmodels.map_state import BaseMap, GridShapes, pack_grids

BASE_SETTING = "map.base"
"""The setting that holds the base map as JSON (the form `MapBridge.set_base` takes)."""


class MapGround(QObject):
    """Read once a seat.

    Signals: `shown` when base map or grids have come.
    """

    shown = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._desk = desk
        self.base = BaseMap()
        self.grids = GridShapes()

    @Slot()
    def load(self) -> None:
        """Read both; either may be missing, the pins stand without."""
        keeping, known = self._desk.outside.keeping, self._desk.known

        def base(reading: Reading) -> BaseMap:
            kept = known.beside(reading, BASE_SETTING, lambda: keeping.setting(BASE_SETTING))
            return BaseMap(kept or "{}")

        self._desk.ask("map_base", base, self._on_base)
        self._desk.ask("map_grids", lambda reading: _packed(reading.unit_grids()), self._on_grids)

    def _on_base(self, base: BaseMap) -> None:
        self.base = base
        self.shown.emit()

    def _on_grids(self, grids: GridShapes) -> None:
        self.grids = grids
        self.shown.emit()


def _packed(grids: Sequence[UnitGrid]) -> GridShapes:
    return pack_grids(
        (grid.code, [(point.lon, point.lat) for point in grid.ring]) for grid in grids
    )
