"""A seat at a panel: a real desk over ports in memory, and a case that is led to any stage."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Final

from console.domain.case import Actor, Case
from console.domain.stage import Move, Post, Source, Stage
from console.domain.trail import Step
from console.ports.rows import CaseDetail
from console.services.registry import GESTURE_OF
from console.viewmodels.desk import Desk, Outside
from console.viewmodels.lanes import AtOnceLanes
from tests.builders import AFTER, Bench, a_bench, a_report
from tests.fake_media import FakeMedia
from tests.fake_reading import (
    FakeCallers,
    FakeClaims,
    FakeFeed,
    FakeFiles,
    FakeKeeping,
    FakeReading,
)

ROAD: Final[tuple[tuple[Stage, Post, Move, dict[str, object]], ...]] = (
    (Stage.CONFIRMING, Post.ACCEPTOR, Move.ORDER_CONFIRMATION, {}),
    (Stage.ACCEPTED, Post.ACCEPTOR, Move.ANSWER_CONFIRMATION, {"outcome": "true"}),
    (Stage.TO_REGISTER, Post.ACCEPTOR, Move.SUBMIT, {}),
    (Stage.TO_DISPATCH, Post.SHIFT_LEADER, Move.REGISTER, {}),
    (Stage.DISPATCHED, Post.DISPATCHER, Move.DISPATCH, {"unit": "U1"}),
    (Stage.HANDLING, Post.DISPATCHER, Move.RECEIVE, {}),
    (Stage.HANDLED, Post.DISPATCHER, Move.FEEDBACK, {"text": "done", "photos": (AFTER,)}),
    (Stage.VERIFYING, Post.VERIFIER, Move.ORDER_VERIFICATION, {}),
)


@dataclass
class Table:
    """The bench with a desk on it."""

    bench: Bench
    reading: FakeReading
    desk: Desk
    at: int = 0
    files: FakeFiles = field(default_factory=FakeFiles)

    @property
    def case(self) -> Case:
        """The case as the store has it."""
        return self.bench.case

    def trail(self) -> tuple[Step, ...]:
        """Its steps."""
        return self.bench.store.trails[self.bench.case_id]

    def sit(self, post: Post) -> None:
        """Work at another post."""
        self.desk.actor = replace(
            self.desk.actor, operator=post.value, post=post, seat=f"{post.value} 01"
        )

    def advance(self, stage: Stage, then: Post | None = None) -> None:
        """Lead the case on until `stage`, then sit at `then` or at the post that acts there."""
        if not self.bench.case_id:
            self.bench.do(Post.ACCEPTOR, a_report(Source.HOTLINE))
            if stage is Stage.ACCEPTED:
                self.sit(then or Post.ACCEPTOR)
                return
        while self.at < len(ROAD):
            reached, post, move, details = ROAD[self.at]
            self.at += 1
            command = GESTURE_OF[move].command(case=self.bench.case_id, **details)
            self.bench.do(post, command)
            if reached is stage:
                break
        self.sit(then or self._next_post())

    def _next_post(self) -> Post:
        return ROAD[self.at][1] if self.at < len(ROAD) else Post.VERIFIER

    def detail(self) -> CaseDetail:
        """The case as a screen has read it."""
        case = self.case
        known = CaseDetail(
            case=case,
            steps=self.trail(),
            photos=(),
            callers=(),
            claim=None,
            names={"U1": "市市政工程维护处", "410403": "卫东区"},
            inspector="WD-114",
        )
        self.reading.details[case.id] = known
        return known


def a_table(post: Post = Post.ACCEPTOR) -> Table:
    """An empty city and a seat at it."""
    bench = a_bench()
    reading = FakeReading(city=bench.store.city, known_units=tuple(bench.store.units.values()))
    files = FakeFiles()
    outside = Outside(
        store=bench.store,
        reading=reading,
        claims=FakeClaims(reading),
        callers=FakeCallers(),
        feed=FakeFeed(now=lambda: bench.at),
        files=files,
        keeping=FakeKeeping(),
        media=FakeMedia(),
    )
    desk = Desk(
        outside,
        AtOnceLanes(),
        Actor(operator=post.value, post=post, seat=f"{post.value} 01"),
        bench.store.city,
        now=lambda: bench.at,
        new_command=bench._new_command,
        posts=tuple(Post),
    )
    return Table(bench=bench, reading=reading, desk=desk, files=files)
