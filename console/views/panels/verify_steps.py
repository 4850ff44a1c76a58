"""The steps of a verification: conditions with two marks each, and the conclusion."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QFrame,
    QGridLayout,
    QHeaderView,
    QLabel,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from console.domain.stage import Move
from console.domain.timers import TimerKind
from console.viewmodels.verify_draft import FAULTS, VerifyDraft, last_step
from console.views.card.step_words import step_text
from console.views.fmt import Formats
from console.views.limit_words import limit_words
from console.views.panels.entries import OptionEntry, TextEntry
from console.views.theme import Theme, body_font, set_look
from console.views.widgets.forms import ConsequenceCard, Field, RadioCard, Step
from console.views.wording import Wording

ROW_HEIGHT: Final = 34
MARK_WIDTH: Final = 96
MARK_KEYS: Final = {Qt.Key.Key_Y: True, Qt.Key.Key_N: False}
SIGNS: Final[Mapping[object, str]] = {True: "✓", False: "×"}
WORDS: Final[Mapping[object, str]] = {
    True: "verify.met",
    False: "verify.unmet",
    None: "verify.open",
}


class ConditionTable(QTableWidget):
    """Closing conditions; Y and N mark the current one and go to the next.

    Signals: `marked` (int, bool) row and whether it is met.
    """

    marked = Signal(int, bool)

    def __init__(self, draft: VerifyDraft, wording: Wording, parent: QWidget | None = None) -> None:
        super().__init__(len(draft.checks.conditions), 3, parent)
        self._draft, self._wording = draft, wording
        codes = ("verify.condition", "verify.inspector", "verify.verifier")
        self.setHorizontalHeaderLabels([wording.say(code) for code in codes])
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setWordWrap(True)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(ROW_HEIGHT)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        set_look(self, role="framed")
        self.setAccessibleName(wording.say("verify.step.conditions"))
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, on=False)
        header = self.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        for column in (1, 2):
            self.setColumnWidth(column, MARK_WIDTH)
        for row, text in enumerate(draft.checks.conditions):
            self.setItem(row, 0, QTableWidgetItem(f"{row + 1}　{text}"))
            for column in (1, 2):
                item = QTableWidgetItem()
                item.setTextAlignment(Qt.AlignmentFlag.AlignCenter)
                self.setItem(row, column, item)
        if (head := self.horizontalHeaderItem(0)) is not None:
            head.setTextAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.show_marks()
        self.setFixedHeight(30 + ROW_HEIGHT * max(1, len(draft.checks.conditions)))
        self.itemDoubleClicked.connect(self._on_double_clicked)
        if draft.checks.conditions:
            self.setCurrentCell(draft.checks.first_open(), 0)

    def show_marks(self) -> None:
        """The marks as they stand."""
        for row in range(self.rowCount()):
            self._put(row, 1, self._draft.checks.inspector(row), own=False)
            self._put(row, 2, self._draft.checks.marks[row], own=True)

    def mark(self, *, met: bool) -> None:
        """Mark the current condition and go on."""
        row = self.currentRow()
        if 0 <= row < self.rowCount():
            self.marked.emit(row, met)
            self.setCurrentCell(min(row + 1, self.rowCount() - 1), 0)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if plain and key in MARK_KEYS:
            self.mark(met=MARK_KEYS[key])
        elif plain and event.text().strip():
            event.ignore()  # photo keys are the panel's
        else:
            super().keyPressEvent(event)

    def _put(self, row: int, column: int, mark: object, *, own: bool) -> None:
        item = self.item(row, column)
        if item is None:
            return
        text = self._wording.say(WORDS[mark])
        shown = f"{SIGNS[mark]} {text}" if own and mark is not None else text
        item.setText(shown)
        item.setFont(body_font(strong=own and mark is False))

    def _on_double_clicked(self, item: QTableWidgetItem) -> None:
        """The mouse's way: turn the mark over."""
        self.marked.emit(item.row(), self._draft.checks.marks[item.row()] is not True)


