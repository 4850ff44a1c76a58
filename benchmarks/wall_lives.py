"""The cases of a city as their steps tell them, for `wall_naive`; a trail is read once.

What a case is and when it came where is told by `tests.evaluation.oracle`, one walk over its moves,
and by the fields its steps set; no folded case is looked at.
"""

from __future__ import annotations

import json
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any, Final, NamedTuple

from sqlalchemy import Connection, text

from console.domain.trail import Step
from db.archive import STEPS
from db.mapping import step_of
from db.records import CASE_STEP
from tests.evaluation.oracle import SENT, Walk, lasting

OVER_STAGES: Final = ("closed", "declined", "voided", "merged")
WITH_UNIT: Final = ("dispatched", "handling", "suspended")
"""Where the unit's clock is the one that is looked at."""
QUEUES: Final[Mapping[str, tuple[str, ...]]] = {
    "accept": ("reported", "accepted", "self_handled"),
    "confirm": ("confirming",),
    "register": ("to_register", "void_requested"),
    "dispatch": ("to_dispatch", "verify_failed", "return_requested"),
    "handle": ("dispatched", "handling", "suspend_requested", "suspended"),
    "verify": ("handled", "verifying"),
    "close": ("to_close",),
    "coordinate": ("coordinating",),
}
QUEUE_OF: Final = {stage: queue for queue, stages in QUEUES.items() for stage in stages}
_COUNTS: Final = text("SELECT case_id, count(*) FROM case_step GROUP BY 1")


class Told(NamedTuple):
    """A step and the fields it set."""

    step: Step
    fields: Mapping[str, Any]


class Life:
    """A case as its first steps tell it; never changed."""

    def __init__(self, told: Sequence[Told]) -> None:
        self.told = tuple(told)
        self.case = int(told[0].step.case)
        self.state: dict[str, Any] = {}
        for one in told:
            self.state.update(one.fields)
        self.stage = told[-1].step.to_stage.value
        self.reported = moment_of(self.state["reported_at"])
        standard, place = self.state.get("standard") or {}, self.state["place"]
        self.key = tuple(standard.get(name, "") for name in ("scheme", "kind", "category"))
        self.district, self.grid, self.duty = (
            place.get(name) or "" for name in ("district", "unit_grid", "duty_grid")
        )
        self.point = place.get("point")
        self.unit: str = self.state.get("unit") or ""

    @property
    def open(self) -> bool:
        """Whether it has not ended."""
        return self.stage not in OVER_STAGES

    @property
    def entered(self) -> int:
        """The step that brought it into the queue where it is."""
        at = len(self.told)
        queue = QUEUE_OF.get(self.stage)
        while at > 1 and QUEUE_OF.get(self.told[at - 2].step.to_stage.value) == queue:
            at -= 1
        return at

    @cached_property
    def clock(self) -> Mapping[str, Any] | None:
        """The clock that is looked at."""
        return self.state.get("handling" if self.stage in WITH_UNIT else "stage_clock") or None

    @cached_property
    def walk(self) -> Walk:
        """What a clerk would note."""
        walk = Walk()
        for step in self._lasting:
            walk.read(step)
        return walk

    @cached_property
    def _lasting(self) -> list[Step]:
        return lasting([one.step for one in self.told])

    @cached_property
    def dates(self) -> Mapping[str, datetime | None]:
        """When it was reported, registered, first sent out, handled and ended; when it is due."""
        found: dict[str, datetime | None] = {"reported": self.reported}
        for step in self._lasting:
            move = step.move.value
            if move == "register":
                found["registered"] = step.at
            if move in SENT:
                found.setdefault("dispatched", step.at)
            if move in SENT or move == "rework":
                found["handled"] = None
            if move == "feedback":
                found["handled"] = step.at
            if step.to_stage.value in OVER_STAGES and step.from_stage != step.to_stage:
                found["closed"] = step.at
            if move in {"reopen", "unmerge"}:
                found["closed"] = None
        clock = self.walk.clock
        return found | {"due": moment_of(clock["due"]) if clock else None}

    @cached_property
    def moves(self) -> tuple[tuple[datetime, ...], tuple[str, ...]]:
        """When it came into a stage, and which."""
        moved = [one.step for one in self.told if one.step.from_stage != one.step.to_stage]
        return tuple(one.at for one in moved), tuple(one.to_stage.value for one in moved)

    def stage_before(self, moment: datetime) -> str:
        """The stage by the steps before a moment; "" where there are none."""
        times, stages = self.moves
        at = bisect_right(times, moment - timedelta(microseconds=1))
        return stages[at - 1] if at else ""

    def until(self, moment: datetime) -> Life | None:
        """The case by its steps up to the first later one."""
        at = next((n for n, one in enumerate(self.told) if one.step.at > moment), len(self.told))
        return None if at == 0 else self if at == len(self.told) else Life(self.told[:at])


def moment_of(said: str) -> datetime:
    """A moment as steps tell it."""
    return datetime.fromisoformat(said)


class Trails:
    """All trails read so far; a trail only grows."""

    def __init__(self) -> None:
        self._lives: dict[int, Life] = {}

    def read(self, connection: Connection) -> dict[int, Life]:
        """The cases of a snapshot, which is none before the last one."""
        counts: dict[int, int] = dict(connection.execute(_COUNTS).tuples().all())
        grown = [one for one, n in counts.items() if n != self._length(one)]
        statement = STEPS.where(CASE_STEP.c.case_id.in_(grown)) if self._lives else STEPS
        told: dict[int, list[Told]] = {}
        for row in connection.execute(statement):
            step = step_of(tuple(row)[:-1])
            told.setdefault(int(step.case), []).append(Told(step, json.loads(step.payload)["set"]))
        self._lives.update((case, Life(steps)) for case, steps in told.items())
        assert {case: len(one.told) for case, one in self._lives.items()} == counts
        return dict(self._lives)

    def _length(self, case: int) -> int:
        life = self._lives.get(case)
        return len(life.told) if life else 0
