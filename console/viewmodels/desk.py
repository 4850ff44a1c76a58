"""A signed-in seat at work: its reading, its gestures, its claims, and the one road of news.

Every pane's viewmodel is given the desk and nothing else. Own commits and other seats' commits
arrive by the same signal. Nothing here blocks: questions and orders go through the lanes.
"""

import logging
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from PySide6.QtCore import QObject, Signal

from console.domain.case import Actor, CaseId
from console.domain.refusal import Refusal
from console.domain.rules import Rules
from console.domain.stage import Post
from console.ports.drafts import Drafts
from console.ports.errors import StoreUnavailable
from console.ports.feed import Feed
from console.ports.files import Files
from console.ports.journal import Journal, Numbers
from console.ports.reading import Reading
from console.ports.rows import News
from console.ports.work import Callers, Changes, Claims, Keeping, Store
from console.services.lastknown import LastKnown
from console.services.queueing import carry_out, changes_of, keep_for_later
from console.services.registry import GESTURE_OF, Command
from console.services.seat import Seat
from console.viewmodels.bugs import where_of
from console.viewmodels.lanes import Lanes
from console.viewmodels.notices import Notice, NoticeTone

LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outside:
    """Everything the composition root hands to a desk; the fields are those of `Admission`."""

    store: Store
    reading: Reading
    claims: Claims
    callers: Callers
    feed: Feed
    files: Files
    keeping: Keeping
    drafts: Drafts | None = None
    revive: Callable[[], None] | None = None
    journal: Journal | None = None
    numbers: Numbers | None = None


