"""「下一件」: the most urgent case of the post's main queue that nobody holds, and its taking."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal, Slot

from console.domain.case import Actor, CaseId
from console.ports.reading import Reading
from console.ports.rows import CaseRow, News, QueueCount, QueueFilter
from console.viewmodels.case_facts import deadline
from console.viewmodels.cells import DeadlineCell
from console.viewmodels.commands import MAIN_QUEUE
from console.viewmodels.desk import Desk
from console.viewmodels.notices import Notice, NoticeTone


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asking:
    """What an asking seat looked at; `turn` counts the works it began meanwhile."""

    turn: int
    in_hand: object
    actor: Actor


class NextCase(QObject):
    """The strip's content.

    Signals: `shown` when the case or the counts beside it changed; `taken` (CaseId, its queue)
    when this seat holds the case it asked for; `none_left` when there was none; `passed` (CaseId
    or None, the Actor who asked) when the operator had gone elsewhere before the answer.
    """

    shown = Signal()
    taken = Signal(object, str)
    none_left = Signal()
    passed = Signal(object, object)

    def __init__(self, desk: Desk, in_hand: Callable[[], object] = lambda: None) -> None:
        """`in_hand` tells what the operator has before him; an answer counts while that stays."""
        super().__init__(desk)
        self._desk, self._in_hand = desk, in_hand
        self._turn = 0
        self.row: CaseRow | None = None
        self.count: QueueCount | None = None
        desk.post_changed.connect(self.reload)
        desk.news.connect(self._on_news)

    @property
    def queue(self) -> str:
        """The queue the post works first."""
        return MAIN_QUEUE.get(self._desk.actor.post.value, "mine")

    @property
    def cell(self) -> DeadlineCell | None:
        """The clock of the case, read now."""
        if self.row is None:
            return None
        return deadline(self.row, self._desk.now(), self._desk.rules)

    @Slot(object)
    def on_counted(self, counts: Sequence[QueueCount]) -> None:
        """The rail has counted: the same beat looks for the next case."""
        self.count = next((one for one in counts if one.queue == self.queue), None)
        self.reload()

    @Slot()
    def reload(self) -> None:
        """Look for the case anew."""
        desk, wanted = self._desk, QueueFilter(queue=self.queue, unclaimed=True)
        seat, now = desk.actor.operator, desk.now()

        def first(reading: Reading) -> CaseRow | None:
            return next(iter(reading.head(wanted, seat, now, limit=1)), None)

        desk.ask("next", first, self._on_row)

    @Slot(object)
    def _on_news(self, news: News) -> None:
        """What is offered has changed hands; that another is more urgent comes with the count."""
        if self.row is not None and self.row.id in news.cases:
            self.reload()

    def _on_row(self, row: CaseRow | None) -> None:
        self.row = row
        self.shown.emit()

    def take(self, queue: str = "") -> None:
        """Hold the most urgent case nobody holds (Space); other seats never wait for it.

        `queue` is one of the stage queues, "" the post's own. Going on in a queue after an act is
        silent when it is empty: what the act did is still being told.
        """
        desk, wanted = self._desk, queue or self.queue
        now, asking = desk.now(), self._asking()

        def given(case: CaseId | None) -> None:
            if asking != self._asking():
                self.passed.emit(case, asking.actor)
            elif case is not None:
                self.taken.emit(case, wanted)
            else:
                self._tell_none(going_on=bool(queue))

        desk.order(lambda outside: outside.claims.next_case(wanted, asking.actor, now), given)

    def forgo(self) -> None:
        """The operator begins other work: a case still on its way would be in his way."""
        self._turn += 1

    def _asking(self) -> _Asking:
        return _Asking(turn=self._turn, in_hand=self._in_hand(), actor=self._desk.actor)

    def _tell_none(self, *, going_on: bool) -> None:
        if not going_on:
            self._desk.notice.emit(Notice(code="next.none", tone=NoticeTone.INFO))
        self.none_left.emit()
        self.reload()
