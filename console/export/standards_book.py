"""The workbook of standards that cities keep (立案、处置和结案标准), read.

Sheets 部件 and 事件, a title in row 1, the header in row 2; the columns of the fact book 4 in any
order. What each line means is in `standards_lines.py`; opening the file safely is `safe_book`'s
work. Not here: how it is written (`standards_sheets.py`, with the heavy library), and what changes
against the standards in force (`console.domain.catalogue_diff`).
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from console.domain.catalogue import COMPONENT, EVENT, GBT30428
from console.domain.catalogue_diff import Change, Incoming
from console.domain.finding import Finding, finding, notice
from console.domain.limit_text import BareUnits, LimitReading
from console.domain.limit_text import write as write_limit
from console.domain.limit_text import write_limit as write_one
from console.domain.place import AreaLevel
from console.domain.timelimit import StepLimit, TimeLimit
from console.export.book_rows import BookItem, Bounds, Cell, SheetRow, SheetStart
from console.export.cell_text import cell_text
from console.export.safe_book import read_book
from console.export.standards_lines import (
    CLOSING,
    DEPARTMENT,
    HEADINGS,
    LIMIT,
    TEXT,
    UNITS,
    SheetLines,
)
from console.export.standards_place import CLASS_CODE, CLASS_NAME, CODE, NAME, Place

KINDS: Final[Mapping[str, str]] = {"部件": COMPONENT, "事件": EVENT}
NEEDED: Final = (CLASS_CODE, CLASS_NAME, CODE, NAME, TEXT, LIMIT)
SYNONYMS: Final[Mapping[str, str]] = {
    "责任主体": UNITS,
    "责任单位": UNITS,
    "监管主体": DEPARTMENT,
    "结案标准": CLOSING,
    "处理时限": LIMIT,
}
BOUNDS: Final = Bounds(rows=20_000)
"""Real workbooks have some 500 lines; more than this is no table of standards."""

HEADER_ROW: Final = 2
LAST_HEADER_ROW: Final = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class StandardsReading:
    """What a workbook holds and everything that has to be said about it, in the file's order."""

    incoming: Incoming
    findings: tuple[Finding, ...]


def read(
    path: Path,
    *,
    scheme: str = GBT30428,
    bare: BareUnits = BareUnits.CONTINUOUS,
    bounds: Bounds | None = None,
) -> StandardsReading:
    """Read a workbook of one numbering scheme. Raises Refusal `book.*` if it cannot be opened."""
    return read_items(read_book(path, bounds or BOUNDS), scheme=scheme, bare=bare)


def read_items(
    items: Iterable[BookItem],
    *,
    scheme: str = GBT30428,
    bare: BareUnits = BareUnits.CONTINUOUS,
) -> StandardsReading:
    """The same for a workbook that somebody else has opened."""
    book = _Book(scheme, bare)
    for item in items:
        book.take(item)
    return book.reading()


def as_json(
    reading: StandardsReading, changes: Sequence[Change], say: Callable[[Finding], str]
) -> dict[str, object]:
    """What `import-standards --json` prints: `conditions` taken over, `changes`, `findings`.

    `say` gives the sentence of a finding.
    """
    return {
        "conditions": len(reading.incoming.conditions),
        "categories": len(reading.incoming.categories),
        "changes": [
            {
                "change": one.kind.value,
                "scheme": one.category.scheme,
                "kind": one.category.kind,
                "code": one.category.code,
                "name": one.name,
                "condition": one.condition,
                "fields": {name: [shown(a), shown(b)] for name, (a, b) in one.fields.items()},
            }
            for one in changes
        ],
        "findings": [findings_json(one, say(one)) for one in reading.findings],
    }


def shown(value: object) -> str:
    """A value of a change in the words of the workbook: limits written out, lists joined."""
    match value:
        case None:
            return ""
        case TimeLimit():
            return write_one(value)
        case StepLimit(limit=limit) as step:
            return write_limit(LimitReading(limit=limit, steps=(step,)))
        case (AreaLevel() as level, TimeLimit() as limit):
            return write_limit(LimitReading(limit=None, by_area=((level, limit),)))
        case tuple():
            return "、".join(shown(one) for one in value)
    return str(value)


def findings_json(one: Finding, reason: str) -> dict[str, object]:
    """One finding for scripts: place, `reason` as a sentence, its code, weight and facts."""
    return {
        "sheet": one.sheet,
        "row": one.row,
        "column": one.column,
        "reason": reason,
        "code": one.code,
        "weight": one.weight.value,
        "facts": dict(one.facts),
    }


