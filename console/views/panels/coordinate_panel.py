"""Coordination of an unclear responsibility (design 06, article 22).

Left the dispute so far, in the middle the evidence, at the right the decision. The supervisor hands
it over with Ctrl+Enter; the shift leader opens the same panel, sees the same and signs.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QHideEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from console.domain.stage import Move
from console.ports.map_rows import MapScene
from console.ports.work import Changes
from console.viewmodels.coordinate_draft import CoordinateDraft
from console.views.card.step_words import step_rows
from console.views.fmt import DAY
from console.views.icons import Icon
from console.views.panels.base import SUBMIT, Panel
from console.views.panels.coordinate_decision import DecisionForm
from console.views.panels.coordinate_evidence import CoordinateEvidence
from console.views.panels.coordinate_words import ground_words
from console.views.panels.inset import Ground, InsetMap
from console.views.panels.photo_strip import OnePhoto
from console.views.theme import Theme, set_look
from console.views.widgets.confirm import ConfirmDialog, Question
from console.views.widgets.photo_loader import PhotoLoader
from console.views.widgets.segmented import Segmented
from console.views.widgets.timeline import Timeline
from console.views.wording import Wording

LEFT_WIDTH: Final = 420
RIGHT_WIDTH: Final = 480
MAP_HEIGHT: Final = 200
MAP_RADIUS: Final = 60.0
NARROW: Final = 1480
QWIDGETSIZE_MAX: Final = 16_777_215


class CoordinatePanel(Panel):
    """The coordination of one case, to propose or to sign."""

    def __init__(
        self,
        viewmodel: CoordinateDraft,
        wording: Wording,
        theme: Theme,
        parent: QWidget | None = None,
        *,
        ground: Ground | None = None,
    ) -> None:
        super().__init__(viewmodel, wording, theme, parent, title=wording.say("coordinate.title"))
        self.draft = viewmodel
        self.names = viewmodel.detail.names
        self.head.show_case(viewmodel.detail, viewmodel.desk)
        self._loader = PhotoLoader(viewmodel.desk.outside.media, self)
        self._dialog: ConfirmDialog | None = None
        self._lay_out_history(ground)
        middle = self.add_column()
        self.evidence = CoordinateEvidence(viewmodel, self.formats, theme, self)
        middle.addWidget(self.evidence)
        self.evidence.said.connect(self.tell)
        self.evidence.stated.connect(self._on_stated)
        right = self.add_column(RIGHT_WIDTH)
        self.decision = DecisionForm(viewmodel, self.formats, theme, self)
        right.addWidget(self.decision)
        right.addStretch(1)
        self._lay_out_acts()
        self.turns = self._made_turns()
        self.first = self.evidence.matrix
        viewmodel.table.read.connect(self._on_read)
        viewmodel.restored.connect(self._on_restored)
        viewmodel.evidence.changed.connect(self._on_photos)
        viewmodel.load()

    # --- building ---------------------------------------------------------------------------------

    def _lay_out_history(self, ground: Ground | None) -> None:
        left = self.add_column(LEFT_WIDTH)
        title = QLabel(self.wording.say("coordinate.history"), self)
        set_look(title, role="section")
        self._tally = QLabel(self)
        set_look(self._tally, role="hint")
        head = QHBoxLayout()
        head.addWidget(title)
        head.addStretch(1)
        head.addWidget(self._tally)
        left.addLayout(head)
        self.history = Timeline(self.theme, self.formats, self)
        self.history.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.history.setMinimumHeight(220)
        left.addWidget(self.history, 1)
        self.photo = OnePhoto(self.formats, self._loader, self)
        left.addWidget(self.photo)
        self._show_map(left, ground)

    def _show_map(self, left: QVBoxLayout, ground: Ground | None) -> None:
        point = self.draft.detail.case.place.point
        if ground is None or point is None:
            return
        inset = InsetMap(self.theme, self.wording, ground, layers=(), parent=self)
        inset.setFixedHeight(MAP_HEIGHT)
        inset.show_scene(MapScene(lon=point.lon, lat=point.lat, radius_m=MAP_RADIUS))
        left.addWidget(inset)

    def _made_turns(self) -> Segmented:
        say = self.wording.say
        choices = [(one, say(f"coordinate.{one}"), "") for one in ("evidence", "history")]
        turns = Segmented(self.theme, choices, self)
        turns.chosen.connect(self._on_turn)
        turns.setToolTip("Alt+H")
        turns.hide()
        self.head.row.insertWidget(5, turns, 0, Qt.AlignmentFlag.AlignVCenter)
        self.add_key("Alt+H", self._take_turns)
        return turns

    def _lay_out_acts(self) -> None:
        say, signing = self.wording.say, self.draft.signing
        primary = say("coordinate.sign" if signing else "coordinate.propose")
        self.submit_button = self.add_act(
            primary, SUBMIT, self.submit, kind="primary", sign=Icon.COORDINATE
        )
        if signing:
            self.add_act(say("coordinate.withdraw"), "Ctrl+Shift+W", self._withdraw)
            return
        self.add_act(say("coordinate.extend"), "Ctrl+Shift+Y", self._extend)
        self.add_act(say("coordinate.refer"), "Ctrl+U", self._refer)
        self.add_act(say("coordinate.withdraw"), "Ctrl+Shift+W", self._withdraw)
        self.add_key("Alt+W", self._speak)
        self.add_key("Alt+I", self.evidence.add_own)
        self.note(say("coordinate.four_eyes"))

    # --- width ------------------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        """On a narrow screen history and evidence share one column and take turns (DESIGN 4)."""
        super().resizeEvent(event)
        narrow = self.width() < NARROW
        if narrow is self.turns.isHidden():
            self.turns.setVisible(narrow)
            self._on_turn(self.turns.choice)

    def _on_turn(self, choice: str) -> None:
        narrow, history = not self.turns.isHidden(), choice == "history"
        items = [self.columns.itemAt(at) for at in range(3)]
        areas = [item.widget() if item is not None else None for item in items]
        shown = (not narrow or history, not narrow, not narrow or not history)
        for area, visible in zip(areas, shown, strict=True):
            if area is not None:
                area.setVisible(visible)
        if areas[0] is not None:
            areas[0].setFixedWidth(LEFT_WIDTH)
            if narrow:
                areas[0].setMaximumWidth(QWIDGETSIZE_MAX)

    def _take_turns(self) -> None:
        if not self.turns.isHidden():
            other = "evidence" if self.turns.choice == "history" else "history"
            self.turns.choose(other)
            self._on_turn(other)

    # --- keys -------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """E reads the current evidence in full, from everywhere but a text field."""
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if plain and event.text().lower() == "e":
            self.evidence.matrix.open_current()
        else:
            super().keyPressEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        self._loader.stop()
        super().hideEvent(event)

    # --- acts -------------------------------------------------------------------------------------

    def submit(self) -> None:
        """Hand the decision over, or sign it (Ctrl+Enter)."""
        if self.draft.signing:
            self._ask_signature()
            return
        lack = self.draft.missing()
        self.decision.complain(lack)
        if lack:
            return
        table = self.draft.table
        chosen = [ground for ground in table.grounds if ground.key in self.draft.basis]
        basis = tuple(ground_words(one, self.wording, table.names) for one in chosen)
        self.draft.propose(basis, self._on_done, self.refuse)

    def _ask_signature(self) -> None:
        """Binding and not to be undone: the dialog asks once more, with a reason."""
        decided = self.draft.detail.case.designation
        if decided is None:
            self.tell(self.wording.say("coordinate.no_decision"))
            return
        if self.draft.decided_by_me:
            self.tell(self.wording.say("coordinate.own_decision"))
            return
        say = self.wording.say
        unit = self.draft.table.names.get(decided.unit, decided.unit)
        question = Question(
            title=say("coordinate.ask.title", number=self.draft.detail.case.number, unit=unit),
            effect=say("coordinate.ask.effect", unit=unit),
            reversible=say("coordinate.for_good"),
            act=say("coordinate.sign"),
            keep=say("coordinate.ask.keep"),
            reasons=tuple(say("coordinate.ask.reasons").split("|")),
        )
        self._dialog = ConfirmDialog(self.theme, self.wording, question, self)
        self._dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._dialog.accepted.connect(self._on_signed)
        self._dialog.open()

    def _on_signed(self) -> None:
        reason = self._dialog.reason if self._dialog is not None else ""
        self._dialog = None
        self.draft.sign(reason, self._on_done, self.refuse)

    def _extend(self) -> None:
        self._go_on_with(Move.EXTEND_COORDINATION)

    def _refer(self) -> None:
        self._go_on_with(Move.REFER_TO_COMMITTEE)

    def _withdraw(self) -> None:
        self._go_on_with(Move.WITHDRAW_COORDINATION)

    def _go_on_with(self, move: Move) -> None:
        """Another gesture on the same case; what was typed here is kept."""
        self.keep_draft()
        self.finish(then=move.value)

    def _speak(self) -> None:
        self.evidence.speaker.setFocus(Qt.FocusReason.OtherFocusReason)

    # --- following --------------------------------------------------------------------------------

    def _on_stated(self, unit: str, stance: str, text: str) -> None:
        self.draft.record(unit, stance, text, self._on_recorded, self.refuse)

    def _on_recorded(self, _changes: Changes) -> None:
        self.evidence.clear_statement()

    def _on_read(self) -> None:
        detail = self.draft.detail
        self.names = self.draft.table.names
        self.head.show_case(detail, self.draft.desk)
        begun = next((s.seq for s in detail.steps if s.move is Move.DISPATCH), 1)
        steps = [step for step in detail.steps if step.seq >= begun]
        rows = step_rows(replace(detail, names=dict(self.names)), self.wording)
        self.history.show_steps([row for row in rows if row.key >= begun])
        since = (self.draft.desk.now() - steps[0].at).total_seconds() if steps else 0.0
        span = self.formats.span(since, day=DAY)
        count = sum(step.move is Move.REQUEST_RETURN for step in detail.steps)
        self._tally.setText(self.wording.say("coordinate.tally", count=count, span=span))

    def _on_restored(self) -> None:
        self.evidence.show_matrix()
        self.decision.show_all()
        self.tell(self.wording.say("coordinate.restored"))

    def _on_photos(self) -> None:
        before, after = self.draft.evidence.pair()
        self.photo.show_shot(before or after)

    def _on_done(self, changes: Changes) -> None:
        self.finish(changes)
