"""Which workbook a form is, and the rows that belong to it."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from console.domain.refusal import Refusal
from console.evaluation.forms import STATEMENTS, FormKind
from console.export.form_sheet import FormBook
from console.services.form_books import form_book
from console.views.wording import Wording
from tests.export.forms_sample import ground, inspector, made, wish
from tests.export.people_reading import NOW, reading


@pytest.mark.parametrize("kind", FormKind)
def test_a_form_has_as_many_rows_as_its_sheet_reckons_with(kind: FormKind) -> None:
    form = made(kind)
    assert sum(1 for _ in form.rows) == form.count
    assert bool(form.count) is (kind in STATEMENTS)


@pytest.mark.parametrize("kind", STATEMENTS)
def test_rows_of_a_statement_are_streamed_and_of_one_object_only(kind: FormKind) -> None:
    rows = made(kind).rows
    assert isinstance(rows, Iterator)
    assert {row[1] for row in rows} == {"U1" if kind is FormKind.UNIT else inspector()}


def test_a_notice_has_one_page() -> None:
    book = made(FormKind.MONTHLY).book
    assert isinstance(book, FormBook)
    assert [one.sheet for one in book.forms] == ["运行月报"]


def test_a_statement_of_nobody_is_refused() -> None:
    wanted, say = replace(wish(FormKind.UNIT), object=""), Wording("zh_CN").say
    with pytest.raises(Refusal, match=r"forms\.object_missing"):
        form_book(reading(), ground(FormKind.UNIT), wanted, NOW, say, lambda label: label.zh)
