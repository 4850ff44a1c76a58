"""Writing the workbook in its own process: all or nothing, stoppable, in bounded memory."""

from collections.abc import Iterator
from itertools import cycle, islice
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.styles import Font

from console.domain.refusal import Refusal
from console.export.assessment_book import DrillCell
from console.export.assessment_export import write_assessment
from console.export.book_layout import ROLES, read_layout
from tests.export.assessment_sample import CASES, LAYOUT, drill_rows, sample_book

MEBIBYTE = 1024 * 1024
LAYOUTS = LAYOUT.parent


def many(count: int) -> Iterator[tuple[DrillCell, ...]]:
    """As many cases as wanted, the same ones again and again."""
    return islice(cycle(list(drill_rows())), count)


def restyled(path: Path, name: str, where: str | None) -> Path:
    """A layout with one name pointing elsewhere, or away."""
    book = load_workbook(LAYOUT)
    del book.defined_names[name]
    if where is not None:
        from_other = load_workbook(LAYOUT).defined_names[name]
        from_other.attr_text = where
        book.defined_names[name] = from_other
    book.save(path)
    return path


def test_a_long_list_is_written_with_progress_in_bounded_memory(tmp_path: Path) -> None:
    path, told = tmp_path / "long.xlsx", list[tuple[int, int]]()
    peak = write_assessment(
        sample_book(12_000),
        many(12_000),
        path,
        layout=LAYOUT,
        progress=lambda done, of: told.append((done, of)),
    )
    assert peak < 100 * MEBIBYTE
    assert told == sorted(told)
    assert told[-1] == (24_000, 24_000)
    assert len(told) > 20
    assert [one.name for one in tmp_path.iterdir()] == ["long.xlsx"]


@pytest.mark.parametrize("count", [CASES - 1, CASES + 1])
def test_more_or_fewer_cases_than_the_sums_reckon_with_are_refused(
    tmp_path: Path, count: int
) -> None:
    path = tmp_path / "a.xlsx"
    path.write_text("old")
    with pytest.raises(Refusal, match=r"assessment_book\.rows_differ"):
        write_assessment(sample_book(CASES), many(count), path, layout=LAYOUT)
    assert [(one.name, one.read_text()) for one in tmp_path.iterdir()] == [("a.xlsx", "old")]


@pytest.mark.parametrize("after", [1_000, 3_000])
def test_a_stopped_one_leaves_nothing_behind(tmp_path: Path, after: int) -> None:
    seen: list[int] = []
    with pytest.raises(Refusal, match=r"assessment_book\.cancelled"):
        write_assessment(
            sample_book(2_000),
            many(2_000),
            tmp_path / "a.xlsx",
            layout=LAYOUT,
            progress=lambda done, _of: seen.append(done),
            cancelled=lambda: seen[-1] >= after,
        )
    assert not list(tmp_path.iterdir())


def test_a_place_that_cannot_be_written_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refusal, match=r"assessment_book\.unwritable"):
        write_assessment(sample_book(), drill_rows(), tmp_path / "no" / "a.xlsx", layout=LAYOUT)


@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_the_layouts_that_come_with_the_console_have_every_role(language: str) -> None:
    layout = read_layout(LAYOUTS / f"assessment.{language}.xlsx")
    assert set(layout) == set(ROLES)
    assert layout["total"].words in {"合计", "Total"}


@pytest.mark.parametrize(
    ("where", "code"),
    [
        (None, "assessment_book.layout_name_missing"),
        ("#REF!", "assessment_book.layout_name_broken"),
        ("'排名表'!$A$1:$B$2", "assessment_book.layout_name_broken"),
        ("'没有'!$A$1", "assessment_book.layout_name_broken"),
    ],
)
def test_a_missing_or_broken_name_of_the_layout_is_named(
    tmp_path: Path, where: str | None, code: str
) -> None:
    path = restyled(tmp_path / "l.xlsx", "layout_score", where)
    with pytest.raises(Refusal) as refused:
        read_layout(path)
    assert (refused.value.code, refused.value.facts) == (code, {"name": "layout_score"})


def test_a_layout_that_is_no_workbook_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "l.xlsx"
    path.write_text("a,b\n")
    with pytest.raises(Refusal, match=r"assessment_book\.layout_unreadable"):
        read_layout(path)
    with pytest.raises(Refusal, match=r"assessment_book\.layout_unreadable"):
        read_layout(tmp_path / "absent.xlsx")
    Workbook().save(path)
    with pytest.raises(Refusal, match=r"assessment_book\.layout_name_missing"):
        read_layout(path)


def test_what_a_city_restyles_is_what_is_written(tmp_path: Path) -> None:
    layout = load_workbook(LAYOUT)
    page = layout["排名表"]
    page["A1"].font = Font(name="楷体", size=20, color="FFFF0000")
    page["B6"].value = "全市合计"
    page["E5"].number_format = "0.0"
    page.column_dimensions["B"].width = 33
    page.row_dimensions[1].height = 50
    page["A10"].value = "=签字"
    layout.save(tmp_path / "l.xlsx")
    path = tmp_path / "a.xlsx"
    write_assessment(sample_book(), drill_rows(), path, layout=tmp_path / "l.xlsx")
    made = load_workbook(path)["部门排名"]
    assert (made["A1"].font.name, made["A1"].font.size) == ("楷体", 20)
    assert made["A1"].font.color.rgb == "FFFF0000"
    assert made["B17"].value == "全市合计"
    assert made["S5"].number_format == "0.0"
    assert made.column_dimensions["B"].width == pytest.approx(33, abs=1)
    assert made.row_dimensions[1].height == pytest.approx(50, abs=1)
    assert {cell.data_type for row in made["A19:A22"] for cell in row if cell.value} == {"s"}
