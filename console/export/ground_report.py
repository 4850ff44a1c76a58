"""What an import of ground found, as a file to pass on: a workbook, a text table, or plain lines.

Every cell is text and stays text: nothing from a city's file ever becomes a formula.
"""

import csv
from collections.abc import Iterable, Sequence
from dataclasses import astuple, dataclass
from pathlib import Path
from typing import Final

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell

from console.domain.refusal import Refusal

FORMULA_SIGNS: Final = ("=", "+", "-", "@", "\t", "\r")
SUFFIXES: Final = (".xlsx", ".csv", ".txt")
_WIDTHS: Final = (10, 12, 22, 22, 12, 90)


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line: what it is (a change or a remark), its row in the file, codes, and the sentence."""

    kind: str
    row: str
    code: str
    former: str
    column: str
    text: str


def refuse_format(file: Path) -> None:
    """Let only a report pass that can be written. Raises Refusal `geo.report_format`."""
    if file.suffix.lower() not in SUFFIXES:
        raise Refusal("geo.report_format", name=file.name)


def write_report(file: Path, headings: Sequence[str], lines: Iterable[Line]) -> None:
    """Write the lines in the form the file's name asks for. Raises OSError."""
    rows = (astuple(line) for line in lines)
    if file.suffix.lower() == ".xlsx":
        _book(file, headings, rows)
    elif file.suffix.lower() == ".csv":
        with file.open("w", encoding="utf-8-sig", newline="") as out:
            writer = csv.writer(out)
            writer.writerow(headings)
            writer.writerows([_tamed(cell) for cell in row] for row in rows)
    else:
        with file.open("w", encoding="utf-8") as out:
            out.writelines("\t".join(row) + "\n" for row in (tuple(headings), *rows))


def _tamed(text: str) -> str:
    """A cell of a text table that no spreadsheet program takes for a formula."""
    return f"'{text}" if text.startswith(FORMULA_SIGNS) else text


def _book(file: Path, headings: Sequence[str], rows: Iterable[tuple[str, ...]]) -> None:
    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    for column, width in zip("ABCDEF", _WIDTHS, strict=True):
        sheet.column_dimensions[column].width = width
    for row in (tuple(headings), *rows):
        cells = []
        for text in row:
            cell = WriteOnlyCell(sheet, value=text)
            cell.data_type = "s"
            cell.number_format = "@"
            cells.append(cell)
        sheet.append(cells)
    book.save(file)
