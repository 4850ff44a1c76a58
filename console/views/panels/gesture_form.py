"""The small form of every gesture without a panel of its own: three keys beside the words."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from console.domain.place import Place
from console.domain.refusal import Refusal
from console.ports.work import Changes
from console.viewmodels.gesture_draft import FieldKind, FormField, GestureDraft
from console.viewmodels.pinyin import Option
from console.views.panels.base import SUBMIT, Panel
from console.views.panels.dispatch_words import hint_label
from console.views.panels.entries import (
    CallerEntry,
    ManyEntry,
    OptionEntry,
    PhotosEntry,
    TextEntry,
    UntilEntry,
)
from console.views.panels.finder import Finder
from console.views.panels.form_values import change_of, show_value, value_of
from console.views.panels.photo_taking import PhotoTaking
from console.views.panels.place_part import PlacePart
from console.views.panels.spot_entry import SpotEntry
from console.views.panels.summary import CaseSummary
from console.views.refusal_words import move_word
from console.views.theme import Theme
from console.views.widgets.forms import ConsequenceCard, Field, Step
from console.views.widgets.keys import KeyButton, KeyLabel
from console.views.widgets.segmented import Segmented
from console.views.wording import Wording

SUMMARY_WIDTH = 376
SIDE_WIDTH = 420
LABEL_WIDTH = 76
MOST_WIDTH = 760


class GestureForm(Panel):
    """Fields of the gesture, its phrases, its consequence, and one button."""

    def __init__(
        self, viewmodel: GestureDraft, wording: Wording, theme: Theme, parent: QWidget | None = None
    ) -> None:
        self.draft = viewmodel
        self._word = move_word(wording, viewmodel.move.value)
        super().__init__(viewmodel, wording, theme, parent, title=self._word)
        self.names = viewmodel.detail.names
        self.head.show_case(viewmodel.detail, viewmodel.desk)
        self.fields: dict[str, Field] = {}
        self._find_hint = wording.say("form.find")
        self._phrase_list = QVBoxLayout()
        self._phrase_buttons: list[KeyButton] = []
        summary = CaseSummary(self.formats, self)
        left = self.add_column(SUMMARY_WIDTH)
        left.addWidget(summary)
        left.addStretch(1)
        summary.show_case(viewmodel.detail)
        self._lay_out_fields()
        self._lay_out_consequence()
        self.submit_button = self.add_act(self._word, SUBMIT, self.submit, kind="primary")
        viewmodel.changed.connect(self._on_changed)
        viewmodel.restored.connect(self._on_restored)
        for name, field in self.fields.items():
            changed = change_of(field.entry)
            if changed is not None:
                changed.connect(partial(self._take, name))
        viewmodel.places.chosen.connect(partial(self._take, "place"))
        viewmodel.load()

    def submit(self) -> None:
        """Make the move, or say what is missing and go there."""
        for name in self.fields:
            self._take(name)
        missing = self.draft.missing()
        for name, field in self.fields.items():
            field.complain(self._lack(name) if name in missing else "")
        if missing:
            self.fields[missing[0]].entry.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self.draft.submit(self._on_done, self.refuse)

    # --- building ---------------------------------------------------------------------------------

    def _lay_out_fields(self) -> None:
        middle = self.add_column()
        self.lay_out_step(middle, 1)
        middle.addStretch(1)

    def lay_out_step(self, column: QVBoxLayout, number: int) -> None:
        """The fields of the gesture as step `number`; forms with more around it come here."""
        self.step = step = Step(number, self._word, parent=self)
        step.setMaximumWidth(MOST_WIDTH)
        column.addWidget(step)
        for declared in self.draft.fields:
            entry = self._made(declared)
            label = self.wording.say(f"form.{declared.name}")
            field = Field(self.theme, label, entry, width=LABEL_WIDTH, parent=self)
            self.fields[declared.name] = field
            step.add(field)
            self.first = self.first or entry
        self._phrase_hint = QWidget(self)
        hint = QHBoxLayout(self._phrase_hint)
        hint.setContentsMargins(0, 0, 0, 0)
        hint.addWidget(hint_label(self.wording.say("form.phrases"), self))
        hint.addWidget(KeyLabel("Ctrl+T", self))
        hint.addStretch(1)
        self._phrase_hint.hide()
        self._phrase_list.setContentsMargins(LABEL_WIDTH + 6, 0, 0, 0)
        self._phrase_list.setSpacing(4)
        self._phrase_list.addWidget(self._phrase_hint)
        step.body.addLayout(self._phrase_list)

    def _lay_out_consequence(self) -> None:
        code = f"after.{self.draft.move.value}"
        if code not in self.wording:
            return
        side: QVBoxLayout = self.add_column(SIDE_WIDTH)
        card = ConsequenceCard("", self)
        lines = self.wording.say(code).split("|")
        card.state(self.wording.say("panel.after", act=self._word), lines)
        side.addWidget(card)
        side.addStretch(1)

    def _made(self, field: FormField) -> QWidget:
        value = self.draft.value(field.name)
        makers: dict[FieldKind, Callable[[], QWidget]] = {
            FieldKind.TEXT: partial(self._text, value),
            FieldKind.LINE: partial(QLineEdit, str(value or ""), self),
            FieldKind.UNTIL: partial(UntilEntry, value, self),
            FieldKind.UNIT: self._options,
            FieldKind.INSPECTOR: self._options,
            FieldKind.COLLEAGUE: self._options,
            FieldKind.UNITS: partial(ManyEntry, self.theme, self._find_hint, self),
            FieldKind.CHOICE: partial(self._choice, field),
            FieldKind.PHOTOS: self._photos,
            FieldKind.CALLER: partial(CallerEntry, self.theme, self.wording, self),
            FieldKind.FLAG: partial(self._flag, value),
            FieldKind.PLACE: self._place,
            FieldKind.POINT: partial(SpotEntry, value, self.wording, self),
        }
        return makers[field.kind]()

    def _text(self, value: Any) -> TextEntry:
        entry = TextEntry(parent=self)
        entry.setPlainText(str(value or ""))
        return entry

    def _options(self) -> OptionEntry:
        return OptionEntry(self.theme, self._find_hint, self)

    def _choice(self, field: FormField) -> Segmented:
        family = self.draft.move.value if field.name == "outcome" else field.name
        words = [(code, self.wording.say(f"choice.{family}.{code}"), "") for code in field.choices]
        return Segmented(self.theme, words, self)

    def _photos(self) -> PhotosEntry:
        entry = PhotosEntry(self.theme, self.wording, self)
        self.add_key("Ctrl+I", entry.ask)
        PhotoTaking(self, entry, self.draft.desk)
        return entry

    def _place(self) -> Finder:
        """The search alone: what is taken stands in its line."""
        part = PlacePart(self.draft.places, self.theme, self.formats, self)
        part.hide()
        finder = part.finder
        finder.setParent(self)
        self.draft.places.chosen.connect(partial(self._show_place, finder))
        return finder

    def _show_place(self, finder: Finder) -> None:
        hit = self.draft.places.hit
        finder.settle(hit.title if hit else "")

    def _flag(self, value: Any) -> QCheckBox:
        box = QCheckBox(self)
        box.setChecked(bool(value))
        return box

    # --- the draft --------------------------------------------------------------------------------

    def _take(self, name: str, *_said: object) -> None:
        field = self.fields.get(name)
        if field is not None:
            self.draft.put(name, self._value(name, field))

    def _on_restored(self) -> None:
        """Show what was typed before."""
        for name, field in self.fields.items():
            show_value(field.entry, self.draft.value(name))
        place = self.draft.value("place")
        if isinstance(place, Place):
            self.draft.places.take_place(place, place.address)

    # --- values -----------------------------------------------------------------------------------

    def _value(self, name: str, field: Field) -> object:
        return self.draft.places.place if name == "place" else value_of(field.entry)

    def _lack(self, name: str) -> str:
        code = f"form.lack.{name}"
        if code in self.wording:
            return self.wording.say(code)
        return self.wording.say("form.lack", field=self.wording.say(f"form.{name}"))

    def _on_changed(self) -> None:
        for name, options in self.draft.options.items():
            self._know(self.fields[name].entry, options, self.draft.value(name))
        self._show_phrases(self._all_phrases())

    def _know(self, entry: QWidget, options: tuple[Option, ...], value: object) -> None:
        if isinstance(entry, OptionEntry):
            entry.know(options)
            if value and entry.code in ("", str(value)):  # known by its code alone so far
                entry.choose(str(value))
        elif isinstance(entry, ManyEntry):
            entry.know(options)

    # --- phrases ----------------------------------------------------------------------------------

    def _all_phrases(self) -> tuple[str, ...]:
        code = f"phrases.{self.draft.move.value}"
        standing = self.wording.say(code).split("|") if code in self.wording else []
        return tuple(dict.fromkeys((*self.draft.phrases, *standing)))[:9]

    def _show_phrases(self, phrases: tuple[str, ...]) -> None:
        """Grow the row: a phrase keeps its digit while the form is open."""
        known = {button.text() for button in self._phrase_buttons}
        for phrase in phrases:
            at = len(self._phrase_buttons)
            if phrase in known or at >= 9 or self._words_entry() is None:
                continue
            button = KeyButton(self.theme, phrase, str(at + 1), size="small", parent=self)
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            button.clicked.connect(partial(self._say, phrase))
            self.add_key(f"Ctrl+T, {at + 1}", partial(self._say, phrase))
            self._phrase_hint.show()
            self._phrase_list.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
            self._phrase_buttons.append(button)

    def _words_entry(self) -> TextEntry | None:
        texts = [one.entry for one in self.fields.values() if isinstance(one.entry, TextEntry)]
        return texts[0] if texts else None

    def _say(self, phrase: str) -> None:
        entry = self._words_entry()
        if entry is not None:
            entry.insertPlainText(phrase)
            entry.setFocus(Qt.FocusReason.OtherFocusReason)

    # --- answers ----------------------------------------------------------------------------------

    def _on_done(self, changes: Changes) -> None:
        self.finish(changes)

    def refuse(self, refusal: Refusal, command: object) -> None:
        """Beside the reason when it is about the reason, else in the panel's banner."""
        if refusal.code == "move.reason" and "reason" in self.fields:
            self.fields["reason"].complain(self._lack("reason"))
            self.fields["reason"].entry.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        super().refuse(refusal, command)
