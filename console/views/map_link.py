"""Joins the map to the desk: pins in, selection both ways. The lists never wait for it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, Slot

from console.domain.case import CaseId
from console.ports.map_rows import MapPin
from console.viewmodels.basemaps import Basemaps
from console.viewmodels.case_queue import CaseQueue
from console.viewmodels.map_ground import MapGround
from console.viewmodels.map_pins import MapPins
from console.views.look import Look
from console.views.map_labels import map_labels
from console.views.map_view import MapView


class MapLink(QObject):
    """Keeps one map view in step with one queue."""

    def __init__(
        self,
        view: MapView,
        pins: MapPins,
        ground: MapGround,
        queue: CaseQueue,
        look: Look,
        basemaps: Basemaps | None = None,
    ) -> None:
        super().__init__(view)
        self._view, self._queue, self._look, self._pins = view, queue, look, pins
        self._ground = ground
        self._basemaps = basemaps
        if basemaps is not None:
            basemaps.told_changed.connect(self._on_basemaps)
            self._on_basemaps()
        pins.shown.connect(self._on_pins)
        pins.patched.connect(self._on_patched)
        ground.shown.connect(self._on_ground)
        queue.chosen.connect(self._on_case)
        view.chosen.connect(self._on_hit)
        look.theme.changed.connect(self._on_theme)
        view.set_language(map_labels(look.wording, {}))
        self._on_ground()
        self._on_pins(pins.present)
        self._on_case(queue.selected)

    @Slot()
    def _on_basemaps(self) -> None:
        if self._basemaps is not None:
            self._view.set_basemaps(self._basemaps.told, self._basemaps.ask)

    @Slot(object)
    def _on_pins(self, pins: Sequence[MapPin]) -> None:
        self._view.set_cases(pins)
        self.tick()

    @Slot(object, object)
    def _on_patched(self, changed: Sequence[MapPin], removed: Sequence[CaseId]) -> None:
        self._view.patch_cases(changed, removed)
        self.tick()

    @Slot()
    def _on_ground(self) -> None:
        base = self._ground.base
        self._view.set_base(base)
        self._view.set_grids(self._ground.grids)
        names = {one["code"]: one["name"] for one in base.get("districts", ())}
        self._view.set_language(map_labels(self._look.wording, names))

    @Slot(object)
    def _on_case(self, case: CaseId | None) -> None:
        self._view.select(case)
        self.tick()

    @Slot()
    def tick(self) -> None:
        """Tell the box beside the selected mark how much time is left; fit for every second."""
        cell = self._pins.time_of(self._queue.selected)
        words = self._look.formats.left_worded(cell.left, day=cell.day) if cell is not None else ""
        self._view.set_remaining(words)

    @Slot(object)
    def _on_hit(self, case: int) -> None:
        self._queue.choose(CaseId(case))

    @Slot()
    def _on_theme(self) -> None:
        self._view.set_theme(self._look.theme.tokens)

    @Slot()
    def locate(self) -> None:
        """Go to the selected case (M)."""
        found = next((one for one in self._pins.present if one.id == self._queue.selected), None)
        if found is not None:
            self._view.locate(found.lon, found.lat, 17)
