"""What is asked before a scheme is put in force, or a draft thrown away."""

from __future__ import annotations

from datetime import date
from functools import partial

from PySide6.QtCore import QObject, Qt, Slot
from PySide6.QtWidgets import QLineEdit, QWidget

from console.viewmodels.schemes import SchemeDesk
from console.views.look import Look
from console.views.widgets.confirm import ConfirmDialog, Question
from console.views.widgets.forms import Field


class BeginDialog(ConfirmDialog):
    """From which day a version holds, and why."""

    def __init__(self, look: Look, question: Question, first: date, parent: QWidget) -> None:
        super().__init__(look.theme, look.wording, question, parent)
        self._say = look.wording.say
        self.day = QLineEdit(first.isoformat(), self)
        words, hint = self._say("schemes.begin.day"), self._say("schemes.begin.past")
        self.day_field = Field(look.theme, words, self.day, width=88, hint=hint)
        self.body.insertWidget(2, self.day_field)

    @property
    def first(self) -> date | None:
        """The day as typed; None where it is none."""
        try:
            return date.fromisoformat(self.day.text().strip())
        except ValueError:
            return None

    def accept(self) -> None:
        """Only with a day."""
        if self.first is None:
            self.day_field.complain(self._say("schemes.begin.no_day"))
            self.day.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        super().accept()


class SchemeAsking(QObject):
    """Asks, and does what was confirmed."""

    def __init__(self, page: SchemeDesk, look: Look, window: QWidget) -> None:
        super().__init__(window)
        self._page, self._look, self._window = page, look, window

    @Slot()
    def discard(self) -> None:
        """Throw the draft away, after asking."""
        if not self._page.writing:
            return
        say = self._look.wording.say
        question = Question(
            title=say("schemes.discard.title", scheme=self._scheme()),
            effect=say("schemes.discard.effect"),
            reversible=say("schemes.discard.back"),
            act=say("schemes.act.discard"),
            keep=say("schemes.act.keep"),
            reasoned=False,
        )
        asked = ConfirmDialog(self._look.theme, self._look.wording, question, self._window)
        asked.accepted.connect(self._page.discard)
        asked.finished.connect(asked.deleteLater)
        asked.open()

    @Slot()
    def begin(self) -> None:
        """Put in force, after asking for the day and the reason."""
        if not self._page.can_begin:
            return
        say = self._look.wording.say
        question = Question(
            title=say("schemes.begin.title", scheme=self._scheme()),
            effect=say("schemes.begin.effect"),
            reversible=say("schemes.begin.back"),
            act=say("schemes.act.begin"),
            keep=say("schemes.act.keep"),
        )
        asked = BeginDialog(self._look, question, self._page.first_day, self._window)
        asked.accepted.connect(partial(self._on_begun, asked))
        asked.finished.connect(asked.deleteLater)
        asked.open()

    def _on_begun(self, asked: BeginDialog) -> None:
        if asked.first is not None:
            self._page.put_in_force(asked.first, asked.reason)

    def _scheme(self) -> str:
        return self._page.key[1] if self._page.key is not None else ""
