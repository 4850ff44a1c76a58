"""The form at the right of a section: the chosen thing's fields, or those of a further act.

It shows what is chosen even before it is entered, so that looking costs no key. Enter in the list
goes into it, Ctrl+Enter sends it, Esc goes back and keeps what was typed.
"""

from __future__ import annotations

from functools import partial
from typing import Final

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from console.domain.refusal import Refusal
from console.domain.tone import Urgency
from console.viewmodels.administration import STALE, Administration
from console.viewmodels.administration_form import AdministrationForm
from console.viewmodels.administration_sections import thing_name
from console.views.administration.form_row import FormRow
from console.views.administration.notes import NoteLine
from console.views.look import Look
from console.views.panels.discarding import Discarding
from console.views.refusal_words import sentence
from console.views.theme import set_look
from console.views.widgets.confirm import ConfirmDialog, Question
from console.views.widgets.keys import KeyButton

LABEL_WIDTH: Final = 76
MOST_LABEL: Final = 130
DISCARD: Final = "Ctrl+Shift+Backspace"


class FormView(QFrame):
    """Signals: `left` back to the list."""

    left = Signal()

    def __init__(self, page: Administration, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._page, self._look = page, look
        self.rows: dict[str, FormRow] = {}
        self._form: AdministrationForm | None = None
        self._showing = False
        say, theme = look.wording.say, look.theme
        set_look(self, role="panel")
        self.title, self.note = QLabel(self), QLabel(self)
        set_look(self.title, role="title")
        set_look(self.note, role="hint")
        for words in (self.title, self.note):
            words.setWordWrap(True)
            words.setTextFormat(Qt.TextFormat.PlainText)
        self.told = NoteLine(theme, parent=self)
        self._area = QScrollArea(self)
        self._area.setWidgetResizable(True)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.save = KeyButton(theme, "", "Ctrl+Enter", kind="primary", size="large", parent=self)
        self.back = KeyButton(theme, say("administration.back"), "Esc", size="large", parent=self)
        self.save.clicked.connect(self.submit)
        self.back.clicked.connect(self.leave)
        self._lay_out()
        page.hand.changed.connect(self._on_other)
        page.refused.connect(self._on_refused)
        self._on_other()

    def _lay_out(self) -> None:
        head = QVBoxLayout()
        head.setContentsMargins(16, 12, 16, 8)
        head.setSpacing(4)
        for part in (self.title, self.note, self.told):
            head.addWidget(part)
        self._bar = QFrame(self)
        set_look(self._bar, role="bottom")
        row = QHBoxLayout(self._bar)
        row.setContentsMargins(16, 0, 16, 0)
        row.setSpacing(8)
        row.addWidget(self.save)
        row.addWidget(self.back)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self._area, 1)
        column.addWidget(self._bar)

    # --- keys -------------------------------------------------------------------------------------

    def enter(self) -> None:
        """The keyboard to the first field."""
        first = next(iter(self.rows.values()), None)
        if first is not None:
            first.go_to()

    @Slot()
    def submit(self) -> None:
        """Send the form, or say what is missing or wrong and go there."""
        form = self._form
        if form is None or self._page.busy:
            return
        for name in self.rows:
            self._take(name)
        complaints = self._complaints(form)
        for name, row in self.rows.items():
            row.field.complain(complaints.get(name, ""))
        if complaints:
            next(row for name, row in self.rows.items() if name in complaints).go_to()
            return
        self.told.clear()
        if form.act is not None and form.act.final:
            self._ask(form)
        else:
            self._page.submit()

    def _ask(self, form: AdministrationForm) -> None:
        """What cannot be undone is asked about; Enter alone does not confirm."""
        say = self._look.wording.say
        question = Question(
            title=say(f"administration.ask.{form.does}.title", name=self._name(form)),
            effect=say(f"administration.ask.{form.does}.effect"),
            reversible=say("administration.ask.final"),
            act=say(f"administration.submit.{form.does}"),
            keep=say("administration.ask.keep"),
            reasoned=False,
        )
        dialog = ConfirmDialog(self._look.theme, self._look.wording, question, self)
        dialog.accepted.connect(self._page.submit)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    @Slot()
    def leave(self) -> None:
        """Back to the list; what was typed is kept."""
        self._page.leave_form()
        self.left.emit()

    def discard(self) -> None:
        """Throw away what was typed, after asking."""
        form = self._form
        if form is not None and form.touched:
            keeper, look = form.keeper, self._look
            asking = Discarding(keeper, look.wording, look.theme, self._on_discarded, self)
            asking.ask()

    def _on_discarded(self) -> None:
        self._page.discard()
        self.left.emit()

    # --- showing ----------------------------------------------------------------------------------

    @Slot()
    def _on_other(self) -> None:
        """Another form is in hand: its fields, made anew."""
        form = self._page.hand.form
        if form is self._form and form is not None:
            return
        self._form, self.rows = form, {}
        inner = QFrame()
        set_look(inner, role="panel")
        column = QVBoxLayout(inner)
        column.setContentsMargins(16, 6, 16, 12)
        column.setSpacing(9)
        if form is not None:
            width = self._label_width(form)
            for asked in form.fields:
                row = FormRow(asked, form, self._look, width, inner)
                row.entry.changed.connect(partial(self._take, asked.name))
                row.clash.answered.connect(partial(self._take_theirs, asked.name))
                self.rows[asked.name] = row
                column.addWidget(row)
            form.changed.connect(self.tell)
            form.restored.connect(self._on_restored)
        column.addStretch(1)
        self._area.setWidget(inner)
        self._bar.setVisible(form is not None)
        self.told.clear()
        self.tell()

    def _label_width(self, form: AdministrationForm) -> int:
        """All entries begin below each other, whatever the language."""
        say, metrics = self._look.wording.say, self.fontMetrics()
        wide = max((metrics.horizontalAdvance(say(one.words)) for one in form.fields), default=0)
        return max(LABEL_WIDTH, min(wide, MOST_LABEL))

    @Slot()
    def tell(self) -> None:
        """Show what the form holds now; what is being typed stays."""
        form, say = self._form, self._look.wording.say
        if form is None:
            self.title.setText(say("administration.none_chosen"))
            self.note.setText("")
            return
        self._showing = True
        for row in self.rows.values():
            row.tell(self._page.words)
        self._showing = False
        thing = say(f"administration.one.{form.section.id}")
        what = say(f"administration.form.{form.does}", thing=thing)
        self.title.setText(f"{what}　{self._name(form)}".rstrip("　"))
        self.note.setText(self._note(form))
        self.save.say(say(f"administration.submit.{form.does}"))

    def _name(self, form: AdministrationForm) -> str:
        values = form.thing.values if form.thing is not None else {}
        return thing_name(form.section, values, self._page.words)

    def _note(self, form: AdministrationForm) -> str:
        say = self._look.wording.say
        if form.thing is None or form.act is not None:
            code = f"administration.hint.{form.section.id}.{form.does}"
            return say(code) if code in self._look.wording else ""
        if form.dirty:
            return say("administration.draft", count=len(form.dirty))
        code = "version" if form.thing.version else "unchanged"
        return say(f"administration.{code}", version=form.thing.version)

    # --- values -----------------------------------------------------------------------------------

    def _take(self, name: str, *_said: object) -> None:
        form = self._form
        if form is not None and not self._showing and name in self.rows:
            form.put(name, self.rows[name].entry.read())
            self.note.setText(self._note(form))

    def _take_theirs(self, name: str) -> None:
        if self._form is not None:
            self._form.take_theirs(name)
            self.rows[name].go_to()

    def _complaints(self, form: AdministrationForm) -> dict[str, str]:
        say = self._look.wording.say
        found = {name: say(code) for name, code in form.wrong().items()}
        for name in form.missing():
            field = say(self.rows[name].asked.words)
            found.setdefault(name, say("form.lack", field=field))
        return found

    # --- answers ----------------------------------------------------------------------------------

    @Slot(object)
    def _on_refused(self, refusal: Refusal) -> None:
        """Beside the field it names, else over the form; what was typed stays."""
        words = sentence(refusal, self._look.wording)
        row = self.rows.get(str(refusal.facts.get("field") or ""))
        if row is not None:
            row.field.complain(words)
            row.go_to()
        else:
            urgency = Urgency.NEAR if refusal.code == STALE else Urgency.OVER
            self.told.tell(words, urgency)

    @Slot()
    def _on_restored(self) -> None:
        self.tell()
        if self._form is not None and self._form.dirty:
            self.told.tell(self._look.wording.say("administration.restored"))
