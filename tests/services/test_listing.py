"""Lists on paper: the columns asked for, masked texts, rows read a few at a time."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
from openpyxl import load_workbook

from console.domain.case import CaseId
from console.domain.refusal import Refusal
from console.export.assessment_book import DrillKind
from console.export.personal_scan import scan_book
from console.ports.rows import CaseRow
from console.services.listing import (
    AT_ONCE,
    COLUMNS,
    ListWish,
    columns_of,
    list_book,
    list_rows,
    write_list,
)
from console.views.wording import Wording
from tests.export.assessment_sample import LAYOUT
from tests.fake_reading import FakeReading
from tests.rows import NOW, a_case_row, sample_rows

SAY = Wording("zh_CN").say


class Counted(FakeReading):
    """Remembers how many cases it was asked for at once."""

    def __init__(self) -> None:
        super().__init__()
        self.together: list[int] = []

    def rows(self, cases: Sequence[CaseId], seat: str) -> Sequence[CaseRow]:
        self.together.append(len(cases))
        return super().rows(cases, seat)


def a_wish(cases: Sequence[CaseId], columns: Sequence[str] = ("number", "words")) -> ListWish:
    return ListWish(
        title="案卷列表：待派遣", lines=(("筛选", "=电话13812345678"),), cases=tuple(cases),
        columns=tuple(columns), seat="chenlei", at=NOW,
    )  # fmt: skip


def a_reading(*rows: CaseRow) -> Counted:
    reading = Counted()
    reading.put(*rows)
    return reading


def test_every_column_has_a_title_and_a_value_in_both_languages() -> None:
    worked = replace(a_case_row(), rework=1, unit_name="一所")
    for language in ("zh_CN", "en"):
        say = Wording(language).say
        for one in COLUMNS.values():
            assert say(one.title)
            kind = datetime if one.kind is DrillKind.MOMENT else str
            values = [one.value(row, say) for row in (*sample_rows(), worked)]
            assert all(value is None or isinstance(value, kind) for value in values)
            assert any(values)


def test_the_columns_shown_stand_in_their_order_with_the_stage_behind() -> None:
    assert columns_of(a_wish((), ("words", "unknown", "number"))) == ("words", "number", "stage")
    assert columns_of(a_wish((), ("stage", "number"))) == ("stage", "number")


def test_rows_are_read_a_few_at_a_time_and_not_before_they_are_wanted() -> None:
    row = a_case_row()
    cases = [CaseId(int(row.id) + at) for at in range(2 * AT_ONCE + 1)]
    reading = a_reading(*(replace(row, id=case) for case in cases))
    rows = list_rows(reading, a_wish(cases), SAY)
    assert isinstance(rows, Iterator)
    assert not reading.together
    next(rows)
    assert reading.together == [AT_ONCE]
    assert sum(1 for _ in rows) == 2 * AT_ONCE
    assert reading.together == [AT_ONCE, AT_ONCE, 1]


def test_a_case_that_has_gone_leaves_a_blank_row() -> None:
    row = a_case_row()
    gone = CaseId(int(row.id) + 1)
    told = list(list_rows(a_reading(row), a_wish([gone, row.id]), SAY))
    assert told[0] == (None, None, None)
    assert told[1][0] == row.number


def test_numbers_of_people_are_in_no_cell_of_a_list(tmp_path: Path) -> None:
    row = replace(a_case_row(), description="请回电 13812345678", address="王五 0375-2861234 门前")
    path = tmp_path / "list.xlsx"
    wish = a_wish([row.id], tuple(COLUMNS))
    assert write_list(
        a_reading(row), wish, path, SAY,
        layout=LAYOUT, progress=lambda _done, _of: None, cancelled=lambda: False,
    ) == 1  # fmt: skip
    assert not scan_book(path)


def test_texts_that_look_like_formulas_stay_texts(tmp_path: Path) -> None:
    signs = ("=1+1", "+1", "-1", "@SUM(A1)")
    base = a_case_row()
    rows = [
        replace(base, id=CaseId(int(base.id) + at), description=sign)
        for at, sign in enumerate(signs)
    ]
    path = tmp_path / "list.xlsx"
    wish = a_wish([row.id for row in rows])
    write_list(
        a_reading(*rows), wish, path, SAY,
        layout=LAYOUT, progress=lambda _done, _of: None, cancelled=lambda: False,
    )  # fmt: skip
    sheet = load_workbook(path)[SAY("listing.sheet")]
    cells = [sheet.cell(3 + at, 2) for at in range(len(signs))]
    assert [cell.value for cell in cells] == list(signs)
    assert {cell.data_type for cell in cells} == {"s"}


def test_a_list_that_is_given_up_leaves_the_file_that_was_there(tmp_path: Path) -> None:
    path = tmp_path / "list.xlsx"
    path.write_text("yesterday's", encoding="utf-8")
    row = a_case_row()
    with pytest.raises(Refusal, match=r"assessment_book\.cancelled"):
        write_list(
            a_reading(row), a_wish([row.id]), path, SAY,
            layout=LAYOUT, progress=lambda _done, _of: None, cancelled=lambda: True,
        )  # fmt: skip
    assert path.read_text(encoding="utf-8") == "yesterday's"
    assert [one.name for one in tmp_path.iterdir()] == ["list.xlsx"]


def test_the_cover_tells_no_number_that_was_searched_for() -> None:
    assert list_book(a_wish(()), SAY).cover.lines == (("筛选", "=电话***"),)
