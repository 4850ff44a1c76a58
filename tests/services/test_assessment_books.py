"""Which workbook is written for whom, and that it has the rows it says."""

from functools import partial

import pytest

from console.evaluation.scheme import ObjectKind
from console.evaluation.words import named
from console.services.assessment_books import workbook_of
from console.views.wording import Wording
from tests.export.people_reading import POSTS, made, reading


@pytest.mark.parametrize("kind", ObjectKind)
def test_as_many_rows_come_as_the_formulas_reckon_with(kind: ObjectKind) -> None:
    one, say = made(kind), Wording("zh_CN").say
    by = next(iter(one.scheme.by), None)
    book = workbook_of(one, reading(), by, say, partial(named, language="zh"), [("指纹", "9f2c")])
    assert book.count > 0
    assert len(list(book.rows)) == book.count
    assert book.book.drill.sheet == say(
        "assess.sheet.acts" if kind in POSTS else "assess.sheet.cases"
    )
    assert ("指纹", "9f2c") in book.book.cover.lines
