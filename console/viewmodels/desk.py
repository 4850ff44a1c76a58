"""A signed-in seat at work: its reading, its gestures, its claims, and the one road of news.

Every pane's viewmodel is given the desk and nothing else. Own commits and other seats' commits
arrive by the same signal. Nothing here blocks: questions and orders go through the lanes.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from PySide6.QtCore import QObject, Signal
from shiboken6 import Shiboken

from console.domain.case import Actor, CaseId
from console.domain.refusal import Refusal
from console.domain.rules import Rules
from console.domain.stage import Post
from console.media.reader import MediaReader
from console.ports.administration import Administration
from console.ports.basemaps import TilePlace
from console.ports.drafts import Drafts
from console.ports.errors import StoreUnavailable
from console.ports.facts import FactReading
from console.ports.feed import Feed
from console.ports.files import Files
from console.ports.integrity import IntegrityReading, LookKeeping
from console.ports.journal import Journal, Numbers
from console.ports.media import Media
from console.ports.picture import Picture
from console.ports.publications import Publications
from console.ports.reading import Reading
from console.ports.reports import Reports
from console.ports.rows import News
from console.ports.schemes import Schemes
from console.ports.signin import TURNED_AWAY
from console.ports.wall import PastReading, WallOrders
from console.ports.work import Callers, Changes, Claims, Keeping, Store
from console.services.lastknown import Answer, LastKnown
from console.services.queueing import HeldFiles, carry_out, changes_of, keep_for_later
from console.services.registry import GESTURE_OF, Command
from console.services.seat import Seat
from console.viewmodels.answering import while_alive
from console.viewmodels.bugs import where_of
from console.viewmodels.lanes import Failure, Lanes
from console.viewmodels.notices import Notice, NoticeTone
from console.viewmodels.store_state import StoreState

LOG = logging.getLogger(__name__)
Question = Callable[[Reading], Any]
Told = Callable[[Any], None]
Done = Callable[[Changes], None] | None
Refused = Callable[[Refusal], None] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Outside:
    """Everything the composition root hands to a desk; the fields are those of `Admission`, and
    `media`, which starts its process when it is first asked."""

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
    media: Media = field(default_factory=MediaReader)
    administration: Administration | None = None
    reports: Reports | None = None
    facts: FactReading | None = None
    integrity: IntegrityReading | None = None
    looks: LookKeeping | None = None
    schemes: Schemes | None = None
    publications: Publications | None = None
    walls: WallOrders | None = None
    picture: Picture | None = None
    past: PastReading | None = None
    tiles: TilePlace | None = None
    local: bool = False

    def photos_of_an_act(self, now: Callable[[], datetime]) -> Files:
        """Where pictures go that are being added: with their act, if acts can wait here."""
        return self.files if self.journal is None else HeldFiles(self.files, self.journal, now)


class Desk(QObject):
    """One operator at one seat. An answer that comes when the seat has been left is dropped.

    Signals: `news` (News) what changed, own or foreign; `notice` (Notice) something to tell;
    `post_changed` (Post); `lost` (bool) whether the store takes no work now; `asked_anew`: look for
    what is missing again (F5); `kept` when a command waits on this machine (待发); `turned_away`
    (Notice) the server does not let in who came in without it; `crashed` (Exception) a bug.
    """

    news = Signal(object)
    notice = Signal(object)
    post_changed = Signal(object)
    lost = Signal(bool)
    asked_anew = Signal()
    kept = Signal()
    turned_away = Signal(object)
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
        known: LastKnown | None = None,
    ) -> None:
        super().__init__(parent)
        self.outside, self.lanes = outside, lanes
        self.actor = actor
        self.rules, self.now = rules, now
        self.posts = posts or (actor.post,)
        self._new_command = new_command
        self.waiting: frozenset[CaseId] = frozenset()
        """Cases with an act that is still to be sent: what comes later waits behind it."""
        self.state, self.known = StoreState(), known or LastKnown(now)
        self._unanswered: list[tuple[Command, str]] = []
        self.dated: dict[str, datetime] = {}
        """By pane, of when its answer is, where it is only remembered."""

    # --- asking -----------------------------------------------------------------------------------

    def ask(
        self, pane: str, question: Question, answer: Told, failed: Failure | None = None
    ) -> None:
        """Ask the store off this thread; only the pane's newest question is answered.

        Of a store out of reach what was last known answers; `failed` is told instead of this desk.
        """
        reading, lost = self.outside.reading, self.state.gone

        def told(result: Answer) -> None:
            if result.at is None:
                self.dated.pop(pane, None)
            else:
                self.dated[pane] = result.at
            if result.lost is not None and self.state.heard(lost=result.lost):
                self.lost.emit(result.lost)
            answer(result.found)

        self.lanes.ask(
            pane,
            lambda: self.known.ask(question, reading, lost=lost),
            while_alive(self, told),
            self.failed if failed is None else while_alive(self, failed),
        )

    # --- doing ------------------------------------------------------------------------------------

    def do(
        self, command: Command, done: Done = None, refused: Refused = None, *, quiet: bool = False
    ) -> None:
        """Carry a gesture out on the write lane; news, notice and undo follow by themselves; no
        notice when `quiet`: who gave many at once says himself what was done.

        Without a store the command is kept on this machine, and that is `done` too: it is sent when
        the store is back (`queued`). So is one that got no answer; it keeps its id, so that it is
        not done twice. Where nothing is kept, `refused` is told (code `store.…`), and the form can
        be sent again, with the same id.
        """
        seat, journal, case = self.seat(), self.outside.journal, getattr(command, "case", None)
        identity = self._identity_of(command)
        label = self.known.number_of(case, self.actor.operator)
        if journal is not None and (self.is_lost or case in self.waiting):
            self.lanes.order(
                lambda: keep_for_later(command, seat, identity, journal, label),
                while_alive(self, lambda changes: self._on_kept("queued.kept", changes, done)),
                self.failed,
            )
            return

        def failed(error: Exception) -> None:
            lost = isinstance(error, StoreUnavailable)
            self._answered(command)
            if lost and journal is None:
                self._unanswered.append((command, identity))
            if lost and journal is not None:
                self.failed(error)
                self._on_kept(self.state.unanswered, changes_of(command, identity), done)
            else:
                self._fail(error, refused)

        self.lanes.order(
            lambda: carry_out(command, seat, identity, journal, label),
            while_alive(self, lambda changes: self._on_done(command, changes, done, quiet=quiet)),
            while_alive(self, failed),
        )

    def seat(self) -> Seat:
        """This seat for a handler."""
        return Seat(
            actor=self.actor,
            now=self.now,
            store=self.outside.store,
            new_command=self._new_command,
            files=self.outside.files,
        )

    def _on_done(self, command: Command, changes: Changes, done: Done, *, quiet: bool) -> None:
        self._answered(command)
        self._set_lost(lost=False)
        self.news.emit(News(cases=changes.cases, as_of=self.now(), mine=frozenset(changes.cases)))
        if not quiet:
            self._tell(command, changes)
        if done is not None:
            done(changes)

    def _on_kept(self, code: str, changes: Changes, done: Done) -> None:
        self.waiting |= set(changes.cases)  # until the journal itself tells
        self.kept.emit()
        self.notice.emit(Notice(code=code, tone=NoticeTone.INFO))
        if done is not None:
            done(changes)

    def _identity_of(self, command: Command) -> str:
        """A new command id, or the one under which this very command got no answer."""
        waiting = (identity for one, identity in self._unanswered if one == command)
        return next(waiting, None) or self._new_command()

    def _answered(self, command: Command) -> None:
        """What became of this command is known; of the others it is not."""
        self._unanswered = [one for one in self._unanswered if one[0] != command]

    def order(
        self,
        work: Callable[[Outside], Any],
        done: Callable[[Any], None],
        refused: Callable[[Refusal], None] | None = None,
    ) -> None:
        """Other ordered work: claims, reveals, settings."""
        outside = self.outside
        self.lanes.order(
            lambda: work(outside),
            while_alive(self, done),
            while_alive(self, lambda error: self._fail(error, refused)),
        )

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
        """A refusal becomes a sentence, a lost store a banner, everything else a report.

        Of a seat that was left meanwhile nobody is told any more.
        """
        if not Shiboken.isValid(self):
            return
        if isinstance(error, Refusal):
            where = self.turned_away if error.code == TURNED_AWAY else self.notice
            where.emit(Notice(code=error.code, tone=NoticeTone.REFUSED, facts=dict(error.facts)))
        elif isinstance(error, StoreUnavailable):
            self._set_lost(lost=True, failure=error)
        else:
            LOG.error("a bug on a lane: %s", where_of(error))
            self.crashed.emit(error)

    def _set_lost(self, *, lost: bool, failure: StoreUnavailable | None = None) -> None:
        if self.state.become(lost=lost, failure=failure):
            self.lost.emit(lost)

    def answered(self) -> None:
        """The store has saved something: the banner goes."""
        self._set_lost(lost=False)

    def heard(self) -> None:
        """The store has answered a question, which says nothing of its saving."""
        if self.state.heard(lost=False):
            self.lost.emit(False)  # noqa: FBT003  the signal's argument

    def found_again(self) -> None:
        """The store answers again: the banner goes and every pane reads anew."""
        self.heard()
        self.news.emit(News(cases=(), as_of=self.now(), reload=True))

    # --- the seat ---------------------------------------------------------------------------------

    @property
    def is_lost(self) -> bool:
        """Whether the store takes no work now; how it stands else is `state`."""
        return self.state.lost

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

    def release(self, case: CaseId, holder: Actor | None = None) -> None:
        """Let a case go; `holder` is this seat as it was when it got the case, at another post."""
        actor = holder or self.actor
        self.order(lambda outside: outside.claims.release(case, actor), lambda _none: None)
