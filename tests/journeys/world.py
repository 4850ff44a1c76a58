"""What happens outside the window: other seats, units and inspectors, through the same services."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import count
from pathlib import Path

from sqlalchemy import URL

from console.domain.case import Actor, Case, CaseId, Standard
from console.domain.catalogue import CategoryKey, standard_of
from console.domain.place import AreaLevel, Place
from console.domain.stage import Move, Post, Source
from console.domain.trail import Step
from console.ports.work import Caller, Changes, Photo
from console.services.intake import TakeReport
from console.services.registry import GESTURE_OF, Command
from console.services.runner import run
from console.services.seat import Seat
from db import OpenStore, open_store
from tests.journeys.city import SECOND, centre

COVER = CategoryKey("GBT30428", "component", "0101")
CALLER = Caller(name="刘先生", phone="10000000001", reply="phone")


@dataclass
class World:
    """Everybody else, over a connection of the schema's owner."""

    store: OpenStore
    numbers: Iterator[int] = field(default_factory=lambda: count(1))

    @classmethod
    def over(cls, url: URL, folder: Path) -> World:
        """The world of a database."""
        return cls(open_store(url, files_folder=folder / "files", operator="world"))

    def do(self, post: Post, command: Command, operator: str = SECOND) -> Changes:
        """Carry a command out as somebody at a post."""
        seat = Seat(
            actor=Actor(operator=operator, post=post, seat=f"{post.value} 外"),
            now=_now,
            store=self.store.store,
            new_command=self._identity,
        )
        return run(command, seat, self._identity())

    def act(self, post: Post, move: Move, case: CaseId, **details: object) -> Changes:
        """One move on a case."""
        return self.do(post, GESTURE_OF[move].command(case=case, **details))

    def call(
        self,
        at: int = 3,
        district: str = "410403",
        words: str = "井盖缺损，行人危险",
        caller: Caller = CALLER,
    ) -> CaseId:
        """Somebody calls the hotline and another seat takes it in."""
        report = TakeReport(
            source=Source.HOTLINE,
            place=Place(address=f"建设路{at + 1}号", point=centre(district, at)),
            description=words,
            caller=caller,
            standard=self.standard(),
        )
        return self.do(Post.ACCEPTOR, report).cases[0]

    def until(self, move: Move, case: CaseId) -> CaseId:
        """Lead a case taken in along the usual way, this move being the last."""
        photos = (Photo(digest="0" * 64, role="after", mime="image/jpeg", size=1),)
        road: tuple[tuple[Post, Move, dict[str, object]], ...] = (
            (Post.ACCEPTOR, Move.ORDER_CONFIRMATION, {}),
            (Post.ACCEPTOR, Move.ANSWER_CONFIRMATION, {"outcome": "true"}),
            (Post.ACCEPTOR, Move.SUBMIT, {}),
            (Post.SHIFT_LEADER, Move.REGISTER, {}),
            (Post.DISPATCHER, Move.DISPATCH, {"unit": "GS01"}),
            (Post.UNIT, Move.RECEIVE, {}),
            (Post.UNIT, Move.FEEDBACK, {"text": "已更换井盖", "photos": photos}),
            (Post.VERIFIER, Move.ORDER_VERIFICATION, {}),
        )
        for post, step, details in road:
            self.act(post, step, case, **details)
            if step is move:
                break
        return case

    def standard(self) -> Standard:
        """The first condition of a broken water cover, as a case freezes it."""
        catalogue = self.store.reading.catalogue(_now())
        category = catalogue.category(*COVER)
        assert category is not None
        found = standard_of(catalogue, category, catalogue.conditions_of(COVER)[0], AreaLevel.FIRST)
        assert found is not None
        return found

    def case(self, case: CaseId) -> Case:
        """The case as the database has it."""
        return self.store.reading.detail(case, "world").case

    def trail(self, case: CaseId) -> tuple[Step, ...]:
        """Its steps."""
        return self.store.reading.detail(case, "world").steps

    def _identity(self) -> str:
        return f"world-{next(self.numbers)}"


def _now() -> datetime:
    return datetime.now(UTC)
