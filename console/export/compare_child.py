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
from openpyxl.cell.read_only import EMPTY_CELL
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.formula import ArrayFormula, DataTableFormula

from console.bounded import serving as bounded
from console.bounded.serving import Message
from console.domain.refusal import Refusal
from console.export.book_checks import FileKind, check_parts, kind_of
from console.export.book_parts import RELATIONS, SHARED, STYLES, WORKBOOK, check_one_reading
from console.export.compare_job import CompareJob

MOST: Final = 20
"""Differences told of one file."""
_EVERY: Final = 2_000
_ALL: Final = (WORKBOOK, RELATIONS, SHARED, STYLES)
"""What says which part is which sheet, and what its numbers of texts and formats stand for."""


def serve(line: Connection, job: CompareJob) -> None:
    """Compare the job's two files when asked."""
    bounded.serve(line, job.bounds.memory_bytes, partial(answer, job), reason)


def reason(error: BaseException) -> Refusal:
    """The refusal for what a library raised."""
    if any(isinstance(one, DefusedXmlException) for one in bounded.causes(error)):
        return Refusal("book.entities")
    if isinstance(error, OSError) and error.errno is not None:
        return Refusal("book.unreadable", part=type(error).__name__)
    return Refusal("book.broken", part=type(error).__name__)


def answer(job: CompareJob, _request: bytes) -> Iterator[Message]:
    """The differences of the two files, and how many rows were read. Raises `Refusal` `book.*`."""
    if kind_of(job.theirs) is FileKind.TEXT:
        raise Refusal("book.broken", part="text")
    check_parts(job.theirs, job.bounds)
    check_one_reading(job.theirs)
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
            if name in theirs and books[0][name].sheet_state != books[2][name].sheet_state:
                yield told(name, "", "sheet_hidden", "", "")
    finally:
        for book in books:
            book.close()


def _same_sheets(theirs: Path, ours: Path) -> set[int]:
    """Places of sheets whose parts are the same, byte for byte, as is all that they stand on."""
    with ZipFile(theirs) as left, ZipFile(ours) as right:
        if not all(_same_part(left, right, part) for part in _ALL):
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
    for sheet in sheets:
        sheet.reset_dimensions()  # how far a file says a sheet goes is not believed
    rows = zip_longest(*(sheet.iter_rows() for sheet in sheets), fillvalue=())
    for number, (formulas, values, our_formulas, our_values) in enumerate(rows, start=1):
        if number % _EVERY == 0:
            yield {"rows": number}
        for column, pair in enumerate(
            zip_longest(formulas, values, our_formulas, our_values, fillvalue=EMPTY_CELL), start=1
        ):
            found = _cell(*pair)
            if found is not None:
                yield told(name, f"{get_column_letter(column)}{number}", *found)


def _cell(theirs: Any, kept: Any, ours: Any, our_kept: Any) -> tuple[str, str, str] | None:
    """What differs in a cell: `formula`, `value` or `format`, theirs, ours."""
    formula, our_formula = theirs.value, ours.value
    if (_is_formula(formula) or _is_formula(our_formula)) and not _same_formula(
        formula, our_formula
    ):
        return "formula", _text(_plain(formula)), _text(_plain(our_formula))
    if not _same(kept.value, our_kept.value):
        return "value", _text(kept.value), _text(our_kept.value)
    # A format can show a number that is not there.
    if kept.value not in (None, "") and theirs.number_format != ours.number_format:
        return "format", theirs.number_format[:200], ours.number_format[:200]
    return None


def _plain(value: Any) -> Any:
    """A formula over several cells is an object, whose text begins with "=" as any other's."""
    return getattr(value, "text", value)


def _is_formula(value: Any) -> bool:
    if isinstance(value, str):
        return value.startswith("=")
    return isinstance(value, ArrayFormula | DataTableFormula)


def _same_formula(left: Any, right: Any) -> bool:
    return type(left) is type(right) and _plain(left) == _plain(right)


def _same(left: Any, right: Any) -> bool:
    if left in (None, "") and right in (None, ""):
        return True
    if isinstance(left, bool) is not isinstance(right, bool):
        return False  # sums leave a TRUE out, though it is the same as 1 here
    if isinstance(left, float) or isinstance(right, float):
        numbers = all(isinstance(one, int | float) for one in (left, right))
        return numbers and isclose(left, right, rel_tol=1e-12, abs_tol=1e-12)
    return bool(left == right)


def _text(value: Any) -> str:
    return "" if value is None else str(value)[:200]


def told(sheet: str, cell: str, what: str, theirs: str, ours: str) -> Message:
    """A difference as it is sent."""
    return {"sheet": sheet[:100], "cell": cell, "what": what, "theirs": theirs, "ours": ours}
