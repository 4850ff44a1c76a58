"""Another system's export of cases (xlsx or csv), row by row, as history of this city.

A row is taken over or left out as a whole if its number or time of report is unusable; anything
else that cannot be read is left blank and reported. Rows stream: nothing is held but the numbers
seen and a sample for the coordinates. Not here: names of columns (`case_columns.py`), coordinates
(`case_points.py`), and storing: whoever stores does it in one transaction, since a broken file may
refuse itself after any row.
"""

import re
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from itertools import chain, islice
from pathlib import Path
from typing import Final

from console.domain.finding import Finding, finding, notice
from console.domain.imported_case import ImportedCase
from console.domain.refusal import Refusal
from console.export.book_rows import BookItem, Bounds, Cell, SheetRow, SheetStart, Unreadable
from console.export.case_columns import ColumnMapping, Proposal, looks_like_headings, propose
from console.export.case_points import Fits, decide, placed
from console.export.cell_text import cell_text, code_text
from console.export.moments import moment
from console.export.safe_book import read_book

SAMPLE: Final = 500
"""Rows looked at before it is decided what degrees are."""

LAST_HEADING_ROW: Final = 10
LONGEST_NUMBER: Final = 64
EXACT_DIGITS: Final = 10**15
"""Spreadsheets keep 15 digits of a number; a longer one has lost its end."""

_ROUNDED: Final = re.compile(r"[0-9]+(\.[0-9]+)?[eE]\+?[0-9]+")
_YES: Final = frozenset({"是", "有", "√", "y", "yes", "true", "延期", "返工", "1"})
_NO: Final = frozenset({"", "否", "无", "×", "n", "no", "false", "0"})


def propose_columns(path: Path, *, bounds: Bounds | None = None) -> Proposal:
    """The likeliest mapping of an export's columns, for people to confirm.

    Raises Refusal `book.*`, or `import.no_headings` if no row looks like headings.
    """
    items = read_book(path, bounds)
    for item in items:
        if isinstance(item, SheetRow) and item.number <= LAST_HEADING_ROW:
            headings = _headings(item)
            if looks_like_headings(headings, None):
                return propose(headings)
    raise Refusal("import.no_headings")


def read_cases(
    path: Path,
    *,
    mapping: ColumnMapping | None = None,
    known: Container[str] = (),
    fits: Fits | None = None,
    bounds: Bounds | None = None,
) -> Iterator[ImportedCase | Finding]:
    """The cases of an export and what has to be said about them, in the order of the file.

    Without `mapping` the proposed one is used. Numbers in `known` are skipped. `fits` tells
    whether a point lies where its case says, see `case_points`. Raises Refusal `book.*` at any
    row, `import.no_headings` or `import.columns_missing`.
    """
    return case_items(read_book(path, bounds), mapping=mapping, known=known, fits=fits)


def case_items(
    items: Iterable[BookItem],
    *,
    mapping: ColumnMapping | None = None,
    known: Container[str] = (),
    fits: Fits | None = None,
) -> Iterator[ImportedCase | Finding]:
    """The same for a file that somebody else has opened."""
    table = _Table(mapping, known)
    rows = table.rows(items)
    first = list(islice(rows, SAMPLE))
    told = table.mapping.degrees if table.mapping else None
    degrees = decide(told, (one for one in first if isinstance(one, ImportedCase)), fits)
    if degrees.remark is not None:
        yield degrees.remark
    for one in chain(first, rows):
        if isinstance(one, Finding):
            yield one
            continue
        case, remark = placed(one, degrees.crs)
        yield case
        if remark is not None:
            yield remark.at(case.sheet, case.row, "X坐标")


