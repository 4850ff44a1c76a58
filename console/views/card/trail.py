"""The history of the case, filling what room there is."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from console.ports.rows import CaseDetail
from console.views.card.part import PADDING, Elastic, Part, label, section_row
from console.views.card.step_words import step_rows, total_took
from console.views.look import Look
from console.views.widgets.keys import KeyButton
from console.views.widgets.timeline import Timeline


class TrailFold(Part):
    """Signals: `opened` the whole history is wanted (T)."""

    opened = Signal()

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(look, parent)
        self.title = label(self.say("card.trail"), self, role="strong")
        self.hint = Elastic(self, role="hint")
        self.expand = KeyButton(look.theme, self.say("card.expand"), kind="link", parent=self)
        self.expand.setCheckable(True)
        self.expand.clicked.connect(self.opened)
        self.column.addLayout(section_row(self.title, self.hint, self.expand, "T", self))
        self.steps = Timeline(look.theme, look.formats, self)
        self.steps.setMinimumHeight(70)
        self.column.setContentsMargins(PADDING, 8, PADDING, 4)
        self.column.addWidget(self.steps, 1)

    def show_case(self, detail: CaseDetail) -> None:
        """Show the steps of a case."""
        took = total_took(detail.steps)
        count = self.say("card.steps", count=len(detail.steps))
        whole = self.say("card.took", span=self.formats.span(took)) if took is not None else ""
        self.hint.setText(" · ".join(part for part in (count, whole) if part))
        self.steps.show_steps(step_rows(detail, self.look.wording))

    def tell_expanded(self, *, expanded: bool) -> None:
        """Whether the history has taken the room of the parts above."""
        self.expand.setChecked(expanded)
        self.expand.say(self.say("card.shrink" if expanded else "card.expand"))
