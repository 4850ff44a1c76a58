"""Merging a case into its master (Ctrl+M): the likely ones first, any other by number or place."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QWidget

from console.domain.case import CaseId
from console.ports.work import Changes
from console.viewmodels.cells import FoundRow
from console.viewmodels.merge_draft import MergeDraft
from console.views.icons import Icon
from console.views.panels.base import SUBMIT, Panel
from console.views.panels.finder import Finder
from console.views.panels.summary import CaseSummary
from console.views.refusal_words import move_word
from console.views.theme import Theme
from console.views.widgets.forms import ConsequenceCard, Field
from console.views.wording import Wording

LEFT, RIGHT, MIDDLE = 376, 420, 760


class MergePanel(Panel):
    """Left this case, in the middle the master, right what follows."""

    def __init__(
        self, viewmodel: MergeDraft, wording: Wording, theme: Theme, parent: QWidget | None = None
    ) -> None:
        self.draft = viewmodel
        self._word = move_word(wording, "merge")
        super().__init__(viewmodel, wording, theme, parent, title=self._word)
        self.names = viewmodel.detail.names
        self.head.show_case(viewmodel.detail, viewmodel.desk)
        left = self.add_column(LEFT)
        summary = CaseSummary(self.formats, self)
        summary.show_case(viewmodel.detail)
        left.addWidget(summary)
        left.addStretch(1)
        self._lay_out_master()
        right = self.add_column(RIGHT)
        self.consequence = ConsequenceCard("", self)
        right.addWidget(self.consequence)
        right.addStretch(1)
        self.go_button = self.add_act(
            self._word, SUBMIT, self.submit, kind="primary", sign=Icon.MERGE
        )
        viewmodel.found.connect(self._on_found)
        viewmodel.chosen.connect(self._on_chosen)
        viewmodel.restored.connect(self._on_restored)
        self.reason.textChanged.connect(viewmodel.write)
        viewmodel.load()
        self._on_chosen()

    def submit(self) -> None:
        """Merge; without a master the marked candidate is taken first."""
        if self.draft.master is None and self.finder.current:
            self.draft.take(CaseId(int(self.finder.current)))
        if self.draft.master is None:
            self.field.complain(self.wording.say("need.master"))
            self.finder.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self.draft.write(self.reason.text())
        self.draft.submit(self._on_done, self.refuse)

    def _lay_out_master(self) -> None:
        middle = self.add_column()
        step = self.add_step(middle, 1, "merge.master", self.wording.say("merge.hint"))
        step.setMaximumWidth(MIDDLE)
        self.finder = Finder(self.theme, self.wording.say("merge.find"), most=10, parent=self)
        self.finder.typed.connect(self.draft.find)
        self.finder.picked.connect(self._on_picked)
        self.field = Field(self.theme, self.wording.say("intake.find"), self.finder, parent=self)
        step.add(self.field)
        self.reason = QLineEdit(self)
        step.add(Field(self.theme, self.wording.say("form.text"), self.reason, parent=self))
        middle.addStretch(1)
        self.first = self.finder.line

    def _on_found(self) -> None:
        say = self.wording.say
        if self.draft.hits:
            rows = [
                FoundRow(
                    key=str(hit.id),
                    name=hit.number,
                    hint=f"{hit.category_name} {hit.address}",
                    note=say(f"stage.{hit.stage.value}"),
                )
                for hit in self.draft.hits
            ]
        else:
            rows = [
                FoundRow(
                    key=str(one.case.id),
                    lead=say(f"likeness.{one.likeness}"),
                    name=one.case.number,
                    hint=f"{one.case.category_name} {one.case.address}",
                    note=say(f"stage.{one.case.stage.value}"),
                )
                for one in self.draft.likely
            ]
        self.finder.offer(rows)

    def _on_picked(self, key: str) -> None:
        self.draft.take(CaseId(int(key)))
        self.finder.settle(self.draft.number)
        self.field.complain("")

    def _on_chosen(self) -> None:
        say, number = self.wording.say, self.draft.number
        self.go_button.say(say("merge.into", number=number) if number else self._word)
        lines = say("merge.after", number=number or say("fmt.none")).split("|")
        self.consequence.state(say("panel.after", act=self._word), lines)

    def _on_restored(self) -> None:
        self.finder.settle(self.draft.number)
        self.reason.setText(self.draft.reason)
        self._on_chosen()

    def _on_done(self, changes: Changes) -> None:
        self.finish(changes)
