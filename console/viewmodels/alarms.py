"""Alarms of this seat (DESIGN 7): what needs an act here, each told once, many told as one line.

P1: overdue in the post's own queue, or an urgent case nobody holds for five minutes. P2: near its
limit. What others hold does not alarm. Sounds and colours are not here.
"""

from collections import deque
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import IntEnum

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from console.domain.case import CaseId
from console.domain.tone import Urgency
from console.ports.rows import CaseRow, QueueFilter
from console.viewmodels.case_facts import deadline
from console.viewmodels.desk import Desk
from console.viewmodels.next_case import NextCase

LOOK_MS = 20_000
LOOKED_AT = 60
"""Rows of the queue's head that can be overdue or near; the rail counts the rest."""
UNHELD = timedelta(minutes=5)
WINDOW = timedelta(minutes=10)
MANY = 10
"""More alarms than this within the window are told as one line."""
SNOOZE = timedelta(minutes=15)


class Level(IntEnum):
    """How loud; smaller is louder."""

    P1 = 1
    P2 = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Alarm:
    """One alarm; `count` above 1 stands for many, then `row` is the most urgent of them."""

    level: Level
    row: CaseRow
    code: str
    count: int = 1


class Alarms(QObject):
    """Signals: `raised` (Alarm) the loudest new one; `calmed` when nothing wants an act now."""

    raised = Signal(object)
    calmed = Signal()

    def __init__(self, desk: Desk, next_case: NextCase) -> None:
        super().__init__(desk)
        self._desk, self._next = desk, next_case
        self._told: dict[CaseId, Level] = {}
        self._times: deque[datetime] = deque()
        self._quiet_until: datetime | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK_MS)
        self._timer.timeout.connect(self.look)
        desk.post_changed.connect(self._on_post)

    def start(self) -> None:
        """Look now and every twenty seconds."""
        self._timer.start()
        self.look()

    def stop(self) -> None:
        """Look no more."""
        self._timer.stop()

    def snooze(self) -> None:
        """No P2 for 15 minutes (later)."""
        self._quiet_until = self._desk.now() + SNOOZE

    @Slot()
    def look(self) -> None:
        """Look at the head of the post's own queue."""
        desk, wanted = self._desk, QueueFilter(queue=self._next.queue, unclaimed=True)
        seat, now = desk.actor.operator, desk.now()
        desk.ask(
            "alarms",
            lambda reading: tuple(reading.head(wanted, seat, now, limit=LOOKED_AT)),
            self._on_rows,
        )

    def _on_rows(self, rows: tuple[CaseRow, ...]) -> None:
        now = self._desk.now()
        found = [alarm for row in rows if (alarm := self._alarm(row, now)) is not None]
        present = {alarm.row.id: alarm.level for alarm in found}
        fresh = [one for one in found if self._told.get(one.row.id, Level.P2 + 1) > one.level]
        self._told = present
        if not present:
            self.calmed.emit()
        elif fresh:
            self._raise(sorted(fresh, key=lambda one: one.level), now)

    def _raise(self, fresh: list[Alarm], now: datetime) -> None:
        while self._times and now - self._times[0] > WINDOW:
            self._times.popleft()
        self._times.extend([now] * len(fresh))
        first = fresh[0]
        if first.level is Level.P2 and self._quiet_until is not None and now < self._quiet_until:
            return
        many = len(self._times) > MANY
        code = "alarm.many" if many else first.code
        count = len(fresh) if many else 1
        self.raised.emit(Alarm(level=first.level, row=first.row, code=code, count=count))

    def _alarm(self, row: CaseRow, now: datetime) -> Alarm | None:
        urgency = deadline(row, now, self._desk.rules).urgency
        if urgency is Urgency.OVER:
            return Alarm(level=Level.P1, row=row, code="alarm.over")
        waited = now - (row.started_at or row.reported_at)
        if row.urgent and waited > UNHELD:
            return Alarm(level=Level.P1, row=row, code="alarm.urgent")
        if urgency is Urgency.NEAR:
            return Alarm(level=Level.P2, row=row, code="alarm.near")
        return None

    @Slot(object)
    def _on_post(self, _post: object) -> None:
        self._told.clear()
        self.calmed.emit()
        self.look()
