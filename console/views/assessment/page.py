"""The assessment page: the rail of sections left, the open one beside it (DESIGN 3, 07).

Alt+1…9 open sections, Alt+← → step through periods, Esc steps back and then goes to the queue;
every other key is the section's.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Final

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QFrame, QHBoxLayout, QStackedWidget, QWidget

from console.viewmodels.assessment import KINDS, AssessmentDesk
from console.viewmodels.notices import Notice, NoticeTone
from console.views.assessment.rail import AssessmentRail
from console.views.assessment.ranking_section import RankingSection
from console.views.assessment.section import Section, SectionKind
from console.views.assessment.sections import SECTIONS
from console.views.look import Look
from console.views.theme import set_look

WIDE: Final = 1500
RAIL: Final = 208
NARROW_RAIL: Final = 72
FIRST: Final = "departments"


class AssessmentPage(QFrame):
    """Signals: `closed`; `keys_changed` (list of key and words) what the foot shows; `case_asked`
    (CaseId) a case shall be shown in the queue.
    """

    closed = Signal()
    keys_changed = Signal(object)
    case_asked = Signal(object)

    def __init__(
        self,
        page: AssessmentDesk,
        look: Look,
        parent: QWidget | None = None,
        kinds: Sequence[SectionKind] = SECTIONS,
    ) -> None:
        super().__init__(parent)
        self.page, self._look, self._kinds = page, look, tuple(kinds)
        set_look(self, role="panel")
        self.setAccessibleName(look.wording.say("assessment.title"))
        self.rail = AssessmentRail(page, self._kinds, look, self)
        self.stack = QStackedWidget(self)
        self._made: dict[object, Section] = {}
        self.section = ""
        rule = QFrame(self)
        set_look(rule, role="rulev")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.rail)
        row.addWidget(rule)
        row.addWidget(self.stack, 1)
        self._shortcuts = self._bound()
        self.rail.section_chosen.connect(self.open)
        self.rail.period_chosen.connect(self._on_period)
        page.set.connect(self._on_set)

    def _bound(self) -> tuple[str, ...]:
        everywhere: dict[str, Callable[[], None]] = {
            "Esc": self._on_escape,
            "Alt+Left": partial(self._step, -1),
            "Alt+Right": partial(self._step, 1),
        }
        for at, kind in enumerate(self._kinds):
            everywhere[f"Alt+{at + 1}"] = partial(self.open, kind.code)
        for key, slot in everywhere.items():
            made = QShortcut(QKeySequence(key), self)
            made.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            made.setAutoRepeat(False)
            made.activated.connect(slot)
        return tuple(everywhere)

    @property
    def keys(self) -> frozenset[str]:
        """Keys of the window that are this page's while it is open."""
        digits = {f"Alt+{at % 10}" for at in range(1, 11)}
        return frozenset((*self._shortcuts, *digits)) | self.shown.keys

    @property
    def shown(self) -> Section:
        """The open section; one without anything before the first was opened."""
        found = self.stack.currentWidget()
        return found if isinstance(found, Section) else Section(self)

    def start(self, section: str = "") -> None:
        """Open a section, the usual one unless told, and take the keyboard."""
        known, self.page.watched = self.page.found is not None, True
        self.page.publications.reload()
        self.open(section or FIRST)
        if known:
            self.page.reload()  # the figures are of the last time
        self.focus_list()

    @Slot(str)
    def open(self, section: str) -> None:
        """Open a section, if the one that is open lets go."""
        if section == self.section:
            self.focus_list()
            return
        before = self.shown if self.section else None
        if before is not None and not before.may_leave():
            self.rail.mark(self.section)
            return
        found = self._section(section)
        if before is not None and before is not found:
            before.put_away()
        self.section = section
        self.stack.setCurrentWidget(found)
        self.rail.mark(section)
        found.show_section(section, self.page.setting)
        if not self.rail.isAncestorOf(self.window().focusWidget() or self):
            found.take_keyboard()
        self._tell_keys()

    def _section(self, code: str) -> Section:
        kind = next(one for one in self._kinds if one.code == code)
        made_by = kind.of_page or kind.make
        found = self._made.get(made_by)
        if found is None:
            found = self._make(kind)
            self._made[made_by] = found
            found.section_asked.connect(self.open)
            self.stack.addWidget(found)
            found.told.connect(self.rail.tell)
            found.turned.connect(self._tell_keys)
            found.case_asked.connect(self.case_asked)
        return found

    def _make(self, kind: SectionKind) -> Section:
        if kind.of_page is not None:
            return kind.of_page(self.page, self._look, self.stack)
        if kind.make is not None:
            return kind.make(self.page.desk, self._look, self.stack)
        made = RankingSection(self.page, self._look, self.stack)
        made.opened.connect(self.case_asked)
        return made

    @Slot()
    def focus_list(self) -> None:
        """The keyboard to where work begins in the open section."""
        if self.section:
            self.shown.take_keyboard()

    def stop(self) -> None:
        """The page goes: what still runs in its sections ends."""
        self.page.watched = False
        for one in self._made.values():
            one.put_away()
            one.stop()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        wide = self.width() >= WIDE
        self.rail.setFixedWidth(RAIL if wide else NARROW_RAIL)
        self.rail.narrow(not wide)

    @Slot(str)
    def _on_period(self, code: str) -> None:
        self.page.typed(code)

    def _step(self, periods: int) -> None:
        """The period before or after (Alt+← →), in every section; why there is none is told."""
        refusal = self.page.step(periods)
        if refusal is not None:
            notice = Notice(code=refusal.code, tone=NoticeTone.REFUSED, facts=refusal.facts)
            self.page.desk.notice.emit(notice)

    @Slot()
    def _on_set(self) -> None:
        if self.section and self.section not in KINDS:
            self.shown.set_to(self.page.setting)

    @Slot()
    def _on_escape(self) -> None:
        """One step back in the section; then to the queue."""
        if not self.section or (not self.shown.escape() and self.shown.may_leave()):
            self.closed.emit()

    @Slot()
    def _tell_keys(self) -> None:
        self.keys_changed.emit(self.foot_keys())

    def sheet_keys(self) -> list[tuple[str, str]]:
        """Every key of the page, for the key sheet (F1)."""
        say = self._look.wording.say
        sections = [
            (f"Alt+{at + 1}", say(f"assessment.section.{one.code}"))
            for at, one in enumerate(self._kinds)
        ]
        return [*sections, *self.shown.sheet_keys(), ("Esc", say("assessment.foot.back"))]

    def foot_keys(self) -> list[tuple[str, str]]:
        """What the keys do here, for the foot of the window."""
        say = self._look.wording.say
        back, keys = say("assessment.foot.back"), say("assessment.foot.keys")
        return [*self.shown.foot_keys(), ("Esc", back), ("F1", keys)]
