"""The line over the ranking of a period that is kept: lock, fingerprint, what verifying came to.

It stands there only while something is prepared or published of the period. F turns between what
was published and the present figures, A goes to its amendments, Ctrl+Shift+V verifies.
"""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from console.domain.tone import Urgency
from console.ports.publications import Head, Mark
from console.viewmodels.assessment import AssessmentDesk, shows_frozen
from console.viewmodels.publications import Act, short_print
from console.views.assessment.publication_words import words_of
from console.views.icons import Icon
from console.views.look import Look
from console.views.refusal_words import sentence
from console.views.theme import set_look
from console.views.widgets.chip import Chip
from console.views.widgets.elided import Elided
from console.views.widgets.keys import KeyButton
from console.views.widgets.segmented import Segmented

HEIGHT: Final = 48
VERIFY: Final = "Ctrl+Shift+V"
FROZEN, LIVE = "frozen", "live"


class FrozenStrip(QFrame):
    """Signals: `amending` (str) the section that shows the period's amendments is asked for."""

    amending = Signal(str)

    def __init__(self, page: AssessmentDesk, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._page, self._look = page, look
        self._words = words_of(page, look)
        say, theme = look.wording.say, look.theme
        set_look(self, role="bar")
        self.setFixedHeight(HEIGHT)
        self.lock = Chip(theme, "", sign=Icon.LOCK, parent=self)
        self.prepared = Chip(theme, "", sign=Icon.WAITING, plain=True, parent=self)
        self.amended = Chip(theme, say("publications.has_amendment"), plain=True, parent=self)
        self.print = Chip(theme, "", sign=Icon.FINGERPRINT, plain=True, parent=self)
        self.differs = Chip(theme, say("publications.differs"), urgency=Urgency.OVER, parent=self)
        self.told = Elided(self)
        set_look(self.told, role="hint")
        self.switch = Segmented(
            theme, [(one, say(f"publications.shows.{one}"), "V") for one in (FROZEN, LIVE)], self
        )
        self.again = KeyButton(
            theme, say("publications.act.verify"), VERIFY, size="small", sign=Icon.FINGERPRINT,
            parent=self,
        )  # fmt: skip
        self.other = KeyButton(theme, say("publications.act.amend"), "A", size="small", parent=self)
        self._lay_out()
        self.switch.chosen.connect(self._on_chosen)
        self.again.clicked.connect(self.verify)
        self.other.clicked.connect(self.amend)
        for signal in (page.set, page.shown, page.publications.shown, page.verifying.shown):
            signal.connect(self.tell)
        page.verifying.moved.connect(self._on_moved)
        self.tell()

    def _lay_out(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 0, 12, 0)
        row.setSpacing(8)
        for part in (self.lock, self.prepared, self.amended, self.print, self.differs):
            row.addWidget(part)
        row.addWidget(self.told, 1)
        for act in (self.switch, self.again, self.other):
            row.addWidget(act, 0, Qt.AlignmentFlag.AlignVCenter)
        for button in (self.again, self.other):
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    @property
    def head(self) -> Head | None:
        """What is in force of the period that is set; None where nothing is."""
        found = self._page.publications.in_force(self._page.setting)
        # A seal stands over its own figures only: until they are read it is not shown.
        shown = self._page.setting.live or shows_frozen(self._page) is not None
        return found[-1] if found and shown else None

    @Slot()
    def tell(self) -> None:
        """Show how the period stands."""
        page, say = self._page, self._look.wording.say
        mine = page.publications.of_period(page.setting.period, page.setting)
        self.setVisible(bool(mine))
        if not mine:
            return
        head, out = self.head, page.publications.in_force(page.setting)
        waits = mine[-1] if not mine[-1].published else None
        self.prepared.setVisible(waits is not None)
        if waits is not None:
            self.prepared.say(self._words.state(waits))
        for part in (self.lock, self.print, self.switch, self.again, self.other):
            part.setVisible(head is not None)
        self.amended.setVisible(len(out) > 1)
        self.differs.setVisible(False)
        if head is None:
            self.told.setText(self._words.signed(mine[-1]))
            return
        mark = head.mark(Mark.PUBLISHED)
        at = self._words.moment(mark.at) if mark is not None else ""
        self.lock.say(say("publications.lock", time=at))
        self.lock.setToolTip(self._words.signed(head))
        self.print.setToolTip(head.fingerprint)
        self._tell_print(head)
        self._tell_acts(head)

    def _tell_print(self, head: Head) -> None:
        say, verifying = self._look.wording.say, self._page.verifying
        found = verifying.found.get(head.id)
        known = say("publications.same") if found is not None and found.finding is None else ""
        self.print.say(f"{short_print(head.fingerprint)}　{known}".rstrip())
        self.differs.setVisible(found is not None and found.finding is not None)
        words = self._words.verified(head, found) if found is not None else ""
        if verifying.running == head.id:
            words = say("publications.task.verify")
        self.told.setText(words)
        self.told.setToolTip(words)

    def _tell_acts(self, head: Head) -> None:
        kept = self._page.publications
        frozen = shows_frozen(self._page) is not None
        self.switch.choose(FROZEN if frozen or not self._page.setting.live else LIVE)
        refusal = kept.against(Act.VERIFY, head)
        if refusal is None:
            self.again.allow()
        else:
            self.again.refuse(sentence(refusal, self._look.wording))

    @Slot(int, int)
    def _on_moved(self, done: int, of: int) -> None:
        head = self.head
        if head is not None and self._page.verifying.running == head.id:
            self.told.setText(self._look.wording.say("publications.moved", done=done, of=of))

    # --- hands ------------------------------------------------------------------------------------

    @Slot(str)
    def _on_chosen(self, code: str) -> None:
        self._page.turn(live=code == LIVE)

    @Slot()
    def turn(self) -> None:
        """The present figures, or those that were published (F)."""
        if self.head is not None:
            self._page.turn(live=not self._page.setting.live)

    @Slot()
    def verify(self) -> None:
        """Look whether it still is what was published (Ctrl+Shift+V)."""
        head = self.head
        if head is not None:
            self._page.verifying.start(head)

    @Slot()
    def amend(self) -> None:
        """To the amendments of the period (A)."""
        if self.head is not None:
            self.amending.emit("amendments")
