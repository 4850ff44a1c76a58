"""A video or recording made ready for the system's own player.

Not played in this process: a decoder that a bad file brings down would take the window with it. A
recording becomes WAV, which every system plays. The copy lies in a folder of its own, under a name
that tells nothing, and is gone when its window is closed.
"""

import shutil
from pathlib import Path
from tempfile import TemporaryDirectory

from PySide6.QtCore import QObject, Signal

from console.domain.filekind import AMR, MP4, SUFFIXES
from console.ports.media import Media
from console.viewmodels.answering import while_alive
from console.viewmodels.desk import Desk
from console.viewmodels.photos import PhotoFact


class Playing(QObject):
    """One window's videos and recordings.

    Signals: `ready` (Path) a file the system's player may be given."""

    ready = Signal(object)

    def __init__(self, desk: Desk, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._folder: TemporaryDirectory[str] | None = None

    def play(self, fact: PhotoFact) -> None:
        """Make the file ready; nothing happens for one that is not here."""
        path = fact.path
        if path is None:
            return
        if self._folder is None:
            self._folder = TemporaryDirectory(prefix="wanmi-", ignore_cleanup_errors=True)
        place, media, mime = Path(self._folder.name), self._desk.outside.media, fact.mime
        self._desk.lanes.ask(
            "playing",
            lambda: playable(media, path, mime, place),
            while_alive(self, self.ready.emit),
            self._desk.failed,
        )

    def close(self) -> None:
        """Take the copies away; one that a player still holds stays until the system clears it."""
        if self._folder is not None:
            self._folder.cleanup()
            self._folder = None


def playable(media: Media, path: Path, mime: str, folder: Path) -> Path:
    """A copy a player knows by its name. Raises `Refusal` as `ports.media.Media.sound`."""
    target = folder / ("sound.wav" if mime == AMR else f"video{SUFFIXES[MP4][0]}")
    if mime == AMR:
        target.write_bytes(media.sound(path))
    else:
        shutil.copyfile(path, target)
    return target
