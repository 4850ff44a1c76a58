"""The whole text of the standard a case was registered under (S)."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from console.domain.case import Standard
from console.views.card.part import label
from console.views.card.popup import Popup
from console.views.limit_words import limit_words
from console.views.look import Look


class StandardPopup(Popup):
    """Class, condition, limit, closing, edition; the texts can be selected and copied."""

    def __init__(self, standard: Standard, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(look, standard.name, "S", parent)
        self.setMinimumWidth(560)
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(8)
        for row, (code, text) in enumerate(self._lines(standard)):
            head = label(self.say(code), self, tone="ink3")
            words = label(text, self, wrap=True)
            words.setTextInteractionFlags(
                Qt.TextInteractionFlag.TextSelectableByMouse
                | Qt.TextInteractionFlag.TextSelectableByKeyboard
            )
            grid.addWidget(head, row, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(words, row, 1)
        grid.setColumnStretch(1, 1)
        self.body.addLayout(grid)
        self.body.addWidget(label(self.say("card.standard.frozen"), self, role="hint", wrap=True))
        self.body.addStretch(1)

    def _lines(self, standard: Standard) -> tuple[tuple[str, str], ...]:
        code = f"{standard.category[:2]}-{standard.category[2:]}"
        kind = self.say(f"kind.{standard.kind}")
        closing = standard.closing or self.say("card.closing.plain")
        proof = "card.proof.photo" if standard.by_photo else "card.proof.words"
        return (
            ("card.standard.class", f"{kind} {code} · {standard.class_name}".rstrip(" ·")),
            ("card.standard.condition", standard.text),
            ("card.standard.limit", limit_words(standard.limit, self.look.wording)),
            ("card.standard.closing", closing),
            ("card.standard.proof", self.say(proof)),
            ("card.standard.edition", f"{standard.scheme} · {standard.version}"),
        )
