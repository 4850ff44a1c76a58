"""Long reading and writing of the assessment at the foot of the window, given up by Ctrl+F2.

The foot shows one task of a seat; where another one runs there already, this one runs unseen.
"""

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal, Slot

from console.viewmodels.tasks import Tasks


class AssessmentTask(QObject):
    """One task. Signals: `_moved` carries a share (0–1) from the lane's thread to ours."""

    _moved = Signal(float)

    def __init__(self, tasks: Tasks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self._mine = False
        self._given_up = False
        self._ended: Callable[[], None] | None = None
        self._moved.connect(self._on_moved)

    def begin(self, code: str, ended: Callable[[], None]) -> None:
        """It begins; `ended` is called when it is given up. One that ran before is over."""
        self.end()
        self._given_up, self._ended = False, ended
        if not self._tasks.running:
            self._mine = True
            self._tasks.begin(code, self.give_up)

    def tell(self, share: float) -> None:
        """It has come this far; may be called on any thread."""
        self._moved.emit(share)

    def count(self, done: int, of: int) -> None:
        """So many of so many; may be called on any thread."""
        self.tell(done / of if of else 1.0)

    def given_up(self) -> bool:
        """Whether it was given up; asked on any thread."""
        return self._given_up

    def goes_on(self) -> bool:
        """Whether it was not given up; asked on any thread."""
        return not self._given_up

    def give_up(self) -> None:
        """Ctrl+F2: whoever works looks at `given_up`, whoever waits is told at once."""
        self._given_up, self._mine = True, False
        if self._ended is not None:
            self._ended()

    def stop(self) -> None:
        """Who wanted it has gone: it leaves the foot of the window, and whoever works ends."""
        self.end()
        self.give_up()

    def end(self) -> None:
        """It is over."""
        if self._mine:
            self._mine = False
            self._tasks.end()

    @Slot(float)
    def _on_moved(self, share: float) -> None:
        if self._mine:
            self._tasks.move(share)
