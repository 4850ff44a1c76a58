"""The counts once more, deliberately naive: one walk over the moves of a trail and plain ifs.

Nothing of `console.evaluation` and no folded case is used. Only the bundled clock is read where the
steps have written it, because clocks have an oracle of their own (`tests/oracle_worktime.py`).
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from console.domain.trail import Step

PUBLIC = {"hotline", "web", "media"}
SENT = {"dispatch", "redispatch", "designate"}
ENDS = {
    "decline": "declined",
    "refuse_registration": "not_registered",
    "void": "voided",
    "approve_void": "voided",
    "merge": "merged",
    "approve_self_handling": "self",
    "close": "closed",
    "force_close": "closed",
}


def lasting(trail: Sequence[Step]) -> list[Step]:
    """The steps that were not taken back."""
    kept: list[Step] = []
    for step in trail:
        if step.move.value == "undo":
            kept.pop()
        else:
            kept.append(step)
    return kept


@dataclass
class Walk:
    """What a clerk would note in the margin while he reads a file from its first page on."""

    source: str = ""
    taken_in: bool = False
    registered: bool = False
    units: list[str] = field(default_factory=list)
    handled: bool = False
    end: str = ""
    by_force: bool = False
    stage: str = ""
    reworks: int = 0
    suspensions: int = 0
    extensions: int = 0
    returns: int = 0
    exempt: bool = False
    proposed: str = ""
    answer: str = ""
    clock: dict[str, Any] | None = None

    def read(self, step: Step) -> None:
        """One page further."""
        move, paper = step.move.value, json.loads(step.payload)
        self.source = paper["set"].get("source", self.source)
        self.clock = paper["set"].get("bundled", self.clock)
        self.stage = step.to_stage.value
        if move in {"accept", "submit", "register"}:
            self.taken_in = True
        if move == "register":
            self.registered = True
        if move == "propose_designation":
            self.proposed = paper["said"]["unit"]
        if move in SENT:
            unit = self.proposed if move == "designate" else paper["said"]["unit"]
            if move == "redispatch" and self.units and unit == self.units[-1]:
                self.reworks += 1
            self.units.append(unit)
            self.handled = False
        if move == "feedback":
            self.handled = True
        if move == "rework":
            self.handled = False
        self.suspensions += move == "approve_suspension"
        self.extensions += move == "approve_extension"
        self.returns += move == "approve_return"
        self.exempt = self.exempt or move == "grant_appeal"
        if move in ENDS:
            self.end, self.by_force = ENDS[move], move == "force_close"
        if move in {"unmerge", "reopen"}:
            self.end, self.by_force = "", False
        self._hear(move, paper)

    def _hear(self, move: str, paper: dict[str, Any]) -> None:
        """What the caller said; a case opened again is asked about again."""
        if move == "call_back":
            self.answer = paper["said"]["outcome"]
        if move == "reopen":
            self.answer = ""

    @property
    def stopped_late(self) -> bool:
        """Whether the clock was stopped after its end, and no appeal took that away."""
        clock = self.clock
        if clock is None or self.exempt or not clock.get("stopped"):
            return False
        return _time(clock["stopped"]) > _time(clock["due"])

    def runs_late(self, now: datetime) -> bool:
        """Whether somebody works on it although its time is over."""
        clock = self.clock
        if clock is None or self.exempt or not self.working:
            return False
        if clock.get("stopped"):  # ended by force and opened again
            return self.stopped_late
        if now <= _time(clock["due"]):
            return False
        pauses = clock.get("pauses") or []
        open_pause = bool(pauses) and not pauses[-1].get("end")
        return not (open_pause and _time(pauses[-1]["start"]) <= _time(clock["due"]))

    @property
    def working(self) -> bool:
        """Sent out, not reported done, not ended, not put off."""
        return bool(self.units) and not self.handled and not self.end and self.stage != "suspended"


def _time(text: str) -> datetime:
    return datetime.fromisoformat(text)


def counts_of(trail: Sequence[Step], now: datetime) -> dict[str, int]:
    """What one case adds to each count."""
    walk = Walk()
    for step in lasting(trail):
        walk.read(step)
    return counts_by(walk, now)


def counts_by(walk: Walk, now: datetime) -> dict[str, int]:
    """The same of a trail that was read already."""
    return {name: int(value) for name, value in _counts(walk, now).items()}


def _counts(walk: Walk, now: datetime) -> dict[str, int]:
    end, sent = walk.end, bool(walk.units)
    counted = walk.registered and end not in {
        "voided", "merged", "self", "declined", "not_registered"
    }  # fmt: skip
    same = sent and walk.units[0] == walk.units[-1]
    waits = walk.registered and not sent and not end
    over = counted and walk.runs_late(now)
    done, closed = counted and walk.handled, counted and end == "closed"
    late = walk.stopped_late
    due_to_close = done or closed or over
    put_off = walk.suspensions > 0
    return {
        "report": 1,
        "public_report": walk.source in PUBLIC,
        "valid_report": walk.registered,
        "operate": walk.taken_in and end != "declined",
        "not_operate": end == "declined",
        "to_operate": not walk.taken_in and not end,
        "inst": walk.registered,
        "not_inst": end == "not_registered",
        "accurate_inst": walk.registered and end not in {"voided", "declined", "not_registered"},
        "public_inst": walk.registered and walk.source in PUBLIC,
        "void": end == "voided",
        "merge": end == "merged",
        "self_handle": end == "self",
        "need_dispatch": sent or waits,
        "dispatch": sent,
        "to_dispatch": waits,
        "accurate_dispatch": same,
        "wrong_dispatch": sent and not same,
        "need_dispose": counted and sent and walk.stage != "suspended",
        "dispose": done,
        "in_time_dispose": done and not late,
        "overtime_dispose": done and late,
        "to_dispose": counted and walk.working,
        "in_time_to_dispose": counted and walk.working and not over,
        "overtime_to_dispose": over,
        "need_archive": due_to_close,
        "archive": closed,
        "in_time_archive": closed and walk.handled and not late,
        "overtime_archive": closed and late,
        "forced_archive": closed and walk.by_force,
        "in_time_to_archive": done and not closed and not late,
        "overtime_to_archive": (done and not closed and late) or over,
        "rework": counted and walk.reworks > 0,
        "multi_rework": counted and walk.reworks > 1,
        "rework_times": walk.reworks if counted else 0,
        "hang": counted and walk.stage == "suspended",
        "his_hang": counted and put_off,
        "deferred_need_archive": due_to_close and put_off,
        "deferred_archive": closed and put_off,
        "deferred_in_time_archive": closed and walk.handled and put_off and not late,
        "postpone": counted and walk.extensions > 0,
        "shuffle": counted and walk.returns > 0,
        "shuffle_times": walk.returns if counted else 0,
        "exempt": counted and walk.exempt,
        "call_back": walk.answer in {"satisfied", "dissatisfied"},
        "satisfied": walk.answer == "satisfied",
        "dissatisfied": walk.answer == "dissatisfied",
    }
