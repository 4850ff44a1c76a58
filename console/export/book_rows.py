"""What comes out of a workbook or text table: sheets and rows of plain cells, and the bounds.

These shapes cross the pipe between the reading process and us as JSON, so that nothing the
reading process says can be more than text and numbers. Not here: reading (`book_child.py`).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Final

from console.domain.finding import Finding, Weight

MEBIBYTE: Final = 1024 * 1024


class Flaw(StrEnum):
    """Why a cell has no value that may be used."""

    FORMULA = "formula"
    ERROR = "error"
    TOO_LONG = "too_long"


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A cell that holds something, but no value: a formula, an error, an endless text."""

    flaw: Flaw


Cell = None | bool | int | float | str | datetime | Unreadable


@dataclass(frozen=True, slots=True)
class SheetStart:
    """From here on the rows belong to this sheet; a text file has one sheet with no name."""

    name: str
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A row that holds something; `number` counts from 1. Blank cells at its end are left off."""

    number: int
    cells: tuple[Cell, ...]


BookItem = SheetStart | SheetRow | Finding


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds:
    """How much a file may cost us. Bytes, rows and columns of one sheet, seconds of waiting.

    `memory_bytes` is what the reading process may take on top of what it needs when idle.
    """

    file_bytes: int = 100 * MEBIBYTE
    unpacked_bytes: int = 600 * MEBIBYTE
    parts: int = 2_000
    ratio: int = 150
    ratio_from_bytes: int = 20 * MEBIBYTE
    rows: int = 300_000
    columns: int = 64
    blank_run: int = 5_000
    cell_chars: int = 32_767
    row_chars: int = 200_000
    seconds: float = 300.0
    memory_bytes: int = 384 * MEBIBYTE


def encode_items(items: Sequence[BookItem]) -> Mapping[str, object]:
    """A batch as a message for the pipe."""
    return {"items": [_encoded(item) for item in items]}


def decode_items(items: Sequence[Any]) -> list[BookItem]:
    """The batch again, from the parsed message."""
    return [_decoded(item) for item in items]


def _encoded(item: BookItem) -> list[object]:
    if isinstance(item, SheetRow):
        return ["r", item.number, [_plain(cell) for cell in item.cells]]
    if isinstance(item, SheetStart):
        return ["s", item.name, item.hidden]
    return ["f", item.code, dict(item.facts), item.weight.value, item.sheet, item.row]


def _plain(cell: Cell) -> object:
    if isinstance(cell, datetime):
        return ["d", cell.isoformat()]
    return ["u", cell.flaw.value] if isinstance(cell, Unreadable) else cell


def _decoded(item: Sequence[Any]) -> BookItem:
    match item:
        case ["r", int(number), list(cells)]:
            return SheetRow(number, tuple(_cell(cell) for cell in cells))
        case ["s", str(name), bool(hidden)]:
            return SheetStart(name, hidden)
        case ["f", str(code), dict(facts), weight, sheet, row]:
            return Finding(code=code, facts=facts, weight=Weight(weight), sheet=sheet, row=row)
    raise ValueError("the reading process said something else than rows")


def _cell(plain: object) -> Cell:
    match plain:
        case None | bool() | int() | float() | str():
            return plain
        case ["d", str(moment)]:
            return datetime.fromisoformat(moment)
        case ["u", str(flaw)]:
            return Unreadable(Flaw(flaw))
    raise ValueError("the reading process said something else than a cell")
