"""One change of the past at the right of the history: every field before and after, and undoing."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from console.ports.administration import Change
from console.viewmodels.administration_history import AdministrationHistory
from console.viewmodels.administration_things import moment_words
from console.views.look import Look
from console.views.panels.small_table import SmallTable
from console.views.theme import set_look
from console.views.widgets.confirm import ConfirmDialog, Question
from console.views.widgets.keys import KeyButton

FIELD: Final = 92
UNDO: Final = "Ctrl+Z"


class HistoryView(QFrame):
    """The chosen change; Ctrl+Z takes it back, and asks for a reason first."""

    def __init__(
        self, history: AdministrationHistory, look: Look, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._history, self._look = history, look
        self._change: Change | None = None
        say = look.wording.say
        set_look(self, role="panel")
        self.title, self.note, self.state = QLabel(self), QLabel(self), QLabel(self)
        set_look(self.title, role="title")
        set_look(self.note, role="hint")
        for words in (self.title, self.note, self.state):
            words.setWordWrap(True)
            words.setTextFormat(Qt.TextFormat.PlainText)
        heads = [say(f"administration.field.{one}") for one in ("field", "before", "after")]
        self.table = SmallTable(heads, (FIELD, 0, 0), say("administration.section.history"), self)
        self.undo = KeyButton(
            look.theme, say("administration.undo"), UNDO, kind="primary", size="large", parent=self
        )
        self.undo.clicked.connect(self.ask)
        self._lay_out()
        history.shown.connect(self._on_shown)
        self.show_change(None)

    def _lay_out(self) -> None:
        area = QScrollArea(self)
        area.setWidget(self.table)
        area.setWidgetResizable(True)
        area.setAlignment(Qt.AlignmentFlag.AlignTop)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        body = QVBoxLayout()
        body.setContentsMargins(16, 12, 16, 12)
        body.setSpacing(8)
        for part in (self.title, self.note, self.state):
            body.addWidget(part)
        body.addWidget(area, 1)
        bar = QFrame(self)
        set_look(bar, role="bottom")
        row = QHBoxLayout(bar)
        row.setContentsMargins(16, 0, 16, 0)
        row.addWidget(self.undo)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(body, 1)
        column.addWidget(bar)

    def show_change(self, change: Change | None) -> None:
        """Show a change, or that none is chosen."""
        self._change = change
        say = self._look.wording.say
        self.table.setVisible(change is not None)
        if change is None:
            self.title.setText(say("administration.none_chosen"))
            self.note.setText("")
            self.state.setText("")
            self.undo.refuse(say("administration.none_chosen"))
            return
        history = self._history
        section = say(f"administration.one.{change.subject.value}")
        deed = say(f"administration.deed.{change.deed.value}")
        self.title.setText(f"{section}　{history.thing(change)}　{deed}")
        self.note.setText(
            say(
                "administration.past",
                name=change.name,
                post=say(f"post.{change.post}")
                if f"post.{change.post}" in self._look.wording
                else change.post,
                at=moment_words(change.at.isoformat()),
                number=change.id,
            )
        )
        self.state.setText(self._state(change))
        self.state.setVisible(bool(self.state.text()))
        nothing = say("administration.nothing")
        self.table.show_rows(
            [
                (one.field, one.before or nothing, one.after or nothing)
                for one in history.differences(change)
            ]
        )
        if change.undoable:
            self.undo.allow()
        else:
            self.undo.refuse(self._why_not(change))

    @Slot()
    def ask(self) -> None:
        """Take the change back, after a reason: it may be somebody else's and old."""
        change, say = self._change, self._look.wording.say
        if change is None or not change.undoable:
            return
        question = Question(
            title=say("administration.undo.title", name=self._history.thing(change)),
            effect=say("administration.undo.effect"),
            reversible=say("administration.undo.back"),
            act=say("administration.undo"),
            keep=say("administration.ask.keep"),
        )
        dialog = ConfirmDialog(self._look.theme, self._look.wording, question, self)
        dialog.accepted.connect(self._on_accepted)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    @Slot()
    def _on_accepted(self) -> None:
        dialog = self.sender()
        if isinstance(dialog, ConfirmDialog) and self._change is not None:
            self._history.undo(self._change, dialog.reason)

    @Slot()
    def _on_shown(self) -> None:
        """What is shown may have been taken back meanwhile."""
        if self._change is not None:
            self.show_change(self._history.change(self._change.id))

    def _state(self, change: Change) -> str:
        say = self._look.wording.say
        lines = []
        if change.reason:
            lines.append(say("administration.because", reason=change.reason))
        if change.undoes is not None:
            lines.append(say("administration.undoes", number=change.undoes))
        if change.undone_by is not None:
            lines.append(say("administration.undone_by", number=change.undone_by))
        return "\n".join(lines)

    def _why_not(self, change: Change) -> str:
        if change.undone_by is not None:
            return self._look.wording.say("administration.undone_by", number=change.undone_by)
        return self._look.wording.say("administration.not_undoable")
