"""Ctrl+E in a list: asks where to, then has the list of the moment written."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog, QWidget

from console.viewmodels.list_export import ListExport
from console.views.look import Look
from console.views.queue_table import QueueTable


class ListAsking(QObject):
    """One file at a time; while one is written nothing is asked."""

    def __init__(self, export: ListExport, table: QueueTable, look: Look, window: QWidget) -> None:
        super().__init__(export)
        self._export, self._table, self._look, self._window = export, table, look, window

    def ask(self) -> None:
        """Ask for a file and write the list into it."""
        if self._export.busy:
            return
        say = self._look.wording.say
        kinds = f"{say('listing.workbook')} (*.xlsx)"
        chosen, _ = QFileDialog.getSaveFileName(
            self._window, say("listing.ask"), self._export.name, kinds
        )
        if chosen:
            path = Path(chosen)
            self._export.write(path if path.suffix else path.with_suffix(".xlsx"), self.columns())

    def columns(self) -> tuple[str, ...]:
        """Keys of the columns that are shown, from left to right."""
        head = self._table.head
        declared = head.columns
        order = sorted(range(len(declared)), key=head.visualIndex)
        return tuple(declared[at].key for at in order if not head.isSectionHidden(at))
