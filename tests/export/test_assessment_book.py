"""The assessment workbook: live formulas a second program agrees with, and pages as printed."""

import re
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest
from openpyxl import load_workbook
from PySide6.QtPdf import QPdfDocument
from PySide6.QtWidgets import QApplication

from console.export.assessment_book import Book, Given, Kind, Row, TextSheet, sheet_name
from console.export.assessment_writer import write_book
from console.export.book_formulas import averages, is_plain, letters, totals
from console.export.book_layout import read_layout
from console.export.drill_rows import spool, spooled
from tests.export.assessment_sample import (
    CASES,
    LAYOUT,
    SHOWN,
    drill_rows,
    ranking,
    sample_book,
)
from tests.recalculation import Cells, Office, cells_of, disagreements, formulas_of

Made = dict[str, Path]
HOSTILE = ("=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", '=HYPERLINK("x")', "=cmd|'/c'!A1", "'=1")


def write(book: Book, path: Path, layout: Path = LAYOUT) -> Path:
    """Write a book here, without the process."""
    rows, skeleton = path.with_suffix(".rows"), path.with_suffix(".skeleton")
    with rows.open("w", encoding="utf-8") as file:
        list(spool(drill_rows(), file))
    with rows.open(encoding="utf-8") as file:
        list(write_book(book, read_layout(layout), spooled(file), path, skeleton))
    return path


