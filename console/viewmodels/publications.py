"""Publications of the assessment at one seat: which there are, what may be done, and doing it.

Everything is done off the window's thread; freezing and verifying may take minutes and are told at
the foot of the window. What a post may not do is known beforehand with its reason; the server
judges again. Source: articles 22 to 25, issue 5 point 10.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from PySide6.QtCore import QObject, Signal, Slot

from console.domain.refusal import Refusal
from console.evaluation.period_text import read_period
from console.evaluation.periods import Period
from console.evaluation.scheme import ObjectKind
from console.ports.facts import Grouping
from console.ports.publications import MARK_POSTS, Head, Mark, Publications
from console.services.assessing_sources import Texts, known_schemes, objects_of, scheme_named
from console.services.publishing import amend, newest_of, prepare, published_of, sign
from console.viewmodels.answering import while_alive
from console.viewmodels.assessment_setting import Setting
from console.viewmodels.desk import Desk
from console.viewmodels.notices import Notice, NoticeTone
from console.viewmodels.tasks import Tasks


class Stands(StrEnum):
    """How the list of publications stands."""

    READING = "reading"
    THERE = "there"
    LOST = "lost"
    REFUSED = "refused"


class State(StrEnum):
    """How far a publication has come."""

    PREPARED = "prepared"
    CHECKED = "checked"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"


class Act(StrEnum):
    """What can be done with publications."""

    PREPARE = "prepare"
    CHECK = "check"
    PUBLISH = "publish"
    WITHDRAW = "withdraw"
    VERIFY = "verify"
    AMEND = "amend"


MARK_OF: Final[Mapping[Act, Mark]] = {
    Act.PREPARE: Mark.PREPARED,
    Act.CHECK: Mark.CHECKED,
    Act.PUBLISH: Mark.PUBLISHED,
    Act.WITHDRAW: Mark.WITHDRAWN,
    Act.AMEND: Mark.PREPARED,
}
"""The mark an act sets; verifying sets none."""
_TURN: Final[Mapping[Act, tuple[State, ...]]] = {
    Act.CHECK: (State.PREPARED,),
    Act.PUBLISH: (State.CHECKED,),
    Act.WITHDRAW: (State.PREPARED, State.CHECKED),
    Act.AMEND: (State.PUBLISHED,),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Found:
    heads: tuple[Head, ...]
    names: Mapping[str, str]


def state_of(head: Head) -> State:
    """How far it has come."""
    if head.withdrawn:
        return State.WITHDRAWN
    if head.published:
        return State.PUBLISHED
    return State.PREPARED if head.mark(Mark.CHECKED) is None else State.CHECKED


def short_print(fingerprint: str) -> str:
    """The first sixteen signs of a fingerprint as eyes compare them: `9f3c-71ab-04e7-e20d`."""
    return "-".join(fingerprint[at : at + 4] for at in range(0, 16, 4))


def grouping_of(head: Head) -> Grouping | None:
    """What its cases are summed by; None for people."""
    return Grouping(head.wanted.grouping) if head.wanted.grouping else None


class PublicationsDesk(QObject):
    """Signals: `shown` the list or what runs is another; `signed` (Head) one was signed here."""

    shown = Signal()
    signed = Signal(object)

    def __init__(self, desk: Desk, texts: Texts, tasks: Tasks, parent: QObject) -> None:
        super().__init__(parent)
        self.desk, self._texts, self._tasks = desk, texts, tasks
        self.stands = Stands.READING
        self.refusal: Refusal | None = None
        self.heads: tuple[Head, ...] = ()
        self.names: Mapping[str, str] = {}
        """Login -> name of those who sign."""
        self.doing: Act | None = None
        self._mine = False

    # --- reading ----------------------------------------------------------------------------------

    @property
    def publications(self) -> Publications:
        """The store's. Raises `Refusal` `publications.none_here` where the seat has none."""
        found = self.desk.outside.publications
        if found is None:
            raise Refusal("publications.none_here")
        return found

    @Slot()
    def reload(self) -> None:
        """Read the list anew."""
        try:
            publications = self.publications
        except Refusal as refusal:
            self._on_failed(refusal)
            return
        reading = self.desk.outside.reading

        def read() -> _Found:
            names = {one.login: one.name for one in reading.operators()}
            return _Found(heads=tuple(publications.heads()), names=names)

        self.desk.lanes.ask(
            "publications",
            read,
            while_alive(self, self._on_read),
            while_alive(self, self._on_failed),
        )

    def _on_read(self, found: _Found) -> None:
        self.desk.heard()
        self.heads, self.names = found.heads, found.names
        self.refusal = None
        self._stand(Stands.THERE)

    def _on_failed(self, error: Exception) -> None:
        if isinstance(error, Refusal):
            self.refusal = error
            self._stand(Stands.REFUSED)
        else:
            self.failed(error)

    def failed(self, error: Exception) -> None:
        """Tell what went wrong; of a lost store the list stays as it was, and says so."""
        self.desk.failed(error)
        if not isinstance(error, Refusal):
            self._stand(Stands.LOST)

    def _stand(self, stands: Stands) -> None:
        self.stands = stands
        self.shown.emit()

    # --- what is known ----------------------------------------------------------------------------

    def head(self, publication: int) -> Head | None:
        """One of the list."""
        return next((one for one in self.heads if one.id == publication), None)

    def in_force(self, setting: Setting) -> tuple[Head, ...]:
        """The publication of a setting and its amendments in order; empty where there is none."""
        return published_of(self.heads, setting.period, setting.kind.value, setting.by)

    def of_period(self, period: Period, setting: Setting) -> tuple[Head, ...]:
        """What is kept of a period for the objects of a setting and was not given up, by number."""
        grouping = setting.by.value if setting.by is not None else ""
        wanted = (period.code, setting.kind.value, grouping)
        mine = [
            one
            for one in self.heads
            if not one.withdrawn
            and (one.wanted.period, one.wanted.kind, one.wanted.grouping) == wanted
        ]
        return tuple(sorted(mine, key=lambda one: one.id))

    def newest(self, head: Head) -> Head | None:
        """What is in force of a publication or of the one it amends."""
        return newest_of(self.heads, head.amends or head.id)

    def against(self, act: Act, head: Head | None) -> Refusal | None:
        """Why an act cannot be done here now; None where it can. `head` is not asked of preparing.

        The server judges again; here the reason stands beside the button.
        """
        if self.desk.outside.publications is None:
            return Refusal("publications.none_here")
        if self.desk.is_lost or self.stands is Stands.LOST:
            return Refusal("publications.lost")
        if self.doing is not None:
            return Refusal("publications.busy")
        mark = MARK_OF.get(act)
        if mark is not None and MARK_POSTS[mark] not in self.desk.posts:
            return Refusal("publications.not_yours", post=MARK_POSTS[mark].value)
        if act is Act.PREPARE:
            return None
        if head is None:
            return Refusal("publications.choose")
        return self._out_of_turn(act, head)

    def _out_of_turn(self, act: Act, head: Head) -> Refusal | None:
        state = state_of(head)
        if state not in _TURN.get(act, (state,)):
            return Refusal(f"publications.turn.{act.value}.{state.value}")
        prepared = head.mark(Mark.PREPARED)
        me = self.desk.actor.operator
        if act in (Act.CHECK, Act.PUBLISH) and prepared is not None and prepared.operator == me:
            return Refusal("publication.same_person", operator=self.names.get(me, me))
        return None

    # --- doing ------------------------------------------------------------------------------------

    def prepare(self, setting: Setting) -> None:
        """Freeze a period that is over, as the page is set (编制)."""
        publications, reading, now = self.publications, self.desk.outside.reading, self.desk.now()
        texts = self._texts

        def work() -> Head:
            period, kind = setting.period, setting.kind
            scheme = scheme_named(known_schemes(texts()), setting.scheme, kind, period.last)
            by = setting.by if setting.by in scheme.by else next(iter(scheme.by), None)
            objects = objects_of(reading, kind, by)
            return prepare(publications, scheme, period, objects, now, by=by)

        self._do(Act.PREPARE, None, work)

    def amend(self, head: Head, reason: str, cases: Sequence[int]) -> None:
        """Prepare an amendment with the corrections of these cases (更正件)."""
        publications, now = self.publications, self.desk.now()
        first, chosen = head.amends or head.id, tuple(cases)
        self._do(Act.AMEND, head, lambda: amend(publications, first, reason, now, chosen))

    def sign(self, act: Act, head: Head, reason: str = "") -> None:
        """Check, publish or withdraw what was looked at."""
        publications, now, mark = self.publications, self.desk.now(), MARK_OF[act]
        outside = self.desk.outside

        def work() -> Head:
            objects = objects_of(outside.reading, ObjectKind(head.wanted.kind), grouping_of(head))
            return sign(
                publications, head.id, mark, now, reason, objects=objects, live=outside.facts
            )

        self._do(act, head, work)

    def _do(self, act: Act, head: Head | None, work: Callable[[], Head]) -> None:
        refusal = self.against(act, head)
        if refusal is not None:
            self.desk.failed(refusal)
            return
        self.doing = act
        self._mine = not self._tasks.running
        if self._mine:
            self._tasks.begin(f"publications.task.{act.value}")
        self.shown.emit()
        self.desk.lanes.ask(
            "publications.act",
            work,
            while_alive(self, lambda made: self._on_done(act, made)),
            while_alive(self, self._on_not_done),
        )

    def _on_done(self, act: Act, head: Head) -> None:
        self._end()
        self.desk.answered()
        kept = [one for one in self.heads if one.id != head.id]
        self.heads = tuple(sorted((*kept, head), key=lambda one: -one.id))
        facts = {"publication": head.id, "period": head.wanted.period}
        code = f"publications.done.{act.value}"
        self.desk.notice.emit(Notice(code=code, tone=NoticeTone.DONE, facts=facts))
        self.shown.emit()
        self.signed.emit(head)
        self.reload()

    def _on_not_done(self, error: Exception) -> None:
        self._end()
        self.failed(error)
        self.shown.emit()
        if isinstance(error, Refusal):
            self.reload()  # somebody else was quicker, or what is shown is old

    def _end(self) -> None:
        self.doing = None
        if self._mine:
            self._mine = False
            self._tasks.end()


def period_of_head(head: Head) -> Period:
    """The period a publication is of."""
    return read_period(head.wanted.period)
