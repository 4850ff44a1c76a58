"""The live events below the rail: the latest steps of all cases, newest first."""

from collections.abc import Sequence

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from console.domain.stage import Move, Post
from console.domain.tone import Urgency
from console.ports import rows
from console.viewmodels.cells import EventRow
from console.viewmodels.columns import Column
from console.viewmodels.desk import Desk
from console.viewmodels.keyed_table import KeyedTable
from console.viewmodels.words import Say

KEPT = 200
SHORT = 6
"""Digits of a case number that tell cases of a day apart."""
PAUSE_MS = 300


class LiveEvents(QObject):
    """The list of events.

    Signals: `heard` after each answer.
    """

    heard = Signal()

    def __init__(self, desk: Desk, say: Say) -> None:
        super().__init__(desk)
        self._desk, self._say = desk, say
        column: Column[EventRow] = Column(
            key="event",
            title="",
            value=lambda row: f"{row.title} {row.detail}".strip(),
            stretch=True,
        )
        self.table: KeyedTable[EventRow] = KeyedTable([column], lambda row: row.key, parent=self)
        self.latest: tuple[rows.EventRow, ...] = ()
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(PAUSE_MS)
        self._soon.timeout.connect(self.reload)
        desk.news.connect(self._on_news)

    def stop(self) -> None:
        """Listen no more."""
        self._soon.stop()

    @Slot()
    def reload(self) -> None:
        """Ask for the latest steps."""
        self._desk.ask("events", lambda reading: tuple(reading.events(limit=KEPT)), self._on_events)

    @Slot(object)
    def _on_news(self, _news: object) -> None:
        self._soon.start()

    def _on_events(self, events: Sequence[rows.EventRow]) -> None:
        self.latest = tuple(events)
        self.table.show([self._row(event) for event in events])
        self.heard.emit()

    def last_of(self, post: Post, *, begins: bool = False) -> rows.EventRow | None:
        """The newest step by this post, or the newest that made a case: how old the news is."""
        mine = (event for event in self.latest if event.post is post)
        return next((event for event in mine if event.begins or not begins), None)

    def _row(self, event: rows.EventRow) -> EventRow:
        number = event.number[-SHORT:]
        title = self._say(f"done.{event.move.value}", number=number, unit=event.unit_name)
        detail = " · ".join(part for part in (event.category_name, event.address) if part)
        failed = event.move in (Move.FAIL, Move.SUPERVISE)
        return EventRow(
            key=event.gseq,
            at=event.at,
            title=title,
            detail=detail,
            urgency=Urgency.NEAR if failed else Urgency.NORMAL,
        )
