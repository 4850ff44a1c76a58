"""Trails to facts: what the assessment knows of a case, and the acts its posts are judged by.

This is the definition; the store derives the same rows itself as steps arrive (`db`), and tests
hold the two together. Nothing depends on the moment of asking but `flags_of`.
Source: fact book 7.1.
"""

from collections.abc import Iterable
from datetime import datetime

from console.domain.case import Case, CloseKind
from console.domain.stage import PUBLIC_SOURCES, Move, Stage
from console.domain.timers import Timer
from console.domain.trail import Step, follow
from console.ports.facts import JUDGED, ActFact, CaseFact, Flag

_REFUSED = frozenset({CloseKind.NOT_ACCEPTED, CloseKind.NOT_REGISTERED})
_APART = _REFUSED | {CloseKind.VOIDED, CloseKind.MERGED, CloseKind.SELF_HANDLED}
_ENDED_AS = frozenset({CloseKind.NORMAL, CloseKind.FORCED})


def case_fact(case: Case) -> CaseFact:
    """The row of a case as it stands."""
    place, standard, clock = case.place, case.standard, case.bundled
    return CaseFact(
        case=case.id,
        number=case.number,
        version=case.version,
        stage=case.stage,
        source=case.source,
        scheme=standard.scheme if standard else "",
        kind=standard.kind if standard else "",
        category=standard.category if standard else "",
        urgent=case.urgent,
        district=place.district or "",
        street=place.street or "",
        community=place.community or "",
        grid=place.unit_grid or "",
        duty_grid=place.duty_grid or "",
        unit=case.unit or "",
        first_unit=case.first_unit or "",
        reported_at=case.reported_at,
        accepted_at=case.accepted_at,
        registered_at=case.registered_at,
        dispatched_at=case.dispatched_at,
        due=clock.due if clock else None,
        standing=clock is not None and _stands(clock),
        ended=clock.stopped if clock else None,
        exempt=clock is not None and clock.exempt,
        handled_at=case.handled_at,
        closed_at=case.closed_at,
        close_kind=case.close_kind,
        rework=case.rework,
        returns=case.returns,
        extensions=case.extensions,
        suspensions=case.suspensions,
        callback=case.callback or "",
    )


def _stands(clock: Timer) -> bool:
    """Whether a clock stands still with something left of its limit: it cannot become overdue."""
    return clock.paused and clock.pauses[-1].start <= clock.due


def acts_of(trail: Iterable[Step]) -> tuple[ActFact, ...]:
    """The acts of a trail that count, in order; what was taken back is not among them.

    Raises `Refusal` `trail.gap`.
    """
    acts: list[ActFact] = []
    case: Case | None = None
    for step in trail:
        after = follow(case, step)
        if step.move is Move.UNDO and acts and acts[-1].seq == step.seq - 1:
            acts.pop()
        elif step.move in JUDGED:
            acts.append(_act(case, after, step))
        case = after
    return tuple(acts)


def _act(before: Case | None, after: Case, step: Step) -> ActFact:
    task = after.task or (before.task if before else None)
    was = before.unit if before else None
    return ActFact(
        case=step.case,
        seq=step.seq,
        move=step.move,
        at=step.at,
        operator=step.operator,
        post=step.post,
        unit=after.unit or "",
        inspector=task.inspector if task else "",
        outcome=(task.outcome or "") if task else "",
        due=_due_of(before, step.move),
        first=was is None,
        again=was is not None and was == after.unit,
    )


def _due_of(before: Case | None, move: Move) -> datetime | None:
    """By when the act was due: by its clock, a reply by what the supervision said."""
    if before is None:
        return None
    if move is Move.REPLY_SUPERVISION:
        return before.supervised_until
    clock = before.running
    return clock.due if clock and clock.stopped is None else None


def flags_of(fact: CaseFact, as_of: datetime) -> frozenset[Flag]:
    """What is true of a case at a moment at or after its last step."""
    return frozenset(flag for flag, holds in _held(fact, as_of).items() if holds)


def _held(fact: CaseFact, as_of: datetime) -> dict[Flag, bool]:
    kind = fact.close_kind
    still = kind is None
    registered, dispatched = fact.registered_at is not None, fact.dispatched_at is not None
    handled, working = fact.handled_at is not None, _is_working(fact)
    return {
        Flag.PUBLIC: fact.source in PUBLIC_SOURCES,
        Flag.OPERATED: fact.accepted_at is not None and kind is not CloseKind.NOT_ACCEPTED,
        Flag.DECLINED: kind is CloseKind.NOT_ACCEPTED,
        Flag.TO_OPERATE: fact.accepted_at is None and still,
        Flag.REGISTERED: registered,
        Flag.NOT_REGISTERED: kind is CloseKind.NOT_REGISTERED,
        Flag.VOIDED: kind is CloseKind.VOIDED,
        Flag.MERGED: kind is CloseKind.MERGED,
        Flag.SELF_HANDLED: kind is CloseKind.SELF_HANDLED,
        Flag.FORCED: kind is CloseKind.FORCED,
        Flag.ASSESSED: registered and kind not in _APART,
        Flag.DISPATCHED: dispatched,
        Flag.TO_DISPATCH: registered and not dispatched and still,
        Flag.SAME_UNIT: dispatched and fact.unit == fact.first_unit,
        Flag.SUSPENDED: fact.stage is Stage.SUSPENDED,
        Flag.WAS_SUSPENDED: fact.suspensions > 0,
        Flag.HANDLED: handled,
        Flag.WORKING: working,
        Flag.LATE: _is_late(fact),
        Flag.OVERDUE: working and (_is_late(fact) or _runs_late(fact, as_of)),
        Flag.EXEMPT: fact.exempt,
        Flag.CLOSED: kind in _ENDED_AS,
        Flag.REWORKED: fact.rework > 0,
        Flag.REWORKED_OFTEN: fact.rework > 1,
        Flag.EXTENDED: fact.extensions > 0,
        Flag.RETURNED: fact.returns > 0,
        Flag.SATISFIED: fact.callback == "satisfied",
        Flag.DISSATISFIED: fact.callback == "dissatisfied",
    }  # fmt: skip


def _is_working(fact: CaseFact) -> bool:
    """Dispatched, not handled and not ended; a suspended case waits and is not among them."""
    return (
        fact.dispatched_at is not None
        and fact.handled_at is None
        and fact.close_kind is None
        and fact.stage is not Stage.SUSPENDED
    )


def _is_late(fact: CaseFact) -> bool:
    """Whether the clock was stopped after its end, and no appeal took that away."""
    due, ended = fact.due, fact.ended
    return due is not None and ended is not None and ended > due and not fact.exempt


def _runs_late(fact: CaseFact, as_of: datetime) -> bool:
    """Whether a clock that still runs is over its end; one that stands or was stopped is not."""
    running = fact.due is not None and fact.ended is None and not fact.standing
    return running and not fact.exempt and fact.due is not None and as_of > fact.due
