"""Merging (并案): which case is the master; likely ones are offered, any other is searched."""

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import Signal, Slot

from console.domain.case import CaseId
from console.domain.stage import Move
from console.ports.rows import CaseDetail, SearchHit, SimilarCase
from console.services.intake import MergeCase
from console.viewmodels.answering import while_alive
from console.viewmodels.desk import Desk
from console.viewmodels.drafts import round_of
from console.viewmodels.form_draft import Done, FormDraft, Refused
from console.viewmodels.typed import TypedWords


class MergeDraft(FormDraft):
    """Signals: `found` when candidates arrived; `chosen` when a master was taken."""

    found = Signal()
    chosen = Signal()

    def __init__(self, desk: Desk, detail: CaseDetail) -> None:
        super().__init__(desk, Move.MERGE.value, round_of(detail.case))
        self.detail = detail
        self.likely: tuple[SimilarCase, ...] = ()
        self.hits: tuple[SearchHit, ...] = ()
        self.master: CaseId | None = None
        self.reason = ""
        self.number = ""
        self._typed = TypedWords(self)
        self._typed.timeout.connect(self.look)

    def load(self) -> None:
        """Ask for the cases that may mean the same, and for a draft left before."""
        self.bring_back()
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
        if not self._typed.take(text):
            self._on_hits(())

    @Slot()
    def look(self) -> None:
        """Search now."""
        self._typed.stop()
        text = self._typed.words
        self.desk.ask(
            "merge.find", lambda reading: reading.search(text), while_alive(self, self._on_hits)
        )

    def take(self, master: CaseId) -> None:
        """Take a master."""
        self.master, self.number = master, self._number_of(master)
        self.typed()
        self.chosen.emit()

    def write(self, reason: str) -> None:
        """Take the typed words."""
        if reason != self.reason:
            self.reason = reason
            self.typed()

    def _number_of(self, case: CaseId) -> str:
        for one in self.likely:
            if one.case.id == case:
                return one.case.number
        return next((hit.number for hit in self.hits if hit.id == case), "")

    # --- the draft --------------------------------------------------------------------------------

    def content(self) -> dict[str, Any]:
        """What a draft keeps."""
        return {"master": self.master, "number": self.number, "reason": self.reason}

    def take_given(self, given: Mapping[str, Any]) -> None:
        """The words."""
        self.write(given.get("reason", self.reason))

    def take_back(self, content: Mapping[str, Any]) -> None:
        """What was chosen before comes back, unless something is being chosen already."""
        if self.touched:
            return
        master = content["master"]
        self.master = CaseId(master) if master is not None else None
        self.number, self.reason = content["number"], content["reason"]
        self.touched = True

    # --- merging ----------------------------------------------------------------------------------

    def submit(self, done: Done, refused: Refused) -> None:
        """Merge; a second call while the first runs does nothing."""
        case = self.detail.case
        command = MergeCase(
            case=case.id, version=case.version, master=self.master, reason=self.reason.strip()
        )

        self.send(command, done, refused)

    def _on_hits(self, hits: Sequence[SearchHit]) -> None:
        self.hits = tuple(hit for hit in hits if hit.id != self.detail.case.id)
        self.found.emit()
