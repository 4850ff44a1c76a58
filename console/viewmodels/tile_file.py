"""A layer whose tiles lie in a file: opened, watched and checked off the window's thread."""

from __future__ import annotations

import threading
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal

from console.domain.basemap import Basemap, Trouble
from console.domain.refusal import Refusal
from console.ports.basemaps import FileMark, PackageFacts, Tile, TilePlace
from console.viewmodels.tile_lane import Done, TileLane, Work
from console.viewmodels.tile_layer import GOOD, Answer, Cancel, TileLayer, nothing_to_cancel

WATCH_MS: Final = 15_000
"""Between two looks at the file: one that was replaced or taken away is seen."""
HUNG_MS: Final = 12_000
"""When nothing was heard of the lane for so long, the share holds it."""

_TROUBLES: Final = {
    "basemap.file_missing": Trouble.FILE_MISSING,
    "basemap.file_away": Trouble.FILE_AWAY,
    "basemap.file_kind": Trouble.FILE_KIND,
    "basemap.file_broken": Trouble.FILE_BROKEN,
    "basemap.tile": Trouble.TILE,
}
_Opened = tuple[PackageFacts, int, float]
"""What it is, its size, and when it was changed."""


class FileLayer(TileLayer):
    """See `TileLayer`; `path` "" is a file this workstation has no place for."""

    _progressed = Signal(int, int)

    def __init__(self, layer: Basemap, path: str, place: TilePlace, parent: QObject) -> None:
        super().__init__(layer, parent)
        self.path = path
        self._place = place
        self._packages = place.packages()
        self._lane = TileLane(f"basemap {layer.id}", self)
        self._marking = TileLane(f"basemap checksum {layer.id}", self)
        self._stopped = threading.Event()
        self._seen: tuple[int, float] | None = None
        self._asked = 0
        self._watch = QTimer(self)
        self._watch.setInterval(WATCH_MS)
        self._watch.timeout.connect(self._look)
        self._hung = QTimer(self)
        self._hung.setSingleShot(True)
        self._hung.setInterval(HUNG_MS)
        self._hung.timeout.connect(self._on_hung)
        self._progressed.connect(self._on_progress)

    @property
    def shown(self) -> bool:
        """Only of a file that is open; else the city's own ground is better than nothing."""
        return self.facts is not None and self.trouble in GOOD

    def start(self) -> None:
        """Open the file."""
        if not self._watch.isActive() and not self._stopped.is_set():
            self._watch.start()
            self.try_again()

    def try_again(self) -> None:
        """Open the file, or open it again."""
        if not self.path:
            self.become(Trouble.FILE_MISSING)
            return
        self._put(partial(self._opened, self.path), self._on_opened)

    def ask(self, z: int, x: int, y: int, answer: Answer) -> Cancel:
        """See `TileLayer`."""
        if not self.shown:
            answer(None)
            return nothing_to_cancel
        ticket = self._put(partial(self._packages.tile, z, x, y), partial(self._on_tile, answer))
        return partial(self._call_off, ticket)

    def close(self) -> None:
        """See `TileLayer`: threads and process."""
        super().close()
        self._watch.stop()
        self._hung.stop()
        self._stopped.set()
        self._marking.close()
        self._lane.close(self._packages.close)

    def wait(self) -> None:
        """See `TileLayer`."""
        self._marking.wait()
        self._lane.wait()

    def make_digest(self) -> None:
        """Make the file's checksum, or remember it; again while it is made does nothing."""
        if self.digesting is None and self.path:
            self.digesting = 0
            work = partial(self._place.mark, self.path, self._progress, self._stopped.is_set)
            self._marking.put(work, self._on_marked)

    # --- in the lane's thread -------------------------------------------------------------------

    def _opened(self, path: str) -> _Opened:
        facts = self._packages.open(path)
        told = Path(path).stat()
        return facts, told.st_size, told.st_mtime

    def _progress(self, done: int, size: int) -> None:
        with suppress(RuntimeError):  # the layer has been let go while its file was read
            self._progressed.emit(done, size)

    # --- on the window's thread -----------------------------------------------------------------

    def _put(self, work: Work, done: Done) -> int:
        self._asked += 1
        if not self._hung.isActive():
            self._hung.start()
        return self._lane.put(work, partial(self._on_heard, done))

    def _call_off(self, ticket: int) -> None:
        if self._lane.cancel(ticket):
            self._heard()

    def _heard(self) -> None:
        """The lane moves: what still waits has its whole time before it again."""
        self._asked -= 1
        if self._asked > 0:
            self._hung.start()
        else:
            self._hung.stop()

    def _on_heard(self, done: Done, answer: object, refusal: Refusal | None) -> None:
        self._heard()
        done(answer, refusal)

    def _on_hung(self) -> None:
        self.become(Trouble.FILE_AWAY)

    def _look(self) -> None:
        """Whether the file is still the one that was opened."""
        if self.path and self._asked == 0 and self.trouble in GOOD:
            self._put(partial(_size_and_moment, self.path), self._on_looked)

    def _on_looked(self, told: tuple[int, float] | None, refusal: Refusal | None) -> None:
        if refusal is not None or told != self._seen:
            self.try_again()

    def _on_opened(self, opened: _Opened | None, refusal: Refusal | None) -> None:
        if opened is None:
            self.facts = None
            self.become(_trouble(refusal))
            return
        facts, size, moment = opened
        new = (size, moment) != self._seen
        self.facts, self._seen, self.changed_at = facts, (size, moment), moment
        if new:
            self.digest = ""
            self.make_digest()
        self.become(Trouble.FINE)
        self.changed.emit()
        self.renewed.emit()

    def _on_tile(self, answer: Answer, tile: Tile | None, refusal: Refusal | None) -> None:
        if refusal is not None:
            self.become(_trouble(refusal))
        answer(tile)

    def _on_progress(self, done: int, size: int) -> None:
        percent = done * 100 // max(1, size)
        if percent != self.digesting and self.digesting is not None:
            self.digesting = percent
            self.changed.emit()

    def _on_marked(self, mark: FileMark | None, _refusal: Refusal | None) -> None:
        self.digesting = None
        self.digest = "" if mark is None else mark.digest
        self.changed.emit()


def _trouble(refusal: Refusal | None) -> Trouble:
    code = "" if refusal is None else refusal.code
    return _TROUBLES.get(code, Trouble.FILE_BROKEN)


def _size_and_moment(path: str) -> tuple[int, float]:
    told = Path(path).stat()
    return told.st_size, told.st_mtime
