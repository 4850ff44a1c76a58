"""The standard a case is judged by: condition, limit, closing; one line where room is short."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from console.domain.case import Case, Standard
from console.views.card.part import Elastic, Part, label, section_row
from console.views.limit_words import limit_words
from console.views.look import Look
from console.views.widgets.keys import KeyButton


class StandardFold(Part):
    """Signals: `opened` the full text is wanted (S)."""

    opened = Signal()

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(look, parent)
        self._folded = False
        self._there = False
        self.title = label(self.say("card.standard"), self, role="strong")
        self.hint = Elastic(self, role="hint")
        self.full = KeyButton(look.theme, self.say("card.full"), kind="link", parent=self)
        self.full.clicked.connect(self.opened)
        self.column.addLayout(section_row(self.title, self.hint, self.full, "S", self))
        self._body = QWidget(self)
        grid = QGridLayout(self._body)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(2)
        self.condition, self.limit, self.closing = (
            label(parent=self._body, wrap=True) for _ in range(3)
        )
        lines = (
            ("condition", self.condition),
            ("limit", self.limit),
            ("closing", self.closing),
        )
        for row, (name, words) in enumerate(lines):
            head = label(self.say(f"card.standard.{name}"), self._body, tone="ink3")
            head.setMinimumWidth(56)
            words.setMaximumHeight(38)
            grid.addWidget(head, row, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(words, row, 1)
        grid.setColumnStretch(1, 1)
        self.column.addWidget(self._body)

    def fold(self, *, folded: bool) -> None:
        """Show one line only, or all."""
        self._folded = folded
        self._body.setVisible(self._there and not folded)

    def show_case(self, case: Case) -> None:
        """Show the frozen standard of a case."""
        standard = case.standard
        self._there = standard is not None
        self.full.setEnabled(self._there)
        self._body.setVisible(self._there and not self._folded)
        if standard is None:
            self.hint.setText(self.say("card.standard.none"))
            return
        limit = limit_words(standard.limit, self.look.wording)
        self.hint.setText(
            f"{limit}；{standard.closing}" if self._folded else self._edition(standard)
        )
        self.condition.setText(standard.text)
        self.limit.setText(limit)
        self.closing.setText(standard.closing or self.say("card.closing.plain"))
        for words in (self.condition, self.closing):
            words.setToolTip(words.text())

    def _edition(self, standard: Standard) -> str:
        code = f"{standard.category[:2]}-{standard.category[2:]}"
        kind = self.say(f"kind.{standard.kind}")
        return self.say("card.edition", kind=kind, number=code, edition=standard.version)
