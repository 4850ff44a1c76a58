"""A seat at work in a process of its own: a console without its window, under its operator's role.

Desk, feed, waiting acts and their journal are the console's own; only the hands are invented. The
seat tells what it begins and what it is told, line by line, so that a listener who ends it, its
server or the line between them knows what must be kept. Judging that is in `tests.faults.judge`.
"""

import contextlib
import os
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from typing import Final

from PySide6.QtCore import QCoreApplication, QObject, QTimer
from sqlalchemy import make_url

from console.domain.case import Actor, CaseId
from console.domain.refusal import Refusal
from console.domain.stage import Post
from console.ports.errors import StoreUnavailable
from console.ports.journal import EntryState
from console.ports.work import Changes
from console.services.noting import NoteCase
from console.viewmodels.collector import Collector
from console.viewmodels.desk import Desk, Outside
from console.viewmodels.lanes import ThreadLanes
from console.viewmodels.live import Live
from console.viewmodels.queued import Queued
from db import OpenStore, open_store
from db.journal import SqliteJournal
from db.roles import operator_url
from tests.db.crew import PASSWORD
from tests.shift import Deed, plan
from tests.waiting import until

OPEN: Final = 8
"""Cases a seat works on side by side: while one waits, there are others."""
_PLANS: Final = 6  # of tests.shift: the first is the whole way with rework, the second a decline
_DECLINED: Final = 4  # one case in so many


@dataclass(frozen=True, slots=True, kw_only=True)
class Orders:
    """What a seat is told.

    Args:
        login: Its operator, who has all posts.
        run: How often this seat sat down before; it makes the ids of its commands its own.
        url: The database's address, whose role does not matter.
        folder: Where files, keys, and each operator's journal lie.
        notes: The file it tells its lines to.
        pace: Milliseconds from an answer to the next act.
        acts: How many acts it begins; None for ever.
        waiting: It begins none while so many wait for the store.
    """

    login: str
    run: int
    url: str
    folder: Path
    notes: Path
    pace: int
    acts: int | None = None
    waiting: int = 1_000


@dataclass(slots=True)
class Life:
    """A case on its way."""

    number: int
    deeds: list[Deed]
    index: int = 0
    case: CaseId | None = None


def plan_of(number: int) -> list[Deed]:
    """What happens to case `number` of a seat, its report first; no step needs a second person."""
    return plan(_PLANS * number + int(number % _DECLINED == _DECLINED - 1))


def journal_folder(folder: Path, login: str) -> Path:
    """Where an operator's journal lies."""
    return folder / login