class FailCard(RadioCard):
    """Not passed: coded reasons, and words that go to the unit with the second dispatch."""

    def __init__(self, draft: VerifyDraft, wording: Wording, parent: QWidget | None = None) -> None:
        number = wording.say("verify.nth", number=draft.detail.case.dispatches + 1)
        super().__init__(wording.say("verify.fail"), number, parent)
        self._draft = draft
        hint = QLabel(wording.say("verify.faults"), self)
        set_look(hint, role="hint")
        self.body.addWidget(hint)
        grid = QGridLayout()
        grid.setVerticalSpacing(0)
        self.boxes: dict[str, QCheckBox] = {}
        for at, fault in enumerate(FAULTS):
            box = QCheckBox(wording.say(f"verify.fault.{fault}"), self)
            box.toggled.connect(partial(self._on_toggled, fault))
            grid.addWidget(box, at // 3, at % 3)
            self.boxes[fault] = box
        self.body.addLayout(grid)
        self.entry = TextEntry(3, self)
        self.entry.setPlaceholderText(wording.say("verify.fail_words"))
        self.entry.setAccessibleName(wording.say("verify.fail_words"))
        self.body.addWidget(self.entry)

    def show_faults(self) -> None:
        """Tick the reasons of the draft."""
        chosen = self._draft.faults
        for fault, box in self.boxes.items():
            box.setChecked(fault in chosen)

    def _on_toggled(self, fault: str, on: bool) -> None:  # noqa: FBT001  Qt's own signature
        self._draft.blame(fault, on=on)


class WordsCard(RadioCard):
    """A choice with words: the note to a pass, or what is asked of the inspector."""

    def __init__(
        self, word: str, placeholder: str, hint: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(word, hint, parent)
        self.entry = TextEntry(2, self)
        self.entry.setPlaceholderText(placeholder)
        self.entry.setAccessibleName(placeholder)
        self.body.addWidget(self.entry)


class OpinionStep(Step):
    """What the inspector said; before his answer, what the unit reported."""

    def __init__(self, draft: VerifyDraft, formats: Formats, parent: QWidget | None = None) -> None:
        wording, names = formats.wording, draft.detail.names
        answer = draft.answer
        told = answer or last_step(draft.detail, Move.FEEDBACK)
        code = "verify.step.opinion" if answer is not None else "verify.step.feedback"
        who = f"{names.get(told.operator, told.operator)}・{formats.time(told.at)}" if told else ""
        super().__init__(2, wording.say(code), who, parent)
        words = step_text(told, names, wording) if told is not None else ""
        card = QFrame(self)
        set_look(card, role="card")
        label = QLabel(words or wording.say("verify.no_opinion"), card)
        label.setWordWrap(True)
        label.setTextFormat(Qt.TextFormat.PlainText)
        inner = QVBoxLayout(card)
        inner.setContentsMargins(12, 8, 12, 10)
        inner.addWidget(label)
        self.add(card)


class OrderStep(Step):
    """Whom to send: the inspector bound to the place, or another one."""

    def __init__(
        self, draft: VerifyDraft, wording: Wording, theme: Theme, parent: QWidget | None = None
    ) -> None:
        super().__init__(3, wording.say("verify.step.order"), "", parent)
        self._draft = draft
        self.entry = OptionEntry(theme, wording.say("form.find"), self)
        self.entry.chosen.connect(self._on_chosen)
        self.add(Field(theme, wording.say("form.inspector"), self.entry, parent=self))

    def _on_chosen(self, code: str) -> None:
        self._draft.inspector = code


def state_consequences(
    card: ConsequenceCard, family: str, draft: VerifyDraft, formats: Formats
) -> None:
    """Say what an order, answer, pass, failure or new check does to the case and its clocks."""
    wording, rules, case = formats.wording, draft.desk.rules, draft.detail.case
    limits = {
        name: limit_words(rules.stage_limits[kind], wording)
        for name, kind in (
            ("limit", TimerKind.DISPATCH),
            ("verify_limit", TimerKind.VERIFY),
            ("close_limit", TimerKind.CLOSE),
        )
    }
    due = case.handling.due if case.handling is not None else None
    lines = wording.say(
        f"verify.after.{family}",
        due=formats.due(due, draft.desk.now()) if due is not None else "—",
        unit=draft.detail.names.get(case.unit or "", case.unit or "—"),
        rework=str(case.rework + 1),
        **limits,
    )
    card.state(wording.say(f"verify.after_title.{family}"), lines.split("|"))


def fail_reason(draft: VerifyDraft, wording: Wording) -> str:
    """The ticked faults and the typed words as one reason; it goes to the unit."""
    faults = [wording.say(f"verify.fault.{fault}") for fault in draft.faults]
    parts = (wording.say("list.comma").join(faults), draft.texts["fail"].strip())
    return wording.say("steps.between").join(part for part in parts if part)
