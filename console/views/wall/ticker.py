"""What happened last: as many events side by side as have room, replaced and never moved."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QRectF

from console.domain.scene import SceneBlock
from console.domain.stage import Move
from console.viewmodels.wall_blocks import Ticker, TickerLine
from console.views.wall.sheet import Sheet

ROW: Final = 92.0
"""In a place that is twice as high the events stand below each other."""
GAP: Final = 64
WORD: Final = 10
CLASS: Final = 2
"""The place of the class among the parts of an event."""
CUT: Final = 3
"""Letters of a class that stay."""
SHORT: Final = 6
"""Digits of a number that tell cases of a day apart."""
SAID: Final = frozenset({
    Move.REPORT, Move.REGISTER, Move.DISPATCH, Move.REDISPATCH, Move.FEEDBACK, Move.PASS,
    Move.FAIL, Move.CLOSE,
})  # fmt: skip
"""Moves with a word of the wall; any other is told by the stage it led to."""


def pages(widths: Sequence[float], across: float, down: int) -> list[range]:
    """Which events stand together: as many as have room whole, `down` of them where each has a row
    of its own. One wider than all there is stands alone and is cut."""
    made, first, used = [], 0, 0.0
    for at, width in enumerate(widths):
        full = at - first == down if down > 1 else used + width > across
        if at > first and full:
            made.append(range(first, at))
            first, used = at, 0.0
        used += width + GAP
    return [*made, range(first, len(widths))]


def paint_ticker(sheet: Sheet, block: Ticker, _spot: SceneBlock) -> None:
    """The events of this turn: the newest first, then the older ones, then the newest again."""
    if not block.lines:
        place = QRectF(0, 0, sheet.width, sheet.height)
        sheet.write(sheet.say("wall.ticker.none"), place, sheet.sizes.text, tone="ink2")
        return
    room = sheet.width - sheet.reserved
    rows = max(1, int(sheet.height // ROW))
    told = [_told(sheet, line) for line in block.lines]
    widths = [sum(one.width + one.gap for one in parts) for parts in told]
    parted = rows > 1 and max(widths) > room
    down = max(1, rows // 2) if parted else rows
    together = pages(widths, room, down)
    left = top = 0.0
    for at in together[block.turn % len(together)]:
        height = ROW if rows > 1 else sheet.height
        halves = (told[at][:CLASS], told[at][CLASS:]) if parted else (told[at],)
        for parts in halves:
            _line(sheet, parts, QRectF(left, top, min(widths[at] + 1, room), height))
            top += ROW if rows > 1 else 0
        left += widths[at] + GAP if rows == 1 else 0


@dataclass(frozen=True, slots=True)
class _Part:
    """A piece of an event with the air behind it."""

    text: str
    tone: str
    strong: bool
    width: float
    gap: float
    can_be_cut: bool = False


def _told(sheet: Sheet, line: TickerLine) -> list[_Part]:
    move = f"wall.move.{line.move}" if line.move in SAID else f"stage.{line.stage}"
    where = line.unit if line.move in (Move.DISPATCH, Move.REDISPATCH) else line.district
    said = (
        (sheet.look.formats.time(line.at), "ink3", False, 22),
        (line.number[-SHORT:], "ink2", True, 14),
        (line.category_name, "ink2", False, WORD if line.category_name else 0),
        (" ".join(one for one in (sheet.say(move), where) if one), "ink2", False, 0),
    )
    size = sheet.sizes.text
    return [
        _Part(text, tone, strong, sheet.measure(text, size, strong=strong), gap, at == CLASS)
        for at, (text, tone, strong, gap) in enumerate(said)
    ]


def _line(sheet: Sheet, parts: Sequence[_Part], place: QRectF) -> None:
    """What happened and where stays whole as long as the class can be cut."""
    left, short = place.left(), sum(one.width + one.gap for one in parts) - place.width()
    for one in parts:
        width = one.width + 1
        if one.can_be_cut:
            width = max(min(width, CUT * sheet.sizes.text), width - max(0.0, short))
        room = QRectF(left, place.top(), min(width, place.right() - left), place.height())
        left += sheet.write(one.text, room, sheet.sizes.text, tone=one.tone, strong=one.strong)
        left += one.gap