@dataclass(slots=True)
class _Table:
    """An export while it is read: its headings, and the numbers seen so far."""

    mapping: ColumnMapping | None
    known: Container[str]
    seen: set[str] = field(default_factory=set)
    sheet: str = ""
    places: Mapping[str, int] | None = None

    def rows(self, items: Iterable[BookItem]) -> Iterator[ImportedCase | Finding]:
        """The cases without their points. Raises Refusal `import.*`."""
        found = False
        for item in items:
            if isinstance(item, Finding):
                yield item
            elif isinstance(item, SheetStart):
                self.sheet, self.places = item.name, None
                if item.hidden:
                    yield notice("import.sheet_hidden").at(item.name, 0)
            elif self.places is not None:
                yield from self._case(item)
            elif item.number <= LAST_HEADING_ROW:
                yield from self._begin(item)
                found = found or self.places is not None
            elif item.number == LAST_HEADING_ROW + 1:
                yield notice("import.sheet_ignored").at(self.sheet, 0)
        if not found:
            raise Refusal("import.no_headings")

    def _begin(self, row: SheetRow) -> Iterator[Finding]:
        headings = _headings(row)
        if not looks_like_headings(headings, self.mapping):
            return
        proposal = propose(headings)
        if self.mapping is None:
            self.mapping = proposal.mapping
            for name in proposal.unsure:
                heading = proposal.mapping.columns[name]
                yield notice("import.column_likely", heading=heading, field=name).at(
                    self.sheet, row.number, heading
                )
        self.places = self.mapping.places(headings)

    def _case(self, row: SheetRow) -> Iterator[ImportedCase | Finding]:
        places = self.places or {}
        cells = {name: row.cells[at] for name, at in places.items() if at < len(row.cells)}
        line = _Line(cells, dict(self.mapping.columns) if self.mapping else {})
        case = line.case(self.sheet, row.number)
        if case is not None and case.task_number in self.seen:
            line.find(finding("import.twice", number=case.task_number), "task_number")
        elif case is not None and case.task_number in self.known:
            line.find(finding("import.known", number=case.task_number), "task_number")
        elif case is not None:
            if case.closed_at is not None and case.closed_at < case.reported_at:
                line.find(notice("import.closed_early", number=case.task_number), "closed_at")
            yield case
        if case is not None:
            self.seen.add(case.task_number)
        for one in line.findings:
            yield one.at(self.sheet, row.number, one.column)


@dataclass(slots=True)
class _Line:
    """One row while it is read; `findings` have the heading of their cell in `column`."""

    cells: Mapping[str, Cell]
    columns: Mapping[str, str]
    findings: list[Finding] = field(default_factory=list)

    def find(self, what: Finding, name: str) -> None:
        self.findings.append(what.at("", 0, self.columns.get(name, "")))

    def case(self, sheet: str, row: int) -> ImportedCase | None:
        number = self._number()
        reported_at = self._moment("reported_at")
        if number and reported_at is None:
            self.find(finding("import.no_report_time", number=number), "reported_at")
        if not number or reported_at is None:
            return None
        text = self._text
        return ImportedCase(
            task_number=number,
            reported_at=reported_at,
            source=text("source"),
            kind_name=text("kind_name"),
            class_name=text("class_name"),
            subclass_name=text("subclass_name"),
            description=text("description"),
            raw_state=text("raw_state"),
            unit=text("unit"),
            handling_deadline=self._moment("handling_deadline"),
            bundled_deadline=self._moment("bundled_deadline"),
            closed_at=self._moment("closed_at"),
            area=text("area"),
            district=text("district"),
            street=text("street"),
            community=text("community"),
            duty_grid=text("duty_grid"),
            address=text("address"),
            inspector=text("inspector"),
            extended=self._flag("extended"),
            reworked=self._flag("reworked"),
            x=self._coordinate("x"),
            y=self._coordinate("y"),
            sheet=sheet,
            row=row,
        )

    def _number(self) -> str:
        cell = self.cells.get("task_number")
        number = code_text(cell_text(cell))
        lost = isinstance(cell, Unreadable) or _ROUNDED.fullmatch(number) is not None
        if isinstance(cell, int | float):
            lost = lost or abs(cell) >= EXACT_DIGITS or cell != int(cell)
        if lost:
            self.find(finding("import.number_lost"), "task_number")
            return ""
        if not number or len(number) > LONGEST_NUMBER or any(map(str.isspace, number)):
            self.find(finding("import.no_number"), "task_number")
            return ""
        return number

    def _text(self, name: str) -> str:
        cell = self.cells.get(name)
        if isinstance(cell, Unreadable):
            self.find(notice(f"cell.{cell.flaw.value}"), name)
        return cell_text(cell)

    def _moment(self, name: str) -> datetime | None:
        cell = self.cells.get(name)
        if cell is None:
            return None
        for one in (cell, cell.rpartition("/")[0] if isinstance(cell, str) else cell):
            try:
                return moment(one)
            except ValueError:
                continue  # 捆绑截止时间/时限 holds both in one cell: try the part before the stroke
        self.find(notice("import.moment_unreadable"), name)
        return None

    def _flag(self, name: str) -> bool | None:
        if name not in self.cells:
            return None
        text = cell_text(self.cells[name]).casefold()
        if text in _YES or text in _NO:
            return text in _YES
        self.find(notice("import.flag_unreadable"), name)
        return None

    def _coordinate(self, name: str) -> float | None:
        text = cell_text(self.cells.get(name)).replace(",", "")
        if not text:
            return None
        try:
            return float(text)
        except ValueError:
            self.find(notice("import.coordinates_unknown"), name)
            return None


def _headings(row: SheetRow) -> tuple[str, ...]:
    return tuple("".join(cell_text(cell).split()) for cell in row.cells)
