"""The filter of a list by a unit or duty grid: named while it holds, dropped by a click."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QWidget

from console.viewmodels.case_columns import grid_words
from console.views.look import Look
from console.views.widgets.keys import KeyButton

SHORT: Final = 6
"""Figures of a code that are said on the chip; the tool tip has them all."""


class GridChip(KeyButton):
    """Signals: `dropped` (dict of changes to the filter)."""

    dropped = Signal(object)

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(look.theme, "", "Ctrl+0", size="small", parent=parent)
        self._say = look.wording.say
        self.clicked.connect(self._on_clicked)
        self.hide()

    def show_grid(self, code: str) -> None:
        """Name the grid the list is narrowed to; "" hides the chip."""
        self.setVisible(bool(code))
        if code:
            last = f"{code[-SHORT:-3]} {code[-3:]}" if code.isdecimal() else code[-SHORT:]
            self.say(self._say("queue.filter.grid", grid=last))
            drop = self._say("queue.filter.grid.drop")
            self.setToolTip(f"{grid_words(code)}  {drop}")

    @Slot()
    def _on_clicked(self) -> None:
        self.dropped.emit({"grid": ""})
