"""A layer whose tiles come from a server, over what this workstation keeps of it.

A kept tile is shown at once; an old one is asked for anew and stands in while the server is away. A
server in trouble is left alone until the next try is due: one question, that of the tile it failed
with last.
"""

from __future__ import annotations

import time
from functools import partial
from typing import Final

from PySide6.QtCore import QObject

from console.domain.basemap import Basemap, Trouble, servers_of, tile_address
from console.domain.refusal import Refusal
from console.ports.basemaps import Kept, Tile, TilePlace
from console.services.basemap_check import key_of
from console.viewmodels.tile_lane import TileLane
from console.viewmodels.tile_layer import GOOD, Answer, Cancel, TileLayer
from console.viewmodels.tile_network import Fetched, TileNetwork

FRESH_S: Final = 30 * 24 * 3600
PATIENT: Final = 3
"""Failures in a row before a server that is merely away is in trouble."""
AT_ONCE: Final = frozenset({Trouble.KEY, Trouble.TIME, Trouble.KEY_MISSING})
Place = tuple[int, int, int]


class ServerLayer(TileLayer):
    """See `TileLayer`."""

    def __init__(
        self, layer: Basemap, place: TilePlace, network: TileNetwork, parent: QObject
    ) -> None:
        super().__init__(layer, parent)
        self._place, self._network = place, network
        self._servers = frozenset(servers_of(layer))
        self._lane = TileLane(f"basemap {layer.id}", self)
        self._failed: Place | None = None
        self._failures = 0
        self._open = True

    @property
    def shown(self) -> bool:
        """Always: what is kept is shown while the server is away."""
        return True

    def ask(self, z: int, x: int, y: int, answer: Answer) -> Cancel:
        """See `TileLayer`."""
        question = _Question(self, (z, x, y), answer)
        question.ticket = self._lane.put(
            partial(self._kept, (z, x, y)), partial(self._on_kept, question)
        )
        return question.cancel

    def try_again(self) -> None:
        """Ask once for the tile that failed last."""
        if self._open and self._failed is not None:
            question = _Question(self, self._failed, _let_go)
            question.trying = True
            self._fetch(question)

    def close(self) -> None:
        """End the thread; what the network has under way is dropped with it."""
        super().close()
        self._open = False
        self._lane.close()

    def wait(self) -> None:
        """See `TileLayer`."""
        self._lane.wait()

    # --- in the lane's thread -------------------------------------------------------------------

    def _kept(self, at: Place) -> tuple[Kept | None, str]:
        """What is kept, and the key: a file that is read here, off the window's thread."""
        return self._place.kept(self.layer.address, *at), key_of(self.layer, self._place.keys)

    def _checked(self, at: Place, content: bytes) -> Tile:
        tile = self._place.check(content)
        self._place.keep(self.layer.address, *at, tile)
        return tile

    # --- on the window's thread -----------------------------------------------------------------

    def _on_kept(
        self, question: _Question, told: tuple[Kept | None, str] | None, _no: Refusal | None
    ) -> None:
        question.ticket = None
        question.kept, question.key = told or (None, "")
        kept = question.kept
        if kept is not None and kept.age < FRESH_S:
            self.changed_at = max(self.changed_at or 0.0, time.time() - kept.age)
            question.give(kept.tile)
        elif question.wanted and (question.trying or self._may_ask()):
            self._send(question)
        else:
            self._failed = self._failed or question.at
            question.give_kept()

    def _may_ask(self) -> bool:
        return self.trouble in GOOD or self.trouble is Trouble.WAITING

    def _fetch(self, question: _Question) -> None:
        question.ticket = self._lane.put(
            partial(self._kept, question.at), partial(self._on_kept_trying, question)
        )

    def _on_kept_trying(
        self, question: _Question, told: tuple[Kept | None, str] | None, _no: Refusal | None
    ) -> None:
        question.ticket = None
        question.kept, question.key = told or (None, "")
        self._send(question)

    def _send(self, question: _Question) -> None:
        if self.layer.needs_key and not question.key:
            self._fail(question, Trouble.KEY_MISSING)
            return
        address = tile_address(self.layer, *question.at, question.key)
        question.fetching = self._network.fetch(
            address, self._servers, partial(self._on_fetched, question)
        )

    def _on_fetched(self, question: _Question, fetched: Fetched) -> None:
        question.fetching = None
        if not self._open:
            return
        if fetched.trouble is not None:
            trouble = fetched.trouble
            if trouble is Trouble.KEY and not self.layer.needs_key:
                trouble = Trouble.ANSWER
            self._fail(question, trouble)
        elif fetched.content is None:
            self._succeed()
            question.give(None)
        else:
            question.ticket = self._lane.put(
                partial(self._checked, question.at, fetched.content),
                partial(self._on_checked, question),
            )

    def _on_checked(self, question: _Question, tile: Tile | None, no: Refusal | None) -> None:
        question.ticket = None
        if tile is None:
            # A page in place of a picture is how some servers say that a key is wrong.
            del no
            self._fail(question, Trouble.ANSWER)
            return
        self.changed_at = time.time()
        self._succeed()
        question.give(tile)

    def _succeed(self) -> None:
        was_well = self._may_ask()
        self._failures, self._failed = 0, None
        self.become(Trouble.FINE)
        if not was_well:
            self.renewed.emit()

    def _fail(self, question: _Question, trouble: Trouble) -> None:
        self._failed = question.at
        self._failures += 1
        if trouble in AT_ONCE or question.trying or self._failures >= PATIENT:
            self.become(trouble)
        question.give_kept()

    def call_off(self, question: _Question) -> None:
        """Nobody waits for this tile any more."""
        if question.ticket is not None:
            self._lane.cancel(question.ticket)
        if question.fetching is not None:
            self._network.cancel(question.fetching)


class _Question:
    """A tile on its way."""

    def __init__(self, layer: ServerLayer, at: Place, answer: Answer) -> None:
        self._layer, self.at, self._answer = layer, at, answer
        self.kept: Kept | None = None
        self.key = ""
        self.ticket: int | None = None
        self.fetching: int | None = None
        self.wanted = True
        self.trying = False

    def __repr__(self) -> str:
        """No key."""
        return f"_Question({self.at})"

    def give(self, tile: Tile | None) -> None:
        if self.wanted:
            self.wanted = False
            self._answer(tile)

    def give_kept(self) -> None:
        """What there is, however old."""
        self.give(None if self.kept is None else self.kept.tile)

    def cancel(self) -> None:
        if self.wanted:
            self.wanted = False
            self._layer.call_off(self)


def _let_go(_tile: Tile | None) -> None:
    """A try is for the layer, not for a picture."""
