"""Is it known already? Cases that may mean the same, and what the acceptor decided of each."""

from collections.abc import Sequence

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from console.domain.case import CaseId
from console.domain.likeness import Likeness
from console.domain.place import Place
from console.ports.rows import SimilarCase
from console.viewmodels.answering import while_alive
from console.viewmodels.desk import Desk

MOST = 3
PAUSE_MS = 250
LETTERS = "ABCDEFGH"


class Duplicates(QObject):
    """Signals: `changed` when other cases were found or one was decided."""

    changed = Signal()

    def __init__(self, desk: Desk, most: int = MOST) -> None:
        super().__init__()
        self._desk, self._most = desk, most
        self.cases: tuple[SimilarCase, ...] = ()
        self.different: frozenset[CaseId] = frozenset()
        self.at = 0
        self.answered = False
        """Whether the store was asked for this place and class, and has told."""
        self._wanted: tuple[Place, str, str, str] | None = None
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._pause.timeout.connect(self.look)
        desk.lost.connect(self._on_lost)

    def compare(self, place: Place | None, kind: str, category: str, text: str) -> None:
        """Look anew once the form rests; without a place nothing is compared."""
        wanted = (place, kind, category, text) if place is not None else None
        if wanted == self._wanted:
            return
        self._wanted, self.answered = wanted, False
        if wanted is None:
            self._show(())
        else:
            self._pause.start()

    @Slot()
    def look(self) -> None:
        """Ask now."""
        self._pause.stop()
        if self._wanted is None:
            return
        place, kind, category, text = self._wanted
        now = self._desk.now()
        self._desk.ask(
            "similar",
            lambda reading: reading.similar(
                place, kind, category, text, now, metres=self.metres, days=self.days
            ),
            while_alive(self, self._on_cases),
        )

    @property
    def nothing(self) -> str:
        """Why no case is shown, as a sentence's code: only an answer tells that none is near."""
        if self._wanted is None:
            return "likeness.before"
        if self.answered:
            return "likeness.none"
        return "likeness.unasked" if self._desk.state.gone else "likeness.asking"

    @Slot(bool)
    def _on_lost(self, lost: bool) -> None:  # noqa: FBT001  the signal's argument
        if not lost and self._wanted is not None and not self.answered:
            self._pause.start()
        self.changed.emit()

    @property
    def metres(self) -> int:
        """How far around the place is looked."""
        return self._desk.rules.similar_metres

    @property
    def days(self) -> int:
        """How far back is looked."""
        return self._desk.rules.similar_days

    @property
    def current(self) -> SimilarCase | None:
        """The case the keys mean."""
        return self.cases[self.at] if self.at < len(self.cases) else None

    @property
    def pressing(self) -> tuple[SimilarCase, ...]:
        """Those of high likeness that were not decided: registering waits for them."""
        return tuple(
            one
            for one in self.cases
            if one.likeness == Likeness.HIGH.value and one.case.id not in self.different
        )

    def point_at(self, at: int) -> None:
        """The keys mean this case from now on."""
        if 0 <= at < len(self.cases):
            self.at = at
            self.changed.emit()

    def dismiss(self) -> None:
        """The current case is another matter; the keys go on to the next undecided one."""
        current = self.current
        if current is None:
            return
        self.different |= {current.case.id}
        left = [at for at, one in enumerate(self.cases) if one.case.id not in self.different]
        self.at = left[0] if left else self.at
        self.changed.emit()

    def _on_cases(self, cases: Sequence[SimilarCase]) -> None:
        self.answered = True
        self._show(cases)

    def _show(self, cases: Sequence[SimilarCase]) -> None:
        self.cases = tuple(cases)[: self._most]
        undecided = [at for at, one in enumerate(self.cases) if one.case.id not in self.different]
        self.at = undecided[0] if undecided else 0
        self.changed.emit()
