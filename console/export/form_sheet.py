"""A regular form as values: one printed page of paragraphs, tables and figures, over its cases.

Tables are rankings without a place of their own; figures stand one below the other and may read
each other. How it is written: `form_page.py`. Source: fact book 8.
"""

from dataclasses import dataclass
from typing import Final

from console.export.assessment_book import Book, Kind, Make, Ranking, Typed, Value

_TYPED: Final = Typed()


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """A text over the whole width, in the look of a role of the layout."""

    text: str
    role: str = "form_text"


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureLine:
    """One figure of a statement; formulas of other lines say `[name]` for its cell."""

    name: str
    title: str
    kind: Kind
    value: Value
    make: Make = _TYPED
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """Figures one below the other: number, title, figure, and what it means."""

    heads: tuple[str, str, str, str]
    lines: tuple[FigureLine, ...]


Block = Paragraph | Ranking | Figures


@dataclass(frozen=True, slots=True, kw_only=True)
class FormSheet:
    """One page. `head` and `number` are the red head of a notice, "" where there is none."""

    sheet: str
    title: str
    subtitle: str
    head: str = ""
    number: str = ""
    blocks: tuple[Block, ...]
    landscape: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class FormBook(Book):
    """A workbook whose first sheets are forms."""

    forms: tuple[FormSheet, ...]
