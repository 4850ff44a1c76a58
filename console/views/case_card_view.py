"""The case beside the list, in its fixed order (DESIGN 3): what it is, how it stands, what next.

Paints what `CaseCard` knows and reports gestures; what a gesture does is the shell's business.
"""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QTimer, Signal, Slot
from PySide6.QtGui import QGuiApplication, QHideEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from console.domain.case import CaseId
from console.viewmodels.case_card import CaseCard
from console.viewmodels.notices import Notice, NoticeTone
from console.views.card.action_bar import ActionBar
from console.views.card.facts import CardFacts
from console.views.card.gauges import CardGauges
from console.views.card.head import CardHead
from console.views.card.part import rule
from console.views.card.photo_popup import PhotoPopup
from console.views.card.photo_strip import PhotoStrip
from console.views.card.standard import StandardFold
from console.views.card.standard_popup import StandardPopup
from console.views.card.suggestion import DISPATCHES, Suggestion
from console.views.card.trail import TrailFold
from console.views.card.waiting import WaitingFold
from console.views.card.why_popup import WhyPopup
from console.views.look import Look
from console.views.theme import set_look
from console.views.widgets.confirm import ConfirmDialog, Question
from console.views.widgets.photo_loader import PhotoLoader

SECOND_MS: Final = 1000
LOW: Final = 820  # px of height; below it the standard is one line (DESIGN 4, 1366×768)
REASONS: Final = ("reply", "place", "facts", "callback")


