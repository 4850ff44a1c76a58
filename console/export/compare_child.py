"""The process that compares two workbooks cell by cell: formulas, and the values kept with them.

Sheets whose bytes are the same are not read. Nothing is computed, no link is followed.
"""

from collections.abc import Iterator
from functools import partial
from itertools import zip_longest
from math import isclose
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, Final
from zipfile import ZipFile

from defusedxml import DefusedXmlException
from openpyxl import load_workbook
from openpyxl.utils import get_column_letter

from console.bounded import serving as bounded
from console.bounded.serving import Message
from console.domain.refusal import Refusal
from console.export.book_checks import FileKind, check_parts, kind_of
from console.export.compare_job import CompareJob

MOST: Final = 20
"""Differences told of one file."""
_EVERY: Final = 2_000
_SHARED: Final = "xl/sharedStrings.xml"
Row = tuple[Any, ...]


def serve(line: Connection, job: CompareJob) -> None:
    """Compare the job's two files when asked."""
    bounded.serve(line, job.bounds.memory_bytes, partial(_answer, job), reason)


def reason(error: BaseException) -> Refusal:
    """The refusal for what a library raised."""
    if any(isinstance(one, DefusedXmlException) for one in bounded.causes(error)):
        return Refusal("book.entities")
    if isinstance(error, OSError) and error.errno is not None:
        return Refusal("book.unreadable", part=type(error).__name__)
    return Refusal("book.broken", part=type(error).__name__)


def _answer(job: CompareJob, _request: bytes) -> Iterator[Message]:
    if kind_of(job.theirs) is FileKind.TEXT:
        raise Refusal("book.broken", part="text")
    check_parts(job.theirs, job.bounds)
    count = 0
    for message in _compared(job):
        yield message
        count += "sheet" in message
        if count >= MOST:
            return


def _compared(job: CompareJob) -> Iterator[Message]:
    books = [
        load_workbook(path, read_only=True, keep_links=False, data_only=values)
        for path in (job.theirs, job.ours)
        for values in (False, True)
    ]
    try:
        theirs, ours = books[0].sheetnames, books[2].sheetnames
        for name in ours:
            if name not in theirs:
                yield told(name, "", "sheet_missing", "", "")
        for name in theirs:
            if name not in ours:
                yield told(name, "", "sheet_extra", "", "")
        same = _same_sheets(job.theirs, job.ours) if theirs == ours else set()
        for place, name in enumerate(ours):
            if name in theirs and place not in same:
                yield from _sheet(name, [book[name] for book in books])
    finally:
        for book in books:
            book.close()


def _same_sheets(theirs: Path, ours: Path) -> set[int]:
    """Places of sheets whose parts are the same, byte for byte, as are the texts they name."""
    with ZipFile(theirs) as left, ZipFile(ours) as right:
        if not _same_part(left, right, _SHARED):
            return set()
        count = len([one for one in right.namelist() if one.startswith("xl/worksheets/sheet")])
        parts = (_SHEET.format(place + 1) for place in range(count))
        return {at for at, part in enumerate(parts) if _same_part(left, right, part)}


_SHEET: Final = "xl/worksheets/sheet{}.xml"


def _same_part(left: ZipFile, right: ZipFile, name: str) -> bool:
    missing = {name} - set(left.namelist()), {name} - set(right.namelist())
    if any(missing):
        return all(missing)
    if left.getinfo(name).file_size != right.getinfo(name).file_size:
        return False
    with left.open(name) as one, right.open(name) as other:
        while True:
            part = one.read(1 << 20)
            if part != other.read(1 << 20):
                return False
            if not part:
                return True


def _sheet(name: str, sheets: list[Any]) -> Iterator[Message]:
    rows = zip_longest(*(sheet.iter_rows(values_only=True) for sheet in sheets), fillvalue=())
    for number, (formulas, values, our_formulas, our_values) in enumerate(rows, start=1):
        if number % _EVERY == 0:
            yield {"rows": number}
        for column, pair in enumerate(
            zip_longest(formulas, values, our_formulas, our_values, fillvalue=None), start=1
        ):
            found = _cell(*pair)
            if found is not None:
                yield told(name, f"{get_column_letter(column)}{number}", *found)


def _cell(formula: Any, value: Any, ours: Any, our_value: Any) -> tuple[str, str, str] | None:
    """What differs in a cell: `formula` or `value`, theirs, ours."""
    formula, ours = _plain(formula), _plain(ours)
    if (_is_formula(formula) or _is_formula(ours)) and formula != ours:
        return "formula", _text(formula), _text(ours)
    if not _same(value, our_value):
        return "value", _text(value), _text(our_value)
    return None


def _plain(value: Any) -> Any:
    """A formula over several cells is an object, whose text begins with "=" as any other's."""
    return getattr(value, "text", value)


def _is_formula(value: Any) -> bool:
    return isinstance(value, str) and value.startswith("=")


def _same(left: Any, right: Any) -> bool:
    if left in (None, "") and right in (None, ""):
        return True
    if isinstance(left, float) or isinstance(right, float):
        numbers = all(isinstance(one, int | float) for one in (left, right))
        return numbers and isclose(left, right, rel_tol=1e-12, abs_tol=1e-12)
    return bool(left == right)


def _text(value: Any) -> str:
    return "" if value is None else str(value)[:200]


def told(sheet: str, cell: str, what: str, theirs: str, ours: str) -> Message:
    """A difference as it is sent."""
    return {"sheet": sheet[:100], "cell": cell, "what": what, "theirs": theirs, "ours": ours}
