"""What is asked before a gesture goes to many cases: the reason, a date or a unit, how many."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from console.viewmodels.bulk import BulkPlan
from console.viewmodels.gesture_draft import FieldKind
from console.viewmodels.pinyin import Option
from console.views.look import Look
from console.views.panels.entries import OptionEntry, UntilEntry
from console.views.panels.form_values import value_of
from console.views.refusal_words import move_word
from console.views.widgets.confirm import ConfirmDialog, Question
from console.views.widgets.forms import Field

NAMED: Final = 6
"""Numbers written out in the question."""
LABEL_WIDTH: Final = 88


class BulkDialog(ConfirmDialog):
    """The confirmation of DESIGN 7 with what the gesture asks for beside its reason."""

    def __init__(
        self,
        plan: BulkPlan,
        look: Look,
        until: datetime,
        units: Sequence[Option],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(look.theme, look.wording, question_of(plan, look), parent)
        self.plan = plan
        self._look, self._until, self._units = look, until, units
        self.fields: dict[str, Field] = {}
        for at, declared in enumerate(plan.fields):
            entry = self._made(declared.kind)
            label = look.wording.say(f"form.{declared.name}")
            field = Field(look.theme, label, entry, width=LABEL_WIDTH, parent=self)
            self.fields[declared.name] = field
            self.body.insertWidget(2 + at, field)
        if not plan.many:
            first = next((one.entry for one in self.fields.values()), self.entry)
            first.setFocus(Qt.FocusReason.OtherFocusReason)

    def values(self) -> dict[str, Any]:
        """Fields of the command, by name; what was left empty is left out."""
        given = {name: value_of(field.entry) for name, field in self.fields.items()}
        given[self.plan.words] = self.reason
        return {name: value for name, value in given.items() if value}

    def lacking(self) -> bool:
        """Say beside the first empty field that it is wanted, and go there."""
        for name, field in self.fields.items():
            if not value_of(field.entry):
                say = self._look.wording.say
                field.complain(say("form.lack", field=say(f"form.{name}")))
                field.entry.setFocus(Qt.FocusReason.OtherFocusReason)
                return True
        return False

    def accept(self) -> None:
        if not self.lacking():
            super().accept()

    def _made(self, kind: FieldKind) -> QWidget:
        if kind is FieldKind.UNTIL:
            return UntilEntry(self._until, self)
        entry = OptionEntry(self._look.theme, self._look.wording.say("form.find"), self)
        entry.know(tuple(self._units))
        return entry


def question_of(plan: BulkPlan, look: Look) -> Question:
    """The question in words: how many, which, and whether it can be taken back."""
    say = look.wording.say
    act = move_word(look.wording, plan.move.value)
    numbers = say("list.comma").join(row.number for row in plan.rows[:NAMED])
    more = len(plan.rows) - NAMED
    named = say("bulk.and_more", numbers=numbers, count=more) if more > 0 else numbers
    back = "bulk.back" if plan.undoable else "bulk.no_back"
    return Question(
        title=say("bulk.title", act=act, count=len(plan.rows)),
        effect=say("bulk.effect", numbers=named),
        reversible=say(back),
        act=say("bulk.act", act=act, count=len(plan.rows)),
        keep=say("bulk.keep"),
        reasoned=plan.must_say,
    )
