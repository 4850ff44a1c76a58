"""Large figures with their names: the hotline's calls and the inspectors on their way."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from fractions import Fraction
from typing import Final

from PySide6.QtCore import QRectF

from console.domain.gridload import ON_DUTY_SPAN
from console.domain.scene import SceneBlock
from console.viewmodels.wall_blocks import Calls, Patrols
from console.views.wall.sheet import MIDDLE, Sheet
from console.views.wall.tables import TOP

ACROSS: Final = 420
"""Least width of a figure."""
HIGH: Final = 210
BAR: Final = 24
TALL: Final = 200
"""A figure in less room has no note beside it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A value with its name; `note` explains it, `tone` is a caution or an alarm, `share` a bar
    with a line at `target`."""

    value: str
    name: str
    note: str = ""
    tone: str = ""
    share: Fraction | None = None
    target: Fraction | None = None


def share_text(sheet: Sheet, part: int, whole: int) -> str:
    """A rate in words, "—" of nothing."""
    return sheet.look.formats.percent(part / whole) if whole else "—"


def _of(sheet: Sheet, part: int, whole: int) -> str:
    number = sheet.look.formats.number
    return sheet.say("wall.of", part=number(part), whole=number(whole))


def paint_calls(sheet: Sheet, block: Calls, _spot: SceneBlock) -> None:
    """The hotline today, and who waits now."""
    say, formats = sheet.say, sheet.look.formats
    target = formats.percent(float(block.target), 0)
    sheet.title(say("wall.calls"), say("wall.calls.beside", target=target))
    if not block.known:
        place = QRectF(sheet.sizes.pad, 60, sheet.width - 2 * sheet.sizes.pad, sheet.height - 60)
        sheet.write(say("wall.calls.unknown"), place, sheet.sizes.list, tone="ink2", align=MIDDLE)
        return
    in_time = Fraction(block.in_time, block.calls) if block.calls else None
    low = in_time is not None and in_time < block.target
    waits = formats.exact(block.longest) if block.waiting else ""
    figures = (
        Figure(value=formats.number(block.calls), name=say("wall.calls.all")),
        Figure(
            value=share_text(sheet, block.answered, block.calls), name=say("wall.calls.answered"),
            note=_of(sheet, block.answered, block.calls),
        ),
        Figure(
            value=share_text(sheet, block.in_time, block.calls), name=say("wall.calls.in_time"),
            tone="near" if low else "", share=in_time, target=block.target,
            note=_of(sheet, block.in_time, block.calls),
        ),
        Figure(value=formats.number(block.given_up), name=say("wall.calls.given_up")),
        Figure(
            value=formats.number(block.waiting), name=say("wall.calls.waiting"),
            note=say("wall.calls.longest", span=waits) if waits else "",
        ),
    )  # fmt: skip
    paint_figures(sheet, figures)


def paint_patrols(sheet: Sheet, block: Patrols, _spot: SceneBlock) -> None:
    """Inspectors who gave a sign, and how much of the city was seen today."""
    say, number = sheet.say, sheet.look.formats.number
    minutes = ON_DUTY_SPAN // timedelta(minutes=1)
    sheet.title(say("wall.patrols"), say("wall.patrols.beside", minutes=minutes))
    seen = Fraction(block.seen, block.cells) if block.cells else None
    figures = (
        Figure(
            value=number(block.on_duty), name=say("wall.patrols.on_duty"),
            note=_of(sheet, block.on_duty, block.listed),
        ),
        Figure(
            value=share_text(sheet, block.seen, block.cells), name=say("wall.patrols.seen"),
            share=seen, note=_of(sheet, block.seen, block.cells),
        ),
        Figure(value=number(block.cells - block.seen), name=say("wall.patrols.unseen")),
    )  # fmt: skip
    paint_figures(sheet, figures)


def paint_figures(sheet: Sheet, figures: Sequence[Figure], *, bottom: float = 0.0) -> None:
    """In as many columns as have room, as high as the block allows."""
    sizes = sheet.sizes
    room = QRectF(sizes.pad, TOP, sheet.width - 2 * sizes.pad, sheet.height - TOP - 10 - bottom)
    across = max(1, min(len(figures), int(room.width() // ACROSS)))
    while across < len(figures) and -(-len(figures) // across) * HIGH > room.height():
        across += 1
    down = -(-len(figures) // across)
    across = -(-len(figures) // down)  # rows alike
    width, height = room.width() / across, room.height() / down
    noted = height >= TALL + sizes.text + 20
    size = sizes.counter if height >= TALL + 50 else sizes.counter - 50
    high = size * 1.05 + 64 + 110 * any(one.share is not None for one in figures) + 58 * noted
    top = max(0.0, (height - high) / 2)
    for at, figure in enumerate(figures):
        left, upper = room.left() + at % across * width, room.top() + at // across * height
        place = QRectF(left, upper + top, width - 24, height - top)
        _figure(sheet, figure, place, size, noted=noted)


def _figure(sheet: Sheet, figure: Figure, place: QRectF, size: int, *, noted: bool) -> None:
    sizes = sheet.sizes
    room = place.width() - 72 * bool(figure.tone)
    while size > sizes.value and sheet.measure(figure.value, size, strong=True) > room:
        size -= 2
    name = QRectF(place.left(), place.top(), place.width(), 60)
    sheet.write(figure.name, name, sizes.list, tone="ink2")
    value = QRectF(place.left(), name.bottom() + 4, place.width(), size * 1.05)
    if figure.tone:
        sheet.state(QRectF(value.left(), value.center().y() - 28, 56, 56), figure.tone)
        value.setLeft(value.left() + 72)
    sheet.write(figure.value, value, size, tone=figure.tone or "ink", strong=True)
    below = value.bottom() + 6
    if figure.note and noted:
        note = QRectF(place.left(), below, place.width(), 56)
        sheet.write(figure.note, note, sizes.text, tone="ink2")
        below += 64
    if figure.share is not None and below + BAR + 12 <= place.bottom():
        _share(sheet, figure, QRectF(place.left(), below + 8, place.width() * 0.86, BAR))


def _share(sheet: Sheet, figure: Figure, bar: QRectF) -> None:
    sheet.fill(bar, "track")
    used = QRectF(bar.left(), bar.top(), bar.width() * float(figure.share or 0), bar.height())
    sheet.fill(used, "nearfill" if figure.tone == "near" else "bar")
    if figure.target is not None:
        at = bar.left() + bar.width() * float(figure.target)
        sheet.line(at, bar.top() - 8, at, bar.bottom() + 8, "ink", 4)
