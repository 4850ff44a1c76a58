"""Long work seen from the window: how far, and how to give it up (DESIGN 7, «Long work»)."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal, Slot

QUIET_MS = 300
"""What is faster than this shows nothing."""


class Tasks(QObject):
    """The one task of a seat that runs longer.

    Signals: `progressed` (str, object) code of its words and share 0–1, None when it has ended.
    """

    progressed = Signal(str, object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._code = ""
        self._share = 0.0
        self._give_up: Callable[[], None] | None = None
        self._quiet = QTimer(self)
        self._quiet.setSingleShot(True)
        self._quiet.setInterval(QUIET_MS)
        self._quiet.timeout.connect(self._tell)

    @property
    def running(self) -> bool:
        """Whether a task runs."""
        return bool(self._code)

    def begin(self, code: str, give_up: Callable[[], None] | None = None) -> None:
        """A task has begun; `give_up` ends it early."""
        self._code, self._share, self._give_up = code, 0.0, give_up
        self._quiet.start()

    def move(self, share: float) -> None:
        """It has come this far (0–1)."""
        self._share = share
        if self.running and not self._quiet.isActive():
            self._tell()

    @Slot()
    def end(self) -> None:
        """It is over, whichever way."""
        self._quiet.stop()
        self._code, self._give_up = "", None
        self.progressed.emit("", None)

    @Slot()
    def cancel(self) -> None:
        """Give it up (Ctrl+F2); without a task nothing happens."""
        give_up = self._give_up
        if self.running and give_up is not None:
            give_up()
            self.end()

    @Slot()
    def _tell(self) -> None:
        self.progressed.emit(self._code, self._share)
