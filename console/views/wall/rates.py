"""A declared rate of districts and units as bars against its target; only low ones have a hue."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Final

from PySide6.QtCore import QRectF

from console.domain.scene import SceneBlock
from console.viewmodels.wall_blocks import RateLine, Rates
from console.views.wall.sheet import RIGHT, Sheet
from console.views.wall.tables import foot_words, rows_of

HALF: Final = Fraction(1, 2)
FILLS: Final = {"over": "overfill", "near": "nearfill", "": "bar"}
MARK: Final = 44
VALUE: Final = 214
LEFT: Final = 74
AIR: Final = 34
BAR: Final = 180
"""A bar shorter than this tells nothing that its figure does not."""
SPLIT: Final = 20
"""Room for the line between districts and units."""


def tone_of(rates: Rates, value: Fraction | None) -> str:
    """`over` below the floor, `near` below the target, else nothing."""
    if value is None or value >= rates.target:
        return ""
    return "over" if value < rates.floor else "near"


def paint_rates(sheet: Sheet, block: Rates, _spot: SceneBlock) -> None:
    """Two lists of bars on one scale, with the target as a line through them."""
    values = [one.value for one in (*block.districts, *block.units) if one.value is not None]
    start = Fraction(0) if any(value < HALF for value in (*values, block.target)) else HALF
    percent = sheet.look.formats.percent
    beside = sheet.say(
        "wall.rates.beside.today" if block.today and block.days == 1 else "wall.rates.beside",
        days=block.days,
        low=sheet.look.formats.number(float(start * 100)),
        target=percent(float(block.target), 0),
    )
    sheet.title(sheet.say(f"indicator.{block.indicator}"), beside)
    lines = [*block.districts, *block.units]
    hidden = len(lines) - rows_of(sheet, len(lines), least=62, most=82, foot=SPLIT).count
    if hidden:  # room for the words that say so
        hidden = len(lines) - rows_of(sheet, len(lines), least=62, most=82, foot=SPLIT + 70).count
    kept = _worst(block, len(lines) - hidden)
    rows = rows_of(sheet, len(kept), least=62, most=82, foot=SPLIT + (70 if hidden else 18))
    shift, name = 0.0, _name_room(sheet, block, kept)
    for at, line in enumerate(kept):
        place = rows.place(at).translated(0, shift)
        if line in block.units and not shift and at:
            sheet.line(sheet.sizes.pad, place.top() + 10, sheet.width - sheet.sizes.pad,
                       place.top() + 10, "line", 2)  # fmt: skip
            shift = SPLIT
            place = rows.place(at).translated(0, shift)
        _line(sheet, block, line, place, start, name)
    if hidden:
        foot_words(sheet, sheet.say("wall.more", count=hidden))


def _worst(block: Rates, room: int) -> list[RateLine]:
    """What has room: the lists in their order without the best units, then the best districts."""
    lines = [*block.districts, *block.units]
    hidden = len(lines) - room
    units = block.units[min(hidden, len(block.units)) :]
    return [*block.districts[max(0, hidden - len(block.units)) :], *units]


def _name_room(sheet: Sheet, block: Rates, lines: Sequence[RateLine]) -> float:
    """As wide as the longest name; where no bar would be left, names have its room too."""
    longest = max((sheet.measure(one.name, _size(sheet, block, one)) for one in lines), default=0)
    most = sheet.width - 2 * sheet.sizes.pad - LEFT - VALUE - AIR
    return max(180.0, min(longest + 2, most if longest > most - BAR else most - BAR))


def _size(sheet: Sheet, block: Rates, line: RateLine) -> int:
    return sheet.sizes.list if line in block.districts else sheet.sizes.text + 2


def _line(
    sheet: Sheet, block: Rates, line: RateLine, place: QRectF, start: Fraction, room: float
) -> None:
    sizes, tone = sheet.sizes, tone_of(block, line.value)
    left, right = place.left() + sizes.pad, place.right() - sizes.pad
    middle = place.center().y()
    if tone:
        sheet.state(QRectF(left, middle - MARK / 2, MARK, MARK), tone)
    name = QRectF(left + LEFT, place.top(), room, place.height())
    strong = line in block.districts
    sheet.write(line.name, name, _size(sheet, block, line))
    bar = QRectF(name.right() + 16, middle - 13, right - VALUE - name.right() - AIR, 26)
    if bar.width() > BAR - 20:
        _bar(sheet, block, line, bar, start)
    value = "—" if line.value is None else sheet.look.formats.percent(float(line.value))
    size = sizes.value if strong else sizes.value - 6
    place = QRectF(right - VALUE, place.top(), VALUE, place.height())
    sheet.write(value, place, size, tone=tone or "ink", strong=True, align=RIGHT)


def _bar(sheet: Sheet, block: Rates, line: RateLine, bar: QRectF, start: Fraction) -> None:
    sheet.fill(bar, "track")
    if line.value is not None:
        share = float(min(max((line.value - start) / (1 - start), Fraction(0)), Fraction(1)))
        used = QRectF(bar.left(), bar.top(), bar.width() * share, bar.height())
        sheet.fill(used, FILLS[tone_of(block, line.value)])
    at = bar.left() + bar.width() * float((block.target - start) / (1 - start))
    sheet.line(at, bar.top() - 9, at, bar.bottom() + 9, "ink", 4)
