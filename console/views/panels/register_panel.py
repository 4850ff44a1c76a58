"""Registration (F3) and handing in for it: condition part by part, class, level, frozen limit."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from console.domain.place import AreaLevel
from console.ports.work import Changes
from console.viewmodels.register_draft import RegisterDraft
from console.views.icons import Icon
from console.views.limit_words import limit_words
from console.views.panels.base import SUBMIT, SUBMIT_NEXT, Panel
from console.views.panels.case_photo import CasePhoto
from console.views.panels.class_part import ClassPart
from console.views.panels.limit_card import LimitCard
from console.views.panels.summary import CaseSummary
from console.views.refusal_words import move_word
from console.views.theme import Theme
from console.views.widgets.forms import ConsequenceCard
from console.views.widgets.segmented import Segmented
from console.views.wording import Wording

LEFT, RIGHT, MIDDLE = 376, 420, 760
NO_LEVEL = "none"


class RegisterPanel(Panel):
    """Left the case, in the middle what it is, right the limit that is fixed by it."""

    def __init__(
        self,
        viewmodel: RegisterDraft,
        wording: Wording,
        theme: Theme,
        parent: QWidget | None = None,
    ) -> None:
        self.draft = viewmodel
        self._word = move_word(wording, viewmodel.move.value)
        super().__init__(viewmodel, wording, theme, parent, title=self._word)
        self.names = viewmodel.detail.names
        self.head.show_case(viewmodel.detail, viewmodel.desk)
        self.boxes: list[QCheckBox] = []
        self._lay_out_case()
        self._lay_out_class()
        self._lay_out_limit()
        self.go_button = self.add_act(
            self._word, SUBMIT, self.submit, kind="primary", sign=Icon.REGISTER
        )
        self.add_act(
            wording.say("register.and_next", act=self._word), SUBMIT_NEXT, self.submit_next
        )
        viewmodel.changed.connect(self._on_changed)
        viewmodel.parted.connect(self._on_parted)
        viewmodel.restored.connect(self._show_level)
        self._on_parted()
        viewmodel.load()
        self._on_changed()

    def submit(self, *, and_next: bool = False) -> None:
        """Register, or go to what is missing."""
        lack = self.draft.lacks()
        if lack == "class":
            self.kind.field.complain(self.wording.say("check.class.missing"))
            self.go_to(self.kind)
        elif lack:
            self.tell(self.wording.say("register.no_part"))
            self.go_to(self.boxes[0])
        else:
            self.draft.submit(partial(self._on_done, and_next=and_next), self.refuse)

    def submit_next(self) -> None:
        """Register and open the next case of the queue."""
        self.submit(and_next=True)

    def _on_done(self, changes: Changes, *, and_next: bool) -> None:
        self.finish(changes, and_next=and_next)

    # --- building ---------------------------------------------------------------------------------

    def _lay_out_case(self) -> None:
        left, detail = self.add_column(LEFT), self.draft.detail
        photo = CasePhoto(self.theme, self.formats, parent=self)
        photo.show_photos([one for _seq, one in detail.photos], self.draft.desk)
        self._summary = CaseSummary(self.formats, self)
        left.addWidget(photo)
        left.addWidget(self._summary)
        left.addStretch(1)
        self._summary.show_case(detail)

    def _lay_out_class(self) -> None:
        middle = self.add_column()
        parts = self.add_step(middle, 1, "register.parts", self.wording.say("register.parts_hint"))
        self._part_box = QVBoxLayout()
        self._part_box.setSpacing(2)
        parts.body.addLayout(self._part_box)
        kind = self.add_step(middle, 2, "intake.step.class", self.wording.say("intake.class_hint"))
        self.kind = ClassPart(self.draft.classes, self.theme, self.formats, self)
        kind.add(self.kind)
        level = self.add_step(middle, 3, "register.level", self.wording.say("register.level_hint"))
        choices = [(one.value, self.wording.say(f"level.{one.value}"), "") for one in AreaLevel]
        none = (NO_LEVEL, self.wording.say("level.none"), "")
        self.level = Segmented(self.theme, [none, *choices], self)
        self._show_level()
        self.level.chosen.connect(self._on_level)
        level.add(self.level)
        for step in (parts, kind, level):
            step.setMaximumWidth(MIDDLE)
        middle.addStretch(1)
        self.add_key("Alt+L", partial(self.go_to, self.kind.finder.line))

    def _lay_out_limit(self) -> None:
        right = self.add_column(RIGHT)
        step = self.add_step(right, 4, "register.limit", self.wording.say("register.limit_hint"))
        self.card = LimitCard(self.theme, self.formats, self)
        step.add(self.card)
        self.consequence = ConsequenceCard("", self)
        right.addWidget(self.consequence)
        right.addStretch(1)

    # --- answers ----------------------------------------------------------------------------------

    def _on_parted(self) -> None:
        held = self.hasFocus() or any(box.hasFocus() for box in self.boxes)
        while self._part_box.count():
            item = self._part_box.takeAt(0)
            gone = item.widget() if item is not None else None
            if gone is not None:
                gone.hide()
                gone.deleteLater()
        self.boxes = []
        for part in self.draft.parts:
            box = QCheckBox(part, self)
            box.setChecked(part in self.draft.ticked)
            box.toggled.connect(partial(self._on_ticked, part))
            self._part_box.addWidget(box)
            box.setVisible(True)  # at once, so that it can take the focus
            self.boxes.append(box)
        self.first = self.boxes[0] if self.boxes else self.kind.finder.line
        if held:
            self.begin()

    def _on_ticked(self, part: str, met: bool) -> None:  # noqa: FBT001  a Qt signal's value
        self.draft.tick(part, met=met)

    def _on_level(self, code: str) -> None:
        self.draft.put_level(None if code == NO_LEVEL else AreaLevel(code))

    def _show_level(self) -> None:
        self.level.choose(self.draft.level.value if self.draft.level else NO_LEVEL)

    def _on_changed(self) -> None:
        say, standard = self.wording.say, self.draft.standard
        self._summary.show_standard(standard)
        found = self.draft.preview()
        self.card.setVisible(found is not None)
        if found is not None:
            self.card.show_preview(found, self.draft.desk.now())
        limit = limit_words(standard.limit, self.wording) if standard else say("fmt.none")
        lines = say(f"register.after.{self.draft.move.value}", limit=limit).split("|")
        self.consequence.state(say("panel.after", act=self._word), lines)
