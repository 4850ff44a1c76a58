"""The marks of the map as one picture, painted by the lists' own painter (`painting`).

List and map can therefore not differ. No shape is drawn here.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Final

from PySide6.QtCore import QBuffer, QIODevice

from console.domain.tone import Urgency
from console.viewmodels.map_state import FILLS, URGENCIES
from console.views.painting import Extra, sprite_name, sprite_sheet
from console.views.theme import Tokens

PAPER_RATIO: Final = 3
"""Pixels on paper per logical pixel of the view: about 300 to the inch on A4."""


def map_sprites(
    tokens: Tokens, ratio: float, sizes: Mapping[Urgency, float] | None = None
) -> tuple[bytes, bytes]:
    """PNG of all marks at `ratio` device pixels per logical pixel, and its cells as JSON.

    `sizes` as in `sprite_sheet`. The JSON holds `ratio`, `kinds` (cells in the order of
    `kind_number`) and `ring`; a cell is x, y, width, height in logical pixels.
    """
    image, places = sprite_sheet(tokens, ratio, sizes)
    kinds = [places[sprite_name(urgency, fill)] for urgency in URGENCIES for fill in FILLS]
    picture = QBuffer()
    picture.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(picture, "PNG")  # type: ignore[call-overload]  # the stub wants bytes, Qt takes text
    cells = {"ratio": ratio, "kinds": kinds, "ring": places[Extra.RING.value]}
    return bytes(picture.data().data()), json.dumps(cells).encode()


class MapSprites:
    """The marks of one map, painted when its page first asks for them."""

    def __init__(self, tokens: Tokens) -> None:
        self._asked: tuple[Tokens, float] = (tokens, 1.0)
        self._sizes: Mapping[Urgency, float] | None = None
        self._made: tuple[bytes, bytes] | None = None

    def use(self, tokens: Tokens, ratio: float) -> None:
        """Colours and device pixels per logical pixel from now on."""
        if (tokens, ratio) != self._asked:
            self._asked, self._made = (tokens, ratio), None

    def size(self, sizes: Mapping[Urgency, float]) -> None:
        """Marks of a wall from now on."""
        if sizes != self._sizes:
            self._sizes, self._made = sizes, None

    def painted(self) -> tuple[bytes, bytes]:
        """As `map_sprites`."""
        if self._made is None:
            self._made = map_sprites(*self._asked, self._sizes)
        return self._made

    def for_paper(self) -> bytes:
        """The same picture as fine as a printer wants it; its cells are those of the screen."""
        return map_sprites(self._asked[0], PAPER_RATIO)[0]
