"""One field of an administration form: its entry, what is wrong with it, and what others wrote."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from console.domain.tone import Urgency
from console.viewmodels.administration_form import AdministrationForm
from console.viewmodels.administration_things import AskedField, ValueWords
from console.views.administration.entries import Entry
from console.views.administration.notes import NoteLine
from console.views.look import Look
from console.views.reading_order import show_whole
from console.views.widgets.forms import Field


class FormRow(QWidget):
    """A field with its label; below it, where others changed it too, their value and a button."""

    def __init__(
        self, asked: AskedField, form: AdministrationForm, look: Look, width: int, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self.asked, self._form, self._look = asked, form, look
        self.entry = Entry(asked, look, form.desk.now(), self)
        self.entry.show(form.value(asked.name))
        label = look.wording.say(asked.words)
        self.field = Field(look.theme, label, self.entry.widget, width=width, parent=self)
        self.clash = NoteLine(look.theme, look.wording.say("administration.take_theirs"), self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addWidget(self.field)
        column.addWidget(self.clash)

    def tell(self, words: ValueWords) -> None:
        """Show what the form holds now; what is being typed stays."""
        name, form = self.asked.name, self._form
        self.entry.know(words.options.get(self.asked.source, ()))
        self.entry.show(form.value(name))
        if name not in form.clash:
            self.clash.clear()
            return
        say = self._look.wording.say
        theirs = words.of(self.asked, form.clash[name]) or say("administration.nothing")
        self.clash.tell(say("administration.clash", theirs=theirs), Urgency.NEAR)

    def go_to(self) -> None:
        """Give the keyboard to the entry and bring it into view."""
        self.entry.widget.setFocus(Qt.FocusReason.OtherFocusReason)
        show_whole(self.entry.widget)
