"""Ctrl+E in a list: asks where to, then has the list of the moment written."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog, QWidget

from console.viewmodels.case_queue import CaseQueue
from console.viewmodels.desk import Desk
from console.viewmodels.list_export import ListExport
from console.viewmodels.tasks import Tasks
from console.views.look import Look
from console.views.queue_table import QueueTable
from console.views.queue_view import QueueView
from console.views.resources import resource


class ListAsking(QObject):
    """One file at a time; while one is written nothing is asked."""

    def __init__(self, export: ListExport, table: QueueTable, look: Look, window: QWidget) -> None:
        super().__init__(export)
        self._export, self._table, self._look, self._window = export, table, look, window

    @classmethod
    def of(
        cls, desk: Desk, queue: CaseQueue, view: QueueView, look: Look, tasks: Tasks
    ) -> ListAsking:
        """For the list of a seat, by the layout in its language."""
        layout = resource("excel", f"assessment.{look.wording.language.value}.xlsx")
        export = ListExport(desk, queue, tasks, look.wording.say, layout)
        return cls(export, view.table, look, view)

    def ask(self) -> None:
        """Ask for a file and write the list into it."""
        if self._export.busy:
            return
        say = self._look.wording.say
        kind = say("listing.workbook")
        chosen, _ = QFileDialog.getSaveFileName(
            self._window, say("listing.ask"), self._export.name, f"{kind} (*.xlsx)"
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
