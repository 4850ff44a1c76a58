"""One seat as a process of its own, signed in by its operator's role: what it does is in `deeds`.

It uses the console's own services and ports, and writes down every wish, answer, claim and piece of
news in a file of its own, line by line, before it goes on. Judging is in `judge`, which trusts
none of this.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass, fields
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from random import Random
from threading import Event
from time import monotonic, monotonic_ns
from typing import Any, Final, TextIO

from sqlalchemy import make_url

from console.domain.case import Actor, Case, CaseId
from console.domain.refusal import Refusal
from console.domain.stage import Move, Post
from console.ports.errors import StoreUnavailable
from console.ports.rows import CaseDetail, QueueFilter
from console.ports.work import Changes
from console.services.intake import TakeReport
from console.services.registry import GESTURE_OF, Command
from console.services.runner import run
from console.services.seat import Seat
from db import OpenStore, open_store
from db.roles import operator_url
from tests.db.crew import PASSWORD
from tests.db.lives import PHOTO
from tests.standards import GENUINE

_LOOK, _BEAT = 1.0, 15.0  # seconds
_TRIES: Final = 40  # of one question whose answer did not come
_FORMER: Final = 0.15  # how often a case is one that was met before, and may have ended since


@dataclass(frozen=True, slots=True, kw_only=True)
class Orders:
    """What a seat is told when it begins. `acts` 0: until `seconds` have passed instead.

    `pause` is the mean of what it waits between two deeds, in seconds.
    """

    address: str
    folder: str
    login: str
    others: tuple[str, ...]
    seed: int
    acts: int = 0
    seconds: float = 0.0
    pause: float = 0.0


class Hand:
    """The operator at this seat."""

    def __init__(self, orders: Orders, record: TextIO) -> None:
        self.orders, self._record = orders, record
        self.chance = Random(orders.seed)
        self._numbers = count()
        mine = operator_url(make_url(orders.address), orders.login, PASSWORD)
        files = Path(orders.folder) / "files"
        self.open: OpenStore = open_store(mine, files_folder=files, operator=orders.login)
        self.rules = self.open.reading.rules()
        self.held: list[CaseId] = []
        self._met: list[CaseId] = []
        self.last: CaseId | None = None
        """The case of the last command that was done."""
        self.lawless = orders.seed
        """What it does next of what must be refused; each seat begins somewhere else."""
        self._next_look = self._next_beat = 0.0

    # --- a shift ----------------------------------------------------------------------------------

    def live(self, deed: Callable[["Hand"], None]) -> None:
        """Do one deed after the other until told otherwise; afterwards nothing is held."""
        self.open.feed.start()
        self.write("listens", as_of=self.open.reading.server_time(), cases=[], reload=False)
        orders, nothing = self.orders, Event()
        end = monotonic() + orders.seconds
        for done in count():
            if done >= orders.acts if orders.acts else monotonic() >= end:
                break
            self._keep_up()
            deed(self)
            if orders.pause:
                nothing.wait(self.chance.expovariate(1 / orders.pause))
        while self.held:
            self.let_go(self.held[-1])

    def look(self) -> None:
        """What was committed since the last look."""
        news = self.patiently(self.open.feed.look)
        self.write("news", as_of=news.as_of, cases=list(news.cases), reload=news.reload)

    def _keep_up(self) -> None:
        if monotonic() >= self._next_look:
            self._next_look = monotonic() + _LOOK
            self.look()
        if self.held and monotonic() >= self._next_beat:
            self._next_beat = monotonic() + _BEAT
            begun, who = monotonic_ns(), self.actor(Post.ACCEPTOR)
            self.patiently(lambda: self.open.claims.beat(who, now(), active=True))
            self.write("beat", at=begun)

    # --- asking -----------------------------------------------------------------------------------

    def ask(
        self, wish: Command, by: Post | Actor, *, identity: str = "", lawless: str = ""
    ) -> None:
        """Carry a command out, written down before and after; `lawless` says why it must fail."""
        actor = by if isinstance(by, Actor) else self.actor(by)
        command = identity or self.identity()
        seat = Seat(actor=actor, now=now, store=self.open.store, new_command=self.identity)
        move = "report" if isinstance(wish, TakeReport) else wish.move.value
        seen = None if isinstance(wish, TakeReport) else wish.version
        asked = {"command": command, "move": move, "seen": seen, "lawless": lawless}
        self.told(lambda: run(wish, seat, command), asked)

    def told(self, work: Callable[[], Changes], asked: dict[str, Any]) -> None:
        """Do something whose wish and answer are written down."""
        self.write("ask", **asked)
        self.last = None
        command = asked["command"]
        try:
            done = self.patiently(work)
        except Refusal as refusal:
            self.write("no", command=command, code=refusal.code)
        else:
            case = done.cases[0] if done.cases else 0
            told = {"version": done.version, "stage": done.stage, "number": done.number}
            self.write("done", command=command, case=case, **told)
            self.last = CaseId(case) if case else None

    def wish(
        self, case: Case, move: Move, *, reason: str = "情况属实", seen: int | None = None
    ) -> Any:
        """A command of this move with every detail its gesture knows."""
        kind, given = GESTURE_OF[move].command, self._details(case, move)
        known = {field.name for field in fields(kind)}
        version = case.version if seen is None else seen
        details = {name: value for name, value in given.items() if name in known}
        return kind(case=case.id, reason=reason, version=version, **details)

    def _details(self, case: Case, move: Move) -> dict[str, Any]:
        pick = self.chance.choice
        outcome = pick(("satisfied", "dissatisfied", "no_answer"))
        if move is Move.ANSWER_CONFIRMATION:
            outcome = pick(("true", "true", "true", "false"))
        elif move is Move.ANSWER_VERIFICATION:
            outcome = pick(("pass", "pass", "fail"))
        return {
            "unit": case.bound_unit or pick(("U1", "U2")),
            "units": ("U2",),
            "inspector": "I001",
            "outcome": outcome,
            "standard": GENUINE,
            "photos": (PHOTO,),
            "text": "已处理",
            "until": now() + timedelta(days=3),
            "master": self.any_id(),
            "handler": "张工",
            "colleague": pick(self.orders.others),
            "basis": ("移交协议",),
        }

    def any_id(self) -> CaseId | None:
        """An open case, now and then one met before; None when there is none."""
        wanted = QueueFilter(queue="")
        reading, login = self.open.reading, self.orders.login
        ids = self.patiently(lambda: reading.order(wanted, login, now())).ids
        if self._met and (not ids or self.chance.random() < _FORMER):
            return self.chance.choice(self._met)
        case = self.chance.choice(ids) if ids else None
        if case is not None:
            self._met.append(case)
        return case

    def any_case(self) -> Case | None:
        """The same, or one this seat holds, as it is now."""
        case = self.chance.choice(self.held) if self._of_mine() else self.any_id()
        if case is None:
            return None
        return self.detail(case).case

    def detail(self, case: CaseId) -> CaseDetail:
        """A case as it is now."""
        found: CaseDetail = self.patiently(
            lambda: self.open.reading.detail(case, self.orders.login)
        )
        return found

    def _of_mine(self) -> bool:
        return bool(self.held) and self.chance.random() < 0.3

    def keep(self, case: CaseId, begun: int, *, over: bool = False) -> None:
        """This seat holds a case; it asked at `begun`."""
        self.write("hold", case=case, **{"from": begun}, at=monotonic_ns(), over=over)
        if case not in self.held:
            self.held.append(case)

    def let_go(self, case: CaseId) -> None:
        """This seat holds a case no longer."""
        self.held.remove(case)
        self.write("free", case=case, at=monotonic_ns())
        claims, who = self.open.claims, self.actor(Post.ACCEPTOR)
        self.patiently(lambda: claims.release(case, who))

    def patiently(self, work: Callable[[], Any]) -> Any:
        """Ask again until there is an answer, as a console does under the same command id."""
        for _ in range(_TRIES):
            try:
                return work()
            except StoreUnavailable as lost:
                self.write("lost", code=lost.code)
        raise AssertionError("the store never answered")

    def actor(self, post: Post, login: str = "") -> Actor:
        """Who acts here in a post; another operator where `login` says so."""
        login = login or self.orders.login
        return Actor(operator=login, post=post, seat=f"{login} 01")

    def identity(self) -> str:
        """A fresh command id."""
        return f"{self.orders.login}-{next(self._numbers)}"

    def write(self, kind: str, **words: object) -> None:
        """A line of the record, whole before anything else happens."""
        self._record.write(json.dumps({"is": kind, **words}, default=_plain) + "\n")
        self._record.flush()


def now() -> datetime:
    """This seat's clock; what holds is the server's."""
    return datetime.now(UTC)


def _plain(value: object) -> str:
    return value.isoformat() if isinstance(value, datetime) else str(value)
