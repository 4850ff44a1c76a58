"""Asks before marked cases are merged: which one leads, what becomes of the others."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QWidget

from console.domain.case import CaseId
from console.ports.rows import CaseRow
from console.viewmodels.merge_marked import MergeMarked
from console.views.look import Look
from console.views.widgets.confirm import ConfirmDialog, Question

REASONS = ("same_place", "same_caller")
NAMED = 6
"""Numbers written out in the question."""


class MergeAsking(QObject):
    """Opens the question and carries its answer out."""

    def __init__(self, merging: MergeMarked, look: Look, window: QWidget) -> None:
        super().__init__(window)
        self._merging, self._look, self._window = merging, look, window
        self._cases: Sequence[CaseId] = ()
        merging.ready.connect(self._on_ready)

    def ask(self) -> None:
        """Ask about the marked rows; nothing opens with fewer than two."""
        self._merging.prepare()

    @Slot(object)
    def _on_ready(self, rows: Sequence[CaseRow]) -> None:
        self._cases = tuple(row.id for row in rows)
        say = self._look.wording.say
        others = say("list.comma").join(row.number for row in rows[1 : NAMED + 1])
        question = Question(
            title=say("merge.marked.title", count=len(rows) - 1, number=rows[0].number),
            effect=say("merge.marked.effect", numbers=others),
            reversible=say("merge.marked.back"),
            act=say("merge.marked.act"),
            keep=say("merge.marked.keep"),
            reasons=[say(f"merge.reason.{one}") for one in REASONS],
        )
        dialog = ConfirmDialog(self._look.theme, self._look.wording, question, self._window)
        dialog.accepted.connect(self._on_accepted)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    @Slot()
    def _on_accepted(self) -> None:
        dialog = self.sender()
        if isinstance(dialog, ConfirmDialog):
            self._merging.merge(self._cases, dialog.reason)
