"""A case about to be closed: were its conditions met, who is told, how long did it take.

The shift leader closes it, or sends it back to verification or dispatch with a reason. No wording.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from console.domain.case import Case
from console.domain.stage import Move
from console.domain.timers import Timer, clock_of
from console.domain.trail import said
from console.ports.rows import CaseDetail
from console.services.closing import CloseCase, ReturnToDispatch, ReturnToVerification
from console.services.registry import Command
from console.viewmodels.case_facts import day_of
from console.viewmodels.desk import Desk
from console.viewmodels.drafts import round_of
from console.viewmodels.evidence import Evidence
from console.viewmodels.form_draft import Done, FormDraft, Refused
from console.viewmodels.verify_draft import conditions_of, last_step


@dataclass(frozen=True, slots=True, kw_only=True)
class Timing:
    """One stretch of the case. `code` names it; `took` is counted seconds, `allowed` its limit,
    `day` the seconds of a day of that limit in words.
    """

    code: str
    at: datetime | None
    took: float | None = None
    allowed: float | None = None
    day: int = 86_400

    @property
    def late(self) -> bool:
        """Whether it took longer than allowed."""
        return self.took is not None and self.allowed is not None and self.took > self.allowed


class CloseDraft(FormDraft):
    """One case to be closed.

    Signals: `changed` when a condition was ticked.
    """

    def __init__(self, desk: Desk, detail: CaseDetail) -> None:
        super().__init__(desk, "close", round_of(detail.case))
        self.detail = detail
        standard = detail.case.standard
        self.conditions = conditions_of(standard.closing if standard else "")
        judged = last_step(detail, Move.PASS)
        self._told: Mapping[str, Any] = said(judged) if judged is not None else {}
        self.verdict = judged
        self.met = [self.verified(at) for at in range(len(self.conditions))]
        self.reason = ""
        self.evidence = Evidence(desk, self)

    def load(self) -> None:
        """Look for the photos and for a draft left before."""
        self.evidence.load(self.detail)
        self.bring_back()

    # --- conditions -------------------------------------------------------------------------------

    def verified(self, at: int) -> bool:
        """Whether the verification found a condition met."""
        return self.verdict is not None and self.conditions[at] not in self._told.get("unmet", ())

    def tick(self, at: int, *, met: bool) -> None:
        """The shift leader's own mark."""
        self.met[at] = met
        self.typed("met")
        self.changed.emit()

    @property
    def unmet(self) -> tuple[str, ...]:
        """Conditions the shift leader does not find met."""
        both = zip(self.conditions, self.met, strict=True)
        return tuple(text for text, met in both if not met)

    def write(self, reason: str) -> None:
        """Take the typed reason."""
        if reason != self.reason:
            self.reason = reason
            self.typed("reason")

    # --- facts ------------------------------------------------------------------------------------

    def timings(self) -> tuple[Timing, ...]:
        """The stretches of the case in order, with counted time where a clock ran."""
        case = self.detail.case
        return (
            Timing(code="reported", at=case.reported_at),
            Timing(code="registered", at=case.registered_at),
            Timing(code="dispatched", at=case.dispatched_at),
            self._timed("handled", case.handled_at, case.handling),
            Timing(code="verified", at=case.verified_at),
            self._timed("whole", self.desk.now(), case.bundled),
        )

    def _timed(self, code: str, at: datetime | None, timer: Timer | None) -> Timing:
        if timer is None:
            return Timing(code=code, at=at)
        calendar = self.desk.rules.calendar_of(timer.calendar)
        clock = clock_of(timer, calendar)
        left, allowed = clock.remaining(self.desk.now()), clock.allowed
        day = day_of(timer.limit, calendar)
        return Timing(code=code, at=at, took=allowed - left, allowed=allowed, day=day)

    @property
    def case(self) -> Case:
        """The case as it was opened."""
        return self.detail.case

    # --- acts -------------------------------------------------------------------------------------

    def missing(self, move: Move) -> bool:
        """Whether the gesture needs a reason that is not there yet."""
        wanted = move is not Move.CLOSE or bool(self.unmet)
        return wanted and not self.reason.strip()

    def act(self, move: Move, done: Done, refused: Refused) -> None:
        """Close, or send back to verification or dispatch."""
        case, reason = self.case, self.reason.strip()
        command: Command
        if move is Move.CLOSE:
            command = CloseCase(case=case.id, version=case.version, reason=reason, unmet=self.unmet)
        elif move is Move.RETURN_TO_VERIFICATION:
            command = ReturnToVerification(case=case.id, version=case.version, reason=reason)
        else:
            command = ReturnToDispatch(case=case.id, version=case.version, reason=reason)
        self.send(command, done, refused)

    # --- the draft --------------------------------------------------------------------------------

    def content(self) -> dict[str, Any]:
        """What a draft keeps."""
        return {"met": list(self.met), "reason": self.reason}

    def take_given(self, given: Mapping[str, Any]) -> None:
        """The reason."""
        self.write(given.get("reason", self.reason))

    def take_back(self, content: Mapping[str, Any]) -> None:
        if len(content["met"]) == len(self.conditions):
            self.met = list(content["met"])
        self.reason = content["reason"]
