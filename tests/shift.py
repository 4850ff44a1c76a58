"""A scripted shift at one seat over the embedded server, told line by line to whoever listens.

Every command is announced before it is sent and acknowledged after its answer came, so that a
listener who ends the shift (or its server) without warning knows what must be kept, what must not,
and what he has to ask again. Judging that is in `tests.shift_judge`.
"""

import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Final, TypeVar

from console.domain.case import Actor, CaseId
from console.domain.place import Place, Point
from console.domain.stage import Post, Source
from console.ports.errors import StoreUnavailable
from console.ports.work import Caller, Photo
from console.services.closing import CallBack, CloseCase
from console.services.coordinating import Designate, OpenCoordination, ProposeDesignation
from console.services.dispatching import DispatchCase, RedispatchCase
from console.services.extending import (
    ApproveExtension,
    ApproveSuspension,
    RequestExtension,
    RequestSuspension,
    ResumeCase,
)
from console.services.feedback import ReceiveCase, RecordFeedback
from console.services.intake import (
    AnswerConfirmation,
    AttachCaller,
    DeclineReport,
    MergeCase,
    OrderConfirmation,
    TakeReport,
)
from console.services.noting import NoteCase
from console.services.registering import RegisterCase, SubmitCase
from console.services.registry import Command
from console.services.returning import RefuseReturn, RequestReturn
from console.services.runner import run
from console.services.seat import Seat
from console.services.undoing import UndoLast
from console.services.verifying import (
    AnswerVerification,
    FailVerification,
    OrderVerification,
    PassVerification,
)
from db import OpenStore, open_store
from db.drafts import SqliteDrafts
from db.site import open_embedded
from tests.standards import GENUINE

BEGIN: Final = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)  # ten o'clock in the city, a Monday
DRAFT: Final = "chen:report:new"
DRAFTS: Final = "drafts"
SCRIPT: Final = "import sys; from tests.shift import work; work(*sys.argv[1:])"

Answer = TypeVar("Answer")

