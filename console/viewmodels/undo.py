"""Taking the last act back: the quiet time, its countdown, and what is offered after it.

The act is undone by `services.undoing`; a letter that has left is recalled by asking (DESIGN 7).
Sentences are the views' business.
"""

from datetime import datetime, timedelta

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from console.domain.case import CaseId
from console.domain.refusal import Refusal
from console.services.undoing import UndoLast
from console.viewmodels.desk import Desk
from console.viewmodels.notices import Notice, NoticeTone

TICK_MS = 1_000


class UndoClock(QObject):
    """The last act of this seat that can be taken back.

    Signals: `offered` (Notice, int) the act and the seconds left, each second; `ended` when the
    quiet time is over or the act was taken back.
    """

    offered = Signal(object, int)
    ended = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._desk = desk
        self._act: Notice | None = None
        self._late: CaseId | None = None
        self._until: datetime | None = None
        self._tick = QTimer(self)
        self._tick.setInterval(TICK_MS)
        self._tick.timeout.connect(self._on_tick)
        desk.notice.connect(self._on_notice)

    @property
    def seconds_left(self) -> int:
        """How long the act can be undone; 0 without one."""
        if self._until is None or self._act is None:
            return 0
        return max(0, round((self._until - self._desk.now()).total_seconds()))

    @Slot()
    def undo(self) -> None:
        """Take the act back; after the quiet time say how to put it right instead."""
        if self._act is None or self._act.undo is None:
            code = "undo.late" if self._late is not None else "undo.none"
            self._desk.notice.emit(Notice(code=code, tone=NoticeTone.INFO))
            return
        cases = (self._act.undo, *self._act.also)
        self._stop()
        for case in cases:
            self._desk.do(UndoLast(case=case), refused=self._on_refused)

    def _on_refused(self, refusal: Refusal) -> None:
        self._desk.failed(refusal)

    def stop(self) -> None:
        """Count no more (the seat is left)."""
        self._stop()

    def _stop(self) -> None:
        self._late = self._act.undo if self._act is not None else self._late
        self._act = self._until = None
        self._tick.stop()
        self.ended.emit()

    @Slot(object)
    def _on_notice(self, notice: Notice) -> None:
        if notice.tone is not NoticeTone.DONE:
            return
        if notice.undo is None:
            self._stop()
            return
        self._act = notice
        self._until = self._desk.now() + timedelta(seconds=self._desk.rules.quiet_seconds)
        self._tick.start()
        self._on_tick()

    @Slot()
    def _on_tick(self) -> None:
        left = self.seconds_left
        if left <= 0 or self._act is None:
            self._stop()
        else:
            self.offered.emit(self._act, left)
