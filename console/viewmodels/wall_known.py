"""What a wall knows after an answer of the store; how open cases are kept from one to the next.

Nothing here is changed once made. No Qt, no clock but the one given.
"""

import logging
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Final

from console.domain.case import CaseId
from console.domain.refusal import Refusal
from console.domain.rules import Rules
from console.domain.scene import OnAir, Show
from console.domain.wall_classes import HIDDEN_SETTING, hidden_classes
from console.ports.wall import PastReading, WallCase, WallMoment
from console.viewmodels.wall_blocks import Block
from console.viewmodels.wall_cases import Late, Pinned, Seen, latest, look_at, pins_of
from console.viewmodels.wall_names import Names
from console.viewmodels.wall_question import Question, district_on

LOG = logging.getLogger(__name__)
WHOLE_SECONDS: Final = 600.0
"""After so long all cases are read anew, whatever the feed said."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What changes only when an administrator changes something; read at `read` (steady).

    `show` is what the city's scenes of the version `scenes` leave to be shown.
    """

    rules: Rules
    names: Names
    settings: Mapping[str, str]
    show: Show
    read: float
    scenes: int = 0

    @property
    def hidden(self) -> tuple[str, ...]:
        """Classes that are named nowhere, as `event:04`."""
        return hidden_classes(self.settings.get(HIDDEN_SETTING, ""))

    def district_on(self, air: OnAir, now: datetime) -> str:
        """The name of the district that all of a scene is about at a moment, "" without."""
        code = district_on(air, now, tuple(self.names.districts))
        return self.names.district(code) if code else ""

    def same_as(self, other: "Standing") -> bool:
        """Whether figures are the same by both."""
        mine, others = (self.rules, self.names, self.settings), (
            other.rules, other.names, other.settings,
        )  # fmt: skip
        return mine == others


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """Something read: true for `as_of`, for the data of `mark` and the clock's part `clock`."""

    value: Any
    as_of: datetime
    mark: int
    clock: object
    read: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """What a block shows, and the moment that is true for; None where nothing is known of it."""

    block: Block | None
    as_of: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """Everything a wall knows after an answer, by `standing`.

    `cases` were read whole at `whole` (steady) and patched since; `seen` are they as looked at at
    `looked`, which holds `until` a clock moves on. `past` is the moment whose cases these are, None
    in the present; where `told` is false nobody can say how the city was then, and `cases` say
    nothing. `on_duty` inspectors of the moment `on_duty_at`, for the head.
    """

    standing: Standing
    as_of: datetime
    mark: int
    asked: float
    cases: Mapping[CaseId, WallCase]
    whole: float
    seen: tuple[Seen, ...] = ()
    until: datetime | None = None
    looked: datetime | None = None
    pins: Mapping[int, Pinned] = field(default_factory=dict)
    late: tuple[Late, ...] = ()
    parts: Mapping[object, Part] = field(default_factory=dict)
    figures: Mapping[Question, Figure] = field(default_factory=dict)
    on_duty: int | None = None
    on_duty_at: datetime | None = None
    past: datetime | None = None
    told: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What is wanted of a lane: the blocks, by what was known before; `anew` after a loss."""

    questions: frozenset[Question]
    before: Known | None
    standing: Standing
    at: float
    anew: bool = False
    past: datetime | None = None


def present_cases(moment: WallMoment, wanted: Wanted) -> Known:
    """The open cases: what changed, or all where that is not known or is long ago."""
    before = wanted.before
    if before is not None and before.past is not None:
        before = None
    fresh = Known(
        standing=wanted.standing,
        as_of=moment.as_of,
        mark=moment.mark,
        asked=wanted.at,
        cases={},
        whole=wanted.at,
    )
    if before is not None:
        fresh = replace(
            before,
            standing=wanted.standing,
            as_of=moment.as_of,
            mark=moment.mark,
            asked=wanted.at,
        )
        if not before.standing.same_as(wanted.standing):
            fresh = replace(fresh, parts={})
    if (
        before is None
        or wanted.anew
        # What a class is called, and whether it may be named at all, is known with each case.
        or not before.standing.same_as(wanted.standing)
        or wanted.at - before.whole >= WHOLE_SECONDS
        or not moment.knows(before.mark)
    ):
        cases = {case.id: case for case in moment.open_cases()}
        return replace(fresh, cases=cases, whole=wanted.at, looked=None)
    if before.mark == moment.mark:
        return fresh
    changed, gone = moment.changed(before.mark)
    return replace(fresh, cases=patched(before.cases, changed, gone), looked=None)


def past_cases(past: PastReading, wanted: Wanted, then: datetime, moment: WallMoment) -> Known:
    """The cases of a past moment, from those of another one where that is what was shown.

    A moment nobody can tell of (`past.year_away`) takes nothing from the store: it is no loss.
    """
    before = wanted.before
    cases: Mapping[CaseId, WallCase] | None = None
    try:
        cases = _cases_then(past, before, wanted.standing, then)
    except Refusal as no:
        if before is None or before.told:  # asked each second, said once
            LOG.info("the wall cannot show %s: %s", then, no.code)
    return Known(
        standing=wanted.standing, as_of=moment.as_of, mark=moment.mark, asked=wanted.at,
        cases=cases or {}, whole=wanted.at, past=then, told=cases is not None,
        pins=before.pins if before else {},
    )  # fmt: skip


def _cases_then(
    past: PastReading, before: Known | None, standing: Standing, then: datetime
) -> Mapping[CaseId, WallCase]:
    if (
        before is None
        or before.past is None
        or not before.told
        or not before.standing.same_as(standing)
    ):
        return {case.id: case for case in past.at(then)}
    if before.past == then:
        return before.cases
    return patched(before.cases, *past.between(before.past, then))


def patched(
    cases: Mapping[CaseId, WallCase], changed: Iterable[WallCase], gone: Iterable[CaseId]
) -> dict[CaseId, WallCase]:
    """Cases after a change."""
    made = {**cases, **{case.id: case for case in changed}}
    for case in gone:
        made.pop(case, None)
    return made


def looked(known: Known, now: datetime) -> Known:
    """With urgencies: as before while neither a case nor a clock has moved."""
    rules, at, until = known.standing.rules, known.looked, known.until
    if at is None or now < at or (until is not None and now >= until):
        seen, until = look_at(known.cases.values(), now, rules)
        pins = pins_of(seen, known.pins)
        known = replace(known, seen=seen, until=until, looked=now, pins=pins)
    return replace(known, late=tuple(latest(known.seen, now, rules)))
