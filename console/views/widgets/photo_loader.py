"""Photos decoded away from the GUI thread, by a process of their own; nothing is judged here.

What that process gives is a plain JPEG of known size, whatever the file was.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject, QRunnable, QThreadPool, Signal
from PySide6.QtGui import QImage

from console.domain.refusal import Refusal
from console.ports.media import Media

BOUND: Final = 2048  # px of the longer side: enough for a 4K pane, 12 MB in memory
THREADS: Final = 2
STOP_MS: Final = 5000


class PhotoLoader(QObject):
    """Asks for pictures in a small pool and answers on the GUI thread.

    One per panel; call `stop` before it is thrown away.
    """

    loaded = Signal(str, QImage)  # key, picture
    failed = Signal(str)  # key: not a readable picture

    def __init__(self, media: Media, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._media = media
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(THREADS)

    def load(self, key: str, path: Path, bound: int = BOUND) -> None:
        """Ask for a picture whose longer side is at most `bound` px; 0 for the original size."""
        self._pool.start(_Reading(self, self._media, key, path, bound))

    def stop(self) -> bool:
        """Drop what waits and let what runs end; False when it did not end in 5 s."""
        self._pool.clear()
        return self._pool.waitForDone(STOP_MS)


class _Reading(QRunnable):
    """One file; the signals it emits are queued to the GUI thread by Qt."""

    def __init__(self, loader: PhotoLoader, media: Media, key: str, path: Path, bound: int) -> None:
        super().__init__()
        self._loader, self._media = loader, media
        self._key, self._path, self._bound = key, path, bound

    def run(self) -> None:
        image = read_photo(self._media, self._path, self._bound)
        if image.isNull():
            self._loader.failed.emit(self._key)
        else:
            self._loader.loaded.emit(self._key, image)


def read_photo(media: Media, path: Path, bound: int) -> QImage:
    """The picture turned upright as its camera noted; a null image when it cannot be read."""
    try:
        return QImage.fromData(media.picture(path, bound))
    except Refusal:
        return QImage()
