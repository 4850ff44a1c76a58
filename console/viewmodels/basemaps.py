"""The basemaps of a seat: the city's list, what this workstation chose of it, and how each stands.

The panel of layers shows `rows`; the page is told `told` and asks by number (`ask`). A trouble is
one calm line in its row and one notice, and the map stands without the layer.
"""

from __future__ import annotations

import time
from contextlib import suppress
from dataclasses import dataclass, replace
from itertools import count
from typing import Any, Final

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from console.domain.basemap import (
    BASEMAPS_SETTING,
    LEAST_OPACITY,
    Basemap,
    Trouble,
    is_tile,
    key_host,
    read_basemaps,
)
from console.ports.basemaps import Chosen, TilePlace
from console.ports.reading import Reading
from console.viewmodels.desk import Desk
from console.viewmodels.notices import Notice, NoticeTone
from console.viewmodels.tile_file import FileLayer
from console.viewmodels.tile_layer import GOOD, Answer, Cancel, TileLayer, nothing_to_cancel
from console.viewmodels.tile_network import TileNetwork
from console.viewmodels.tile_server import ServerLayer
from console.viewmodels.words import Say

LOOK_MS: Final = 120_000
"""Between two looks at the city's list, which an administrator may change elsewhere."""
SHORT: Final = 12
"""Signs of a checksum in the list."""
AGAIN_S: Final = 3600.0
"""A trouble is told once in so long, however often it comes and goes."""
_QUIET: Final = frozenset({*GOOD, Trouble.OFF, Trouble.WAITING})
_UNITS: Final = (("days", 86_400), ("hours", 3_600), ("minutes", 60))


@dataclass(frozen=True, slots=True)
class _Read:
    layers: tuple[Basemap, ...]
    chosen: Chosen


