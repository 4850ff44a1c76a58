"""Units or districts in the order of a rate, with several declared figures each."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Final

from PySide6.QtCore import QRectF

from console.domain.scene import SceneBlock
from console.viewmodels.wall_blocks import Ranking, RankingLine
from console.views.wall.sheet import RIGHT, Sheet
from console.views.wall.tables import TOP, foot_words, rows_of

HEAD: Final = 70
SECOND: Final = 46
"""A second line of the heads; English ones need it."""
LEAST: Final = 230
"""A column narrower than this is not shown; the last go first."""


def paint_ranking(sheet: Sheet, block: Ranking, spot: SceneBlock) -> None:
    """A table: place, name, figures; what has no room is counted at the foot."""
    since = f"{sheet.look.formats.day(block.since)[5:10]}"
    sheet.title(sheet.say(f"wall.{spot.kind}"), sheet.say("wall.ranking.beside", day=since))
    sizes = sheet.sizes
    longest = max((sheet.measure(one.name, sizes.list) for one in block.lines), default=0.0)
    name = max(360.0, sheet.width * 0.3, min(longest + 112, sheet.width * 0.45))
    room = sheet.width - 2 * sizes.pad - name
    count = max(1, min(len(block.indicators), int(room // LEAST)))
    column = room / count
    top = TOP + _heads(sheet, block.indicators[:count], sizes.pad + name, column)
    sheet.line(sizes.pad, top, sheet.width - sizes.pad, top, "line", 2)
    rows = rows_of(sheet, len(block.lines), least=70, most=104, top=top + 4)
    hidden = len(block.lines) - rows.count
    if hidden:
        rows = rows_of(sheet, len(block.lines), least=70, most=104, top=top + 4, foot=84)
        hidden = len(block.lines) - rows.count
        foot_words(sheet, sheet.say("wall.more", count=hidden))
    for at, line in enumerate(block.lines[: rows.count]):
        _line(sheet, line, rows.place(at), name, column, count)


def _heads(sheet: Sheet, indicators: Sequence[str], left: float, column: float) -> float:
    """The columns' names, in two lines where one has no room; answers how high they are."""
    size, room = sheet.sizes.text, column - 20
    told = [_parted(sheet, sheet.say(f"indicator.{one}"), room) for one in indicators]
    height = HEAD + SECOND * (max((len(one) for one in told), default=1) - 1)
    for at, lines in enumerate(told):
        for up, words in enumerate(reversed(lines)):
            row = QRectF(0, TOP + height - HEAD - up * SECOND, sheet.width, HEAD)
            place = _column(row, left, column, at)
            sheet.write(words, place, size, tone="ink2", align=RIGHT)
    return height


def _parted(sheet: Sheet, words: str, room: float) -> list[str]:
    """One line, or two parted where they are most alike."""
    size = sheet.sizes.text
    gaps = [at for at, sign in enumerate(words) if sign == " "]
    if sheet.measure(words, size) <= room:
        return [words]
    if not gaps:
        return [words[: len(words) // 2], words[len(words) // 2 :]]
    middle = min(gaps, key=lambda at: abs(at - len(words) / 2))
    return [words[:middle], words[middle + 1 :]]


def _column(row: QRectF, left: float, width: float, at: int) -> QRectF:
    return QRectF(left + at * width + 20, row.top(), width - 20, row.height())


def _line(
    sheet: Sheet, line: RankingLine, place: QRectF, name: float, column: float, count: int
) -> None:
    sizes = sheet.sizes
    number = QRectF(sizes.pad, place.top(), 70, place.height())
    sheet.write(sheet.look.formats.number(line.place), number, sizes.list, tone="ink2", align=RIGHT)
    words = QRectF(sizes.pad + 100, place.top(), name - 110, place.height())
    sheet.write(line.name, words, sizes.list)
    for at, value in enumerate(line.values[:count]):
        room = _column(place, sizes.pad + name, column, at)
        rate = isinstance(value, Fraction)
        sheet.write(told(sheet, value), room, sizes.list + 6, strong=rate, align=RIGHT)


def told(sheet: Sheet, value: int | Fraction | None) -> str:
    """A count, a rate, or "—" where nothing was counted."""
    if value is None:
        return "—"
    if isinstance(value, Fraction):
        return sheet.look.formats.percent(float(value))
    return sheet.look.formats.number(value)
