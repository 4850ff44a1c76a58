"""The reading process: opens one file after the other inside hard limits and sends rows back.

It is started by `safe_book.BookReader`, obeys one request at a time and is killed without regret.
Memory is bounded by the address space it may take (POSIX); elsewhere the parent watches its size.
Every way a library can fail becomes one refusal. Not here: what the rows mean.
"""

import gc
import json
import re
import signal
import sys
import warnings
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, Final

import psutil
from defusedxml import DefusedXmlException
from openpyxl import load_workbook

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

if sys.platform != "win32":  # it has no such module
    import resource

STATUS: Final = Path("/proc/self/status")
PEAK: Final = re.compile(r"VmHWM:\s+(\d+) kB")
BATCH_ITEMS: Final = 200
BATCH_CHARS: Final = 400_000
LARGEST_NUMBER: Final = 1e18
"""Beyond it a cell holds no code, date, number or coordinate of ours."""


def serve(line: Connection, bounds: Bounds) -> None:
    """Answer requests (a path each) until the line is closed or an empty one comes."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is for the parent, which ends us
    warnings.simplefilter("ignore")  # libraries warn about styles we never look at
    limits = memory_limits(bounds.memory_bytes)
    while True:
        try:
            path = line.recv_bytes().decode()
        except EOFError:
            return
        if not path:
            return
        try:
            _say(line, _answer(line, Path(path), bounds, limits))
        except OSError:  # nobody listens any more
            return
        gc.collect()


@dataclass(frozen=True, slots=True)
class MemoryLimits:
    """The address space this process may take while it reads a file, and otherwise.

    Pairs for `setrlimit`, made beforehand: where memory has run out, even a pair may be too much.
    """

    reading: tuple[int, int]
    otherwise: tuple[int, int]


def memory_limits(extra: int) -> MemoryLimits | None:
    """Room for `extra` bytes on top of what the process has now; only where the system can."""
    if sys.platform == "win32":
        return None
    soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    most = psutil.Process().memory_info().vms + extra
    return MemoryLimits(reading=(most, hard), otherwise=(soft, hard))


def _answer(
    line: Connection, path: Path, bounds: Bounds, limits: MemoryLimits | None
) -> Mapping[str, object]:
    """Send the rows of a file, then tell how it ended."""
    try:
        _send_bounded(line, path, bounds, limits)
    except Refusal as refusal:
        return _failed(refusal.code, **refusal.facts)
    except MemoryError:
        return _failed("book.memory")
    except Exception as error:  # each library has its own ways of meeting a broken file
        return _reason(error)
    return {"done": True, "peak": peak_bytes()}


def _send_bounded(
    line: Connection, path: Path, bounds: Bounds, limits: MemoryLimits | None
) -> None:
    """Read and send inside the limit. It is lifted before any handler runs: the traceback still
    holds all that filled the memory, and the handler needs some to say so."""
    if limits is None or sys.platform == "win32":
        _send(line, _items(path, bounds))
        return
    resource.setrlimit(resource.RLIMIT_AS, limits.reading)
    try:
        _send(line, _items(path, bounds))
    finally:
        resource.setrlimit(resource.RLIMIT_AS, limits.otherwise)


def _reason(error: BaseException) -> Mapping[str, object]:
    """The refusal for what a library raised; openpyxl wraps causes, so the whole chain is asked."""
    chain: list[BaseException] = []
    one: BaseException | None = error
    while one is not None:
        chain.append(one)
        one = one.__cause__ or one.__context__
    if any(isinstance(one, MemoryError) for one in chain):
        return _failed("book.memory")
    if any(isinstance(one, DefusedXmlException) for one in chain):
        return _failed("book.entities")
    if isinstance(error, OSError) and error.errno is not None:
        return _failed("book.unreadable", part=type(error).__name__)
    return _failed("book.broken", part=type(error).__name__)


def _failed(code: str, **facts: object) -> Mapping[str, object]:
    return {"refused": code, "facts": facts, "peak": peak_bytes()}


def peak_bytes() -> int:
    """The most memory this process ever held."""
    if sys.platform == "win32":
        return int(psutil.Process().memory_info().peak_wset)
    if STATUS.exists():  # the usual figure starts with the size of the parent on Linux
        found = PEAK.search(STATUS.read_text())
        if found is not None:
            return int(found[1]) * 1024
    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit


def _say(line: Connection, message: Mapping[str, object]) -> None:
    line.send_bytes(json.dumps(message, default=str).encode())


def _send(line: Connection, items: Iterator[BookItem]) -> None:
    batch: list[BookItem] = []
    chars = 0
    for item in items:
        batch.append(item)
        if isinstance(item, SheetRow):
            chars += sum(len(cell) for cell in item.cells if isinstance(cell, str))
        if len(batch) >= BATCH_ITEMS or chars >= BATCH_CHARS:
            line.send_bytes(encode_items(batch))
            batch, chars = [], 0
    line.send_bytes(encode_items(batch))


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
