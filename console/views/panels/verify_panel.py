"""Verification (design 05): evidence at the left; conditions, opinion and conclusion at the right.

One panel for the whole verification: it orders the inspector, writes his answer down when no device
sent it, and judges. What is due follows from the case; keys Y N mark, F6 passes, Shift+F6 fails.
"""

from __future__ import annotations

from functools import partial
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLabel, QWidget

from console.viewmodels.verify_draft import Task, Verdict, VerifyDraft
from console.views.icons import Icon
from console.views.panels.base import SUBMIT, Panel
from console.views.panels.entries import OptionEntry
from console.views.panels.inset import Ground
from console.views.panels.verify_evidence import VerifyEvidence
from console.views.panels.verify_steps import (
    MARK_KEYS,
    ConditionTable,
    FailCard,
    OpinionStep,
    OrderStep,
    WordsCard,
    fail_reason,
    state_consequences,
)
from console.views.theme import Theme, set_look
from console.views.widgets.forms import ConsequenceCard, RadioCard
from console.views.wording import Wording

SIDE_WIDTH: Final = 452
PHOTO_KEYS: Final = "123zao"


class VerifyPanel(Panel):
    """The verification of one case."""

    def __init__(
        self,
        viewmodel: VerifyDraft,
        wording: Wording,
        theme: Theme,
        parent: QWidget | None = None,
        *,
        ground: Ground | None = None,
    ) -> None:
        super().__init__(viewmodel, wording, theme, parent, title=wording.say("verify.title"))
        self.draft = viewmodel
        self.names = viewmodel.detail.names
        self.head.show_case(viewmodel.detail, viewmodel.desk)
        self.evidence = VerifyEvidence(viewmodel, self.formats, theme, ground, self)
        self.add_column().addWidget(self.evidence)
        self._side = self.add_column(SIDE_WIDTH)
        self._lay_out_conditions()
        self._side.addWidget(OpinionStep(viewmodel, self.formats, self))
        self.inspector: OptionEntry | None = None
        if viewmodel.task is Task.ORDER:
            order = OrderStep(viewmodel, wording, theme, self)
            self._side.addWidget(order)
            self.first = self.inspector = order.entry
        else:
            self._lay_out_conclusion()
        self.card = ConsequenceCard("", self)
        self._side.addWidget(self.card)
        self._side.addStretch(1)
        self._lay_out_acts()
        viewmodel.changed.connect(self._on_changed)
        viewmodel.restored.connect(self._on_restored)
        viewmodel.load()
        self._on_changed()

    # --- building ---------------------------------------------------------------------------------

    def _lay_out_conditions(self) -> None:
        step = self.add_step(
            self._side, 1, "verify.step.conditions", self.wording.say("verify.keys")
        )
        self.table = ConditionTable(self.draft, self.wording, self)
        self.table.marked.connect(self._on_marked)
        step.add(self.table)
        self.table.setVisible(bool(self.draft.checks.conditions))
        if not self.draft.checks.conditions:
            step.add(QLabel(self.wording.say("verify.no_conditions"), self))
        self.first = self.table

    def _lay_out_conclusion(self) -> None:
        say, judging = self.wording.say, self.draft.task is Task.JUDGE
        code = "verify.step.conclusion" if judging else "verify.step.answer"
        step = self.add_step(self._side, 3, code)
        self.passed = WordsCard(
            say("verify.pass" if judging else "verify.answer_pass"), say("verify.pass_words")
        )
        self.failed: FailCard | WordsCard
        if judging:
            self.failed = FailCard(self.draft, self.wording, self)
        else:
            self.failed = WordsCard(say("verify.answer_fail"), say("verify.answer_words"))
        self.again = WordsCard(say("verify.again"), say("verify.again_words"))
        RadioCard.join(self.passed, self.failed, self.again)
        for card in (self.passed, self.failed, self.again):
            step.add(card)
            card.chosen.connect(self._on_card_chosen)
        self._entries = {
            "pass": self.passed.entry,
            "fail": self.failed.entry,
            "again": self.again.entry,
        }
        for which, entry in self._entries.items():
            entry.textChanged.connect(partial(self._on_typed, which))

    def _lay_out_acts(self) -> None:
        say, task = self.wording.say, self.draft.task
        if task is Task.ORDER:
            self.add_act(
                say("verify.order"),
                SUBMIT,
                partial(self.draft.order, self.finish, self.refuse),
                kind="primary",
                sign=Icon.VERIFY,
            )
            return
        judging = task is Task.JUDGE
        fail_key, pass_key = ("Shift+F6", "F6") if judging else ("", "")
        self.fail_button = self.add_act(
            say("verify.fail_act" if judging else "verify.record"),
            fail_key or SUBMIT,
            self._fail if judging else self.submit,
            kind="primary",
            sign=Icon.RETURN if judging else None,
        )
        if judging:
            self.pass_button = self.add_act(
                say("verify.pass_act"), pass_key, self._pass, sign=Icon.CHECK
            )
            self.add_key(SUBMIT, self.submit)
        self.add_act(say("verify.ask_photos"), "Ctrl+Shift+P", partial(self._ask_again, "photos"))
        self.add_act(say("verify.new_check"), "Ctrl+Shift+R", partial(self._ask_again, "check"))
        self.note(say("verify.undo_hint"))

    # --- keys -------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Y and N mark, 1 2 3 Z A O compare photos, from everywhere but a text field."""
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        key = Qt.Key(event.key())
        if plain and key in MARK_KEYS and self.draft.task is not Task.ORDER:
            self.table.mark(met=MARK_KEYS[key])
        elif plain and event.text().lower() in tuple(PHOTO_KEYS):
            self.evidence.take_key(event)
        else:
            super().keyPressEvent(event)

    # --- acts -------------------------------------------------------------------------------------

    def submit(self) -> None:
        """Take the chosen conclusion (Ctrl+Enter); without one say so."""
        chosen = self._chosen()
        if chosen is None:
            self.tell(self.wording.say("verify.lack.conclusion"))
            self.passed.radio.setFocus(Qt.FocusReason.OtherFocusReason)
        elif chosen is self.again:
            self._again()
        elif self.draft.task is Task.ANSWER:
            self._record()
        elif chosen is self.passed:
            self._pass()
        else:
            self._fail()

    def _pass(self) -> None:
        self.draft.conclude(Verdict.PASS)
        lack = self.draft.missing(Verdict.PASS)
        if lack:
            self.tell(self.wording.say(lack, count=len(self.draft.checks.unmet)))
            marks = lack == "verify.lack.marks"
            if marks:
                self.table.setCurrentCell(self.draft.checks.first_open(), 0)
            home: QWidget = self.table if marks else self.passed.entry
            home.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self.draft.judge(Verdict.PASS, self.draft.texts["pass"].strip(), self.finish, self.refuse)

    def _fail(self) -> None:
        self.draft.conclude(Verdict.FAIL)
        lack = self.draft.missing(Verdict.FAIL)
        if lack:
            self.tell(self.wording.say(lack))
            self.failed.entry.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        reason = fail_reason(self.draft, self.wording)
        self.draft.judge(Verdict.FAIL, reason, self.finish, self.refuse)

    def _record(self) -> None:
        verdict = Verdict.PASS if self.passed.is_chosen else Verdict.FAIL
        self.draft.record(verdict, self.finish, self.refuse)

    def _ask_again(self, phrase: str) -> None:
        """Ask the inspector once more: words are offered, Ctrl+Enter sends them."""
        self.again.choose()
        entry = self.again.entry
        entry.setPlainText(self.wording.say(f"verify.phrase.{phrase}"))
        entry.selectAll()
        entry.setFocus(Qt.FocusReason.OtherFocusReason)

    def _again(self) -> None:
        reason = self.draft.texts["again"].strip()
        if not reason:
            self.tell(self.wording.say("verify.lack.again"))
            self.again.entry.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self.draft.again(reason, self.finish, self.refuse)

    # --- following --------------------------------------------------------------------------------

    def _chosen(self) -> RadioCard | None:
        cards = (self.passed, self.failed, self.again)
        return next((card for card in cards if card.is_chosen), None)

    def _on_marked(self, row: int, met: bool) -> None:  # noqa: FBT001  Qt's own signature
        self.draft.mark(row, met=met)

    def _on_typed(self, which: str) -> None:
        self.draft.write(which, self._entries[which].toPlainText())

    def _on_restored(self) -> None:
        if self.draft.task is Task.ORDER:
            return
        for which, entry in self._entries.items():
            entry.show_words(self.draft.texts[which])
        if isinstance(self.failed, FailCard):
            self.failed.show_faults()
        self.evidence.show_drawn()
        self.tell(self.wording.say("verify.restored"))

    def _on_card_chosen(self) -> None:
        if self._chosen() is self.passed:
            self.draft.conclude(Verdict.PASS)
        elif self._chosen() is self.failed:
            self.draft.conclude(Verdict.FAIL)
        self._show_consequences()

    def _on_changed(self) -> None:
        self.table.show_marks()
        if self.inspector is not None:
            self.inspector.know(self.draft.inspectors)
            if self.draft.inspector and not self.inspector.code:
                self.inspector.choose(self.draft.inspector)
        else:
            self._follow_verdict()
        self._show_consequences()

    def _follow_verdict(self) -> None:
        """The card of the verdict is chosen, and its button is the primary one."""
        wanted: RadioCard | None = None
        if self.draft.verdict is not None:
            wanted = self.passed if self.draft.verdict is Verdict.PASS else self.failed
        if wanted is not None and not wanted.is_chosen and not self.again.is_chosen:
            wanted.choose()
        unmet = len(self.draft.checks.unmet)
        self.passed.say(self.wording.say("verify.unmet_count", count=unmet) if unmet else "")
        if self.draft.task is Task.JUDGE:
            passing = self.draft.verdict is Verdict.PASS
            set_look(self.pass_button, kind="primary" if passing else "plain")
            set_look(self.fail_button, kind="plain" if passing else "primary")

    def _show_consequences(self) -> None:
        task = self.draft.task
        chosen = None if task is Task.ORDER else self._chosen()
        family = "order"
        if chosen is not None and chosen is self.again:
            family = "again"
        elif task is Task.ANSWER:
            family = "answer"
        elif task is Task.JUDGE:
            family = "pass" if self.draft.verdict is Verdict.PASS else "fail"
        state_consequences(self.card, family, self.draft, self.formats)
