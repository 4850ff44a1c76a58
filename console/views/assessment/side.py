"""Beside a ranking: the chosen figure over its periods, the scores, and what figures mean."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from console.viewmodels.assessment import AssessmentDesk
from console.viewmodels.assessment_lines import Lines
from console.viewmodels.assessment_terms import terms
from console.views.assessment.charts import DotChart, LineChart
from console.views.look import Look
from console.views.theme import set_look
from console.views.widgets.elided import Elided

LINE: Final = 190
TERM: Final = 84
"""px of width for the words that are explained."""


class SidePanel(QFrame):
    """Three parts in one column that scrolls where it does not fit."""

    def __init__(
        self, page: AssessmentDesk, lines: Lines, look: Look, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._page, self._lines, self._look = page, lines, look
        say = look.wording.say
        set_look(self, role="panel")
        self.line, self.dots = LineChart(look, self), DotChart(look, self)
        self.line.setFixedHeight(LINE)
        self.title, self.span = Elided(self), QLabel(self)
        set_look(self.title, role="section")
        set_look(self.span, role="hint")
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(4)
        self._grid.setColumnMinimumWidth(0, TERM)
        self._grid.setColumnStretch(1, 1)
        self._told: tuple[tuple[str, str], ...] = ()
        dots = QScrollArea(self)
        dots.setWidgetResizable(True)
        dots.setFrameShape(QFrame.Shape.NoFrame)
        dots.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        dots.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        dots.setWidget(self._in_column(self.dots))
        meaning = QScrollArea(self)
        meaning.setWidgetResizable(True)
        meaning.setFrameShape(QFrame.Shape.NoFrame)
        meaning.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        meaning.setAccessibleName(say("assessment.terms"))
        words = QWidget(self)
        inner = QVBoxLayout(words)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.addLayout(self._grid)
        inner.addStretch(1)
        meaning.setWidget(words)
        self.meaning = meaning
        self._lay_out(dots, meaning)
        lines.shown.connect(self.tell)
        page.shown.connect(self.tell)

    def _in_column(self, chart: QWidget) -> QWidget:
        holder = QWidget(self)
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(chart)
        column.addStretch(1)
        return holder

    def _lay_out(self, dots: QWidget, meaning: QWidget) -> None:
        say = self._look.wording.say
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 12, 14, 12)
        column.setSpacing(6)
        column.addLayout(self._head(self.title, self.span))
        column.addWidget(self.line)
        scores, beside = QLabel(say("assessment.chart.dots"), self), QLabel(self)
        set_look(scores, role="section")
        set_look(beside, role="hint")
        self.beside = beside
        column.addLayout(self._head(scores, beside))
        column.addWidget(dots, 3)
        head = QLabel(say("assessment.terms"), self)
        set_look(head, role="section")
        column.addWidget(head)
        column.addWidget(meaning, 2)

    def _head(self, left: QWidget, right: QWidget) -> QHBoxLayout:
        row = QHBoxLayout()
        row.addWidget(left, 1)
        row.addWidget(right)
        return row

    @Slot()
    def tell(self) -> None:
        """Show what is known of the chosen cell."""
        page, lines, say = self._page, self._lines, self._look.wording.say
        row, column = lines.row, lines.column
        if row is None or column is None:
            self.title.setText(say("assessment.chart.line"))
        else:
            self.title.setText(f"{row.name} · {column.title}")
            self.line.show_line(lines.line, column.shows)
        self.span.setText(say("assessment.chart.periods", n=len(lines.periods)))
        code = "last_year" if page.setting.against_last_year else "last"
        self.beside.setText(say(f"assessment.beside.{code}"))
        self.dots.show_dots(lines.dots, lines.edges, row.object if row is not None else "")
        self._tell_terms(terms(page, row, column))

    def _tell_terms(self, told: tuple[tuple[str, str], ...]) -> None:
        if told == self._told:
            return
        self._told = told
        while (item := self._grid.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for at, (word, text) in enumerate(told):
            name, meaning = QLabel(word, self), QLabel(text, self)
            for label in (name, meaning):
                label.setWordWrap(True)
                label.setTextFormat(Qt.TextFormat.PlainText)
                label.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
            set_look(name, role="hint")
            name.setFixedWidth(TERM)
            self._grid.addWidget(name, at, 0)
            self._grid.addWidget(meaning, at, 1)
