"""What the charts beside a ranking show: a figure over twelve periods, and everybody's score.

The band is where the middle 80 % of all objects lie; it and the median say how others did, so that
nobody's line has to be red. Series are read on a lane of their own and kept for each setting.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from PySide6.QtCore import QObject, Signal, Slot

from console.evaluation.expression import Figure
from console.evaluation.periods import Period, PeriodKind, run_up
from console.evaluation.scoring import Score, Scores
from console.ports.facts import FactReading
from console.services.assessing import Assessment, run_of_scores
from console.viewmodels.answering import while_alive
from console.viewmodels.assessment import AssessmentDesk, Found
from console.viewmodels.assessment_columns import ScoreColumn, Shows, figure_of
from console.viewmodels.assessment_rows import RowKind, ScoreRow

POINTS: Final = 12
MOST_SCORES: Final = 4_000
"""So many scores a line may cost; of thousands of grids it goes back fewer periods."""
LOW, HIGH, MIDDLE = Fraction(1, 10), Fraction(9, 10), Fraction(1, 2)
MOST_DOTS: Final = 40
"""Of more objects those around the chosen one are shown; nobody reads hundreds of dots."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LinePoint:
    """One period of a line; None where it is undefined."""

    period: Period
    own: Figure
    low: Figure
    middle: Figure
    high: Figure


@dataclass(frozen=True, slots=True, kw_only=True)
class Dot:
    """One object's score, now and then; `low` as in `GradeCell`."""

    object: str
    name: str
    now: Figure
    then: Figure
    low: int


def share_of(figures: Sequence[Fraction], at: Fraction) -> Figure:
    """The value below which this share lies, between neighbours in proportion; exact."""
    if not figures:
        return None
    ordered = sorted(figures)
    place = at * (len(ordered) - 1)
    below = int(place)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (ordered[above] - ordered[below]) * (place - below)


def line_of(
    periods: Sequence[Period], scores: Sequence[Scores], row: ScoreRow, column: ScoreColumn
) -> tuple[LinePoint, ...]:
    """The line of an object or of a sum in one column."""
    found = []
    for period, one in zip(periods, scores, strict=False):
        figures = [figure_of(each, column.key) for each in one.rows]
        defined = [figure for figure in figures if figure is not None]
        found.append(
            LinePoint(
                period=period,
                own=_own(one, row, column),
                low=share_of(defined, LOW),
                middle=share_of(defined, MIDDLE),
                high=share_of(defined, HIGH),
            )
        )
    return tuple(found)


def _own(scores: Scores, row: ScoreRow, column: ScoreColumn) -> Figure:
    if row.kind is RowKind.OBJECT:
        mine: Score | None = next(
            (one for one in scores.rows if one.subject.object == row.object), None
        )
        return figure_of(mine, column.key) if mine is not None else None
    summary = scores.whole if row.group == "*" else scores.groups.get(row.group)
    if summary is None:
        return None
    if column.shows is Shows.TOTAL:
        return summary.total
    return summary.indicators.get(column.key, summary.parts.get(column.key))


class Lines(QObject):
    """Signals: `shown` the series are others."""

    shown = Signal()

    def __init__(self, page: AssessmentDesk) -> None:
        super().__init__(page)
        self._page = page
        self.row: ScoreRow | None = None
        self.column: ScoreColumn | None = None
        self.periods: tuple[Period, ...] = ()
        self._scores: tuple[Scores, ...] = ()
        self._of: Assessment | None = None
        self._turn = 0
        page.shown.connect(self._on_shown)
        page.set.connect(self._on_set)

    def ask(self, row: ScoreRow, column: ScoreColumn) -> None:
        """Show the line of a cell."""
        if row.kind is not RowKind.GROUP and column.shows not in (Shows.RANK, Shows.CHANGE):
            drawn = column.shows not in (Shows.OBJECT, Shows.GRADE)
            table = self._page.table
            total = next(one for one in table.columns if one.shows is Shows.TOTAL)
            self.row, self.column = row, column if drawn else total
            self.shown.emit()

    def stop(self) -> None:
        """The page goes: what is being read ends before its next period."""
        self._turn += 1

    @property
    def line(self) -> tuple[LinePoint, ...]:
        """The line of the chosen cell; empty while it is read."""
        if self.row is None or self.column is None:
            return ()
        return line_of(self.periods, self._scores, self.row, self.column)

    @property
    def dots(self) -> tuple[Dot, ...]:
        """Every object's score and what it was, in the order of the table."""
        table = self._page.table
        changes = self._page.changes
        found = []
        for row in table.rows:
            if row.kind is RowKind.OBJECT:
                change = changes.get(row.object)
                less = change.total if change is not None else None
                then = None if row.total is None or less is None else row.total - less
                low = row.grade.low if row.grade is not None else 0
                found.append(
                    Dot(object=row.object, name=row.name, now=row.total, then=then, low=low)
                )
        return self._around(found)

    def _around(self, dots: list[Dot]) -> tuple[Dot, ...]:
        mine = self.row.object if self.row is not None else ""
        at = next((place for place, one in enumerate(dots) if one.object == mine), 0)
        first = min(max(0, at - MOST_DOTS // 2), max(0, len(dots) - MOST_DOTS))
        return tuple(dots[first : first + MOST_DOTS])

    @property
    def edges(self) -> tuple[Fraction, ...]:
        """Where grades begin."""
        found = self._page.found
        grades = found.made.scheme.grades if found is not None else ()
        return tuple(one.start for one in grades if one.start is not None)

    @Slot()
    def _on_shown(self) -> None:
        found = self._page.found
        if found is None or found.made is self._of or not self._page.fits:
            self.shown.emit()
            return
        self._of = found.made
        self._read(found)

    @Slot()
    def _on_set(self) -> None:
        """Another setting: what is still being read of the one before ends."""
        if not self._page.fits:
            self._turn += 1

    def _read(self, found: Found) -> None:
        made, by, objects = found.made, found.by, found.objects
        self._turn += 1
        turn, now = self._turn, made.span.as_of
        self.periods, self._scores = _run(made.period, len(made.scores.rows)), ()
        scheme = made.scheme
        facts, periods, page = self._page.facts, self.periods, self._page

        def goes_on() -> bool:
            return self._turn == turn and page.task.goes_on()

        def read(facts: FactReading = facts) -> tuple[Scores, ...]:
            with facts.at_one_moment() as held:
                return run_of_scores(held, scheme, periods, objects, now, by=by, goes_on=goes_on)

        self._page.desk.lanes.ask(
            "assessment.lines",
            read,
            while_alive(self, lambda scores: self._on_read(turn, scores)),
            while_alive(self, self._page.desk.failed),
        )

    def _on_read(self, turn: int, scores: tuple[Scores, ...]) -> None:
        if turn != self._turn:
            return
        self._scores = scores
        if self.row is not None and self.column is not None:
            table = self._page.table
            at, column = table.place(self.row.key, self.column.key)
            if at >= 0 and column >= 0:
                self.row, self.column = table.rows[at], table.columns[column]
        self.shown.emit()


def _run(period: Period, objects: int) -> tuple[Period, ...]:
    """Twelve periods of its kind; of days, free ranges and very many objects fewer."""
    short = period.kind in (PeriodKind.RANGE, PeriodKind.DAY)
    most = max(2, MOST_SCORES // max(1, objects))
    return run_up(period, 2 if short else min(POINTS, most))
