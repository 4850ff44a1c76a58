"""The one case this seat holds (DESIGN 7): taken when work on it begins, let go when it ends.

A hold is a courtesy to other seats; what may be written is decided on write. How long a hold lives
is the store's (`Claims`), its heartbeat is `beat`.
"""

from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Signal, Slot

from console.domain.case import Actor, CaseId
from console.domain.refusal import Refusal
from console.domain.stage import Post
from console.viewmodels.desk import Desk

HELD = "claim.held"


class Holding(QObject):
    """Signals: `changed` when a case was taken or let go; `contested` (CaseId, Refusal) a shift
    leader met another seat's hold and may take it over.
    """

    changed = Signal()
    contested = Signal(object, object)

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._desk = desk
        self._case: CaseId | None = None
        self._begun: CaseId | None = None

    def hold(self, case: CaseId) -> None:
        """Begin work on a case; the one held before is let go.

        A case somebody else holds stays his: the refusal names him, and reading goes on. A shift
        leader is asked whether to take it over.
        """
        if self._desk.is_lost:
            return
        self._begun = case
        if self._desk.actor.post is Post.SHIFT_LEADER:
            self._desk.hold(case, self._on_held, refused=partial(self._on_refused, case))
        else:
            self._desk.hold(case, self._on_held)

    def take_over(self, case: CaseId, reason: str) -> None:
        """Take a case from the seat that holds it; the reason is kept with both names."""
        if not self._desk.is_lost:
            self._desk.hold(case, self._on_held, reason)

    @Slot(object)
    def keep(self, case: CaseId) -> None:
        """This seat holds the case already (it was given as the next one)."""
        before, self._case = self._case, case
        if before is not None and before != case:
            self._desk.release(before)
        self.changed.emit()

    def leave(self, case: CaseId | None) -> None:
        """Let this case go when it is still the one that is held."""
        if case is not None and case == self._case:
            self.let_go()

    def give_back(self, case: CaseId, asker: Actor) -> None:
        """Let go what was given to `asker` too late, unless he began work on it by hand."""
        if case not in (self._case, self._begun) and not self._desk.is_lost:
            self._desk.release(case, asker)

    @Slot()
    def let_go(self) -> None:
        """The work is done, left, or the seat is: others may take the case."""
        case, self._case, self._begun = self._case, None, None
        if case is not None and not self._desk.is_lost:
            self._desk.release(case)
            self.changed.emit()

    def _on_held(self, claim: Any) -> None:
        self.keep(claim.case)

    def _on_refused(self, case: CaseId, refusal: Refusal) -> None:
        if refusal.code == HELD:
            self.contested.emit(case, refusal)
        elif not self._desk.is_lost:  # the lost store has its banner already
            self._desk.failed(refusal)