class Hands(QObject):
    """Gives one act after the other, whatever happens to the store."""

    def __init__(self, orders: Orders, opened: OpenStore, journal: SqliteJournal) -> None:
        super().__init__()
        self._orders = orders
        self._notes = os.open(orders.notes, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        self._numbers, self._notings = count(), count()
        self._lives = [self._life() for _ in range(OPEN)]
        self._left = orders.acts
        self._beginning = ""
        posts = tuple(post for post in Post if post is not Post.SYSTEM)
        self._desk = Desk(
            _outside(opened, journal),
            ThreadLanes(parent=self),
            Actor(operator=orders.login, post=Post.ACCEPTOR, seat=orders.login),
            opened.reading.rules(),
            lambda: datetime.now(UTC),
            self._announce,
            posts,
            self,
        )
        self._queued = Queued(self._desk)
        self._live = Live(self._desk, parent=self)
        self._desk.lost.connect(self._on_lost)
        self._desk.crashed.connect(lambda error: self._say("crashed", type(error).__name__))
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(orders.pace)
        self._pause.timeout.connect(self._act)

    def begin(self) -> None:
        """Sit down: what an earlier run left is sent first."""
        self._live.start()
        self._queued.start()
        self._say("begun")
        self._pause.start()

    # --- acting ---------------------------------------------------------------------------------

    def _act(self) -> None:
        if self._left == 0 or self._waiting() >= self._orders.waiting:
            self._say("waits", self._waiting())
            self._pause.start()
            return
        if self._left is not None:
            self._left -= 1
        waiting = self._queued.cases
        life = next((one for one in self._lives if one.case not in waiting), None)
        if life is None:
            self._note()
            return
        # To the back, so that all cases go on.
        self._lives.remove(life)
        self._lives.append(life)
        self._do(life)

    def _do(self, life: Life) -> None:
        deed = life.deeds[life.index]
        command = self._id(life.number, life.index)
        self._sit(deed.post)
        self._beginning = command

        def done(changes: Changes) -> None:
            life.index += 1
            life.case = life.case or next(iter(changes.cases), None)
            if life.case is None or life.index == len(life.deeds):
                # A report kept without a number is found again when it has one: by others.
                self._lives[self._lives.index(life)] = self._life()
            self._on_done(command, changes)

        self._desk.do(deed.make(life.case or CaseId(0), CaseId(0)), done, self._refused(command))

    def _note(self) -> None:
        """All cases have an act that waits; a note never conflicts."""
        at = next(self._notings)
        case = next(one.case for one in self._lives if one.case is not None)
        command = self._beginning = self._id("note", at)
        self._desk.do(
            NoteCase(case=case, text=f"已电话联系（{at}）"),
            lambda changes: self._on_done(command, changes),
            self._refused(command),
        )

    def _sit(self, post: Post) -> None:
        if self._desk.actor.post is not post:
            self._desk.switch_post(post, self._orders.login)

    def _life(self) -> Life:
        number = next(self._numbers)
        return Life(number, plan_of(number))

    def _id(self, number: object, index: int) -> str:
        return f"{self._orders.login}-{self._orders.run}-{number}-{index}"

    # --- telling --------------------------------------------------------------------------------

    def _announce(self) -> str:
        self._say("try", self._beginning)
        return self._beginning

    def _on_done(self, command: str, changes: Changes) -> None:
        self._say("done", command, changes.version, self._waiting(), time.time())
        self._pause.start()

    def _refused(self, command: str) -> Callable[[Refusal], None]:
        def told(refusal: Refusal) -> None:
            self._say("refused", command, refusal.code)
            self._pause.start()

        return told

    def _on_lost(self, lost: bool) -> None:  # noqa: FBT001  the signal's argument
        self._say("lost" if lost else "found", time.time())

    def _waiting(self) -> int:
        return sum(one.state is not EntryState.REFUSED for one in self._queued.facts)

    def _say(self, *words: object) -> None:
        """One whole line, out of the process before anything else happens."""
        os.write(self._notes, (" ".join(map(str, words)) + "\n").encode())


def _outside(opened: OpenStore, journal: SqliteJournal) -> Outside:
    return Outside(
        store=opened.store,
        reading=opened.reading,
        claims=opened.claims,
        callers=opened.callers,
        feed=opened.feed,
        files=opened.files,
        keeping=opened.keeping,
        journal=journal,
        numbers=opened.numbers,
    )


def work(orders: Orders) -> None:
    """The whole life of the process; it is always ended from outside."""
    app = QCoreApplication([])
    mine = operator_url(make_url(orders.url), orders.login, PASSWORD)
    journal = SqliteJournal(journal_folder(orders.folder, orders.login))
    opened = _opened(mine.render_as_string(hide_password=False), orders)
    collector = Collector(app)
    collector.start()
    hands = Hands(orders, opened, journal)
    hands.begin()
    app.exec()


def _opened(url: str, orders: Orders) -> OpenStore:
    """The store, as soon as it answers: at a console's door somebody asks again too."""
    opened: list[OpenStore] = []

    def came() -> bool:
        with contextlib.suppress(StoreUnavailable):
            opened.append(
                open_store(
                    url,
                    files_folder=orders.folder / "files",
                    operator=orders.login,
                    seat=orders.login,
                )
            )
        return bool(opened)

    until(came)
    return opened[0]
