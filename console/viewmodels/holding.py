"""The one case this seat holds (DESIGN 7): taken when work on it begins, let go when it ends.

A hold is a courtesy to other seats; what may be written is decided on write. How long a hold lives
is the store's (`Claims`), its heartbeat is `beat`.
"""

from typing import Any

from PySide6.QtCore import QObject, Signal, Slot

from console.domain.case import CaseId
from console.viewmodels.desk import Desk


class Holding(QObject):
    """Signals: `changed` when a case was taken or let go."""

    changed = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._desk = desk
        self._case: CaseId | None = None

    def hold(self, case: CaseId) -> None:
        """Begin work on a case; the one held before is let go.

        A case somebody else holds stays his: the refusal names him, and reading goes on.
        """
        if self._desk.is_lost:
            return
        self._desk.hold(case, self._on_held)

    @Slot(object)
    def keep(self, case: CaseId) -> None:
        """This seat holds the case already (it was given as the next one)."""
        before, self._case = self._case, case
        if before is not None and before != case:
            self._desk.release(before)
        self.changed.emit()

    @Slot()
    def let_go(self) -> None:
        """The work is done, left, or the seat is: others may take the case."""
        case, self._case = self._case, None
        if case is not None and not self._desk.is_lost:
            self._desk.release(case)
            self.changed.emit()

    def _on_held(self, claim: Any) -> None:
        self.keep(claim.case)
