"""Whether two reports mean the same thing: class, distance, time, component (fact book 6.6; DESIGN
04).

The search for candidates is the store's; the judgement and its reasons are here. A likeness is a
word with reasons, never a score.
"""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum


class Likeness(StrEnum):
    """How likely two reports mean the same thing."""

    HIGH = "high"
    MIDDLE = "middle"
    LOW = "low"


@dataclass(frozen=True, slots=True, kw_only=True)
class Nearby:
    """What is compared. Distances in metres, ages as time between the two reports."""

    same_category: bool
    same_class: bool
    same_component: bool
    same_grid: bool
    metres: float | None
    age: timedelta
    ended: bool


NEAR_METRES = 50.0
NEAR_AGE = timedelta(hours=24)
"""Same category within 50 m and 24 h is one city's rule (fact book 6.6)."""
FAR_METRES = 150.0


def judge(nearby: Nearby) -> tuple[Likeness, tuple[str, ...]]:
    """The likeness and its reason codes, strongest first."""
    reasons = _reasons(nearby)
    close = nearby.metres is not None and nearby.metres <= NEAR_METRES
    if nearby.same_component and nearby.same_category and not nearby.ended:
        return Likeness.HIGH, reasons
    if nearby.same_category and close and not nearby.ended:
        return Likeness.HIGH if nearby.age <= NEAR_AGE else Likeness.MIDDLE, reasons
    fairly_close = nearby.metres is not None and nearby.metres <= FAR_METRES
    if not nearby.ended and (nearby.same_component or (nearby.same_category and fairly_close)):
        return Likeness.MIDDLE, reasons
    return Likeness.LOW, reasons


def _reasons(nearby: Nearby) -> tuple[str, ...]:
    told = (
        ("same_component", nearby.same_component),
        ("same_category", nearby.same_category),
        ("same_class", nearby.same_class and not nearby.same_category),
        ("same_grid", nearby.same_grid),
        ("near", nearby.metres is not None and nearby.metres <= NEAR_METRES),
        ("lately", nearby.age <= NEAR_AGE),
        ("ended", nearby.ended),
    )
    return tuple(reason for reason, holds in told if holds)
