"""Rows of a block: how many have room, how high they are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QRectF

from console.views.wall.sheet import Sheet

TOP: Final = 92
"""Below a block's title."""
FOOT: Final = 18


@dataclass(frozen=True, slots=True)
class Rows:
    """Places of rows below each other."""

    top: float
    height: float
    count: int
    width: float

    def place(self, at: int) -> QRectF:
        """The place of a row, counted from 0."""
        return QRectF(0, self.top + at * self.height, self.width, self.height)


def rows_of(
    sheet: Sheet, wanted: int, *, least: float, most: float, top: float = TOP, foot: float = FOOT
) -> Rows:
    """As many rows as have room, not lower than `least` and not higher than `most`."""
    room = max(0.0, sheet.height - top - foot)
    count = min(wanted, int(room // least))
    return Rows(top, min(most, room / max(1, count)), count, sheet.width)


def foot_words(sheet: Sheet, words: str, *, foot: float = FOOT) -> None:
    """Say at the foot what else there is; room for it must have been left."""
    pad = sheet.sizes.pad
    place = QRectF(pad, sheet.height - foot - 60, sheet.width - 2 * pad, 60)
    sheet.write(words, place, sheet.sizes.text, tone="ink2")
