"""The workbook of a real assessment, by every shipped scheme of cases, calculated anew."""

from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path

import pytest

from console.evaluation.periods import PeriodKind, period_of
from console.evaluation.scheme import ObjectKind
from console.evaluation.words import named
from console.export.assessed_book import AssessedBook
from console.export.assessment_export import write_assessment
from console.ports.facts import Grouping
from console.services.assessing import Named, assess
from console.views.wording import Wording
from tests.evaluation.lives import ended_facts
from tests.evaluation.memory import Facts
from tests.evaluation.schemes import shipped
from tests.export.assessment_sample import LAYOUT
from tests.recalculation import Office, disagreements, formulas_of

NOW = datetime(2027, 6, 1, tzinfo=UTC)
YEAR = period_of(PeriodKind.YEAR, date(2026, 1, 1))
SCHEMES = (
    ("standard", ObjectKind.DEPARTMENT, Grouping.UNIT),
    ("standard", ObjectKind.REGION, Grouping.GRID),
    ("yuncheng", ObjectKind.DEPARTMENT, Grouping.UNIT),
    ("jinhua", ObjectKind.DEPARTMENT, Grouping.UNIT),
)


@pytest.fixture(scope="module")
def facts() -> Facts:
    return Facts(ended_facts())


def _written(facts: Facts, folder: Path, name: str, kind: ObjectKind, by: Grouping) -> Path:
    units = [Named(code="U9", name="=九所")]
    made = assess(facts, shipped(name, kind), YEAR, units, NOW, by=by)
    book = AssessedBook(
        made.plan, by, "2026", NOW, Wording("zh_CN").say, partial(named, language="zh")
    )
    rows = list(book.rows(facts.facts(made.span, made.scheme.case_date, {})))
    assert rows
    path = folder / f"{name}-{kind.value}.xlsx"
    write_assessment(book.book(made.scores, len(rows)), rows, path, layout=LAYOUT)
    return path


def test_every_figure_is_calculated_to_the_same_value_by_another_program(
    facts: Facts, tmp_path: Path
) -> None:
    paths = [_written(facts, tmp_path, *scheme) for scheme in SCHEMES]
    for path, theirs in zip(paths, Office(tmp_path).recalculated(*paths), strict=True):
        assert len(formulas_of(path)) > 50
        assert not disagreements(path, theirs), path.name
