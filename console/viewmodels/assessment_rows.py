"""The rows of a ranking: groups one under the other, each with its sum and its average; no Qt.

Figures are exact until they are texts; what is undefined is "—" and stands last in every order.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from console.evaluation.bands import Label
from console.evaluation.expression import Figure
from console.evaluation.scoring import Change, Score, Summary
from console.services.assessing import Assessment
from console.viewmodels.assessment_columns import ScoreColumn, Shows, figure_of
from console.viewmodels.words import Say

Named = Callable[[Label], str]


class RowKind(StrEnum):
    """What a row is."""

    GROUP = "group"
    OBJECT = "object"
    SUM = "sum"
    AVERAGE = "average"


@dataclass(frozen=True, slots=True, kw_only=True)
class TotalCell:
    """A total as a bar: shares 0–1 of the full score, and where grades begin."""

    text: str
    share: float | None
    edges: tuple[float, ...]
    strong: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class GradeCell:
    """A grade's name; `low` 1 for the lowest, 2 for the one above it, else 0: only they have a
    shape."""

    text: str
    low: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreRow:
    """One row. `members` are the objects of a sum; `change` is how many places it went up."""

    kind: RowKind
    object: str
    name: str
    group: str
    rank: int | None = None
    change: int | None = None
    figures: Mapping[str, Figure]
    total: Figure = None
    grade: GradeCell | None = None
    members: frozenset[str] = frozenset()

    @property
    def key(self) -> tuple[str, str]:
        """Which row it is, in every order and period."""
        return self.kind.value, self.object


def rows_of(
    made: Assessment,
    changes: Mapping[str, Change],
    columns: Sequence[ScoreColumn],
    say: Say,
    named: Named,
) -> tuple[ScoreRow, ...]:
    """The rows in their order: a head for each of several groups, objects, sum, average."""
    return tuple(_rows(made, changes, columns, say, named))


def _rows(
    made: Assessment,
    changes: Mapping[str, Change],
    columns: Sequence[ScoreColumn],
    say: Say,
    named: Named,
) -> Iterator[ScoreRow]:
    scores = made.scores
    groups = [code for code, summary in scores.groups.items() if summary.objects]
    names = {one.code: named(one.name) for one in made.scheme.groups}
    several = len(groups) > 1
    for group in groups:
        rows = scores.of_group(group)
        name = names.get(group) or say("assessment.group.none")
        if several:
            yield ScoreRow(kind=RowKind.GROUP, object=group, name=name, group=group, figures={})
        for row in rows:
            yield _object(made, row, changes.get(row.subject.object), columns, named)
        members = frozenset(row.subject.object for row in rows)
        yield from _feet(scores.groups[group], group, members, columns, say)
    if several:
        everybody = frozenset(row.subject.object for row in scores.rows)
        yield ScoreRow(
            kind=RowKind.GROUP, object="*", name=say("assessment.everybody"), group="*", figures={}
        )
        yield from _feet(scores.whole, "*", everybody, columns, say)


def _object(
    made: Assessment,
    row: Score,
    change: Change | None,
    columns: Sequence[ScoreColumn],
    named: Named,
) -> ScoreRow:
    subject, grades = row.subject, made.scheme.grades
    place = grades.index(row.grade) if row.grade is not None else -1
    return ScoreRow(
        kind=RowKind.OBJECT,
        object=subject.object,
        name=subject.name or subject.object,
        group=subject.group,
        rank=row.rank,
        change=change.rank if change is not None else None,
        figures={one.key: figure_of(row, one.key) for one in columns},
        total=row.total,
        grade=_grade(row, place, named),
        members=frozenset((subject.object,)),
    )


def _grade(row: Score, place: int, named: Named) -> GradeCell | None:
    if row.grade is None:
        return None
    return GradeCell(
        text=named(row.grade.name) or row.grade.letter, low=place + 1 if place in (0, 1) else 0
    )


def _feet(
    summary: Summary,
    group: str,
    members: frozenset[str],
    columns: Sequence[ScoreColumn],
    say: Say,
) -> Iterator[ScoreRow]:
    sums: dict[str, Figure] = {}
    means: dict[str, Figure] = {}
    for one in columns:
        if one.shows is Shows.COUNT:
            sums[one.key] = Fraction(summary.counts[one.key])
            means[one.key] = Fraction(summary.counts[one.key], summary.objects)
        elif one.shows is Shows.RATE:
            sums[one.key] = summary.indicators[one.key]
        elif one.shows is Shows.POINTS:
            means[one.key] = summary.parts.get(one.key, summary.deductions.get(one.key))
    yield ScoreRow(
        kind=RowKind.SUM, object=group, name=say("assessment.sum"), group=group, figures=sums,
        members=members,
    )  # fmt: skip
    yield ScoreRow(
        kind=RowKind.AVERAGE, object=group, name=say("assessment.average"), group=group,
        figures=means, total=summary.total, members=members,
    )  # fmt: skip


def in_order(rows: Sequence[ScoreRow], key: str, *, largest: bool) -> list[ScoreRow]:
    """By a column; what is undefined last, ties as they were."""
    if key == "object":
        return sorted(rows, key=lambda one: one.name, reverse=not largest)
    known = [(one, _value(one, key)) for one in rows]
    there = [(one, value) for one, value in known if value is not None]
    there.sort(key=lambda pair: pair[1], reverse=largest)
    return [one for one, _ in there] + [one for one, value in known if value is None]


def _value(row: ScoreRow, key: str) -> Fraction | int | None:
    own: dict[str, Fraction | int | None] = {
        "rank": row.rank, "change": row.change, "total": row.total, "grade": row.total,
    }  # fmt: skip
    return own[key] if key in own else row.figures.get(key)
