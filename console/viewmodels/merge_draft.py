"""Merging (并案): which case is the master; likely ones are offered, any other is searched."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from console.domain.case import CaseId
from console.domain.refusal import Refusal
from console.ports.rows import CaseDetail, SearchHit, SimilarCase
from console.ports.work import Changes
from console.services.intake import MergeCase
from console.viewmodels.answering import while_alive
from console.viewmodels.desk import Desk

PAUSE_MS = 150
LEAST = 2


class MergeDraft(QObject):
    """Signals: `found` when candidates arrived; `chosen` when a master was taken."""

    found = Signal()
    chosen = Signal()

    def __init__(self, desk: Desk, detail: CaseDetail) -> None:
        super().__init__()
        self.desk, self.detail = desk, detail
        self.likely: tuple[SimilarCase, ...] = ()
        self.hits: tuple[SearchHit, ...] = ()
        self.master: CaseId | None = None
        self.reason = ""
        self.busy = False
        self._text = ""
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._pause.timeout.connect(self.look)

    def load(self) -> None:
        """Ask for the cases that may mean the same."""
        case, now, rules = self.detail.case, self.desk.now(), self.desk.rules
        standard = case.standard

        def told(found: Sequence[SimilarCase]) -> None:
            self.likely = tuple(one for one in found if one.case.id != case.id)
            self.found.emit()

        self.desk.ask(
            "merge",
            lambda reading: reading.similar(
                case.place,
                standard.kind if standard else "",
                standard.category if standard else "",
                case.description,
                now,
                metres=rules.similar_metres,
                days=rules.similar_days,
            ),
            while_alive(self, told),
        )

    def find(self, text: str) -> None:
        """Search once typing rests; too little text shows the likely ones again."""
        self._text = text.strip()
        if len(self._text) < LEAST:
            self._pause.stop()
            self._on_hits(())
        else:
            self._pause.start()

    @Slot()
    def look(self) -> None:
        """Search now."""
        self._pause.stop()
        text = self._text
        self.desk.ask(
            "merge.find", lambda reading: reading.search(text), while_alive(self, self._on_hits)
        )

    def take(self, master: CaseId) -> None:
        """Take a master."""
        self.master = master
        self.chosen.emit()

    def number_of(self, case: CaseId) -> str:
        """The number of a candidate."""
        for one in self.likely:
            if one.case.id == case:
                return one.case.number
        return next((hit.number for hit in self.hits if hit.id == case), "")

    def submit(
        self, done: Callable[[Changes], None], refused: Callable[[Refusal, object], None]
    ) -> None:
        """Merge; a second call while the first runs does nothing."""
        if self.busy:
            return
        self.busy = True
        case = self.detail.case
        command = MergeCase(
            case=case.id, version=case.version, master=self.master, reason=self.reason.strip()
        )

        def finished(changes: Changes) -> None:
            self.busy = False
            done(changes)

        def failed(refusal: Refusal) -> None:
            self.busy = False
            refused(refusal, command)

        self.desk.do(command, while_alive(self, finished), while_alive(self, failed))

    def _on_hits(self, hits: Sequence[SearchHit]) -> None:
        self.hits = tuple(hit for hit in hits if hit.id != self.detail.case.id)
        self.found.emit()
