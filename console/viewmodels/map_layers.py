"""The layers of the map: what is on, what each shows, and what a thing under the pointer is.

A layer's data are asked for only while it is on and a map is shown; news and time ask again, one
question of a layer at a time and not too often. The page is given bytes; who knows what they mean
is here. Switches and choices are kept per post (`layer_options`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from typing import Any, Final

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from console.domain.gridload import HeatBy, Load
from console.domain.place import DivisionLevel
from console.domain.stage import Post
from console.ports.layer_rows import Box, GridRow
from console.ports.reading import Reading
from console.ports.rows import News
from console.viewmodels import layer_things as made
from console.viewmodels.component_look import ComponentLook
from console.viewmodels.desk import Desk
from console.viewmodels.layer_options import LayerOptions, options_of
from console.viewmodels.layer_things import Fed, Heat, HeatLegend
from console.viewmodels.map_channel import FEEDS, WHOLE_LAYERS
from console.viewmodels.map_ground import MapGround
from console.viewmodels.pacing import Paced

BEAT_MS: Final = 15_000
LOADS_PACE: Final = timedelta(seconds=5)
LOADS: Final = "loads"
CELLS: Final = "cells"
_AT_ONCE: Final = timedelta(milliseconds=400)
_NEWS: Final = frozenset({"heat", "unseen", "closed"})
"""Layers that cases move."""
_TIMED: Final = frozenset({"heat", "unseen", "inspectors", "control"})
"""Layers that time moves."""
_SEEN_THROUGH_A_WINDOW: Final = frozenset({"closed", "components"})
"""Layers asked for the part of the city that is shown."""
_PACES: Final[Mapping[str, timedelta]] = {
    "heat": LOADS_PACE,
    LOADS: LOADS_PACE,
    "unseen": timedelta(minutes=1),  # told in hours, and the dearest of them
    "closed": timedelta(seconds=2),
    "inspectors": timedelta(seconds=30),
}

Question = Callable[[Reading], Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """A unit grid under the pointer: what it is and, once known, what it carries."""

    row: GridRow
    load: Load | None
    seen: datetime | None = None


class MapLayers(QObject):
    """Signals: `packed` (layer, bytes) for the page; `changed` (LayerOptions); `told` (layer) what
    is known of it has changed: legend, loads; `kept` (Post, str) for this workstation to keep."""

    packed = Signal(str, object)
    changed = Signal(object)
    told = Signal(str)
    kept = Signal(object, str)

    def __init__(self, desk: Desk, ground: MapGround) -> None:
        super().__init__(desk)
        self._desk, self._ground = desk, ground
        self._by_post: dict[Post, LayerOptions] = {}
        self._viewers: set[QObject] = set()
        self._box: Box | None = None
        self._things: dict[str, tuple[Any, ...]] = {}
        self._codes: tuple[str, ...] = ()
        self._cells: dict[str, GridRow] = {}
        self._loads: Mapping[str, Load] | None = None
        self.legend: HeatLegend | None = None
        self.component = ComponentLook(desk)
        self._paced: dict[str, Paced] = {}
        for layer in (*FEEDS, LOADS, CELLS):
            paced = Paced(desk.now, _PACES.get(layer, _AT_ONCE), self)
            paced.due.connect(partial(self._ask, layer))
            self._paced[layer] = paced
        self._beat = QTimer(self)
        self._beat.setInterval(BEAT_MS)
        self._beat.timeout.connect(self._on_beat)
        desk.news.connect(self._on_news)
        desk.asked_anew.connect(self._read_all)
        desk.post_changed.connect(self._on_post)
        ground.shown.connect(self._on_ground)

    # --- what is chosen ---------------------------------------------------------------------------

    @property
    def options(self) -> LayerOptions:
        """Of the post at work."""
        return self._by_post.get(self._desk.actor.post, LayerOptions())

    def take_up(self, kept: Mapping[Post, str]) -> None:
        """Go on with what this workstation kept of each post."""
        self._by_post.update({post: options_of(text) for post, text in kept.items()})
        self._on_post()

    def choose(self, **changes: Any) -> None:
        """Change options (fields of `LayerOptions`)."""
        before = self.options
        now = replace(before, **changes)
        if now == before:
            return
        post = self._desk.actor.post
        self._by_post[post] = now
        self.kept.emit(post, now.as_text())
        self.changed.emit(now)
        for layer in self._moved(before, now):
            self._read_other(layer)

    def switch(self, layer: str, *, on: bool) -> None:
        """Show a layer or not. Raises KeyError for one there is not."""
        if layer not in WHOLE_LAYERS:
            raise KeyError(layer)
        shown = self.options.on | {layer} if on else self.options.on - {layer}
        self.choose(on=shown)

    @Slot(object)
    def switch_all(self, switches: Mapping[str, bool]) -> None:
        """Take what was switched on the map itself."""
        self.choose(on=frozenset(one for one in WHOLE_LAYERS if switches.get(one, False)))

    def _moved(self, before: LayerOptions, now: LayerOptions) -> list[str]:
        """Layers that have something else to show."""
        moved: list[str] = [layer for layer in FEEDS if layer in now.on - before.on]
        if before.heat is not now.heat:
            moved.append("heat")
        if before.unseen_hours != now.unseen_hours:
            moved.append("unseen")
        if before.closed_period != now.closed_period:
            moved.append("closed")
        if before.classes != now.classes:
            moved.append("components")
        return moved

    # --- who looks --------------------------------------------------------------------------------

    def watch(self, viewer: QObject, *, looking: bool) -> None:
        """A map is shown, or is no more; nothing is asked while nobody looks."""
        before = bool(self._viewers)
        if looking:
            self._viewers.add(viewer)
        else:
            self._viewers.discard(viewer)
        if self._viewers and not before:
            self._beat.start()
            self._read_all()
        elif not self._viewers:
            self.stop()

    def stop(self) -> None:
        """Ask no more."""
        self._beat.stop()
        for paced in self._paced.values():
            paced.forget()

    @Slot(float, float, float, float)
    def look_at(self, west: float, south: float, east: float, north: float) -> None:
        """The part of the city that is shown now, in degrees."""
        box = Box(west=west, south=south, east=east, north=north)
        if box != self._box:
            self._box = box
            for layer in _SEEN_THROUGH_A_WINDOW:
                self._want(layer)

    # --- what a thing is --------------------------------------------------------------------------

    def thing(self, layer: str, number: int) -> Any:
        """The row of a thing by its number on the page (`Cell` for "grids"); None when it is gone.

        A cell's load is asked for by this, when it is not known lately.
        """
        if layer == "grids":
            codes = self._ground.grids.codes
            return self.cell(codes[number]) if number < len(codes) else None
        things = self._things.get(layer, ())
        return things[number] if layer != "unseen" and number < len(things) else None

    def cell(self, code: str) -> Cell | None:
        """A unit grid with its load; None for one that is not known."""
        row = self._cells.get(code)
        if row is None:
            return None
        self._paced[LOADS].want()
        load = None if self._loads is None else self._loads.get(code, Load())
        return Cell(row=row, load=load, seen=self._seen(code))

    def _seen(self, code: str) -> datetime | None:
        moments = self._things.get("unseen", ())
        codes = self._ground.grids.codes
        if code not in codes or len(moments) != len(codes):
            return None
        seen: datetime | None = moments[codes.index(code)]
        return seen

    def as_of(self, layer: str) -> datetime | None:
        """Of when a layer's data are, if they are only remembered; None when the store told."""
        return self._desk.dated.get(f"layers.{layer}")

    # --- asking -----------------------------------------------------------------------------------

    def _want(self, layer: str) -> None:
        if self._viewers and layer in self.options.on and self._is_answerable(layer):
            self._paced[layer].want()

    def _is_answerable(self, layer: str) -> bool:
        if layer in _SEEN_THROUGH_A_WINDOW:
            return self._box is not None
        return bool(self._ground.grids.codes) if layer in {"heat", "unseen"} else True

    def _read_other(self, layer: str) -> None:
        """Another question than before: what is on its way is no answer to it."""
        self._paced[layer].forget()
        self._want(layer)

    @Slot()
    def _read_all(self) -> None:
        for layer in FEEDS:
            self._read_other(layer)

    @Slot(object)
    def _on_news(self, news: News) -> None:
        if news.reload:
            self._codes = ()
            self._on_ground()
        elif news.cases:
            for layer in _NEWS:
                self._want(layer)

    @Slot()
    def _on_beat(self) -> None:
        for layer in _TIMED:
            self._want(layer)

    @Slot()
    def _on_post(self) -> None:
        self.changed.emit(self.options)
        self._read_all()

    @Slot()
    def _on_ground(self) -> None:
        codes = self._ground.grids.codes
        if codes != self._codes:
            self._codes = codes
            self._paced[CELLS].forget()
            self._paced[CELLS].want()
            self._read_all()

    def _ask(self, layer: str) -> None:
        self._desk.ask(f"layers.{layer}", self._question(layer), partial(self._on_answer, layer))

    def _question(self, layer: str) -> Question:
        now, box, options = self._desk.now(), self._box, self.options
        codes, cells = self._ground.grids.codes, self._cells
        since, until = options.closed_span(now)
        asked: dict[str, Question] = {
            "heat": partial(_heat, options.heat, codes, cells, now),
            "unseen": lambda one: made.unseen(
                one.grids_seen(now), codes, now, options.unseen_hours
            ),
            "control": lambda one: made.areas(one.control_areas(now)),
            "duty": lambda one: made.areas(one.duty_areas()),
            "streets": lambda one: made.areas(one.division_areas(DivisionLevel.STREET)),
            "communities": lambda one: made.areas(one.division_areas(DivisionLevel.COMMUNITY)),
            "inspectors": lambda one: made.inspectors(one.inspector_rows(now), now),
            LOADS: lambda one: made.loads_of(one.grid_loads(now)),
            CELLS: lambda one: made.rows_by_code(one.grid_rows()),
        }
        if box is not None:
            asked["closed"] = lambda one: made.closed(one.ended_pins(box, since, until))
            asked["components"] = lambda one: made.components(
                one.component_pins(box, options.classes)
            )
        return asked[layer]

    def _on_answer(self, layer: str, found: Any) -> None:
        if layer == CELLS:
            self._cells = found
            if self.options.heat is HeatBy.DENSITY:
                self._read_other("heat")
        elif layer == LOADS:
            self._loads = found
        elif isinstance(found, Heat):
            self.legend = found.legend
            if found.legend.by is not HeatBy.GRADE:
                self._loads = found.loads
            self.packed.emit(layer, found.packed)
        elif isinstance(found, Fed):
            self._things[layer] = found.things
            self.packed.emit(layer, found.packed)
        self.told.emit(layer)
        self._paced[layer].answered()


def _heat(
    by: HeatBy,
    codes: tuple[str, ...],
    cells: Mapping[str, GridRow],
    now: datetime,
    reading: Reading,
) -> Heat:
    if by is HeatBy.GRADE:
        return made.graded(reading.grid_grades(), codes)
    return made.heat(by, made.loads_of(reading.grid_loads(now)), codes, cells)
