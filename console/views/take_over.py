"""Asks a shift leader before another seat's hold is taken over: whose, since when, why."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QWidget

from console.domain.case import CaseId
from console.domain.refusal import Refusal
from console.viewmodels.holding import Holding
from console.views.look import Look
from console.views.widgets.confirm import ConfirmDialog, Question

REASONS = ("away", "urgent", "handover")


class TakeOverAsking(QObject):
    """Opens the question and carries its answer out; declined, the case stays readable."""

    def __init__(
        self,
        holding: Holding,
        number_of: Callable[[CaseId], str],
        look: Look,
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._holding, self._number_of = holding, number_of
        self._look, self._window = look, window
        self._case: CaseId | None = None
        holding.contested.connect(self._on_contested)

    @Slot(object, object)
    def _on_contested(self, case: CaseId, refusal: Refusal) -> None:
        self._case = case
        say, seat = self._look.wording.say, str(refusal.facts.get("seat", ""))
        question = Question(
            title=say("takeover.title", number=self._number_of(case)),
            effect=say("takeover.effect", seat=seat, time=self._since(refusal)),
            reversible=say("takeover.back"),
            act=say("takeover.act"),
            keep=say("takeover.keep"),
            reasons=[say(f"takeover.reason.{one}") for one in REASONS],
        )
        dialog = ConfirmDialog(self._look.theme, self._look.wording, question, self._window)
        dialog.accepted.connect(self._on_accepted)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    @Slot()
    def _on_accepted(self) -> None:
        dialog = self.sender()
        if isinstance(dialog, ConfirmDialog) and self._case is not None:
            self._holding.take_over(self._case, dialog.reason)

    def _since(self, refusal: Refusal) -> str:
        """When the hold began; the store tells it as ISO text."""
        since = refusal.facts.get("since")
        if not since:
            return self._look.wording.say("fmt.none")
        at = since if isinstance(since, datetime) else datetime.fromisoformat(str(since))
        return self._look.formats.time(at)
