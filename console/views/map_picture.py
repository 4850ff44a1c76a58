"""Brings the page's picture of the present view over, in pieces, so that the window never waits."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWebEngineCore import QWebEnginePage

from console.views.map_sprites import PAPER_RATIO

BEAT_MS: Final = 50
PIECE: Final = 400_000  # signs of the data URL at a time
PATIENCE_MS: Final = 30_000


class PagePicture(QObject):
    """One picture. Signals: `done` (str) its data URL, "" when the page gave none."""

    done = Signal(str)

    def __init__(self, page: QWebEnginePage, parent: QObject) -> None:
        super().__init__(parent)
        self._page = page
        self._pieces: list[str] = []
        self._length = -1
        self._beat = QTimer(self)
        self._beat.setInterval(BEAT_MS)
        self._beat.timeout.connect(self._look)
        self._late = QTimer(self)
        self._late.setSingleShot(True)
        self._late.setInterval(PATIENCE_MS)
        self._late.timeout.connect(self.give_up)
        page.destroyed.connect(self.give_up)

    def start(self) -> None:
        """Let the page draw, and bring the picture when it is there."""
        self._page.runJavaScript(f"window.mapPicture({PAPER_RATIO});0")
        self._beat.start()
        self._late.start()

    def give_up(self) -> None:
        """No picture: the page is gone, it took too long, or the operator wants none any more."""
        self._end("")

    def _look(self) -> None:
        asked = "window.mapPrinted === null ? -1 : window.mapPrinted.length"
        self._page.runJavaScript(asked, self._on_length)

    def _on_length(self, length: object) -> None:
        if not self._beat.isActive() or not isinstance(length, int | float) or length < 0:
            return
        self._beat.stop()
        self._length = int(length)
        self._bring()

    def _bring(self) -> None:
        had = sum(map(len, self._pieces))
        if had >= self._length:
            self._end("".join(self._pieces))
            return
        asked = f"window.mapPrinted.slice({had}, {had + PIECE})"
        self._page.runJavaScript(asked, self._on_piece)

    def _on_piece(self, piece: object) -> None:
        if self._length < 0:
            return
        if not isinstance(piece, str) or not piece:
            self._end("")
            return
        self._pieces.append(piece)
        self._bring()

    def _end(self, url: str) -> None:
        if self._late.isActive():
            self._beat.stop()
            self._late.stop()
            self._length = -1
            self.done.emit(url)
