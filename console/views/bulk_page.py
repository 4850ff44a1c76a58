"""What became of each of many cases: done, waiting, or why not; Enter opens one."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from console.domain.stage import Move
from console.viewmodels.bulk import BulkOutcome, BulkState
from console.views.look import Look
from console.views.panels.small_table import SmallTable
from console.views.refusal_words import move_word, sentence
from console.views.theme import set_look
from console.views.widgets.keys import KeyButton

WIDTHS: Final = (160, 0, 420)
HEADS: Final = ("number", "place", "state")
ORDER: Final = (
    BulkState.CONFLICT,
    BulkState.REFUSED,
    BulkState.HELD,
    BulkState.LEFT,
    BulkState.WAITING,
    BulkState.DONE,
)
"""What asks for something comes first."""


class BulkPage(QFrame):
    """Signals: `closed`; `opened` (CaseId) the operator wants to see a case."""

    closed = Signal()
    opened = Signal(object)

    def __init__(
        self,
        move: Move,
        outcomes: tuple[BulkOutcome, ...],
        look: Look,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._look, self._at = look, 0
        self.outcomes = sorted(outcomes, key=lambda one: ORDER.index(one.state))
        say = look.wording.say
        waiting = sum(one.state is BulkState.WAITING for one in outcomes)
        rest = sum(not one.settled for one in outcomes)
        title = say(
            "bulk.result_waiting" if waiting else "bulk.result",
            act=move_word(look.wording, move.value),
            done=len(outcomes) - waiting - rest,
            waiting=waiting,
            rest=rest,
        )
        set_look(self, role="popup")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(title)
        self._title = QLabel(title, self)
        self._title.setTextFormat(Qt.TextFormat.PlainText)
        set_look(self._title, role="title")
        heads = [say(f"bulk.col.{head}") for head in HEADS]
        self.table = SmallTable(heads, WIDTHS, title, self, strong=(0,))
        self.table.show_rows([self._row(one) for one in self.outcomes])
        self.open = KeyButton(look.theme, say("bulk.open"), "Enter", parent=self)
        self.leave = KeyButton(look.theme, say("bulk.close"), "Esc", parent=self)
        for button, slot in ((self.open, self._on_open), (self.leave, self.closed.emit)):
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            button.clicked.connect(slot)
        self._lay_out(hint=rest > 0)
        self._lift()

    def _lay_out(self, *, hint: bool) -> None:
        area = QScrollArea(self)
        area.setWidget(self.table)
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.hint = QLabel(self._look.wording.say("bulk.hint") if hint else "", self)
        set_look(self.hint, role="hint")
        acts = QHBoxLayout()
        acts.addWidget(self.open)
        acts.addWidget(self.leave)
        acts.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(28, 22, 28, 22)
        column.setSpacing(12)
        column.addWidget(self._title)
        column.addWidget(area, 1)
        column.addLayout(acts)
        column.addWidget(self.hint)

    def _row(self, one: BulkOutcome) -> tuple[str, ...]:
        wording = self._look.wording
        state = wording.say(f"bulk.state.{one.state.value}", holder=one.holder)
        if one.refusal is not None:
            state = wording.say("bulk.because", state=state, why=sentence(one.refusal, wording))
        return one.number, one.place, state

    def _lift(self) -> None:
        for column in range(len(WIDTHS)):
            self.table.lift(self._at, column)

    def _on_open(self) -> None:
        case = self.outcomes[self._at].case
        self.closed.emit()
        self.opened.emit(case)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_J: 1, Qt.Key.Key_Down: 1, Qt.Key.Key_K: -1, Qt.Key.Key_Up: -1}
        key = Qt.Key(event.key())
        if key in steps:
            self._at = max(0, min(self._at + steps[key], len(self.outcomes) - 1))
            self._lift()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._on_open()
        elif key == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)
