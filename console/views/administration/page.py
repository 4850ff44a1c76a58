"""The administration page: sections left, their list in the middle, the form at the right.

All by keys: Alt+1…0, Alt+B and Alt+H open sections; in the list J and K walk, Enter goes into the
form, N makes a new thing, / filters, H shows what was done to the chosen one, Esc leaves; in the
form Ctrl+Enter sends and Esc goes back with the draft kept. Ctrl+Z takes the last change back.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Final

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QFrame, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from console.domain.administration import Subject
from console.viewmodels.administration import Administration
from console.viewmodels.administration_sections import HISTORY, SECTIONS, section_cap
from console.views.administration.calendar_pane import CalendarPane
from console.views.administration.form_view import DISCARD
from console.views.administration.head import SectionHead
from console.views.administration.history_pane import HistoryPane
from console.views.administration.history_view import UNDO
from console.views.administration.pane import Pane
from console.views.administration.section_rail import SectionRail
from console.views.administration.standards_pane import CHOOSE, StandardsPane
from console.views.administration.things_pane import ThingsPane
from console.views.look import Look
from console.views.theme import set_look

WIDE: Final = 1500
RAIL: Final = 208
NARROW_RAIL: Final = 72
SIDE: Final = 440
NARROW_SIDE: Final = 380
LETTERS: Final = ("N", "P", "U", "D", "L", "H", "Del")


class AdministrationPage(QFrame):
    """Signals: `closed`; `keys_changed` (list of key and words) what the foot shows."""

    closed = Signal()
    keys_changed = Signal(object)

    def __init__(self, page: Administration, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.page, self._look = page, look
        set_look(self, role="panel")
        self.setAccessibleName(look.wording.say("administration.title"))
        self.rail = SectionRail(look, self)
        self.head = SectionHead(look, self)
        self.things = ThingsPane(page, look, self)
        self.history = HistoryPane(page.history, look, self)
        self.calendar = CalendarPane(self.things, look, self)
        self.standards = StandardsPane(page, look, self)
        self._own: dict[str, Pane] = {
            HISTORY: self.history,
            Subject.CALENDAR.value: self.calendar,
            Subject.STANDARDS.value: self.standards,
        }
        self.middle, self.side = QStackedWidget(self), QStackedWidget(self)
        for pane in (self.things, *self._own.values()):
            self.middle.addWidget(pane.middle)
            self.side.addWidget(pane.side)
        self._lay_out()
        self._shortcuts = self._bound()
        self._connect()
        self._on_opened()

    def _lay_out(self) -> None:
        lower = _row()
        for part in (self.middle, self._rule(), self.side):
            lower.addWidget(part, 1 if part is self.middle else 0)
        work = QVBoxLayout()
        work.setContentsMargins(0, 0, 0, 0)
        work.setSpacing(0)
        work.addWidget(self.head)
        work.addLayout(lower, 1)
        row = _row()
        row.addWidget(self.rail)
        row.addWidget(self._rule())
        row.addLayout(work, 1)
        self.setLayout(row)

    def _rule(self) -> QFrame:
        rule = QFrame(self)
        set_look(rule, role="rulev")
        return rule

    def _bound(self) -> tuple[str, ...]:
        everywhere: dict[str, Callable[[], None]] = {
            "Ctrl+Return": self._on_submit,
            "Ctrl+Enter": self._on_submit,
            UNDO: self._on_undo,
            DISCARD: self._on_discard,
            CHOOSE: self._on_choose,
            "Esc": self._on_escape,
        }
        for at, section in enumerate(SECTIONS):
            everywhere[f"Alt+{section_cap(at)}"] = partial(self.page.open, section.id)
        for key, slot in everywhere.items():
            self._shortcut(key, slot, self)
        in_list: dict[str, Callable[[], None]] = dict.fromkeys("/／", self.head.begin_filter)
        in_list |= {letter: partial(self._on_letter, letter) for letter in LETTERS}
        owners: list[QWidget] = [self.calendar.month]
        for found in (self.things, self.history, self.standards):
            owners += [found.list.table, found.list.words]
        for owner in owners:
            for key, slot in in_list.items():
                self._shortcut(key, slot, owner)
        return tuple(everywhere)

    def _shortcut(self, key: str, slot: Callable[[], None], owner: QWidget) -> None:
        made = QShortcut(QKeySequence(key), owner)
        made.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        made.setAutoRepeat(False)
        made.activated.connect(slot)

    def _connect(self) -> None:
        page, head = self.page, self.head
        page.opened.connect(self._on_opened)
        page.done.connect(self.focus_list)
        for pane in (self.things, *self._own.values()):
            pane.counted.connect(self._on_counted)
            pane.turned.connect(self._tell_keys)
        self.rail.chosen.connect(page.open)
        self.things.list.table.opened.connect(self.things.enter)
        self.things.form.left.connect(self.focus_list)
        head.acted.connect(self._on_acted)
        head.filtered.connect(self._on_filtered)
        head.narrowed.connect(self._on_narrowed)
        head.left.connect(self.focus_list)
        head.closed.connect(self.closed)

    @property
    def pane(self) -> Pane:
        """What stands there for the open section."""
        return self._own.get(self.page.section.id, self.things)

    @property
    def keys(self) -> frozenset[str]:
        """Keys of the window that are this page's while it is open."""
        return frozenset((*self._shortcuts, "Ctrl+0"))

    def start(self) -> None:
        """Read, and take the keyboard."""
        self.page.reload()
        self.focus_list()

    @Slot()
    def focus_list(self) -> None:
        """The keyboard to the list, or to what stands in its place."""
        self.pane.focus_list()
        self._tell_keys()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        wide = self.width() >= WIDE
        self.rail.setFixedWidth(RAIL if wide else NARROW_RAIL)
        self.rail.narrow(not wide)
        self.side.setFixedWidth(SIDE if wide else NARROW_SIDE)

    # --- hands ------------------------------------------------------------------------------------

    @Slot()
    def _on_opened(self) -> None:
        """Another section is open."""
        section, pane = self.page.section, self.pane
        self.rail.show_section(section.id)
        self.head.show_section(section)
        self.middle.setCurrentWidget(pane.middle)
        self.side.setCurrentWidget(pane.side)
        pane.show_section()
        if not self.rail.isAncestorOf(self.window().focusWidget() or self):
            pane.focus_list()
        self._tell_keys()

    @Slot(int, int)
    def _on_counted(self, shown: int, whole: int) -> None:
        if self.sender() is self.pane:
            self.head.tell_count(shown, whole, older=self.pane.older)

    def _on_letter(self, letter: str) -> None:
        keys = {key: act for act, key in self.head.acts}
        if letter in keys:
            self._on_acted(keys[letter])

    @Slot(str)
    def _on_acted(self, act: str) -> None:
        if act == HISTORY:
            self.page.history.key = self.page.chosen or ""
            self.head.subject.choose(self.page.section.id)
            self.page.open(HISTORY)
        elif self.pane.act(act):
            self.things.form.enter()
        self._tell_keys()

    @Slot(str)
    def _on_filtered(self, text: str) -> None:
        self.pane.find(text)

    @Slot()
    def _on_narrowed(self) -> None:
        history, section = self.page.history, self.head.subject.code()
        key = history.key if not self.history.middle.isVisible() else ""
        history.narrow(section=section, key=key, span=self.head.span.code())

    @Slot()
    def _on_submit(self) -> None:
        self.pane.submit()

    @Slot()
    def _on_undo(self) -> None:
        self.pane.undo()

    @Slot()
    def _on_discard(self) -> None:
        self.pane.discard()

    @Slot()
    def _on_choose(self) -> None:
        if self.pane is self.standards:
            self.standards.choose()

    @Slot()
    def _on_escape(self) -> None:
        """From the form to the list, from the list away."""
        if not self.pane.leave():
            self.closed.emit()

    @Slot()
    def _tell_keys(self) -> None:
        self.keys_changed.emit(self.foot_keys())

    def foot_keys(self) -> list[tuple[str, str]]:
        """What the keys do here, for the foot of the window."""
        say = self._look.wording.say
        if self.pane.in_side:
            codes = [("Ctrl+Enter", "submit"), ("Esc", "back"), (DISCARD, "discard")]
        else:
            codes = [("Enter", "edit"), (UNDO, "undo"), ("Esc", "leave")]
            if self.pane is self.standards:
                codes[0] = (CHOOSE, "choose")
            if self.pane.filters:
                codes.insert(1, ("/", "filter"))
        return [(key, say(f"administration.foot.{code}")) for key, code in codes]


def _row() -> QHBoxLayout:
    row = QHBoxLayout()
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(0)
    return row
