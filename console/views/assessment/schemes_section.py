"""Schemes and weights (指标与权重): versions left, the form in the middle, the month beside it.

In the list: arrows open, Enter goes to the form, E writes on the open version. Everywhere: Ctrl+S
keeps the draft, Ctrl+Enter puts in force, Ctrl+Backspace throws the draft away, Ctrl+D shows what
differs. What is typed is kept by itself; nothing counts before it is in force.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from console.viewmodels.assessment_setting import Setting
from console.viewmodels.desk import Desk
from console.viewmodels.notices import Notice, NoticeTone
from console.viewmodels.scheme_document import Place
from console.viewmodels.scheme_faults import placed
from console.viewmodels.scheme_list import State
from console.viewmodels.schemes import SchemeDesk
from console.views.assessment.scheme_asking import SchemeAsking
from console.views.assessment.scheme_beside import SchemeBeside
from console.views.assessment.scheme_form import SchemeForm
from console.views.assessment.scheme_keys import (
    BEGIN,
    DIFFER,
    DISCARD,
    READING,
    SAVE,
    SHEET,
    WRITE,
    WRITING,
    Keys,
)
from console.views.assessment.scheme_list import VersionList
from console.views.assessment.section import Section
from console.views.look import Look
from console.views.refusal_words import sentence
from console.views.theme import set_look
from console.views.widgets.elided import Elided
from console.views.widgets.keys import KeyButton

LIST: Final = 268
NARROW_LIST: Final = 214
BESIDE: Final = 520
NARROW_BESIDE: Final = 400
WIDE: Final = 1400


class SchemesSection(Section):
    """The section of the assessment page."""

    keys = frozenset({"Ctrl+Z", "Ctrl+Y", SAVE, BEGIN, "Ctrl+Enter", DISCARD, DIFFER, "F2"})

    def __init__(self, desk: Desk, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self.page = SchemeDesk(desk, look.wording.say, self)
        self.asking = SchemeAsking(self.page, look, self)
        self._code = ""
        set_look(self, role="panel")
        self.versions = VersionList(self.page.list, look, self)
        self.form = SchemeForm(self.page, look, self)
        self.form.words = self.words
        self.beside = SchemeBeside(self.page, look, self)
        self.title, self.state = Elided(self), Elided(self)
        self.empty = QLabel(self)
        self._buttons()
        self._lay_out()
        self._connect()

    def _buttons(self) -> None:
        say, theme = self._look.wording.say, self._look.theme
        self.write = KeyButton(theme, say("schemes.act.write"), "E", parent=self)
        self.save = KeyButton(theme, say("schemes.act.save"), SAVE, parent=self)
        self.discard = KeyButton(
            theme, say("schemes.act.discard"), DISCARD, kind="quiet", parent=self
        )
        self.begin = KeyButton(
            theme, say("schemes.act.begin"), "Ctrl+Enter", kind="primary", parent=self
        )

    def _lay_out(self) -> None:
        set_look(self.title, role="title")
        set_look(self.state, role="hint")
        head = QFrame(self)
        set_look(head, role="head")
        row = QHBoxLayout(head)
        row.setContentsMargins(14, 10, 12, 10)
        row.setSpacing(8)
        row.addWidget(self.title, 2)
        row.addWidget(self.state, 3)
        for button in (self.write, self.save, self.discard, self.begin):
            row.addWidget(button)
        middle = QFrame(self)
        set_look(middle, role="panel")
        inner = QVBoxLayout(middle)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.addWidget(self.form)
        self.split = QSplitter(Qt.Orientation.Horizontal, self)
        for part in (self.versions, middle, self.beside):
            self.split.addWidget(part)
        self.split.setStretchFactor(1, 1)
        self.split.setChildrenCollapsible(False)
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.empty.setWordWrap(True)
        set_look(self.empty, tone="ink2")
        self.stack = QStackedWidget(self)
        self.stack.addWidget(self.split)
        self.stack.addWidget(self.empty)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(head)
        column.addWidget(self.stack, 1)

    def _connect(self) -> None:
        page = self.page
        self.versions.picked.connect(page.choose)
        self.versions.entered.connect(self.to_form)
        page.list.listed.connect(self._on_listed)
        page.opened.connect(self._on_opened)
        page.kept.connect(self._tell)
        page.edit.changed.connect(self._tell)
        self.write.clicked.connect(self.start_writing)
        self.save.clicked.connect(page.save)
        self.discard.clicked.connect(self.asking.discard)
        self.begin.clicked.connect(self.asking.begin)
        keys: dict[str, Callable[[], None]] = {
            SAVE: page.save,
            BEGIN: self.asking.begin,
            "Ctrl+Enter": self.asking.begin,
            DISCARD: self.asking.discard,
            DIFFER: self.beside.turn,
        }
        for key, slot in keys.items():
            made = QShortcut(QKeySequence(key), self)
            made.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            made.activated.connect(slot)
        letter = QShortcut(QKeySequence("E"), self.versions)
        letter.setContext(Qt.ShortcutContext.WidgetShortcut)
        letter.activated.connect(self.start_writing)

    # --- the page's -------------------------------------------------------------------------------

    def show_section(self, code: str, setting: Setting) -> None:
        """Read the schemes."""
        del setting
        self._code = code
        self.page.reload()

    def may_leave(self) -> bool:
        """Not while a lost database keeps the draft from being kept."""
        if self.page.held:
            notice = Notice(code="schemes.held", tone=NoticeTone.REFUSED)
            self.page.desk.notice.emit(notice)
        return not self.page.held

    def put_away(self) -> None:
        """What is being typed is kept as a draft."""
        self.page.save()

    def escape(self) -> bool:
        """From the differences back to the month, from the form back to the list."""
        if self.beside.showing_differences:
            self.beside.turn()
            return True
        if self.form.isAncestorOf(self.focusWidget() or self):
            self.versions.setFocus(Qt.FocusReason.OtherFocusReason)
            return True
        return False

    def take_keyboard(self) -> None:
        """To the draft that is open, else to the list."""
        where = self.form.view if self.page.writing else self.versions
        where.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_figure(self, row: tuple[str, str], column: str) -> None:
        """For pictures: this scheme as it is written on, with a weight moved, nothing kept."""
        kind, scheme = row
        page = self.page
        page.choose((kind, scheme, 1))
        page.try_out()
        self.form.open("components")
        for at, text in enumerate(("0.05", "0.35")):
            place = Place(part="components", row=at, column=column)
            page.edit.type(place, text)
        page.preview.now()
        self.to_form()

    def foot_keys(self) -> Sequence[tuple[str, str]]:
        """What the keys do here now."""
        own = (WRITE,) if self.page.may_write and self.page.key is not None else ()
        return self._worded(WRITING if self.page.writing else (*own, *READING))

    def sheet_keys(self) -> Sequence[tuple[str, str]]:
        """Every key of the section."""
        return self._worded(SHEET)

    def _worded(self, keys: Keys) -> Sequence[tuple[str, str]]:
        say = self._look.wording.say
        return [(key, say(f"schemes.{code}")) for key, code in keys]

    # --- acts -------------------------------------------------------------------------------------

    @Slot()
    def to_form(self) -> None:
        """The keyboard to the form."""
        self.form.view.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def start_writing(self) -> None:
        """Write on the open version."""
        self.page.begin()
        if self.page.writing:
            self.to_form()

    # --- telling ----------------------------------------------------------------------------------

    def words(self) -> str:
        """What is wrong with what is open, in a sentence."""
        edit = self.page.edit
        refusal = edit.refusal or self.page.problem
        if refusal is None:
            return ""
        wording = self._look.wording
        return sentence(placed(refusal, edit.document, wording.say), wording)

    @Slot()
    def _on_listed(self) -> None:
        say, known = self._look.wording.say, self.page.list
        there = known.state is State.THERE or bool(known.lines)
        self.stack.setCurrentWidget(self.split if there else self.empty)
        if known.refusal is not None:
            self.empty.setText(sentence(known.refusal, self._look.wording))
        else:
            unread = known.state is State.LOST and not there
            state = "unread" if unread else known.state.value
            self.empty.setText(say(f"schemes.state.{state}"))
        self.versions.mark(self.page.key)
        self._tell()
        held = sum(one.strong for one in known.lines)
        if there:
            self.told.emit(self._code, say("schemes.told", count=held))

    @Slot()
    def _on_opened(self) -> None:
        self.versions.mark(self.page.key)
        self._tell()
        self.turned.emit()

    @Slot()
    def _tell(self) -> None:
        page, say = self.page, self._look.wording.say
        line = page.list.line(page.key)
        self.title.setText(line.title if line is not None else page.title)
        self.state.setText(self._state(line.hint if line is not None else ""))
        self.write.setVisible(page.may_write and not page.writing and page.key is not None)
        for button in (self.save, self.discard):
            button.setVisible(page.writing)
        self.begin.setVisible(page.writing or page.can_begin)
        if page.can_begin:
            self.begin.allow()
        else:
            self.begin.refuse(say("schemes.begin.wrong"))
        self.form.tell()

    def _state(self, hint: str) -> str:
        page, say = self.page, self._look.wording.say
        if page.list.state is State.LOST:
            return say("schemes.state.lost") if page.list.lines else ""
        if not page.may_write:
            return say("schemes.state.reader", hint=hint)
        return say("schemes.state.unsaved") if page.unsaved else hint

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        wide = self.width() >= WIDE
        left, right = (LIST, BESIDE) if wide else (NARROW_LIST, NARROW_BESIDE)
        self.split.setSizes([left, self.width() - left - right, right])
