"""The pages that stand in place of rail and work: administration and assessment, one at a time."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QWidget

from console.domain.stage import Post
from console.viewmodels.tasks import Tasks
from console.viewmodels.workbench import Workbench
from console.views.actions import ActionRegistry
from console.views.administration.page import AdministrationPage
from console.views.administration.stage import AdministrationStage
from console.views.assessment.stage import AssessmentStage
from console.views.look import Look
from console.views.workplace import Workplace

if TYPE_CHECKING:
    from console.views.assessment.page import AssessmentPage


class Pages(QObject):
    """Signals: `ended` when what was behind the pages is back."""

    ended = Signal()

    def __init__(  # what the shell is made of
        self,
        bench: Workbench,
        workplace: Workplace,
        actions: ActionRegistry,
        look: Look,
        home: QWidget,
        tasks: Tasks,
        before: Callable[[], None],
    ) -> None:
        """`home` takes the keyboard when a page has gone; `before` closes a panel that is open."""
        super().__init__(workplace)
        self._before = before
        self._desk = bench.desk
        self.administration = AdministrationStage(
            bench.administration, workplace, actions, look, home
        )
        self.assessment = AssessmentStage(bench, workplace, actions, look, home, tasks)
        self.administration.ended.connect(self.ended)
        self.assessment.ended.connect(self._on_assessment_ended)

    @property
    def open(self) -> AdministrationPage | AssessmentPage | None:
        """The page that is there."""
        return self.assessment.view or self.administration.view

    @Slot()
    def turn_administration(self) -> None:
        """The administration page and back; a panel that is open is closed, its draft kept."""
        self._before()
        if self.assessment.view is not None:
            self.assessment.close()
            if self.administration.view is not None:
                return  # an administrator's own page stands behind it
        self.administration.turn()

    @Slot()
    def turn_assessment(self) -> None:
        """The assessment page and back, likewise."""
        self._before()
        if self.assessment.allowed and self.assessment.view is None:
            self.administration.shelve()
        self.assessment.turn()

    def close(self) -> None:
        """Back to the queues, where the post has any."""
        self.assessment.close()
        self.administration.close()

    def keep(self) -> None:
        """Save what is being typed, end what runs, as when the seat is left."""
        self.administration.keep()
        self.assessment.keep()

    @Slot()
    def _on_assessment_ended(self) -> None:
        """An administrator has no queues: his own page comes back."""
        if self._desk.actor.post is Post.ADMINISTRATOR and self.administration.view is None:
            self.administration.turn()
        else:
            self.ended.emit()
