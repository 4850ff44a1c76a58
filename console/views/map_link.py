"""Joins the map to the desk: pins in, selection both ways. The lists never wait for it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from PySide6.QtCore import QObject, Slot

from console.domain.case import CaseId
from console.ports.map_rows import MapPin
from console.viewmodels.basemaps import Basemaps
from console.viewmodels.case_queue import CaseQueue
from console.viewmodels.map_ground import MapGround
from console.viewmodels.map_past import MapPast
from console.viewmodels.map_pins import MapPins
from console.views.look import Look
from console.views.map_labels import map_labels
from console.views.map_view import MapView
from console.views.past_text import past_words

AGED_SECONDS: Final = 5.0
"""A view that is older says so."""
OLD_SECONDS: Final = 15.0
"""A view that is older is hatched."""


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
        past: MapPast | None = None,
    ) -> None:
        super().__init__(view)
        self.view = view
        self._queue, self._look, self._pins, self._past = queue, look, pins, past
        self._ground = ground
        self._basemaps = basemaps
        if basemaps is not None:
            basemaps.told_changed.connect(self._on_basemaps)
            self._on_basemaps()
        pins.read.connect(self.tick)
        pins.patched.connect(self._on_patched)
        ground.shown.connect(self._on_ground)
        queue.chosen.connect(self._on_case)
        view.chosen.connect(self._on_hit)
        look.theme.changed.connect(self._on_theme)
        self._layers: Sequence[Mapping[str, Any]] = ()
        self._on_ground()
        self._on_ended()
        if past is not None:
            past.begun.connect(self._on_begun)
            past.patched.connect(view.patch_cases)
            past.turned.connect(self._on_turned)
            past.ended.connect(self._on_ended)
            if past.on:
                self._on_begun()
                self._on_turned()

    @Slot()
    def _on_basemaps(self) -> None:
        if self._basemaps is not None:
            self.view.set_basemaps(self._basemaps.told, self._basemaps.ask)

    @Slot(object, object)
    def _on_patched(self, changed: Sequence[MapPin], removed: Sequence[CaseId]) -> None:
        if not self._replays:
            self.view.patch_cases(changed, removed)
            self.tick()

    @property
    def _replays(self) -> bool:
        return self._past is not None and self._past.on

    @Slot()
    def _on_begun(self) -> None:
        """Of now nothing is left on the map before anything of then is shown."""
        pins = self._past.pins if self._past is not None else None
        self.view.select(None)
        self.view.set_cases(() if pins is None else [pin for _, pin in pins.present.values()])

    @Slot()
    def _on_turned(self) -> None:
        if self._past is not None and self._past.on:
            self.view.select(self._past.picked if self._past.case is not None else None)
            self.tick()

    @Slot()
    def _on_ended(self) -> None:
        """The pins of now, which were kept meanwhile."""
        self.view.set_cases(self._pins.present)
        self._on_case(self._queue.selected)

    @Slot()
    def _on_ground(self) -> None:
        base = self._ground.base
        self.view.set_base(base)
        self.view.set_grids(self._ground.grids)
        self._tell_words()

    @Slot(object)
    def set_legend(self, layers: Sequence[Mapping[str, Any]]) -> None:
        """How the colours and signs of the layers are to be read that are on."""
        if layers != self._layers:
            self._layers = layers
            self._tell_words()

    def _tell_words(self) -> None:
        names = {one["code"]: one["name"] for one in self._ground.base.get("districts", ())}
        self.view.set_language(map_labels(self._look.wording, names, layers=self._layers))

    @Slot(object)
    def _on_case(self, case: CaseId | None) -> None:
        if not self._replays:
            self.view.select(case)
            self.tick()

    @Slot()
    def tick(self) -> None:
        """Tell the selected mark's time left and the view's age; fit for every second."""
        if self._past is not None and self._past.on:
            self._tell_past(self._past)
            cell = self._past.time_left()
        else:
            self._tell_age()
            cell = self._pins.time_of(self._queue.selected)
        words = self._look.formats.left_worded(cell.left, day=cell.day) if cell is not None else ""
        self.view.bridge.set_remaining(words)

    def _tell_past(self, past: MapPast) -> None:
        words = past_words(past, self._look.wording)
        self.view.bridge.set_age(words, old=False, past=True)

    def _tell_age(self) -> None:
        at, now = self._pins.as_of, self._pins.now()
        age = 0.0 if at is None else (now - at).total_seconds()
        if at is None or age <= AGED_SECONDS:
            self.view.bridge.set_age("", old=False)
            return
        formats = self._look.formats
        words = formats.wording.say("map.aged", time=formats.stamp(at, now))
        self.view.bridge.set_age(words, old=age > OLD_SECONDS)

    @Slot(object)
    def _on_hit(self, case: int) -> None:
        if self._past is not None and self._past.on:
            self._past.pick(CaseId(case))
        else:
            self._queue.choose(CaseId(case))

    @Slot()
    def _on_theme(self) -> None:
        self.view.set_theme(self._look.theme.tokens)

    @Slot()
    def locate(self) -> None:
        """Go to the selected case (M); without one on the map, the view only follows again."""
        self.view.bridge.hold(on=False)
        found = self._pins.pin(self._queue.selected)
        if found is not None:
            self.view.locate(found.lon, found.lat, 17)
