"""The pane of the standards: choose a workbook, see what it would change, then write it."""

from __future__ import annotations

from pathlib import Path
from typing import Final, cast

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import (
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from console.domain.catalogue import CJT214, GBT30428
from console.domain.tone import Urgency
from console.viewmodels.administration import Administration
from console.viewmodels.administration_standards import MOST_FINDINGS
from console.viewmodels.keyed_table import KeyedTable
from console.views.administration.entries import ComboEntry
from console.views.administration.notes import NoteLine
from console.views.administration.pane import ListOrWords, Pane
from console.views.look import Look
from console.views.refusal_words import sentence
from console.views.theme import set_look
from console.views.widgets.forms import Field
from console.views.widgets.keys import KeyButton

CHOOSE: Final = "Ctrl+O"
SCHEMES: Final = (GBT30428, CJT214)


class StandardsSide(QFrame):
    """The file, its scheme, the reason, what has to be said, and the two acts."""

    def __init__(self, look: Look, parent: QWidget) -> None:
        super().__init__(parent)
        say = look.wording.say
        set_look(self, role="panel")
        self.title, self.note = QLabel(self), QLabel(self)
        set_look(self.title, role="title")
        set_look(self.note, role="hint")
        self.told = NoteLine(look.theme, parent=self)
        self.scheme = ComboEntry([(one, one) for one in SCHEMES], self)
        self.reason = QLineEdit(self)
        self.findings = QLabel(self)
        self.findings.setTextFormat(Qt.TextFormat.PlainText)
        for words in (self.title, self.note, self.findings):
            words.setWordWrap(True)
        self.choose = KeyButton(look.theme, say("administration.choose_file"), CHOOSE, parent=self)
        self.write = KeyButton(
            look.theme, say("administration.write"), "Ctrl+Enter", kind="primary", size="large"
        )
        self._lay_out(look)

    def _lay_out(self, look: Look) -> None:
        body = QVBoxLayout()
        body.setContentsMargins(16, 12, 16, 12)
        body.setSpacing(9)
        for part in (self.title, self.note, self.told):
            body.addWidget(part)
        body.addWidget(self.choose, 0, Qt.AlignmentFlag.AlignLeft)
        for entry, code in ((self.scheme, "scheme"), (self.reason, "reason")):
            label = look.wording.say(f"administration.field.{code}")
            body.addWidget(Field(look.theme, label, entry, width=76, parent=self))
        area = QScrollArea(self)
        area.setWidget(self.findings)
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.findings.setAlignment(Qt.AlignmentFlag.AlignTop)
        body.addWidget(area, 1)
        bar = QFrame(self)
        set_look(bar, role="bottom")
        row = QHBoxLayout(bar)
        row.setContentsMargins(16, 0, 16, 0)
        row.addWidget(self.write)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(body, 1)
        column.addWidget(bar)


class StandardsPane(Pane):
    """Ctrl+O chooses the workbook, Ctrl+Enter writes what was shown."""

    filters = False

    def __init__(self, page: Administration, look: Look, parent: QWidget) -> None:
        standards = page.standards
        self.standards, self._history, self._look = standards, page.history, look
        self.list, self.view = ListOrWords(look, parent), StandardsSide(look, parent)
        super().__init__(self.list, self.view, parent)
        self.view.choose.clicked.connect(self.choose)
        self.view.write.clicked.connect(self.submit)
        self.view.scheme.chosen.connect(self._on_scheme)
        standards.changed.connect(self.tell)
        name = look.wording.say("administration.section.standards")
        self.list.table.show_table(cast(KeyedTable[object], standards.table), name)
        self.tell()

    def show_section(self) -> None:
        """What was read last."""
        self.tell()

    def focus_list(self) -> None:
        """The keyboard to the differences."""
        self.list.take_keyboard()

    def undo(self) -> None:
        """The former standards come back as a new version."""
        self._history.undo_last()

    def leave(self) -> bool:
        """From the right to the list."""
        if not self.in_side:
            return False
        self.focus_list()
        return True

    @Slot()
    def choose(self) -> None:
        """Choose a workbook (Ctrl+O)."""
        say = self._look.wording.say
        kinds = f"{say('administration.workbooks')} (*.xlsx *.xlsm *.xls *.ods)"
        title = say("administration.choose_file").rstrip("…")
        name, _kind = QFileDialog.getOpenFileName(self.view, title, "", kinds)
        if name:
            self.standards.read(Path(name), self.view.scheme.code())

    @Slot()
    def submit(self) -> None:
        """Write what is shown as a new version."""
        offer = self.standards.offer
        if offer is None:
            self.view.told.tell(self._look.wording.say("administration.standards.none"))
        elif not offer.changes:
            self.view.told.tell(self._look.wording.say("admin.nothing"))
        else:
            self.standards.keep(self.view.reason.text().strip())

    @Slot()
    def tell(self) -> None:
        """Show how things stand."""
        standards, view, wording = self.standards, self.view, self._look.wording
        offer, say = standards.offer, wording.say
        self.list.tell(self._instead())
        rows = len(standards.table.keys)
        if offer is not None:
            self.counted.emit(rows, rows)
        view.title.setText(standards.file.name if standards.file else say("administration.import"))
        note = ""
        if offer is not None:
            facts = {"version": offer.after.version, "day": offer.after.valid_from.isoformat()}
            note = say("administration.standards.after", **facts)
        view.note.setText(note or say("administration.standards.hint"))
        if standards.refusal is not None:
            view.told.tell(sentence(standards.refusal, wording), Urgency.OVER)
        else:
            view.told.clear()
        lines = [say(one.code, **one.facts) for one in standards.findings[:MOST_FINDINGS]]
        left = len(standards.findings) - MOST_FINDINGS
        if left > 0:
            lines.append(say("administration.more_findings", count=left))
        view.findings.setText("\n".join(f"・{line}" for line in lines))
        if offer is not None and offer.changes and not standards.writing:
            view.write.allow()
        else:
            view.write.refuse(say("administration.standards.none"))

    @Slot()
    def _on_scheme(self) -> None:
        if self.standards.file is not None:
            self.standards.read(self.standards.file, self.view.scheme.code())

    def _instead(self) -> str:
        say, standards = self._look.wording.say, self.standards
        if standards.reading:
            return say("administration.standards.reading")
        if standards.offer is None:
            return say("administration.standards.begin")
        return "" if standards.table.keys else say("admin.nothing")
