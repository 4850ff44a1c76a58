"""Which clocks a way starts, stops, pauses or moves: the table's clock effects applied to a case.

The single timer's arithmetic is in `timers`. Here is the order of things: the stage's own clock,
the accepting clock that waits while an inspector confirms, the handling clock and the bundled one.
"""

from dataclasses import replace
from datetime import datetime
from typing import Any

from console.domain import timers
from console.domain.calendars import PauseCause
from console.domain.case import Case
from console.domain.needs import Act
from console.domain.refusal import Refusal
from console.domain.rules import Rules
from console.domain.stage import Move, Stage
from console.domain.stageclock import BUNDLE_PAUSES
from console.domain.timelimit import TimeLimit
from console.domain.timers import STAGE_TIMERS, Timer, TimerKind
from console.domain.ways import ClockEffect, Way
from console.domain.worktime import WorkCalendar

_C = ClockEffect
Clocks = dict[str, Any]
_NAMES = ("stage_clock", "accepting", "handling", "bundled")


def clocks_after(
    before: Case, case: Case, act: Act, way: Way, target: Stage, rules: Rules
) -> Clocks:
    """The clock fields that `way` changes; `case` carries the act's effects, `before` does not."""
    now = case
    for effect in way.clock:
        now = _with(now, _one(before, now, act, target, rules, effect))
    if way.move is Move.UNMERGE:
        now = _with(now, _restart(now, before.closed_at, act, target, rules))
    now = _with(now, _coordination(now, act, target, rules))
    now = _with(now, _leave(now, act, target, rules))
    return {
        name: getattr(now, name) for name in _NAMES if getattr(now, name) != getattr(case, name)
    }


def _with(case: Case, clocks: Clocks) -> Case:
    return replace(case, **clocks) if clocks else case


def _calendar(rules: Rules, timer: Timer) -> WorkCalendar:
    return rules.calendar_of(timer.calendar)


def _one(
    before: Case, case: Case, act: Act, target: Stage, rules: Rules, effect: ClockEffect
) -> Clocks:
    if effect in {_C.START_STAGE, _C.PAUSE_ACCEPTING, _C.RESUME_ACCEPTING, _C.EXTEND_STAGE}:
        return _stage(case, act, target, rules, effect)
    if effect in {_C.START_HANDLING, _C.CONTINUE_HANDLING}:
        return _begin_handling(case, act, rules, goes_on=_goes_on(before, case, act, effect))
    if effect is _C.STOP_ALL:
        return {name: _stopped(getattr(case, name), act, rules) for name in _NAMES}
    if effect is _C.EXEMPT_HANDLING:
        return {
            name: replace(timer, exempt=True)
            for name in ("handling", "bundled")
            if (timer := getattr(case, name)) is not None
        }
    if effect is _C.RESUME_HANDLING:
        at = _resumed_at(before, act)
        return {
            name: timers.resume(timer, at, _calendar(rules, timer))
            for name in ("handling", "bundled")
            if (timer := getattr(case, name)) is not None
        }
    return {
        name: _handled(timer, act, rules, effect)
        for name in ("handling", "bundled")
        if (timer := getattr(case, name)) is not None
    }


def _stage(case: Case, act: Act, target: Stage, rules: Rules, effect: ClockEffect) -> Clocks:
    if effect is _C.PAUSE_ACCEPTING:
        clock = case.stage_clock
        return {
            "accepting": timers.pause(clock, act.at, PauseCause.CONFIRMATION) if clock else None
        }
    if effect is _C.RESUME_ACCEPTING and case.accepting is not None:
        clock = timers.resume(case.accepting, act.at, _calendar(rules, case.accepting))
        return {"stage_clock": clock, "accepting": None}
    if effect is _C.EXTEND_STAGE:
        clock = case.stage_clock
        longer = clock and timers.extend(clock, act.at, _calendar(rules, clock))
        return {"stage_clock": longer}
    return _start_stage(act, target, rules)


def _start_stage(act: Act, target: Stage, rules: Rules) -> Clocks:
    kind = STAGE_TIMERS[target]
    return {"stage_clock": timers.start(kind, rules.stage_limits[kind], act.at, rules.calendar)}


def _stopped(timer: Timer | None, act: Act, rules: Rules) -> Timer | None:
    return timer and timers.stop(timer, act.at, _calendar(rules, timer))


def _goes_on(before: Case, case: Case, act: Act, effect: ClockEffect) -> bool:
    """Whether the unit's own clock runs on: a second dispatch, or a return that came to nothing.

    A limit named anew, or another unit, begins a fresh one.
    """
    if case.handling is None or before.unit != case.unit or isinstance(act["limit"], TimeLimit):
        return False
    return effect is _C.CONTINUE_HANDLING or case.handling.paused


