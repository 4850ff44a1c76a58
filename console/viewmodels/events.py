"""The live events below the rail: the latest steps of all cases, newest first.

The shift leader also sees who was shown callers in this shift, and is told of each fresh one. Whom
a shift leader authorised on a case is told so, also when he signs in later.
"""

from collections.abc import Mapping

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from console.domain.case import CaseId
from console.domain.stage import Move, Post
from console.domain.tone import Urgency
from console.ports import rows
from console.viewmodels.cells import EventRow
from console.viewmodels.columns import Column
from console.viewmodels.desk import Desk
from console.viewmodels.keyed_table import KeyedTable
from console.viewmodels.notices import Notice, NoticeTone
from console.viewmodels.shift import shift_start
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
        self._reveals: tuple[rows.RevealRow, ...] | None = None
        self._authorised: frozenset[int] = frozenset()
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(PAUSE_MS)
        self._soon.timeout.connect(self.reload)
        desk.news.connect(self._on_news)
        desk.post_changed.connect(self._on_post)

    def stop(self) -> None:
        """Listen no more."""
        self._soon.stop()

    @Slot()
    def reload(self) -> None:
        """Ask for the latest steps, and for reveals at the shift leader's seat."""
        leads, since = self._desk.actor.post is Post.SHIFT_LEADER, shift_start(self._desk.now())
        self._desk.ask(
            "events",
            lambda reading: (
                tuple(reading.events(limit=KEPT)),
                tuple(reading.reveals(since, limit=KEPT)) if leads else None,
            ),
            self._on_events,
        )

    @Slot(object)
    def _on_news(self, _news: object) -> None:
        self._soon.start()

    @Slot(object)
    def _on_post(self, _post: Post) -> None:
        self.reload()

    def _on_events(
        self, answer: tuple[tuple[rows.EventRow, ...], tuple[rows.RevealRow, ...] | None]
    ) -> None:
        self.latest, reveals = answer
        self._tell_fresh(reveals)
        self._tell_authorised()
        self._reveals = reveals
        lines = [self._row(event) for event in self.latest]
        lines += [self._reveal_row(one) for one in reveals or ()]
        lines.sort(key=lambda line: line.at, reverse=True)
        self.table.show(lines[:KEPT])
        self.heard.emit()

    def _tell_fresh(self, reveals: tuple[rows.RevealRow, ...] | None) -> None:
        """A notice for each reveal by somebody else since the last look; not for the first look,
        whose reveals stand in the list."""
        if self._reveals is None or reveals is None:
            return
        known = frozenset(self._reveals)
        for one in reversed(reveals):
            if one not in known and one.operator != self._desk.actor.operator:
                self._desk.notice.emit(
                    Notice(code="caller.revealed", tone=NoticeTone.WARNING, facts=_facts(one))
                )

    def _tell_authorised(self) -> None:
        """A notice, once, for each case handed to this operator for a time that is not over."""
        operator, now = self._desk.actor.operator, self._desk.now()
        mine = [one for one in self.latest if one.colleague == operator]
        for one in reversed(mine):
            if one.gseq not in self._authorised and one.until is not None and now < one.until:
                facts = {"number": one.number, "seat": one.seat, "until": one.until}
                notice = Notice(code="case.authorised", tone=NoticeTone.INFO, facts=facts)
                self._desk.notice.emit(notice)
        self._authorised = frozenset(one.gseq for one in mine)

    def case_of(self, key: int) -> CaseId | None:
        """The case a line of the list is about."""
        steps = ((one.gseq, one.case) for one in self.latest)
        reveals = ((_key(one), one.case) for one in self._reveals or ())
        return next((case for line, case in (*steps, *reveals) if line == key), None)

    def last_of(self, post: Post, *, begins: bool = False) -> rows.EventRow | None:
        """The newest step by this post, or the newest that made a case: how old the news is."""
        mine = (event for event in self.latest if event.post is post)
        return next((event for event in mine if event.begins or not begins), None)

    def _reveal_row(self, one: rows.RevealRow) -> EventRow:
        post = self._say(f"post.{one.post.value}")
        return EventRow(
            key=_key(one),
            at=one.at,
            title=self._say("events.revealed", name=one.name, number=one.number[-SHORT:]),
            detail=" · ".join(part for part in (post, one.seat, one.reason) if part),
            urgency=Urgency.NEAR,
        )

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


def _key(one: rows.RevealRow) -> int:
    """Below every step's own number, and different for every moment."""
    return -int(one.at.timestamp() * 1_000_000)


def _facts(one: rows.RevealRow) -> Mapping[str, object]:
    """What the shift leader is told: who, at which post and seat, which case, why, when."""
    return {
        "name": one.name,
        "post": one.post.value,
        "seat": one.seat,
        "number": one.number,
        "reason": one.reason,
        "at": one.at,
    }
