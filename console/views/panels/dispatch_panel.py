"""Dispatch and second dispatch (DESIGN 03): who, with whom, how long, and in which words."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from console.domain.refusal import Refusal
from console.domain.stage import Move
from console.ports.map_rows import MapScene
from console.ports.work import Changes
from console.viewmodels.dispatch_draft import INSTRUCTION_MOST, MEASURES, DispatchDraft
from console.viewmodels.limit_preview import LimitPreview
from console.views.icons import Icon
from console.views.panels.base import SUBMIT, SUBMIT_NEXT, Panel
from console.views.panels.case_photo import CasePhoto
from console.views.panels.dispatch_limit import LimitChoice
from console.views.panels.dispatch_unit import UnitChoice
from console.views.panels.dispatch_words import InstructionPart, hint_label
from console.views.panels.entries import ManyEntry
from console.views.panels.inset import Ground, InsetMap
from console.views.panels.summary import CaseSummary, grid_words
from console.views.refusal_words import move_word
from console.views.theme import Theme, set_look
from console.views.widgets.forms import ConsequenceCard
from console.views.widgets.keys import KeyLabel
from console.views.wording import Wording

LEFT, RIGHT = 376, 420


class DispatchPanel(Panel):
    """Left the case, in the middle the unit, right the limit and the instruction."""

    def __init__(
        self,
        viewmodel: DispatchDraft,
        wording: Wording,
        theme: Theme,
        parent: QWidget | None = None,
        *,
        ground: Ground | None = None,
    ) -> None:
        self.draft = viewmodel
        self._word = move_word(wording, viewmodel.move.value)
        super().__init__(viewmodel, wording, theme, parent, title=self._word)
        self.names = viewmodel.detail.names
        self.head.show_case(viewmodel.detail, viewmodel.desk)
        self._lay_out_case(ground)
        self._lay_out_unit()
        self._lay_out_order()
        self._lay_out_acts()
        viewmodel.advised.connect(self._on_advised)
        viewmodel.changed.connect(self._on_changed)
        viewmodel.restored.connect(self._on_restored)
        viewmodel.keeper.saved.connect(self._on_saved)
        self.words.follow(self._values())
        self.words.write("standard")
        viewmodel.load()
        self._on_changed()

    # --- building ---------------------------------------------------------------------------------

    def _lay_out_case(self, ground: Ground | None) -> None:
        left, detail = self.add_column(LEFT), self.draft.detail
        photo = CasePhoto(self.theme, self.formats, parent=self)
        photo.show_photos([one for _seq, one in detail.photos], self.draft.desk)
        left.addWidget(photo)
        summary = CaseSummary(self.formats, self)
        left.addWidget(summary)
        point = detail.case.place.point
        if point is not None:
            inset = InsetMap(self.theme, self.wording, ground, layers=(), parent=self)
            inset.setMinimumHeight(220)
            inset.show_scene(
                MapScene(
                    lon=point.lon,
                    lat=point.lat,
                    title=detail.case.place.address,
                    subtitle=grid_words(detail.case.place.unit_grid),
                )
            )
            left.addWidget(inset, 1)
            inset.set_focus_home(self)
        left.addStretch(0 if point is not None else 1)
        summary.show_case(detail)

    def _lay_out_unit(self) -> None:
        middle = self.add_column()
        step = self.add_step(middle, 1, "dispatch.unit")
        for key in ("↑", "↓"):
            step.head.addWidget(KeyLabel(key, step))
        step.head.addWidget(hint_label(self.wording.say("dispatch.choose"), step))
        step.head.addWidget(KeyLabel("Alt+U", step))
        step.head.addWidget(hint_label(self.wording.say("dispatch.all_units"), step))
        self.units = UnitChoice(self.draft, self.theme, self.formats, self)
        self.units.chosen.connect(self._on_unit)
        step.add(self.units)
        self.first = self.units.list
        self.add_key("Alt+U", partial(self.go_to, self.units.all_units))
        copies = self.add_step(
            middle, 2, "dispatch.copies", self.wording.say("dispatch.copies_hint")
        )
        copies.head.addWidget(KeyLabel("Alt+C", copies))
        self.assisting, self.copies = (
            self._many(copies.body, "assisting"),
            self._many(copies.body, "copies"),
        )
        self.add_key("Alt+C", partial(self.go_to, self.copies.entry))
        measures = self.add_step(middle, 3, "dispatch.measures")
        self.measures: dict[str, QCheckBox] = {}
        for code in MEASURES:
            box = QCheckBox(self.wording.say(f"measure.{code}"), self)
            box.setChecked(code in self.draft.measures)
            box.toggled.connect(self._on_measures)
            measures.add(box)
            self.measures[code] = box
        middle.addStretch(1)

    def _many(self, layout: QVBoxLayout, name: str) -> ManyEntry:
        hint = self.wording.say(f"dispatch.{name}_find")
        entry = ManyEntry(self.theme, hint, self)
        entry.chosen.connect(partial(self._on_units, name))
        layout.addWidget(entry)
        return entry

    def _lay_out_order(self) -> None:
        right = self.add_column(RIGHT)
        limit = self.add_step(
            right,
            4,
            "dispatch.limit",
            self.wording.say("limit.calendar", version=self.draft.desk.rules.calendar.version),
        )
        self.limit = LimitChoice(self.draft, self.theme, self.formats, self)
        limit.add(self.limit)
        words = self.add_step(
            right, 5, "dispatch.instruction", self.wording.say("dispatch.template")
        )
        words.head.addWidget(KeyLabel("Ctrl+T", words))
        self.words = InstructionPart(self.theme, self.wording, self.add_key, self)
        self.instruction = self.words.edit
        self.words.changed.connect(self._on_words)
        words.add(self.words)
        self.consequence = ConsequenceCard("", self)
        right.addWidget(self.consequence)
        right.addStretch(1)

    def _lay_out_acts(self) -> None:
        self.go_button = self.add_act(
            self._word, SUBMIT, self.submit, kind="primary", sign=Icon.DISPATCH
        )
        self.add_act(self.wording.say("dispatch.and_next"), SUBMIT_NEXT, self.submit_next)
        self.coordinate_button = self.add_act(
            self.wording.say("gesture.open_coordination"), "F9", self.coordinate
        )

    # --- acts -------------------------------------------------------------------------------------

    def submit(self, *, and_next: bool = False) -> None:
        """Dispatch, or go to what is missing."""
        lack = self.draft.lacks(self.instruction.words())
        if lack == "unit":
            self.complain(Refusal("need.unit"))
            self.go_to(self.units.all_units)
        elif lack == "reason":
            self.limit.complain()
        elif lack:
            self.tell(self.wording.say("dispatch.too_long", most=INSTRUCTION_MOST))
            self.go_to(self.instruction)
        else:
            self.draft.submit(
                self.instruction.words(), partial(self._on_done, and_next=and_next), self.refuse
            )

    def submit_next(self) -> None:
        """Dispatch and open the next case of the queue (Ctrl+Shift+Enter)."""
        self.submit(and_next=True)

    def coordinate(self) -> None:
        """To coordination instead; what was typed is kept."""
        self.keep_draft()
        self.finish(then=Move.OPEN_COORDINATION.value)

    def _on_done(self, changes: Changes, *, and_next: bool) -> None:
        self.finish(changes, and_next=and_next)

    # --- answers ----------------------------------------------------------------------------------

    def _on_advised(self) -> None:
        self.names = dict(self.draft.detail.names) | {
            option.code: option.name for option in self.draft.advice.units
        }
        for entry in (self.assisting, self.copies):
            entry.know(self.draft.advice.units)
        self._on_changed()
        if self.hasFocus():
            self.begin()

    def _on_restored(self) -> None:
        # Each entry tells the draft what it shows as it changes, so what was typed goes in first:
        # a template that follows the new limit would put itself in its place.
        measures, words = self.draft.measures, self.draft.instruction
        if words not in ("", self.instruction.words()):
            self.instruction.write_plain(words)
        self.limit.restore()
        self.assisting.take(self.draft.assisting)
        self.copies.take(self.draft.copies)
        for code, box in self.measures.items():
            box.setChecked(code in measures)
        self.note(self.wording.say("draft.restored"))
        self._on_changed()

    @Slot(object)
    def _on_saved(self, at: object) -> None:
        time = self.formats.time(self.draft.desk.now(), seconds=True)
        del at
        self.note(self.wording.say("draft.saved", time=time))

    def _on_unit(self, code: str) -> None:
        self.draft.put(unit=code)

    def _on_units(self, name: str, codes: tuple[str, ...]) -> None:
        self.draft.put(**{name: codes})

    def _on_measures(self) -> None:
        chosen = tuple(code for code, box in self.measures.items() if box.isChecked())
        self.draft.put(measures=chosen)

    def _on_words(self, words: str) -> None:
        self.draft.write(words if self.instruction.edited else "")

    def _on_changed(self) -> None:
        self.units.show_advice()
        self.limit.refresh()
        self.words.follow(self._values())
        self.words.offer(self.draft.phrases)
        unit = self.draft.name_of(self.draft.unit)
        word = (
            self._word if not unit else self.wording.say("dispatch.to", act=self._word, unit=unit)
        )
        self.go_button.say(word)
        weak = bool(self.draft.advice.proposals) and not self.draft.clear
        set_look(self.coordinate_button, kind="plain" if weak else "quiet")
        self._show_consequences(unit)

    def _show_consequences(self, unit: str) -> None:
        say = self.wording.say
        lines = [say(f"dispatch.after.{self.draft.move.value}", unit=unit or say("fmt.none"))]
        others = [self.draft.name_of(code) for code in (*self.draft.assisting, *self.draft.copies)]
        if others:
            lines.append(say("dispatch.after.copies", units=say("list.comma").join(others)))
        if self.draft.returned:
            lines.append(say("dispatch.after.returned", unit=unit))
        lines.append(say("dispatch.after.undo", seconds=self.draft.desk.rules.quiet_seconds))
        self.consequence.state(say("panel.after", act=self._word), lines)

    # --- the instruction --------------------------------------------------------------------------

    def _values(self) -> dict[str, str]:
        case, found = self.draft.detail.case, self.draft.preview()
        now, say = self.draft.desk.now(), self.wording.say
        due = self.formats.due(found.due, now) if isinstance(found, LimitPreview) else ""
        name = case.standard.name if case.standard else say("fmt.none")
        problem, component = name, case.place.component
        if component:
            problem = say("dispatch.component", name=name, component=component)
        return {
            "due": due or say("fmt.none"),
            "place": case.place.address,
            "problem": problem,
            "measures": "".join(say(f"measure.{code}.order") for code in self.draft.measures),
        }
