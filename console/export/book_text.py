"""Rows of a text table (csv, tab or semicolon), its encoding and separator found from content.

Runs in the reading process. UTF-8 and UTF-16 are known by being valid or marked; what is left is
tried as GB 18030, the encoding of Chinese spreadsheets. Nothing is decoded with replacements.
"""

import codecs
import csv
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from console.domain.finding import finding
from console.domain.refusal import Refusal
from console.export.book_rows import BookItem, Bounds, SheetRow, SheetStart

CHUNK: Final = 1 << 16
BROKEN_LINES: Final = 100
"""After so many lines with broken quotes the file is no table at all."""

_AS_TEXT: Final = re.compile(r'="([^"]*)"')


def text_items(path: Path, bounds: Bounds) -> Iterator[BookItem]:
    """The one sheet of a text file. Raises Refusal `book.encoding` or `book.csv_syntax`."""
    encoding = encoding_of(path)
    csv.field_size_limit(bounds.cell_chars)
    yield SheetStart("")
    broken = 0
    with path.open(encoding=encoding, newline="") as file:
        separator = _separator(file.readline(bounds.row_chars))
        file.seek(0)
        reader = csv.reader(file, delimiter=separator, strict=True)
        number = 0
        while True:
            number += 1
            line = reader.line_num + 1
            try:
                row = next(reader)
            except StopIteration:
                return
            except csv.Error:
                broken += 1
                if broken > BROKEN_LINES:
                    raise Refusal("book.csv_syntax", row=line) from None
                yield finding("row.csv_syntax", last=reader.line_num).at("", line)
                continue
            if number > bounds.rows:
                yield finding("sheet.too_many_rows", most=bounds.rows).at("", number)
                return
            yield from _row(line, row, bounds)


def encoding_of(path: Path) -> str:
    """`utf-8-sig`, `utf-16` or `gb18030`. Raises Refusal `book.encoding`."""
    with path.open("rb") as file:
        marked = file.read(2) in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
    for encoding in ("utf-16",) if marked else ("utf-8-sig", "gb18030"):
        if _decodes(path, encoding):
            return encoding
    raise Refusal("book.encoding")


def _decodes(path: Path, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    with path.open("rb") as file:
        try:
            while chunk := file.read(CHUNK):
                decoder.decode(chunk)
            decoder.decode(b"", final=True)
        except UnicodeError:
            return False
    return True


def _separator(line: str) -> str:
    return max(",\t;", key=line.count)


def _row(line: int, row: list[str], bounds: Bounds) -> Iterator[BookItem]:
    while row and not row[-1].strip():
        row.pop()
    if not row:
        return
    if len(row) > bounds.columns:
        yield finding("row.too_wide", most=bounds.columns).at("", line)
    elif sum(map(len, row)) > bounds.row_chars:
        yield finding("row.too_long", most=bounds.row_chars).at("", line)
    else:
        yield SheetRow(line, tuple(_AS_TEXT.sub(r"\1", cell) or None for cell in row))
