"""The public edition as values: what a notice (通报) says, before it is a page, a paper or a sheet.

One value, three writers: `edition_page.py` (HTML), `edition_paper.py` (PDF) and `public_book.py`
(xlsx). It has no case, no caller and no person in it, and nothing that could carry one: only
sums by object, names of units or areas, and sentences. Source: fact book 8, articles 23 and 24.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from console.export.assessment_book import Kind, Value
from console.export.book_formulas import letters
from console.export.cell_text import NOTHING

PLACES: Final = 2
"""Decimals, as published sheets have them (fact book 7.2)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EditionColumn:
    """A column; neighbours with the same `over` share an upper head."""

    title: str
    kind: Kind
    over: str = ""
    signed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class EditionTable:
    """A ranking, best first, or sums by something else; the column of texts names the row.

    `sums` is the row 合计.

    `colours` are the roles of grades by their letters: green, blue, yellow, red, black.
    """

    title: str
    columns: tuple[EditionColumn, ...]
    rows: tuple[tuple[Value, ...], ...]
    sums: tuple[Value, ...] = ()
    colours: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """A whole notice. `page` has the places `{page}` and `{pages}`.

    `harmless` are texts that are known to be nobody's, such as the fingerprint, whose digits could
    by chance look like a telephone.
    """

    language: str
    title: str
    issuer: str
    period: str
    state: str
    draft: bool
    facts: tuple[tuple[str, str], ...]
    paragraphs: tuple[str, ...]
    tables: tuple[EditionTable, ...]
    definitions_title: str
    definitions: tuple[tuple[str, str], ...]
    notes_title: str
    notes: tuple[str, ...]
    signature: str
    page: str
    harmless: tuple[str, ...] = ()

    def texts(self) -> Iterator[tuple[str, str, str]]:
        """Every text with where it stands: part, cell ("" where there are none), text."""
        for text in (self.title, self.issuer, self.period, self.state, self.signature, self.page):
            yield self.title, "", text
        for row, (label, value) in enumerate(self.facts, start=1):
            yield self.title, f"A{row}", label
            yield self.title, f"B{row}", value
        for table in self.tables:  # before the sentences that repeat a name: a cell is found sooner
            yield from _texts_of(table)
        for text in self.paragraphs:
            yield self.title, "", text
        for row, (name, words) in enumerate(self.definitions, start=1):
            yield self.definitions_title, f"A{row}", name
            yield self.definitions_title, f"B{row}", words
        for row, note in enumerate(self.notes, start=1):
            yield self.notes_title, f"A{row}", note


def _texts_of(table: EditionTable) -> Iterator[tuple[str, str, str]]:
    yield table.title, "", table.title
    for column in table.columns:
        yield table.title, "", column.over
        yield table.title, "", column.title
    for number, row in enumerate(table.rows, start=1):
        for at, (column, value) in enumerate(zip(table.columns, row, strict=True)):
            yield table.title, f"{letters(at)}{number}", shown(value, column)


def shown(value: Value, column: EditionColumn) -> str:
    """A value as the notice prints it: rates in per cent, scores with two decimals."""
    if value is None:
        return NOTHING
    if isinstance(value, str):
        return value
    if column.kind is Kind.RATE:
        return f"{fixed(Fraction(value) * 100)}%"
    if column.kind is Kind.SCORE:
        text = fixed(Fraction(value))
        return f"+{text}" if column.signed and value > 0 else text
    return str(value) if isinstance(value, int) else fixed(value)


def fixed(figure: Fraction | int, places: int = PLACES) -> str:
    """So many decimals, halves away from zero, exactly; what comes to zero has no sign."""
    scaled = Fraction(figure) * 10**places
    rounded = int(max(scaled, -scaled) + Fraction(1, 2))
    whole, rest = divmod(rounded, 10**places)
    point = f".{rest:0{places}d}" if places else ""
    return f"{'-' if scaled < 0 and rounded else ''}{whole}{point}"
