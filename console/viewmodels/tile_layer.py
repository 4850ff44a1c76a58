"""One layer of the basemap at work: its state, its back-off, and the questions nobody asks twice.

What fails is answered at once with nothing until the next try is due, so that a map never waits for
a layer; the first try that succeeds brings the layer back by itself. Kinds of layers:
`tile_file`, `tile_server`.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal

from console.domain.basemap import Basemap, Trouble
from console.ports.basemaps import PackageFacts, Tile

WAITS_S: Final = (2, 5, 15, 60, 300)
"""Until the next try; the last one repeats."""
GOOD: Final = frozenset({Trouble.FINE, Trouble.TILE})

Answer = Callable[[Tile | None], None]
"""Gets a tile, or nothing: there is none, or not now."""
Cancel = Callable[[], None]


def nothing_to_cancel() -> None:
    """For what was answered already."""


class TileLayer(QObject):
    """What all kinds have in common.

    Signals: `changed` when state, facts or checksum are others; `renewed` when tiles that were
    answered with nothing may be there now.
    """

    changed = Signal()
    renewed = Signal()

    def __init__(self, layer: Basemap, parent: QObject) -> None:
        super().__init__(parent)
        self.layer = layer
        self.trouble = Trouble.WAITING
        self.facts: PackageFacts | None = None
        self.digest = ""
        self.digesting: int | None = None
        """Percent of a checksum being made."""
        self.changed_at: float | None = None
        """When the file was last changed, or the newest shown tile came, in seconds since 1970."""
        self.tries = 0
        self._retry = QTimer(self)
        self._retry.setSingleShot(True)
        self._retry.timeout.connect(self.try_again)

    @property
    def vector(self) -> bool:
        """Whether its tiles are drawings."""
        return self.facts is not None and self.facts.vector

    @property
    def least(self) -> int:
        """The first level with tiles."""
        return 0 if self.facts is None else self.facts.least

    @property
    def most(self) -> int:
        """The deepest level with tiles."""
        return min(self.layer.level, 99 if self.facts is None else self.facts.most)

    @property
    def shown(self) -> bool:
        """Whether the page may ask it for tiles."""
        raise NotImplementedError

    def start(self) -> None:
        """Begin to look; again does nothing."""

    def ask(self, z: int, x: int, y: int, answer: Answer) -> Cancel:
        """Ask for a tile, XYZ; the answer may come at once. What is given back calls it off."""
        raise NotImplementedError

    def try_again(self) -> None:
        """Look whether it is well again."""

    def close(self) -> None:
        """End what runs, without waiting for it."""
        self._retry.stop()

    def wait(self) -> None:
        """After `close`, until all has ended; for the end of the program."""

    def become(self, trouble: Trouble) -> None:
        """Stand so from now on; a trouble sets the time of the next try."""
        if trouble in GOOD:
            self.tries = 0
            self._retry.stop()
        elif not self._retry.isActive():
            wait = WAITS_S[min(self.tries, len(WAITS_S) - 1)]
            self.tries += 1
            self._retry.start(wait * 1000)
        if trouble is not self.trouble:
            self.trouble = trouble
            self.changed.emit()

    def age_seconds(self) -> float | None:
        """Age of what is shown; None where nothing is known."""
        return None if self.changed_at is None else max(0.0, time.time() - self.changed_at)
