"""The charts of a ranking on a sheet of their own, so that no page cuts one.

Two columns of figures share a page, bars have one each. Charts read the ranking's cells.
"""

from fractions import Fraction
from typing import Any, Final

from console.export.assessment_book import Chart, ChartKind, Ranking
from console.export.book_formulas import letters, quoted
from console.export.book_layout import Layout
from console.export.ranking_sheet import HEADS
from console.export.sheet_text import sheet_text

ROW_PIXELS: Final = 20
PAGE_ROWS: Final = 36
"""Of twenty pixels; A4 across with our margins has room for 39 at this scale."""

SCALE: Final = 85
WIDTH: Final = 880
MOST_LABELS: Final = 60
"""More numbers than this would stand on each other."""


class ChartSheet:
    """Draws the charts of one ranking on `page`."""

    def __init__(self, file: Any, page: Any, layout: Layout, ranking: Ranking) -> None:
        self._file, self._page, self._layout, self._ranking = file, page, layout, ranking
        self._at = {one.name: at for at, one in enumerate(ranking.columns)}

    def write(self) -> None:
        """Draw all charts, and break the pages between them."""
        at, breaks = 0, []
        for chart in self._ranking.charts:
            rows = PAGE_ROWS if chart.kind is ChartKind.BAR else PAGE_ROWS // 2
            if at % PAGE_ROWS and at % PAGE_ROWS + rows > PAGE_ROWS:
                at += PAGE_ROWS - at % PAGE_ROWS
            if at and at % PAGE_ROWS == 0:
                breaks.append(at)
            self._draw(chart, at, (rows - 1) * ROW_PIXELS)
            at += rows
        self._page.set_h_pagebreaks(breaks)
        self._page.hide_gridlines(2)
        self._page.set_print_scale(SCALE)

    def _draw(self, chart: Chart, row: int, height: int) -> None:
        rows, bars = len(self._ranking.rows), chart.kind is ChartKind.BAR
        drawn = self._file.add_chart({"type": chart.kind.value})
        for name in chart.columns:
            drawn.add_series(
                {
                    "name": f"={quoted(self._ranking.sheet)}!{self._head(name)}",
                    "categories": self._cells(chart.labels),
                    "values": self._cells(name),
                    "data_labels": {"value": rows * len(chart.columns) <= MOST_LABELS},
                }
            )
        first = self._ranking.columns[self._at[chart.columns[0]]]
        figures: dict[str, object] = {
            "num_format": self._layout[first.kind.value].form["num_format"]
        }
        if not self._falls_below_zero(chart):
            figures["min"] = 0  # a bar that begins elsewhere makes small differences look large
        # Of bars the library calls the axis of figures "x", of columns the one of labels.
        drawn.set_x_axis(figures if bars else {"interval_unit": 1})
        drawn.set_y_axis({"interval_unit": 1, "reverse": True} if bars else figures)
        drawn.set_title({"name": sheet_text(chart.title), "name_font": {"size": 14}})
        drawn.set_legend({"position": "bottom"} if len(chart.columns) > 1 else {"none": True})
        drawn.set_size({"width": WIDTH, "height": height})
        self._page.insert_chart(row, 0, drawn, {"object_position": 2, "y_offset": 6})

    def _falls_below_zero(self, chart: Chart) -> bool:
        values = (row.values.get(name) for row in self._ranking.rows for name in chart.columns)
        return any(isinstance(one, int | Fraction) and one < 0 for one in values)

    def _cells(self, name: str) -> list[object]:
        at, last = self._at[name], HEADS + len(self._ranking.rows) - 1
        return [self._ranking.sheet, HEADS, at, last, at]

    def _head(self, name: str) -> str:
        """The cell with a column's title: the lower head, or the upper one it is merged into."""
        at = self._at[name]
        return f"${letters(at)}${HEADS if self._ranking.columns[at].over else HEADS - 1}"
