"""Brings the assessment page into the window and takes it away again (Ctrl+Shift+J).

What was looked at stays as it was for the next time. Supervisors, shift leaders and administrators
read it; everybody else is told so in one sentence.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from console.domain.case import CaseId
from console.viewmodels.assessment import AssessmentDesk
from console.viewmodels.commands import ASSESSORS
from console.viewmodels.notices import Notice, NoticeTone
from console.viewmodels.tasks import Tasks
from console.viewmodels.workbench import Workbench
from console.views.actions import ActionRegistry
from console.views.assessment.texts import shipped_texts
from console.views.look import Look
from console.views.workplace import Workplace

if TYPE_CHECKING:
    from console.views.assessment.page import AssessmentPage


def load_page() -> type[AssessmentPage]:
    """The page with its charts' library, which takes half a second to load: not before somebody
    wants it, and on the window's thread. It makes classes of Qt objects; made on a thread beside
    the running window they once ended the process."""
    from console.views.assessment.page import AssessmentPage  # noqa: PLC0415 - as told above

    return AssessmentPage


class AssessmentStage(QObject):
    """Signals: `ended` when the page has gone; `case_asked` (CaseId) a case shall be shown."""

    ended = Signal()
    case_asked = Signal(object)

    def __init__(  # what the shell is made of
        self,
        bench: Workbench,
        workplace: Workplace,
        actions: ActionRegistry,
        look: Look,
        home: QWidget,
        tasks: Tasks,
        texts: Callable[[], Mapping[str, str]] = shipped_texts,
    ) -> None:
        """`home` takes the keyboard when the page has gone; `texts` are the schemes."""
        super().__init__(workplace)
        self._bench, self._workplace, self._actions = bench, workplace, actions
        self._look, self._home, self._tasks, self._texts = look, home, tasks, texts
        self._page: AssessmentDesk | None = None
        self._section = ""
        self._leave_top: QShortcut | None = None
        self.view: AssessmentPage | None = None

    @property
    def page(self) -> AssessmentDesk:
        """What the page shows; it outlives the page."""
        if self._page is None:
            wording = self._look.wording
            self._page = AssessmentDesk(
                self._bench.desk, wording.say, wording.language.value, self._texts, self._tasks
            )
        return self._page

    @property
    def allowed(self) -> bool:
        """Whether this operator may read assessments."""
        return any(post in ASSESSORS for post in self._bench.desk.posts)

    def turn(self) -> None:
        """Open the page, or go back to what was there before."""
        if self.view is not None:
            self.close()
            return
        if not self.allowed:
            notice = Notice(code="assessment.not_yours", tone=NoticeTone.REFUSED)
            self._bench.desk.notice.emit(notice)
            return
        self._open(load_page())

    def _open(self, made: type[AssessmentPage]) -> None:
        view = self.view = made(self.page, self._look, self._workplace)
        view.closed.connect(self.close)
        view.case_asked.connect(self._on_case)
        view.keys_changed.connect(self._workplace.frame.status.show_keys)
        view.keys_changed.connect(self._on_keys)
        self._bench.rail.counted.connect(view.rail.foot.show_counts)
        view.rail.foot.show_counts(self._bench.rail.counts)
        self._workplace.show_page(view)
        self._leave_top = self._out_of_the_top_bar(view)
        view.start(self._section)
        self._actions.rest(view.keys)

    def _out_of_the_top_bar(self, view: AssessmentPage) -> QShortcut:
        """Tab goes from the page into the bar above it; Esc comes back."""
        made = QShortcut(QKeySequence("Esc"), self._workplace.frame.top)
        made.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        made.activated.connect(view.focus_list)
        return made

    @Slot(object)
    def _on_keys(self, _told: object) -> None:
        """Each section has keys of its own."""
        if self.view is not None:
            self._actions.rest(self.view.keys)

    @Slot()
    def close(self) -> None:
        """Take the page away."""
        view = self.view
        if view is None:
            return
        self._section = view.section
        self.keep()
        self._actions.rest(frozenset())
        if self._leave_top is not None:
            self._leave_top.deleteLater()
            self._leave_top = None
        self._workplace.drop_page()
        self.view = None
        self._home.setFocus(Qt.FocusReason.OtherFocusReason)
        self.ended.emit()

    def keep(self) -> None:
        """End what runs there, as when the seat is left."""
        if self.view is not None:
            self.view.stop()

    @Slot(object)
    def _on_case(self, case: CaseId) -> None:
        self.close()
        self.case_asked.emit(case)
