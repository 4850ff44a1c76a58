"""Calling a reporter back (article 23): masked caller, reveal with a reason, outcome, words.

A dissatisfied caller leads on to reopening the case, which the operator decides (F).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from console.domain.stage import Move
from console.domain.ways import POSTS_OF_MOVE
from console.ports.work import Caller, Changes
from console.viewmodels.gesture_draft import GestureDraft
from console.viewmodels.reveal import Reveal
from console.views.icons import Icon
from console.views.panels.gesture_form import GestureForm
from console.views.theme import Theme, set_look
from console.views.widgets.confirm import ConfirmDialog, Question
from console.views.widgets.keys import KeyButton
from console.views.widgets.segmented import Segmented
from console.views.wording import Wording

REASONS: Final = ("callback", "reply", "facts")


class CallbackPanel(GestureForm):
    """The call-back of one ended case."""

    def __init__(
        self, viewmodel: GestureDraft, wording: Wording, theme: Theme, parent: QWidget | None = None
    ) -> None:
        self._dialog: ConfirmDialog | None = None
        super().__init__(viewmodel, wording, theme, parent)
        self.reveal = Reveal(viewmodel.desk)
        self.reveal.setParent(self)
        self.reveal.shown.connect(self._on_revealed)
        self.reveal.ticked.connect(self._on_ticked)
        self.reveal.ended.connect(self._show_masked)
        self._show_masked()

    def _lay_out_fields(self) -> None:
        middle = self.add_column()
        self._lay_out_callers(middle)
        self.lay_out_step(middle, 2)
        middle.addStretch(1)
        outcome = self.fields["outcome"].entry
        if isinstance(outcome, Segmented):
            outcome.chosen.connect(self._on_outcome)

    def _lay_out_callers(self, column: QVBoxLayout) -> None:
        step = self.add_step(column, 1, "callback.caller", self.wording.say("callback.law"))
        self.callers = QLabel(self)
        self.callers.setTextFormat(Qt.TextFormat.PlainText)
        set_look(self.callers, role="section")
        self.show_button = KeyButton(
            self.theme, self.wording.say("callback.show"), "Ctrl+R", sign=Icon.REVEAL, parent=self
        )
        self.show_button.clicked.connect(self.ask_reveal)
        self.add_key("Ctrl+R", self.ask_reveal)
        row = QHBoxLayout()
        row.addWidget(self.callers, 1)
        row.addWidget(self.show_button, 0, Qt.AlignmentFlag.AlignTop)
        step.body.addLayout(row)
        self.reopen = QCheckBox(self.wording.say("callback.reopen"), self)
        self.reopen.hide()

    def lay_out_step(self, column: QVBoxLayout, number: int) -> None:
        """The fields of the form, then the way on for a dissatisfied caller."""
        super().lay_out_step(column, number)
        column.addWidget(self.reopen)

    # --- who is called ----------------------------------------------------------------------------

    def ask_reveal(self) -> None:
        """Ask for the reason before the telephone is shown for 60 s (Ctrl+R)."""
        say, detail = self.wording.say, self.draft.detail
        if self.reveal.active or not detail.callers:
            return
        question = Question(
            title=say("reveal.title", number=detail.case.number),
            effect=say("reveal.effect"),
            reversible="",
            act=say("reveal.act"),
            keep=say("reveal.keep"),
            reasons=[say(f"reveal.reason.{one}") for one in REASONS],
        )
        self._dialog = ConfirmDialog(self.theme, self.wording, question, self)
        self._dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._dialog.accepted.connect(self._on_accepted)
        self._dialog.open()

    def _on_accepted(self) -> None:
        if self._dialog is not None:
            self.reveal.ask(self.draft.detail.case.id, self._dialog.reason)
            self._dialog = None

    def _on_revealed(self, found: Sequence[Caller]) -> None:
        self.callers.setText("\n".join(f"{one.name}　{one.phone}" for one in found))
        self.show_button.hide()

    def _on_ticked(self, left: int) -> None:
        self.note(self.wording.say("callback.left", seconds=left))

    def _show_masked(self) -> None:
        found = self.draft.detail.callers
        words = "\n".join(f"{one.name}　{one.phone}" for one in found)
        self.callers.setText(words or self.wording.say("close.nobody"))
        self.show_button.setVisible(bool(found))
        self.note("")

    def hideEvent(self, event: QHideEvent) -> None:
        self.reveal.end()
        super().hideEvent(event)

    def _on_restored(self) -> None:
        super()._on_restored()
        self._on_outcome(self.draft.value("outcome") or "")

    # --- outcome ----------------------------------------------------------------------------------

    def _on_outcome(self, outcome: str) -> None:
        may = self.draft.desk.actor.post in POSTS_OF_MOVE[Move.REOPEN]
        self.reopen.setVisible(may and outcome == "dissatisfied")
        self.reopen.setChecked(may and outcome == "dissatisfied")

    def _on_done(self, changes: Changes) -> None:
        then = Move.REOPEN.value if self.reopen.isChecked() else ""
        self.finish(changes, then=then)
