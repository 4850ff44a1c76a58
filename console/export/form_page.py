"""One regular form on its sheet: head, title, then paragraphs, tables and figures below each other.

All tables stand at the left edge and share the columns' widths: number, name, then figures. Every
figure that follows from others of the sheet, or from its cases, is a formula beside its value.
"""

from collections.abc import Callable, Sequence
from typing import Any, Final

from console.export.assessment_book import (
    Column,
    DrillDown,
    Given,
    Kind,
    Make,
    Ranking,
    Ratio,
    SumOf,
    Value,
)
from console.export.book_formulas import (
    NAMED,
    DrillPart,
    Formulas,
    letters,
    outside_quotes,
    totals,
)
from console.export.book_layout import Layout
from console.export.cell_text import NOTHING
from console.export.form_sheet import Block, FigureLine, Figures, FormSheet, Paragraph
from console.export.sheet_text import lines_in, sheet_text, shown

LINE: Final = 18
"""Points, of one line of a paragraph."""

FEWEST: Final = 7
"""Columns of a form at least, so that its title has room."""

_VALUE_AT: Final = 2
_SMALLER: Final = 0.85
"""Paragraphs are written larger than the signs a column's width counts."""


class FormPage:
    """Writes one form; `form` gives the format of roles laid over each other."""

    def __init__(
        self, page: Any, form: Callable[..., Any], layout: Layout, sheet: FormSheet
    ) -> None:
        self._page, self._form, self._layout, self._sheet = page, form, layout, sheet
        wide = [len(one.columns) for one in sheet.blocks if isinstance(one, Ranking)]
        self._last = max([FEWEST, *wide]) - 1
        self._widths = [
            layout["rank"].width,
            layout["text"].width,
            *(layout["rate"].width for _ in range(self._last - 1)),
        ]
        self._row = 0

    def write(self, drill: DrillDown, parts: Sequence[DrillPart]) -> None:
        """Write the whole sheet."""
        sheet, page = self._sheet, self._page
        if not sheet.landscape:
            page.set_portrait()
        page.hide_gridlines(2)
        for at, width in enumerate(self._widths):
            page.set_column(at, at, width)
        for role, words in (
            ("form_head", sheet.head),
            ("form_number", sheet.number),
            ("form_title", sheet.title),
            ("form_subtitle", sheet.subtitle),
        ):
            if words:
                self._line(words, role, self._layout[role].height)
        for block in sheet.blocks:
            self._block(block, drill, parts)
        words = self._layout["signature"].words
        self._row += 1
        self._page.write_string(self._row, 0, words, self._form("signature"))
        self._page.set_row(self._row, self._layout["signature"].height)

    def _block(self, block: Block, drill: DrillDown, parts: Sequence[DrillPart]) -> None:
        match block:
            case Paragraph():
                look = self._layout[block.role]
                room = int(sum(self._widths) * (_SMALLER if look.form["text_wrap"] else 1))
                tall = max(look.height or 0, LINE * lines_in(block.text, room))
                self._line(block.text, block.role, tall)
            case Ranking():
                self._table(block, drill, parts)
            case Figures():
                self._figures(block, drill, parts)

    def _line(self, words: str, role: str, height: float | None) -> None:
        self._merged(self._row, 0, self._last, words, role)
        self._page.set_row(self._row, height)
        self._row += 1

    def _merged(self, row: int, left: int, right: int, words: str, role: str) -> None:
        if right > left:
            self._page.merge_range(row, left, row, right, "", self._form(role))
        self._page.write_string(row, left, sheet_text(words), self._form(role))

    # --- tables -----------------------------------------------------------------------------------

    def _table(self, table: Ranking, drill: DrillDown, parts: Sequence[DrillPart]) -> None:
        if table.title:
            self._line(table.title, "form_section", self._layout["form_section"].height)
        for at, column in enumerate(table.columns):
            self._merged(self._row, at, self._reach(table, at), column.title, "head_lower")
        self._page.set_row(self._row, 2 * LINE)
        self._row += 1
        formulas = Formulas(table, drill, parts, self._row + 1)
        for number, row in enumerate(table.rows):
            for at, column in enumerate(table.columns):
                value, formula = row.values.get(column.name), formulas.of_row(number, column)
                reach = self._reach(table, at)
                if reach > at:
                    self._merged(self._row, at, reach, str(shown(value)), column.kind.value)
                else:
                    self._put(self._row, at, value, formula, self._form(column.kind.value))
            self._row += 1
        if table.feet and table.rows:
            self._total(table, formulas)
        for note in table.notes:
            self._block(Paragraph(text=note, role="note"), drill, parts)

    def _reach(self, table: Ranking, at: int) -> int:
        """Words in the last column have the rest of the width."""
        last = at == len(table.columns) - 1 and table.columns[at].kind is Kind.TEXT
        return self._last if last else at

    def _total(self, table: Ranking, formulas: Formulas) -> None:
        """The row 合计; its word stands in the first column of texts."""
        sums, named = totals(table), False
        for at, column in enumerate(table.columns):
            form, formula = self._form(column.kind.value, "total"), formulas.total(column)
            if formula is not None:
                self._put(self._row, at, sums[column.name], formula, form)
            elif _names(column) and not named:
                named = True
                self._put(self._row, at, self._layout["total"].words, None, form)
            elif (reach := self._reach(table, at)) > at:
                self._page.merge_range(self._row, at, self._row, reach, "", form)
            else:
                self._page.write_blank(self._row, at, None, form)
        self._row += 1

    def _put(self, row: int, at: int, value: Value, formula: str | None, form: Any) -> None:
        plain = shown(value)
        if formula is not None:
            self._page.write_formula(row, at, formula, form, plain)
        elif isinstance(plain, str):
            self._page.write_string(row, at, plain, form)
        else:
            self._page.write_number(row, at, plain, form)

    # --- figures of a statement -------------------------------------------------------------------

    def _figures(self, block: Figures, drill: DrillDown, parts: Sequence[DrillPart]) -> None:
        for at, head in enumerate(block.heads):
            last = self._last if at > _VALUE_AT else at
            self._merged(self._row, at, last, head, "head_lower")
        self._row += 1
        cells = {
            line.name: f"{letters(_VALUE_AT)}{self._row + at + 1}"
            for at, line in enumerate(block.lines)
        }
        maker = _Maker(cells, drill, parts)
        room = int(sum(self._widths[_VALUE_AT + 1 :]))
        for number, line in enumerate(block.lines, start=1):
            self._put(self._row, 0, number, None, self._form("rank"))
            self._put(self._row, 1, line.title, None, self._form("text"))
            form = self._form(line.kind.value)
            self._put(self._row, _VALUE_AT, line.value, maker.of(line), form)
            self._merged(self._row, _VALUE_AT + 1, self._last, line.note, "table_text")
            title = lines_in(line.title, int(self._widths[1]))
            self._page.set_row(self._row, LINE * max(title, lines_in(line.note, room)))
            self._row += 1


class _Maker:
    """Formulas of figures that stand below each other."""

    def __init__(self, cells: dict[str, str], drill: DrillDown, parts: Sequence[DrillPart]) -> None:
        self._cells, self._parts = cells, parts
        self._at = {one.name: at for at, one in enumerate(drill.columns)}

    def of(self, line: FigureLine) -> str | None:
        """The formula with "="; None where the value itself stands there."""
        make: Make = line.make
        match make:
            case SumOf():
                at = self._at[make.column]
                return "=" + "+".join(f"SUM({part.cells(at)})" for part in self._parts)
            case Ratio():
                over, under = map(self._signed, (make.numerator, make.denominator))
                return f'=IF(({under})=0,"{NOTHING}",({over})/({under}))'
            case Given():
                return outside_quotes(make.text, NAMED, self._cells.__getitem__)
            case _:
                return None

    def _signed(self, parts: Sequence[tuple[int, str]]) -> str:
        text = "".join(f"{'-' if sign < 0 else '+'}{self._cells[name]}" for sign, name in parts)
        return text.removeprefix("+")


def _names(column: Column) -> bool:
    return column.kind is Kind.TEXT
