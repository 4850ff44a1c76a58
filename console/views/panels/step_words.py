"""Steps of a case as lines of a panel's history: what was done, by or for whom, in whose words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from console.domain.stage import Move
from console.domain.trail import Step, said
from console.viewmodels.cells import TimelineRow
from console.views.refusal_words import move_word
from console.views.wording import Wording

STRONG: Final = frozenset(
    {Move.DISPATCH, Move.REDISPATCH, Move.REQUEST_RETURN, Move.PASS, Move.FAIL, Move.DESIGNATE}
)


def step_rows(
    steps: Iterable[Step], wording: Wording, names: Mapping[str, str]
) -> tuple[TimelineRow, ...]:
    """The steps as rows of a timeline, in their order; the last one is where the case stands."""
    listed = tuple(steps)
    last = listed[-1].seq if listed else 0
    return tuple(
        TimelineRow(
            key=step.seq,
            at=step.at,
            lead=move_word(wording, step.move.value),
            text=step_text(step, wording, names),
            strong=step.move in STRONG,
            open=step.seq == last,
        )
        for step in listed
    )


def step_text(step: Step, wording: Wording, names: Mapping[str, str]) -> str:
    """What a step says in words: who it went to, the outcome, the reason, the photos."""
    details = said(step)
    unit = str(details.get("unit") or "")
    inspector = str(details.get("inspector") or "")
    words = str(details.get("text") or "")
    photos = details.get("photos") or ()
    parts = [
        wording.say("steps.to", name=names.get(unit, unit)) if unit else "",
        wording.say("steps.to", name=inspector) if inspector else "",
        _outcome(step, details, wording),
        wording.say("steps.said", words=words) if words else "",
        step.reason,
        wording.say("steps.photos", count=len(photos)) if photos else "",
    ]
    return wording.say("steps.between").join(part for part in parts if part)


def _outcome(step: Step, details: Mapping[str, object], wording: Wording) -> str:
    outcome = details.get("outcome") or details.get("stance")
    if not outcome:
        return ""
    family = "stance" if "stance" in details else step.move.value
    code = f"choice.{family}.{outcome}"
    return wording.say(code) if code in wording else str(outcome)
