"""Another process that lets a demo city live five times a second: what a wall's figures follow.

The demo's own outside world plays on, twelve times as fast (reports, patrols, calls and the next
act of cases); beside it, every fifth of a second, an operator does anything that is lawful: voids,
merges, suspensions, returns, second dispatches, forced ends, cases opened again, corrections of
place, acts taken back within seconds, and cases looked at without an act.
"""

from __future__ import annotations

import json
import sys
import time
import uuid
from collections.abc import Callable
from dataclasses import fields
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from threading import Event, Thread
from typing import Any, Final

from sqlalchemy import text

from console.bootstrap.living import play_live
from console.domain.case import Actor, Case, CaseId
from console.domain.flow import open_moves
from console.domain.place import Place
from console.domain.refusal import Refusal
from console.domain.stage import Move, Post, Source
from console.domain.trail import fold
from console.domain.ways import UNDOABLE
from console.services.intake import TakeReport
from console.services.registry import GESTURE_OF, Command
from console.services.runner import run
from console.services.seat import Seat
from db import OpenStore, open_store
from db.site import Site, open_embedded
from tests.db.lives import PHOTO

SCRIPT: Final = "import sys; from benchmarks.wall_changes import work; work(sys.argv[1])"
READY: Final = "ready"
EVERY: Final = 0.2
SPEED: Final = 12.0
_SEAT: Final = "受理 09席"
_WORKER: Final = "chenlei"
_OTHER: Final = "liuhong"
_BIRTHS: Final = frozenset({Move.REPORT, Move.UNDO, Move.ATTACH_CALLER})
_ENDS: Final = frozenset({Move.VOID, Move.MERGE, Move.DECLINE, Move.REFUSE_REGISTRATION})
_TALK: Final = frozenset({Move.NOTE, Move.URGE, Move.CONSULT, Move.AUTHORISE, Move.ADD_PHOTO})
_SOURCES: Final = (Source.HOTLINE, Source.HOTLINE, Source.WEB, Source.SUPERIOR)
_ANY: Final = text(
    "SELECT id FROM case_file WHERE ended = :ended ORDER BY (ended AND source = 'hotline') DESC,"
    " random() LIMIT 1"
)
_UNITS: Final = text("SELECT code FROM unit WHERE categories <> '{}' ORDER BY code")


