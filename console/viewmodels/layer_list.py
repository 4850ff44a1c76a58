"""The panel of layers as rows: key, switch, what the layer shows, and the next choice of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, TypeVar

from PySide6.QtCore import QObject, Signal, Slot

from console.domain.basemap import LEAST_OPACITY
from console.domain.gridload import UNSEEN_HOURS, HeatBy
from console.viewmodels.basemaps import Basemaps
from console.viewmodels.layer_options import LATELY
from console.viewmodels.map_channel import WHOLE_LAYERS
from console.viewmodels.map_layers import MapLayers
from console.viewmodels.queue_choices import Choices, QueueChoices

KEYS: Final = "1234567890QWE"
"""Keys of the layers while the panel has the keyboard, in the order of `WHOLE_LAYERS`."""
CHOOSING: Final = frozenset({"heat", "unseen", "closed", "components"})
"""Layers that can show more than one thing."""
BASEMAP: Final = "basemap."
"""Before the id of a basemap in `LayerRow.layer`."""
OPACITY_STEP: Final = 10
Some = TypeVar("Some")


@dataclass(frozen=True, slots=True, kw_only=True)
class LayerRow:
    """One layer: its key, whether it is on, and its choice as code with facts ("" without).

    A basemap has no key but its own `title`, a `note` on how it stands, the `digest` of its file,
    and `file` where its place can be chosen on this workstation.
    """

    layer: str
    key: str
    on: bool
    choice: str = ""
    facts: tuple[tuple[str, object], ...] = ()
    title: str = ""
    note: str = ""
    digest: str = ""
    file: bool = False

    @property
    def basemap(self) -> str:
        """Its id among the basemaps; "" for a layer of the console's own."""
        return self.layer.removeprefix(BASEMAP) if self.layer.startswith(BASEMAP) else ""


class LayerList(QObject):
    """Signals: `changed` after a switch or a choice."""

    changed = Signal()

    def __init__(self, layers: MapLayers, choices: QueueChoices, basemaps: Basemaps) -> None:
        super().__init__(layers)
        self._layers, self._choices, self._basemaps = layers, choices, basemaps
        basemaps.changed.connect(self.changed)
        layers.changed.connect(self.changed)
        choices.loaded.connect(self.changed)

    @property
    def rows(self) -> tuple[LayerRow, ...]:
        """All layers of the large map, then its basemaps from the ground up."""
        own = (self._row(layer, key) for layer, key in zip(WHOLE_LAYERS, KEYS, strict=True))
        return (*own, *(_basemap_row(row) for row in self._basemaps.rows))

    @Slot(str)
    def turn(self, layer: str) -> None:
        """Switch a layer on or off."""
        basemap = self._basemap(layer)
        if basemap is not None:
            self._basemaps.set_on(basemap.basemap, not basemap.on)
            return
        self._layers.switch(layer, on=layer not in self._layers.options.on)

    def choose(self, layer: str, step: int) -> None:
        """The next (1) or the one before (-1) of what a layer can show; it is switched on."""
        basemap = self._basemap(layer)
        if basemap is not None:
            percent = int(str(dict(basemap.facts)["percent"])) + step * OPACITY_STEP
            self._basemaps.set_opacity(basemap.basemap, max(LEAST_OPACITY, min(percent, 100)))
        elif layer in CHOOSING:
            self._choose_own(layer, step)

    def set_path(self, layer: str, path: str) -> None:
        """Where this workstation has a basemap's file."""
        self._basemaps.set_path(layer.removeprefix(BASEMAP), path)

    def _basemap(self, layer: str) -> LayerRow | None:
        return next((row for row in self.rows if row.layer == layer and row.basemap), None)

    def _choose_own(self, layer: str, step: int) -> None:
        options, choose = self._layers.options, self._layers.choose
        on = options.on | {layer}
        if layer == "heat":
            choose(on=on, heat=beside(tuple(HeatBy), options.heat, step))
        elif layer == "unseen":
            choose(on=on, unseen_hours=beside(UNSEEN_HOURS, options.unseen_hours, step))
        elif layer == "closed":
            days = beside(LATELY, options.closed_days, step)
            choose(on=on, closed_days=days, closed_from=None, closed_to=None)
        else:
            chosen = options.classes[0] if options.classes else ""
            code = beside(self._codes(), chosen, step)
            choose(on=on, classes=(code,) if code else ())

    def set_period(self, first: date, last: date) -> None:
        """Closed cases of these days of the city, both included."""
        begin, end = min(first, last), max(first, last)
        options = self._layers.options
        self._layers.choose(on=options.on | {"closed"}, closed_from=begin, closed_to=end)

    def _codes(self) -> tuple[str, ...]:
        return ("", *(code for code, _ in self._classes()))

    def _classes(self) -> list[tuple[str, str]]:
        offered: Choices = self._choices.choices
        found = ((key.partition(":"), name) for key, name in offered.classes)
        return [(code, name) for (kind, _, code), name in found if kind == "component"]

    def _row(self, layer: str, key: str) -> LayerRow:
        choice, facts = self._choice(layer)
        on = layer in self._layers.options.on
        return LayerRow(layer=layer, key=key, on=on, choice=choice, facts=facts)

    def _choice(self, layer: str) -> tuple[str, tuple[tuple[str, object], ...]]:
        options = self._layers.options
        if layer == "heat":
            return f"layers.heat.{options.heat.value}", ()
        if layer == "unseen":
            return "layers.unseen", (("hours", options.unseen_hours),)
        if layer == "closed":
            first, last, days = options.closed_period
            if first is not None and last is not None:
                return "layers.period", (("first", first), ("last", last))
            return ("layers.today", ()) if days == 1 else ("layers.days", (("days", days),))
        if layer == "components":
            chosen = options.classes[0] if options.classes else ""
            name = dict(self._classes()).get(chosen, chosen)
            return ("layers.class", (("name", name),)) if chosen else ("layers.all", ())
        return "", ()


def _basemap_row(row: Mapping[str, Any]) -> LayerRow:
    parts = (row["state"], row["age_text"], row["checksum"])
    return LayerRow(
        layer=f"{BASEMAP}{row['id']}",
        key="",
        on=row["on"],
        choice="layers.opacity",
        facts=(("percent", row["opacity"]),),
        title=row["title"],
        note=" · ".join(part for part in parts if part),
        digest=row["digest"],
        file=row["file"],
    )


def beside(values: Sequence[Some], value: Some, step: int) -> Some:
    """The value `step` places on, round and round; the first where the present one is unknown."""
    if value not in values:
        return values[0]
    return values[(values.index(value) + step) % len(values)]
