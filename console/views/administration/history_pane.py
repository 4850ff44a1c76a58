"""The pane of the history: all changes as a list, the chosen one at the right."""

from __future__ import annotations

from typing import Any, cast

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from console.viewmodels.administration_history import AdministrationHistory
from console.viewmodels.keyed_table import KeyedTable
from console.views.administration.history_view import HistoryView
from console.views.administration.pane import ListOrWords, Pane
from console.views.look import Look


class HistoryPane(Pane):
    """Newest first, older ones when the end is reached; Ctrl+Z takes the chosen change back."""

    def __init__(self, history: AdministrationHistory, look: Look, parent: QWidget) -> None:
        self.history, self._look = history, look
        self.list, self.view = ListOrWords(look, parent), HistoryView(history, look, parent)
        super().__init__(self.list, self.view, parent)
        history.shown.connect(self._on_shown)
        self.list.table.picked.connect(self._on_picked)
        name = look.wording.say("administration.section.history")
        self.list.table.show_table(cast(KeyedTable[object], history.table), name)

    def show_section(self) -> None:
        """Read anew."""
        self.history.reload()

    def focus_list(self) -> None:
        """The keyboard to the list."""
        self.list.take_keyboard()

    def find(self, text: str) -> None:
        """Show only changes with these words."""
        self.history.find(text)

    def undo(self) -> None:
        """Take the chosen change back, after a reason."""
        self.view.ask()

    @Slot(object)
    def _on_picked(self, number: Any) -> None:
        self.view.show_change(self.history.change(number))
        if number == self.history.table.keys[-1]:
            self.history.read_on()

    @Slot()
    def _on_shown(self) -> None:
        self.list.tell(self._instead())
        rows = len(self.history.table.keys)
        self.older = self.history.older
        self.counted.emit(rows, rows)
        if rows and self.list.table.currentIndex().row() < 0:
            self.list.table.step(1)

    def _instead(self) -> str:
        say = self._look.wording.say
        if self.history.failed is not None:
            return say("administration.lost")
        if not self.history.read:
            return say("administration.reading")
        return "" if self.history.table.keys else say("administration.no_history")