def _begin_handling(case: Case, act: Act, rules: Rules, *, goes_on: bool) -> Clocks:
    """Dispatch. The handling clock starts anew for another unit; the bundled one only once."""
    if goes_on:
        return {
            name: _run_on(timer, act, rules)
            for name in ("handling", "bundled")
            if (timer := getattr(case, name)) is not None
        }
    limit = _handling_limit(case, act)
    clocks: Clocks = {"handling": timers.start(TimerKind.HANDLE, limit, act.at, rules.calendar)}
    if case.bundled is None:
        clocks["bundled"] = timers.start(TimerKind.BUNDLED, limit, act.at, rules.calendar)
    else:
        clocks["bundled"] = _run_on(case.bundled, act, rules)
    return clocks


def _run_on(timer: Timer, act: Act, rules: Rules) -> Timer:
    """A clock that stood still or was stopped, running again for the same limit."""
    calendar = _calendar(rules, timer)
    running = timers.resume(timer, act.at, calendar)
    return timers.run_on(running, act.at, calendar, keep_due=rules.redispatch_keeps_due)


def _handling_limit(case: Case, act: Act) -> TimeLimit:
    chosen = act["limit"]
    if isinstance(chosen, TimeLimit):
        return chosen
    if case.standard is None:
        raise Refusal("need.condition", number=case.number, move=act.move.value)
    return case.standard.limit


def _handled(timer: Timer, act: Act, rules: Rules, effect: ClockEffect) -> Timer:
    calendar = _calendar(rules, timer)
    if effect is _C.PAUSE_HANDLING:
        cause = _PAUSE_CAUSES[act.move]
        bundled = timer.kind is TimerKind.BUNDLED
        return (
            timer if bundled and cause not in BUNDLE_PAUSES else timers.pause(timer, act.at, cause)
        )
    if effect is _C.EXTEND_HANDLING:
        return timers.extend(timer, act.at, calendar)
    return timers.stop(timer, act.at, calendar)


def _resumed_at(before: Case, act: Act) -> datetime:
    """A suspension ends at its date, however late somebody says so (fact book 5.4)."""
    until = before.suspended_until if before.stage is Stage.SUSPENDED else None
    return act.at if until is None else min(act.at, until)


_PAUSE_CAUSES = {
    Move.REQUEST_RETURN: PauseCause.RETURN,
    Move.REQUEST_SUSPENSION: PauseCause.SUSPENSION,
}


def _restart(
    case: Case, merged_at: datetime | None, act: Act, target: Stage, rules: Rules
) -> Clocks:
    """Un-merged: clocks that ran before the merge run on, those that stood still stand still."""
    clocks: Clocks = {}
    for name in _NAMES:
        timer = getattr(case, name)
        if timer is None or timer.stopped != merged_at:
            continue
        stood = timers.stood_still(timer) and not _stands_no_longer(case, act, target)
        clocks[name] = (
            timers.stand_again(timer)
            if stood
            else timers.run_on(
                timer,
                act.at,
                _calendar(rules, timer),
                keep_due=False,
                cause=PauseCause.ELSEWHERE,
            )
        )
    return clocks


def _stands_no_longer(case: Case, act: Act, target: Stage) -> bool:
    """Whether a clock that was stopped out of a pause runs when the case is un-merged.

    Where a unit works, a pause that ended in the second of the merge had ended before; and a
    suspension may have come to its date meanwhile.
    """
    until = case.suspended_until if target is Stage.SUSPENDED else None
    return target in _UNIT_WORKS or (until is not None and until <= act.at)


_UNIT_WORKS = frozenset({Stage.DISPATCHED, Stage.HANDLING})
"""Where the unit's clock runs."""


def _coordination(case: Case, act: Act, target: Stage, rules: Rules) -> Clocks:
    """Time of a coordination burdens no unit (article 22; fact book 5.4)."""
    bundled = case.bundled
    if bundled is None or bundled.stopped is not None:
        return {}
    if target is Stage.COORDINATING:
        return {"bundled": timers.pause(bundled, act.at, PauseCause.COORDINATION)}
    if case.stage is Stage.COORDINATING:
        return {"bundled": timers.resume(bundled, act.at, _calendar(rules, bundled))}
    return {}


def _leave(case: Case, act: Act, target: Stage, rules: Rules) -> Clocks:
    """A stage without a clock of its own leaves none running; its handling clock is what is
    shown."""
    clock = case.stage_clock
    if target in STAGE_TIMERS or clock is None or clock.stopped is not None:
        return {}
    return {"stage_clock": timers.stop(clock, act.at, _calendar(rules, clock))}
