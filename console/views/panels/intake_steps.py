"""The four steps of the intake's left column, in the order a caller talks."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from console.domain.stage import Source
from console.viewmodels.intake_draft import SOURCES, IntakeDraft
from console.views.fmt import Formats
from console.views.panels.entries import REPLIES, PhotosEntry, TextEntry
from console.views.theme import Theme, set_look
from console.views.widgets.forms import Field
from console.views.widgets.segmented import Segmented

NAME_WIDTH = 120


class CallerPart(QWidget):
    """Source, and who reports: a caller, or a paper's number."""

    def __init__(
        self, draft: IntakeDraft, theme: Theme, formats: Formats, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._draft = draft
        say = formats.wording.say
        sources = [(one.value, say(f"intake.source.{one.value}"), "") for one in SOURCES]
        self.source = Segmented(theme, sources, self)
        self.source.chosen.connect(self._on_source)
        self.name, self.phone = QLineEdit(self), QLineEdit(self)
        self.name.setMaxLength(40)
        self.phone.setMaxLength(20)
        self.name.setFixedWidth(NAME_WIDTH)
        self.phone.setPlaceholderText(say("intake.phone_hint"))
        self.reply = Segmented(theme, [(code, say(f"reply.{code}"), "") for code in REPLIES], self)
        self.number = QLineEdit(self)
        self.number.setMaxLength(40)
        self._lay_out(theme, formats)
        self.name.textEdited.connect(self._on_typed)
        self.phone.textEdited.connect(self._on_typed)
        self.number.textEdited.connect(self._on_typed)
        self.reply.chosen.connect(self._on_typed)
        self.restore()

    def _lay_out(self, theme: Theme, formats: Formats) -> None:
        say = formats.wording.say
        who = QWidget(self)
        row = QHBoxLayout(who)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.name)
        phone_word = QLabel(say("form.caller_phone"), who)
        set_look(phone_word, role="hint")
        row.addWidget(phone_word)
        row.addWidget(self.phone, 1)
        self.phone.setAccessibleName(say("form.caller_phone"))
        who.setFocusProxy(self.name)
        self._caller = Field(theme, say("form.caller_name"), who, parent=self)
        self.name.setAccessibleName(say("form.caller_name"))
        self._reply = Field(theme, say("intake.reply"), self.reply, parent=self)
        self._number = Field(theme, say("intake.task_number"), self.number, parent=self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        for part in (self.source, self._caller, self._reply, self._number):
            column.addWidget(part, 0, Qt.AlignmentFlag.AlignTop)

    def restore(self) -> None:
        """Show what the draft says."""
        self.source.choose(self._draft.source.value)
        self.name.setText(self._draft.name)
        self.phone.setText(self._draft.phone)
        self.reply.choose(self._draft.reply)
        self.number.setText(self._draft.task_number)
        self._show_source()

    def _show_source(self) -> None:
        public = self._draft.from_public
        self._caller.setVisible(public)
        self._reply.setVisible(public)
        self._number.setVisible(not public)

    def _on_source(self, code: str) -> None:
        self._draft.put(source=Source(code))
        self._show_source()

    def _on_typed(self) -> None:
        self._draft.put(
            name=self.name.text(),
            phone=self.phone.text(),
            reply=self.reply.choice,
            task_number=self.number.text(),
        )


class FactsPart(QWidget):
    """What was said, how urgent, and pictures."""

    def __init__(
        self, draft: IntakeDraft, theme: Theme, formats: Formats, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._draft = draft
        say = formats.wording.say
        self.words = TextEntry(5, self)
        self.field = Field(theme, say("form.description"), self.words, parent=self)
        self.urgent = QCheckBox(say("intake.urgent"), self)
        self.photos = PhotosEntry(theme, formats.wording, self)
        attach = Field(theme, say("intake.attachments"), self.photos, parent=self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(self.field)
        line = QHBoxLayout()
        line.setContentsMargins(58, 0, 0, 0)
        line.addWidget(self.urgent)
        column.addLayout(line)
        column.addWidget(attach)
        self.restore()
        self.words.textChanged.connect(self._on_typed)
        self.urgent.toggled.connect(self._on_typed)
        self.photos.chosen.connect(self._on_photos)
        self.setFocusProxy(self.words)

    def restore(self) -> None:
        """Show what the draft says."""
        urgent = self._draft.urgent  # each entry tells the draft all of them
        self.words.setPlainText(self._draft.description)
        self.urgent.setChecked(urgent)
        if self.photos.paths != self._draft.photos:
            self.photos.take(self._draft.photos)

    def _on_typed(self) -> None:
        text = self.words.toPlainText()
        if text.strip():
            self.field.complain("")
        self._draft.put(description=text, urgent=self.urgent.isChecked())

    def _on_photos(self, paths: object) -> None:
        self._draft.put(photos=paths)
