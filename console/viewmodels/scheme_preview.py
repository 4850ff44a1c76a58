"""The preview beside a scheme that is open: the last whole month by it and by the one in force.

It is scored on a lane from facts read once; after typing it follows within a beat.
"""

from collections.abc import Callable
from datetime import date
from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from console.evaluation.scheme import Scheme
from console.services.previewing import Trial, Trying
from console.viewmodels.answering import while_alive
from console.viewmodels.desk import Desk

BEAT_MS: Final = 350
Standing = Callable[[Scheme, date], Scheme | None]


class SchemePreview(QObject):
    """Signals: `tried` the ranking or how it stands is another one.

    `standing` tells the version in force a scheme is compared with on a day; `open` the checked
    scheme that is open, None while it does not hold.
    """

    tried = Signal()

    def __init__(
        self,
        desk: Desk,
        open_scheme: Callable[[], Scheme | None],
        standing: Standing,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._desk, self._open, self._standing = desk, open_scheme, standing
        self.trial: Trial | None = None
        self.trying, self.failed = False, False
        self._trier: Trying | None = None
        self._beat = QTimer(self)
        self._beat.setSingleShot(True)
        self._beat.setInterval(BEAT_MS)
        self._beat.timeout.connect(self.now)

    def forget(self) -> None:
        """Read the facts anew with the next try."""
        self._trier = None

    def soon(self) -> None:
        """Something was typed: try when the hand rests."""
        self._beat.start()

    @Slot()
    def now(self) -> None:
        """Score the month by what is open; nothing while it does not hold."""
        self._beat.stop()
        facts, scheme = self._desk.outside.facts, self._open()
        if facts is None or scheme is None:
            self.tried.emit()
            return
        if self._trier is None:
            self._trier = Trying(facts, self._desk.outside.reading, self._desk.now())
        trier = self._trier
        standing = self._standing(scheme, trier.period.last)
        self.trying = True
        self.tried.emit()
        self._desk.lanes.ask(
            "schemes.preview",
            lambda: trier.run(scheme, standing),
            while_alive(self, self._on_tried),
            while_alive(self, self._on_failed),
        )

    def _on_tried(self, trial: Trial) -> None:
        self.trial, self.trying, self.failed = trial, False, False
        self.tried.emit()

    def _on_failed(self, error: Exception) -> None:
        self.trying, self.failed, self._trier = False, True, None
        self._desk.failed(error)
        self.tried.emit()
