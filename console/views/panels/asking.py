"""Gestures that end a case for good ask first: object, effect, way back, reason (DESIGN 7).

A reason that was given before the safe choice was taken stands there again the next time.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from console.domain.stage import Move
from console.ports.rows import CaseDetail
from console.viewmodels.asked_draft import AskedDraft
from console.viewmodels.desk import Desk
from console.views.refusal_words import move_word
from console.views.theme import Theme
from console.views.widgets.confirm import ConfirmDialog, Question
from console.views.wording import Wording

ASKED_FIRST: Final[Mapping[Move, str]] = {
    Move.VOID: "void",
    Move.APPROVE_VOID: "void",
    Move.FORCE_CLOSE: "force_close",
}
"""Gesture -> family of its texts `ask.<family>.<part>`."""


class AskedGesture(ConfirmDialog):
    """The dialog that makes its move when it is confirmed, and goes away by itself."""

    def __init__(
        self,
        theme: Theme,
        wording: Wording,
        question: Question,
        desk: Desk,
        move: Move,
        detail: CaseDetail,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(theme, wording, question, parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._draft = AskedDraft(desk, move, detail)
        self._draft.setParent(self)
        self._draft.restored.connect(self._on_restored)
        self.accepted.connect(self._on_accepted)
        self.rejected.connect(self._on_rejected)
        self._draft.load()

    def fill(self, given: Mapping[str, Any]) -> None:
        """Take the reason where it was given already."""
        self._draft.fill(self._draft.move, given)

    def _on_restored(self) -> None:
        self.take_reason(self._draft.reason)

    def _on_rejected(self) -> None:
        self._draft.write(self.reason)
        self._draft.keep()

    def _on_accepted(self) -> None:
        self._draft.write(self.reason)
        self._draft.submit()


def ask_first(
    move: Move,
    detail: CaseDetail,
    desk: Desk,
    wording: Wording,
    theme: Theme,
    parent: QWidget | None = None,
) -> AskedGesture:
    """Open the dialog of a gesture over the window; focus is on the safe choice."""
    family = ASKED_FIRST[move]
    code = f"phrases.{move.value}"
    question = Question(
        title=wording.say(f"ask.{family}.title", number=detail.case.number),
        effect=wording.say(f"ask.{family}.effect"),
        reversible=wording.say(f"ask.{family}.back"),
        act=move_word(wording, move.value),
        keep=wording.say(f"ask.{family}.keep"),
        reasons=tuple(wording.say(code).split("|")) if code in wording else (),
    )
    dialog = AskedGesture(theme, wording, question, desk, move, detail, parent)
    dialog.open()
    return dialog
