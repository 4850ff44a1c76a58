"""Amendments (更正件): published periods left, their corrected cases right, figures and form below.

In the cases: X marks one, Shift+↓ and Shift+↑ a range, Ctrl+A all, P shows what the marked ones
change; Ctrl+Enter prepares the amendment, which is then checked and published like any other.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from console.viewmodels.amendments import AmendmentsDesk, CorrectedRow, Correcting
from console.viewmodels.assessment import AssessmentDesk
from console.viewmodels.assessment_setting import Setting
from console.viewmodels.keyed_table import KeyedTable
from console.viewmodels.publications import Stands
from console.views.administration.list_view import ThingTable
from console.views.assessment.amendment_columns import AmendmentColumns
from console.views.assessment.amendment_form import SUBMIT, AmendmentForm
from console.views.assessment.publication_words import words_of
from console.views.assessment.section import Section
from console.views.look import Look
from console.views.refusal_words import sentence
from console.views.theme import set_look
from console.views.widgets.elided import Elided

CODE: Final = "amendments"
HEAD: Final = 52
PERIODS: Final = 300
ENGLISH_PERIODS: Final = 360


class AmendmentsSection(Section):
    """One widget for the three lists and the form."""

    keys = frozenset({"Ctrl+A"})

    def __init__(self, page: AssessmentDesk, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.page, self._look = page, look
        self.amending = AmendmentsDesk(page.publications)
        self._words = words_of(page, look)
        columns = AmendmentColumns(page, look)
        self.periods, self.cases = ThingTable(look, self), ThingTable(look, self)
        self._periods = columns.periods(self)
        self._cases: KeyedTable[CorrectedRow] = columns.cases(self)
        self.form = AmendmentForm(self.amending, columns, self._words, look, self)
        self.figures, self.reason, self.error = self.form.figures, self.form.reason, self.form.error
        self.note, self.words = Elided(self), QLabel(self)
        self._stack = QStackedWidget(self)
        self._lay_out()
        self._connect()
        self._bind()
        self.tell()

    def _lay_out(self) -> None:
        say = self._look.wording.say
        head = QFrame(self)
        set_look(head, role="head")
        head.setFixedHeight(HEAD)
        title = QLabel(say("assessment.section.amendments"), head)
        set_look(title, role="title")
        set_look(self.note, role="hint")
        self.note.setText(say("publications.amend_note"))
        self.note.setToolTip(say("publications.amend_note"))
        row = QHBoxLayout(head)
        row.setContentsMargins(14, 0, 12, 0)
        row.setSpacing(10)
        row.addWidget(title)
        row.addWidget(self.note, 1)
        self.words.setWordWrap(True)
        self.words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        set_look(self.words, tone="ink2")
        self._stack.addWidget(self.words)
        self._stack.addWidget(self.cases)
        rule = QFrame(self)
        set_look(rule, role="rulev")
        english = self._look.wording.language.value == "en"
        self.periods.setFixedWidth(ENGLISH_PERIODS if english else PERIODS)
        right = QVBoxLayout()
        right.setSpacing(0)
        right.addWidget(self._stack, 1)
        right.addWidget(self.form)
        lower = QHBoxLayout()
        lower.setSpacing(0)
        lower.addWidget(self.periods)
        lower.addWidget(rule)
        lower.addLayout(right, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(head)
        column.addLayout(lower, 1)

    def _connect(self) -> None:
        say = self._look.wording.say
        tables = (
            (self.periods, self._periods, "publications.published"),
            (self.cases, self._cases, "publications.corrected"),
        )
        for view, table, name in tables:
            view.show_table(table, say(name))
        self.periods.picked.connect(self._on_period)
        self.periods.opened.connect(self._on_period_opened)
        self.cases.opened.connect(self.turn_mark)
        self.page.desk.asked_anew.connect(self._on_asked_anew)
        self.page.publications.shown.connect(self.tell)
        self.amending.shown.connect(self.tell)

    def _bind(self) -> None:
        in_cases: dict[str, Callable[[], object]] = {
            "X": self.turn_mark, "Shift+Down": self.mark_down, "Shift+Up": self.mark_up,
            "Ctrl+A": self.amending.mark_all, "P": self.amending.show_figures,
        }  # fmt: skip
        for key, slot in in_cases.items():
            _shortcut(key, slot, self.cases)
        for key in ("Ctrl+Return", SUBMIT):
            _shortcut(key, self.form.issue, self)

    # --- as a section -----------------------------------------------------------------------------

    def show_section(self, code: str, setting: Setting) -> None:
        """The page's period first, where it is published."""
        del code
        out = self.page.publications.in_force(setting)
        if out:
            self.amending.choose(out[0].amends or out[0].id)
        self.page.publications.reload()
        self.amending.reload()

    def set_to(self, setting: Setting) -> None:
        """Another period of the page: its corrections, where it is published."""
        out = self.page.publications.in_force(setting)
        if out:
            self.amending.choose(out[0].amends or out[0].id)

    def escape(self) -> bool:
        """From the form to the cases, from these to the periods."""
        focus = self.window().focusWidget()
        if focus is self.reason or focus is self.figures:
            (self._stack.currentWidget() or self).setFocus(Qt.FocusReason.OtherFocusReason)
            return True
        if focus is self.cases:
            self.periods.setFocus(Qt.FocusReason.OtherFocusReason)
            return True
        return False

    def put_away(self) -> None:
        """The reason that was typed is kept."""
        self.amending.reason = self.reason.text()

    def take_keyboard(self) -> None:
        """The keyboard to the corrected cases, or to the periods."""
        there = self._stack.currentWidget() is self.cases
        (self.cases if there else self.periods).setFocus(Qt.FocusReason.OtherFocusReason)

    def foot_keys(self) -> Sequence[tuple[str, str]]:
        """What the keys do here."""
        say = self._look.wording.say
        codes = (("X", "mark"), ("Shift+↓", "range"), ("Ctrl+A", "all"), ("P", "figures"))
        told = [(key, say(f"publications.key.{code}")) for key, code in codes]
        return [*told, (SUBMIT, say("publications.act.amend").rstrip("…"))]

    # --- what is shown ----------------------------------------------------------------------------

    @Slot()
    def tell(self) -> None:
        """Show periods, cases and figures as they stand."""
        amending, say = self.amending, self._look.wording.say
        out = amending.published
        self._periods.show(out)
        if amending.head is None and out:
            amending.choose(out[0].id)  # tells again
            return
        self.periods.settle(amending.chosen or None)
        self.periods.take_widths()
        chosen = self._cases.key_at(self.cases.currentIndex().row())
        self._cases.show(amending.rows)
        self.cases.take_widths()
        there = bool(amending.rows)
        had = self.isAncestorOf(self.window().focusWidget() or self.window())
        before = self._stack.currentWidget()
        self._stack.setCurrentWidget(self.cases if there else self.words)
        self.words.setText(self._standing())
        if there:
            keep = self._cases.row_of(chosen) >= 0 if chosen is not None else False
            self.cases.settle(chosen if keep else amending.rows[0].case)  # type: ignore[arg-type] # a key of ours
        if had and before is self.cases and not there:
            self.take_keyboard()
        self.form.setVisible(there)
        self.form.tell()
        count = sum(1 for one in self.page.publications.heads if one.amends and one.published)
        if self.page.publications.stands is Stands.THERE:
            self.told.emit(CODE, say("publications.amendments", count=count))

    def _standing(self) -> str:
        amending, wording = self.amending, self._look.wording
        kept = self.page.publications
        if kept.refusal is not None and kept.stands is Stands.REFUSED:
            return sentence(kept.refusal, wording)
        if amending.refusal is not None and amending.correcting is Correcting.REFUSED:
            return sentence(amending.refusal, wording)
        return wording.say(f"publications.correcting.{amending.correcting.value}")

    # --- hands ------------------------------------------------------------------------------------

    @Slot()
    def _on_asked_anew(self) -> None:
        if self.isVisible():
            self.amending.reload()

    @Slot(object)
    def _on_period(self, publication: int) -> None:
        self.form.complain(None)
        self.amending.choose(publication)

    @Slot()
    def _on_period_opened(self) -> None:
        if self.amending.rows:
            self.cases.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def turn_mark(self) -> None:
        """Mark the current case, or take its mark back (X)."""
        row = self._cases.row_at(self.cases.currentIndex().row())
        if row is not None:
            self.amending.turn(row.case)

    def mark_down(self) -> None:
        """Mark this one and the next (Shift+↓)."""
        self._mark_range(1)

    def mark_up(self) -> None:
        """Mark this one and the one before (Shift+↑)."""
        self._mark_range(-1)

    def _mark_range(self, rows: int) -> None:
        at = self.cases.currentIndex().row()
        both = [self._cases.row_at(one) for one in (at, at + rows)]
        self.cases.step(rows)
        self.amending.mark([one.case for one in both if one is not None], on=True)


def _shortcut(key: str, slot: Callable[[], object], owner: QWidget) -> None:
    made = QShortcut(QKeySequence(key), owner)
    made.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
    made.activated.connect(slot)
