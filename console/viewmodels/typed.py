"""Words typed into a search, asked for once the typing rests."""

from PySide6.QtCore import QObject, QTimer

PAUSE_MS = 150
LEAST = 2
"""Signs from which a search is worth its answer."""


class TypedWords(QTimer):
    """The words typed last; `timeout` when they have rested."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.words = ""
        self.setSingleShot(True)
        self.setInterval(PAUSE_MS)

    def take(self, text: str) -> bool:
        """Take the words; whether they are enough to be asked for."""
        self.words = text.strip()
        enough = len(self.words) >= LEAST
        if enough:
            self.start()
        else:
            self.stop()
        return enough
