"""Verifying a publication at a seat: progress, given up by Ctrl+F2, the first difference named."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from PySide6.QtCore import QObject, Signal, Slot

from console.domain.refusal import Refusal
from console.evaluation.scheme_json import write_scheme
from console.ports.publications import Head
from console.services.assessing_sources import Texts, known_schemes
from console.services.publication_checks import Finding, findings
from console.viewmodels.answering import while_alive
from console.viewmodels.assessment_task import AssessmentTask
from console.viewmodels.publications import Act, PublicationsDesk
from console.viewmodels.tasks import Tasks


@dataclass(frozen=True, slots=True, kw_only=True)
class Verified:
    """What verifying came to, and when (aware UTC): the first difference, None where there is
    none."""

    at: datetime
    finding: Finding | None


class Verifying(QObject):
    """Signals: `shown` another one is verified, or it is known what came of it; `moved` (int, int)
    how many cases are looked at, of how many, from any thread."""

    shown = Signal()
    moved = Signal(int, int)

    def __init__(self, kept: PublicationsDesk, texts: Texts, tasks: Tasks) -> None:
        super().__init__(kept)
        self._kept, self._texts = kept, texts
        self.running = 0
        """The number of the publication that is being verified; 0 for none."""
        self.found: dict[int, Verified] = {}
        self._run: object = None
        self._task = AssessmentTask(tasks, self)

    def start(self, head: Head) -> None:
        """Look whether it still is what it was (重新校验)."""
        kept = self._kept
        refusal = kept.against(Act.VERIFY, head)
        if refusal is not None or self.running:
            kept.desk.failed(refusal or Refusal("publications.busy"))
            return
        publications, texts, task = kept.publications, self._texts, self._task
        run = self._run = object()
        self.running = head.id
        task.begin("publications.task.verify", self._on_given_up)
        self.shown.emit()

        def progress(done: int, of: int) -> None:
            if self._run is run:
                task.count(done, of)
                self.moved.emit(done, of)

        def work() -> Finding | None:
            now = _scheme_now(texts(), head)
            found = findings(publications, head, now, progress, lambda: self._run is run)
            return next(found, None)

        kept.desk.lanes.ask(
            "publications.verify",
            work,
            while_alive(self, lambda found: self._on_found(run, found)),
            while_alive(self, lambda error: self._on_failed(run, error)),
        )

    @Slot()
    def give_up(self) -> bool:
        """Stop (Ctrl+F2, Esc); False where nothing ran."""
        if not self.running:
            return False
        self._task.end()
        self._on_given_up()
        return True

    def _on_given_up(self) -> None:
        self._run, self.running = None, 0
        self.shown.emit()

    def _on_found(self, run: object, finding: Finding | None) -> None:
        if self._run is run:
            publication, self.running, self._run = self.running, 0, None
            self._task.end()
            self.found[publication] = Verified(at=self._kept.desk.now(), finding=finding)
            self.shown.emit()

    def _on_failed(self, run: object, error: Exception) -> None:
        if self._run is run:
            self.running, self._run = 0, None
            self._task.end()
            self._kept.failed(error)
            self.shown.emit()


def _scheme_now(texts: Mapping[str, str], head: Head) -> str:
    """The text of the scheme's same version as it is kept now; "" where it is not."""
    wanted = head.wanted
    for one in known_schemes(texts):
        same = (one.id, one.version, one.kind.value)
        if same == (wanted.scheme, wanted.scheme_version, wanted.kind):
            return write_scheme(one)
    return ""