class Basemaps(QObject):
    """Signals: `changed` rows are others; `told_changed` the page has to be told anew."""

    changed = Signal()
    told_changed = Signal()

    def __init__(self, desk: Desk, say: Say) -> None:
        super().__init__(desk)
        self._desk, self._say = desk, say
        self._place: TilePlace | None = desk.outside.tiles
        self._network = TileNetwork(self)
        self._layers: tuple[Basemap, ...] = ()
        self._chosen = Chosen()
        self._numbers = count(1)
        self._running: dict[int, TileLayer] = {}
        self._renewals: dict[int, int] = {}
        self._last_told: list[dict[str, Any]] = []
        self._told_at: dict[tuple[str, Trouble], float] = {}
        self._look = QTimer(self)
        self._look.setInterval(LOOK_MS)
        self._look.timeout.connect(self.load)
        desk.asked_anew.connect(self.load)

    # --- life -------------------------------------------------------------------------------------

    def start(self) -> None:
        """Read the list, and again from time to time."""
        self._look.start()
        self.load()

    def stop(self) -> None:
        """End what runs."""
        self._look.stop()
        for layer in self._running.values():
            layer.close()
        for layer in self._running.values():
            layer.wait()
        self._running.clear()
        self._network.close()

    @Slot()
    def load(self) -> None:
        """Read the city's list and this workstation's choices; without a place there are none."""
        place, keeping, known = self._place, self._desk.outside.keeping, self._desk.known
        if place is None:
            return

        def read(reading: Reading) -> _Read:
            kept = known.beside(
                reading, BASEMAPS_SETTING, lambda: keeping.setting(BASEMAPS_SETTING)
            )
            return _Read(read_basemaps(kept), place.chosen())

        self._desk.ask("basemaps", read, self._on_read)

    # --- what is shown ----------------------------------------------------------------------------

    @property
    def rows(self) -> list[dict[str, Any]]:
        """One row a layer, lowest first: `id`, `title`, `on`, `opacity` (percent), `state` and
        `age_text` (words), `checksum` (short, or how far it is made), `digest` (whole, "" unknown),
        `trouble` (the code of the state), `file` (whether its place can be chosen here)."""
        return [self._row(layer) for layer in self._layers]

    @property
    def told(self) -> list[dict[str, Any]]:
        """What the page draws, lowest first: `number`, `vector`, `opacity` (0 to 1), `least` and
        `most` level, `good` (the city's own ground steps back for it), `renewed` (a count)."""
        order = {layer.id: at for at, layer in enumerate(self._layers)}
        shown = [(number, one) for number, one in self._running.items() if one.shown]
        return [
            {
                "number": number,
                "vector": one.vector,
                "opacity": self._opacity(one.layer) / 100,
                "least": one.least,
                "most": one.most,
                "good": one.trouble in GOOD,
                "renewed": self._renewals.get(number, 0),
            }
            for number, one in sorted(shown, key=lambda pair: order.get(pair[1].layer.id, 0))
        ]

    def ask(self, number: int, z: int, x: int, y: int, answer: Answer) -> Cancel:
        """Ask for a tile of a layer; what is given back calls it off."""
        layer = self._running.get(number)
        if layer is None or not is_tile(z, x, y) or not layer.least <= z <= layer.most:
            answer(None)
            return nothing_to_cancel
        return layer.ask(z, x, y, answer)

    # --- choosing ---------------------------------------------------------------------------------

    def set_on(self, id: str, on: bool) -> None:  # noqa: FBT001 - as its switch tells it
        """Show a layer at this workstation, or not."""
        self._choose(replace(self._chosen, on=_put(self._chosen.on, id, on)))

    def set_opacity(self, id: str, percent: int) -> None:
        """How much is seen of a layer at this workstation, 10 to 100."""
        share = min(100, max(LEAST_OPACITY, percent))
        self._choose(replace(self._chosen, opacity=_put(self._chosen.opacity, id, share)))

    def set_path(self, id: str, path: str) -> None:
        """Where a layer's file lies at this workstation, "" as the city has it."""
        self._choose(replace(self._chosen, paths=_put(self._chosen.paths, id, path)))

    def _choose(self, chosen: Chosen) -> None:
        place = self._place
        if place is None or chosen == self._chosen:
            return

        def keep(_outside: object) -> None:
            with suppress(OSError):  # it holds for now, and is asked again at the next start
                place.choose(chosen)

        self._desk.order(keep, lambda _none: None)
        self._take(self._layers, chosen)

    # --- inside -----------------------------------------------------------------------------------

    def _on_read(self, read: _Read) -> None:
        self._take(read.layers, read.chosen)

    def _take(self, layers: tuple[Basemap, ...], chosen: Chosen) -> None:
        self._layers, self._chosen = layers, chosen
        wanted = {layer.id: layer for layer in layers if self._on(layer)}
        for number, one in list(self._running.items()):
            layer = wanted.get(one.layer.id)
            same = layer is not None and _source(layer) == _source(one.layer)
            if layer is None or not same or self._path(layer) != getattr(one, "path", ""):
                one.close()
                one.deleteLater()
                del self._running[number]
            else:
                one.layer = layer
        running = {one.layer.id for one in self._running.values()}
        for layer in layers:
            if layer.id in wanted and layer.id not in running:
                self._run(layer)
        self._on_layer_changed()

    def _run(self, layer: Basemap) -> None:
        place = self._place
        if place is None:
            return
        number = next(self._numbers)
        made: TileLayer = (
            FileLayer(layer, self._path(layer), place, self)
            if layer.is_file
            else ServerLayer(layer, place, self._network, self)
        )
        self._running[number] = made
        made.changed.connect(self._on_layer_changed)
        made.renewed.connect(self._on_renewed)
        made.start()

    def _on(self, layer: Basemap) -> bool:
        return dict(self._chosen.on).get(layer.id, layer.on)

    def _opacity(self, layer: Basemap) -> int:
        return dict(self._chosen.opacity).get(layer.id, layer.opacity)

    def _path(self, layer: Basemap) -> str:
        if not layer.is_file:
            return ""
        return dict(self._chosen.paths).get(layer.id, "") or layer.address

    @Slot()
    def _on_renewed(self) -> None:
        sender = self.sender()
        for number, one in self._running.items():
            if one is sender:
                self._renewals[number] = self._renewals.get(number, 0) + 1
        self._on_layer_changed()

    @Slot()
    def _on_layer_changed(self) -> None:
        for one in self._running.values():
            self._tell_trouble(one)
        told = self.told
        if told != self._last_told:
            self._last_told = told
            self.told_changed.emit()
        self.changed.emit()

    def _tell_trouble(self, one: TileLayer) -> None:
        key, now = (one.layer.id, one.trouble), time.monotonic()
        if one.trouble in _QUIET and one.trouble is not Trouble.TILE:
            return
        if now - self._told_at.get(key, -AGAIN_S) < AGAIN_S:
            return
        self._told_at[key] = now
        facts = {"title": one.layer.title, "state": self._state(one.layer, one.trouble)}
        self._desk.notice.emit(Notice(code="basemap.told", tone=NoticeTone.WARNING, facts=facts))

    def _row(self, layer: Basemap) -> dict[str, Any]:
        one = next((one for one in self._running.values() if one.layer.id == layer.id), None)
        trouble = Trouble.OFF if one is None else one.trouble
        return {
            "id": layer.id,
            "title": layer.title,
            "on": self._on(layer),
            "opacity": self._opacity(layer),
            "state": self._state(layer, trouble),
            "age_text": "" if one is None else self._age(one),
            "checksum": "" if one is None else _checksum(one),
            "digest": "" if one is None else one.digest,
            "trouble": trouble.value,
            "file": layer.is_file,
        }

    def _state(self, layer: Basemap, trouble: Trouble) -> str:
        host = "" if layer.is_file else key_host(layer)
        return self._say(f"basemap.state.{trouble.value}", host=host)

    def _age(self, one: TileLayer) -> str:
        seconds = one.age_seconds()
        if seconds is None:
            return ""
        name, unit = next(
            ((name, unit) for name, unit in _UNITS if seconds >= unit), ("minutes", 60)
        )
        return self._say(f"basemap.age.{name}", count=max(1, int(seconds // unit)))


def _source(layer: Basemap) -> tuple[object, ...]:
    """What makes another source of a layer; its name and order do not."""
    return layer.id, layer.kind, layer.address, layer.level


def _checksum(one: TileLayer) -> str:
    return f"{one.digesting} %" if one.digesting is not None else one.digest[:SHORT]


def _put(pairs: tuple[tuple[str, Any], ...], id: str, value: object) -> tuple[tuple[str, Any], ...]:
    return tuple((dict(pairs) | {id: value}).items())
