"""A gesture that is asked about first, with the reason given for it so far."""

from collections.abc import Mapping
from typing import Any

from console.domain.stage import Move
from console.ports.rows import CaseDetail
from console.viewmodels.desk import Desk
from console.viewmodels.drafts import round_of
from console.viewmodels.form_draft import FormDraft
from console.viewmodels.gesture_draft import command_at_once


class AskedDraft(FormDraft):
    """The reason of one gesture on one case."""

    def __init__(self, desk: Desk, move: Move, detail: CaseDetail) -> None:
        super().__init__(desk, move.value, round_of(detail.case))
        self.move, self.detail = move, detail
        self.reason = ""

    def load(self) -> None:
        """Ask for a reason given before."""
        self.bring_back()

    def write(self, reason: str) -> None:
        """Take the reason."""
        if reason != self.reason:
            self.reason = reason
            self.typed("reason")

    def submit(self) -> None:
        """Make the move. The dialog is gone by then: a refusal is told at the foot, and the reason
        is kept for another try."""
        self.keep()
        command = command_at_once(self.move, self.detail, self.reason)
        self.desk.do(command, lambda _changes: self.keeper.discard())

    def content(self) -> dict[str, Any]:
        """What a draft keeps."""
        return {"reason": self.reason}

    def take_given(self, given: Mapping[str, Any]) -> None:
        """The reason."""
        self.write(given.get("reason", self.reason))

    def take_back(self, content: Mapping[str, Any]) -> None:
        self.reason = content["reason"]
