"""One number for each name, as bars: reports by class, unseen cells, units under way."""

from __future__ import annotations

from PySide6.QtCore import QRectF

from console.domain.scene import SceneBlock
from console.viewmodels.wall_blocks import Bars
from console.views.wall.sheet import MIDDLE, RIGHT, Sheet
from console.views.wall.tables import foot_words, rows_of


def paint_bars(sheet: Sheet, block: Bars, spot: SceneBlock) -> None:
    """The greatest first; what has no room is summed at the foot."""
    sizes = sheet.sizes
    sheet.title(sheet.say(f"wall.{spot.kind}"), sheet.say(f"wall.{spot.kind}.beside"))
    if not block.bars:
        place = QRectF(sizes.pad, 60, sheet.width - 2 * sizes.pad, sheet.height - 60)
        words = sheet.say(f"wall.{spot.kind}.none")
        sheet.write(words, place, sizes.list, tone="ink2", align=MIDDLE)
        return
    rows = rows_of(sheet, len(block.bars), least=68, most=96, foot=18)
    rest = block.rest + sum(one.value for one in block.bars[rows.count :])
    if rest:
        rows = rows_of(sheet, len(block.bars), least=68, most=96, foot=88)
        rest = block.rest + sum(one.value for one in block.bars[rows.count :])
    full = max(1, *(one.value for one in block.bars))
    for at, one in enumerate(block.bars[: rows.count]):
        place = rows.place(at)
        right, value = place.right() - sizes.pad, 190
        name = QRectF(sizes.pad, place.top(), (right - sizes.pad) * 0.42, place.height())
        sheet.write(one.name, name, sizes.list)
        bar = QRectF(name.right() + 20, place.center().y() - 13, 0, 26)
        bar.setRight(right - value)
        sheet.fill(bar, "track")
        sheet.fill(QRectF(bar.left(), bar.top(), bar.width() * one.value / full, 26), "bar")
        figure = QRectF(right - value, place.top(), value, place.height())
        words = sheet.look.formats.number(one.value)
        sheet.write(words, figure, sizes.value - 6, strong=True, align=RIGHT)
    if rest:
        foot_words(sheet, sheet.say("wall.rest", n=sheet.look.formats.number(rest)))
