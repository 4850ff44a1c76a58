"""Lists to look into (督查线索): lists left, entries of the chosen one, the cases behind an entry.

Keys: arrows walk, Enter goes in and opens the case, Esc steps back or gives up what is being looked
for, F5 looks anew. What stands on top says what the lists are: reasons to look, no verdicts.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from console.ports.integrity import FindingKind
from console.viewmodels.assessment_findings import (
    CaseLine,
    EntryRow,
    FindingsDesk,
    KindRow,
    Looking,
)
from console.viewmodels.assessment_setting import Setting
from console.viewmodels.columns import Align, Column
from console.viewmodels.desk import Desk
from console.viewmodels.keyed_table import KeyedTable
from console.viewmodels.words import Say
from console.views.administration.list_view import ThingTable
from console.views.assessment.section import Section
from console.views.look import Look
from console.views.refusal_words import sentence
from console.views.resources import resource
from console.views.theme import set_look
from console.views.widgets.elided import Elided
from console.views.widgets.keys import KeyButton

KINDS: Final = 248
ENGLISH_KINDS: Final = 300
HEAD: Final = 48
CASES: Final = 216
MARGIN: Final = 14
CODE: Final = "findings"
EXPORT: Final = "Ctrl+E"


class FindingsSection(Section):
    """One widget for the lists, their entries and the cases behind an entry."""

    keys = frozenset({EXPORT})

    def __init__(self, desk: Desk, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.page, self._look = FindingsDesk.of(desk, look.wording.say), look
        self.kinds, self.entries, self.cases = (ThingTable(look, self) for _ in range(3))
        self._kinds = _kind_table(look, self)
        self._entries = _entry_table(look, self)
        self._cases = _case_table(look, self)
        self.note, self.standing = Elided(self), QLabel(self)
        self.definition, self.words, self.behind = QLabel(self), QLabel(self), QLabel(self)
        self.reason = QLabel(self)
        opening = look.wording.say("assessment.cases.open")
        self.open_button = KeyButton(look.theme, opening, "Enter", size="small", parent=self)
        exporting = look.wording.say("assessment.export")
        self.export_button = KeyButton(
            look.theme, exporting, EXPORT, kind="primary", size="small", parent=self
        )
        self._stack = QStackedWidget(self)
        self._lay_out()
        self._connect()

    # --- making -----------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        say = self._look.wording.say
        head = _bar(self, "bar", HEAD)
        title = QLabel(say("assessment.section.findings"), head)
        set_look(title, role="section")
        self.note.setText(say("findings.note"))
        self.note.setToolTip(say("findings.note"))
        set_look(self.note, role="hint")
        set_look(self.standing, role="hint")
        _row(head, (title, 0), (self.note, 1), (self.standing, 0), (self.export_button, 0))
        _centre(self.words)
        self._stack.addWidget(self.words)
        self._stack.addWidget(self._lists())
        column = _close(QVBoxLayout(self))
        column.addWidget(head)
        column.addWidget(self._stack, 1)

    def _lists(self) -> QWidget:
        whole = QFrame(self)
        english = self._look.wording.language.value == "en"
        self.kinds.setFixedWidth(ENGLISH_KINDS if english else KINDS)
        rule = QFrame(whole)
        set_look(rule, role="rulev")
        row = QHBoxLayout(whole)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.kinds)
        row.addWidget(rule)
        row.addLayout(self._right(whole), 1)
        return whole

    def _right(self, parent: QWidget) -> QVBoxLayout:
        self.definition.setWordWrap(True)
        self.definition.setContentsMargins(MARGIN, 8, MARGIN, 8)
        set_look(self.definition, tone="ink2")
        foot = _bar(parent, "bar", HEAD)
        set_look(self.behind, role="section")
        _row(foot, (self.behind, 1), (self.open_button, 0))
        for button in (self.open_button, self.export_button):
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.cases.setFixedHeight(CASES)
        self.reason.setWordWrap(True)
        self.reason.setContentsMargins(MARGIN, 0, MARGIN, 8)
        column = _close(QVBoxLayout())
        column.addWidget(self.definition)
        column.addWidget(self.entries, 1)
        for widget in (foot, self.reason, self.cases):
            column.addWidget(widget)
        return column

    def _connect(self) -> None:
        say = self._look.wording.say
        self.kinds.show_table(self._kinds, say("findings.col.list"))
        self.entries.show_table(self._entries, say("findings.entries"))
        self.cases.show_table(self._cases, say("assessment.cases"))
        self.kinds.picked.connect(self._on_kind)
        self.kinds.opened.connect(self._on_kind_opened)
        self.entries.picked.connect(self._on_entry)
        self.entries.opened.connect(self._on_entry_opened)
        self.cases.opened.connect(self.open_case)
        self.open_button.clicked.connect(self.open_case)
        self.page.shown.connect(self.tell)
        self.page.moved.connect(self._on_moved)
        self.export_button.clicked.connect(self.write)
        export = QShortcut(QKeySequence(EXPORT), self)
        export.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        export.activated.connect(self.write)

    # --- what a section is ------------------------------------------------------------------------

    def show_section(self, code: str, setting: Setting) -> None:
        """Look for the lists of the period, where they are not there."""
        del code
        self.page.open = True
        self.set_to(setting)

    def set_to(self, setting: Setting) -> None:
        """Another period has other lists."""
        self.page.look_at(setting.period)
        self.tell()

    def put_away(self) -> None:
        """Another section is open; what is being looked for goes on."""
        self.page.open = False

    def stop(self) -> None:
        """The page goes."""
        self.page.leave()

    def escape(self) -> bool:
        """Give up the search, or step back: from cases to entries, from entries to lists."""
        if self.page.give_up():
            return True
        focus = self.window().focusWidget()
        back = {self.cases: self.entries, self.entries: self.kinds}.get(focus)  # type: ignore[call-overload] # any widget may be asked for
        if back is None:
            return False
        back.setFocus(Qt.FocusReason.OtherFocusReason)
        return True

    def take_keyboard(self) -> None:
        """The keyboard to the lists, or to what is told instead of them."""
        there = self._stack.currentWidget() is not self.words
        (self.kinds if there else self.words).setFocus(Qt.FocusReason.OtherFocusReason)

    def foot_keys(self) -> Sequence[tuple[str, str]]:
        """What can be pressed."""
        say = self._look.wording.say
        return (
            ("Enter", say("findings.key.enter")),
            (EXPORT, say("assessment.export")),
            ("F5", say("findings.key.anew")),
            ("Alt+← →", say("assessment.foot.step")),
        )

    # --- what is shown ----------------------------------------------------------------------------

    @Slot()
    def tell(self) -> None:
        """Show the lists as they stand."""
        page, say = self.page, self._look.wording.say
        there = page.lists is not None and page.looking is not Looking.READING
        had = self._stack.currentWidget()
        self._kinds.show(page.kinds())
        self._stack.setCurrentIndex(1 if there else 0)
        self.words.setFocusPolicy(Qt.FocusPolicy.NoFocus if there else Qt.FocusPolicy.StrongFocus)
        self.words.setText(self._words())
        self._tell_standing()
        if there:
            self.kinds.settle(page.kind)
            self._tell_entries()
            self.told.emit(CODE, say("findings.count", count=page.total))
        focused = self.isAncestorOf(self.window().focusWidget() or self)
        if focused and had is not self._stack.currentWidget():
            self.take_keyboard()

    def _words(self) -> str:
        page, say = self.page, self._look.wording.say
        if page.refusal is not None:
            return sentence(page.refusal, self._look.wording)
        return say(f"findings.state.{page.looking.value}")

    def _tell_standing(self) -> None:
        page, formats = self.page, self._look.formats
        words = ""
        if page.read_at is not None and page.lists is not None:
            at = formats.stamp(page.read_at, page.desk.now())
            words = self._look.wording.say("assessment.cases.read_at", time=at)
            if page.looking is Looking.LOST:
                words = self._look.wording.say("assessment.kept.lost")
        self.standing.setText(words)

    def _tell_entries(self) -> None:
        say, kind = self._look.wording.say, self.page.kind
        self.definition.setText(say(f"{kind.name_code}.definition"))
        rows = self.page.entries()
        self._entries.show(rows)
        self.entries.take_widths()
        at = self.page.at if self.page.entry(self.page.at) is not None else 0
        self.entries.settle(at if rows else None)
        self._tell_cases(at if rows else -1)

    def _tell_cases(self, key: int) -> None:
        rows = self.page.cases(key)
        self._cases.show(rows)
        self.cases.settle(rows[0].case if rows else None)
        say = self._look.wording.say
        self.behind.setText(
            say("findings.behind", count=len(rows)) if rows else say("findings.state.none")
        )
        self.open_button.setVisible(bool(rows))
        entry = self.page.entry_row(key)
        self.reason.setText("" if entry is None else f"{entry.who}\N{IDEOGRAPHIC SPACE}{entry.why}")
        self.reason.setVisible(entry is not None)

    # --- hands ------------------------------------------------------------------------------------

    @Slot(object)
    def _on_kind(self, kind: str) -> None:
        self.page.choose(FindingKind(kind))  # Qt hands its text on
        self._tell_entries()

    @Slot()
    def _on_kind_opened(self) -> None:
        if self._entries.rowCount():
            self.entries.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot(object)
    def _on_entry(self, key: int) -> None:
        self.page.at = key
        self._tell_cases(key)

    @Slot()
    def _on_entry_opened(self) -> None:
        """One case is opened at once, among several one is chosen first."""
        if self._cases.rowCount() > 1:
            self.cases.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.open_case()

    @Slot()
    def open_case(self) -> None:
        """Show the current case in the queue; one of another area stays where it is."""
        row = self._cases.row_at(max(0, self.cases.currentIndex().row()))
        if row is not None and not row.hidden:
            self.case_asked.emit(row.case)

    @Slot()
    def write(self) -> None:
        """The lists as a workbook, under a name somebody chooses."""
        say, period = self._look.wording.say, self.page.period
        if self.page.lists is None or period is None:
            return
        path = _chosen(self.window(), say, period.code)
        if path is not None:
            sheet = f"assessment.{self._look.wording.language.value}.xlsx"
            self.page.write(path, resource("excel", sheet))

    @Slot(int, int)
    def _on_moved(self, done: int, of: int) -> None:
        if self.page.looking is Looking.READING:
            self.words.setText(self._look.wording.say("findings.moved", done=done, of=of))


def _chosen(window: QWidget, say: Say, period: str) -> Path | None:
    """Where the workbook shall be written."""
    kinds = f"{say('assessment.export.kind')} (*.xlsx)"
    name = f"{say('assessment.section.findings')}-{period}.xlsx"
    title = say("assessment.export.title")
    chosen, _ = QFileDialog.getSaveFileName(window, title, name, kinds)
    path = Path(chosen)
    return (path if path.suffix else path.with_suffix(".xlsx")) if chosen else None


def _bar(parent: QWidget, role: str, height: int) -> QFrame:
    bar = QFrame(parent)
    set_look(bar, role=role)
    bar.setFixedHeight(height)
    return bar


def _close(column: QVBoxLayout) -> QVBoxLayout:
    """Without margins and spaces."""
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    return column


def _centre(words: QLabel) -> None:
    """A sentence in the middle of an empty place."""
    words.setWordWrap(True)
    words.setAlignment(Qt.AlignmentFlag.AlignCenter)
    set_look(words, tone="ink2")


def _row(bar: QFrame, *parts: tuple[QWidget, int]) -> None:
    row = QHBoxLayout(bar)
    row.setContentsMargins(MARGIN, 0, MARGIN, 0)
    row.setSpacing(10)
    for widget, share in parts:
        row.addWidget(widget, share)


def _kind_table(look: Look, parent: QWidget) -> KeyedTable[KindRow]:
    name: Column[KindRow] = Column(
        key="name", title="findings.col.list", value=lambda row: row.name, stretch=True
    )
    count: Column[KindRow] = Column(
        key="count", title="findings.col.count", value=lambda row: str(row.count), width=64,
        align=Align.RIGHT,
    )  # fmt: skip
    return KeyedTable((name, count), lambda row: row.kind, look.wording.say, parent=parent)


def _entry_table(look: Look, parent: QWidget) -> KeyedTable[EntryRow]:
    who: Column[EntryRow] = Column(
        key="who", title="findings.col.who", value=lambda row: row.who, width=190
    )
    why: Column[EntryRow] = Column(
        key="why", title="findings.col.why", value=lambda row: row.why, stretch=True,
        hint=lambda row: row.why,
    )  # fmt: skip
    cases: Column[EntryRow] = Column(
        key="cases", title="findings.col.cases", value=lambda row: str(row.cases), width=72,
        align=Align.RIGHT,
    )  # fmt: skip
    return KeyedTable((who, why, cases), lambda row: row.key, look.wording.say, parent=parent)


def _case_table(look: Look, parent: QWidget) -> KeyedTable[CaseLine]:
    number: Column[CaseLine] = Column(
        key="number", title="assess.case.number", value=lambda row: row.number, stretch=True
    )
    return KeyedTable((number,), lambda row: row.case, look.wording.say, parent=parent)
