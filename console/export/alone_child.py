"""The process that looks at one workbook by itself: its counts against its own rows.

The rows are those of the drill-down, which is the last sheet; a sheet of it that was begun because
the one before was full has the same heads. Source: issue 5 point 10.
"""

from collections.abc import Iterator
from functools import partial
from multiprocessing.connection import Connection
from typing import Any, Final

from openpyxl import load_workbook
from openpyxl.utils import get_column_letter

from console.bounded import serving as bounded
from console.bounded.serving import Message
from console.domain.refusal import Refusal
from console.export.book_checks import FileKind, check_parts, kind_of
from console.export.book_parts import check_one_reading
from console.export.compare_child import MOST, reason, told
from console.export.compare_job import CompareJob

HEADS: Final = 2
"""Rows above the cases of a drill-down: its title, and the heads."""
_CODE: Final = 1
"""A ranking's column of its object's code, from 0; the drill-down's too where rows are cases."""
_FIRST: Final = 3
"""A ranking's first column of figures."""
Sums = dict[tuple[str, str], float]


def serve(line: Connection, job: CompareJob) -> None:
    """Look at the job's first file when asked."""
    bounded.serve(line, job.bounds.memory_bytes, partial(_answer, job), reason)


def _answer(job: CompareJob, _request: bytes) -> Iterator[Message]:
    if kind_of(job.theirs) is FileKind.TEXT:
        raise Refusal("book.broken", part="text")
    check_parts(job.theirs, job.bounds)
    check_one_reading(job.theirs)
    for number, message in enumerate(_looked(job)):
        if number >= MOST:
            return
        yield message


def _looked(job: CompareJob) -> Iterator[Message]:
    written = load_workbook(job.theirs, read_only=True, keep_links=False)
    kept = load_workbook(job.theirs, read_only=True, keep_links=False, data_only=True)
    try:
        for sheet in (*written.worksheets, *kept.worksheets):
            sheet.reset_dimensions()  # how far a file says a sheet goes is not believed
        heads = _heads(kept.worksheets[-1])
        first = kept.worksheets[1].iter_rows(min_row=1, max_row=4, values_only=True)
        column = 0 if any(len(row) > _CODE and row[_CODE] == heads[0] for row in first) else _CODE
        sums: Sums = {}
        rankings = []
        for sheet in kept.worksheets[1:]:
            if _heads(sheet) == heads:
                _add(sums, sheet, heads, column)
            else:
                rankings.append(sheet.title)
        for name in rankings:
            yield from _ranking(name, written[name], kept[name], heads, sums)
    finally:
        written.close()
        kept.close()


def _heads(sheet: Any) -> tuple[str, ...]:
    rows = list(sheet.iter_rows(min_row=HEADS, max_row=HEADS, values_only=True))
    return tuple(str(one or "") for one in rows[0]) if rows else ()


def _add(sums: Sums, sheet: Any, heads: tuple[str, ...], column: int) -> None:
    for row in sheet.iter_rows(min_row=HEADS + 1, values_only=True):
        for head, value in zip(heads, row, strict=False):
            if isinstance(value, int | float) and not isinstance(value, bool):
                place = (str(row[column]), head)
                sums[place] = sums.get(place, 0) + value


def _ranking(
    name: str, written: Any, kept: Any, heads: tuple[str, ...], sums: Sums
) -> Iterator[Message]:
    """Counts that are not the sum of their rows, or no formula over them."""
    counts: dict[int, str] = {}
    objects = {code for code, _ in sums}
    rows = zip(written.iter_rows(values_only=True), kept.iter_rows(values_only=True), strict=False)
    for number, (formulas, values) in enumerate(rows, start=1):
        if not counts:
            counts = _counted(values, heads)
            continue
        code = str(values[_CODE]) if len(values) > _CODE else ""
        if code not in objects:
            continue
        for at, head in counts.items():
            cell = f"{get_column_letter(at + 1)}{number}"
            wanted = sums.get((code, head), 0)
            if not str(formulas[at]).startswith("="):
                yield told(name, cell, "no_formula", str(formulas[at]), str(wanted))
            elif values[at] != wanted:
                yield told(name, cell, "value", str(values[at]), str(wanted))


def _counted(row: tuple[Any, ...], heads: tuple[str, ...]) -> dict[int, str]:
    """Places of a row that are heads of the drill-down, each head once; none in any other row."""
    found: dict[str, int] = {}
    for at, value in enumerate(row):
        if at >= _FIRST and value and str(value) in heads:
            found.setdefault(str(value), at)
    return {at: head for head, at in found.items()}
