"""The foot of the amendments: figures before and after, the reason, and the act itself."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from console.domain.refusal import Refusal
from console.viewmodels.amendment_rows import FigureRow, figure_rows
from console.viewmodels.amendments import AmendmentsDesk, Preview
from console.viewmodels.keyed_table import KeyedTable
from console.viewmodels.publication_words import PublicationWords
from console.views.administration.list_view import ThingTable
from console.views.assessment.amendment_columns import AmendmentColumns
from console.views.look import Look
from console.views.refusal_words import sentence
from console.views.theme import set_look
from console.views.widgets.elided import Elided
from console.views.widgets.keys import KeyButton

FIGURES: Final = 148
SUBMIT: Final = "Ctrl+Enter"


class AmendmentForm(QFrame):
    """P shows the figures, Ctrl+Enter prepares the amendment."""

    def __init__(
        self,
        amending: AmendmentsDesk,
        columns: AmendmentColumns,
        words: PublicationWords,
        look: Look,
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._amending, self._words, self._look = amending, words, look
        set_look(self, role="bar")
        say, theme = look.wording.say, look.theme
        self.figures = ThingTable(look, self)
        self._figures: KeyedTable[FigureRow] = columns.figures(self)
        self.figures.show_table(self._figures, say("publications.figures"))
        self.standing, self.error = Elided(self), Elided(self)
        self.reason = QLineEdit(self)
        self.show_button = KeyButton(theme, say("publications.figures"), "P", parent=self)
        self.issue_button = KeyButton(
            theme, say("publications.act.amend").rstrip("…"), SUBMIT, kind="primary", parent=self
        )
        self._lay_out()
        self.reason.textEdited.connect(self._on_typed)
        self.show_button.clicked.connect(amending.show_figures)
        self.issue_button.clicked.connect(self.issue)

    def _lay_out(self) -> None:
        say = self._look.wording.say
        set_look(self.standing, role="section")
        set_look(self.error, tone="over")
        self.figures.setFixedHeight(FIGURES)
        self.reason.setPlaceholderText(say("publications.reason_hint"))
        self.reason.setAccessibleName(say("publications.term.reason"))
        self.reason.setMaxLength(400)
        for button in (self.show_button, self.issue_button):
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        upper = QHBoxLayout()
        upper.setContentsMargins(14, 8, 12, 6)
        upper.addWidget(self.standing, 1)
        upper.addWidget(self.show_button)
        form = QHBoxLayout()
        form.setContentsMargins(14, 8, 12, 8)
        form.setSpacing(10)
        name = QLabel(say("publications.term.reason"), self)
        set_look(name, role="hint")
        for part, share in ((name, 0), (self.reason, 1), (self.issue_button, 0)):
            form.addWidget(part, share)
        self.error.setContentsMargins(14, 0, 12, 8)
        self.error.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(upper)
        column.addWidget(self.figures)
        column.addLayout(form)
        column.addWidget(self.error)

    def tell(self) -> None:
        """Show figures, what is marked, and whether the act may be done."""
        amending, say = self._amending, self._look.wording.say
        if not self.reason.hasFocus() and self.reason.text() != amending.reason:
            self.reason.setText(amending.reason)
        head = amending.head
        rows = figure_rows(amending.figures, head, self._words.tongue) if head is not None else ()
        self._figures.show(rows)
        self.figures.take_widths()
        self.figures.setVisible(bool(rows))
        marked = say("publications.marked", count=len(amending.marked), of=len(amending.rows))
        words = self._preview_words()
        self.standing.setText(f"{marked}\N{IDEOGRAPHIC SPACE}{words}")
        self.standing.setToolTip(words)
        refusal = amending.against()
        for button in (self.show_button, self.issue_button):
            if refusal is None:
                button.allow()
            else:
                button.refuse(sentence(refusal, self._look.wording))

    def _preview_words(self) -> str:
        amending, say = self._amending, self._look.wording.say
        refusal = amending.preview_refusal
        if amending.previewing is Preview.REFUSED and refusal is not None:
            return sentence(refusal, self._look.wording)
        if amending.previewing is Preview.THERE and not amending.figures:
            return say("publications.preview.same")
        return say(f"publications.preview.{amending.previewing.value}")

    def complain(self, refusal: Refusal | None) -> None:
        """Say why it cannot be; None takes the sentence away."""
        words = sentence(refusal, self._look.wording) if refusal is not None else ""
        self.error.setText(words)
        self.error.setToolTip(words)
        self.error.setVisible(bool(words))

    @Slot(str)
    def _on_typed(self, text: str) -> None:
        self._amending.reason = text
        self.complain(None)

    @Slot()
    def issue(self) -> None:
        """Prepare the amendment of what is marked (Ctrl+Enter)."""
        refusal = self._amending.issue(self.reason.text())
        self.complain(refusal)
        if refusal is None:
            self.reason.setText(self._amending.reason)
        elif refusal.code == "publication.reason":
            self.reason.setFocus(Qt.FocusReason.OtherFocusReason)
