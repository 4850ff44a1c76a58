"""A report of an import: every cell is text, in each of its forms."""

import csv
from pathlib import Path

import pytest
from openpyxl import load_workbook

from console.domain.refusal import Refusal
from console.export.ground_report import Line, refuse_format, write_report

FORMULA = '=HYPERLINK("http://x")'
HEADINGS = ("类别", "序号", "编码", "原编码", "字段", "说明")
LINE = Line(kind="未采用", row="3", code="410403001001001", former="", column="", text=FORMULA)


def test_a_workbook_keeps_formulas_as_text_and_codes_with_their_digits(tmp_path: Path) -> None:
    file = tmp_path / "a.xlsx"
    write_report(file, HEADINGS, [LINE])
    sheet = load_workbook(file).worksheets[0]
    assert [cell.value for cell in sheet[2]] == ["未采用", "3", LINE.code, None, None, FORMULA]
    assert "f" not in {cell.data_type for cell in sheet[2]}


def test_a_text_table_is_no_formula_either(tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    write_report(file, HEADINGS, [LINE])
    with file.open(encoding="utf-8-sig", newline="") as there:
        head, line = csv.reader(there)
    assert (tuple(head), line[5]) == (HEADINGS, f"'{FORMULA}")


def test_plain_lines_have_tabs_between_cells(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    write_report(file, HEADINGS, [LINE])
    assert file.read_text("utf-8").splitlines()[1].split("\t")[2] == LINE.code


def test_only_forms_that_can_be_written_are_taken() -> None:
    refuse_format(Path("a.XLSX"))
    with pytest.raises(Refusal, match=r"geo\.report_format"):
        refuse_format(Path("a.pdf"))
