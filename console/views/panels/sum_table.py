"""Lines with a figure at the right and their sum below a rule."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QWidget

from console.views.theme import set_look


class SumTable(QWidget):
    """Words left, figures right, the total in 600."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setVerticalSpacing(2)
        self._grid.setColumnStretch(0, 1)

    def show_sums(self, lines: Sequence[tuple[str, str]], total: tuple[str, str]) -> None:
        """Show these lines and their sum."""
        while self._grid.count():
            item = self._grid.takeAt(0)
            gone = item.widget() if item is not None else None
            if gone is not None:
                gone.hide()
                gone.deleteLater()
        for at, (words, figure) in enumerate(lines):
            self._put(at, words, figure, {"tone": "ink2"})
        rule = QFrame(self)
        set_look(rule, role="rule")
        self._grid.addWidget(rule, len(lines), 0, 1, 2)
        self._put(len(lines) + 1, *total, {"role": "strong"})

    def _put(self, row: int, words: str, figure: str, look: dict[str, str]) -> None:
        for column, text in enumerate((words, figure)):
            label = QLabel(text, self)
            set_look(label, **look)
            right = Qt.AlignmentFlag.AlignRight if column else Qt.AlignmentFlag.AlignLeft
            self._grid.addWidget(label, row, column, right)
