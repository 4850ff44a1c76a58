"""The acts that wait on this machine as a page (Ctrl+Shift+D): what they are, what to do with them.

Nothing typed is lost: the words of an act that no longer holds can be copied before it goes.
"""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from console.ports.journal import EntryState
from console.viewmodels.queued import Queued, QueuedFact
from console.views.look import Look
from console.views.panels.small_table import SmallTable
from console.views.refusal_words import move_word, sentence
from console.views.theme import set_look
from console.views.widgets.confirm import ConfirmDialog, Question
from console.views.widgets.keys import KeyButton, act_button

WIDTHS: Final = (84, 110, 160, 0, 300)
HEADS: Final = ("time", "act", "number", "words", "state")
DISCARD: Final = "Ctrl+Shift+Backspace"


class QueuedPage(QFrame):
    """Signals: `closed`."""

    closed = Signal()

    def __init__(self, queued: Queued, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._queued, self._look = queued, look
        self._at = 0
        say = look.wording.say
        set_look(self, role="popup")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(say("queued.title"))
        self._title = QLabel(self)
        set_look(self._title, role="title")
        self._empty = QLabel(say("queued.none"), self)
        set_look(self._empty, tone="ink2")
        heads = [say(f"queued.col.{head}") for head in HEADS]
        self.table = SmallTable(heads, WIDTHS, say("queued.title"), self, strong=(1,))
        area = QScrollArea(self)
        area.setWidget(self.table)
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._area = area
        self.again = self._button("queued.again", "Enter", self.do_again)
        self.copy = self._button("queued.copy", "Ctrl+C", self.copy_words)
        self.discard = self._button("queued.discard", DISCARD, self.ask_discard)
        self._lay_out()
        queued.changed.connect(self.tell)
        self.tell()

    def _button(self, code: str, key: str, slot: object) -> KeyButton:
        return act_button(self._look, code, key, slot, self)

    def _lay_out(self) -> None:
        where = QLabel(self._look.wording.say("queued.where"), self)
        hint = QLabel(self._look.wording.say("queued.hint"), self)
        for words in (where, hint):
            set_look(words, role="hint")
        head = QHBoxLayout()
        head.addWidget(self._title)
        head.addWidget(where)
        head.addStretch(1)
        acts = QHBoxLayout()
        for button in (self.again, self.copy, self.discard):
            acts.addWidget(button)
        acts.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(28, 22, 28, 22)
        column.setSpacing(12)
        column.addLayout(head)
        column.addWidget(self._empty)
        column.addWidget(self._area, 1)
        column.addLayout(acts)
        column.addWidget(hint)

    # --- telling ----------------------------------------------------------------------------------

    @Slot()
    def tell(self) -> None:
        """Show what waits now; the choice stays where it is."""
        facts = self._queued.facts
        self._at = max(0, min(self._at, len(facts) - 1))
        self._title.setText(self._look.wording.say("queued.count", n=len(facts)))
        self.table.show_rows([self._row(fact) for fact in facts])
        self._empty.setVisible(not facts)
        self._area.setVisible(bool(facts))
        self._lift()

    def _row(self, fact: QueuedFact) -> tuple[str, ...]:
        wording, formats = self._look.wording, self._look.formats
        state = wording.say(f"queued.state.{fact.state.value}")
        if fact.refusal is not None:
            state = f"{state}：{sentence(fact.refusal, wording)}"
        return (
            formats.time(fact.kept_at, seconds=True),
            move_word(wording, fact.move.value),
            fact.number or wording.say("queued.no_number"),
            fact.words,
            state,
        )

    def _lift(self) -> None:
        fact = self.chosen
        for column in range(len(WIDTHS)):
            self.table.lift(self._at, column)
        self.again.setEnabled(fact is not None and fact.state is EntryState.REFUSED)
        self.copy.setEnabled(fact is not None)
        self.discard.setEnabled(fact is not None)

    @property
    def chosen(self) -> QueuedFact | None:
        """The act the keys mean."""
        facts = self._queued.facts
        return facts[self._at] if self._at < len(facts) else None

    # --- doing ------------------------------------------------------------------------------------

    @Slot()
    def do_again(self) -> None:
        """Send a refused act once more (Enter)."""
        if self.chosen is not None:
            self._queued.do_again(self.chosen.id)

    @Slot()
    def copy_words(self) -> None:
        """The typed words into the clipboard (Ctrl+C)."""
        if self.chosen is not None:
            QGuiApplication.clipboard().setText(self.chosen.words)

    @Slot()
    def ask_discard(self) -> None:
        """Throw the act away after asking."""
        fact, wording = self.chosen, self._look.wording
        if fact is None:
            return
        act = move_word(wording, fact.move.value)
        question = Question(
            title=wording.say("queued.discard.title"),
            effect=wording.say("queued.discard.effect", act=act, number=fact.number),
            reversible="",
            act=wording.say("queued.discard"),
            keep=wording.say("queued.keep"),
            reasoned=False,
        )
        dialog = ConfirmDialog(self._look.theme, wording, question, self)
        dialog.setProperty("entry", fact.id)
        dialog.accepted.connect(self._on_discard)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    @Slot()
    def _on_discard(self) -> None:
        dialog = self.sender()
        if isinstance(dialog, ConfirmDialog):
            self._queued.discard(str(dialog.property("entry")))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        chord = event.keyCombination()
        steps = {Qt.Key.Key_J: 1, Qt.Key.Key_Down: 1, Qt.Key.Key_K: -1, Qt.Key.Key_Up: -1}
        both = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
        if chord.key() in steps:
            self._at += steps[chord.key()]
            self.tell()
        elif chord.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.do_again()
        elif chord.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        elif chord.key() == Qt.Key.Key_Backspace and chord.keyboardModifiers() == both:
            self.ask_discard()
        elif chord.key() == Qt.Key.Key_C:
            self.copy_words()
        else:
            super().keyPressEvent(event)
