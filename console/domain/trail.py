"""The append-only trail of a case: its steps, their chain of hashes, and the fold back into a case.

A step's payload is canonical JSON text with two parts: `set` (fields of the case and their new
values)
and `said` (details of the act, for people and for assessment). Personal data of callers is never in
it. The hash of a step covers its content and the step before (issue 2, section 3; article 17).
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

from console.domain.case import Actor, Case, CaseId
from console.domain.codec import Json, decode, encode, field_decoders
from console.domain.refusal import Refusal
from console.domain.stage import Move, Post, Stage

GENESIS = b""
"""What stands before the first step of a chain."""

_SEPARATOR = "\x1f"


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One entry of a trail. `seq` counts from 1 and equals the case's version after it."""

    case: CaseId
    seq: int
    move: Move
    from_stage: Stage | None
    to_stage: Stage
    operator: str
    post: Post
    seat: str
    unit: str | None
    at: datetime
    reason: str
    payload: str
    command: str

    @property
    def actor(self) -> Actor:
        """Who did it."""
        return Actor(operator=self.operator, post=self.post, seat=self.seat, unit=self.unit)

    def content(self) -> str:
        """The canonical text that is hashed; field order is a contract with the database."""
        return _SEPARATOR.join(
            (
                str(self.case),
                str(self.seq),
                self.move.value,
                self.from_stage.value if self.from_stage else "",
                self.to_stage.value,
                self.operator,
                self.post.value,
                self.seat,
                self.unit or "",
                self.at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
                self.reason,
                self.payload,
                self.command,
            )
        )


def link(before: bytes, step: Step) -> bytes:
    """SHA-256 over the hash before and the step's content: 32 bytes."""
    return sha256(before + step.content().encode()).digest()


def canonical(value: Json) -> str:
    """JSON with sorted keys and no blanks, so that equal content is equal text."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def payload(changes: Mapping[str, object], said: Mapping[str, object]) -> str:
    """The canonical text of a step's payload."""
    written = {name: encode(value) for name, value in changes.items()}
    spoken = {name: encode(value) for name, value in said.items() if value not in (None, "", ())}
    return canonical({"said": spoken, "set": written})


def said(step: Step) -> dict[str, Json]:
    """The details of the act, as plain JSON values."""
    details: dict[str, Json] = json.loads(step.payload)["said"]
    return details


def after_step(step: Step) -> dict[str, Any]:
    """The fields of a case that follow from any step."""
    return {
        "stage": step.to_stage,
        "version": step.seq,
        "last_move": step.move,
        "last_by": step.operator,
        "last_at": step.at,
    }


def follow(case: Case | None, step: Step) -> Case:
    """The case after `step`. Raises `Refusal` `trail.gap` when the step is not the next one."""
    changes = json.loads(step.payload)["set"]
    expected = 1 if case is None else case.version + 1
    if step.seq != expected:
        raise Refusal("trail.gap", case=step.case, expected=expected, found=step.seq)
    fixed = after_step(step)
    if case is None:
        born = decode(Case, {"id": step.case, "stage": step.to_stage.value, **changes})
        return replace(born, **fixed)
    decoders = field_decoders(Case)
    moved: dict[str, Any] = {name: decoders[name](value) for name, value in changes.items()}
    return replace(case, **(moved | fixed))


def fold(steps: Iterable[Step]) -> Case:
    """The case its trail tells. Raises `Refusal` `trail.empty` for no steps, `trail.gap` for a
    gap."""
    case: Case | None = None
    for step in steps:
        case = follow(case, step)
    if case is None:
        raise Refusal("trail.empty")
    return case
