"""Declared columns: what a table shows of a row, in which width and alignment; no rows, no widgets."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

from PySide6.QtCore import Qt

Row = TypeVar("Row")


class Align(StrEnum):
    """Horizontal alignment; numbers and times stand right."""

    LEFT = "left"
    RIGHT = "right"
    CENTRE = "centre"


class Elide(StrEnum):
    """Which part of a text too long gives way."""

    END = "end"
    MIDDLE = "middle"
    NEVER = "never"


ALIGNMENT = {
    Align.LEFT: Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter,
    Align.RIGHT: Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter,
    Align.CENTRE: Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignVCenter,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Column(Generic[Row]):
    """One column over rows of type `Row`."""

    key: str  # kept in saved layouts; never shown
    title: str  # text code of the head; "" for none
    value: Callable[[Row], str]  # what is read, copied and searched
    width: int = 100  # px at 100 %; the stretching column takes the rest
    stretch: bool = False
    align: Align = Align.LEFT
    elide: Elide = Elide.END
    cell: Callable[[Row], object] | None = (
        None  # value object for a delegate that paints more than text
    )
    spoken: Callable[[Row], str] | None = None  # for screen readers, where `value` does not say it
    token: Callable[[Row], str] | None = (
        None  # colour token of the text, e.g. "ink3" for rows of others
    )
    strong: Callable[[Row], bool] | None = None  # written in 600
    hint: Callable[[Row], str] | None = None  # tool tip
