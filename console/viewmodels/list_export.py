"""The list of the moment written as a workbook: columns, filter and order as they are shown.

Written on a lane by a child process, told at the foot of the window, given up by Ctrl+F2; a file
that was there stays as it was unless the new one is whole.
"""

from collections.abc import Callable, Sequence
from datetime import timedelta, timezone
from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject

from console.services.list_words import cover_lines
from console.services.listing import ListWish, write_list
from console.viewmodels.answering import while_alive
from console.viewmodels.assessment_task import AssessmentTask
from console.viewmodels.case_queue import CaseQueue
from console.viewmodels.desk import Desk
from console.viewmodels.notices import Notice, NoticeTone
from console.viewmodels.tasks import Tasks

CITY: Final = timezone(timedelta(hours=8))


class ListExport(QObject):
    """Writes one list at a time."""

    def __init__(
        self, desk: Desk, queue: CaseQueue, tasks: Tasks, say: Callable[..., str], layout: Path
    ) -> None:
        """`layout` is the workbook a city restyles (`docs/excel-layout.md`)."""
        super().__init__(desk)
        self._desk, self._queue, self._say, self._layout = desk, queue, say, layout
        self._task = AssessmentTask(tasks, self)
        self.busy = False

    @property
    def name(self) -> str:
        """What the file is called unless somebody calls it otherwise."""
        now = self._desk.now().astimezone(CITY)
        return f"{self._say(f'queue.{self._queue.filter.queue}')}-{now:%Y-%m%d-%H%M}.xlsx"

    def write(self, path: Path, columns: Sequence[str]) -> None:
        """Write the list as it is narrowed and ordered now, with these columns."""
        if self.busy:
            return
        wanted, desk, task, say = self._queue.filter, self._desk, self._task, self._say
        actor, now, layout = desk.actor, desk.now(), self._layout
        reading = desk.outside.reading
        known = self._queue.choices.choices
        names = dict((*known.districts, *known.classes))

        def work() -> int:
            cases = reading.order(wanted, actor.operator, now).ids
            at = now.astimezone(CITY)
            lines = cover_lines(wanted, actor, at, len(cases), say, names)
            wish = ListWish(
                title=say("listing.title", queue=say(f"queue.{wanted.queue}")),
                lines=tuple(lines), cases=cases, columns=tuple(columns), seat=actor.operator,
                at=now,
            )  # fmt: skip
            return write_list(
                reading, wish, path, say,
                layout=layout, progress=task.count, cancelled=task.given_up,
            )  # fmt: skip

        self._begin()
        desk.lanes.ask(
            "list.export",
            work,
            while_alive(self, lambda rows: self._on_written(path, rows)),
            while_alive(self, self._on_failed),
        )

    def _begin(self) -> None:
        self.busy = True
        self._task.begin("listing.task", lambda: None)

    def _on_written(self, path: Path, rows: int) -> None:
        self._end()
        facts = {"file": path.name, "folder": str(path.parent), "count": rows}
        self._desk.notice.emit(Notice(code="listing.done", tone=NoticeTone.DONE, facts=facts))

    def _on_failed(self, error: Exception) -> None:
        self._end()
        self._desk.failed(error)

    def _end(self) -> None:
        self.busy = False
        self._task.end()
