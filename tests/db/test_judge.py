"""The server lets every lawful act of a seat through, and nothing else: walks, forgeries, time."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import fields, replace
from pathlib import Path
from random import Random

import pytest
from sqlalchemy import URL, Engine, text

from console.domain.case import Case, CaseId
from console.domain.flow import go, undo
from console.domain.refusal import Refusal
from console.domain.stage import ENDED, Move, Post, Source, Stage
from console.domain.trail import fold, said
from console.domain.ways import WAYS
from console.ports.work import Work
from console.services.intake import TakeReport
from console.services.registry import GESTURE_OF
from console.services.runner import run
from console.services.seat import Seat
from tests.builders import a_place
from tests.db.crew import Crew, at_work
from tests.db.lives import CALLER, MORNING, PHOTO, actor
from tests.stages import full_act
from tests.standards import GENUINE

ACTS = 1500


@pytest.fixture
def crew(owner: Engine, database_url: URL, tmp_path: Path) -> Iterator[Crew]:
    with at_work(owner, database_url, tmp_path) as made:
        yield made


class Wanderer:
    """Random lawful acts of two people who hold every post, each through his own role."""

    def __init__(self, crew: Crew, random: Random) -> None:
        self.crew, self.random = crew, random
        self.cases: list[CaseId] = []
        self.moves: Counter[Move] = Counter()
        self.number = 0

    def report(self) -> None:
        """A report of any source begins a case."""
        source = self.random.choice(tuple(Source))
        post = Post.INSPECTOR if source is Source.INSPECTOR else Post.ACCEPTOR
        command = TakeReport(
            source=source,
            place=a_place(),
            description="井盖破损",
            standard=GENUINE,
            caller=CALLER if source is Source.HOTLINE else None,
            task_number="12345-7",
        )
        who = actor(post, "ann")
        seat = Seat(actor=who, now=lambda: MORNING, store=self.crew, new_command=self.identity)
        self.cases += run(command, seat).cases

    def act(self) -> None:
        """Somebody tries something; what the domain finds lawful the server must take."""
        case_id = self.random.choice(self.cases)
        identity, login = self.identity(), self.random.choice(("ann", "ben"))
        with self.crew.begin(identity, actor(Post.ACCEPTOR, login), MORNING) as work:
            case = work.case(case_id)
            move, post = self.drawn(case.stage)
            who = actor(post, login)
            wished = full_act(case, move, post, operator=who.operator)
            masters = {"master": self.random.choice(self.cases)} if move is Move.MERGE else {}
            details = {**wished.details, "standard": GENUINE, **masters}
            if not takes_photos(move):
                details.pop("photos", None)
            act = replace(wished, at=work.at, actor=who, details=details)
            try:
                if move is Move.UNDO:
                    moved, step = undo(work.trail(case_id), act, work.rules(), identity)
                else:
                    moved, step = go(case, act, work.rules(), identity)
            except Refusal:
                return
            if move is Move.MERGE and not self.may_merge(work, case, act.details["master"]):
                return
            work.put(moved, step)
            named = said(step).get("photos", ())
            work.put_photos(moved.id, step.seq, [replace(PHOTO, digest=one) for one in named])
            work.commit()
            self.moves[move] += 1

    def drawn(self, stage: Stage) -> tuple[Move, Post]:
        """A way from here: rather a new one, rather onwards than in place, seldom to an end."""
        ways = [way for way in WAYS if stage in way.stages and way.posts != {Post.SYSTEM}]
        weights = [
            (1 if way.to in ENDED else 3 if way.to in {None, stage} else 12)
            / (1 + self.moves[way.move])
            for way in ways
        ]
        (way,) = self.random.choices(ways, weights)
        return way.move, self.random.choice(sorted(way.posts - {Post.SYSTEM}))

    def may_merge(self, work: Work, case: Case, master: object) -> bool:
        assert isinstance(master, int)
        other = work.case(CaseId(master))
        return other.master is None and other.open and not work.merged_into(case.id)

    def identity(self) -> str:
        self.number += 1
        return f"walk-{self.number}"


def takes_photos(move: Move) -> bool:
    """Whether the gesture of this move has photos; only its step names some."""
    return move in GESTURE_OF and "photos" in {one.name for one in fields(GESTURE_OF[move].command)}


def test_whatever_the_domain_finds_lawful_the_server_takes_from_a_seat(
    crew: Crew, owner: Engine
) -> None:
    wanderer = Wanderer(crew, Random(14))
    for _ in range(30):
        wanderer.report()
    for _ in range(ACTS):
        wanderer.act()
    seen = crew.of("ann").store
    for case in wanderer.cases:
        with seen.begin("look", actor(Post.ACCEPTOR, "ann"), MORNING) as work:
            assert work.case(case) == fold(work.trail(case))
    assert len(wanderer.moves) >= 55
    with owner.connect() as connection:
        steps = connection.execute(text("SELECT count(*) FROM case_step")).scalar_one()
    assert steps > 100
