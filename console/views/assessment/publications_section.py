"""Publications (发布记录): what is kept of each period, who signed, and what can be done with it.

In the list: N prepares the page's period, C checks, P publishes, W withdraws, A goes to amendments,
Ctrl+C copies the fingerprint, Ctrl+Shift+V verifies, Esc gives verifying up, F5 reads anew.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from console.ports.publications import Head
from console.viewmodels.assessment import AssessmentDesk
from console.viewmodels.assessment_setting import Setting
from console.viewmodels.notices import Notice, NoticeTone
from console.viewmodels.publications import Act, Stands
from console.views.administration.list_view import ThingTable
from console.views.assessment.frozen_strip import VERIFY
from console.views.assessment.publication_asking import PublicationAsking
from console.views.assessment.publication_columns import publication_table
from console.views.assessment.publication_panel import PublicationPanel
from console.views.assessment.publication_words import words_of
from console.views.assessment.section import Section
from console.views.icons import Icon
from console.views.look import Look
from console.views.refusal_words import sentence
from console.views.theme import set_look
from console.views.widgets.elided import Elided
from console.views.widgets.keys import KeyButton

CODE: Final = "publications"
HEAD: Final = 52
KEYS: Final = {
    Act.PREPARE: "N", Act.CHECK: "C", Act.PUBLISH: "P", Act.WITHDRAW: "W", Act.VERIFY: VERIFY,
    Act.AMEND: "A",
}  # fmt: skip


class PublicationsSection(Section):
    """The list above, what is told of the chosen one below, acts in head and foot."""

    keys = frozenset({VERIFY, "Ctrl+C"})

    def __init__(self, page: AssessmentDesk, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.page, self.kept, self._look = page, page.publications, look
        self._words = words_of(page, look)
        self.asking = PublicationAsking(page, look, self)
        self.table = ThingTable(look, self)
        self._rows = publication_table(self._words, look, self)
        self.note, self.words = Elided(self), QLabel(self)
        self.buttons = {act: self._button(act) for act in KEYS}
        acts = (Act.CHECK, Act.PUBLISH, Act.WITHDRAW), (Act.VERIFY, Act.AMEND)
        self.below = PublicationPanel(
            page, self._words, look, [[self.buttons[one] for one in side] for side in acts], self
        )
        self.terms = self.below.terms
        self._stack = QStackedWidget(self)
        self._lay_out()
        self._connect()
        self._bind()
        self.tell()

    def _button(self, act: Act) -> KeyButton:
        kind = "primary" if act is Act.PREPARE else "plain"
        sign = Icon.FINGERPRINT if act is Act.VERIFY else None
        words = self._look.wording.say(f"publications.act.{act.value}")
        made = KeyButton(self._look.theme, words, KEYS[act], kind=kind, sign=sign, parent=self)
        made.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        return made

    def _lay_out(self) -> None:
        say = self._look.wording.say
        head = QFrame(self)
        set_look(head, role="head")
        head.setFixedHeight(HEAD)
        title = QLabel(say("assessment.section.publications"), head)
        set_look(title, role="title")
        set_look(self.note, role="hint")
        row = QHBoxLayout(head)
        row.setContentsMargins(14, 0, 12, 0)
        row.setSpacing(10)
        row.addWidget(title)
        row.addWidget(self.note, 1)
        row.addWidget(self.buttons[Act.PREPARE])
        self.words.setWordWrap(True)
        self.words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        set_look(self.words, tone="ink2")
        self._stack.addWidget(self.words)
        self._stack.addWidget(self.table)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(head)
        column.addWidget(self._stack, 1)
        column.addWidget(self.below)

    def _connect(self) -> None:
        say = self._look.wording.say
        self.table.show_table(self._rows, say("assessment.section.publications"))
        self.table.picked.connect(self._on_picked)
        self.kept.shown.connect(self.tell)
        self.page.verifying.shown.connect(self.tell)
        self.asking.amending.connect(self._on_amending)
        slots = self._acts()
        for act, button in self.buttons.items():
            button.clicked.connect(slots[act])

    def _acts(self) -> dict[Act, Callable[[], None]]:
        return {
            Act.PREPARE: self.prepare, Act.CHECK: self.check, Act.PUBLISH: self.publish,
            Act.WITHDRAW: self.withdraw, Act.VERIFY: self.verify, Act.AMEND: self.amend,
        }  # fmt: skip

    def _bind(self) -> None:
        for act, slot in self._acts().items():
            for owner in (self,) if act is Act.VERIFY else (self.table, self.words):
                _shortcut(KEYS[act], slot, owner)
        _shortcut("Ctrl+C", self.copy, self.table)

    # --- as a section -----------------------------------------------------------------------------

    def show_section(self, code: str, setting: Setting) -> None:
        """Read the list anew."""
        del code, setting
        self.kept.reload()

    def set_to(self, setting: Setting) -> None:
        """Another period may be prepared."""
        del setting
        self.tell()

    def escape(self) -> bool:
        """Give verifying up first."""
        return self.page.verifying.give_up()

    def stop(self) -> None:
        """The page goes; a signature that is under way is finished by the store."""
        self.page.verifying.give_up()

    def take_keyboard(self) -> None:
        """The keyboard to the list, or to the sentence in its place."""
        (self._stack.currentWidget() or self).setFocus(Qt.FocusReason.OtherFocusReason)

    def foot_keys(self) -> Sequence[tuple[str, str]]:
        """What the keys do here."""
        say = self._look.wording.say
        acts = [(KEYS[act], say(f"publications.act.{act.value}").rstrip("…")) for act in KEYS]
        return [*acts, ("Ctrl+C", say("publications.copy"))]

    # --- what is shown ----------------------------------------------------------------------------

    @property
    def head(self) -> Head | None:
        """The chosen one."""
        return self._rows.row_at(self.table.currentIndex().row())

    @Slot()
    def tell(self) -> None:
        """Show the list as it stands, and the chosen one."""
        kept, say = self.kept, self._look.wording.say
        had = self.isAncestorOf(self.window().focusWidget() or self.window())
        chosen = self.head
        self._rows.show(kept.heads)
        self.table.take_widths()
        there = bool(kept.heads) and kept.stands is not Stands.REFUSED
        before = self._stack.currentWidget()
        self._stack.setCurrentWidget(self.table if there else self.words)
        self.words.setFocusPolicy(Qt.FocusPolicy.NoFocus if there else Qt.FocusPolicy.StrongFocus)
        self.words.setText(self._standing())
        if there:
            key = chosen.id if chosen is not None and kept.head(chosen.id) else kept.heads[0].id
            self.table.settle(key)
        if had and before is not self._stack.currentWidget():
            self.take_keyboard()
        self.below.setVisible(there)
        lost = kept.stands is Stands.LOST
        self.note.setText(say("publications.kept_lost" if lost else "publications.snapshot"))
        out = sum(1 for one in kept.heads if one.published and not one.amends)
        if kept.stands is Stands.THERE:
            self.told.emit(CODE, say("publications.count", count=out))
        self._tell_chosen()

    def _standing(self) -> str:
        kept = self.kept
        if kept.refusal is not None and kept.stands is Stands.REFUSED:
            return sentence(kept.refusal, self._look.wording)
        return self._look.wording.say(f"publications.stands.{kept.stands.value}")

    def _tell_chosen(self) -> None:
        head, look = self.head, self._look
        for act, button in self.buttons.items():
            refusal = self.kept.against(act, head)
            if act is Act.VERIFY and refusal is None and self.page.verifying.running:
                button.refuse(look.wording.say("publications.busy"))
            elif refusal is None:
                button.allow()
                button.setToolTip(look.wording.say(f"publications.tip.{act.value}"))
            else:
                button.refuse(sentence(refusal, look.wording))
        self.below.show_head(head)

    @Slot(object)
    def _on_picked(self, _key: int) -> None:
        self._tell_chosen()

    # --- hands ------------------------------------------------------------------------------------

    @Slot()
    def prepare(self) -> None:
        """Freeze the page's period (N)."""
        self.asking.prepare()

    @Slot()
    def check(self) -> None:
        """Check the chosen one (C)."""
        self.asking.check(self.head)

    @Slot()
    def publish(self) -> None:
        """Publish the chosen one (P)."""
        self.asking.publish(self.head)

    @Slot()
    def withdraw(self) -> None:
        """Give the chosen one up, with a reason (W)."""
        self.asking.withdraw(self.head)

    @Slot()
    def amend(self) -> None:
        """To its amendments (A)."""
        self.asking.amend(self.head)

    @Slot()
    def verify(self) -> None:
        """Look whether it still is what it was (Ctrl+Shift+V)."""
        head = self.head
        if head is not None:
            self.page.verifying.start(head)

    @Slot()
    def copy(self) -> None:
        """The fingerprint into the clipboard (Ctrl+C)."""
        head = self.head
        if head is not None:
            QGuiApplication.clipboard().setText(head.fingerprint)
            notice = Notice(code="publications.copied", tone=NoticeTone.INFO)
            self.kept.desk.notice.emit(notice)

    @Slot(int)
    def _on_amending(self, _publication: int) -> None:
        self.section_asked.emit("amendments")


def _shortcut(key: str, slot: Callable[[], object], owner: QWidget) -> None:
    made = QShortcut(QKeySequence(key), owner)
    made.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
    made.setAutoRepeat(False)
    made.activated.connect(slot)