def tampered(source: Path, path: Path, change: Callable[[bytes], bytes]) -> Path:
    """A copy with one part changed: the sheet of the ranking."""
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(path, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            changed = change(content) if name == "xl/worksheets/sheet2.xml" else content
            new.writestr(name, changed)
    return path


def changed_value(sheet: bytes) -> bytes:
    """C5's value one more than it should be."""
    return re.sub(
        rb'(<c r="C5"[^>]*><f>.*?</f><v>)(\d+)', lambda m: m[1] + b"%d" % (int(m[2]) + 1), sheet
    )


def broken_formula(sheet: bytes) -> bytes:
    """D6 divides by nothing."""
    return re.sub(rb'(<c r="D6"[^>]*><f>)(.*?)(</f>)', rb"\1\2/0\3", sheet)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    folder = tmp_path_factory.mktemp("books")
    whole = write(sample_book(), folder / "whole.xlsx")
    return {
        "whole": whole,
        "split": write(sample_book(most_rows=102), folder / "split.xlsx"),
        "wrong": tampered(whole, folder / "wrong.xlsx", lambda s: broken_formula(changed_value(s))),
    }


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Office:
    return Office(tmp_path_factory.mktemp("office"))


@pytest.fixture(scope="module")
def calculated(made: Made, office: Office) -> dict[str, Cells]:
    """All books in one start of the program, which is most of the time it takes."""
    return dict(zip(made, office.recalculated(*made.values()), strict=True))


@pytest.fixture
def pages(made: Made, office: Office, qapp: QApplication) -> Iterator[QPdfDocument]:
    document = QPdfDocument()
    assert document.load(str(office.pdf(made["whole"]))) is QPdfDocument.Error.None_
    yield document
    document.close()


@pytest.mark.parametrize("name", ["whole", "split"])
def test_a_second_program_comes_to_every_value_that_lies_beside_a_formula(
    made: Made, calculated: dict[str, Cells], name: str
) -> None:
    assert disagreements(made[name], calculated[name]) == []
    assert len(formulas_of(made[name])) > 12 * len(SHOWN)


def test_the_second_program_names_a_cell_with_a_wrong_value_and_one_with_an_error(
    made: Made, calculated: dict[str, Cells]
) -> None:
    said = disagreements(made["wrong"], calculated["wrong"])
    assert [one for one in said if one.startswith("('部门排名', 'C5'): ")]
    assert "('部门排名', 'D6'): error #DIV/0!" in said
    assert not [one for one in said if "'E5'" in one]


def test_every_figure_of_a_ranking_is_a_formula_over_the_cases(made: Made) -> None:
    page = load_workbook(made["whole"])["部门排名"]
    typed = [
        cell.coordinate
        for row in page.iter_rows(min_row=5, max_row=18)
        for cell in row
        if isinstance(cell.value, int | float)
    ]
    assert typed == []
    assert "'明细'!" in str(page["C5"].value)


def test_a_drill_down_that_is_too_long_for_a_sheet_goes_on_in_the_next(made: Made) -> None:
    book = load_workbook(made["split"])
    parts = [book[f"明细 {number}"] for number in (1, 2, 3)]
    assert [page.max_row - 2 for page in parts] == [100, 100, 100]
    numbers = [page.cell(row, 1).value for page in parts for row in range(3, 103)]
    assert numbers == [row[0] for row in drill_rows()]


def test_what_is_undefined_is_a_dash_and_neither_ranked_nor_averaged(made: Made) -> None:
    cells = cells_of(made["whole"])
    place = next(key[1] for key, value in cells.items() if value == "3-1" and key[0] == "部门排名")
    row = place.removeprefix("B")
    columns = ranking().columns
    shown = {one.name: cells.get(("部门排名", letters(at) + row)) for at, one in enumerate(columns)}
    assert shown["rank"] == shown["score"] == shown["archive_rate"] == shown["grade"] == "—"
    assert shown["archive"] == 0


def test_sums_and_averages_are_exact_and_rates_of_sums_are_those_of_the_sums() -> None:
    table = ranking()
    sums, means = totals(table), averages(table)
    assert sums["report"] == CASES
    assert sums["archive_rate"] == Fraction(sums["archive"] or 0) / Fraction(
        sums["need_archive"] or 1
    )
    defined = [v for row in table.rows if isinstance(v := row.values["score"], Fraction)]
    assert means["score"] == sum(defined, Fraction(0)) / len(defined)
    assert averages(replace(table, rows=(Row(values={"unit": "甲"}),)))["score"] is None


def test_texts_that_look_like_formulas_are_texts_everywhere(tmp_path: Path) -> None:
    book = sample_book()
    hostile = TextSheet(
        sheet="敌", title="=1", headings=("=1",), rows=tuple((t,) for t in HOSTILE), widths=(9,)
    )
    cover = replace(book.cover, lines=tuple((text, text) for text in HOSTILE), notes=HOSTILE)
    path = write(replace(book, texts=(hostile,), cover=cover, title="=2"), tmp_path / "h.xlsx")
    expected, opened = {text.strip() for text in HOSTILE}, load_workbook(path)
    for name in ("敌", "封面"):
        cells = [cell for row in opened[name].iter_rows() for cell in row]
        assert {cell.data_type for cell in cells if cell.value is not None} == {"s"}
        assert expected <= {str(cell.value) for cell in cells}


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("a<b>&\"c'", "a<b>&\"c'"),
        ("_x000D_", "_x000D_"),
        ("\x00\ud800", "\ufffd"),
        ("100%#", "100%#"),
    ],
)
def test_a_case_s_text_survives_as_it_is(tmp_path: Path, text: str, read: str) -> None:
    book = sample_book(cases=1)
    path, skeleton = tmp_path / "t.xlsx", tmp_path / "s.xlsx"
    row: list[str | int | None] = [
        text,
        "甲",
        None,
        None,
        None,
        *[1] * (len(book.drill.columns) - 5),
    ]
    list(write_book(book, read_layout(LAYOUT), [[row]], path, skeleton))
    # openpyxl reads an escaped underscore as it stands; spreadsheets read it back.
    value = str(load_workbook(path)["明细"]["A3"].value).replace("_x005F_", "_")
    assert value == read


