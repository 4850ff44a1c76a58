"""Merging the marked rows of a list: the first reported case leads, the others follow it."""

from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal

from console.domain.case import CaseId
from console.ports.rows import CaseRow
from console.services.intake import MergeCase
from console.viewmodels.desk import Desk
from console.viewmodels.queue_marks import QueueMarks


class MergeMarked(QObject):
    """What Ctrl+M does while two or more rows are marked.

    Signals: `ready` (tuple of CaseRow) the marked cases as they stand now, the leading one first.
    """

    ready = Signal(object)

    def __init__(self, desk: Desk, marks: QueueMarks) -> None:
        super().__init__(desk)
        self._desk, self._marks = desk, marks

    def prepare(self) -> None:
        """Read the marked cases, also those never scrolled to; fewer than two are no merge."""
        cases, seat = self._marks.picked, self._desk.actor.operator
        if len(cases) > 1:
            self._desk.ask("merge", lambda reading: reading.rows(cases, seat), self._on_rows)

    def _on_rows(self, rows: Sequence[CaseRow]) -> None:
        if len(rows) > 1:
            self.ready.emit(tuple(sorted(rows, key=_reported)))

    def merge(self, cases: Sequence[CaseId], reason: str) -> None:
        """Merge all but the first into the first; a refusal is told and stops none of the rest."""
        master, *others = cases
        for case in others:
            self._desk.do(MergeCase(case=case, master=master, reason=reason))
        self._marks.clear()


def _reported(row: CaseRow) -> tuple[object, int]:
    return row.reported_at, row.id
