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
ROOMY: Final = 1400
"""In less room the stage is not said."""
NARROW: Final = 1000
"""In less room the district is not said either."""


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
    seen = block.lines[: rows.count]
    due = [sheet.measure(_due(sheet, line), sheet.sizes.list, strong=True) for line in seen]
    for at, line in enumerate(seen):
        _line(sheet, line, rows.place(at), max(due) + 2)


def _line(sheet: Sheet, line: EmergencyLine, place: QRectF, due: float) -> None:
    sizes = sheet.sizes
    sheet.line(sizes.pad, place.top(), place.right() - sizes.pad, place.top(), "line2", 2)
    middle, right = place.center().y(), place.right() - sizes.pad
    tone = "over" if line.over else ""
    sheet.state(QRectF(sizes.pad, middle - MARK / 2, MARK, MARK), tone)
    left = sizes.pad + 70.0
    room = right - due - left
    columns = _columns(sheet, line, room)
    whole = sum(share for _, share, *_ in columns)
    for text, share, size, shade in columns:
        width = room * share / whole
        sheet.write(text, QRectF(left, place.top(), width - 24, place.height()), size, tone=shade)
        left += width
    last = QRectF(right - due, place.top(), due, place.height())
    words = _due(sheet, line)
    sheet.write(words, last, sizes.list, tone=tone or "ink", strong=True, align=RIGHT)


def _columns(sheet: Sheet, line: EmergencyLine, room: float) -> list[tuple[str, float, int, str]]:
    """What is said of an event before its due time: text, share, size, tone; in less room less."""
    sizes = sheet.sizes
    said = [
        (line.category_name, 0.36, sizes.list, "ink"),
        (line.district, 0.17, sizes.text, "ink2"),
        (line.unit or sheet.say("wall.no_unit"), 0.31, sizes.text, "ink2"),
        (sheet.say(f"stage.{line.stage}"), 0.16, sizes.text, "ink2"),
    ]
    if room < ROOMY:
        said.pop()
    if room < NARROW:
        said.pop(1)
    return said


def _due(sheet: Sheet, line: EmergencyLine) -> str:
    """The time, with its day unless that is today."""
    if line.due is None:
        return "—"
    formats = sheet.look.formats
    return formats.time(line.due) if line.today else formats.moment(line.due, line.due)
