"""登记检查: what is there, what is missing and which key fixes it; words and marks, no colours."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QGridLayout, QLabel, QVBoxLayout, QWidget

from console.views.icons import Icon, icon
from console.views.theme import Theme, set_look
from console.views.widgets.keys import KeyLabel


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckLine:
    """One line: whether it is met, its words, and the key that mends it."""

    met: bool
    words: str
    key: str = ""


class CheckList(QWidget):
    """A title and its lines."""

    def __init__(self, theme: Theme, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        heading = QLabel(title, self)
        set_look(heading, role="strong")
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(6)
        self._grid.setVerticalSpacing(3)
        self._grid.setColumnStretch(1, 1)
        self._lines: tuple[CheckLine, ...] = ()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(5)
        column.addWidget(heading)
        column.addLayout(self._grid)
        theme.changed.connect(self._rebuild)

    def show_lines(self, lines: Sequence[CheckLine]) -> None:
        """Show these lines."""
        if tuple(lines) != self._lines:
            self._lines = tuple(lines)
            self._rebuild()

    def _rebuild(self) -> None:
        while self._grid.count():
            item = self._grid.takeAt(0)
            gone = item.widget() if item is not None else None
            if gone is not None:
                gone.hide()
                gone.deleteLater()
        for at, line in enumerate(self._lines):
            mark = QLabel(self)
            sign = Icon.CHECK if line.met else Icon.THEN
            mark.setPixmap(icon(sign, self._theme.tokens).pixmap(QSize(14, 14)))
            words = QLabel(line.words, self)
            words.setWordWrap(True)
            set_look(words, tone="ink2" if line.met else "")
            self._grid.addWidget(mark, at, 0)
            self._grid.addWidget(words, at, 1)
            if line.key and not line.met:
                self._grid.addWidget(KeyLabel(line.key, self), at, 2)
        self.setAccessibleName("; ".join(line.words for line in self._lines))
