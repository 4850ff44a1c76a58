"""The right column of the first run: whether everything answers, and what this seat may do."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QVBoxLayout, QWidget

from console.domain.stage import Move
from console.domain.tone import Urgency
from console.viewmodels.first_run import Check, FirstRun
from console.views.look import Look
from console.views.refusal_words import move_word
from console.views.theme import set_look
from console.views.widgets.chip import StateShape

LEAST: Final = 330
SECOND_MS: Final = 1_000


class FirstSide(QWidget):
    """Checks above, rights below."""

    def __init__(self, first: FirstRun, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._first, self._look = first, look
        self.setMinimumWidth(LEAST)
        self._checks, self._words = QGridLayout(), dict[str, QLabel]()
        self._done, self._note = QLabel(self), QLabel(look.wording.say("first.checks.note"), self)
        set_look(self._done, tone="ink2")
        set_look(self._note, role="hint")
        self._note.setWordWrap(True)
        self._note.hide()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(8)
        self._add_title("first.checks", "due")
        self._column.addWidget(self._done)
        self._add_card(self._checks)
        self._column.addWidget(self._note)
        self._column.addSpacing(14)
        self._add_title("first.rights", "title")
        self._add_card(self._rights())
        self._column.addStretch(1)
        first.checked.connect(self.tell)

    def _add_title(self, code: str, role: str) -> None:
        title = QLabel(self._look.wording.say(code), self)
        set_look(title, role=role)
        self._column.addWidget(title)

    def _add_card(self, grid: QGridLayout) -> None:
        card = QFrame(self)
        set_look(card, role="card")
        grid.setContentsMargins(14, 9, 14, 9)
        grid.setHorizontalSpacing(14)
        grid.setVerticalSpacing(8)
        card.setLayout(grid)
        self._column.addWidget(card)

    def _rights(self) -> QGridLayout:
        say, grid = self._look.wording.say, QGridLayout()
        mine, leader = self._first.rights()
        lines = (
            ("first.may", self._named(mine)),
            ("first.leader", self._named(leader)),
            ("first.traced", say("first.traced.words")),
        )
        for at, (code, words) in enumerate(lines):
            name, label = QLabel(say(code)), QLabel(words or say("fmt.none"))
            set_look(name, tone="ink2")
            label.setWordWrap(True)
            grid.addWidget(name, at, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(label, at, 1)
        grid.setColumnStretch(1, 1)
        return grid

    def _named(self, moves: tuple[Move, ...]) -> str:
        wording = self._look.wording
        return wording.say("list.comma").join(move_word(wording, one.value) for one in moves)

    @Slot()
    def tell(self) -> None:
        """Show what the checks found."""
        first, formats = self._first, self._look.formats
        if first.checked_at is not None:
            time = formats.time(first.checked_at, seconds=True)
            ms = first.took_ms
            took = f"{ms} ms" if ms < SECOND_MS else formats.exact(ms / SECOND_MS)
            self._done.setText(formats.wording.say("first.checks.done", time=time, took=took))
        for check in first.checks:
            self._show_check(check)
        self._note.setHidden(all(check.good for check in first.checks))
        self._checks.setColumnStretch(2, 1)

    def _show_check(self, check: Check) -> None:
        say, look, text = self._look.wording.say, self._look, check.code
        found = say(text, **dict(check.facts))
        if check.name in self._words:
            self._words[check.name].setText(found)
            return
        at = 2 * len(self._words)
        if at:
            rule = QFrame(self)
            set_look(rule, role="rule")
            self._checks.addWidget(rule, at - 1, 0, 1, 3)
        sign: QWidget = StateShape(look.theme, Urgency.NEAR)
        if check.good:
            sign = QLabel("✓")
        words = QLabel(found)
        words.setWordWrap(True)
        set_look(words, tone="" if check.good else "near")
        self._words[check.name] = words
        self._checks.addWidget(sign, at, 0)
        self._checks.addWidget(QLabel(say(f"first.check.{check.name}")), at, 1)
        self._checks.addWidget(words, at, 2)
