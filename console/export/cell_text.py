"""Cells as the text people meant: codes typed as numbers, apostrophes, stray control characters."""

from datetime import datetime
from typing import Final

from console.export.book_rows import Cell, Unreadable

_CONTROL: Final = dict.fromkeys([*range(9), 11, 12, *range(14, 32), 127])
"""Characters that no cell of ours needs; line feed, carriage return and tab stay."""

_FULL_WIDTH: Final = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}

NOTHING: Final = "—"
"""Our export writes it for "there is none", where a blank cell would mean "as above"."""

_NOTHING: Final = frozenset({NOTHING, "-", "——", "/", "无"})


def cell_text(cell: Cell) -> str:
    """The cell as clean text, whole numbers without a point; empty if it is blank or unreadable."""
    if cell is None or isinstance(cell, Unreadable):
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime):
        return cell.isoformat(sep=" ")
    return clean(str(cell))


def clean(text: str) -> str:
    """Text without control characters, blank ends and foreign line ends."""
    return text.translate(_CONTROL).replace("\r\n", "\n").replace("\r", "\n").strip()


def code_text(text: str) -> str:
    """A code in half width without the apostrophe that keeps its zeros (`'03`) and without `.0`."""
    plain = text.translate(_FULL_WIDTH).removeprefix("'").removeprefix("‘").strip()
    return plain.removesuffix(".0")


def says_nothing(text: str) -> bool:
    """Whether the text is one of the marks for "there is none"."""
    return text in _NOTHING
