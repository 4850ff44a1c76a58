"""Beside a ranking: the chosen figure over its periods, the scores, and what figures mean."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import Qt, QTimer, Slot
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
    """Three parts in one column. What comes at once is painted once, in a turn of its own."""

    def __init__(
        self, page: AssessmentDesk, lines: Lines, look: Look, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._page, self._lines, self._look = page, lines, look
        say = look.wording.say
        set_look(self, role="panel")
        self.line, self.dots = LineChart(look, self), DotChart(look, self)
        self.line.setFixedHeight(LINE)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(0)
        self._soon.timeout.connect(self._on_soon)
        self._due: list[Callable[[], None]] = []
        self.title, self.span = Elided(self), QLabel(self)
        set_look(self.title, role="section")
        set_look(self.span, role="hint")
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(4)
        self._grid.setColumnMinimumWidth(0, TERM)
        self._grid.setColumnStretch(1, 1)
        self._told: tuple[tuple[str, str], ...] = ()
        dots = self._scrolled(self._in_column(self.dots))
        dots.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        words = QWidget(self)
        inner = QVBoxLayout(words)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.addLayout(self._grid)
        inner.addStretch(1)
        meaning = self.meaning = self._scrolled(words)
        meaning.setAccessibleName(say("assessment.terms"))
        self._lay_out(dots, meaning)
        lines.shown.connect(self.tell_soon)
        page.shown.connect(self.tell_soon)

    def _scrolled(self, inner: QWidget) -> QScrollArea:
        """A part that scrolls up and down."""
        area = QScrollArea(self)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(inner)
        return area

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
    def tell_soon(self) -> None:
        """What is shown is old: part after part is told, each in a turn of its own, so that no
        turn of the window takes long."""
        self._due = [self._tell_line, self._tell_dots, self._tell_meaning]
        self._soon.start()

    @Slot()
    def _on_soon(self) -> None:
        if self._due:
            self._due.pop(0)()
            self._soon.start()

    def _tell_line(self) -> None:
        lines, say = self._lines, self._look.wording.say
        row, column = lines.row, lines.column
        if row is None or column is None:
            self.title.setText(say("assessment.chart.line"))
        else:
            self.title.setText(f"{row.name} · {column.title}")
            self.line.show_line(lines.line, column.shows)
        self.span.setText(say("assessment.chart.periods", n=len(lines.periods)))

    def _tell_dots(self) -> None:
        lines, say = self._lines, self._look.wording.say
        code = "last_year" if self._page.setting.against_last_year else "last"
        self.beside.setText(say(f"assessment.beside.{code}"))
        chosen = lines.row.object if lines.row is not None else ""
        self.dots.show_dots(lines.dots, lines.edges, chosen)

    def _tell_meaning(self) -> None:
        self._tell_terms(terms(self._page, self._lines.row, self._lines.column))

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
