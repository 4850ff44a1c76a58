"""What a figure means (口径): definition, the formula with this object's numbers in it, source.

Lines are pairs of a word and a sentence; nothing is asked of the store.
"""

from collections.abc import Iterator

from console.evaluation.bands import Label
from console.evaluation.expression import Figure
from console.evaluation.indicators import rates_for
from console.evaluation.rates import Sum
from console.evaluation.scoring import Score
from console.evaluation.words import date_code, definition_code, grouping_code, name_code
from console.services.assessing import Assessment
from console.viewmodels.assessment import AssessmentDesk
from console.viewmodels.assessment_columns import (
    ScoreColumn,
    Shows,
    figure_of,
    number,
    told,
)
from console.viewmodels.assessment_rows import RowKind, ScoreRow

Line = tuple[str, str]


def formula(page: AssessmentDesk, row: ScoreRow, column: ScoreColumn) -> str:
    """How the figure of a cell is made: "＝ 按期处置 1612 ÷ 应处置 1820"; "" of a plain count."""
    found = page.found
    if found is None:
        return ""
    scheme = found.made.scheme
    rate = rates_for(scheme.kind, scheme.rework_of).get(column.key)
    if column.shows is not Shows.RATE or rate is None:
        return ""
    counts = _counts(found.made, row)
    above, below = (_sum(page, part, counts) for part in (rate.numerator, rate.denominator))
    return page.say("assessment.formula", above=above, below=below)


def _sum(page: AssessmentDesk, parts: Sum, counts: dict[str, int]) -> str:
    found = page.found
    kind = found.made.scheme.kind if found is not None else page.setting.kind
    words = ""
    for sign, name in parts:
        mark = "" if not words and sign > 0 else (" + " if sign > 0 else " − ")
        words += f"{mark}{page.say(name_code(kind, name))} {counts.get(name, 0)}"
    return words


def _counts(made: Assessment, row: ScoreRow) -> dict[str, int]:
    if row.kind is RowKind.OBJECT:
        score = _score(made, row)
        return dict(score.subject.counts) if score is not None else {}
    summary = made.scores.whole if row.group == "*" else made.scores.groups.get(row.group)
    return dict(summary.counts) if summary is not None else {}


def _score(made: Assessment, row: ScoreRow) -> Score | None:
    return next((one for one in made.scores.rows if one.subject.object == row.object), None)


def terms(
    page: AssessmentDesk, row: ScoreRow | None, column: ScoreColumn | None
) -> tuple[Line, ...]:
    """Everything the panel tells, of a cell and of the scheme."""
    return (*_of_cell(page, row, column), *_of_scheme(page))


def _of_cell(
    page: AssessmentDesk, row: ScoreRow | None, column: ScoreColumn | None
) -> Iterator[Line]:
    found = page.found
    if found is None or row is None or column is None or row.kind is RowKind.GROUP:
        return
    scheme, say = found.made.scheme, page.say
    rate = rates_for(scheme.kind, scheme.rework_of).get(column.key)
    if column.shows in (Shows.COUNT, Shows.RATE):
        yield column.title, column.hint
    for _, name in (*rate.numerator, *rate.denominator) if rate is not None else ():
        title = say(name_code(scheme.kind, name))
        yield title, say(definition_code(scheme.kind, name, scheme.rework_of))
    if rate is not None:
        value = told(Shows.RATE, row.figures.get(column.key))
        words = formula(page, row, column)
        yield say("assessment.term.figure"), f"{row.name}：{words.removeprefix('＝ ')} ＝ {value}"
    score = _score(found.made, row) if row.kind is RowKind.OBJECT else None
    if score is not None and column.shows in (Shows.TOTAL, Shows.POINTS, Shows.GRADE):
        yield from _of_score(page, found.made, score)


def _of_score(page: AssessmentDesk, made: Assessment, score: Score) -> Iterator[Line]:
    """The score from its parts, each with its formula."""
    labels: dict[str, tuple[Label, str]] = {}
    for group in made.scheme.groups:
        if group.code == score.subject.group:
            labels |= {one.code: (one.name, one.expression) for one in group.components}
    for one in made.scheme.components:
        labels.setdefault(one.code, (one.name, one.expression))
    weights = made.plan.weights[score.subject.group]
    for part in score.parts:
        label, text = labels[part.code]
        weight = number(weights[part.code])
        told_part = f"{text} ＝ {_told(part.value)}，× {weight} ＝ {_told(part.weighted)}"
        yield page.named(label), told_part
    for off in made.scheme.deductions:
        told_off = f"{off.expression} ＝ {_told(figure_of(score, off.code))}"
        yield page.named(off.name), told_off
    subject = score.subject
    total = f"{subject.name or subject.object}：{_told(score.total)}"
    yield page.say("assess.col.total"), total


def _told(figure: Figure) -> str:
    return told(Shows.POINTS, figure)


def _of_scheme(page: AssessmentDesk) -> Iterator[Line]:
    found = page.found
    if found is None:
        return
    made, say = found.made, page.say
    scheme, by = made.scheme, found.by
    version = say("assess.cover.version", name=page.named(scheme.name), version=scheme.version)
    yield say("assess.cover.scheme"), version
    if by is not None:
        yield say("assess.cover.date"), say(date_code(scheme.case_date))
        yield say("assess.cover.by"), say(grouping_code(by))
    for note in scheme.notes:
        yield say("assessment.term.note"), page.named(note)
    grades = " · ".join(
        f"{page.named(one.name)} ≥ {number(one.start, 0)}"
        for one in reversed(scheme.grades)
        if one.start is not None
    )
    if grades:
        yield say("assessment.term.grades"), grades
    yield say("assess.cover.source"), scheme.source


def share_text(column: ScoreColumn, row: ScoreRow) -> str:
    """The figure of a cell as the head of its list names it."""
    if column.shows is Shows.TOTAL:
        return told(column.shows, row.total)
    return told(column.shows, row.figures.get(column.key))
