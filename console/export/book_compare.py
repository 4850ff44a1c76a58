"""Two workbooks beside each other, without trusting the first: a process of its own reads both.

Its bounds and refusals are those of `safe_book`. What carries a fingerprint is found here too.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Final

from console.bounded.process import BoundedProcess, Limits
from console.domain.refusal import Refusal
from console.export.book_rows import Bounds, SheetRow, SheetStart
from console.export.compare_door import enter, enter_alone
from console.export.compare_job import CompareJob
from console.export.safe_book import BookReader

MEBIBYTE: Final = 1024 * 1024
_PRINT: Final = re.compile(r"\b[0-9a-f]{64}\b")
_LIMITS: Final = Limits(
    seconds=900.0,
    memory_bytes=512 * MEBIBYTE,
    idle_bytes=128 * MEBIBYTE,
    message_bytes=MEBIBYTE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class CellFinding:
    """A place where two workbooks differ.

    `what` is `value`, `formula`, `format`, `no_formula`, `sheet_missing`, `sheet_extra` or
    `sheet_hidden`; `theirs` is what the file says, `ours` what was expected.
    """

    sheet: str
    cell: str
    what: str
    theirs: str
    ours: str


def fingerprint_in(path: Path) -> str:
    """The fingerprint on a workbook's first sheet. Raises `Refusal` `publication.no_fingerprint`,
    `book.*`."""
    sheets = 0
    with BookReader() as reader:
        for item in reader.read(path):
            sheets += isinstance(item, SheetStart)
            if sheets > 1:
                break
            if isinstance(item, SheetRow):
                for cell in item.cells:
                    found = _PRINT.search(cell) if isinstance(cell, str) else None
                    if found:
                        return found.group()
    raise Refusal("publication.no_fingerprint", file=path.name)


def differing_cells(
    theirs: Path, ours: Path, tell: Callable[[int], None] = lambda _rows: None
) -> Iterator[CellFinding]:
    """The first cells that differ, sheet by sheet, row by row; a few at most. Raises `Refusal`
    `book.*`."""
    yield from _asked(enter, theirs, ours, tell)


def cells_alone(path: Path) -> Iterator[CellFinding]:
    """Counts of a workbook that are not the sums of its own rows, or no formulas over them.

    That proves a file consistent, not that anybody published it. Raises `Refusal` `book.*`.
    """
    yield from _asked(enter_alone, path, path, lambda _rows: None)


def _asked(
    door: Callable[[Connection, CompareJob], None],
    theirs: Path,
    ours: Path,
    tell: Callable[[int], None],
) -> Iterator[CellFinding]:
    bounds = Bounds(memory_bytes=_LIMITS.memory_bytes)
    job = CompareJob(theirs=theirs.absolute(), ours=ours.absolute(), bounds=bounds)
    process = BoundedProcess(door, job, _LIMITS, "book")
    try:
        process.admit(theirs, bounds.file_bytes)
        for message in process.ask(b"compare"):
            if "rows" in message:
                tell(int(message["rows"]))
            else:
                yield CellFinding(**message)
    finally:
        process.stop()
