"""Step 5 of the dispatch: templates by digit, the instruction, how long it is."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from console.viewmodels.dispatch_draft import INSTRUCTION_MOST
from console.viewmodels.phrases import parted
from console.views.panels.instruction import InstructionEdit
from console.views.theme import Theme, set_look
from console.views.widgets.keys import KeyButton
from console.views.wording import Wording

TEMPLATES = ("standard", "danger", "again")
TEMPLATE_MOST = 9
IN_A_ROW = 3
SHORT = 8  # characters of a template's title that fit on its button

Bind = Callable[[str, Callable[[], None]], None]


class InstructionPart(QWidget):
    """Signals: `changed` (str) the words as they stand now."""

    changed = Signal(str)

    def __init__(
        self, theme: Theme, wording: Wording, bind: Bind, parent: QWidget | None = None
    ) -> None:
        """`bind` gives the panel's key to a template."""
        super().__init__(parent)
        self._theme, self._wording, self._bind = theme, wording, bind
        self._values: Mapping[str, str] = {}
        self._buttons: list[KeyButton] = []
        self._row = QGridLayout()
        self._row.setSpacing(6)
        self._row.setColumnStretch(IN_A_ROW, 1)
        self.edit = InstructionEdit(theme, self)
        self.edit.setMinimumHeight(130)
        self.edit.setAccessibleName(wording.say("dispatch.instruction"))
        self.edit.textChanged.connect(self._on_words)
        self._count = hint_label("", self)
        foot = QHBoxLayout()
        foot.addWidget(hint_label(wording.say("dispatch.tinted"), self))
        foot.addStretch(1)
        foot.addWidget(self._count)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(self._row)
        column.addWidget(self.edit)
        column.addLayout(foot)
        for code in TEMPLATES:
            self._add(wording.say(f"dispatch.template.{code}"), partial(self.write, code))
        self.setFocusProxy(self.edit)

    def write(self, code: str) -> None:
        """Begin with a template."""
        slots = {name: f"{{{name}}}" for name in self._values}
        template = self._wording.say(f"dispatch.template.{code}.text", **slots)
        self.edit.write(template, self._values)

    def follow(self, values: Mapping[str, str]) -> None:
        """Bring untouched variables to the form's new values."""
        self._values = values
        self.edit.follow(values)

    def offer(self, phrases: tuple[str, ...]) -> None:
        """Add the operators' own instructions behind the templates."""
        for phrase in phrases:
            title, words = parted(phrase)
            self._add(title, partial(self._write_phrase, words))

    def _write_phrase(self, words: str) -> None:
        """Begin with an operator's own words; their slots follow the form as a template's do."""
        self.edit.write(words, self._values)

    def _add(self, title: str, act: Callable[[], None]) -> None:
        at = len(self._buttons)
        if at >= TEMPLATE_MOST or title in {one.toolTip() for one in self._buttons}:
            return
        shown = title if len(title) <= SHORT else f"{title[: SHORT - 1]}…"
        button = KeyButton(self._theme, shown, str(at + 1), size="small", parent=self)
        button.setToolTip(title)
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        button.clicked.connect(act)
        self._bind(f"Ctrl+T, {at + 1}", act)
        self._row.addWidget(button, at // IN_A_ROW, at % IN_A_ROW)
        self._buttons.append(button)

    def _on_words(self) -> None:
        words = self.edit.words()
        count = self._wording.say("dispatch.length", length=len(words), most=INSTRUCTION_MOST)
        self._count.setText(count)
        self.changed.emit(words)


def hint_label(text: str, parent: QWidget) -> QLabel:
    """Quiet words of 12 px."""
    label = QLabel(text, parent)
    set_look(label, role="hint")
    return label
