"""Exports of the assessment page: the workbook of what is shown, and the list behind a figure.

Written on a lane by a child process, told at the foot of the window, given up by Ctrl+F2; a file
that was there stays as it was unless the new one is whole.
"""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from console.evaluation.periods import Period
from console.evaluation.scheme import ObjectKind
from console.services.assessing import assess
from console.services.assessment_writing import (
    Paper,
    write_list,
    write_published,
    write_ranking,
)
from console.viewmodels.answering import while_alive
from console.viewmodels.assessment import AssessmentDesk, facts_shown
from console.viewmodels.assessment_cases import CasesBehind
from console.viewmodels.assessment_frozen import Frozen
from console.viewmodels.assessment_task import AssessmentTask
from console.viewmodels.assessment_terms import formula, share_text
from console.viewmodels.notices import Notice, NoticeTone

SIGNS = '\\/:*?"<>|'
"""What no file may be called."""


class AssessmentExport(QObject):
    """Signals: `changed` whether something is being written."""

    changed = Signal()

    def __init__(self, page: AssessmentDesk, behind: CasesBehind, layout: Path) -> None:
        """`layout` is the workbook a city restyles (`docs/excel-layout.md`)."""
        super().__init__(page)
        self._page, self._behind, self._layout = page, behind, layout
        self._task = AssessmentTask(page.tasks, self)
        self.busy = False
        self.last: Path | None = None
        """The file that was written last."""

    @property
    def book_name(self) -> str:
        """What the workbook is called unless somebody calls it otherwise."""
        kind, period = self._whose
        return _plain(f"{self._page.say(f'assess.kind.{kind.value}')}-{period.code}.xlsx")

    @property
    def list_name(self) -> str:
        """The same of the list."""
        row, column = self._behind.row, self._behind.column
        if row is None or column is None:
            return self.book_name
        return _plain(f"{row.name}-{column.title}-{self._whose[1].code}.xlsx")

    @property
    def _whose(self) -> tuple[ObjectKind, Period]:
        """Whom the figures that are shown judge, and when; another period may be asked for."""
        found, setting = self._page.found, self._page.setting
        if found is None:
            return setting.kind, setting.period
        return found.made.scheme.kind, found.made.period

    def write_book(self, path: Path) -> None:
        """The workbook of the ranking that is shown."""
        found = self._page.found
        if self.busy or found is None:
            return
        if found.frozen is not None:
            self._write_published(found.frozen, path)
            return
        facts, made, paper = self._page.facts, found.made, self._paper(path)
        by = found.by
        now, task = self._page.desk.now(), self._task

        def work() -> int:
            with facts.at_one_moment() as held:
                # Anew, so that ranking and rows are of one moment.
                again = assess(held, made.scheme, made.period, found.objects, now, by=by)
                return write_ranking(held, again, by, paper, task.count, task.given_up)

        self._start(work, path)

    def _write_published(self, frozen: Frozen, path: Path) -> None:
        """What was published, as it was: its cover carries the fingerprint."""
        paper, task = self._paper(path), self._task
        kept, head = frozen.publications, frozen.head
        self._start(lambda: write_published(kept, head, paper, task.count, task.given_up), path)

    def write_list(self, path: Path) -> None:
        """The list behind the chosen figure, whole."""
        wanted, row, column = self._behind.wanted, self._behind.row, self._behind.column
        if self.busy or wanted is None or row is None or column is None:
            return
        page, task = self._page, self._task
        title = f"{row.name} · {column.title}"
        lines = [
            (page.say("assess.cover.period"), page.title(self._whose[1])),
            (title, share_text(column, row)),
            (page.say("assessment.term.figure"), formula(page, row, column) or "—"),
            (page.say("assessment.side"), page.say(f"assessment.side.{wanted.side.value}")),
        ]
        facts, paper = facts_shown(page), self._paper(path)

        def work() -> int:
            with facts.at_one_moment() as held:
                return write_list(held, wanted, title, lines, paper, task.count, task.given_up)

        self._start(work, path)

    def _paper(self, path: Path) -> Paper:
        page = self._page
        return Paper(path=path, layout=self._layout, say=page.say, named=page.named)

    def _start(self, work: Callable[[], int], path: Path) -> None:
        self.busy = True
        self.changed.emit()
        self._task.begin("assessment.task.writing", lambda: None)
        self._page.desk.lanes.ask(
            "assessment.export",
            work,
            while_alive(self, lambda rows: self._on_written(path, rows)),
            while_alive(self, self._on_failed),
        )

    def _on_written(self, path: Path, rows: int) -> None:
        self.last = path
        self._end()
        facts = {"file": path.name, "folder": str(path.parent), "count": rows}
        notice = Notice(code="assessment.written", tone=NoticeTone.DONE, facts=facts)
        self._page.desk.notice.emit(notice)

    def _on_failed(self, error: Exception) -> None:
        self._end()
        self._page.desk.failed(error)

    def _end(self) -> None:
        self.busy = False
        self._task.end()
        self.changed.emit()

    def stop(self) -> None:
        """The page goes: what is being written is given up."""
        if self.busy:
            self._task.stop()


def _plain(name: str) -> str:
    return "".join(" " if sign in SIGNS else sign for sign in name)
