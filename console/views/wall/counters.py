"""Today beside yesterday at the same minute, in cards side by side."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QRectF

from console.domain.scene import SceneBlock
from console.viewmodels.wall_blocks import Counter, Counters
from console.views.wall.sheet import RIGHT, Sheet

PAD: Final = 34
NARROW: Final = 400
"""A card narrower than this has less air inside."""
AIR: Final = 24


def paint_counters(sheet: Sheet, block: Counters, _spot: SceneBlock) -> None:
    """The cards side by side."""
    count = max(1, len(block.counters))
    gap = sheet.sizes.gap
    width = (sheet.width - gap * (count - 1)) / count
    for at, counter in enumerate(block.counters):
        card = QRectF(at * (width + gap), 0, width, sheet.height)
        sheet.card(card)
        _card(sheet, card, counter, sheet.reserved if at == count - 1 else 0.0)


def _card(sheet: Sheet, card: QRectF, counter: Counter, reserved: float) -> None:
    sizes = sheet.sizes
    pad = PAD if card.width() >= NARROW else PAD // 2
    alarm = counter.alarm and counter.value > 0
    head = QRectF(card.left() + pad, card.top() + 14, card.width() - 2 * pad, 76)
    head.setRight(min(head.right(), card.right() - reserved))
    if alarm:
        sheet.state(QRectF(head.left(), head.center().y() - 25, 50, 50), "over")
        head.setLeft(head.left() + 62)
    name = sheet.say(f"wall.counter.{counter.name}")
    fits = sheet.measure(name, sizes.list, strong=alarm) <= head.width()
    size = sizes.list if fits else sizes.text
    sheet.write(name, head, size, tone="ink" if alarm else "ink2", strong=alarm and fits)
    figure = sheet.look.formats.number(counter.value)
    low = QRectF(card.left() + pad, card.bottom() - 152, card.width() - 2 * pad, 138)
    size = sizes.counter
    while size > sizes.value and sheet.measure(figure, size, strong=True) > low.width():
        size -= 2
    used = sheet.write(figure, low, size, tone="over" if alarm else "ink", strong=True)
    _beside(sheet, low.adjusted(used + AIR, 0, 0, 0), counter)


def _beside(sheet: Sheet, room: QRectF, counter: Counter) -> None:
    """Yesterday's figure and the difference; only what has room."""
    size, formats = sheet.sizes.text, sheet.look.formats
    before = "—" if counter.before is None else formats.number(counter.before)
    ways = [
        sheet.say("wall.counter.before", n=before),
        sheet.say("wall.counter.before.short", n=before),
    ]
    words = next((one for one in ways if sheet.measure(one, size) <= room.width()), "")
    upper = QRectF(room.left(), room.top() + 8, room.width(), 60)
    lower = upper.translated(0, 60)
    if words:
        sheet.write(words, upper, size, tone="ink2", align=RIGHT)
    if counter.before is None:
        return
    change = formats.number(counter.value - counter.before)
    change = change if counter.value <= counter.before else f"+{change}"
    if counter.value == counter.before:
        change = "±0"
    if sheet.measure(change, size) <= room.width():
        sheet.write(change, lower, size, tone="ink2", align=RIGHT)
