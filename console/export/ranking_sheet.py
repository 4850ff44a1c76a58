"""One ranking table on its sheet: two-row heads, objects, sums and averages, notes."""

from collections.abc import Callable, Sequence
from itertools import groupby
from typing import Any, Final

from console.export.assessment_book import Column, DrillDown, Kind, Ranking, Value
from console.export.book_formulas import (
    DrillPart,
    Formulas,
    averages,
    totals,
)
from console.export.book_layout import Layout
from console.export.sheet_text import sheet_text, shown

HEADS: Final = 4
"""Title, subtitle and two rows of heads."""

FormOf = Callable[..., Any]


class RankingSheet:
    """Writes one table; `form` gives the format of roles laid over each other."""

    def __init__(
        self, file: Any, page: Any, form: FormOf, layout: Layout, ranking: Ranking
    ) -> None:
        self._file, self._page, self._form = file, page, form
        self._layout, self._ranking = layout, ranking
        self._at = {one.name: at for at, one in enumerate(ranking.columns)}

    def write(self, drill: DrillDown, parts: Sequence[DrillPart]) -> None:
        """Write the whole sheet."""
        ranking, page = self._ranking, self._page
        formulas = Formulas(ranking, drill, parts, HEADS + 1)
        self._heads()
        for at, row in enumerate(ranking.rows):
            for column in ranking.columns:
                formula = formulas.of_row(at, column)
                self._cell(HEADS + at, column, row.values.get(column.name), formula)
        after = HEADS + len(ranking.rows)
        if ranking.feet and ranking.rows:
            self._foot(after, "total", totals(ranking), formulas.total)
            self._foot(after + 1, "average", averages(ranking), formulas.average)
            after += 2
        self._grades(formulas)
        self._below(after)
        page.freeze_panes(HEADS, ranking.frozen)
        page.repeat_rows(2, HEADS - 1)

    def _heads(self) -> None:
        page, look, columns = self._page, self._layout, self._ranking.columns
        last = len(columns) - 1
        for at, column in enumerate(columns):
            page.set_column(at, at, look[column.kind.value].width)
        for row, role, words in (
            (0, "title", self._ranking.title),
            (1, "subtitle", self._ranking.subtitle),
        ):
            self._merged(row, 0, row, last, words, role)
            page.set_row(row, look[role].height)
        page.set_row(2, look["head_upper"].height)
        page.set_row(3, look["head_lower"].height)
        at = 0
        for over, group in groupby(columns, key=lambda one: one.over):
            members = list(group)
            if over:
                self._merged(2, at, 2, at + len(members) - 1, over, "head_upper")
            for column in members:
                if over:
                    page.write_string(3, at, sheet_text(column.title), self._form("head_lower"))
                else:
                    self._merged(2, at, 3, at, column.title, "head_lower")
                at += 1

    def _merged(self, top: int, left: int, bottom: int, right: int, words: str, role: str) -> None:
        if (top, left) != (bottom, right):
            self._page.merge_range(top, left, bottom, right, "", self._form(role))
        self._page.write_string(top, left, sheet_text(words), self._form(role))

    def _cell(self, row: int, column: Column, value: Value, formula: str | None) -> None:
        self._put(row, column, value, formula, self._form(column.kind.value))

    def _put(self, row: int, column: Column, value: Value, formula: str | None, form: Any) -> None:
        at, plain = self._at[column.name], shown(value)
        if formula is not None:
            self._page.write_formula(row, at, formula, form, plain)
        elif isinstance(plain, str):
            self._page.write_string(row, at, plain, form)
        else:
            self._page.write_number(row, at, plain, form)

    def _foot(
        self,
        row: int,
        role: str,
        values: dict[str, Any],
        formula_of: Callable[[Column], str | None],
    ) -> None:
        """A row of sums or averages; its word stands in the first column of texts."""
        named = False
        for column in self._ranking.columns:
            kind = Kind.SCORE if role == "average" and column.kind is Kind.COUNT else column.kind
            form, formula = self._form(kind.value, role), formula_of(column)
            if formula is not None:
                self._put(row, column, values[column.name], formula, form)
            elif column.kind is Kind.TEXT and not named:
                named = True
                self._put(row, column, self._layout[role].words, None, form)
            else:
                self._page.write_blank(row, self._at[column.name], None, form)

    def _grades(self, formulas: Formulas) -> None:
        """Colour follows the letter in the cell, also when it changes there."""
        for column in self._ranking.columns:
            if column.kind is not Kind.GRADE or not self._ranking.rows:
                continue
            at = self._at[column.name]
            for mark in self._ranking.grades:
                look = self._layout[f"grade_{mark.colour}"].form
                letter = mark.letter.replace('"', '""')
                rule = {
                    "type": "cell",
                    "criteria": "==",
                    "value": f'"{letter}"',
                    "format": self._file.add_format(
                        {k: look[k] for k in ("bg_color", "font_color", "bold") if k in look}
                    ),
                }
                self._page.conditional_format(HEADS, at, formulas.last - 1, at, rule)

    def _below(self, row: int) -> None:
        """Notes and the line for signatures."""
        for note in self._ranking.notes:
            self._page.write_string(row, 0, sheet_text(note), self._form("note"))
            row += 1
        if self._ranking.signed:
            words = sheet_text(self._layout["signature"].words)
            self._page.write_string(row + 1, 0, words, self._form("signature"))
            self._page.set_row(row + 1, self._layout["signature"].height)
