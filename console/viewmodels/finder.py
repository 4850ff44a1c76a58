"""Finding cases while the operator types: number, address, grid, component, words, initials."""

from collections.abc import Sequence

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from console.ports.rows import SearchHit
from console.viewmodels.desk import Desk

PAUSE_MS = 150
LEAST = 2
"""Signs from which a search is worth its answer."""
MOST = 8


class Finder(QObject):
    """Signals: `found` (tuple of SearchHit) for the text typed last."""

    found = Signal(object)

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._desk = desk
        self._text = ""
        self.hits: tuple[SearchHit, ...] = ()
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._pause.timeout.connect(self.look)

    def find(self, text: str) -> None:
        """Look for this once typing rests; too little text finds nothing."""
        self._text = text.strip()
        if len(self._text) < LEAST:
            self._pause.stop()
            self._on_hits(())
        else:
            self._pause.start()

    def stop(self) -> None:
        """Look no more."""
        self._pause.stop()

    @Slot()
    def look(self) -> None:
        """Ask now."""
        text = self._text
        self._desk.ask(
            "find", lambda reading: tuple(reading.search(text, limit=MOST)), self._on_hits
        )

    def _on_hits(self, hits: Sequence[SearchHit]) -> None:
        self.hits = tuple(hits)
        self.found.emit(self.hits)