def test_the_pages_are_a4_across_with_numbers_and_repeated_heads(pages: QPdfDocument) -> None:
    count = pages.pageCount()
    texts = [pages.getAllText(at).text() for at in range(count)]
    sizes = {
        (round(pages.pagePointSize(at).width()), round(pages.pagePointSize(at).height()))
        for at in range(count)
    }
    assert sizes == {(842, 595)}
    assert all(
        f"第{at}页共{count}页" in "".join(text.split()) for at, text in enumerate(texts, start=1)
    )
    drill = [text for text in texts if "20261000" in text]
    assert len(drill) > 2
    assert all("案卷编号" in "".join(text.split()) for text in drill)
    assert "制表" in texts[1]


def test_a_grade_has_its_letter_in_the_cell_and_its_colour_by_the_letter(made: Made) -> None:
    page = load_workbook(made["whole"])["部门排名"]
    (rules,) = [one.rules for one in page.conditional_formatting]
    colours = {rule.formula[0]: rule.dxf.fill.bgColor.rgb[-6:] for rule in rules}
    assert colours == {
        '"A"': "2E7D32", '"B"': "1565C0", '"C"': "FFD54F", '"D"': "C62828", '"E"': "212121",
    }  # fmt: skip
    assert cells_of(made["whole"])["部门排名", "T5"] in list("ABCDE")


def test_heads_stay_in_sight_and_the_drill_down_can_be_filtered(made: Made) -> None:
    book = load_workbook(made["whole"])
    assert book["部门排名"].freeze_panes == "C5"
    assert book["部门排名"].print_title_rows == "$3:$4"
    assert book["明细"].freeze_panes == "B3"
    assert book["明细"].auto_filter.ref == f"A2:{letters(51)}302"


@pytest.mark.parametrize(
    ("key", "plain"),
    [
        ("市环卫处", True), ("U1", True), ("0304", False), ("a*", False), ("3-1", False),
        (">5", False), ("TRUE", False), ("Mar", False), ("3月1日", False), ("", False),
        ("1E5", False),
    ],
)  # fmt: skip
def test_only_a_key_that_no_spreadsheet_reads_otherwise_is_looked_up_by_criterion(
    key: str,
    plain: bool,  # noqa: FBT001 - a case of the table
) -> None:
    assert is_plain(key) is plain


def test_a_city_s_words_become_the_name_of_a_sheet(tmp_path: Path) -> None:
    words = ("市直[委局]/企业:*?", "'甲'", "", "History", "x" * 40, "x" * 40, "X" * 40)
    names: list[str] = []
    for one in words:
        names.append(sheet_name(one, names))
    assert names[:4] == ["市直·委局··企业···", "·甲·", "·", "History 2"]
    assert names[5:] == ["x" * 29 + " 2", "X" * 29 + " 3"]
    tables = tuple(replace(ranking(), sheet=one, charts=()) for one in names)
    path = write(replace(sample_book(), rankings=tables), tmp_path / "n.xlsx")
    assert load_workbook(path, read_only=True).sheetnames[1 : len(names) + 1] == names


def test_a_given_formula_reads_columns_by_name_and_leaves_texts_alone(tmp_path: Path) -> None:
    table = ranking()
    columns = tuple(
        replace(one, make=Given('=IF([report]>0,"[report]","x")'), kind=Kind.GRADE)
        if one.name == "grade"
        else one
        for one in table.columns
    )
    path = write(
        replace(sample_book(), rankings=(replace(table, columns=columns),)), tmp_path / "g.xlsx"
    )
    assert load_workbook(path)["部门排名"]["T5"].value == '=IF(C5>0,"[report]","x")'


def test_bars_begin_at_zero_so_that_small_differences_look_small(tmp_path: Path) -> None:
    path = write(sample_book(), tmp_path / "bars.xlsx")
    with zipfile.ZipFile(path) as file:
        charts = [file.read(name) for name in file.namelist() if name.startswith("xl/charts/chart")]
    assert charts
    assert all(b'<c:min val="0"/>' in chart for chart in charts)
