"""Open events of the class 突发事件; that there are none is said calmly."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QRectF

from console.domain.scene import SceneBlock
from console.viewmodels.wall_blocks import Emergencies, EmergencyLine
from console.views.wall.figures import Figure, paint_figures
from console.views.wall.sheet import MIDDLE, RIGHT, Sheet
from console.views.wall.tables import foot_words, rows_of

FIGURES: Final = 240
MARK: Final = 48


def paint_emergencies(sheet: Sheet, block: Emergencies, _spot: SceneBlock) -> None:
    """Three figures, then the events, oldest first."""
    say, number = sheet.say, sheet.look.formats.number
    beside = say("wall.emergencies.beside") if block.lines else ""
    sheet.title(say("wall.emergencies"), beside)
    if not block.open:
        place = QRectF(sheet.sizes.pad, 60, sheet.width - 2 * sheet.sizes.pad, sheet.height - 60)
        words = say("wall.emergencies.none")
        sheet.write(words, place, sheet.sizes.value, tone="ink2", align=MIDDLE)
        return
    figures = (
        Figure(value=number(block.open), name=say("wall.emergencies.open")),
        Figure(value=number(block.grids), name=say("wall.emergencies.grids")),
        Figure(value=number(block.units), name=say("wall.emergencies.units")),
    )
    below = max(0.0, sheet.height - FIGURES - 92)
    paint_figures(sheet, figures, bottom=below)
    top = sheet.height - below
    rows = rows_of(sheet, len(block.lines), least=76, most=104, top=top)
    hidden = block.open - rows.count
    if hidden:
        rows = rows_of(sheet, len(block.lines), least=76, most=104, top=top, foot=84)
        hidden = block.open - rows.count
        foot_words(sheet, say("wall.more", count=hidden))
    for at, line in enumerate(block.lines[: rows.count]):
        _line(sheet, line, rows.place(at))


def _line(sheet: Sheet, line: EmergencyLine, place: QRectF) -> None:
    sizes = sheet.sizes
    sheet.line(sizes.pad, place.top(), place.right() - sizes.pad, place.top(), "line2", 2)
    middle, right = place.center().y(), place.right() - sizes.pad
    tone = "over" if line.over else ""
    sheet.state(QRectF(sizes.pad, middle - MARK / 2, MARK, MARK), tone)
    left, room = sizes.pad + 70.0, right - sizes.pad - 70
    due = _due(sheet, line)
    words = ((line.category_name, 0.31, sizes.list, "ink"),
             (line.district, 0.15, sizes.text, "ink2"),
             (line.unit or sheet.say("wall.no_unit"), 0.25, sizes.text, "ink2"),
             (sheet.say(f"stage.{line.stage}"), 0.11, sizes.text, "ink2"))  # fmt: skip
    for text, share, size, shade in words:
        width = room * share
        sheet.write(text, QRectF(left, place.top(), width - 24, place.height()), size, tone=shade)
        left += width
    last = QRectF(left, place.top(), right - left, place.height())
    sheet.write(due, last, sizes.list, tone=tone or "ink", strong=True, align=RIGHT)


def _due(sheet: Sheet, line: EmergencyLine) -> str:
    """The time, with its day unless that is today."""
    if line.due is None:
        return "—"
    formats = sheet.look.formats
    return formats.time(line.due) if line.today else formats.moment(line.due, line.due)
