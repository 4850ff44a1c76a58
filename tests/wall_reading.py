"""Answers of the wall's lane over the scripted city."""

from dataclasses import replace
from datetime import datetime
from typing import Final

from console.domain.case import CaseId
from console.domain.refusal import Refusal
from console.domain.scene import BlockKind, Show
from console.domain.stage import ENDED
from console.ports.wall import PastReading, WallCase
from console.viewmodels.wall_blocks import (
    Block,
)
from console.viewmodels.wall_figures import read_figures
from console.viewmodels.wall_known import Known, Standing, Wanted
from console.viewmodels.wall_names import names_of
from console.viewmodels.wall_question import Question
from tests.builders import city_rules
from tests.fake_wall import FakeWall, Life, the_names

RULES: Final = city_rules()
ALL: Final = frozenset(Question(kind) for kind in BlockKind)


def standing(**told: str) -> Standing:
    """What changes seldom, with these settings."""
    show = Show(version=1, scenes=())
    return Standing(rules=RULES, names=names_of(the_names()), settings=told, show=show, read=0.0)


def read(
    wall: FakeWall,
    questions: frozenset[Question] = ALL,
    before: Known | None = None,
    at: float = 0.0,
    told: Standing | None = None,
    past: datetime | None = None,
    then: PastReading | None = None,
) -> Known:
    """One answer of the lane."""
    wanted = Wanted(
        questions=questions, before=before, standing=told or standing(), at=at, past=past
    )
    return read_figures(wall, then, wanted)


def block(known: Known, kind: BlockKind) -> Block | None:
    """What a block of the whole city shows."""
    return known.figures[Question(kind)].block


def is_open(life: Life) -> bool:
    """Whether a case has not ended."""
    return life.stage not in ENDED


class Past:
    """The cases that a script had at a moment."""

    def __init__(self, lives: list[Life]) -> None:
        self.lives = lives
        self.asked: list[str] = []
        self.refused: Refusal | None = None

    def first(self) -> datetime | None:
        """The earliest step."""
        return min(life.entered[0] for life in self.lives)

    def at(self, moment: datetime) -> list[WallCase]:
        """What was open then."""
        self.asked.append("at")
        if self.refused is not None:
            raise self.refused
        return [life.row() for life in self._then(moment) if is_open(life)]

    def between(self, after: datetime, until: datetime) -> tuple[list[WallCase], list[CaseId]]:
        """All that was open, and what was not any more."""
        self.asked.append("between")
        there = {row.id for row in self.at(until)}
        return self.at(until), [row.id for row in self.at(after) if row.id not in there]

    def _then(self, moment: datetime) -> list[Life]:
        return [
            replace(life, entered=tuple(at for at in life.entered if at <= moment))
            for life in self.lives
            if life.entered[0] <= moment
        ]
