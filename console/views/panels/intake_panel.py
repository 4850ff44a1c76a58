"""Taking a report in (DESIGN 04) in the order of the talk: caller, place, class, facts; then F2."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QFrame, QWidget

from console.domain.refusal import Refusal
from console.domain.stage import Move
from console.ports.work import Changes
from console.viewmodels.intake_acts import IntakeActs
from console.viewmodels.intake_draft import IntakeDraft
from console.views.icons import Icon
from console.views.panels.base import SUBMIT, Panel
from console.views.panels.check_list import CheckLine, CheckList
from console.views.panels.class_part import ClassPart
from console.views.panels.inset import Ground
from console.views.panels.intake_middle import IntakeMiddle
from console.views.panels.intake_steps import CallerPart, FactsPart
from console.views.panels.likeness_cards import LikenessColumn
from console.views.panels.parked_row import ParkedRow
from console.views.panels.photo_taking import PhotoTaking
from console.views.panels.place_part import PlacePart
from console.views.theme import Theme, set_look
from console.views.widgets.confirm import ConfirmDialog, Question
from console.views.widgets.forms import ConsequenceCard
from console.views.wording import Wording

LEFT, RIGHT = 600, 432
CHECK_KEYS = {
    "caller": "Tab",
    "place": "Alt+P",
    "class": "Alt+L",
    "words": "Alt+D",
    "likeness": "Alt+N",
}


class IntakePanel(Panel):
    """Left the form, in the middle the place, right what is known already and what is missing."""

    def __init__(
        self,
        viewmodel: IntakeDraft,
        wording: Wording,
        theme: Theme,
        parent: QWidget | None = None,
        *,
        ground: Ground | None = None,
    ) -> None:
        self.draft = viewmodel
        super().__init__(viewmodel, wording, theme, parent, title=wording.say("intake.title"))
        self._acts_of = IntakeActs(viewmodel)
        self._lay_out_form()
        self._lay_out_map(ground)
        self._lay_out_known()
        self._lay_out_acts()
        self._bind_keys()
        viewmodel.changed.connect(self._on_changed)
        viewmodel.restored.connect(self._on_restored)
        viewmodel.keeper.saved.connect(self._on_saved)
        viewmodel.load()
        viewmodel.keeper.parked(self.parked.show_parked)
        self._on_changed()

    # --- building ---------------------------------------------------------------------------------

    def _lay_out_form(self) -> None:
        left = self.add_column(LEFT)
        self.parked = ParkedRow(self.theme, self.formats, self.draft.desk.now, self)
        self.parked.resumed.connect(self.draft.restore)
        left.addWidget(self.parked)
        say = self.wording.say
        self.caller = CallerPart(self.draft, self.theme, self.formats, self)
        self.place = PlacePart(self.draft.places, self.theme, self.formats, self)
        self.kind = ClassPart(self.draft.classes, self.theme, self.formats, self)
        self.facts = FactsPart(self.draft, self.theme, self.formats, self)
        parts: tuple[tuple[str, str, QWidget], ...] = (
            ("intake.step.caller", "", self.caller),
            ("intake.step.place", say("intake.place_hint"), self.place),
            ("intake.step.class", say("intake.class_hint"), self.kind),
            ("intake.step.facts", "", self.facts),
        )
        for number, (code, hint, part) in enumerate(parts, start=1):
            self.add_step(left, number, code, hint).add(part)
        left.addStretch(1)
        self.sections = (self.caller.name, self.place.finder, self.kind.finder, self.facts.words)
        self.first = self.caller.name

    def _lay_out_map(self, ground: Ground | None) -> None:
        rule = QFrame(self)
        set_look(rule, role="rulev")
        self.columns.addWidget(rule)
        self.middle = IntakeMiddle(self.draft, self.theme, self.formats, ground, self)
        self.map = self.middle.map
        self.map.set_focus_home(self.place.finder.line)
        self.map.place_picked.connect(self._on_place_picked)
        self.columns.addWidget(self.middle, 1)

    def _lay_out_known(self) -> None:
        right = self.add_column(RIGHT)
        self.likeness = LikenessColumn(self.draft.likes, self.theme, self.formats, self)
        self.likeness.merge.connect(self.attach)
        self.likeness.different.connect(self.draft.likes.dismiss)
        self.likeness.compare.connect(self.middle.compare)
        right.addWidget(self.likeness)
        self._merged_card = ConsequenceCard("", self)
        right.addWidget(self._merged_card)
        right.addStretch(1)
        self.checks = CheckList(self.theme, self.wording.say("intake.checks"), self)
        right.addWidget(self.checks)

    def _lay_out_acts(self) -> None:
        say = self.wording.say
        self.register_button = self.add_act(
            say("gesture.report"), "F2", self.register, kind="primary", sign=Icon.CLOSE_CASE
        )
        self.attach_button = self.add_act("", "Alt+A", self.attach, sign=Icon.MERGE)
        self.add_act(say("intake.park"), "Ctrl+S", self.park)
        self.add_act(say("intake.answer"), "Alt+Q", partial(self._end, "intake.answer"))
        self.add_act(say("gesture.decline"), "Ctrl+Shift+N", partial(self._end, "gesture.decline"))

    def _bind_keys(self) -> None:
        self.add_key(SUBMIT, self.register)
        self.add_key("Alt+V", self.middle.compare)
        self.add_key("Alt+N", self.draft.likes.dismiss)
        self.add_key("Alt+M", self.map.start_picking)
        self.add_key("Ctrl+I", self.facts.photos.ask)
        PhotoTaking(self, self.facts.photos, self.draft.desk)
        self.add_key("Alt+P", partial(self.go_to, self.place.finder.line))
        self.add_key("Alt+L", partial(self.go_to, self.kind.finder.line))
        self.add_key("Alt+D", partial(self.go_to, self.facts.words))
        self.add_key("PgDown", partial(self._go_section, 1))
        self.add_key("PgUp", partial(self._go_section, -1))

    # --- acts -------------------------------------------------------------------------------------

    def register(self) -> None:
        """Register and send it on (F2), or go to what is missing."""
        lack = self.draft.lacks()
        if not lack:
            self._acts_of.register(self._on_done, self.refuse)
            return
        self.tell(self._check_words(lack, met=False))
        fields: dict[str, PlacePart | ClassPart | FactsPart] = {
            "place": self.place,
            "class": self.kind,
            "words": self.facts,
        }
        part = fields.get(lack)
        if part is not None:
            part.field.complain(self._check_words(lack, met=False))
            self.go_to(part)

    def attach(self) -> None:
        """A further caller for the case already known (Alt+A)."""
        if self.draft.likes.current is None:
            self.tell(self.wording.say(self.draft.likes.nothing))
        elif self.draft.caller() is None:
            self.tell(self.wording.say("form.lack.caller"))
            self.go_to(self.caller.name)
        else:
            self._acts_of.attach(self._on_done, self.refuse)

    def park(self) -> None:
        """Keep it for later and close (Ctrl+S)."""
        self.leave()

    def keep_draft(self) -> None:
        """Save what was typed; an untouched form leaves nothing."""
        draft = self.draft
        words = draft.description.strip()
        if draft.caller() or draft.places.hit or words or draft.photos:
            draft.keeper.save()

    def _end(self, code: str) -> None:
        """Answer at once or decline: both end the report with a reason the caller is told."""
        say = self.wording.say
        word = say(code).rstrip("…")
        question = Question(
            title=say("intake.end.title", act=word),
            effect=say("intake.end.effect"),
            reversible=say("intake.end.back"),
            act=word,
            keep=say("intake.end.keep"),
            reasons=tuple(say(f"phrases.{Move.DECLINE.value}").split("|")),
        )
        dialog = ConfirmDialog(self.theme, self.wording, question, self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.accepted.connect(partial(self._on_end, dialog))
        dialog.open()

    def _on_end(self, dialog: ConfirmDialog) -> None:
        no_place = self.wording.say("intake.no_place")
        self._acts_of.decline(dialog.reason, no_place, self._on_done, self.refuse)

    def refuse(self, refusal: Refusal, command: object) -> None:
        """What was typed stays; a lacking detail is said in the banner."""
        self.draft.keeper.save()
        super().refuse(refusal, command)

    def _on_done(self, changes: Changes) -> None:
        self.finish(changes)

    # --- answers ----------------------------------------------------------------------------------

    def _on_changed(self) -> None:
        say, likes = self.wording.say, self.draft.likes
        lines = [
            CheckLine(
                met=one.met,
                words=self._check_words(one.what, met=one.met),
                key=CHECK_KEYS[one.what],
            )
            for one in self.draft.checks()
        ]
        self.checks.show_lines(lines)
        target = say(f"queue.{self.draft.next_stage}")
        self.register_button.say(say("intake.register", queue=target))
        current = likes.current
        pressing = bool(likes.pressing)
        self.attach_button.setVisible(current is not None)
        if current is not None:
            self.attach_button.say(say("intake.attach", number=current.case.number))
        set_look(self.attach_button, kind="primary" if pressing else "plain")
        set_look(self.register_button, kind="plain" if pressing else "primary")
        if pressing:
            self.register_button.refuse(self._check_words("likeness", met=False))
        else:
            self.register_button.allow()
        self._merged_card.setVisible(current is not None and pressing)
        if current is not None:
            text = say("intake.merged", number=current.case.number, count=current.callers + 1)
            self._merged_card.state(say("panel.after", act=say("likeness.merge")), (text,))
        self.middle.refresh()

    def _check_words(self, what: str, *, met: bool) -> str:
        return self.wording.say(f"check.{what}.{'met' if met else 'missing'}")

    def _on_restored(self) -> None:
        for part in (self.caller, self.facts):
            part.restore()
        hit = self.draft.places.hit
        self.place.finder.line.setText(hit.title if hit else "")
        self.parked.hide()

    def _on_place_picked(self, lon: float, lat: float) -> None:
        self.draft.places.take_point(lon, lat)

    @Slot(object)
    def _on_saved(self, _at: object) -> None:
        time = self.formats.time(self.draft.desk.now(), seconds=True)
        self.note(self.wording.say("draft.saved", time=time))

    def _go_section(self, step: int) -> None:
        at = next(
            (
                place
                for place, one in enumerate(self.sections)
                if one.isAncestorOf(self._focus()) or one is self._focus()
            ),
            0,
        )
        wanted = self.sections[min(max(0, at + step), len(self.sections) - 1)]
        self.go_to(wanted)

    def _focus(self) -> QWidget:
        return self.focusWidget() or self.caller.name
