"""Closing a case (F8): conditions once more, times, who is told; or back (Shift+F8, Ctrl+F8)."""

from __future__ import annotations

from functools import partial
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QCheckBox, QLabel, QVBoxLayout, QWidget

from console.domain.stage import Move
from console.ports.work import Changes
from console.viewmodels.close_draft import CloseDraft
from console.views.card.step_words import step_rows, step_text
from console.views.icons import Icon
from console.views.panels.base import SUBMIT, Panel
from console.views.panels.entries import TextEntry
from console.views.panels.photo_strip import OnePhoto
from console.views.panels.small_table import SmallTable
from console.views.panels.summary import CaseSummary
from console.views.theme import Theme, set_look
from console.views.widgets.forms import ConsequenceCard, Field
from console.views.widgets.photo_loader import PhotoLoader
from console.views.widgets.timeline import Timeline
from console.views.wording import Wording

LEFT_WIDTH: Final = 380
RIGHT_WIDTH: Final = 420
LABEL_WIDTH: Final = 52


class ClosePanel(Panel):
    """The last look at a case."""

    def __init__(
        self, viewmodel: CloseDraft, wording: Wording, theme: Theme, parent: QWidget | None = None
    ) -> None:
        super().__init__(viewmodel, wording, theme, parent, title=wording.say("close.title"))
        self.draft = viewmodel
        self.names = viewmodel.detail.names
        self.head.show_case(viewmodel.detail, viewmodel.desk)
        self._loader = PhotoLoader(viewmodel.desk.outside.media, self)
        self._lay_out_case()
        self._lay_out_check()
        self._lay_out_side()
        self._lay_out_acts()
        viewmodel.changed.connect(self._on_changed)
        viewmodel.restored.connect(self._on_restored)
        viewmodel.evidence.changed.connect(self._on_photos)
        viewmodel.load()
        self._on_changed()

    # --- building ---------------------------------------------------------------------------------

    def _lay_out_case(self) -> None:
        left = self.add_column(LEFT_WIDTH)
        self.photos = tuple(OnePhoto(self.formats, self._loader, self) for _side in range(2))
        for photo in self.photos:
            left.addWidget(photo)
        summary = CaseSummary(self.formats, self)
        summary.show_case(self.draft.detail)
        left.addWidget(summary)
        left.addStretch(1)

    def _lay_out_check(self) -> None:
        say, draft = self.wording.say, self.draft
        middle = self.add_column()
        step = self.add_step(middle, 1, "close.conditions", say("close.space"))
        self.boxes: list[QCheckBox] = []
        for at, text in enumerate(draft.conditions):
            found = say("verify.met" if draft.verified(at) else "verify.unmet")
            box = QCheckBox(say("close.condition", text=text, found=found), self)
            box.setChecked(draft.met[at])
            box.toggled.connect(partial(self._on_ticked, at))
            step.add(box)
            self.boxes.append(box)
        if not self.boxes:
            step.add(QLabel(say("verify.no_conditions"), self))
        opinion = self.add_step(middle, 2, "close.verification")
        words = ""
        if draft.verdict is not None:
            words = step_text(draft.verdict, self.names, self.wording)
        label = QLabel(words or say("verify.no_opinion"), self)
        label.setWordWrap(True)
        label.setTextFormat(Qt.TextFormat.PlainText)
        opinion.add(label)
        times = self.add_step(middle, 3, "close.times")
        heads = [say(f"close.head.{one}") for one in ("step", "at", "took", "limit")]
        self.times = SmallTable(heads, (120, 0, 110, 70), say("close.times"), self)
        self.times.show_rows(self._timing_rows())
        times.add(self.times)
        history = Timeline(self.theme, self.formats, self)
        history.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        history.show_steps(step_rows(draft.detail, self.wording))
        history.setMinimumHeight(180)
        middle.addWidget(history, 1)
        self.first = self.boxes[0] if self.boxes else None

    def _timing_rows(self) -> list[tuple[str, str, str, str]]:
        say, formats, now = self.wording.say, self.formats, self.draft.desk.now()
        rows = []
        for one in self.draft.timings():
            took = formats.span(one.took, day=one.day) if one.took is not None else "—"
            allowed = formats.span(one.allowed, day=one.day) if one.allowed is not None else "—"
            if one.late:
                took = say("close.late", span=took)
            at = formats.moment(one.at, now) if one.at is not None else "—"
            rows.append((say(f"close.time.{one.code}"), at, took, allowed))
        return rows

    def _lay_out_side(self) -> None:
        say, draft = self.wording.say, self.draft
        right: QVBoxLayout = self.add_column(RIGHT_WIDTH)
        told = self.add_step(right, 4, "close.told")
        callers = draft.detail.callers
        words = "\n".join(
            say("close.caller", name=one.name, phone=one.phone, reply=say(f"reply.{one.reply}"))
            for one in callers
        )
        label = QLabel(words or say("close.nobody"), self)
        label.setTextFormat(Qt.TextFormat.PlainText)
        set_look(label, tone="" if callers else "ink2")
        told.add(label)
        reason = self.add_step(right, 5, "close.reason", say("close.reason_hint"))
        self.reason = TextEntry(4, self)
        self.reason.textChanged.connect(self._on_reason)
        self.field = Field(
            self.theme, say("form.reason"), self.reason, width=LABEL_WIDTH, parent=self
        )
        reason.add(self.field)
        self.card = ConsequenceCard("", self)
        right.addWidget(self.card)
        right.addStretch(1)

    def _lay_out_acts(self) -> None:
        say = self.wording.say
        self.add_act(say("close.act"), "F8", self.close_case, kind="primary", sign=Icon.CLOSE_CASE)
        self.add_act(say("close.to_verify"), "Shift+F8", self.to_verification, sign=Icon.RETURN)
        self.add_act(say("close.to_dispatch"), "Ctrl+F8", self.to_dispatch)
        self.add_key(SUBMIT, self.close_case)
        self.note(say("verify.undo_hint"))

    def hideEvent(self, event: QHideEvent) -> None:
        self._loader.stop()
        super().hideEvent(event)

    # --- acts -------------------------------------------------------------------------------------

    def close_case(self) -> None:
        """Close it (F8, Ctrl+Enter)."""
        self._act(Move.CLOSE)

    def to_verification(self) -> None:
        """Send it back to be verified again (Shift+F8)."""
        self._act(Move.RETURN_TO_VERIFICATION)

    def to_dispatch(self) -> None:
        """Send it to second dispatch (Ctrl+F8)."""
        self._act(Move.RETURN_TO_DISPATCH)

    def _act(self, move: Move) -> None:
        if self.draft.missing(move):
            lack = "close.lack.unmet" if move is Move.CLOSE else "close.lack.reason"
            self.field.complain(self.wording.say(lack))
            self.reason.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self.field.complain("")
        self.draft.act(move, self._on_done, self.refuse)

    # --- following --------------------------------------------------------------------------------

    def _on_ticked(self, at: int, met: bool) -> None:  # noqa: FBT001  Qt's own signature
        self.draft.tick(at, met=met)

    def _on_reason(self) -> None:
        self.draft.write(self.reason.toPlainText())

    def _on_changed(self) -> None:
        say, unmet = self.wording.say, len(self.draft.unmet)
        callers = len(self.draft.detail.callers)
        lines = say("close.after").split("|")
        lines.append(say("close.after.callers" if callers else "close.after.nobody", count=callers))
        if unmet:
            lines.append(say("close.after.unmet", count=unmet))
        self.card.state(say("close.after_title"), lines)

    def _on_restored(self) -> None:
        for box, met in zip(self.boxes, self.draft.met, strict=True):
            box.setChecked(met)
        self.reason.show_words(self.draft.reason)

    def _on_photos(self) -> None:
        for photo, shot in zip(self.photos, self.draft.evidence.pair(), strict=True):
            photo.show_shot(shot)

    def _on_done(self, changes: Changes) -> None:
        self.finish(changes)
