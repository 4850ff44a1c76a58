"""What happens next to an open case of the demo city, and after how long.

The outside world acts by itself: inspectors on their tasks, units on their cases. What lies in the
centre's own queues is taken up by colleagues at other seats, late enough that an operator in front
of the console comes first. A coordination is always left to the operators.
"""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from random import Random
from typing import Final

from console.demo.outside_world import SYSTEM
from console.demo.pacing import minutes, share_used, used
from console.demo.photos import family_of
from console.demo.problems import Problem
from console.demo.scenario import LATE
from console.demo.script import Beat, Props, Script
from console.domain.case import Case, RequestKind
from console.domain.place import Place
from console.domain.stage import PUBLIC_SOURCES, Move, Stage
from console.domain.timelimit import TimeLimit
from console.domain.worktime import WorkCalendar
from console.ports.rows import CaseRow

Chore = Callable[[Script, Case], None]

_WAITS: Final[Mapping[Stage, tuple[float, float]]] = {
    Stage.REPORTED: (9, 30),
    Stage.ACCEPTED: (9, 30),
    Stage.SELF_HANDLED: (9, 30),
    Stage.CONFIRMING: (14, 105),
    Stage.TO_REGISTER: (14, 50),
    Stage.VOID_REQUESTED: (8, 30),
    Stage.TO_DISPATCH: (14, 55),
    Stage.VERIFY_FAILED: (14, 55),
    Stage.RETURN_REQUESTED: (8, 30),
    Stage.SUSPEND_REQUESTED: (8, 30),
    Stage.DISPATCHED: (3, 45),
    Stage.HANDLED: (15, 90),
    Stage.VERIFYING: (12, 95),
    Stage.TO_CLOSE: (25, 90),
}
"""Minutes a case stands in a stage before somebody takes it up."""

_OVERDUE_WORK: Final = (20, 400)
_TRUE: Final = 0.9
_PASSED: Final = 0.93
_ASKS: Final = 0.03
"""Share of the cases a unit would return, and of those for which it asks more time."""


def due_at(row: CaseRow, now: datetime, calendar: WorkCalendar, random: Random) -> datetime | None:
    """When somebody will take the case up; None for one that nobody but an operator may touch."""
    if row.stage is Stage.SUSPENDED:
        return row.suspended_until
    if row.stage is Stage.HANDLING:
        return _work_done(row, now, calendar, random)
    wait = _WAITS.get(row.stage)
    return now + minutes(random, *wait) if wait else None


def _work_done(
    row: CaseRow, now: datetime, calendar: WorkCalendar, random: Random
) -> datetime | None:
    if row.started_at is None or not row.limit:
        return None
    limit = TimeLimit.from_code(row.limit)
    done = used(calendar, row.started_at, limit, share_used(random, LATE))
    return done if done > now else now + minutes(random, *_OVERDUE_WORK)


def next_act(case: Case, props: Props, at: datetime, random: Random) -> Beat | None:
    """The act that is due now, as a beat to run; None when the case waits for an operator."""
    chore = CHORES.get(case.stage)
    if chore is None or case.standard is None:
        return None
    script = Script(props, problem_of(case), case.source, at, random)
    if case.task is not None:
        script.inspector = props.cast.inspector(case.task.inspector, random)
    chore(script, case)
    return script.beats[-1]._replace(at=at) if script.beats else None


def problem_of(case: Case) -> Problem:
    """The case as the demo's writer sees a problem."""
    standard = case.standard
    if standard is None:
        raise ValueError(f"case {case.id} has no standard yet")
    return Problem(
        standard=standard,
        place=Place(address=case.place.address, point=case.place.point),
        description=case.description,
        family=family_of(standard.kind, standard.category),
        scene=case.id,
        unit=case.unit or case.bound_unit or "",
        others=(),
        inspector=case.task.inspector if case.task else "",
    )


def _accepted(script: Script, case: Case) -> None:
    """Checked over: to be confirmed first, not to be taken, or to the shift leader."""
    if case.confirmed in {"false", "not_found"}:
        script.move(script.acceptor, Move.DECLINE, reason=script.words("decline"))
    elif case.source in PUBLIC_SOURCES and case.confirmed is None:
        script.order_confirmation()
    else:
        script.move(script.acceptor, Move.SUBMIT)


def _work(script: Script, case: Case) -> None:
    """A pending request is decided; else the unit reports, asks for time, or gives it back."""
    unit = script.props.cast.unit(script.problem.unit)
    fate = script.random.random()
    if case.request is not None:
        if case.request.kind is RequestKind.EXTENSION:
            script.move(script.leader, Move.APPROVE_EXTENSION)
    elif fate < _ASKS and case.bound_unit is None and not case.returns and case.handler is None:
        script.move(unit, Move.REQUEST_RETURN, reason=script.words("return"))
    elif fate < 2 * _ASKS and case.handling is not None and script.at < case.handling.due:
        script.move(unit, Move.REQUEST_EXTENSION, reason=script.words("extension"))
    else:
        script.feedback()


def _check(script: Script, case: Case) -> None:
    """The inspector answers; an answer that is there is judged."""
    outcome = case.task.outcome if case.task else None
    if outcome is None:
        script.verify("pass" if script.random.random() < _PASSED else "fail")
    elif outcome == "pass":
        script.accept_result()
    else:
        script.move(script.verifier, Move.FAIL, reason=script.words("fail"))


def _dispatch(script: Script, case: Case) -> None:
    """To the unit that answers for the class at this place, another one than the last time."""
    grid = script.props.problems.grid(case.place.unit_grid or "")
    component = script.props.problems.component(case.place.component or "")
    if grid is None:
        return
    units = script.props.problems.answering(script.problem.standard, grid, component)
    fresh = [unit for unit in units if unit not in case.returned_by]
    if fresh:
        script.dispatch(fresh[0])


CHORES: Final[Mapping[Stage, Chore]] = {
    Stage.REPORTED: lambda script, _case: script.accept(),
    Stage.ACCEPTED: _accepted,
    Stage.SELF_HANDLED: lambda script, _case: script.move(
        script.acceptor, Move.APPROVE_SELF_HANDLING
    ),
    Stage.CONFIRMING: lambda script, _case: script.confirm(
        "true" if script.random.random() < _TRUE else "not_found"
    ),
    Stage.TO_REGISTER: lambda script, _case: script.move(script.leader, Move.REGISTER),
    Stage.VOID_REQUESTED: lambda script, _case: script.move(script.leader, Move.APPROVE_VOID),
    Stage.TO_DISPATCH: _dispatch,
    Stage.VERIFY_FAILED: lambda script, _case: script.again(),
    Stage.RETURN_REQUESTED: lambda script, _case: script.move(script.leader, Move.APPROVE_RETURN),
    Stage.SUSPEND_REQUESTED: lambda script, _case: script.move(
        script.leader, Move.APPROVE_SUSPENSION
    ),
    Stage.SUSPENDED: lambda script, _case: script.move(SYSTEM, Move.RESUME),
    Stage.DISPATCHED: lambda script, case: script.receive(case.unit or ""),
    Stage.HANDLING: _work,
    Stage.HANDLED: lambda script, _case: script.order_verification(),
    Stage.VERIFYING: _check,
    Stage.TO_CLOSE: lambda script, _case: script.close(),
}
SHORTEST: Final = timedelta(seconds=2)
"""Nothing follows faster than this, whatever the speed."""
