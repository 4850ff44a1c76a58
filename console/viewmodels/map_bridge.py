"""The map's whole state in Python, and the differences the page is told.

The page may die and be rebuilt at any moment: on `ready` it receives everything, afterwards only
what changed, at most one message per beat (`map_news`). Nothing here draws, and nothing moves the
view but a gesture of the operator (`locate`, choosing a case while the view is not locked).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from typing import Any, Final

from PySide6.QtCore import QObject, Signal

from console.ports.map_rows import MapPin, MapScene
from console.viewmodels.map_channel import LAYERS, WHOLE_ON, MapChannel
from console.viewmodels.map_feeder import Feeder
from console.viewmodels.map_feeds import MapFeeds
from console.viewmodels.map_news import MapNews
from console.viewmodels.map_state import GridShapes, PinTable, View, pack_base
from console.viewmodels.map_tools import MapTools

NEAR_ZOOM: Final = 16.0

Tip = dict[str, str]


class MapBridge(QObject):
    """One map: cases, base, grids, selection, layers, view; the window tells it, the page asks."""

    chosen = Signal(object)
    """Case id (int) of the mark the operator clicked; an object because ids exceed 32 bits."""
    grid_chosen = Signal(str)
    view_changed = Signal(float, float, float, float, int)
    """West, south, east, north in degrees, and the open cases in view."""
    layers_changed = Signal(object)
    shown = Signal()
    """The page has received the whole state (first time, or after a rebuild)."""

    def __init__(
        self, *, inset: bool = False, wall: bool = False, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self.pins = PinTable()
        self.grids = GridShapes()
        self.base = pack_base({})
        self.channel = MapChannel(self)
        self.view: View | None = None
        self.locked = False
        self.selected: int | None = None
        self.layers = {layer: inset or layer in WHOLE_ON for layer in LAYERS}
        self._inset, self._wall = inset, wall
        self._remaining = ""
        self._theme: dict[str, str] = {}
        self._labels: dict[str, Any] = {}
        self.scene: dict[str, Any] | None = None
        self.age: dict[str, Any] = {"words": "", "old": False}
        self.news = MapNews(self.channel, self.pins, self)
        self._feeder = Feeder(self._take, self.news, self)
        self.feeds = MapFeeds(self.channel, self.news, self)
        self.tools = MapTools(self.channel, self.news, self)
        self.channel.became_ready.connect(self._on_page_ready)
        self.channel.case_hit.connect(self._on_case_hit)
        self.channel.case_hovered.connect(self._on_case_hovered)
        self.channel.grid_hit.connect(self._on_grid_hit)
        self.channel.view_moved.connect(self._on_view_moved)
        self.channel.layer_switched.connect(self._on_layer_switched)

    def set_base(self, base: Mapping[str, Any]) -> None:
        """The base map: plain lists as `console.demo.citymap.city_map` gives them.

        `start` [lon, lat, zoom], `bounds` [west, south, east, north]; `districts`, `communities`,
        `water`, `parks` with `name` and `rings` (districts with `code`); `roads` and rivers with
        `line`, `width_m` and, roads, `rank` 1 to 3. What is missing is not drawn.
        """
        self.base = pack_base(base)
        self.news.reload("base")

    def set_grids(self, grids: GridShapes) -> None:
        self.grids = grids
        self.news.reload("grids")

    def set_cases(self, pins: Iterable[MapPin]) -> None:
        """Show exactly these cases; the page learns only the differences."""
        self._feeder.finish()
        wanted = {pin.id: pin for pin in pins}
        gone = [case for case in self.pins.pins if case not in wanted]
        self.patch_cases(wanted.values(), gone)

    def patch_cases(self, changed: Iterable[MapPin], removed: Iterable[int] = ()) -> None:
        """Take changed or new cases and forget the removed ones (ids).

        Very many are taken in slices, so that the window stays quick; they are told together.
        """
        self._feeder.feed(tuple(changed), tuple(removed))

    def flush(self) -> None:
        """Take and tell at once what waits."""
        self._feeder.finish()
        self.news.flush()

    def _take(self, changed: Sequence[MapPin], removed: Sequence[int]) -> None:
        for pin in changed:
            handle = self.pins.put(pin)
            if handle is not None:
                self.news.put(handle)
            if pin.id == self.selected:
                self._tell_selection(reveal=False)
        for case in removed:
            if case == self.selected:
                self.select(None)
            handle = self.pins.drop(case)
            if handle is not None:
                self.news.drop(handle)

    def select(self, case_id: int | None) -> None:
        """Ring this case; the view follows only while the operator has not moved it himself."""
        if case_id != self.selected:
            self._remaining = ""
        self.selected = case_id
        self._tell_selection(reveal=not self.locked)

    def set_remaining(self, text: str) -> None:
        """The chosen case's time left as a finished text; may be told every second."""
        if text != self._remaining:
            self._remaining = text
            self._tell_selection(reveal=False)

    def set_theme(self, tokens: Mapping[str, str]) -> None:
        """Colours by token name, `#RRGGBB`."""
        self._theme = dict(tokens)
        self.news.tell(theme=self._theme)
        self.news.reload("sprites")

    def set_language(self, labels: Mapping[str, Any]) -> None:
        """Every text the page may show, by key (see `console.views.map_labels`)."""
        self._labels = dict(labels)
        self.news.tell(labels=self._labels)

    def set_layers(self, layers: Mapping[str, bool]) -> None:
        self.layers.update({key: on for key, on in layers.items() if key in LAYERS})
        self.news.tell(layers=self.layers)

    def set_age(self, words: str, *, old: bool, past: bool = False) -> None:
        """Say how old the view is, and hatch it when it is `old`; no words, fresh. One of the
        `past` is framed."""
        age = {"words": words, "old": old} | ({"past": True} if past else {})
        if age != self.age:
            self.age = age
            self.news.tell(age=age)

    def locate(self, lon: float, lat: float, zoom: float | None = None) -> None:
        """Move the view to a place at the operator's word, which also releases the lock."""
        self.hold(on=False)
        held = self.view.zoom if self.view is not None else NEAR_ZOOM
        self.view = View(lon=lon, lat=lat, zoom=held if zoom is None else zoom)
        self.news.tell(go=[lon, lat, zoom])

    def take_view(self, other: MapBridge) -> None:
        """Show what another map of this seat shows: its part of the city, its layers' things."""
        self.feeds.take(other.feeds)
        if other.view is not None:
            self.view = other.view
            self.news.tell(go=[other.view.lon, other.view.lat, other.view.zoom])
        self.hold(on=other.locked)

    def hold(self, *, on: bool) -> None:
        """Whether the view stays as the operator's hand left it, or follows the chosen case."""
        if on is not self.locked:
            self.locked = on
            self.news.tell(locked=on)

    def show_scene(self, scene: MapScene | None) -> None:
        """Draw what an inset map is about and bring it into view; None clears it."""
        self.scene = None if scene is None else asdict(scene)
        self.news.tell(scene=self.scene)

    def _selection(self) -> dict[str, Any]:
        pin = self.pins.pins.get(self.selected or 0)
        tip = None if pin is None else _tip(pin, self._remaining or pin.remaining)
        return {"handle": self.pins.handle(self.selected) or 0, "tip": tip}

    def _tell_selection(self, *, reveal: bool) -> None:
        told = (self.news.waiting("select") or {}).get("reveal", False)
        self.news.tell(select=self._selection() | {"reveal": reveal or told})

    def _on_page_ready(self) -> None:
        view = self.view
        self.news.start(
            {
                "all": True,
                "inset": self._inset,
                "wall": self._wall,
                "theme": self._theme,
                "labels": self._labels,
                "layers": self.layers,
                "view": None if view is None else [view.lon, view.lat, view.zoom],
                "select": self._selection() | {"reveal": view is None},
                "scene": self.scene,
                "picking": self.tools.picking,
                "tool": self.tools.tool,
                "age": self.age,
                "locked": self.locked,
                "tiles": self.feeds.tiles,
                "feeds": self.feeds.given(),
                "cell": self.feeds.cell,
                "districts": self.pins.districts.codes(),
                "data": {"sprites": True, "base": True, "grids": True, "cases": True},
            }
        )
        self.shown.emit()

    def _on_case_hit(self, handle: int) -> None:
        case = self.pins.case(handle)
        if case is not None:
            self.chosen.emit(case)

    def _on_case_hovered(self, handle: int) -> None:
        pin = self.pins.pins.get(self.pins.case(handle) or 0)
        tip = None if pin is None else _tip(pin, pin.remaining)
        self.news.tell(hover={"handle": handle if tip else 0, "tip": tip})
        self.news.flush()

    def _on_grid_hit(self, index: int) -> None:
        if index < len(self.grids.codes):
            self.grid_chosen.emit(self.grids.codes[index])

    def _on_view_moved(
        self,
        west: float,
        south: float,
        east: float,
        north: float,
        zoom: float,
        count: int,
        by_hand: bool,  # noqa: FBT001, the signal's last argument
    ) -> None:
        self.view = View(lon=(west + east) / 2, lat=(south + north) / 2, zoom=zoom)
        if by_hand:
            self.hold(on=True)
        self.view_changed.emit(west, south, east, north, count)

    def _on_layer_switched(self, layer: str, shown: bool) -> None:  # noqa: FBT001, as above
        self.layers[layer] = shown
        self.layers_changed.emit(dict(self.layers))


def _tip(pin: MapPin, left: str) -> Tip:
    title = f"{pin.number} {pin.label}".strip()
    return {"title": title, "left": left, "tone": pin.urgency, "detail": pin.detail}