class CaseCardView(QFrame):
    """Signals: `acted` (Move); `located` (M); `case_asked` (CaseId) a related case is wanted."""

    acted = Signal(object)
    located = Signal()
    case_asked = Signal(object)

    def __init__(
        self,
        card: CaseCard,
        look: Look,
        loader: PhotoLoader | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._card, self._look = card, look
        self._loader = loader or PhotoLoader(card.desk.outside.media, self)
        self._expanded = False
        self._case: CaseId | None = None
        set_look(self, role="panel")
        self.head = CardHead(card, look, self)
        self.gauges = CardGauges(card, look, self)
        self.facts = CardFacts(card, look, self)
        self.photos = PhotoStrip(card.photos, self._loader, look, self)
        self.standard = StandardFold(look, self)
        self.trail = TrailFold(look, self)
        self.suggestion = Suggestion(card, look, self)
        self.waiting = WaitingFold(look, self)
        self.bar = ActionBar(look, self)
        self._rules = tuple(rule(self) for _ in range(7))
        self._lay_out()
        self._second = QTimer(self)
        self._second.setInterval(SECOND_MS)
        self._second.timeout.connect(self.tick)
        self._connect()
        self.tell()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        parts = (
            self.head,
            self.gauges,
            self.facts,
            self.photos,
            self.standard,
            self.trail,
            self.suggestion,
        )
        for part, line in zip(parts, self._rules, strict=True):
            column.addWidget(part, int(part is self.trail))
            column.addWidget(line)
        column.addWidget(self.waiting)
        column.addWidget(self.bar)

    def _connect(self) -> None:
        self._card.changed.connect(self.tell)
        self.head.copied.connect(self.copy_number)
        self.facts.located.connect(self.located)
        self.facts.reveal_asked.connect(self.ask_reveal)
        self.facts.case_asked.connect(self.case_asked)
        self.photos.opened.connect(self.show_photos)
        self.standard.opened.connect(self.show_standard)
        self.trail.opened.connect(self.expand_trail)
        self.suggestion.explained.connect(self.show_why)
        self.bar.acted.connect(self.acted)

    # --- telling ----------------------------------------------------------------------------------

    @Slot()
    def tell(self) -> None:
        """Show what is known of the case in hand; while it is being read, what was before stays."""
        known = self._card.known
        if known is None:
            return
        detail = known.detail
        if detail.case.id != self._case:
            self._case = detail.case.id
            self._expand(expanded=False)
        self.head.show_case(detail)
        self.gauges.tell()
        self.facts.show_case(detail)
        self._fold()
        self.standard.show_case(detail.case)
        self.trail.show_case(detail)
        self.suggestion.tell()
        acts = self._card.acts()
        words = ""
        if acts.primary is not None and acts.primary.move in DISPATCHES:
            words = self.suggestion.dispatch_words()
        self.bar.show_acts(acts, detail.names, words)

    @Slot()
    def tick(self) -> None:
        """A second has passed: clocks and the hold."""
        known = self._card.known
        if known is not None:
            self.gauges.tell()
            self.head.tell_hold(known.detail)

    def _fold(self) -> None:
        for part in (self.standard, self.photos, self.suggestion, self.waiting):
            part.fold(folded=self.height() < LOW)

    def _expand(self, *, expanded: bool) -> None:
        self._expanded = expanded
        for part in (self.facts, self.photos, self.standard, *self._rules[2:5]):
            part.setVisible(not expanded)
        self.trail.tell_expanded(expanded=expanded)

    # --- for the shell and its keys ---------------------------------------------------------------

    @Slot()
    def copy_number(self) -> None:
        """The case number into the clipboard (Ctrl+C)."""
        case = self._card.case
        if case is not None:
            QGuiApplication.clipboard().setText(case.number)
            self._card.desk.notice.emit(
                Notice(code="copied", tone=NoticeTone.INFO, facts={"number": case.number})
            )

    @Slot()
    def show_standard(self) -> None:
        """The whole standard (S)."""
        case = self._card.case
        if case is not None and case.standard is not None:
            StandardPopup(case.standard, self._look, self).open()

    @Slot()
    def show_why(self) -> None:
        """Why so much time is left and why this unit (W)."""
        known = self._card.known
        if known is not None:
            WhyPopup(self._card.reasons(), known, self._look, self).open()

    @Slot()
    def show_photos(self) -> None:
        """Before and after, large."""
        case = self._card.case
        if case is not None:
            sides = (self.photos.before.fact, self.photos.after.fact)
            PhotoPopup(sides, case.number, self._loader, self._card.desk, self._look, self).open()

    @Slot()
    def expand_trail(self) -> None:
        """Give the history the room of the parts above, or give it back (T)."""
        self._expand(expanded=not self._expanded)

    @Slot()
    def show_more(self) -> None:
        """The further acts (Shift+F10)."""
        self.bar.open_menu()

    @Slot()
    def focus_acts(self) -> None:
        """Put the keyboard on the primary act."""
        self.bar.focus_primary()

    @Slot()
    def ask_reveal(self) -> None:
        """Ask for the reason before the caller is shown for 60 s (Ctrl+R)."""
        known = self._card.known
        if known is None or self._card.reveal.active:
            return
        case, say = known.detail.case, self._look.wording.say
        if not known.detail.callers:
            self._card.desk.notice.emit(
                Notice(code="caller.none", tone=NoticeTone.REFUSED, facts={})
            )
            return
        question = Question(
            title=say("reveal.title", number=case.number),
            effect=say("reveal.effect"),
            reversible="",
            act=say("reveal.act"),
            keep=say("reveal.keep"),
            reasons=[say(f"reveal.reason.{one}") for one in REASONS],
        )
        dialog = ConfirmDialog(self._look.theme, self._look.wording, question, self)
        dialog.setProperty("case", case.id)
        dialog.accepted.connect(self._on_reveal_accepted)
        dialog.open()

    @Slot()
    def _on_reveal_accepted(self) -> None:
        dialog = self.sender()
        case = self._card.case
        if isinstance(dialog, ConfirmDialog):
            if case is not None and dialog.property("case") == case.id:
                self._card.reveal.ask(case.id, dialog.reason)
            dialog.deleteLater()

    # --- events -----------------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fold()
        case = self._card.case
        if case is not None:
            self.standard.show_case(case)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._second.start()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._second.stop()
