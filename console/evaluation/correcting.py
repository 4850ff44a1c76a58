"""Why a frozen case is another one now: corrected since, or merely gone on. Pure.

A correction changes what was true at the moment of freezing and may be published as an amendment;
what happened later belongs to a later period. Source: articles 22 to 25, fact book 5.4 and 7.
"""

from collections.abc import Callable
from datetime import datetime
from enum import StrEnum
from typing import Final

from console.domain.case import CloseKind
from console.domain.stage import ENDED, Stage
from console.evaluation.amending import CaseChange, case_change
from console.ports.facts import CaseFact


class Why(StrEnum):
    """One reason why a case differs from what was frozen of it."""

    APPEALED = "appealed"  # an appeal was granted (申诉成立)
    VOIDED = "voided"  # 作废
    MERGED = "merged"  # 并案
    REOPENED = "reopened"  # ended then, open now
    REGISTERED = "registered"  # registration came, went or has another time, back then
    DUE = "due"  # the deadline of the frozen work is another one
    UNIT = "unit"  # 责任单位 of work that was over
    PAST = "past"  # something else that lay before the freeze
    PROGRESS = "progress"  # only went on: handled, closed, called back later


_MOMENTS: Final = ("accepted_at", "registered_at", "dispatched_at", "handled_at", "closed_at")
_FIXED: Final = ("number", "source", "reported_at", "first_unit")
"""What never changes by going on, once it is there."""


def reasons(then: CaseFact, now: CaseFact, as_of: datetime) -> tuple[Why, ...]:
    """Why a case differs, in the order of `Why`; `PROGRESS` alone where nothing was corrected.

    `as_of` is the moment of the freeze (aware). Empty where nothing but its version differs.
    """
    found = tuple(why for why, holds in _HOLDS.items() if holds(then, now, as_of))
    if found or not case_change(then, now).fields:
        return found
    return (Why.PAST,) if _past(then, now, as_of) else (Why.PROGRESS,)


def is_correction(then: CaseFact, now: CaseFact, as_of: datetime) -> bool:
    """Whether an amendment may carry it."""
    return any(why is not Why.PROGRESS for why in reasons(then, now, as_of))


def told_change(then: CaseFact, now: CaseFact, as_of: datetime) -> CaseChange:
    """The fields that differ; of a correction those that lie before the freeze come first."""
    change = case_change(then, now)
    fields = sorted(change.fields, key=lambda one: _later(one.before, one.after, as_of))
    return CaseChange(number=change.number, fields=tuple(fields))


def _appealed(then: CaseFact, now: CaseFact, _as_of: datetime) -> bool:
    return now.exempt and not then.exempt


def _voided(then: CaseFact, now: CaseFact, _as_of: datetime) -> bool:
    return now.close_kind is CloseKind.VOIDED and then.close_kind is not CloseKind.VOIDED


def _merged(then: CaseFact, now: CaseFact, _as_of: datetime) -> bool:
    return now.close_kind is CloseKind.MERGED and then.close_kind is not CloseKind.MERGED


def _reopened(then: CaseFact, now: CaseFact, _as_of: datetime) -> bool:
    return then.stage in ENDED and now.stage not in ENDED


def _registered(then: CaseFact, now: CaseFact, as_of: datetime) -> bool:
    return _moved(then.registered_at, now.registered_at, as_of)


def _due(then: CaseFact, now: CaseFact, _as_of: datetime) -> bool:
    """A clock that had stopped says something else; a running one may be paused or extended."""
    over = then.ended is not None or then.handled_at is not None
    return over and now.ended == then.ended and now.due != then.due


def _unit(then: CaseFact, now: CaseFact, _as_of: datetime) -> bool:
    """Work that was over is another unit's; open work may be dispatched again."""
    return then.handled_at is not None and now.unit != then.unit and now.stage is then.stage


def _past(then: CaseFact, now: CaseFact, as_of: datetime) -> bool:
    if any(_moved(getattr(then, one), getattr(now, one), as_of) for one in _MOMENTS):
        return True
    if any(getattr(then, one) and getattr(then, one) != getattr(now, one) for one in _FIXED):
        return True
    # A case that was closed does not go on: whatever differs is a change of its past.
    both = then.stage is Stage.CLOSED and now.stage is Stage.CLOSED
    return both and then.callback == now.callback


def _moved(then: datetime | None, now: datetime | None, as_of: datetime) -> bool:
    """Whether a moment before the freeze came, went or is another one."""
    return then != now and (now is None or now <= as_of)


def _later(before: object, after: object, as_of: datetime) -> bool:
    return before is None and isinstance(after, datetime) and after > as_of


_HOLDS: Final[dict[Why, Callable[[CaseFact, CaseFact, datetime], bool]]] = {
    Why.APPEALED: _appealed,
    Why.VOIDED: _voided,
    Why.MERGED: _merged,
    Why.REOPENED: _reopened,
    Why.REGISTERED: _registered,
    Why.DUE: _due,
    Why.UNIT: _unit,
}
