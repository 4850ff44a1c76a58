"""The public edition as rich text for paper, in the part of HTML that Qt's documents know.

Not here: pages, their numbers and the file (`console/views/edition_pdf.py`). Sizes are in points.
"""

from collections.abc import Iterator
from html import escape
from itertools import groupby
from typing import Final

from console.export.assessment_book import Kind, Value
from console.export.edition import Edition, EditionTable, shown
from console.export.sheet_text import sheet_text

_NUMBERS: Final = frozenset({Kind.COUNT, Kind.RATE, Kind.SCORE})
_COLOURS: Final = {
    "green": ("#0b6b2e", "#e4f4e8"),
    "blue": ("#0b4f9e", "#e3eefb"),
    "yellow": ("#6e5200", "#fdf3cf"),
    "red": ("#a3150c", "#fde7e5"),
    "black": ("#ffffff", "#333333"),
}
_RED: Final = "#b3261e"
_HEAD: Final = "#eef1f6"
_LINES: Final = "border-bottom:1px solid #c9ced6;border-right:1px solid #c9ced6"
_WIDE: Final = 16
"""Tables with more columns are set smaller."""


def paper_of(edition: Edition) -> str:
    """The whole notice."""
    return "".join(_parts(edition))


def _parts(edition: Edition) -> Iterator[str]:
    yield f'<p align="center" style="font-size:21pt;font-weight:600;color:{_RED};'
    yield f'margin-bottom:2pt">{_text(edition.title)}</p>'
    yield f'<p align="center" style="font-size:12pt;margin:0">{_text(edition.period)}</p>'
    yield f'<p align="center" style="font-size:12pt;margin:0">{_text(edition.issuer)}</p>'
    if edition.draft:
        yield f'<p align="center" style="font-size:12pt;font-weight:600;color:{_RED};margin:2pt">'
        yield f"{_text(edition.state)}</p>"
    yield f'<table width="100%" cellspacing="0" cellpadding="0"><tr><td bgcolor="{_RED}" '
    yield 'style="font-size:1pt">&nbsp;</td></tr></table>'
    yield '<table cellspacing="0" cellpadding="2" style="margin-top:8pt;margin-bottom:6pt">'
    for label, value in edition.facts:
        yield f'<tr><td style="color:#595959">{_text(label)}　</td>'
        yield f"<td>{_text(value)}</td></tr>"
    yield "</table>"
    yield from (_paragraph(one) for one in edition.paragraphs)
    for table in edition.tables:
        yield from _table(table)
    yield _heading(edition.definitions_title)
    for name, words in edition.definitions:
        yield f'<p style="margin:1pt 0"><b>{_text(name)}</b>　{_text(words)}</p>'
    yield _heading(edition.notes_title)
    yield from (_paragraph(one) for one in edition.notes)
    yield '<p style="margin-top:26pt;font-size:11pt;white-space:pre-wrap">'
    yield f"{_text(edition.signature)}</p>"


def _heading(text: str) -> str:
    return f'<p style="margin-top:12pt;margin-bottom:3pt;font-size:13pt"><b>{_text(text)}</b></p>'


def _paragraph(text: str) -> str:
    return f'<p style="margin:2pt 0">{_text(text)}</p>'


def _table(table: EditionTable) -> Iterator[str]:
    size = "7pt" if len(table.columns) > _WIDE else "8.5pt"
    yield _heading(table.title)
    yield '<table width="100%" cellspacing="0" cellpadding="3" border="1" '
    yield f'style="border-collapse:collapse;font-size:{size}"><thead><tr>'
    lower: list[str] = []
    for over, group in groupby(table.columns, key=lambda one: one.over):
        members = list(group)
        if over:
            yield _cell(over, "center", f'bgcolor="{_HEAD}" colspan="{len(members)}"', bold=True)
            own = f'bgcolor="{_HEAD}"'
            lower += [_cell(one.title, "center", own, bold=True) for one in members]
        else:
            own = f'bgcolor="{_HEAD}" rowspan="2" valign="middle"'
            yield from (_cell(one.title, "center", own, bold=True) for one in members)
    yield f"</tr><tr>{''.join(lower)}</tr></thead><tbody>"
    colours = dict(table.colours)
    for row in table.rows:
        yield f"<tr>{''.join(_cells(table, row, colours))}</tr>"
    if table.sums:
        yield f"<tr>{''.join(_cells(table, table.sums, colours, foot=True))}</tr>"
    yield "</tbody></table>"


def _cells(
    table: EditionTable, row: tuple[Value, ...], colours: dict[str, str], *, foot: bool = False
) -> Iterator[str]:
    places = {Kind.TEXT: "left"} | dict.fromkeys(_NUMBERS, "right")
    for column, value in zip(table.columns, row, strict=True):
        own, text = f'bgcolor="{_HEAD}"' if foot else "", shown(value, column)
        ink = ""
        if column.kind is Kind.GRADE and text in colours:
            ink, paper = _COLOURS[colours[text]]
            own = f'bgcolor="{paper}"'
        # A Chinese name is a word a sign to whoever breaks lines: it would stand upright.
        whole = ";white-space:nowrap" if column.kind is Kind.TEXT else ""
        style = f"{whole};color:{ink}" if ink else whole
        yield _cell(text, places.get(column.kind, "center"), own, bold=foot, style=style)


def _cell(text: str, place: str, own: str, *, bold: bool, style: str = "") -> str:
    words = f"<b>{_text(text)}</b>" if bold else _text(text)
    return f'<td align="{place}" {own} style="{_LINES}{style}">{words}</td>'


def _text(text: str) -> str:
    return escape(sheet_text(text))
