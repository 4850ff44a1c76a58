"""The rail: ten queues with their counts and nearest deadlines. No painting, no selection rules."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from console.domain.timelimit import TimeLimit
from console.ports.rows import QueueCount
from console.viewmodels.case_facts import time_left
from console.viewmodels.cells import RailRow
from console.viewmodels.columns import Column
from console.viewmodels.commands import ACROSS_FROM, RAIL, rail_cap
from console.viewmodels.desk import Desk
from console.viewmodels.keyed_table import KeyedTable
from console.viewmodels.words import Say

BEAT_MS = 30_000
"""Times left are read anew this often even when nothing happens."""
DAY = 86_400
PAUSE_MS = 300
"""News within this time are answered by one question."""
HOLDS = timedelta(seconds=2)
"""The store counts for all seats at most this often; to ask it sooner brings the same picture."""
OLD = timedelta(seconds=5)
"""Figures older than this say so."""


class Rail(QObject):
    """Two lists over one answer: the stage queues, and those that cut across.

    Signals: `counted` (tuple of QueueCount) after each answer.
    """

    counted = Signal(object)

    def __init__(self, desk: Desk, say: Say) -> None:
        super().__init__(desk)
        self._desk, self._say = desk, say
        self.stages = self._list()
        self.across = self._list()
        self._counts: tuple[QueueCount, ...] = ()
        self._counted_at: datetime | None = None
        self._told_at: datetime | None = None
        self._beat = QTimer(self)
        self._beat.setInterval(BEAT_MS)
        self._beat.timeout.connect(self.reload)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(PAUSE_MS)
        self._soon.timeout.connect(self.reload)
        desk.news.connect(self._on_news)
        desk.post_changed.connect(self.reload)
        self._show(())

    def _list(self) -> KeyedTable[RailRow]:
        column: Column[RailRow] = Column(
            key="queue", title="", value=lambda row: row.name, stretch=True, spoken=self._spoken
        )
        return KeyedTable([column], lambda row: row.key, parent=self)

    def start(self) -> None:
        """Count now and then again and again.

        No news come of what happened before now, so a picture from before is asked for once more.
        """
        self._told_at = self._desk.now()
        self._beat.start()
        self.reload()

    def stop(self) -> None:
        """Count no more."""
        self._beat.stop()
        self._soon.stop()

    @property
    def counts(self) -> Sequence[QueueCount]:
        """The last answer, in rail order; empty before the first."""
        return self._counts

    @Slot()
    def reload(self) -> None:
        """Ask for the counts anew."""
        desk = self._desk
        actor, now = desk.actor, desk.now()
        desk.ask(
            "rail",
            lambda reading: tuple(reading.counts(actor.post, actor.operator, now)),
            lambda counts: self._on_counts(counts, now),
        )

    @Slot(object)
    def _on_news(self, _news: object) -> None:
        self._told_at = self._desk.now()
        if self._beat.isActive():
            self._ask_soon()
        else:
            self.reload()

    def _ask_soon(self) -> None:
        """Ask when there can be another picture than the one that is shown."""
        wait = timedelta()
        if self._counted_at is not None:
            wait = min(self._counted_at + HOLDS - self._desk.now(), HOLDS)
        self._soon.start(max(PAUSE_MS, int(wait.total_seconds() * 1000)))

    def _on_counts(self, counts: tuple[QueueCount, ...], asked: datetime) -> None:
        known = {one.queue: one for one in counts}
        self._counts = tuple(known[queue] for queue in RAIL if queue in known)
        self._counted_at = asked - max((one.age for one in counts), default=timedelta())
        self._show(self._counts)
        self.counted.emit(self._counts)
        if self._told_at is not None and self._beat.isActive() and not self._desk.state.gone:
            if self._counted_at < self._told_at:  # the picture is from before the news
                self._ask_soon()
            else:
                self._told_at = None

    def _show(self, counts: Sequence[QueueCount]) -> None:
        known = {one.queue: one for one in counts}
        now = self._desk.now()
        rows = [self._row(at, queue, known.get(queue), now) for at, queue in enumerate(RAIL)]
        self.stages.show(rows[:ACROSS_FROM])
        self.across.show(rows[ACROSS_FROM:])

    def _row(self, at: int, queue: str, count: QueueCount | None, now: datetime) -> RailRow:
        say = self._say
        left, day = self._nearest(count, now)
        note = ""
        if queue == "mine" and count is not None:
            note = say("rail.done_today", n=count.done_today)
        elif count is not None and count.age > OLD:
            note = say("rail.age", n=int(count.age.total_seconds()))
        return RailRow(
            key=queue,
            cap=rail_cap(at),
            name=say(f"queue.{queue}"),
            short=say(f"queue.{queue}.short"),
            count=count.total if count is not None else 0,
            over=count.over if count is not None else 0,
            near=count.near if count is not None else 0,
            new=count.new if count is not None else 0,
            nearest=left,
            day=day,
            note=note,
        )

    def _nearest(self, count: QueueCount | None, now: datetime) -> tuple[float | None, int]:
        """Time left of the most urgent case as its row says it, and a day's length in words."""
        if count is None or count.nearest is None:
            return None, DAY
        if not count.limit:
            return (count.nearest - now).total_seconds(), DAY
        return time_left(count.nearest, TimeLimit.from_code(count.limit), now, self._desk.rules)

    def _spoken(self, row: RailRow) -> str:
        return self._say(
            "rail.spoken", name=row.name, count=row.count, over=row.over, near=row.near, new=row.new
        )
