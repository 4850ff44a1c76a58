"""Joins one map to the layers of its seat: bytes and switches in, pointer and clicks out."""

from __future__ import annotations

from typing import Any, Final

from PySide6.QtCore import QObject, Signal, Slot

from console.domain.case import CaseId
from console.ports.layer_rows import ComponentCard, ComponentPin, EndedPin
from console.viewmodels.layer_options import LayerOptions
from console.viewmodels.map_layers import MapLayers
from console.viewmodels.map_past import MapPast
from console.viewmodels.map_pins import MapPins
from console.views.layer_words import legend_of, signs_of, words_of
from console.views.look import Look
from console.views.map_view import MapView

TIMELESS: Final = frozenset(
    {"grids", "districts", "streets", "communities", "duty", "cases", "tiles"}
)
"""Layers a map of the past may keep: the others tell how it is now."""


class LayerLink(QObject):
    """Signals: `case_asked` (CaseId) a closed case was clicked; `legend_told` (entries)."""

    case_asked = Signal(object)
    legend_told = Signal(object)

    def __init__(
        self,
        view: MapView,
        layers: MapLayers,
        pins: MapPins,
        look: Look,
        past: MapPast | None = None,
    ) -> None:
        super().__init__(view)
        self.view, self._layers, self._pins, self._look = view, layers, pins, look
        self._past = past
        self._under: tuple[str, int, float, float] | None = None
        bridge = view.bridge
        layers.packed.connect(bridge.feeds.set)
        layers.changed.connect(self._on_options)
        layers.told.connect(self._on_told)
        bridge.layers_changed.connect(layers.switch_all)
        bridge.feeds.hovered.connect(self._on_hovered)
        bridge.channel.case_hovered.connect(self._on_left)
        bridge.feeds.clicked.connect(self._on_clicked)
        layers.component.found.connect(self._on_component)
        view.view_changed.connect(self._on_view)
        view.looked_at.connect(self._on_looked)
        if past is not None:
            past.begun.connect(self._on_past)
            past.ended.connect(self._on_past)
        self._on_past()
        layers.watch(view, looking=view.isVisible())

    @Slot(object)
    def _on_options(self, options: LayerOptions) -> None:
        switches = options.switches()
        if self._past is not None and self._past.on:
            switches = {layer: on and layer in TIMELESS for layer, on in switches.items()}
        self.view.bridge.set_layers(switches)
        self._tell_legend()

    @Slot()
    def _on_past(self) -> None:
        self._on_options(self._layers.options)

    @Slot(bool)
    def _on_looked(self, looking: bool) -> None:  # noqa: FBT001  the signal's argument
        self._layers.watch(self.view, looking=looking)

    @Slot(float, float, float, float, int)
    def _on_view(self, west: float, south: float, east: float, north: float, _count: int) -> None:
        if self.view.isVisible():
            self._layers.look_at(west, south, east, north)

    @Slot(str)
    def _on_told(self, _layer: str) -> None:
        self._tell_legend()
        if self._under is not None:  # what was not known when the pointer came is known now
            self._name(*self._under)

    def _tell_legend(self) -> None:
        on, formats = self._layers.options.on, self._look.formats
        if self._past is not None and self._past.on:
            on = on & TIMELESS
        heat = legend_of(self._layers.legend, formats) if "heat" in on else []
        self.legend_told.emit([*heat, *signs_of(on, formats)])

    @Slot(str, int, float, float)
    def _on_hovered(self, layer: str, number: int, lon: float, lat: float) -> None:
        self._under = (layer, number, lon, lat) if layer == "grids" else None
        self._name(layer, number, lon, lat)

    @Slot()
    def _on_left(self) -> None:
        """The pointer is on a mark, or has left the map: what comes later names nothing."""
        self._under = None

    def _name(self, layer: str, number: int, lon: float, lat: float) -> None:
        thing = self._layers.thing(layer, number)
        title, detail = words_of(thing, self._look.formats, self._pins.now())
        self.view.bridge.feeds.tell(title, detail, lon, lat)

    @Slot(str, int)
    def _on_clicked(self, layer: str, number: int) -> None:
        thing: Any = self._layers.thing(layer, number)
        if isinstance(thing, EndedPin):
            self.case_asked.emit(CaseId(thing.id))
        elif isinstance(thing, ComponentPin):
            self._layers.component.ask(thing.code)

    @Slot(object)
    def _on_component(self, card: ComponentCard) -> None:
        """All that is known of a component that was clicked, beside it."""
        if self.view.isVisible():
            title, detail = words_of(card, self._look.formats, self._pins.now())
            point = card.component.point
            self.view.bridge.feeds.tell(title, detail, point.lon, point.lat)
