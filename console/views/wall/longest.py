"""What is longest over its time, in the working time its limit counts in."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QPointF, QRectF

from console.domain.scene import SceneBlock
from console.viewmodels.wall_blocks import Longest, LongestLine
from console.views.wall.sheet import MIDDLE, RIGHT, Sheet
from console.views.wall.tables import rows_of

DIAMOND: Final = 66
LEAST: Final = 6
"""So many letters of a place say something; fewer are left away."""


def paint_longest(sheet: Sheet, block: Longest, _spot: SceneBlock) -> None:
    """Numbered as on the map."""
    sheet.title(sheet.say("wall.longest"), sheet.say("wall.longest.beside"))
    if not block.lines:
        place = QRectF(0, 60, sheet.width, sheet.height - 60)
        room = place.adjusted(sheet.sizes.pad, 0, -sheet.sizes.pad, 0)
        sheet.write(
            sheet.say("wall.longest.none"), room, sheet.sizes.list, tone="ink2", align=MIDDLE
        )
        return
    rows = rows_of(sheet, len(block.lines), least=76, most=96, top=88, foot=6)
    for at, line in enumerate(block.lines[: rows.count]):
        place = rows.place(at)
        sheet.line(
            sheet.sizes.pad, place.top(), sheet.width - sheet.sizes.pad, place.top(), "line2", 2
        )
        _line(sheet, at + 1, line, place)


def _line(sheet: Sheet, number: int, line: LongestLine, place: QRectF) -> None:
    sizes = sheet.sizes
    left, right = sizes.pad + DIAMOND / 2 + 6, place.right() - sizes.pad
    sheet.numbered(QPointF(left, place.center().y()), number, DIAMOND)
    late = sheet.look.formats.span(line.late, day=line.day)
    used = sheet.write(
        late, QRectF(right - 420, place.top(), 420, place.height()), sizes.list + 6,
        tone="over", strong=True, align=RIGHT,
    )  # fmt: skip
    room = QRectF(left + DIAMOND / 2 + 18, place.top(), 0, place.height())
    room.setRight(right - used - 30)
    name = sheet.measure(line.category_name, sizes.list)
    beside = sheet.measure(line.place, sizes.text) + 40
    first = QRectF(room)
    if name + beside > room.width():
        least = room.width() - min(beside, LEAST * sizes.text + 40)
        first.setWidth(least if least >= name else room.width())
    wide = sheet.write(line.category_name, first, sizes.list)
    rest = room.adjusted(wide + 40, 2, 0, 2)
    if line.place and rest.width() > min(beside - 40, LEAST * sizes.text):
        sheet.write(line.place, rest, sizes.text, tone="ink2")
