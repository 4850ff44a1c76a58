"""Tables that turn a figure into a score or a grade; they leave no figure out.

Source: fact book 7.3 and 7.4 (volume bands), 7.5 (grades).
"""

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """A name a city gives, in both languages; either may be empty."""

    zh: str
    en: str


class GradeColour(StrEnum):
    """Colour tokens of grades on map and sheet, best first.

    Their order is that of the themes' list `grades`.
    """

    GREEN = "green"
    BLUE = "blue"
    YELLOW = "yellow"
    RED = "red"
    BLACK = "black"


@dataclass(frozen=True, slots=True, kw_only=True)
class BandStep:
    """The score from an edge up to the next step's; the lowest step has no edge."""

    start: Fraction | None
    score: Fraction


@dataclass(frozen=True, slots=True, kw_only=True)
class Bands:
    """A table of scores by its code, which formulas call as a function.

    `steps` ascend and only the first has no edge. `start_included` says whether a figure that lies
    on an edge belongs to the step above it; volume bands of the standard say no (7.3 [D]).
    """

    code: str
    start_included: bool
    steps: tuple[BandStep, ...]

    @property
    def edges(self) -> tuple[Fraction, ...]:
        """Where one step ends and the next one starts, ascending."""
        return tuple(step.start for step in self.steps if step.start is not None)

    def score(self, value: Fraction) -> Fraction:
        """The score of a figure."""
        bisect = bisect_right if self.start_included else bisect_left
        return self.steps[bisect(self.edges, value)].score


@dataclass(frozen=True, slots=True, kw_only=True)
class Grade:
    """One grade: from `start` (included) up to the next one's; the lowest has no edge."""

    letter: str
    name: Label
    start: Fraction | None
    colour: GradeColour


def grade_of(grades: tuple[Grade, ...], total: Fraction | None) -> Grade | None:
    """The grade of a score among ascending grades; None where there is no score or no grades."""
    if total is None or not grades:
        return None
    edges = [grade.start for grade in grades if grade.start is not None]
    return grades[bisect_right(edges, total)]
