"""The reading process: opens one file after the other inside hard limits and sends rows back.

It is started by `safe_book.BookReader`; what bounds it is `console.bounded`. Every way a library
can fail becomes one refusal. Not here: what the rows mean.
"""

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from functools import partial
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, Final

from defusedxml import DefusedXmlException
from openpyxl import load_workbook

from console.bounded import serving as bounded
from console.bounded.serving import Message
from console.domain.finding import finding, notice
from console.domain.refusal import Refusal
from console.export.book_checks import FileKind, check_parts, kind_of
from console.export.book_rows import (
    BookItem,
    Bounds,
    Cell,
    Flaw,
    SheetRow,
    SheetStart,
    Unreadable,
    encode_items,
)
from console.export.book_text import text_items

BATCH_ITEMS: Final = 200
BATCH_CHARS: Final = 400_000
LARGEST_NUMBER: Final = 1e18
"""Beyond it a cell holds no code, date, number or coordinate of ours."""


def serve(line: Connection, bounds: Bounds) -> None:
    """Answer requests (a path each) until the line is closed or an empty one comes."""
    bounded.serve(line, bounds.memory_bytes, partial(_answer, bounds), _reason)


def _answer(bounds: Bounds, request: bytes) -> Iterator[Message]:
    """The rows of a file, in batches."""
    batch: list[BookItem] = []
    chars = 0
    for item in _items(Path(request.decode()), bounds):
        batch.append(item)
        if isinstance(item, SheetRow):
            chars += sum(len(cell) for cell in item.cells if isinstance(cell, str))
        if len(batch) >= BATCH_ITEMS or chars >= BATCH_CHARS:
            yield encode_items(batch)
            batch, chars = [], 0
    yield encode_items(batch)


def _reason(error: BaseException) -> Refusal:
    """The refusal for what a library raised; openpyxl wraps causes, so the whole chain is asked."""
    if any(isinstance(one, DefusedXmlException) for one in bounded.causes(error)):
        return Refusal("book.entities")
    if isinstance(error, OSError) and error.errno is not None:
        return Refusal("book.unreadable", part=type(error).__name__)
    return Refusal("book.broken", part=type(error).__name__)


def _items(path: Path, bounds: Bounds) -> Iterator[BookItem]:
    if kind_of(path) is FileKind.TEXT:
        yield from text_items(path, bounds)
        return
    yield from check_parts(path, bounds)
    # Read-only: rows are streamed. Links to other files are neither kept nor opened.
    book = load_workbook(path, read_only=True, keep_links=False, data_only=False)
    try:
        for sheet in book.worksheets:
            yield from _sheet(sheet, bounds)
    finally:
        book.close()


def _sheet(sheet: Any, bounds: Bounds) -> Iterator[BookItem]:  # openpyxl's read-only sheet
    name = str(sheet.title)[:100]
    yield SheetStart(name, hidden=sheet.sheet_state != "visible")
    if (sheet.max_column or 0) > bounds.columns:
        yield notice("sheet.too_wide", most=bounds.columns).at(name, 0)
    blank = 0
    rows = sheet.iter_rows(min_row=1, max_row=bounds.rows + 1, min_col=1, max_col=bounds.columns)
    for number, row in enumerate(rows, 1):
        cells = _cells(row, bounds)
        blank = 0 if cells else blank + 1
        if blank > bounds.blank_run:
            yield notice("sheet.blank_run", most=bounds.blank_run).at(name, number)
            return
        if not cells:
            continue
        if number > bounds.rows:
            yield finding("sheet.too_many_rows", most=bounds.rows).at(name, number)
            return
        if sum(len(cell) for cell in cells if isinstance(cell, str)) > bounds.row_chars:
            yield finding("row.too_long", most=bounds.row_chars).at(name, number)
            continue
        yield SheetRow(number, cells)


def _cells(row: Sequence[Any], bounds: Bounds) -> tuple[Cell, ...]:  # openpyxl's read-only cells
    end = len(row)
    while end and row[end - 1].value is None:  # rows are padded to the widest we read
        end -= 1
    cells = [_cell(one.value, one.data_type, bounds) for one in row[:end]]
    while cells and cells[-1] is None:
        cells.pop()
    return tuple(cells)


def _cell(value: object, data_type: str, bounds: Bounds) -> Cell:
    if value is None:
        return None
    if data_type == "f":
        return Unreadable(Flaw.FORMULA)
    if data_type == "e":
        return Unreadable(Flaw.ERROR)
    if isinstance(value, str):
        text = value if value.strip() else None
        return text if len(value) <= bounds.cell_chars else Unreadable(Flaw.TOO_LONG)
    if isinstance(value, datetime | bool):
        return value
    if isinstance(value, date):
        return datetime(value.year, value.month, value.day)  # noqa: DTZ001 - as written in the cell
    if isinstance(value, int | float):
        return value if abs(value) < LARGEST_NUMBER else Unreadable(Flaw.TOO_LONG)
    return str(value)[: bounds.cell_chars]
