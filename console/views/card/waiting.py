"""The acts that wait on this machine, at the foot of the card (DESIGN 09a)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from console.ports.journal import EntryState
from console.viewmodels.queued import QueuedFact
from console.views.card.part import Elastic, Part, label, section_row
from console.views.icons import Icon, icon
from console.views.look import Look
from console.views.refusal_words import move_word
from console.views.widgets.keys import KeyButton

MOST: Final = 3
KEY: Final = "Ctrl+Shift+D"
SIGN: Final = 13  # px


class WaitingFold(Part):
    """The newest waiting acts with their state. Signals: `managed` the whole list is wanted."""

    managed = Signal()

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(look, parent)
        self._title = label(parent=self, role="strong")
        where = Elastic(self, role="hint")
        where.setText(self.say("queued.where"))
        act = KeyButton(look.theme, self.say("queued.manage"), kind="link", size="small")
        act.clicked.connect(self.managed)
        self.column.addLayout(section_row(self._title, where, act, KEY, self))
        self._list = QWidget(self)
        self._rows = QVBoxLayout(self._list)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(2)
        self.column.addWidget(self._list)
        self._shown: list[QWidget] = []
        self.hide()

    def show_facts(self, facts: Sequence[QueuedFact]) -> None:
        """Show these, those that ask for a decision first, then the newest."""
        self._title.setText(self.say("queued.count", n=len(facts)))
        while self._shown:
            gone = self._shown.pop()
            self._rows.removeWidget(gone)
            gone.deleteLater()
        refused = [fact for fact in facts if fact.state is EntryState.REFUSED]
        others = [fact for fact in facts if fact.state is not EntryState.REFUSED]
        for fact in (*refused, *others[-MOST:])[:MOST]:
            self._add(fact)
        self.setVisible(bool(facts))

    def fold(self, *, folded: bool) -> None:
        """Leave the rows out where the card is low; how many there are stays."""
        self._list.setVisible(not folded)

    @property
    def words(self) -> tuple[str, ...]:
        """The rows as they are read out."""
        return tuple(row.accessibleName() for row in self._shown)

    def _add(self, fact: QueuedFact) -> None:
        act = move_word(self.look.wording, fact.move.value)
        time = self.formats.time(fact.kept_at, seconds=True)
        state = self.say(f"queued.state.{fact.state.value}")
        about = Elastic(self)
        number = fact.number or self.say("queued.no_number")
        about.setText(f"{number}　{fact.words}".strip())
        row = QWidget(self)
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(8)
        refused = fact.state is EntryState.REFUSED
        sign = QLabel(row)
        tokens = self.look.theme.tokens
        shown = icon(
            Icon.ALTERED if refused else Icon.WAITING, tokens, "over" if refused else "ink2"
        )
        sign.setPixmap(shown.pixmap(SIGN, SIGN))
        line.addWidget(label(time, row, tone="ink2"))
        line.addWidget(label(act, row, role="strong"))
        line.addWidget(about, 1)
        line.addWidget(sign)
        line.addWidget(label(state, row, tone="over" if refused else "ink2"))
        row.setAccessibleName(f"{time} {act} {number} {state}")
        self._rows.addWidget(row)
        self._shown.append(row)
