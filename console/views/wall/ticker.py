"""What happened last: four events side by side, replaced and never moved."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QRectF

from console.domain.scene import SceneBlock
from console.domain.stage import Move
from console.viewmodels.wall_blocks import Ticker, TickerLine
from console.views.wall.sheet import Sheet

LEAST: Final = 800
"""A place narrower than this tells no event: so fewer stand side by side."""
ROW: Final = 92.0
"""In a place that is twice as high the events stand below each other."""
GAP: Final = 44
SHORT: Final = 6
"""Digits of a number that tell cases of a day apart."""
SAID: Final = frozenset({
    Move.REPORT, Move.REGISTER, Move.DISPATCH, Move.REDISPATCH, Move.FEEDBACK, Move.PASS,
    Move.FAIL, Move.CLOSE,
})  # fmt: skip
"""Moves with a word of the wall; any other is told by the stage it led to."""


def seen(block: Ticker, room: int) -> tuple[TickerLine, ...]:
    """The events of this turn: the newest first, then the older ones, then the newest again."""
    turns = max(1, -(-len(block.lines) // room))
    start = block.turn % turns * room
    return block.lines[start : start + room]


def paint_ticker(sheet: Sheet, block: Ticker, _spot: SceneBlock) -> None:
    """The events of this turn in equal places."""
    if not block.lines:
        place = QRectF(0, 0, sheet.width, sheet.height)
        sheet.write(sheet.say("wall.ticker.none"), place, sheet.sizes.text, tone="ink2")
        return
    width = sheet.width - sheet.reserved
    down = max(1, int(sheet.height // ROW))
    across = max(1, int(width // LEAST)) if down == 1 else 1
    wide = (width - GAP * (across - 1)) / across
    for at, line in enumerate(seen(block, min(across * down, len(block.lines)))):
        top = at // across * ROW if down > 1 else 0.0
        height = ROW if down > 1 else sheet.height
        _line(sheet, line, QRectF(at % across * (wide + GAP), top, wide, height))


def _line(sheet: Sheet, line: TickerLine, place: QRectF) -> None:
    size = sheet.sizes.text
    move = f"wall.move.{line.move}" if line.move in SAID else f"stage.{line.stage}"
    where = line.unit if line.move in (Move.DISPATCH, Move.REDISPATCH) else line.district
    rest = " ".join(one for one in (line.category_name, sheet.say(move), where) if one)
    used = sheet.write(sheet.look.formats.time(line.at), place, size, tone="ink3") + 22
    number = line.number[-SHORT:]
    used += sheet.write(number, place.adjusted(used, 0, 0, 0), size, tone="ink2", strong=True) + 14
    sheet.write(rest, place.adjusted(used, 0, 0, 0), size, tone="ink2")