@dataclass(slots=True)
class _Book:
    """A workbook while it is read."""

    scheme: str
    bare: BareUnits
    findings: list[Finding] = field(default_factory=list)
    sheets: dict[str, SheetLines] = field(default_factory=dict)
    reader: "_Sheet | None" = None

    def take(self, item: BookItem) -> None:
        if isinstance(item, SheetStart):
            self._begin(item)
        elif isinstance(item, SheetRow):
            if self.reader is not None:
                self.reader.take(item)
        else:
            self.findings.append(item)
            if self.reader is not None and item.row:  # rows were left out
                self.reader.lines.whole = False

    def _begin(self, sheet: SheetStart) -> None:
        self.reader = None
        kind = KINDS.get("".join(sheet.name.split()))
        if kind is None or kind in self.sheets:
            self.findings.append(notice("standards.sheet_ignored").at(sheet.name, 0))
            return
        if sheet.hidden:
            self.findings.append(notice("standards.sheet_hidden").at(sheet.name, 0))
        self.reader = _Sheet(SheetLines(Place(self.scheme, kind), sheet.name, self.bare))
        self.sheets[kind] = self.reader.lines

    def reading(self) -> StandardsReading:
        missing = [
            finding("standards.sheet_missing").at(name, 0)
            for name, kind in KINDS.items()
            if kind not in self.sheets
        ]
        lines = tuple(self.sheets.values())
        found = (one for sheet in lines for one in _closed(sheet))
        return StandardsReading(
            incoming=_incoming(self.scheme, lines),
            findings=(*self.findings, *missing, *found),
        )


@dataclass(slots=True)
class _Sheet:
    """One sheet while it is read: its header once found, then its lines."""

    lines: SheetLines
    columns: Mapping[int, str] | None = None
    lost: bool = False

    def take(self, row: SheetRow) -> None:
        if self.lost:
            return
        if self.columns is not None:
            cells = {
                name: row.cells[at] for at, name in self.columns.items() if at < len(row.cells)
            }
            self.lines.take(row.number, cells)
            return
        columns = _header(row.cells)
        if CODE in columns.values() and TEXT in columns.values():
            self._begin(row.number, columns)
        elif row.number >= LAST_HEADER_ROW:
            self._say(finding("standards.header_missing", headings="、".join(NEEDED)), row.number)
            self.lost = True

    def _begin(self, number: int, columns: Mapping[int, str]) -> None:
        missing = [name for name in NEEDED if name not in columns.values()]
        if missing:
            self._say(finding("standards.header_missing", headings="、".join(missing)), number)
            self.lost = True
            return
        twice = sorted({name for name in HEADINGS if list(columns.values()).count(name) > 1})
        if twice:
            self._say(finding("standards.header_twice", headings="、".join(twice)), number)
            self.lost = True
            return
        optional = [name for name in HEADINGS if name not in columns.values()]
        if optional:
            self._say(notice("standards.column_missing", headings="、".join(optional)), number)
        if number != HEADER_ROW:
            self._say(notice("standards.header_elsewhere"), number)
        self.columns = columns

    def _say(self, what: Finding, number: int) -> None:
        self.lines.findings.append(what.at(self.lines.sheet, number))


def _header(cells: Iterable[Cell]) -> Mapping[int, str]:
    names = ("".join(cell_text(cell).split()) for cell in cells)
    known = ((at, SYNONYMS.get(name, name)) for at, name in enumerate(names))
    return {at: name for at, name in known if name in HEADINGS}


def _closed(lines: SheetLines) -> list[Finding]:
    """The findings of a sheet, and a word about what was kept because of them."""
    if lines.whole and lines.place.categories:
        return lines.findings
    kept = notice("standards.nothing_removed").at(lines.sheet, 0)
    return [*lines.findings, kept]


def _incoming(scheme: str, sheets: Sequence[SheetLines]) -> Incoming:
    return Incoming(
        scheme=scheme,
        # An empty sheet is a slip, not the wish to remove everything.
        kinds=frozenset(one.place.kind for one in sheets if one.whole and one.place.categories),
        categories=tuple(c for one in sheets for c in one.place.categories.values()),
        conditions=tuple(c for one in sheets for c in one.conditions.values()),
        unread=frozenset(key for one in sheets for key in one.unread),
        unread_categories=frozenset(key for one in sheets for key in one.unclear),
    )
