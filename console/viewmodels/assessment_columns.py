"""Which columns a ranking shows, and their figures as texts; no Qt.

A scheme's formulas say which counts and rates matter. A component that is one rate or count in
another measure (按期处置率 × 100) stands as that figure with its weight below; whatever is made of
more stands as its points. A rate stands after the counts it is made of (DESIGN 3, 07).
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import Final

from console.evaluation.bands import Label
from console.evaluation.behind import Behind, behind, listed
from console.evaluation.expression import Figure
from console.evaluation.indicators import count_names, rates_for
from console.evaluation.plan import Plan
from console.evaluation.scheme import POST_OF
from console.evaluation.scoring import Score
from console.evaluation.words import definition_code, kind_code, name_code
from console.export.edition import fixed
from console.viewmodels.words import Say

NOTHING: Final = "—"
THIN: Final = "\N{THIN SPACE}"
MINUS: Final = "\N{MINUS SIGN}"
ALWAYS: Final = ("rework", "shuffle_times", "overtime_to_dispose")
"""Counts that stand in every ranking of cases, beside those its scheme reads."""


class Shows(StrEnum):
    """What a column shows."""

    RANK = "rank"
    CHANGE = "change"
    OBJECT = "object"
    COUNT = "count"
    RATE = "rate"
    POINTS = "points"
    TOTAL = "total"
    GRADE = "grade"


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreColumn:
    """One column. `below` is its weight or unit, `hint` its definition; `what` can be listed."""

    key: str
    shows: Shows
    title: str
    below: str = ""
    hint: str = ""
    what: Behind | None = None


def columns_of(
    plan: Plan, groups: Sequence[str], say: Say, named: Callable[[Label], str]
) -> tuple[ScoreColumn, ...]:
    """The columns of a ranking whose objects are in these groups."""
    made = _Columns(plan, groups, say, named)
    return (*made.left(), *made.middle(), *made.right())


@dataclass(frozen=True, slots=True)
class _Columns:
    """Puts a ranking's columns together."""

    plan: Plan
    groups: Sequence[str]
    say: Say
    named: Callable[[Label], str]

    def left(self) -> Iterator[ScoreColumn]:
        """Rank, change, object."""
        kind = self.plan.scheme.kind
        yield ScoreColumn(key="rank", shows=Shows.RANK, title=self.say("assess.col.rank"))
        yield ScoreColumn(
            key="change",
            shows=Shows.CHANGE,
            title=self.say("assessment.col.change"),
            hint=self.say("assessment.col.change.hint"),
        )
        yield ScoreColumn(
            key="object",
            shows=Shows.OBJECT,
            title=self.say(kind_code(kind)),
            below=self.say("assessment.weight"),
        )

    def middle(self) -> Iterator[ScoreColumn]:
        """Counts and rates, then points that are made of several."""
        plan, shown = self.plan, set[str]()
        kind, rework_of = plan.scheme.kind, plan.scheme.rework_of
        rates, counts = rates_for(kind, rework_of), count_names(kind)
        read, weights = self._read(), self._weights()
        order = [name for name in counts if name in read]
        order += [
            part
            for name, rate in rates.items()
            if name in read
            for part in (
                *(count for _, count in rate.denominator),
                *(count for _, count in rate.numerator),
                name,
            )
        ]
        order += [] if kind in POST_OF else ALWAYS
        for name in order:
            if name not in shown:
                shown.add(name)
                yield self._figure(name, rate=name in rates, below=weights.get(name, ""))
        yield from self._points()

    def right(self) -> Iterator[ScoreColumn]:
        """Total and grade."""
        highest = self.plan.scheme.highest or Fraction(100)
        yield ScoreColumn(
            key="total",
            shows=Shows.TOTAL,
            title=self.say("assess.col.total"),
            below=self.say("assessment.of_full", full=number(highest, 0)),
        )
        if self.plan.scheme.grades:
            yield ScoreColumn(key="grade", shows=Shows.GRADE, title=self.say("assess.col.grade"))

    def _figure(self, name: str, *, rate: bool, below: str) -> ScoreColumn:
        scheme = self.plan.scheme
        what = behind(scheme.kind, scheme.rework_of, name)
        return ScoreColumn(
            key=name,
            shows=Shows.RATE if rate else Shows.COUNT,
            title=_short(self.say(name_code(scheme.kind, name))),
            below=below,
            hint=self.say(definition_code(scheme.kind, name, scheme.rework_of)),
            what=what if what is not None and listed(scheme.kind, what) else None,
        )

    def _points(self) -> Iterator[ScoreColumn]:
        """What is made of several figures: values, components, deductions."""
        scheme, simple = self.plan.scheme, self._simple()
        seen = set[str]()
        for group in self.groups:
            own = next((one.components for one in scheme.groups if one.code == group), ())
            for part in own or scheme.components:
                if part.code not in seen and part.code not in simple:
                    seen.add(part.code)
                    yield ScoreColumn(
                        key=part.code,
                        shows=Shows.POINTS,
                        title=self.named(part.name),
                        below=self._weight(part.weight),
                        hint=part.expression,
                    )
        for off in scheme.deductions:
            below = self.say("assessment.deduction")
            yield ScoreColumn(
                key=off.code,
                shows=Shows.POINTS,
                title=self.named(off.name),
                below=below,
                hint=off.expression,
            )

    def _read(self) -> frozenset[str]:
        """Every figure the formulas of these groups read, on the way too."""
        plan = self.plan
        values = dict(plan.values)
        waiting = [
            name
            for group in self.groups
            for _, formula in (*plan.components[group], *plan.deductions)
            for name in formula.names
        ]
        found = set[str]()
        while waiting:
            name = waiting.pop()
            if name not in found:
                found.add(name)
                waiting += values[name].names if name in values else ()
        return frozenset(found)

    def _simple(self) -> Mapping[str, str]:
        """Component -> the one figure it is, where weights are shares of a whole."""
        plan, scheme = self.plan, self.plan.scheme
        known = {*count_names(scheme.kind), *rates_for(scheme.kind, scheme.rework_of)}
        if scheme.weights_total is None:
            return {}
        return {
            code: next(iter(formula.names))
            for group in self.groups
            for code, formula in plan.components[group]
            if len(formula.names) == 1 and formula.names <= known
        }

    def _weights(self) -> Mapping[str, str]:
        """Figure -> its weight, where all groups give it the same."""
        simple, found = self._simple(), dict[str, set[Fraction]]()
        for group in self.groups:
            for code, weight in self.plan.weights[group].items():
                if code in simple:
                    found.setdefault(simple[code], set()).add(weight)
        return {name: self._weight(next(iter(w))) for name, w in found.items() if len(w) == 1}

    def _weight(self, weight: Fraction) -> str:
        whole = self.plan.scheme.weights_total
        if whole:
            return percent(weight / whole, 0)
        return f"× {number(weight, 2)}"


