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
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from console.ports.publications import Head
from console.viewmodels.assessment import AssessmentDesk
from console.viewmodels.assessment_setting import Setting
from console.viewmodels.columns import Align, Column, Elide
from console.viewmodels.keyed_table import KeyedTable
from console.viewmodels.notices import Notice, NoticeTone
from console.viewmodels.publications import Act, Stands, short_print
from console.views.administration.list_view import ThingTable
from console.views.assessment.frozen_strip import VERIFY
from console.views.assessment.publication_asking import PublicationAsking
from console.views.assessment.publication_words import PublicationWords
from console.views.assessment.section import Section
from console.views.icons import Icon
from console.views.look import Look
from console.views.refusal_words import sentence
from console.views.theme import set_look
from console.views.widgets.elided import Elided
from console.views.widgets.keys import KeyButton

CODE: Final = "publications"
HEAD: Final = 52
TERM: Final = 76
ENGLISH_TERM: Final = 104
KEYS: Final = {
    Act.PREPARE: "N", Act.CHECK: "C", Act.PUBLISH: "P", Act.WITHDRAW: "W", Act.VERIFY: VERIFY,
    Act.AMEND: "A",
}  # fmt: skip
TERMS: Final = ("signed", "as_of", "reason", "print", "verified")


class PublicationsSection(Section):
    """The list above, what is told of the chosen one below, acts in head and foot."""

    keys = frozenset({VERIFY, "Ctrl+C"})

    def __init__(self, page: AssessmentDesk, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.page, self.kept, self._look = page, page.publications, look
        self._words = PublicationWords(page, look)
        self.asking = PublicationAsking(page, look, self)
        self.table = ThingTable(look, self)
        self._rows = self._made_table()
        self.note, self.words = Elided(self), QLabel(self)
        self.terms = {one: QLabel(self) for one in TERMS}
        self.buttons = {act: self._button(act) for act in KEYS}
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

    def _made_table(self) -> KeyedTable[Head]:
        words = self._words
        number: Column[Head] = Column(
            key="number", title="publications.col.number", value=lambda one: str(one.id), width=44,
            align=Align.RIGHT,
        )  # fmt: skip
        period: Column[Head] = Column(
            key="period", title="publications.col.period", value=words.period, width=116
        )
        objects: Column[Head] = Column(
            key="objects", title="publications.col.objects", value=words.objects, width=88
        )
        scheme: Column[Head] = Column(
            key="scheme", title="publications.col.scheme", value=words.scheme, width=208,
            hint=words.scheme, elide=Elide.MIDDLE,
        )  # fmt: skip
        cases: Column[Head] = Column(
            key="cases", title="publications.col.cases", width=64, align=Align.RIGHT,
            value=lambda one: self._look.formats.number(one.cases),
        )  # fmt: skip
        state: Column[Head] = Column(
            key="state", title="publications.col.state", value=words.state, width=148,
            strong=lambda one: one.published, tone=lambda one: "ink3" if one.withdrawn else "ink",
            hint=words.state,
        )  # fmt: skip
        print_: Column[Head] = Column(
            key="print", title="publications.col.print", width=160, elide=Elide.NEVER,
            value=lambda one: short_print(one.fingerprint), hint=lambda one: one.fingerprint,
        )  # fmt: skip
        signed: Column[Head] = Column(
            key="signed", title="publications.col.signed", value=words.signed, stretch=True,
            hint=words.signed,
        )  # fmt: skip
        columns = (number, period, objects, scheme, cases, state, print_, signed)
        return KeyedTable(columns, _number, self._look.wording.say, parent=self)

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
        self.below = self._made_below()
        column.addWidget(self.below)

    def _made_below(self) -> QFrame:
        """What is told of the chosen one, and what can be done with it."""
        say = self._look.wording.say
        below = QFrame(self)
        set_look(below, role="bar")
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(4)
        grid.setColumnStretch(1, 1)
        english = self._look.wording.language.value == "en"
        self._names = {}
        for at, code in enumerate(TERMS):
            name, told = QLabel(say(f"publications.term.{code}"), below), self.terms[code]
            set_look(name, role="hint")
            name.setFixedWidth(ENGLISH_TERM if english else TERM)
            name.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
            told.setWordWrap(True)
            told.setTextFormat(Qt.TextFormat.PlainText)
            told.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            told.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            grid.addWidget(name, at, 0)
            grid.addWidget(told, at, 1)
            self._names[code] = name
        acts = QHBoxLayout()
        acts.setSpacing(8)
        for act in (Act.CHECK, Act.PUBLISH, Act.WITHDRAW):
            acts.addWidget(self.buttons[act])
        acts.addStretch(1)
        for act in (Act.VERIFY, Act.AMEND):
            acts.addWidget(self.buttons[act])
        column = QVBoxLayout(below)
        column.setContentsMargins(14, 10, 12, 10)
        column.setSpacing(10)
        column.addLayout(grid)
        column.addLayout(acts)
        return below

    def _connect(self) -> None:
        say = self._look.wording.say
        self.table.show_table(self._rows, say("assessment.section.publications"))  # type: ignore[arg-type] # rows of any kind
        self.table.picked.connect(self._on_picked)
        self.kept.shown.connect(self.tell)
        self.page.verifying.shown.connect(self.tell)
        self.page.verifying.moved.connect(self._on_moved)
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
        if head is None:
            return
        found, running = self.page.verifying.found.get(head.id), self.page.verifying.running
        told = {
            "signed": self._words.signed(head),
            "as_of": self._words.moment(head.as_of),
            "reason": self._words.reason(head),
            "print": head.fingerprint,
            "verified": self._words.verified(head, found) if found is not None else "",
        }
        if running == head.id:
            told["verified"] = look.wording.say("publications.task.verify")
        for code, words in told.items():
            self.terms[code].setText(words)
            for part in (self.terms[code], self._names[code]):
                part.setVisible(bool(words))

    @Slot(int, int)
    def _on_moved(self, done: int, of: int) -> None:
        head = self.head
        if head is not None and self.page.verifying.running == head.id:
            words = self._look.wording.say("publications.moved", done=done, of=of)
            self.terms["verified"].setText(words)

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


def _number(head: Head) -> int:
    return head.id


def _shortcut(key: str, slot: Callable[[], object], owner: QWidget) -> None:
    made = QShortcut(QKeySequence(key), owner)
    made.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
    made.setAutoRepeat(False)
    made.activated.connect(slot)
