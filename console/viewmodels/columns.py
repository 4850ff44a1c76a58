"""Declared columns: what a table shows of a row, how wide and aligned; no rows, no widgets."""

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
class CellText:
    """Everything a text cell needs to be painted, in one answer of the model."""

    text: str
    tone: str
    strong: bool
    align: Align
    elide: Elide


@dataclass(frozen=True, slots=True, kw_only=True)
class Column(Generic[Row]):
    """One column over rows of type `Row`.

    Make it as `Column(...)` and annotate the variable: Python 3.11 cannot call `Column[X](...)` on
    a frozen class with slots.

    key      kept in saved layouts, never shown
    title    text code of the head, "" for none
    value    what is read, copied and searched
    width    px at 100 %; a stretching column takes the rest
    cell     value object for a delegate that paints more than text
    spoken   for screen readers, where `value` does not say it
    tone     colour token of the text, "ink3" for rows of others
    strong   written in 600
    hint     tool tip
    """

    key: str
    title: str
    value: Callable[[Row], str]
    width: int = 100
    stretch: bool = False
    align: Align = Align.LEFT
    elide: Elide = Elide.END
    cell: Callable[[Row], object] | None = None
    spoken: Callable[[Row], str] | None = None
    tone: Callable[[Row], str] | None = None
    strong: Callable[[Row], bool] | None = None
    hint: Callable[[Row], str] | None = None

    def cell_text(self, row: Row) -> CellText:
        """What a delegate paints of `row` in this column."""
        return CellText(
            text=self.value(row),
            tone=self.tone(row) if self.tone else "ink",
            strong=self.strong(row) if self.strong else False,
            align=self.align,
            elide=self.elide,
        )
