"""The one dialog before an act that cannot simply be undone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from console.views.theme import Theme, set_look
from console.views.widgets.forms import Field
from console.views.widgets.keys import KeyButton
from console.views.wording import Wording


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What is asked: worded texts; `reasons` empty means the reason is typed freely."""

    title: str  # names the object: «作废案卷 2026-1123-000173？»
    effect: str
    reversible: str  # whether and how it can be taken back
    act: str  # verb of the confirming button
    keep: str  # verb of the safe button
    reasons: Sequence[str] = ()
    reasoned: bool = True  # False: nobody keeps a reason, so none is asked
    why: str = ""  # address of the explanation, told through `explained`


class ConfirmDialog(QDialog):
    """Object in the title, effect, way back, reason where one is kept; focus on the safe choice.

    Ctrl+Enter confirms, Esc leaves; Enter alone never confirms, wherever the focus is.
    """

    explained = Signal(str)

    def __init__(
        self, theme: Theme, wording: Wording, question: Question, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._wording, self._question = wording, question
        self.setWindowTitle(question.title)
        self.setMinimumWidth(460)
        self.entry = self._made_entry(question)
        self.field = Field(theme, wording.say("confirm.reason"), self.entry, width=88)
        self.field.setVisible(question.reasoned)
        self.keep = KeyButton(theme, question.keep, "Esc", parent=self)
        self.act = KeyButton(theme, question.act, "Ctrl+Enter", parent=self)
        self.keep.clicked.connect(self.reject)
        self.act.clicked.connect(self._on_act_clicked)
        self._lay_out(theme, question)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(keys), self).activated.connect(self._on_act_clicked)
        self.keep.setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def reason(self) -> str:
        text = self.entry.currentText() if isinstance(self.entry, QComboBox) else self.entry.text()
        return text.strip()

    def take_reason(self, reason: str) -> None:
        """Show a reason given before; one that is being given is not touched."""
        if self.reason:
            return
        if isinstance(self.entry, QComboBox):
            self.entry.setCurrentText(reason)
        else:
            self.entry.setText(reason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        # Enter alone would press a default button; here it does nothing.
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            event.accept()
            return
        super().keyPressEvent(event)

    def _made_entry(self, question: Question) -> QComboBox | QLineEdit:
        if not question.reasons:
            return QLineEdit(self)
        box = QComboBox(self)
        box.addItem("")  # no reason is chosen beforehand
        box.addItems(list(question.reasons))
        return box

    def _lay_out(self, theme: Theme, question: Question) -> None:
        title = QLabel(question.title, self)
        set_look(title, role="title")
        effect = QLabel(f"{question.effect}\n{question.reversible}".strip(), self)
        effect.setTextFormat(Qt.TextFormat.PlainText)
        effect.setWordWrap(True)
        set_look(effect, tone="ink2")
        why = KeyButton(theme, self._wording.say("confirm.why"), kind="link", parent=self)
        why.setVisible(bool(question.why))
        why.clicked.connect(self._on_why_clicked)
        self.body = body = QVBoxLayout()
        body.setContentsMargins(20, 16, 20, 12)
        body.setSpacing(8)
        for part in (title, effect, self.field):
            body.addWidget(part)
        body.addWidget(why, 0, Qt.AlignmentFlag.AlignLeft)
        foot = QFrame(self)
        set_look(foot, role="dialogfoot")
        row = QHBoxLayout(foot)
        row.setContentsMargins(20, 12, 20, 12)
        row.addWidget(self.keep)
        row.addStretch(1)
        row.addWidget(self.act)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(body)
        column.addWidget(foot)

    def _on_act_clicked(self) -> None:
        if self._question.reasoned and not self.reason:
            self.field.complain(self._wording.say("confirm.reason_missing"))
            self.entry.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self.accept()

    def _on_why_clicked(self) -> None:
        self.explained.emit(self._question.why)
