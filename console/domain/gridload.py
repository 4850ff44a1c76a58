"""What a unit grid carries: its load, how it is coloured for it, when it counts as unseen or as
recurring.

Pure rules; figures stay whole numbers and fractions until they are shown. Not here: the colours
themselves (theme tokens), counting (the database), the assessment that grades (issue 5).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from fractions import Fraction
from typing import Final

CLASSES: Final = 4
"""Tones of the neutral ramp `density` (DESIGN 2)."""
M2_PER_HECTARE: Final = 10_000
RECURRING_TIMES: Final = 3
RECURRING_SPAN: Final = timedelta(days=30)
ON_DUTY_SPAN: Final = timedelta(minutes=15)
"""An inspector is on duty (在岗) who was heard of so lately and holds a certificate, on the wall as
on an operator's map. Telephones tell their place each minute; neither standards nor fact book name
a span, and who has been silent for longer is not said to be there."""
UNSEEN_HOURS: Final = (4, 8, 24, 72)
"""What «cells unseen for N hours» can be set to."""
UNSEEN_MOST: Final = timedelta(days=7)
"""Longer ago is told as «not for a week»: nobody looks further back for the layer."""


class HeatBy(StrEnum):
    """What the unit grids are coloured by."""

    OPEN = "open"
    OVERDUE = "overdue"
    DENSITY = "density"
    GRADE = "grade"


class Grade(StrEnum):
    """The five standard grades of an assessment (fact book 7.5), best first."""

    A = "a"
    B = "b"
    C = "c"
    D = "d"
    E = "e"


_GRADE_FROM: Final = ((90, Grade.A), (75, Grade.B), (60, Grade.C), (40, Grade.D), (0, Grade.E))
_TONES: Final = ((), (3,), (2, 4), (2, 3, 4), (1, 2, 3, 4))
_OVERDUE_BREAKS: Final = (Fraction(1), Fraction(2), Fraction(3), Fraction(5))


@dataclass(frozen=True, slots=True, kw_only=True)
class Load:
    """Cases of one cell that are open now, of these overdue, of these near their deadline."""

    open: int = 0
    overdue: int = 0
    near: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale:
    """Lower ends of the classes, rising; a value below the first has no colour.

    There are fewer classes than tones where values do not differ; they then take tones apart from
    each other, the palest left out first.
    """

    breaks: tuple[Fraction, ...] = ()

    @property
    def tones(self) -> tuple[int, ...]:
        """The tone of each class, 1 the palest."""
        return _TONES[len(self.breaks)]

    def tone_of(self, value: Fraction | int) -> int:
        """The tone of a value; 0 where nothing is drawn."""
        reached = sum(value >= lowest for lowest in self.breaks)
        return self.tones[reached - 1] if reached else 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Happening:
    """A report of a case in a cell, for telling what comes again and again."""

    kind: str
    category: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Recurrence:
    """A subclass that came `times` within the span ending with `last`."""

    kind: str
    category: str
    times: int
    last: datetime


def density(load: Load, area_m2: float) -> Fraction:
    """Open cases per hectare, exactly; 0 for a cell without ground."""
    area = Fraction(str(area_m2))
    return Fraction(load.open * M2_PER_HECTARE) / area if area > 0 else Fraction(0)


def worth(by: HeatBy, load: Load, area_m2: float) -> Fraction:
    """The number a cell is coloured by; grades have none (`grade_of`)."""
    if by is HeatBy.DENSITY:
        return density(load, area_m2)
    return Fraction(load.overdue if by is HeatBy.OVERDUE else load.open)


def scale_of(by: HeatBy, values: Iterable[Fraction]) -> Scale:
    """The classes for these cells.

    Overdue cases have fixed ones (1, 2, 3–4, 5 and more), so that one case means the same tone on
    every day; the others are quarters of the cells that have any.
    """
    if by is HeatBy.OVERDUE:
        return Scale(breaks=_OVERDUE_BREAKS)
    if by is HeatBy.GRADE:
        return Scale()
    return Scale(breaks=quarters(sorted(value for value in values if value > 0)))


def quarters(rising: Sequence[Fraction]) -> tuple[Fraction, ...]:
    """Lower ends of four groups of equal size; equal values are never parted."""
    if not rising:
        return ()
    lowest = (rising[len(rising) * at // CLASSES] for at in range(CLASSES))
    return tuple(sorted(set(lowest)))


def grade_of(score: Fraction | int) -> Grade:
    """The grade of a score of 0 … 100. Raises ValueError for any other."""
    if not 0 <= score <= 100:
        raise ValueError(f"a score of {score}")
    return next(grade for lowest, grade in _GRADE_FROM if score >= lowest)


def class_of_grade(grade: Grade) -> int:
    """1 (A) … 5 (E): the order of the five colours."""
    return tuple(Grade).index(grade) + 1


def is_unseen(last: datetime | None, now: datetime, hours: int) -> bool:
    """Whether no inspector was in a cell for so many hours; one never seen is unseen."""
    return last is None or now - last >= timedelta(hours=hours)


def on_duty(last: datetime | None, now: datetime, *, certified: bool) -> bool:
    """Whether an inspector counts as on duty: the one rule of wall, map and inspectors' card."""
    return certified and last is not None and now - last < ON_DUTY_SPAN


def recurrences(happenings: Iterable[Happening], now: datetime) -> tuple[Recurrence, ...]:
    """Subclasses that came at least three times in the last thirty days, most often first."""
    found: dict[tuple[str, str], list[datetime]] = {}
    for one in happenings:
        if now - RECURRING_SPAN < one.at <= now:
            found.setdefault((one.kind, one.category), []).append(one.at)
    again = (
        Recurrence(kind=kind, category=category, times=len(moments), last=max(moments))
        for (kind, category), moments in found.items()
        if category and len(moments) >= RECURRING_TIMES
    )
    return tuple(sorted(again, key=lambda one: (-one.times, one.kind, one.category)))
