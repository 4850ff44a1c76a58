"""Steps of a trail as lines to read: the act, to whom, what was said, how long since the last."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from console.domain.stage import Move
from console.domain.trail import Step, said
from console.ports.rows import CaseDetail
from console.viewmodels.case_columns import short_seat
from console.viewmodels.cells import TimelineRow
from console.views.refusal_words import move_word
from console.views.wording import Wording

DECISIONS: Final = frozenset(
    {
        Move.REGISTER,
        Move.REFUSE_REGISTRATION,
        Move.DECLINE,
        Move.DISPATCH,
        Move.REDISPATCH,
        Move.APPROVE_RETURN,
        Move.DESIGNATE,
        Move.PASS,
        Move.FAIL,
        Move.CLOSE,
        Move.FORCE_CLOSE,
        Move.VOID,
        Move.APPROVE_VOID,
        Move.MERGE,
    }
)
"""Written strongly: they decide what becomes of the case."""
TARGETS: Final = ("unit", "inspector", "colleague", "handler")


def step_rows(detail: CaseDetail, wording: Wording) -> tuple[TimelineRow, ...]:
    """All steps, oldest first; the last one of an open case is where it stands now."""
    rows: list[TimelineRow] = []
    before: Step | None = None
    last = detail.steps[-1].seq if detail.steps else 0
    photos = _photos_by_step(detail)
    for step in detail.steps:
        took = (step.at - before.at).total_seconds() if before else None
        rows.append(
            TimelineRow(
                key=step.seq,
                at=step.at,
                lead=_lead(step, wording),
                text=step_text(
                    step,
                    detail.names,
                    wording,
                    photos.get(step.seq, 0),
                    detail.case.source.value,
                ),
                took=took,
                strong=step.move in DECISIONS,
                open=step.seq == last and detail.case.open,
            )
        )
        before = step
    return tuple(rows)


def step_text(
    step: Step, names: Mapping[str, str], wording: Wording, photos: int = 0, source: str = ""
) -> str:
    """What a step says beside its act: target, outcome, words, photos, who did it.

    The first step names the `source` of the report.
    """
    say, details = wording.say, said(step)
    parts: list[str] = []
    if step.from_stage is None and source:
        parts.append(say(f"source.{source}"))
    target = next((str(details[one]) for one in TARGETS if details.get(one)), "")
    if target:
        parts.append(f"→ {names.get(target, target)}")
    if step.move is Move.CORRECT_PLACE:
        parts.append(str(details.get("address") or ""))
        parts.append(say("trail.moved", metres=details["moved"]) if details.get("moved") else "")
    outcome = details.get("outcome")
    if outcome:
        parts.append(say(f"choice.{step.move.value}.{outcome}"))
    words = [str(details.get("text") or ""), step.reason]
    parts += [say("trail.quoted", words=one) for one in dict.fromkeys(words) if one]
    if photos:
        parts.append(say("trail.photos", count=photos))
    seat = short_seat(step.seat)
    if not target or step.move in DECISIONS:
        parts.append(_who(step, names, seat, wording))
    return "　".join(part for part in parts if part)


def _who(step: Step, names: Mapping[str, str], seat: str, wording: Wording) -> str:
    post = wording.say(f"post.{step.post.value}")
    if step.unit:
        return names.get(step.unit, step.unit)
    return f"{post} {seat}".strip() if seat != post else post


def _lead(step: Step, wording: Wording) -> str:
    return move_word(wording, step.move.value)


def _photos_by_step(detail: CaseDetail) -> dict[int, int]:
    counts: dict[int, int] = {}
    for seq, _photo in detail.photos:
        counts[seq] = counts.get(seq, 0) + 1
    return counts


def total_took(steps: Sequence[Step]) -> float | None:
    """Seconds from the first step to the last; None for fewer than two."""
    return (steps[-1].at - steps[0].at).total_seconds() if len(steps) > 1 else None
