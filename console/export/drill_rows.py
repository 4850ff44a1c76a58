"""The rows of the drill-down, written straight into the finished workbook's sheets.

XlsxWriter makes every sheet with its heads and, where rows belong, one pattern row that has the
right formats; here the workbook is copied and the pattern row replaced by all rows, streamed. That
is ten times as fast as a call for each cell, and nothing is held. It rests on the file format alone
(ECMA-376 part 1, 18.3.1), not on the library's inside. Why: `docs/decisions/workbook-writing.md`.

Rows come from a spool file: a JSON list of batches' rows, a line each, moments as whole seconds
since 1970 in UTC.
"""

import json
import re
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Final

from console.domain.refusal import Refusal
from console.export.assessment_book import DrillCell, DrillDown, DrillKind
from console.export.book_formulas import DrillPart, letters
from console.export.moments import CITY
from console.export.sheet_text import inline_text

BATCH: Final = 1_000
LEVEL: Final = 2
"""Of compression: a third of the time of the usual 6, for files a quarter larger."""

_ROW: Final = re.compile(rb'<row r="(\d+)"[^>]*>.*?</row>', re.DOTALL)
_STYLE: Final = re.compile(rb'<c r="[A-Z]+\d+" s="(\d+)"')
_SIZE: Final = re.compile(rb'<dimension ref="[^"]*"/>')
_DAY: Final = 86_400
_SERIAL_ZERO: Final = 25_569
"""The day number of 1970-01-01."""

_AHEAD: Final = int(CITY.utcoffset(None).total_seconds())
Plain = str | int | None


def spool(rows: Iterable[Sequence[DrillCell]], file: IO[str]) -> Iterator[int]:
    """Write rows for the writing process; tells after each batch how many there are."""
    batch: list[list[Plain]] = []
    done = 0
    for row in rows:
        batch.append([plain_cell(cell) for cell in row])
        if len(batch) == BATCH:
            file.write(json.dumps(batch, ensure_ascii=False) + "\n")
            done += len(batch)
            batch = []
            yield done
    file.write(json.dumps(batch, ensure_ascii=False) + "\n")
    yield done + len(batch)


def spooled(file: IO[str]) -> Iterator[list[list[Plain]]]:
    """The batches again."""
    for line in file:
        yield json.loads(line)


def plain_cell(cell: DrillCell) -> Plain:
    """A cell as the writing process takes it: moments as whole seconds."""
    if isinstance(cell, datetime):
        return int(cell.astimezone(UTC).timestamp())
    return int(cell) if isinstance(cell, bool) else cell


def fill(
    skeleton: Path,
    path: Path,
    drill: DrillDown,
    sheets: Mapping[str, DrillPart],
    batches: Iterable[list[list[Plain]]],
) -> Iterator[int]:
    """Copy a workbook with its drill-down filled; tells after each batch how many rows are in.

    `sheets` is part's name in the file -> the rows it takes. Raises Refusal
    `assessment_book.rows_differ` where there are more or fewer rows than the formulas reckon with.
    """
    rows = (row for batch in batches for row in batch)
    done = 0
    with (
        zipfile.ZipFile(skeleton) as source,
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=LEVEL) as target,
    ):
        for name in source.namelist():
            with target.open(name, "w", force_zip64=name in sheets) as out:
                content = source.read(name)
                if name not in sheets:
                    out.write(content)
                    continue
                for count in _filled(content, sheets[name], drill, rows, out.write):
                    yield done + count
                done += sheets[name].last - sheets[name].first + 1
    done = min(done, drill.cases)
    if next(rows, None) is not None:
        raise Refusal("assessment_book.rows_differ", expected=drill.cases)


def _filled(
    content: bytes,
    part: DrillPart,
    drill: DrillDown,
    rows: Iterator[list[Plain]],
    write: Callable[[bytes], object],
) -> Iterator[int]:
    pattern = next(m for m in _ROW.finditer(content) if int(m[1]) == part.first)
    styles = [one.decode() for one in _STYLE.findall(pattern[0])]
    line = row_maker(drill, styles)
    size = f'<dimension ref="A1:{letters(len(drill.columns) - 1)}{part.last}"/>'
    write(_SIZE.sub(size.encode(), content[: pattern.start()]))
    wanted = part.last - part.first + 1 if drill.cases else 0
    lines: list[str] = []
    for number in range(part.first, part.first + wanted):
        row = next(rows, None)
        if row is None:
            raise Refusal("assessment_book.rows_differ", expected=drill.cases)
        lines.append(line(number, row))
        if len(lines) == BATCH:
            write("".join(lines).encode())
            lines = []
            yield number - part.first + 1
    write("".join(lines).encode())
    write(content[pattern.end() :])
    yield wanted


def row_maker(drill: DrillDown, styles: Sequence[str]) -> Callable[[int, Sequence[Plain]], str]:
    """A function that writes a row: its number and its cells -> XML."""
    kinds = [one.kind for one in drill.columns]
    cells = (
        f'<c r="{letters(at)}{_NUMBER}" s="{style}"{_CONTENT[kind]}'
        for at, (kind, style) in enumerate(zip(kinds, styles, strict=True))
    )
    pattern = f'<row r="{_NUMBER}">{"".join(cells)}</row>'
    told = [(at, _TELLS[kind]) for at, kind in enumerate(kinds) if kind in _TELLS]

    def line(number: int, row: Sequence[Plain]) -> str:
        shown = list(row)
        for at, tell in told:
            shown[at] = tell(shown[at])
        return pattern.replace(_NUMBER, str(number)) % tuple(shown)

    return line


def _text(cell: Plain) -> str:
    return f' t="inlineStr">{inline_text(str(cell))}</c>' if cell else "/>"


def _moment(cell: Plain) -> str:
    if not isinstance(cell, int):
        return "/>"
    return f"><v>{round((cell + _AHEAD) / _DAY + _SERIAL_ZERO, 9)!r}</v></c>"


_NUMBER: Final = "#"
_CONTENT: Final = {
    DrillKind.TEXT: "%s",
    DrillKind.MOMENT: "%s",
    DrillKind.FLAG: "><v>%d</v></c>",
    DrillKind.SUM: "><v>%d</v></c>",
}
_TELLS: Final = {DrillKind.TEXT: _text, DrillKind.MOMENT: _moment}
