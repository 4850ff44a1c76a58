"""Every regular form is calculated anew by another program, says the right words and no formula
of somebody else's, and follows the city's layout."""

from pathlib import Path

import pytest
from openpyxl import load_workbook

from console.domain.refusal import Refusal
from console.evaluation.forms import FormKind
from console.export.assessment_export import write_assessment
from console.export.book_layout import read_layout
from tests.export.assessment_sample import LAYOUT
from tests.export.forms_sample import made
from tests.recalculation import Office, cells_of, disagreements, formulas_of

FEWEST = {FormKind.NIGHT: 5, FormKind.DAY: 10, FormKind.WEEKLY: 9}
"""Formulas of a form at least; a form of typed figures would prove nothing."""


def written(kind: FormKind, folder: Path, language: str = "zh_CN") -> Path:
    form, path = made(kind, language), folder / f"{kind.value}.xlsx"
    layout = LAYOUT.with_name(f"assessment.{language}.xlsx")
    write_assessment(form.book, form.rows, path, layout=layout)
    return path


@pytest.fixture(scope="module")
def paths(tmp_path_factory: pytest.TempPathFactory) -> dict[FormKind, Path]:
    folder = tmp_path_factory.mktemp("forms")
    return {kind: written(kind, folder) for kind in FormKind}


def test_every_formula_comes_to_the_same_value_in_another_program(
    paths: dict[FormKind, Path], tmp_path: Path
) -> None:
    calculated = Office(tmp_path).recalculated(*paths.values())
    for (kind, path), theirs in zip(paths.items(), calculated, strict=True):
        assert len(formulas_of(path)) >= FEWEST.get(kind, 15), kind
        assert not disagreements(path, theirs), kind


def test_figures_of_a_statement_are_sums_over_its_rows(paths: dict[FormKind, Path]) -> None:
    for kind in (FormKind.UNIT, FormKind.INSPECTOR):
        said = list(formulas_of(paths[kind]).values())
        assert sum("SUM(" in one for one in said) >= 10, kind
        assert any("IFERROR" in one or "LOOKUP" in one for one in said), kind


def test_an_object_called_like_a_formula_stays_text(paths: dict[FormKind, Path]) -> None:
    book = load_workbook(paths[FormKind.MONTHLY])
    cells = [cell for row in book.worksheets[0].iter_rows() for cell in row]
    assert [cell.data_type for cell in cells if cell.value == "=一所"] == ["s"] * 2


@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_a_notice_has_its_red_head_number_and_signatures(tmp_path: Path, language: str) -> None:
    path = written(FormKind.MONTHLY, tmp_path, language)
    look = read_layout(LAYOUT.with_name(f"assessment.{language}.xlsx"))
    sheet = load_workbook(path).worksheets[0]
    assert str(sheet["A1"].font.color.rgb)[-6:] == str(look["form_head"].form["font_color"])[1:]
    words = [str(value) for value in cells_of(path).values()]
    number = {"zh_CN": "〔2026〕第 10 期", "en": "No. 10 of 2026"}[language]
    assert number in words
    assert look["signature"].words in words


def test_a_form_is_printed_upright_on_a4_as_wide_as_the_page(paths: dict[FormKind, Path]) -> None:
    sheet = load_workbook(paths[FormKind.WEEKLY]).worksheets[0]
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("portrait", 9)
    fitted = sheet.sheet_properties.pageSetUpPr
    assert fitted is not None
    assert fitted.fitToPage
    assert sheet.page_setup.fitToHeight == 0  # as many pages as it takes


def test_the_night_is_shorter_than_the_day(paths: dict[FormKind, Path]) -> None:
    day, night = (len(cells_of(paths[kind])) for kind in (FormKind.DAY, FormKind.NIGHT))
    assert night < day


def test_a_layout_without_the_head_of_forms_is_refused_by_its_name(tmp_path: Path) -> None:
    book = load_workbook(LAYOUT)
    del book.defined_names["layout_form_head"]
    book.save(tmp_path / "layout.xlsx")
    with pytest.raises(Refusal, match="layout_name_missing") as refused:
        read_layout(tmp_path / "layout.xlsx")
    assert refused.value.facts["name"] == "layout_form_head"
