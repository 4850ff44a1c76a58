"""Open cases of each stage now, as a mark over what is usual at this hour."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QRectF

from console.domain.scene import SceneBlock
from console.viewmodels.wall_blocks import Backlog, StageLine
from console.views.wall.sheet import RIGHT, Sheet
from console.views.wall.tables import rows_of

COUNT: Final = 150
ALARM: Final = 150
FULL: Final = 1.3
"""The scale of a row ends so far beyond the greatest it shows."""


def paint_backlog(sheet: Sheet, block: Backlog, _spot: SceneBlock) -> None:
    """A row for each stage."""
    beside = sheet.say("wall.backlog.beside") if block.ranged else ""
    sheet.title(sheet.say("wall.backlog"), beside)
    rows = rows_of(sheet, len(block.lines), least=56, most=82, top=84, foot=10)
    names = [sheet.say(f"queue.{line.queue}") for line in block.lines]
    widest = max((sheet.measure(one, sheet.sizes.list) for one in names), default=0.0)
    room = min(widest, sheet.width * 0.3)
    full = 0 if block.ranged else max((line.open for line in block.lines), default=0)
    for at, line in enumerate(block.lines[: rows.count]):
        _line(sheet, line, rows.place(at), room, full)


def _line(sheet: Sheet, line: StageLine, place: QRectF, room: float, full: int) -> None:
    """`full` is the greatest of all rows where there is no usual range, else 0."""
    sizes, number = sheet.sizes, sheet.look.formats.number
    middle, right = place.center().y(), place.right() - sizes.pad
    names = [sheet.say(f"queue.{line.queue}"), sheet.say(f"queue.{line.queue}.short")]
    name = QRectF(sizes.pad, place.top(), room, place.height())
    sheet.write(sheet.first_fitting(names, room, sizes.list), name, sizes.list)
    alarms = right - 2 * ALARM
    count = QRectF(alarms - COUNT - 14, place.top(), COUNT, place.height())
    sheet.write(number(line.open), count, sizes.value - 6, strong=True, align=RIGHT)
    bar = QRectF(name.right() + 20, middle - 11, count.left() - name.right() - 24, 22)
    if bar.width() > 80 and full:
        sheet.fill(bar, "field")
        sheet.fill(QRectF(bar.left(), bar.top(), bar.width() * line.open / full, 22), "bar")
    elif bar.width() > 80:
        _range(sheet, line, bar)
    for tone, figure, left in (("over", line.over, alarms), ("near", line.near, alarms + ALARM)):
        if figure:
            sheet.state(QRectF(left + 8, middle - 20, 40, 40), tone)
            words = QRectF(left + 58, place.top(), ALARM - 58, place.height())
            sheet.write(number(figure), words, sizes.list, tone=tone, strong=True)


def _range(sheet: Sheet, line: StageLine, bar: QRectF) -> None:
    """The band of the usual and the mark of now; without a band, no scale and no mark."""
    if line.low is None or line.high is None:
        words = sheet.say("wall.backlog.unknown")
        place = bar.adjusted(0, -20, 0, 20)
        sheet.write(words, place, sheet.sizes.text, tone="ink3")
        return
    sheet.fill(bar, "field")
    full = max(line.open, line.high, 1) * FULL
    left, right = (bar.left() + bar.width() * value / full for value in (line.low, line.high))
    sheet.fill(QRectF(left, bar.top(), max(right - left, 6.0), bar.height()), "track")
    at = bar.left() + bar.width() * line.open / full
    sheet.fill(QRectF(at - 4, bar.top() - 12, 8, bar.height() + 24), "ink")
