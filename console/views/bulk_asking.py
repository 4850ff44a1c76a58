"""The keys of acts on marked cases: what is asked, how far it is, what became of each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from PySide6.QtCore import QObject, Signal, Slot

from console.domain.case import CaseId
from console.domain.organisation import ResponsibleUnit
from console.domain.stage import Move
from console.ports.reading import Reading
from console.viewmodels.answering import while_alive
from console.viewmodels.bulk import MANY, Bulk, BulkOutcome, BulkPlan
from console.viewmodels.desk import Desk
from console.viewmodels.gesture_draft import FieldKind
from console.viewmodels.pinyin import an_option
from console.viewmodels.tasks import Tasks
from console.views.bulk_dialog import BulkDialog
from console.views.bulk_page import BulkPage
from console.views.look import Look
from console.views.overlays import Overlays

REPLY_AFTER = timedelta(days=1)
"""By when a reply is due, unless another date is chosen."""


class BulkAsking(QObject):
    """Carries a gesture on all marked cases through, from its key to the list of outcomes.

    Signals: `opened` (CaseId) the operator wants to see one of them.
    """

    opened = Signal(object)

    def __init__(
        self, bulk: Bulk, desk: Desk, tasks: Tasks, overlays: Overlays, look: Look
    ) -> None:
        super().__init__(desk)
        self.bulk = bulk
        self._desk, self._tasks, self._overlays, self._look = desk, tasks, overlays, look
        self._move: Move | None = None
        bulk.ready.connect(self._on_ready)
        bulk.began.connect(self._on_began)
        bulk.moved.connect(tasks.move)
        bulk.ended.connect(self._on_ended)

    def ask(self, move: Move, in_hand: CaseId | None) -> None:
        """Read the marked cases and go on from there; `in_hand` is the case on the card."""
        self.bulk.prepare(move, in_hand)

    def show_outcomes(self) -> None:
        """The list of the last run; before the first nothing opens."""
        if self._move is not None and self.bulk.outcomes:
            page = BulkPage(self._move, self.bulk.outcomes, self._look, self._overlays.ground)
            page.opened.connect(self.opened)
            self._overlays.show_page(page)

    @Slot(object)
    def _on_ready(self, plan: BulkPlan) -> None:
        if plan.bare:
            self._run(plan, {})
        elif any(field.kind is FieldKind.UNIT for field in plan.fields):

            def read(reading: Reading) -> Sequence[ResponsibleUnit]:
                return tuple(reading.units())

            def known(units: Sequence[ResponsibleUnit]) -> None:
                self._open(plan, units)

            self._desk.ask("bulk.units", read, while_alive(self, known))
        else:
            self._open(plan, ())

    def _open(self, plan: BulkPlan, units: Sequence[ResponsibleUnit]) -> None:
        options = tuple(an_option(one.code, one.short_name, one.name) for one in units)
        until = self._desk.now().replace(second=0, microsecond=0) + REPLY_AFTER
        dialog = BulkDialog(plan, self._look, until, options, self._overlays.ground)
        dialog.accepted.connect(self._on_accepted)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    @Slot()
    def _on_accepted(self) -> None:
        dialog = self.sender()
        if isinstance(dialog, BulkDialog):
            self._run(dialog.plan, dialog.values())

    def _run(self, plan: BulkPlan, values: Mapping[str, Any]) -> None:
        if not self.bulk.running:
            self._move = plan.move  # the list of outcomes is about what was done, not asked
            self.bulk.run(plan, values)

    @Slot()
    def _on_began(self) -> None:
        self._tasks.begin("bulk.running", self.bulk.give_up)

    @Slot(object)
    def _on_ended(self, outcomes: tuple[BulkOutcome, ...]) -> None:
        """A few that went well are one sentence at the foot; nothing opens over other work."""
        self._tasks.end()
        few = len(outcomes) <= MANY and all(one.settled for one in outcomes)
        if not few and self._overlays.at_home:
            self.show_outcomes()
