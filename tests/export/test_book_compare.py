"""A workbook tampered with by somebody who knows the format is told beside the true one."""

import re
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from openpyxl import Workbook

from console.domain.refusal import Refusal
from console.export.book_rows import Bounds
from console.export.compare_child import answer
from console.export.compare_job import CompareJob

SHEET = "xl/worksheets/sheet2.xml"
RELATIONS = "xl/_rels/workbook.xml.rels"


@pytest.fixture
def ours(tmp_path: Path) -> Path:
    """A cover, and a sheet of a few numbers with a sum."""
    book = Workbook()
    cover = book.active
    assert cover is not None
    cover.title = "cover"
    cover["A1"] = "2026-10"
    sheet = book.create_sheet("rows")
    for row in ("U1", 1, 0.5), ("U2", 0, 0.75), ("all", "=SUM(B1:B2)", "x"):
        sheet.append(row)
    path = tmp_path / "ours.xlsx"
    book.save(path)
    return path


def tampered(
    ours: Path, *changes: tuple[str, str, str], more: dict[str, str] | None = None
) -> Path:
    """A copy in which patterns of parts were replaced and parts were added."""
    with ZipFile(ours) as file:
        parts = {name: file.read(name).decode() for name in file.namelist()}
    for part, pattern, new in changes:
        assert re.search(pattern, parts[part]), (part, pattern, parts[part])
        parts[part] = re.sub(pattern, new, parts[part], count=1)
    theirs = ours.with_name("theirs.xlsx")
    with ZipFile(theirs, "w", ZIP_DEFLATED) as file:
        for name, content in {**parts, **(more or {})}.items():
            file.writestr(name, content)
    return theirs


def found(theirs: Path, ours: Path) -> list[tuple[str, str, str]]:
    job = CompareJob(theirs=theirs, ours=ours, bounds=Bounds())
    told = [one for one in answer(job, b"") if isinstance(one, dict) and "rows" not in one]
    return [(str(one["sheet"]), str(one["cell"]), str(one["what"])) for one in told]


def part_of(path: Path, name: str) -> str:
    with ZipFile(path) as file:
        return file.read(name).decode()


def test_a_sheet_read_from_another_part_than_the_untouched_one_is_told(ours: Path) -> None:
    other = part_of(ours, SHEET).replace("<v>0.5</v>", "<v>0.9</v>")
    theirs = tampered(ours, (RELATIONS, r"worksheets/sheet2\.xml", "worksheets/other.xml"),
                      more={"xl/worksheets/other.xml": other})  # fmt: skip
    with ZipFile(theirs) as file:
        assert file.read(SHEET).decode() == part_of(ours, SHEET)
    assert found(theirs, ours) == [("rows", "C1", "value")]


def test_rows_and_columns_beyond_what_a_sheet_says_of_itself_are_told(ours: Path) -> None:
    row = '<row r="4"><c r="A4" t="n"><v>9</v></c></row></sheetData>'
    assert found(tampered(ours, (SHEET, "</sheetData>", row)), ours) == [("rows", "A4", "value")]
    cell = '<c r="D1" t="n"><v>9</v></c></row>'
    assert found(tampered(ours, (SHEET, "</row>", cell)), ours) == [("rows", "D1", "value")]


def test_a_truth_in_place_of_a_one_is_told_because_sums_leave_it_out(ours: Path) -> None:
    theirs = tampered(ours, (SHEET, r'<c r="B1" t="n"><v>1</v>', '<c r="B1" t="b"><v>1</v>'))
    assert found(theirs, ours) == [("rows", "B1", "value")]


def test_a_number_or_formula_kept_as_text_is_told(ours: Path) -> None:
    theirs = tampered(ours, (SHEET, r'<c r="B1" t="n"><v>1</v>', '<c r="B1" t="str"><v>1</v>'))
    assert found(theirs, ours) == [("rows", "B1", "value")]
    text = '<c r="B3" t="str"><v>=SUM(B1:B2)</v>'
    theirs = tampered(ours, (SHEET, r'<c r="B3"><f>SUM\(B1:B2\)</f><v ?/>', text))
    assert found(theirs, ours) == [("rows", "B3", "value")]


def test_a_number_made_into_a_formula_of_any_kind_is_told(ours: Path) -> None:
    table = '<f t="dataTable" ref="B1" r1="A1"/>'
    for formula in ("<f>1</f>", '<f t="array" ref="B1">1</f>', table, "<f>[1]x!A1</f>"):
        theirs = tampered(ours, (SHEET, r'<c r="B1" t="n"><v>1</v>',
                                 f'<c r="B1">{formula}<v>1</v>'))  # fmt: skip
        assert found(theirs, ours) == [("rows", "B1", "formula")], formula
    theirs = tampered(ours, (SHEET, r"<f>SUM", '<f t="array" ref="B3">SUM'))
    assert found(theirs, ours) == [("rows", "B3", "formula")]


def test_a_number_format_that_shows_another_number_is_told(ours: Path) -> None:
    theirs = tampered(
        ours,
        ("xl/styles.xml", r"<numFmts[^>]*/>",
         '<numFmts count="1"><numFmt numFmtId="190" formatCode="&quot;99&quot;"/></numFmts>'),
        ("xl/styles.xml", r'(<cellXfs.*?numFmtId=)"0"', r'\1"190"'),
    )  # fmt: skip
    assert ("rows", "C1", "format") in found(theirs, ours)


def test_a_sheet_that_was_hidden_is_told(ours: Path) -> None:
    theirs = tampered(ours, ("xl/workbook.xml", r'name="rows"([^>]*)state="visible"',
                             r'name="rows"\1state="veryHidden"'))  # fmt: skip
    assert found(theirs, ours) == [("rows", "", "sheet_hidden")]


def test_a_file_that_is_another_workbook_to_another_program_is_refused(ours: Path) -> None:
    other = {"xl/real.xml": part_of(ours, "xl/workbook.xml"),
             "xl/_rels/real.xml.rels": part_of(ours, RELATIONS)}  # fmt: skip
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
    override = f'<Override PartName="/xl/texts.xml" ContentType="{kind}"/></Types>'
    relation = '<Relationship Id="rId99" Type="http://x/sharedStrings" Target="texts.xml"/>'
    types = "[Content_Types].xml"
    ways: tuple[tuple[tuple[tuple[str, str, str], ...], dict[str, str]], ...] = (
        ((("_rels/.rels", r'"/?xl/workbook\.xml"', '"xl/real.xml"'),), other),
        (((types, r"/xl/workbook\.xml", "/xl/real.xml"),), other),
        (((RELATIONS, "</Relationships>", f"{relation}</Relationships>"),), {}),
        (((types, "</Types>", override),), {}),
        ((), {"XL/Workbook.xml": part_of(ours, "xl/workbook.xml")}),
    )
    for changes, more in ways:
        with pytest.raises(Refusal, match=r"book\.two_readings"):
            found(tampered(ours, *changes, more=more), ours)


def test_the_same_workbook_has_nothing_to_tell(ours: Path) -> None:
    assert not found(tampered(ours), ours)