def _short(title: str) -> str:
    """A count's name as a head has room for it: 应处置 of 应处置数."""
    plain = title.endswith("数") and not title.endswith("次数") and len(title) > 2
    return title.removesuffix("数") if plain else title


def figure_of(row: Score, key: str) -> Figure:
    """The figure of an object in a column; None where it has none."""
    if key == "total":
        return row.total
    for found in (row.indicators, row.values, row.deductions, row.parameters):
        if key in found:
            return found[key]
    return next((part.value for part in row.parts if part.code == key), None)


def told(shows: Shows, figure: Figure) -> str:
    """A figure as its column shows it; "—" where it is undefined."""
    if figure is None:
        return NOTHING
    if shows is Shows.COUNT:
        return number(figure, 0 if figure.denominator == 1 else 1)
    return percent(figure) if shows is Shows.RATE else number(figure)


def number(figure: Fraction, places: int = 2) -> str:
    """Rounded only here, halves away from zero; thousands set apart by a thin space."""
    whole, point, rest = fixed(figure, places).partition(".")
    apart = f"{int(whole.lstrip('-')):,}".replace(",", THIN)
    return f"{MINUS if whole.startswith('-') else ''}{apart}{point}{rest}"


def percent(figure: Fraction, places: int = 2) -> str:
    """A share as percent."""
    return f"{number(figure * 100, places)}%"
