"""What lies around the chosen case and may mean the same: the ring of the large map (N).

The same question as the intake's (`duplicates`), asked for a case that is there already.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal, Slot

from console.domain.case import Case, CaseId
from console.domain.place import Point
from console.ports.reading import Reading
from console.ports.rows import SimilarCase
from console.viewmodels.answering import while_alive
from console.viewmodels.case_card import CaseCard
from console.viewmodels.desk import Desk
from console.viewmodels.duplicates import MOST


class Nearby(QObject):
    """On or off; on, it follows the case in hand.

    Signals: `changed` when it was turned, another case is in hand, or others were found.
    """

    changed = Signal()

    def __init__(self, desk: Desk, card: CaseCard) -> None:
        super().__init__(desk)
        self._desk, self._card = desk, card
        self.on = False
        self.cases: tuple[SimilarCase, ...] = ()
        self._of: tuple[CaseId, int] | None = None
        card.changed.connect(self._on_card)

    @property
    def middle(self) -> Point | None:
        """Where the ring lies; None while there is none."""
        case = self._card.case
        return case.place.point if self.on and case is not None else None

    @property
    def metres(self) -> int:
        """How far around is looked."""
        return self._desk.rules.similar_metres

    def turn(self) -> None:
        """On, or off."""
        self.on = not self.on
        self._of, self.cases = None, ()
        self._on_card()

    @Slot()
    def _on_card(self) -> None:
        case = self._card.case
        now = (case.id, case.version) if self.on and case is not None else None
        if now == self._of and self._of is not None:
            return
        self._of, self.cases = now, ()
        self.changed.emit()
        if case is not None and now is not None and case.place.point is not None:
            self._ask(case)

    def _ask(self, case: Case) -> None:
        standard, now, rules = case.standard, self._desk.now(), self._desk.rules
        kind, category = (standard.kind, standard.category) if standard is not None else ("", "")

        def read(reading: Reading) -> Sequence[SimilarCase]:
            return reading.similar(
                case.place,
                kind,
                category,
                case.description,
                now,
                metres=rules.similar_metres,
                days=rules.similar_days,
            )

        def told(found: Sequence[SimilarCase]) -> None:
            if self._of == (case.id, case.version):
                others = (one for one in found if one.case.id != case.id)
                self.cases = tuple(others)[:MOST]
                self.changed.emit()

        self._desk.ask("nearby", read, while_alive(self, told))
