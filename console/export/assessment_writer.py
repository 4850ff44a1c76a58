"""The assessment workbook as a file: sheets by XlsxWriter, cases by `drill_rows`.

Every figure is written as a formula together with its value, so that programs which do not
calculate show it too. Texts are written as texts whatever they start with. Looks come from the
layout (`book_layout.py`). Runs in the writing process; see `assessment_export.py`.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC
from pathlib import Path
from typing import Any, Final

import xlsxwriter

from console.domain.refusal import Refusal
from console.export.assessment_book import Book, Cover, DrillDown, DrillKind, TextSheet
from console.export.book_formulas import DrillPart, alike_key, drill_parts
from console.export.book_layout import Layout
from console.export.chart_sheet import ChartSheet
from console.export.drill_rows import Plain, fill
from console.export.ranking_sheet import RankingSheet
from console.export.sheet_text import lines_in, sheet_text

A4: Final = 9
MARGINS: Final = {"left": 0.4, "right": 0.4, "top": 0.5, "bottom": 0.6}
"""Inches."""

DRILL_HEADS: Final = 2
LINE: Final = 16
"""Points, of one line of a table of texts."""

_OPTIONS: Final = {
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


def write_book(
    book: Book, layout: Layout, batches: Iterable[list[list[Plain]]], path: Path, skeleton: Path
) -> Iterator[int]:
    """Write a whole workbook to `path`, by way of `skeleton`; tells how many cases are in.

    Raises Refusal `assessment_book.keys_alike`, `assessment_book.rows_differ`; OSError as the file
    system does. `path` is of no use unless the iterator has ended.
    """
    parts = drill_parts(book.drill, DRILL_HEADS)
    sheets = Sheets(book, layout, parts, skeleton)
    yield from fill(skeleton, path, book.drill, sheets.write(), batches)


class Sheets:
    """Writes everything but the cases of one book."""

    def __init__(
        self, book: Book, layout: Layout, parts: tuple[DrillPart, ...], skeleton: Path
    ) -> None:
        self._book, self._layout, self._parts = book, layout, parts
        self._file: Any = xlsxwriter.Workbook(str(skeleton), _OPTIONS)
        self._forms: dict[tuple[str, ...], Any] = {}

    def write(self) -> Mapping[str, DrillPart]:
        """Write and close; the file's parts that wait for cases."""
        book = self._book
        # A moment without a zone, as the library wants it; it writes it as UTC.
        made_at = book.made_at.astimezone(UTC).replace(tzinfo=None)
        self._file.set_properties({"title": sheet_text(book.title), "created": made_at})
        if book.fingerprint:
            self._file.set_custom_property("wanmi-fingerprint", book.fingerprint)
        self._cover(book.cover)
        for ranking in book.rankings:
            key = alike_key(ranking)
            if key is not None:
                raise Refusal("assessment_book.keys_alike", sheet=ranking.sheet, key=key)
            page = self._page(ranking.sheet)
            RankingSheet(self._file, page, self.form, self._layout, ranking).write(
                book.drill, self._parts
            )
            if ranking.charts and ranking.rows:
                drawn = self._page(ranking.chart_sheet, fitted=False)
                ChartSheet(self._file, drawn, self._layout, ranking).write()
        for one in book.texts:
            self._texts(one)
        first = len(self._file.worksheets()) + 1
        for part in self._parts:
            self._drill(part, book.drill)
        self._file.close()
        return {f"xl/worksheets/sheet{first + at}.xml": part for at, part in enumerate(self._parts)}

    def form(self, *roles: str) -> Any:
        """The format of a role; later roles overlay it where they say more than plain."""
        if roles not in self._forms:
            form: dict[str, object] = dict(self._layout[roles[0]].form)
            for role in roles[1:]:
                over = self._layout[role].form
                form |= {k: over[k] for k in _OVERLAID if k in over}
            self._forms[roles] = self._file.add_format(form)
        return self._forms[roles]

    def _page(self, name: str, *, fitted: bool = True) -> Any:  # the library carries no types
        page = self._file.add_worksheet(name)
        page.set_paper(A4)
        page.set_landscape()
        page.set_margins(**MARGINS)
        if fitted:  # to the page's width; breaks set by hand would not count then
            page.fit_to_pages(1, 0)
        page.center_horizontally()
        page.set_footer("&C" + self._layout["footer"].words)
        if self._book.fingerprint:
            # The blank ends the font's size, or digits behind it would be taken for it.
            page.set_header("&R&8 " + self._book.fingerprint)
        return page

    def _cover(self, cover: Cover) -> None:
        look = self._layout
        page = self._page(cover.sheet)
        page.hide_gridlines(2)
        page.set_column(0, 0, look["cover_label"].width)
        page.set_column(1, 1, look["cover_value"].width)
        page.merge_range(0, 0, 0, 1, "", self.form("cover_title"))
        page.write_string(0, 0, sheet_text(self._book.title), self.form("cover_title"))
        page.set_row(0, look["cover_title"].height)
        for at, (label, value) in enumerate(cover.lines, start=2):
            page.set_row(at, look["cover_label"].height)
            page.write_string(at, 0, sheet_text(label), self.form("cover_label"))
            page.write_string(at, 1, sheet_text(value), self.form("cover_value"))
        start = len(cover.lines) + 3
        for at, note in enumerate(cover.notes, start=start):
            page.write_string(at, 0, sheet_text(note), self.form("note"))
        page.write_string(
            start + len(cover.notes) + 1, 0, look["signature"].words, self.form("signature")
        )

    def _texts(self, table: TextSheet) -> None:
        page = self._page(table.sheet)
        last = len(table.headings) - 1
        for at, width in enumerate(table.widths):
            page.set_column(at, at, width)
        self._title(page, table.title, last, "table_title")
        for at, heading in enumerate(table.headings):
            page.write_string(1, at, sheet_text(heading), self.form("table_head"))
        for number, row in enumerate(table.rows, start=2):
            for at, text in enumerate(row):
                page.write_string(number, at, sheet_text(text), self.form("table_text"))
            most = max(map(lines_in, row, table.widths))
            page.set_row(number, LINE * most)  # programs do not open wrapped rows by themselves
        page.freeze_panes(2, 0)
        page.repeat_rows(1)

    def _title(self, page: Any, title: str, last: int, role: str) -> None:
        if last:
            page.merge_range(0, 0, 0, last, "", self.form(role))
        page.write_string(0, 0, sheet_text(title), self.form(role))
        page.set_row(0, self._layout[role].height)

    def _drill(self, part: DrillPart, drill: DrillDown) -> None:
        """The heads of a drill-down sheet and the pattern of its rows."""
        page = self._page(part.sheet)
        roles = [f"drill_{one.kind.value}" for one in drill.columns]
        for at, role in enumerate(roles):
            page.set_column(at, at, self._layout[role].width)
        # Not merged: a title over fifty narrow columns would stand in the middle of nowhere.
        page.write_string(0, 0, sheet_text(drill.title), self.form("drill_title"))
        page.set_row(0, self._layout["drill_title"].height)
        page.set_row(1, self._layout["drill_head"].height)
        for at, one in enumerate(drill.columns):
            upright = one.kind is not DrillKind.FLAG
            form = self.form("table_head") if upright else self.form("drill_head")
            page.write_string(1, at, sheet_text(one.title), form)
            page.write_blank(DRILL_HEADS, at, None, self.form(roles[at]))
        page.freeze_panes(DRILL_HEADS, 1)
        page.repeat_rows(1)
        page.repeat_columns(0)
        page.autofilter(1, 0, part.last - 1, len(drill.columns) - 1)


_OVERLAID: Final = ("bg_color", "font_color", "bold", "top", "bottom", "italic")
