"""Finding cases while the operator types: number, address, grid, component, words, initials."""

from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal, Slot

from console.ports.rows import SearchHit
from console.viewmodels.desk import Desk
from console.viewmodels.typed import TypedWords

MOST = 8


class Finder(QObject):
    """Signals: `found` (tuple of SearchHit) for the text typed last."""

    found = Signal(object)

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._desk = desk
        self.hits: tuple[SearchHit, ...] = ()
        self._typed = TypedWords(self)
        self._typed.timeout.connect(self.look)

    def find(self, text: str) -> None:
        """Look for this once typing rests; too little text finds nothing."""
        if not self._typed.take(text):
            self._on_hits(())

    def stop(self) -> None:
        """Look no more."""
        self._typed.stop()

    @Slot()
    def look(self) -> None:
        """Ask now."""
        text = self._typed.words
        self._desk.ask(
            "find", lambda reading: tuple(reading.search(text, limit=MOST)), self._on_hits
        )

    def _on_hits(self, hits: Sequence[SearchHit]) -> None:
        self.hits = tuple(hits)
        self.found.emit(self.hits)
