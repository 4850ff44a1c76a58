"""The fields of the chooser of regular forms: form, period, number, hours, and of whom."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from console.viewmodels.forms_choice import KINDS, FormsChoice
from console.views.administration.entries import ComboEntry
from console.views.look import Look
from console.views.panels.entries import OptionEntry
from console.views.refusal_words import sentence
from console.views.theme import set_look
from console.views.widgets.forms import Field
from console.views.widgets.keys import KeyButton

LABEL: Final = 80


class FormsFields(QWidget):
    """What is chosen, and what is wrong with it beside each field. Signals: `grown` it may need
    another height now.
    """

    grown = Signal()

    def __init__(self, choice: FormsChoice, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._choice, self._look = choice, look
        self._make()
        self._lay_out()
        self.form.chosen.connect(self._on_form)
        self.period.textEdited.connect(self._on_period)
        self.number.textEdited.connect(self._on_number)
        self.hours.textEdited.connect(self._on_hours)
        self.object.chosen.connect(self._on_object)
        self.retry.clicked.connect(choice.read_objects)
        choice.chosen.connect(self._show_choice)
        choice.known.connect(self._show_objects)
        self._show_choice()
        self.setFocusProxy(self.form)

    def _make(self) -> None:
        say, theme = self._look.wording.say, self._look.theme
        self.form = ComboEntry([(one.value, say(f"forms.{one.value}")) for one in KINDS], self)
        self.form.choose(self._choice.kind.value)
        self.period, self.number, self.hours = QLineEdit(self), QLineEdit(self), QLineEdit(self)
        self.number.setPlaceholderText(say("forms.field.number.hint"))
        self.object = OptionEntry(theme, say("forms.find"), self)
        self.retry = KeyButton(theme, say("forms.retry"), "Ctrl+R", size="small", parent=self)

        def field(label: str, entry: QWidget) -> Field:
            return Field(theme, say(f"forms.field.{label}"), entry, width=LABEL, parent=self)

        self.fields = {
            "form": field("form", self.form),
            "period": field("period", self.period),
            "number": field("number", self.number),
            "hours": field("hours", self.hours),
        }
        self._label = QLabel(self)
        self._label.setFixedWidth(LABEL)
        self._label.setBuddy(self.object)
        set_look(self._label, role="hint")
        self.state = QLabel(self)
        self.state.setWordWrap(True)
        set_look(self.state, role="hint")

    def _lay_out(self) -> None:
        whose, state = QHBoxLayout(), QHBoxLayout()
        whose.setSpacing(6)
        whose.addWidget(self._label)
        whose.addWidget(self.object, 1)
        state.addSpacing(LABEL + 6)
        state.addWidget(self.state, 1)
        state.addWidget(self.retry)
        body = QVBoxLayout(self)
        body.setContentsMargins(0, 0, 0, 0)
        body.setSpacing(8)
        for field in self.fields.values():
            body.addWidget(field)
        body.addLayout(whose)
        body.addLayout(state)

    @Slot()
    def _on_form(self) -> None:
        self._choice.choose_code(self.form.code())

    @Slot(str)
    def _on_period(self, text: str) -> None:
        self._choice.period = text
        self.fields["period"].complain("")

    @Slot(str)
    def _on_number(self, text: str) -> None:
        self._choice.number = text
        self.fields["number"].complain("")

    @Slot(str)
    def _on_hours(self, text: str) -> None:
        self._choice.hours = text
        self.fields["hours"].complain("")

    @Slot(str)
    def _on_object(self, code: str) -> None:
        self._choice.object = code
        self._show_objects()

    @Slot()
    def _show_choice(self) -> None:
        choice, say = self._choice, self._look.wording.say
        self.period.setText(choice.period)
        hint = say(f"forms.field.period.{choice.period_kind}")
        self.period.setPlaceholderText(hint)
        self.period.setToolTip(hint)
        self.hours.setText(choice.hours)
        for field in self.fields.values():
            field.complain("")
        self.fields["number"].setVisible(choice.numbered)
        self.fields["hours"].setVisible(choice.of_a_shift)
        self._label.setVisible(choice.of_one)
        self.object.setVisible(choice.of_one)
        if choice.of_one:
            words = say(f"forms.field.{choice.kind.value}")
            self._label.setText(words)
            self.object.setAccessibleName(words)
        self.object.settle("")
        self._show_objects()

    @Slot()
    def _show_objects(self) -> None:
        """Reading, nobody, why not, or nothing to tell."""
        choice, say = self._choice, self._look.wording.say
        self.object.know(choice.options)
        words = ""
        if choice.of_one and choice.unknown is not None:
            words = sentence(choice.unknown, self._look.wording)
        elif choice.of_one and not choice.options:
            words = say("forms.objects.none" if choice.read else "forms.objects.reading")
        self.state.setText(words)
        self.state.setVisible(bool(words))
        self.retry.setVisible(choice.of_one and choice.unknown is not None)
        self.grown.emit()

    def complain(self) -> bool:
        """Say beside each field what is wrong and go to the first; whether anything is."""
        choice = self._choice
        wrong = {
            "period": choice.wrong_period(),
            "number": choice.wrong_number(),
            "hours": choice.wrong_hours(),
        }
        first: QWidget | None = None
        for name, refusal in wrong.items():
            words = sentence(refusal, self._look.wording) if refusal else ""
            self.fields[name].complain(words)
            if refusal and first is None:
                first = self.fields[name].entry
        missing = choice.wrong_object()
        if missing is not None:
            if choice.unknown is None:
                self.state.setText(sentence(missing, self._look.wording))
                self.state.show()
            first = first or self.object
        self.grown.emit()
        if first is not None:
            first.setFocus(Qt.FocusReason.OtherFocusReason)
        return first is not None