class Hands:
    """Somebody who does by chance what is lawful."""

    def __init__(self, opened: OpenStore, chance: Random) -> None:
        self._open, self._chance = opened, chance
        self._engine = opened.engines[0]
        self._rules = opened.reading.rules()
        with self._engine.connect() as connection:
            self._units = list(connection.execute(_UNITS).scalars())
        self._last: tuple[CaseId, Actor] | None = None
        self.done = 0

    def deed(self) -> None:
        """One deed; what was no longer lawful is left."""
        deeds: tuple[Callable[[], None], ...] = (self.act, self.report, self.look, self.take_back)
        try:
            self._chance.choices(deeds, (70, 12, 8, 10))[0]()
        except Refusal:
            self._last = None

    def report(self) -> None:
        """A report like one that was there before."""
        like = self._case(ended=self._chance.random() < 0.5)
        wish = TakeReport(
            source=self._chance.choice(_SOURCES),
            place=Place(address=like.place.address, point=like.place.point),
            description="同一地点再次反映",
            standard=like.standard if self._chance.random() < 0.9 else None,
        )
        self._ask(wish, self._actor(Post.ACCEPTOR))

    def act(self) -> None:
        """Any move open to any post; endings and talk seldom."""
        self._act_on(self._case(ended=self._chance.random() < 0.15))

    def _act_on(self, case: Case) -> None:
        now = _now()
        for post in self._chance.sample(tuple(Post), len(Post)):
            told = open_moves(case, self._actor(post), now, self._rules)
            moves = [one for one, no in told.items() if no is None and one not in _BIRTHS]
            if moves:
                move = self._chance.choices(moves, [_weight(one) for one in moves])[0]
                self._ask(self._wish(case, move), self._actor(post), case.id, move)
                return

    def look(self) -> None:
        """A case is opened at a seat, mostly without an act; else again behind the act, too."""
        case = self._case(ended=False)
        self._hold(case.id)
        if self._chance.random() < 0.4:
            self._act_on(case)
            self._hold(case.id)

    def _hold(self, case: CaseId) -> None:
        self._open.claims.hold(case, self._actor(Post.DISPATCHER), _now())

    def take_back(self) -> None:
        """The last act is undone within its quiet time."""
        if self._last is None:
            self.act()
        if self._last is not None:
            case, who = self._last
            self._ask(self._wish(self._open_case(case), Move.UNDO), who)

    def _ask(
        self, wish: Command, who: Actor, case: CaseId | None = None, move: Move | None = None
    ) -> None:
        seat = Seat(
            actor=who,
            now=_now,
            store=self._open.store,
            new_command=lambda: str(uuid.uuid4()),
        )
        self._last = None
        run(wish, seat, str(uuid.uuid4()))
        self.done += 1
        if case is not None and move in UNDOABLE:
            self._last = case, who

    def _case(self, *, ended: bool) -> Case:
        with self._engine.connect() as connection:
            found = connection.execute(_ANY, {"ended": ended}).scalar_one()
        return self._open_case(CaseId(found))

    def _open_case(self, case: CaseId) -> Case:
        return fold(self._open.reading.detail(case, "").steps)

    def _actor(self, post: Post) -> Actor:
        second = post in {Post.SUPERVISOR, Post.SHIFT_LEADER}
        return Actor(operator=_OTHER if second else _WORKER, post=post, seat=_SEAT)

    def _wish(self, case: Case, move: Move) -> Any:
        kind, pick = GESTURE_OF[move].command, self._chance.choice
        outcome = pick(("true", "true", "false"))
        if move is Move.CALL_BACK:
            outcome = pick(("satisfied", "dissatisfied", "dissatisfied"))
        elif move is Move.ANSWER_VERIFICATION:
            outcome = pick(("pass", "pass", "fail"))
        given = {
            "unit": case.bound_unit or pick((case.unit or self._units[0], pick(self._units))),
            "units": (pick(self._units),),
            "inspector": "I001",
            "outcome": outcome,
            "standard": case.standard,
            "photos": (PHOTO,),
            "text": "已处理",
            "until": _now() + timedelta(days=3),
            "handler": "张工",
            "colleague": _OTHER,
            "basis": ("移交协议",),
        }
        if move is Move.MERGE:
            given["master"] = self._case(ended=False).id
        if move is Move.CORRECT_PLACE:
            there = self._case(ended=False).place
            given["place"] = Place(address=there.address, point=there.point)
        known = {one.name for one in fields(kind)}
        return kind(
            case=case.id, reason="情况属实", version=case.version,
            **{name: value for name, value in given.items() if name in known},
        )  # fmt: skip


def _weight(move: Move) -> float:
    return 0.15 if move in _ENDS else 0.1 if move in _TALK else 1.0


def _now() -> datetime:
    return datetime.now(UTC)


def work(told: str) -> None:
    """Live until the input ends; how much was done is said at the end."""
    given = json.loads(told)
    site = open_embedded(Path(given["folder"]))
    ended = Event()
    world = Thread(target=_world, args=(site, ended), daemon=True)
    opened = open_store(site.url, files_folder=site.files)
    hands = Hands(opened, Random(given["seed"]))
    listener = Thread(target=_listen, args=(ended,), daemon=True)
    print(READY, flush=True)
    listener.start()
    world.start()
    while not ended.wait(EVERY):
        hands.deed()
    world.join(20)
    print(hands.done, flush=True)
    opened.dispose()
    site.close()


def _world(site: Site, ended: Event) -> None:
    url = site.url.render_as_string(hide_password=False)
    play_live(url, site.files, site.keys.file, SPEED, ended.wait)


def _listen(ended: Event) -> None:
    for _ in sys.stdin:
        time.sleep(0)
    ended.set()
