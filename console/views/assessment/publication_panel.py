"""What is told of the chosen publication, and the acts that can be done with it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from console.ports.publications import Head
from console.viewmodels.assessment import AssessmentDesk
from console.viewmodels.publication_words import PublicationWords
from console.views.look import Look
from console.views.theme import set_look
from console.views.widgets.keys import KeyButton

TERM: Final = 76
ENGLISH_TERM: Final = 104
TERMS: Final = ("signed", "as_of", "reason", "print", "verified")


class PublicationPanel(QFrame):
    """Lines of a word and what it says; `buttons` stand below, left and right."""

    def __init__(
        self,
        page: AssessmentDesk,
        words: PublicationWords,
        look: Look,
        buttons: Sequence[Sequence[KeyButton]],
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._page, self._words, self._look = page, words, look
        self._head: Head | None = None
        set_look(self, role="bar")
        self.terms = {one: QLabel(self) for one in TERMS}
        self._names = {
            one: QLabel(look.wording.say(f"publications.term.{one}"), self) for one in TERMS
        }
        self._lay_out(buttons)
        page.verifying.moved.connect(self._on_moved)

    def _lay_out(self, buttons: Sequence[Sequence[KeyButton]]) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(4)
        grid.setColumnStretch(1, 1)
        english = self._look.wording.language.value == "en"
        for at, code in enumerate(TERMS):
            name, told = self._names[code], self.terms[code]
            set_look(name, role="hint")
            name.setFixedWidth(ENGLISH_TERM if english else TERM)
            name.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
            told.setWordWrap(True)
            told.setTextFormat(Qt.TextFormat.PlainText)
            told.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            told.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            grid.addWidget(name, at, 0)
            grid.addWidget(told, at, 1)
        acts = QHBoxLayout()
        acts.setSpacing(8)
        for side, part in enumerate(buttons):
            if side:
                acts.addStretch(1)
            for button in part:
                acts.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 10, 12, 10)
        column.setSpacing(10)
        column.addLayout(grid)
        column.addLayout(acts)

    def show_head(self, head: Head | None) -> None:
        """Tell of this one; of none nothing is told."""
        self._head = head
        if head is None:
            return
        verifying, say = self._page.verifying, self._look.wording.say
        found = verifying.found.get(head.id)
        told = {
            "signed": self._words.signed(head),
            "as_of": self._words.moment(head.as_of),
            "reason": self._words.reason(head),
            "print": head.fingerprint,
            "verified": self._words.verified(head, found) if found is not None else "",
        }
        if verifying.running == head.id:
            told["verified"] = say("publications.task.verify")
        for code, words in told.items():
            self.terms[code].setText(words)
            for part in (self.terms[code], self._names[code]):
                part.setVisible(bool(words))

    @Slot(int, int)
    def _on_moved(self, done: int, of: int) -> None:
        if self._head is not None and self._page.verifying.running == self._head.id:
            words = self._look.wording.say("publications.moved", done=done, of=of)
            self.terms["verified"].setText(words)