class Desk(QObject):
    """One operator at one seat.

    Signals: `news` (News) what changed, own or foreign; `notice` (Notice) something to tell;
    `post_changed` (Post); `lost` (bool) whether the store is out of reach; `asked_anew` when the
    operator wants what is missing looked for again (F5); `kept` when a command waits on this
    machine (待发) instead of being done; `crashed` (Exception) a bug.
    """

    news = Signal(object)
    notice = Signal(object)
    post_changed = Signal(object)
    lost = Signal(bool)
    asked_anew = Signal()
    kept = Signal()
    crashed = Signal(object)

    def __init__(
        self,
        outside: Outside,
        lanes: Lanes,
        actor: Actor,
        rules: Rules,
        now: Callable[[], datetime],
        new_command: Callable[[], str],
        posts: tuple[Post, ...] = (),
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.outside = outside
        self.lanes = lanes
        self.actor = actor
        self.rules = rules
        self.now = now
        self.posts = posts or (actor.post,)
        self._new_command = new_command
        self._lost = False
        self._unanswered: tuple[Command, str] | None = None
        self._known = LastKnown()

    # --- asking -----------------------------------------------------------------------------------

    def ask(
        self, pane: str, question: Callable[[Reading], Any], answer: Callable[[Any], None]
    ) -> None:
        """Ask the store off this thread; only the pane's newest question is answered.

        While the store is out of reach, what was last known answers, as far as it can.
        """
        reading, lost, known = self._known.listening(self.outside.reading), self._lost, self._known

        def asked() -> tuple[Any, bool | None]:
            """The answer, and whether the store is lost; None when it was not asked."""
            if lost:
                with suppress(StoreUnavailable):
                    return question(known.remembered), None
            try:
                return question(reading), False
            except StoreUnavailable:
                return question(known.remembered), True

        def told(result: tuple[Any, bool | None]) -> None:
            found, gone = result
            if gone is not None:
                self._set_lost(lost=gone)
            answer(found)

        self.lanes.ask(pane, asked, told, self.failed)

    # --- doing ------------------------------------------------------------------------------------

    def do(
        self,
        command: Command,
        done: Callable[[Changes], None] | None = None,
        refused: Callable[[Refusal], None] | None = None,
    ) -> None:
        """Carry a gesture out on the write lane; news, notice and undo follow by themselves.

        Without a store the command is kept on this machine, and that is `done` too: it is sent when
        the store is back (`queued`). So is one that got no answer; had it been done after all, it
        is not done twice, because it keeps its id.

        Where nothing is kept, `refused` is told (code `store.…`), so that the form can be sent
        again, then with the same id.
        """
        seat, journal = self.seat(), self.outside.journal
        identity, label = self._identity_of(command), self._number_of(command)
        if journal is not None and self._lost:
            self.lanes.order(
                lambda: keep_for_later(command, seat, identity, journal, label),
                lambda changes: self._on_kept("queued.kept", changes, done),
                self.failed,
            )
            return

        def failed(error: Exception) -> None:
            lost = isinstance(error, StoreUnavailable)
            self._unanswered = (command, identity) if lost and journal is None else None
            if lost and journal is not None:
                self.failed(error)
                self._on_kept("queued.unknown", changes_of(command, identity), done)
            else:
                self._fail(error, refused)

        self.lanes.order(
            lambda: carry_out(command, seat, identity, journal, label),
            lambda changes: self._on_done(command, changes, done),
            failed,
        )

    def seat(self) -> Seat:
        """This seat for a handler."""
        return Seat(
            actor=self.actor,
            now=self.now,
            store=self.outside.store,
            new_command=self._new_command,
        )

    def _on_done(
        self, command: Command, changes: Changes, done: Callable[[Changes], None] | None
    ) -> None:
        self._unanswered = None
        self._set_lost(lost=False)
        self.news.emit(News(cases=changes.cases, as_of=self.now(), mine=frozenset(changes.cases)))
        self._tell(command, changes)
        if done is not None:
            done(changes)

    def _on_kept(self, code: str, changes: Changes, done: Callable[[Changes], None] | None) -> None:
        self.kept.emit()
        self.notice.emit(Notice(code=code, tone=NoticeTone.INFO))
        if done is not None:
            done(changes)

    def _number_of(self, command: Command) -> str:
        """The number of the command's case, as far as it was ever read."""
        case = getattr(command, "case", None)
        try:
            return "" if case is None else self._known.number_of(case, self.actor.operator)
        except StoreUnavailable:
            return ""

    def _identity_of(self, command: Command) -> str:
        """A new command id, or the one under which this very command got no answer."""
        if self._unanswered is not None and self._unanswered[0] == command:
            return self._unanswered[1]
        return self._new_command()

    def order(
        self,
        work: Callable[[Outside], Any],
        done: Callable[[Any], None],
        refused: Callable[[Refusal], None] | None = None,
    ) -> None:
        """Other ordered work: claims, reveals, settings."""
        outside = self.outside
        self.lanes.order(lambda: work(outside), done, lambda error: self._fail(error, refused))

    def _tell(self, command: Command, changes: Changes) -> None:
        move = getattr(command, "move", None)
        undoable = move is not None and GESTURE_OF[move].undoable
        code = f"done.{move.value}" if move is not None else "done.report"
        self.notice.emit(
            Notice(
                code=code,
                tone=NoticeTone.DONE,
                facts={"number": changes.number, "unit": getattr(command, "unit", "")},
                undo=changes.cases[0] if undoable and changes.cases else None,
            )
        )

    # --- failing ----------------------------------------------------------------------------------

    def _fail(self, error: Exception, refused: Callable[[Refusal], None] | None) -> None:
        """Tell who asked, in his place; the lost store is everybody's matter as well."""
        if refused is not None and isinstance(error, Refusal):
            refused(error)
            return
        self.failed(error)
        if refused is not None and isinstance(error, StoreUnavailable):
            refused(Refusal(error.code, **error.facts))

    def failed(self, error: Exception) -> None:
        """A refusal becomes a sentence, a lost store a banner, everything else a report."""
        if isinstance(error, Refusal):
            self.notice.emit(
                Notice(code=error.code, tone=NoticeTone.REFUSED, facts=dict(error.facts))
            )
        elif isinstance(error, StoreUnavailable):
            self._set_lost(lost=True)
        else:
            LOG.error("a bug on a lane: %s", where_of(error))
            self.crashed.emit(error)

    def _set_lost(self, *, lost: bool) -> None:
        if lost is not self._lost:
            self._lost = lost
            self.lost.emit(lost)

    def answered(self) -> None:
        """The store has answered: the banner goes."""
        self._set_lost(lost=False)

    def found_again(self) -> None:
        """The store answers again: the banner goes and every pane reads anew."""
        self._set_lost(lost=False)
        self.news.emit(News(cases=(), as_of=self.now(), reload=True))

    # --- the seat ---------------------------------------------------------------------------------

    @property
    def is_lost(self) -> bool:
        """Whether the store is out of reach."""
        return self._lost

    def switch_post(self, post: Post, seat: str) -> None:
        """Work at another post the operator has. Raises `Refusal` `post.not_yours`."""
        if post not in self.posts:
            raise Refusal("post.not_yours", post=post.value)
        self.actor = Actor(operator=self.actor.operator, post=post, seat=seat)
        self.post_changed.emit(post)

    def hold(
        self,
        case: CaseId,
        done: Callable[[Any], None],
        reason: str = "",
        refused: Callable[[Refusal], None] | None = None,
    ) -> None:
        """Hold a case for work; a held one is refused with its holder named.

        A shift leader who gives a reason takes it over from whoever holds it.
        """
        actor, now = self.actor, self.now()
        self.order(lambda outside: outside.claims.hold(case, actor, now, reason), done, refused)

    def release(self, case: CaseId) -> None:
        """Let a case go."""
        actor = self.actor
        self.order(lambda outside: outside.claims.release(case, actor), lambda _none: None)
