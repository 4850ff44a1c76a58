"""The head of the card: number, which dispatch it is, who holds it, class, source."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from console.domain.case import Case
from console.ports.rows import CaseDetail
from console.viewmodels.case_card import CaseCard
from console.viewmodels.case_columns import short_seat
from console.views.card.part import Elastic, Part, label
from console.views.icons import Icon
from console.views.look import Look
from console.views.widgets.chip import Chip
from console.views.widgets.keys import KeyButton

IDLE_MINUTES: Final = 15
"""A hold ends after this long without a key (DESIGN 7)."""


class CardHead(Part):
    """Signals: `copied` the number is wanted in the clipboard."""

    copied = Signal()

    def __init__(self, card: CaseCard, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(look, parent)
        self._card = card
        self.number = label(parent=self, role="number")
        self.copy = KeyButton(look.theme, "", kind="quiet", size="small", sign=Icon.COPY)
        self.copy.setFixedWidth(30)
        self.copy.setToolTip(self.say("card.copy"))
        self.copy.setAccessibleName(self.say("card.copy"))
        self.copy.clicked.connect(self.copied)
        self.turn = Chip(look.theme, "", redo=True, parent=self)
        self.urgent = Chip(look.theme, self.say("card.urgent"), parent=self)
        self.hold = Chip(look.theme, "", sign=Icon.HOLD, parent=self)
        self.name = Elastic(self, role="title")
        self.kind = Elastic(self, tone="ink2")
        self.source = label(parent=self, tone="ink2")
        first, second = QHBoxLayout(), QHBoxLayout()
        for row in (first, second):
            row.setSpacing(8)
            self.column.addLayout(row)
        for part in (self.number, self.copy, self.turn, self.urgent):
            first.addWidget(part)
        first.addStretch(1)
        first.addWidget(self.hold)
        second.addWidget(self.name, 3)
        second.addWidget(self.kind, 3)
        second.addWidget(self.source)

    def show_case(self, detail: CaseDetail) -> None:
        """Show this case."""
        case = detail.case
        self.number.setText(case.number)
        turn = self._turn(case)
        self.turn.setVisible(turn > 1)
        self.turn.say(self.say("card.turn", count=turn))
        self.urgent.setVisible(case.urgent)
        standard = case.standard
        self.name.setText(standard.name if standard else self.say("card.unclassified"))
        self.name.setToolTip(self.name.text())
        self.kind.setText(self._class(case))
        self.kind.setToolTip(self.kind.text())
        self.source.setText(self._source(case))
        self.tell_hold(detail)

    def tell_hold(self, detail: CaseDetail) -> None:
        """Who holds the case, and for how long this seat still does."""
        claim = detail.claim
        self.hold.setVisible(claim is not None)
        if claim is None:
            return
        if not self._card.mine:
            self.hold.say(self.say("card.hold.other", seat=short_seat(claim.seat)))
            return
        idle = self._card.desk.now() - claim.active_at
        minutes = max(1, IDLE_MINUTES - int(idle.total_seconds() // 60))
        self.hold.say(self.say("card.hold.mine", count=minutes))

    @staticmethod
    def _turn(case: Case) -> int:
        """Which dispatch the case is at: the next one while it waits for it."""
        waiting = case.queue == "dispatch"
        return case.dispatches + int(waiting)

    def _class(self, case: Case) -> str:
        standard = case.standard
        if standard is None:
            return self.say(f"stage.{case.stage.value}")
        code = f"{standard.category[:2]}-{standard.category[2:]}"
        kind = self.say(f"kind.{standard.kind}")
        parts = (f"{kind} {code}", standard.class_name)
        return " · ".join(part for part in parts if part)

    def _source(self, case: Case) -> str:
        words = self.say(f"source.{case.source.value}")
        if case.confirmed is None:
            return words
        outcome = self.say(f"choice.answer_confirmation.{case.confirmed}")
        return f"{words} · {outcome}"
