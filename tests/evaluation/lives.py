"""Random histories of cases by the domain's own law: returns, rework, merges, appeals."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from random import Random
from typing import Final

from console.domain.case import Actor, Case, CaseId
from console.domain.flow import Birth, begin, go, undo
from console.domain.needs import Act
from console.domain.place import Place
from console.domain.refusal import Refusal
from console.domain.rules import Rules
from console.domain.stage import Move, Post, Source, Stage
from console.domain.trail import Step, fold
from console.domain.ways import BY_STAGE, UNDOABLE
from console.evaluation.facts import acts_of, case_fact
from console.ports.facts import ActFact, CaseFact
from tests.builders import RUBBISH, city_rules

UNITS: Final = ("U1", "U2", "U3")
FIRST: Final = datetime(2026, 9, 25, 1, 0, tzinfo=UTC)
"""Friday, nine in the morning of the city; histories run over several ends of months."""
_ON: Final = frozenset(
    {
        Move.SUBMIT, Move.REGISTER, Move.DISPATCH, Move.RECEIVE, Move.FEEDBACK, Move.PASS,
        Move.ORDER_VERIFICATION, Move.ANSWER_VERIFICATION, Move.REDISPATCH, Move.CLOSE,
        Move.ORDER_CONFIRMATION, Move.ANSWER_CONFIRMATION, Move.DESIGNATE, Move.FAIL,
        Move.PROPOSE_DESIGNATION, Move.APPROVE_RETURN, Move.SELF_HANDLE,
        Move.APPROVE_SELF_HANDLING, Move.REQUEST_SUSPENSION, Move.APPROVE_SUSPENSION,
        Move.REQUEST_EXTENSION, Move.APPROVE_EXTENSION, Move.REVIEW_APPEAL, Move.GRANT_APPEAL,
    }
)  # fmt: skip
"""Moves that bring a case on; taken more often than the rest."""
_TALK: Final = frozenset(
    {
        Move.NOTE, Move.URGE, Move.CONSULT, Move.AUTHORISE, Move.ATTACH_CALLER, Move.AMEND,
        Move.SUPERVISE, Move.CALL_BACK, Move.PROPOSE_FORCED_CLOSE, Move.ANSWER_CONSULT,
    }
)  # fmt: skip
_ENDS: Final = frozenset({Move.VOID, Move.MERGE, Move.DECLINE, Move.FORCE_CLOSE})
_BIRTHS: Final = frozenset({Move.REPORT, Move.ACCEPT})
_POSTS: Final = {
    Source.INSPECTOR: (Move.REPORT, Post.INSPECTOR),
    Source.HOTLINE: (Move.ACCEPT, Post.ACCEPTOR),
    Source.SUPERIOR: (Move.ACCEPT, Post.ACCEPTOR),
}


@dataclass
class Histories:
    """Makes one history after another from a seed; each is a lawful trail."""

    chance: Random
    rules: Rules = field(default_factory=city_rules)

    def one(self, number: int, most: int = 45) -> tuple[Step, ...]:
        """A history of up to `most` acts."""
        at = FIRST + timedelta(minutes=self.chance.randint(0, 60 * 24 * 60))
        case, step = self._begin(number, at)
        trail = [step]
        for act in range(self.chance.randint(3, most)):
            at += timedelta(minutes=self.chance.choice((0, 1, 3, 8, 25, 90, 400, 1_500, 4_000)))
            found = self._next(case, tuple(trail), at, f"{number}-{act}")
            if found is not None:
                case, step = found
                trail.append(step)
        return tuple(trail)

    def _begin(self, number: int, at: datetime) -> tuple[Case, Step]:
        source = self.chance.choice(tuple(_POSTS))
        move, post = _POSTS[source]
        district = self.chance.choice(("410402", "410403"))
        place = Place(
            address="建设路", district=district, street=f"{district}001",
            unit_grid=f"{district}001001{self.chance.randint(1, 3):03d}", duty_grid="D1",
        )  # fmt: skip
        birth = Birth(
            id=CaseId(2026 * 10**9 + number), number=f"N{number}", source=source, place=place,
            description="垃圾",
        )  # fmt: skip
        act = Act(move=move, actor=self._actor(post), at=at, details={"text": "垃圾"})
        return begin(birth, act, self.rules, f"{number}-b")

    def _actor(self, post: Post) -> Actor:
        return Actor(operator=f"{post.value}{self.chance.randint(1, 2)}", post=post, seat="s")

    def _next(
        self, case: Case, trail: tuple[Step, ...], at: datetime, command: str
    ) -> tuple[Case, Step] | None:
        mine = trail[-1].post is not Post.SYSTEM  # which takes nothing back
        if mine and trail[-1].move in UNDOABLE and self.chance.random() < 0.1:
            return self._taken_back(trail, command)
        moves = [
            move
            for stage, move in BY_STAGE
            if stage is case.stage and move not in _BIRTHS and move is not Move.UNDO
        ]
        weights = [_weight(move) for move in moves]
        for move in self.chance.choices(moves, weights, k=12):
            for post in self.chance.sample(tuple(Post), len(Post)):
                actor, details = self._actor(post), self._details(move, at)
                if not _may(case, move, post):
                    continue  # the law would say no: asking it takes ten times as long
                act = Act(move=move, actor=actor, at=at, reason="有据", details=details)
                try:
                    return go(case, act, self.rules, command)
                except Refusal:
                    continue
        return None

    def _taken_back(self, trail: tuple[Step, ...], command: str) -> tuple[Case, Step]:
        last = trail[-1]
        who = Actor(operator=last.operator, post=last.post, seat="s")
        act = Act(move=Move.UNDO, actor=who, at=last.at + timedelta(seconds=5))
        return undo(trail, act, self.rules, command)

    def _details(self, move: Move, at: datetime) -> Mapping[str, object]:
        pick = self.chance.choice
        outcome = {
            Move.ANSWER_CONFIRMATION: pick(("true", "true", "false")),
            Move.ANSWER_VERIFICATION: pick(("pass", "fail")),
            Move.CALL_BACK: pick(("satisfied", "dissatisfied")),
        }.get(move)
        return {
            "outcome": outcome,
            "standard": RUBBISH if move in {Move.SUBMIT, Move.REGISTER} else None,
            "unit": pick(UNITS),
            "units": (pick(UNITS),),
            "inspector": pick(("I1", "I2")),
            "handler": "h1",
            "colleague": "dispatcher1",
            "photos": ("a" * 64,) if move in {Move.FEEDBACK, Move.SELF_HANDLE} else None,
            "text": "说明",
            "basis": ("duty",),
            "master": CaseId(1),
            "until": at + timedelta(days=3),
        }


def _weight(move: Move) -> float:
    if move in _ON:
        return 8.0
    return 0.2 if move in _ENDS | _TALK else 1.0


def _may(case: Case, move: Move, post: Post) -> bool:
    """Whether somebody in this post may at all, of his own or in the shift leader's place."""
    allowed = _posts(case.stage, move)
    return post in allowed or (case.authorised_until is not None and Post.SHIFT_LEADER in allowed)


@cache
def _posts(stage: Stage, move: Move) -> frozenset[Post]:
    """Every post that may make the move in the stage, by whichever way."""
    return frozenset(post for way in BY_STAGE[stage, move] for post in way.posts)


@cache
def histories(count: int = 200, seed: int = 20261129) -> tuple[tuple[Step, ...], ...]:
    """The same histories for every test of a process, because making them takes seconds."""
    made = Histories(Random(seed))
    return tuple(made.one(number) for number in range(count))


@cache
def ended() -> tuple[Case, ...]:
    """The case of each of `histories()` at its end."""
    return tuple(map(fold, histories()))


@cache
def ended_facts() -> tuple[CaseFact, ...]:
    """What is counted of each of them."""
    return tuple(map(case_fact, ended()))


@cache
def ended_acts() -> tuple[tuple[ActFact, ...], ...]:
    """The acts that count in each of them."""
    return tuple(map(acts_of, histories()))
