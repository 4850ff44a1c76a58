"""The decision of a coordination: unit, basis, reason, scope, document; and what it binds to."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from console.viewmodels.coordinate_draft import SCOPES, CoordinateDraft
from console.views.fmt import Formats
from console.views.icons import Icon
from console.views.limit_words import limit_words
from console.views.panels.coordinate_words import ground_name
from console.views.panels.entries import OptionEntry, TextEntry
from console.views.theme import Theme, set_look
from console.views.widgets.chip import Chip
from console.views.widgets.forms import ConsequenceCard, Field, Step

LABEL_WIDTH: Final = 64


class DecisionForm(QWidget):
    """Steps 3 and 4. For the second signer everything stands fast."""

    def __init__(
        self, draft: CoordinateDraft, formats: Formats, theme: Theme, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._draft, self._formats, self._theme = draft, formats, theme
        self._say = formats.wording.say
        self.fields: dict[str, Field] = {}
        self._bases: dict[str, QWidget] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(14)
        office = self._say("coordinate.office")
        self._step = Step(3, self._say("coordinate.decision"), office, self)
        column.addWidget(self._step)
        self._lay_out_fields()
        binding = Step(4, self._say("coordinate.binding"), self._say("coordinate.law"), self)
        binding.add(self._made_binding())
        self.card = ConsequenceCard("", self)
        binding.add(self.card)
        column.addWidget(binding)
        self.told = QCheckBox(self._say("coordinate.told"), self)
        self.told.toggled.connect(self._on_told)
        self.told.setVisible(not draft.signing)
        column.addWidget(self.told)
        self._told_error = QLabel(self)
        set_look(self._told_error, role="error")
        column.addWidget(self._told_error)
        draft.table.read.connect(self._on_read)
        draft.changed.connect(self.show_choice)

    # --- building ---------------------------------------------------------------------------------

    def _lay_out_fields(self) -> None:
        signing = self._draft.signing
        self.unit = OptionEntry(self._theme, self._say("form.find"), self)
        self.unit.chosen.connect(self._on_unit)
        self.unit.line.setReadOnly(signing)
        self._add("unit", self.unit)
        self._basis = QWidget(self)
        self._basis_rows = QVBoxLayout(self._basis)
        self._basis_rows.setContentsMargins(0, 4, 0, 0)
        self._basis_rows.setSpacing(2)
        self._add("basis", self._basis)
        self.reason = TextEntry(4, self)
        self.reason.textChanged.connect(self._on_reason)
        self.reason.setReadOnly(signing)
        self._add("reason", self.reason)
        scopes = QWidget(self)
        rows = QVBoxLayout(scopes)
        rows.setContentsMargins(0, 3, 0, 0)
        rows.setSpacing(0)
        self.scopes: dict[str, QRadioButton] = {}
        for scope in SCOPES:
            button = QRadioButton(self._say(f"coordinate.scope.{scope}"), scopes)
            button.setVisible(not signing or scope == self._draft.scope)
            button.clicked.connect(partial(self._on_scope, scope))
            rows.addWidget(button)
            self.scopes[scope] = button
        self._add("scope", scopes)
        self._notified = QLabel(self)
        self._notified.setWordWrap(True)
        self._notified.setContentsMargins(0, 6, 0, 0)
        self._add("notified", self._notified)
        self._add("document", self._made_document())

    def _add(self, name: str, entry: QWidget) -> None:
        label = self._say(f"coordinate.field.{name}")
        field = Field(self._theme, label, entry, width=LABEL_WIDTH, parent=self)
        self.fields[name] = field
        self._step.add(field)

    def _made_document(self) -> QWidget:
        box = QWidget(self)
        row = QHBoxLayout(box)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(10)
        self.document = QLineEdit(box)
        self.document.setMaxLength(60)
        self.document.setReadOnly(self._draft.signing)
        self.document.setAccessibleName(self._say("coordinate.field.document"))
        self.document.textEdited.connect(self._on_document)
        self._signer = QLabel(box)
        set_look(self._signer, role="hint")
        row.addWidget(self.document, 1)
        row.addWidget(self._signer)
        box.setFocusProxy(self.document)
        return box

    def _made_binding(self) -> QFrame:
        card = QFrame(self)
        set_look(card, role="card")
        self._bound = QLabel(card)
        set_look(self._bound, role="section")
        fast = Chip(self._theme, self._say("coordinate.fast"), sign=Icon.LOCK, parent=card)
        self._due = QLabel(card)
        set_look(self._due, role="section")
        self._how = QLabel(card)
        self._how.setWordWrap(True)
        set_look(self._how, role="hint")
        head = QHBoxLayout()
        head.addWidget(self._bound)
        head.addWidget(fast)
        head.addStretch(1)
        head.addWidget(self._due)
        column = QVBoxLayout(card)
        column.setContentsMargins(12, 8, 12, 10)
        column.setSpacing(4)
        column.addLayout(head)
        column.addWidget(self._how)
        return card

    # --- showing ----------------------------------------------------------------------------------

    def _on_read(self) -> None:
        self.unit.know(self._draft.table.options)
        if not self._draft.signing:
            known = self._draft.detail.component is not None
            self.scopes["component"].setVisible(known)
        self.show_all()

    def show_all(self) -> None:
        """Everything as the draft has it, also the typed texts."""
        draft = self._draft
        if draft.unit and self.unit.code != draft.unit:
            self.unit.choose(draft.unit)
        self.reason.show_words(draft.reason)
        self.document.setText(draft.document)
        self.show_choice()

    def show_choice(self) -> None:
        """Basis, scope, who is told, what binds."""
        draft, names = self._draft, self._draft.table.names
        self._show_basis()
        self.scopes[draft.scope].setChecked(True)
        others = [names.get(code, code) for code in draft.others]
        self._notified.setText(self._say("list.comma").join(others) or "—")
        decided = draft.detail.case.designation
        signer = "coordinate.signer" if decided is None or not draft.signing else "coordinate.mine"
        self._signer.setText(self._say(signer))
        unit = names.get(draft.unit, draft.unit)
        self._bound.setText(unit or "—")
        due, now = draft.due(), draft.desk.now()
        words = ""
        if due is not None and draft.unit:
            words = self._say("coordinate.due", due=self._formats.due(due, now))
        self._due.setText(words)
        standard = draft.detail.case.standard
        limit = limit_words(standard.limit, self._formats.wording) if standard else "—"
        self._how.setText(self._say("coordinate.how", limit=limit))
        self._show_consequences(unit, others)

    def _show_consequences(self, unit: str, others: list[str]) -> None:
        draft, comma = self._draft, self._say("list.comma")
        if not draft.unit:
            self.card.state(self._say("coordinate.after"), [self._say("coordinate.after.choose")])
            return
        lines = self._say(
            f"coordinate.after.{'sign' if draft.signing else 'propose'}",
            unit=unit or "—",
            others=comma.join(others) or "—",
        ).split("|")
        lines.append(self._say(f"coordinate.reach.{draft.scope}"))
        lines.append(self._say("coordinate.for_good"))
        self.card.state(self._say("coordinate.after"), lines)

    def _show_basis(self) -> None:
        """The rows as boxes; they are made anew only when there are other rows."""
        decided = self._draft.detail.case.designation
        if self._draft.signing and decided is not None:
            wanted = {words: words for words in decided.basis}
        else:
            say = self._formats.wording
            wanted = {row.key: ground_name(row, say) for row in self._draft.table.grounds}
        if tuple(wanted) != tuple(self._bases):
            self._make_basis(wanted)
        for key, box in self._bases.items():
            if isinstance(box, QCheckBox):
                box.setChecked(key in self._draft.basis)

    def _make_basis(self, wanted: Mapping[str, str]) -> None:
        for gone in self._bases.values():
            gone.hide()
            gone.deleteLater()
        self._bases = {}
        for key, words in wanted.items():
            made: QWidget
            if self._draft.signing:
                label = QLabel(words, self._basis)
                label.setWordWrap(True)
                made = label
            else:
                box = QCheckBox(words, self._basis)
                box.setChecked(key in self._draft.basis)
                box.toggled.connect(partial(self._on_basis, key))
                made = box
            self._bases[key] = made
            self._basis_rows.addWidget(made)

    def complain(self, name: str) -> None:
        """Say what is missing beside its field and go there; "" clears."""
        for known, field in self.fields.items():
            text = self._say(f"coordinate.lack.{known}") if known == name else ""
            field.complain(text)
        self._told_error.setText(self._say("coordinate.lack.told") if name == "told" else "")
        homes: dict[str, QWidget] = {
            "unit": self.unit,
            "basis": next(iter(self._bases.values()), self.unit),
            "reason": self.reason,
            "told": self.told,
        }
        if name:
            homes[name].setFocus(Qt.FocusReason.OtherFocusReason)

    # --- choices ----------------------------------------------------------------------------------

    def _on_unit(self, code: str) -> None:
        if code and not self._draft.signing:
            self._draft.choose(code)

    def _on_basis(self, key: str, on: bool) -> None:  # noqa: FBT001  Qt's own signature
        if on is not (key in self._draft.basis):
            self._draft.rest_on(key, on=on)

    def _on_reason(self) -> None:
        text = self.reason.toPlainText()
        if text != self._draft.reason and not self._draft.signing:
            self._draft.put(reason=text)

    def _on_scope(self, scope: str) -> None:
        self._draft.put(scope=scope)

    def _on_document(self, text: str) -> None:
        self._draft.put(document=text)

    def _on_told(self, on: bool) -> None:  # noqa: FBT001  Qt's own signature
        self._draft.put(told=on)