_PLACE: Final = Place(address="中兴路 12 号", point=Point(113.3005, 33.7405))
_PHOTO: Final = Photo(digest="ab" * 32, role="after", mime="image/jpeg", size=1_000, by="unit")
_PEOPLE: Final = {
    Post.ACCEPTOR: "chen",
    Post.SHIFT_LEADER: "zhou",
    Post.DISPATCHER: "lin",
    Post.VERIFIER: "he",
    Post.SUPERVISOR: "guo",
    Post.UNIT: "unit",
    Post.INSPECTOR: "I001",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Deed:
    """One command of a plan: who does it, and with how many letters. `make` gets the case and the
    master it may join."""

    post: Post
    make: Callable[[CaseId, CaseId], Command]
    letters: int = 0


def _report(number: int) -> Deed:
    caller = Caller(name=f"测试{number}", phone=f"138{number:08d}")
    report = TakeReport(
        source=Source.HOTLINE,
        place=_PLACE,
        description=f"围墙下堆放生活垃圾（{number}）",
        standard=GENUINE,
        caller=caller,
    )
    return Deed(post=Post.ACCEPTOR, make=lambda case, master: report)


def _deed(post: Post, kind: Callable[..., Command], *, letters: int = 0, **given: object) -> Deed:
    return Deed(post=post, make=lambda case, master: kind(case=case, **given), letters=letters)


def _registered() -> Iterator[Deed]:
    yield _deed(Post.ACCEPTOR, OrderConfirmation, letters=1, inspector="I001")
    yield _deed(Post.INSPECTOR, AnswerConfirmation, outcome="true")
    yield _deed(Post.ACCEPTOR, SubmitCase)
    yield _deed(Post.SHIFT_LEADER, RegisterCase, checklist=("有照片",))


def _sent() -> Iterator[Deed]:
    yield _deed(
        Post.DISPATCHER, DispatchCase, letters=3, unit="U1", assisting=("U2",), copies=("U1",)
    )
    yield _deed(Post.UNIT, ReceiveCase)


def _worked(outcome: str) -> Iterator[Deed]:
    yield _deed(Post.UNIT, RecordFeedback, text="已清运", photos=(_PHOTO,))
    yield _deed(Post.VERIFIER, OrderVerification, letters=1, inspector="I001")
    yield _deed(Post.INSPECTOR, AnswerVerification, outcome=outcome)


def _ended() -> Iterator[Deed]:
    yield from _worked("pass")
    yield _deed(Post.VERIFIER, PassVerification)
    yield _deed(Post.SHIFT_LEADER, CloseCase, letters=1)
    yield _deed(Post.ACCEPTOR, CallBack, outcome="satisfied")


def _with_rework() -> Iterator[Deed]:
    yield from _registered()
    yield from _sent()
    yield from _worked("fail")
    yield _deed(Post.VERIFIER, FailVerification, reason="不彻底")
    yield _deed(Post.DISPATCHER, RedispatchCase, letters=1, unit="U1")
    yield _deed(Post.UNIT, ReceiveCase)
    yield from _ended()


def _with_requests() -> Iterator[Deed]:
    yield from _registered()
    yield _deed(Post.DISPATCHER, DispatchCase, letters=1, unit="U2")
    yield _deed(Post.DISPATCHER, UndoLast)
    yield from _sent()
    yield _deed(Post.UNIT, RequestExtension, reason="缺配件")
    yield _deed(Post.SHIFT_LEADER, ApproveExtension)
    yield _deed(Post.UNIT, RequestSuspension, reason="待雨季过", until=BEGIN + timedelta(days=90))
    yield _deed(Post.SHIFT_LEADER, ApproveSuspension)
    yield _deed(Post.DISPATCHER, ResumeCase)
    yield _deed(Post.UNIT, RequestReturn, reason="非我单位")
    yield _deed(Post.DISPATCHER, RefuseReturn, reason="权属明确")
    yield _deed(Post.VERIFIER, NoteCase, text="已电话核对")
    yield from _ended()


def _with_coordination() -> Iterator[Deed]:
    yield from _registered()
    yield _deed(Post.DISPATCHER, OpenCoordination, reason="责任不清")
    yield _deed(
        Post.SUPERVISOR, ProposeDesignation, unit="U2", basis=("移交协议",), reason="协议明确"
    )
    yield _deed(Post.SHIFT_LEADER, Designate, letters=1)
    yield _deed(Post.UNIT, ReceiveCase)
    yield from _ended()


def _joined() -> Iterator[Deed]:
    again = Caller(name="测试甲", phone="13900000001")
    yield _deed(Post.ACCEPTOR, AttachCaller, text="同一处", caller=again)
    yield Deed(post=Post.ACCEPTOR, make=lambda case, master: MergeCase(case=case, master=master))


def _declined() -> Iterator[Deed]:
    yield _deed(Post.ACCEPTOR, DeclineReport, letters=1, reason="不属城市管理")


_LIVES: Final = (
    _with_rework,
    _declined,
    _registered,
    _joined,
    _with_requests,
    _with_coordination,
)
_MASTER: Final = _LIVES.index(_registered)  # it waits for its dispatch while others join it


def plan(number: int) -> list[Deed]:
    """What happens to case `number` of a shift, its report first."""
    return [_report(number), *_LIVES[number % len(_LIVES)]()]


def deed_of(command: str) -> Deed:
    """The deed behind a command id `shift-number-index`."""
    _, number, index = command.split("-")
    return plan(int(number))[int(index)]


def actor_of(post: Post) -> Actor:
    """Who acts in a post at this seat."""
    return Actor(operator=_PEOPLE[post], post=post, seat=f"{post.value} 01")


def seat_of(post: Post, at: datetime, opened: OpenStore) -> Seat:
    """A seat of this shift at a moment; its commands bring their own ids."""
    return Seat(actor=actor_of(post), now=lambda: at, store=opened.store, new_command=lambda: "")


class Shift:
    """Works through plans until it is ended from outside."""

    def __init__(self, name: str, folder: Path) -> None:
        self._name = name
        self._site = open_embedded(folder)
        self._opened = open_store(self._site.url, files_folder=self._site.files)
        self._drafts = SqliteDrafts(folder / DRAFTS)
        self._typed = int(kept.text) if (kept := self._drafts.load(DRAFT)) else 0
        self._seconds = count(self._typed)
        self._lost = False
        self._master = CaseId(0)

    def live(self) -> None:
        """Case after case. A lost server is started again and the same command asked again."""
        say("begun")
        for number in count():
            case = CaseId(0)
            for index, deed in enumerate(plan(number)):
                case = self._do(f"{self._name}-{number}-{index}", deed, case)
            if number % len(_LIVES) == _MASTER:
                self._master = case

    def _do(self, command: str, deed: Deed, case: CaseId) -> CaseId:
        self._type()
        second = next(self._seconds)
        at, actor = BEGIN + timedelta(seconds=second), actor_of(deed.post)
        if case:
            self._outlive(lambda: self._opened.claims.hold(case, actor, at))
        say("try", command, case, self._master, second)
        wish = deed.make(case, self._master)
        changes = self._outlive(lambda: run(wish, seat_of(deed.post, at, self._opened), command))
        say("done", command, changes.version, changes.cases[0])
        if case:
            self._outlive(lambda: self._opened.claims.release(case, actor))
        return changes.cases[0]

    def _type(self) -> None:
        """A further letter in the form that is being filled in."""
        self._typed += 1
        self._drafts.save(DRAFT, str(self._typed), BEGIN + timedelta(seconds=self._typed))
        say("draft", self._typed)

    def _outlive(self, ask: Callable[[], Answer]) -> Answer:
        while True:
            try:
                if self._lost:
                    self._open_again()
                return ask()
            except StoreUnavailable as lost:
                say("lost", lost.code)
                self._lost = True

    def _open_again(self) -> None:
        site = self._site.revive()
        if site.url != self._site.url:
            self._opened.dispose()
            self._opened = open_store(site.url, files_folder=site.files)
        self._site, self._lost = site, False


def say(*words: object) -> None:
    """One whole line, out of the process before anything else happens."""
    sys.stdout.write(" ".join(map(str, words)) + "\n")
    sys.stdout.flush()


def work(name: str, folder: str) -> None:
    """The whole life of the child."""
    Shift(name, Path(folder)).live()
