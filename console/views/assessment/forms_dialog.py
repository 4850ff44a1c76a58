"""The chooser of regular forms: which form, of which period, of whom; then a file.

By keys: Tab through the fields, Ctrl+Enter asks for a file and writes, Ctrl+F2 gives up, Ctrl+R
reads the objects again after it failed, Ctrl+O opens the folder of the last file, Esc closes.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

from PySide6.QtCore import Qt, QUrl, Slot
from PySide6.QtGui import QDesktopServices, QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QDialog,
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QVBoxLayout,
    QWidget,
)

from console.domain.refusal import Refusal
from console.viewmodels.assessment import AssessmentDesk
from console.viewmodels.forms_choice import FormsChoice
from console.viewmodels.tasks import Tasks
from console.views.assessment.forms_fields import FormsFields
from console.views.look import Look
from console.views.refusal_words import sentence
from console.views.resources import resource
from console.views.theme import set_look
from console.views.widgets.keys import KeyButton

WIDTH: Final = 560


class FormsDialog(QDialog):
    """One chooser. It stays open, so that several forms can be written one after the other."""

    def __init__(
        self, choice: FormsChoice, tasks: Tasks, look: Look, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._choice, self._look = choice, look
        self._last: Path | None = None
        say = look.wording.say
        self.setWindowTitle(say("forms.choose"))
        self.setMinimumWidth(WIDTH)
        self.fields = FormsFields(choice, look, self)
        self._make_foot()
        self._lay_out()
        self._connect(tasks)
        self.fields.form.setFocus(Qt.FocusReason.OtherFocusReason)

    @classmethod
    def of(cls, page: AssessmentDesk, look: Look, parent: QWidget) -> FormsDialog:
        """For the assessment page, by its scheme and the layout in its language."""
        layout = resource("excel", f"assessment.{look.wording.language.value}.xlsx")
        choice = FormsChoice(
            page.desk, page.say, page.named, page.texts, page.tasks, layout, page.setting.scheme
        )
        made = cls(choice, page.tasks, look, parent)
        made.finished.connect(made.deleteLater)
        made.finished.connect(choice.leave)
        return made

    # --- set-up -----------------------------------------------------------------------------------

    def _make_foot(self) -> None:
        say, theme = self._look.wording.say, self._look.theme
        self.told = QLabel(self)
        self.told.setWordWrap(True)
        self.told.setTextFormat(Qt.TextFormat.PlainText)
        self.told.hide()
        self.folder = KeyButton(theme, say("forms.folder"), "Ctrl+O", size="small", parent=self)
        self.folder.hide()
        self.bar = QProgressBar(self)
        self.bar.setRange(0, 1000)
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(say("forms.task"))
        self.stop = KeyButton(theme, say("forms.give_up"), "Ctrl+F2", size="small", parent=self)
        for part in (self.bar, self.stop):
            part.hide()
        self.leave = KeyButton(theme, say("forms.close"), "Esc", parent=self)
        self.act = KeyButton(theme, say("forms.write"), "Ctrl+Enter", kind="primary", parent=self)

    def _lay_out(self) -> None:
        title = QLabel(self._look.wording.say("forms.choose"), self)
        set_look(title, role="title")
        body = QVBoxLayout()
        body.setContentsMargins(20, 16, 20, 12)
        body.setSpacing(8)
        body.addWidget(title)
        body.addWidget(self.fields)
        told = QHBoxLayout()
        told.addWidget(self.told, 1)
        told.addWidget(self.folder)
        body.addLayout(told)
        running = QHBoxLayout()
        running.addWidget(self.bar, 1)
        running.addWidget(self.stop)
        body.addLayout(running)
        body.addStretch(1)
        foot = QFrame(self)
        set_look(foot, role="dialogfoot")
        row = QHBoxLayout(foot)
        row.setContentsMargins(20, 12, 20, 12)
        row.addWidget(self.leave)
        row.addStretch(1)
        row.addWidget(self.act)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(body)
        column.addWidget(foot)

    def _connect(self, tasks: Tasks) -> None:
        choice = self._choice
        self.fields.grown.connect(self._fit)
        choice.began.connect(self._on_began)
        choice.ended.connect(self._on_ended)
        tasks.progressed.connect(self._on_progress)
        for button, key, act in (
            (self.act, "Ctrl+Return", self.write),
            (self.stop, "Ctrl+F2", choice.give_up),
            (self.folder, "Ctrl+O", self.open_folder),
        ):
            button.clicked.connect(act)
            QShortcut(QKeySequence(key), self).activated.connect(act)
        QShortcut(QKeySequence("Ctrl+Enter"), self).activated.connect(self.write)
        QShortcut(QKeySequence("Ctrl+R"), self).activated.connect(choice.read_objects)
        self.leave.clicked.connect(self.reject)

    # --- writing ----------------------------------------------------------------------------------

    @Slot()
    def write(self) -> None:
        """Ask for a file and write the form (Ctrl+Enter)."""
        if self._choice.busy or self.fields.complain():
            return
        say = self._look.wording.say
        kinds = f"{say('forms.workbook')} (*.xlsx)"
        chosen, _ = QFileDialog.getSaveFileName(self, say("forms.save"), self._choice.name, kinds)
        if chosen:
            path = Path(chosen)
            self._choice.write(path if path.suffix else path.with_suffix(".xlsx"))

    @Slot()
    def _on_began(self) -> None:
        self._tell("")
        self.bar.setValue(0)
        for part in (self.bar, self.stop):
            part.show()
        self.act.setEnabled(False)
        self._fit()

    @Slot(str, object)
    def _on_progress(self, _code: str, share: float | None) -> None:
        if self._choice.busy:
            self.bar.setValue(round((share or 0) * 1000))

    @Slot(object)
    def _on_ended(self, result: Refusal | Path) -> None:
        for part in (self.bar, self.stop):
            part.hide()
        self.act.setEnabled(True)
        if isinstance(result, Refusal):
            self._tell(sentence(result, self._look.wording), wrong=True)
            self._fit()
            return
        self._last = result
        folder = str(result.parent)
        self._tell(self._look.wording.say("forms.done", file=result.name, folder=folder))
        self.folder.show()
        self._fit()

    def _tell(self, words: str, *, wrong: bool = False) -> None:
        set_look(self.told, tone="over" if wrong else "ink2")
        self.told.setText(words)
        self.told.setAccessibleName(words)
        self.told.setVisible(bool(words))
        self.folder.setVisible(False)

    @Slot()
    def open_folder(self) -> None:
        """Show where the last file lies (Ctrl+O); by itself no window opens."""
        if self._last is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._last.parent)))

    @Slot()
    def _fit(self) -> None:
        """A sentence that comes or goes changes how high the chooser has to be."""
        layout = self.layout()
        if layout is not None:
            layout.activate()
            self.resize(self.width(), layout.totalHeightForWidth(self.width()))

    # --- leaving ----------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter alone writes nothing, wherever the keyboard is."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            event.accept()
            return
        super().keyPressEvent(event)

    def reject(self) -> None:
        """Esc: what is being written is given up with the chooser."""
        self._choice.give_up()
        super().reject()
