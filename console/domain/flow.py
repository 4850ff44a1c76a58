"""The one door of the domain: may this act be done, and what is the case afterwards?

`lawful` answers with the way or a refusal that names the missing condition or permission; `go`
makes
the step; `begin` makes the first one; `undo` the compensating one; `open_moves` tells a seat what
it may do now. Buttons, keys, services and tests all ask here.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import datetime
from typing import Any

from console.domain.case import Actor, Case, CaseId
from console.domain.clockwork import clocks_after
from console.domain.effects import EFFECTS
from console.domain.needs import NEEDS, Act, authorised
from console.domain.place import Place
from console.domain.refusal import Refusal
from console.domain.rules import Rules
from console.domain.stage import Move, Post, Source, Stage
from console.domain.trail import Step, after_step, fold, payload
from console.domain.ways import BY_STAGE, NEVER_LENT, POSTS_OF_MOVE, STAGES_OF_MOVE, Way

_DERIVED = frozenset({"id", "stage", "version", "last_move", "last_by", "last_at"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Birth:
    """What a new case starts from: its number and what was reported."""

    id: CaseId
    number: str
    source: Source
    place: Place
    description: str
    urgent: bool = False
    task_number: str | None = None
    callers: int = 0
    callback_wanted: bool = False
    before_photos: int = 0
    reported_at: datetime | None = None


def lawful(case: Case, act: Act, rules: Rules) -> Way:
    """The way `act` goes. Raises `Refusal`: `move.post`, `move.stage`, `move.reason`,
    `need.<word>`."""
    ways = BY_STAGE.get((case.stage if case.version else None, act.move), ())
    facts = {"move": act.move.value, "stage": case.stage.value, "post": act.actor.post.value}
    posts = _posts(case, act)
    if not posts & POSTS_OF_MOVE[act.move]:
        allowed = ",".join(post.value for post in Post if post in POSTS_OF_MOVE[act.move])
        raise Refusal("move.post", **facts, allowed=allowed)
    if not ways:
        wanted = ",".join(stage.value for stage in Stage if stage in STAGES_OF_MOVE[act.move])
        raise Refusal("move.stage", **facts, wanted=wanted)
    mine = [way for way in ways if posts & way.posts]
    if not mine:
        allowed = ",".join(post.value for post in Post if any(post in way.posts for way in ways))
        raise Refusal("move.post", **facts, allowed=allowed)
    missing = [_missing(case, act, rules, way) for way in mine]
    for way, word in zip(mine, missing, strict=True):
        if word is None:
            if way.reason and not act.reason.strip():
                raise Refusal("move.reason", **facts)
            return way
    raise Refusal(f"need.{missing[0]}", **facts, number=case.number, unit=case.unit or "")


def _posts(case: Case, act: Act) -> frozenset[Post]:
    """In which posts somebody acts: his own, and the shift leader's on a case handed to him."""
    own = frozenset({act.actor.post})
    lent = act.move not in NEVER_LENT and authorised(case, act)
    return own | {Post.SHIFT_LEADER} if lent else own


def _missing(case: Case, act: Act, rules: Rules, way: Way) -> str | None:
    return next((word for word in way.needs if not NEEDS[word](case, act, rules)), None)


def go(case: Case, act: Act, rules: Rules, command: str) -> tuple[Case, Step]:
    """The case after a lawful act, and the step that tells it. Raises `Refusal` as `lawful`
    does."""
    way = lawful(case, act, rules)
    effect = EFFECTS.get(act.move)
    changes = effect(case, act, way) if effect else {}
    target = (case.prior if way.prior else way.to) or case.stage
    changes |= clocks_after(case, replace(case, **_plain(changes)), act, way, target, rules)
    return _step(case, _in_post(act, way), target, changes, command)


def _in_post(act: Act, way: Way) -> Act:
    """The act as its step tells it: by a colleague authorised for it, in the shift leader's
    post."""
    if act.actor.post in way.posts:
        return act
    return replace(act, actor=replace(act.actor, post=Post.SHIFT_LEADER))


def begin(birth: Birth, act: Act, rules: Rules, command: str) -> tuple[Case, Step]:
    """A new case by REPORT or ACCEPT. Raises `Refusal` as `lawful` does."""
    bare = Case(
        id=birth.id,
        number=birth.number,
        stage=Stage.REPORTED,
        source=birth.source,
        place=birth.place,
        description=birth.description,
        reported_at=birth.reported_at or act.at,
    )
    way = lawful(bare, act, rules)
    target = way.to or Stage.REPORTED
    given = {field.name: getattr(birth, field.name) for field in fields(Birth)}
    given["reported_at"] = bare.reported_at
    effect = EFFECTS.get(act.move)
    changes = {name: value for name, value in given.items() if name != "id" and value is not None}
    changes |= effect(bare, act, way) if effect else {}
    changes |= clocks_after(bare, replace(bare, **_plain(changes)), act, way, target, rules)
    return _step(bare, act, target, changes, command)


def undo(trail: tuple[Step, ...], act: Act, rules: Rules, command: str) -> tuple[Case, Step]:
    """Take the last step back by a compensating one: every field returns to what it was before.

    Nothing is deleted. Raises `Refusal` as `lawful` does.
    """
    case = fold(trail)
    lawful(case, act, rules)
    before = fold(trail[:-1])
    changes = {
        field.name: getattr(before, field.name)
        for field in fields(Case)
        if field.name not in _DERIVED and getattr(before, field.name) != getattr(case, field.name)
    }
    return _step(case, act, before.stage, changes, command)


def open_moves(
    case: Case, actor: Actor, at: datetime, rules: Rules
) -> Mapping[Move, Refusal | None]:
    """Every move of this stage: None when this actor may make it now, else why not.

    A missing reason or detail does not count against a move: the operator types it next.
    """
    answer: dict[Move, Refusal | None] = {}
    for stage, move in BY_STAGE:
        if stage is not case.stage:
            continue
        act = Act(move=move, actor=actor, at=at, reason="?")
        try:
            lawful(case, act, rules)
        except Refusal as refusal:
            answer[move] = None if refusal.code in TYPED_NEXT else refusal
        else:
            answer[move] = None
    return answer


TYPED_NEXT: frozenset[str] = frozenset(
    f"need.{word}"
    for word in (
        "words",
        "unit",
        "units",
        "until",
        "inspector",
        "handler",
        "colleague",
        "basis",
        "master",
        "photo",
        "after_photo",
        "condition",
        "confirmation_outcome",
        "verification_outcome",
        "callback_result",
        "not_rejected_by_decision",
        "place",
        "another_place",
    )
)
"""Needs an operator fills in while making the move; they never lock its button."""


def _plain(changes: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in changes.items() if name not in _DERIVED}


def _step(
    case: Case, act: Act, target: Stage, changes: Mapping[str, Any], command: str
) -> tuple[Case, Step]:
    step = Step(
        case=case.id,
        seq=case.version + 1,
        move=act.move,
        from_stage=case.stage if case.version else None,
        to_stage=target,
        operator=act.actor.operator,
        post=act.actor.post,
        seat=act.actor.seat,
        unit=act.actor.unit,
        at=act.at,
        reason=act.reason.strip(),
        payload=payload(changes, _said(act)),
        command=command,
    )
    return replace(case, **changes, **after_step(step)), step


def _said(act: Act) -> dict[str, object]:
    kept_as_field = {"place", "standard"}
    return {name: value for name, value in act.details.items() if name not in kept_as_field}
