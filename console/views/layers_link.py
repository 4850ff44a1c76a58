"""Joins the layers to one map: bytes to the page, switches both ways, words under the pointer."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QEvent, QObject, Slot

from console.ports.layer_rows import EndedPin
from console.viewmodels.layer_options import LayerOptions
from console.viewmodels.map_layers import LOADS
from console.viewmodels.workbench import Workbench
from console.views.look import Look
from console.views.map_view import MapView
from console.views.thing_words import ThingWords


class LayersLink(QObject):
    """Keeps one map's layers in step; asks for nothing while the map is not shown."""

    def __init__(self, view: MapView, bench: Workbench, look: Look) -> None:
        super().__init__(view)
        layers = bench.layers
        self._view, self._layers, self._bench = view, layers, bench
        self._words = ThingWords(look.formats)
        self._under: tuple[str, int, float, float] | None = None
        feeds = view.bridge.feeds
        layers.packed.connect(feeds.set)
        layers.changed.connect(self._on_options)
        layers.told.connect(self._on_told)
        feeds.hovered.connect(self._on_hovered)
        feeds.clicked.connect(self._on_clicked)
        view.bridge.layers_changed.connect(layers.switch_all)
        view.view_changed.connect(self._on_view)
        view.grid_chosen.connect(bench.cell.show)
        view.installEventFilter(self)
        self._on_options(layers.options)
        layers.watch(view, looking=view.isVisible())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The map is shown or hidden."""
        if event.type() is QEvent.Type.Show:
            self._layers.watch(self._view, looking=True)
        elif event.type() is QEvent.Type.Hide:
            self._layers.watch(self._view, looking=False)
        return super().eventFilter(watched, event)

    @Slot(object)
    def _on_options(self, options: LayerOptions) -> None:
        self._view.bridge.set_layers(options.switches())

    @Slot(float, float, float, float, int)
    def _on_view(self, west: float, south: float, east: float, north: float, _count: int) -> None:
        if self._view.isVisible():
            self._layers.look_at(west, south, east, north)

    @Slot(str, int, float, float)
    def _on_hovered(self, layer: str, number: int, lon: float, lat: float) -> None:
        self._under = (layer, number, lon, lat)
        self._tell()

    @Slot(str)
    def _on_told(self, layer: str) -> None:
        """What was not known when the pointer came is known now."""
        if self._under is not None and layer == LOADS and self._under[0] == "grids":
            self._tell()

    def _tell(self) -> None:
        if self._under is None:
            return
        layer, number, lon, lat = self._under
        thing: Any = self._layers.thing(layer, number)
        title, detail = self._words.of(thing, self._bench.desk.now())
        self._view.bridge.feeds.tell(title, detail, lon, lat)

    @Slot(str, int)
    def _on_clicked(self, layer: str, number: int) -> None:
        thing = self._layers.thing(layer, number)
        if isinstance(thing, EndedPin):
            self._bench.queue.choose(thing.id)
