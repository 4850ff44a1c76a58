"""The public edition as an HTML bulletin: one file that asks nothing of any server.

No script, no address, no picture: its policy forbids all of them. Tables have captions and scopes
for screen readers; on a phone they are pushed sideways under a standing column; on paper they are
A4 across with their heads repeated.
"""

from collections.abc import Iterator
from html import escape
from itertools import groupby
from typing import Final

from console.export.assessment_book import Kind, Value
from console.export.edition import Edition, EditionTable, shown
from console.export.sheet_text import sheet_text

_NUMBERS: Final = frozenset({Kind.COUNT, Kind.RATE, Kind.SCORE})
_STYLE: Final = """
:root{color-scheme:light;--ink:#1a1a1a;--soft:#595959;--line:#c9ced6;--head:#eef1f6;--red:#b3261e}
*{box-sizing:border-box}
body{margin:0 auto;padding:24px 28px 40px;max-width:1400px;color:var(--ink);background:#fff;
font:16px/1.65 "Source Han Sans SC","Noto Sans CJK SC","PingFang SC","Microsoft YaHei",sans-serif}
header{text-align:center;border-bottom:3px double var(--red);padding-bottom:14px}
h1{margin:0 0 6px;color:var(--red);font-size:1.75rem;line-height:1.3}
header p{margin:0;color:var(--soft)}
.draft{display:inline-block;margin-top:10px;padding:2px 14px;border:2px solid var(--red);
color:var(--red);font-weight:600}
dl.facts{display:grid;grid-template-columns:max-content 1fr;gap:2px 18px;margin:18px 0}
dl.facts dt{color:var(--soft)}dl.facts dd{margin:0;overflow-wrap:anywhere}
h2{margin:30px 0 8px;font-size:1.2rem}
.table{overflow-x:auto;margin:22px 0}
table{border-collapse:collapse;width:100%;font-size:.86rem;font-variant-numeric:tabular-nums}
caption{text-align:left;font-weight:600;font-size:1.1rem;padding-bottom:6px}
th,td{border:1px solid var(--line);padding:5px 7px}
thead th{background:var(--head);font-weight:600;line-height:1.3;vertical-align:middle}
tbody th,tfoot th{text-align:left;font-weight:500;white-space:nowrap}
thead th[rowspan]{white-space:nowrap}
td.n{text-align:right;white-space:nowrap}td.m{text-align:center}
tfoot th,tfoot td{background:var(--head);font-weight:600}
.grade{display:inline-block;min-width:1.7em;padding:0 .35em;border:1px solid;font-weight:600}
.green{color:#0b6b2e;background:#e4f4e8}.blue{color:#0b4f9e;background:#e3eefb}
.yellow{color:#6e5200;background:#fdf3cf}.red{color:#a3150c;background:#fde7e5}
.black{color:#fff;background:#333}
.definitions dt{font-weight:600;margin-top:6px}.definitions dd{margin:0}
.signature{margin-top:34px;white-space:pre-wrap}
@media (max-width:760px){body{padding:16px 14px 32px}h1{font-size:1.25rem;text-wrap:balance}
.o,tbody th,tfoot th{position:sticky;left:0;z-index:1;min-width:6.5em;max-width:6.5em;
white-space:normal!important;background:#fff;box-shadow:inset -2px 0 var(--line)}
.o,tfoot th{background:var(--head)!important}dl.facts{grid-template-columns:1fr;gap:0}
dl.facts dd{margin-bottom:6px}}
@page{size:A4 landscape;margin:12mm}
@media print{body{padding:0;max-width:none;font-size:10.5pt}.table{overflow:visible}
table{font-size:8pt}th,td{padding:2px 3px}thead{display:table-header-group}
tfoot{display:table-row-group}tr{break-inside:avoid}
*{-webkit-print-color-adjust:exact;print-color-adjust:exact}}
"""
_POLICY: Final = (
    "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
)


def page_of(edition: Edition) -> str:
    """The whole bulletin."""
    return "\n".join(_lines(edition)) + "\n"


def _lines(edition: Edition) -> Iterator[str]:
    title = _text(f"{edition.title} {edition.period}")
    yield "<!DOCTYPE html>"
    yield f'<html lang="{edition.language}">'
    yield '<head><meta charset="utf-8">'
    yield f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">'
    yield '<meta name="viewport" content="width=device-width,initial-scale=1">'
    yield f"<title>{title}</title><style>{_STYLE}</style></head>"
    yield f"<body><header><h1>{_text(edition.title)}</h1>"
    yield f"<p>{_text(edition.period)}</p><p>{_text(edition.issuer)}</p>"
    if edition.draft:
        yield f'<p class="draft">{_text(edition.state)}</p>'
    yield '</header><main><dl class="facts">'
    for label, value in edition.facts:
        yield f"<dt>{_text(label)}</dt><dd>{_text(value)}</dd>"
    yield "</dl>"
    yield from (f"<p>{_text(one)}</p>" for one in edition.paragraphs)
    for number, table in enumerate(edition.tables, start=1):
        yield from _table(table, number)
    yield f'<h2>{_text(edition.definitions_title)}</h2><dl class="definitions">'
    for name, words in edition.definitions:
        yield f"<dt>{_text(name)}</dt><dd>{_text(words)}</dd>"
    yield f"</dl><h2>{_text(edition.notes_title)}</h2>"
    yield from (f"<p>{_text(one)}</p>" for one in edition.notes)
    yield f'</main><footer><p class="signature">{_text(edition.signature)}</p></footer>'
    yield "</body></html>"


def _table(table: EditionTable, number: int) -> Iterator[str]:
    name = f"t{number}"
    # Reached by the keyboard, because it is pushed sideways where there is no room.
    yield f'<div class="table" role="region" tabindex="0" aria-labelledby="{name}">'
    yield f'<table><caption id="{name}">{_text(table.title)}</caption><thead><tr>'
    lower: list[str] = []
    for over, group in groupby(table.columns, key=lambda one: one.over):
        members = list(group)
        if over:
            yield f'<th scope="colgroup" colspan="{len(members)}">{_text(over)}</th>'
            lower += [f'<th scope="col">{_text(one.title)}</th>' for one in members]
        else:
            for one in members:
                own = ' class="o"' if one.kind is Kind.TEXT else ""
                yield f'<th scope="col" rowspan="2"{own}>{_text(one.title)}</th>'
    yield f"</tr><tr>{''.join(lower)}</tr></thead><tbody>"
    colours = dict(table.colours)
    for row in table.rows:
        yield f"<tr>{''.join(_cells(table, row, colours))}</tr>"
    yield "</tbody>"
    if table.sums:
        yield f"<tfoot><tr>{''.join(_cells(table, table.sums, colours))}</tr></tfoot>"
    yield "</table></div>"


def _cells(table: EditionTable, row: tuple[Value, ...], colours: dict[str, str]) -> Iterator[str]:
    for column, value in zip(table.columns, row, strict=True):
        text = _text(shown(value, column))
        if column.kind is Kind.TEXT:
            yield f'<th scope="row">{text}</th>'
        elif column.kind is Kind.GRADE and str(value) in colours:
            yield f'<td class="m"><span class="grade {colours[str(value)]}">{text}</span></td>'
        else:
            yield f'<td class="{"n" if column.kind in _NUMBERS else "m"}">{text}</td>'


def _text(text: str) -> str:
    """Words as a page can hold them: nothing of theirs is markup."""
    return escape(sheet_text(text))
