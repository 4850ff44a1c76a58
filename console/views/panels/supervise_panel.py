"""Supervising a case (F7): opinion, date of reply, what was urged before; Shift+F7 only urges."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from console.domain.stage import Move
from console.viewmodels.gesture_draft import GestureDraft, command_at_once
from console.views.card.step_words import step_rows
from console.views.icons import Icon
from console.views.panels.gesture_form import GestureForm
from console.views.theme import Theme, set_look
from console.views.widgets.timeline import Timeline
from console.views.wording import Wording

EARLIER = frozenset({Move.URGE, Move.SUPERVISE, Move.REPLY_SUPERVISION})


class SupervisePanel(GestureForm):
    """The supervision of one case."""

    def __init__(
        self, viewmodel: GestureDraft, wording: Wording, theme: Theme, parent: QWidget | None = None
    ) -> None:
        super().__init__(viewmodel, wording, theme, parent)
        self.add_act(wording.say("supervise.urge"), "Shift+F7", self.urge, sign=Icon.SUPERVISE)

    def lay_out_step(self, column: QVBoxLayout, number: int) -> None:
        """The fields, then what was asked of the unit before."""
        super().lay_out_step(column, number)
        detail = self.draft.detail
        seqs = {step.seq for step in detail.steps if step.move in EARLIER}
        title = QLabel(self.wording.say("supervise.earlier", count=len(seqs)), self)
        set_look(title, role="section")
        column.addSpacing(10)
        column.addWidget(title)
        history = Timeline(self.theme, self.formats, self)
        history.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        history.setMinimumHeight(220)
        rows = step_rows(detail, self.wording)
        history.show_steps([row for row in rows if row.key in seqs])
        history.setVisible(bool(seqs))
        column.addWidget(history)

    def urge(self) -> None:
        """Only remind the unit: nothing is typed, no reply is due (Shift+F7)."""
        command = command_at_once(Move.URGE, self.draft.detail)
        self.draft.desk.do(command, self._on_done)
