"""Exports of another system: its columns, dates, numbers and coordinates, and what is left out."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest
from openpyxl import Workbook

from console.domain.coordinates import distance_m, wgs84_to_bd09mc, wgs84_to_gcj02
from console.domain.finding import Finding
from console.domain.imported_case import ImportedCase
from console.domain.place import Crs, Point
from console.domain.refusal import Refusal
from console.export.book_rows import BookItem, Cell, SheetRow, SheetStart
from console.export.case_columns import ColumnMapping
from console.export.case_export_book import case_items, propose_columns, read_cases
from console.export.case_points import Fits

LIST_HEADINGS = (
    "任务号,阶段红绿灯,授权状态,督办状态,上报时间,问题来源,大类,小类,问题类型,问题描述,地址描述,"
    "责任网格,区域,街道,社区,批转时间,当前阶段截止时间,剩余时间,区域级别,责属区域,捆绑截止时间/时限"
)
ANALYSIS_HEADINGS = (
    "上报时间,任务号,大类名称,小类名称,问题来源,问题描述,当前阶段名称,处置部门,捆绑处置截止时间,结案时间,"
    "所属片区,问题类型,地址描述,所属街道,所属社区,监督员,处置截止时间,延期案件,返工案件,X坐标,Y坐标"
)
HALL = Point(113.2928, 33.7390)
"""The office of 新华区 in WGS84."""


def table(headings: str, *rows: Sequence[Cell]) -> Iterator[BookItem]:
    yield SheetStart("案件")
    yield SheetRow(1, tuple(headings.split(",")))
    for number, row in enumerate(rows, 2):
        yield SheetRow(number, tuple(row))


def taken(
    items: Iterator[BookItem], *, mapping: ColumnMapping | None = None, fits: Fits | None = None
) -> tuple[list[ImportedCase], list[tuple[int, str]]]:
    answer = list(case_items(items, mapping=mapping, fits=fits))
    return (
        [one for one in answer if isinstance(one, ImportedCase)],
        [(one.row, one.code) for one in answer if isinstance(one, Finding)],
    )


def short(*rows: Sequence[Cell]) -> Iterator[BookItem]:
    return table("任务号,上报时间,问题来源,X坐标,Y坐标", *rows)


def test_an_analysis_export_is_taken_over_with_all_its_columns() -> None:
    x, y = wgs84_to_bd09mc(HALL)
    row = (
        *("2024-03-01 08:30:00", "22041800001", "公用设施", "上水井盖", "监督员上报", "井盖缺失"),
        *("[办结]", "供水公司", "2024-03-01 10:30:00", datetime.fromisoformat("2024-03-01 09:45")),
        *("中心片区", "部件", "建设路", "曙光街街道", "园丁社区", "张三", "2024/3/1 10:30"),
        *("是", "否", x, y),
    )
    (case,), found = taken(table(ANALYSIS_HEADINGS, row))
    assert not found
    assert case.reported_at == datetime(2024, 3, 1, 0, 30, tzinfo=UTC)
    assert case.closed_at == datetime(2024, 3, 1, 1, 45, tzinfo=UTC)
    assert case.bundled_deadline == case.handling_deadline
    assert (case.task_number, case.subclass_name, case.unit) == (
        "22041800001",
        "上水井盖",
        "供水公司",
    )
    assert (case.raw_state, case.street, case.community) == ("[办结]", "曙光街街道", "园丁社区")
    assert (case.extended, case.reworked, case.inspector) == (True, False, "张三")
    assert case.crs is Crs.BD09MC
    assert case.point is not None
    assert distance_m(case.point, HALL) < 1
    assert (case.sheet, case.row) == ("案件", 2)


def test_a_list_export_is_understood_with_its_own_names() -> None:
    row: list[Cell] = [None] * 21
    row[0], row[4], row[7], row[20] = 22041800001, 45352.5, "暴露垃圾", "2024-03-02 10:00/4工作时"
    (case,), found = taken(table(LIST_HEADINGS, row))
    assert not found
    assert (case.task_number, case.subclass_name) == ("22041800001", "暴露垃圾")
    assert case.reported_at == datetime(2024, 3, 1, 4, 0, tzinfo=UTC)
    assert case.bundled_deadline == datetime(2024, 3, 2, 2, 0, tzinfo=UTC)
    assert (case.extended, case.point) == (None, None)


def test_a_number_is_taken_once_and_not_if_it_is_known() -> None:
    rows = [(number, "2024-03-01", "") for number in ("A1", "A2", "A1", "'A3")]
    answer = list(case_items(short(*rows), known={"A2"}))
    assert [one.task_number for one in answer if isinstance(one, ImportedCase)] == ["A1", "A3"]
    assert [(one.row, one.code) for one in answer if isinstance(one, Finding)] == [
        (3, "import.known"),
        (4, "import.twice"),
    ]


@pytest.mark.parametrize(
    ("number", "reported", "reason"),
    [
        (None, "2024-03-01", "import.no_number"),
        ("A 1", "2024-03-01", "import.no_number"),
        ("9" * 65, "2024-03-01", "import.no_number"),
        (4104030123456789000, "2024-03-01", "import.number_lost"),
        (1.5, "2024-03-01", "import.number_lost"),
        ("2.20418E+10", "2024-03-01", "import.number_lost"),
        ("A1", None, "import.no_report_time"),
        ("A1", "昨天", "import.moment_unreadable"),
        ("A1", "03/04/2024", "import.moment_unreadable"),
        ("A1", "1900-01-01", "import.moment_unreadable"),
    ],
)
def test_a_row_without_usable_number_or_time_is_left_out_with_its_reason(
    number: Cell, reported: Cell, reason: str
) -> None:
    cases, found = taken(short((number, reported, "热线"), ("B1", "2024-03-01", "热线")))
    assert [one.task_number for one in cases] == ["B1"]
    assert (2, reason) in found


@pytest.mark.parametrize(
    "text",
    [
        "2024-03-01 15:20:00",
        "2024/3/1 15:20",
        "2024.03.01 15:20:00",
        "2024年3月1日 15时20分",
        "2024年3月1日15时20分0秒",
        "2024/3/1 下午 3:20",
        "2024-03-01T15:20:00.123",
        "2024-03-01T07:20:00Z",
        "2024-03-01 07:20:00+0000",
        "20240301152000",
        "202403011520",
        "2024-03-01 15：20：00",
        20240301152000,
        45352.6388888889,
        datetime.fromisoformat("2024-03-01 15:20"),
        datetime(2024, 3, 1, 7, 20, tzinfo=UTC),
    ],
)
def test_times_are_understood_in_the_forms_exports_use(text: Cell) -> None:
    (case,), _ = taken(short(("A1", text, "")))
    assert case.reported_at == datetime(2024, 3, 1, 7, 20, tzinfo=UTC)


def test_what_a_side_column_hides_is_left_blank_and_reported() -> None:
    headings = "任务号,上报时间,结案时间,延期案件,X坐标,Y坐标"
    (case,), found = taken(table(headings, ("A1", "2024-03-01", True, "也许", "东", "33.7")))
    assert (case.closed_at, case.extended, case.point) == (None, None, None)
    assert [code for _, code in found] == [
        "import.moment_unreadable",
        "import.flag_unreadable",
        "import.coordinates_unknown",
    ]


def test_degrees_are_what_the_mapping_says() -> None:
    mapping = ColumnMapping(
        columns={"task_number": "任务号", "reported_at": "上报时间", "x": "X坐标", "y": "Y坐标"},
        degrees=Crs.WGS84,
    )
    (case,), found = taken(short(("A1", "2024-03-01", "", HALL.lon, HALL.lat)), mapping=mapping)
    assert (case.point, case.crs, found) == (HALL, Crs.WGS84, [])


def test_degrees_are_what_their_heading_says() -> None:
    headings = "任务号,上报时间,问题来源,X坐标(WGS84),Y坐标(WGS84)"
    (case,), found = taken(table(headings, ("A1", "2024-03-01", "", HALL.lon, HALL.lat)))
    assert (case.crs, found) == (Crs.WGS84, [])


def test_degrees_are_found_by_where_the_cases_say_they_are() -> None:
    gcj = wgs84_to_gcj02(HALL)

    def near_hall(point: Point, case: ImportedCase) -> bool:
        return case.source == "热线" and distance_m(point, HALL) < 200

    rows = [(f"A{n}", "2024-03-01", "热线", HALL.lon, HALL.lat) for n in range(3)]
    cases, found = taken(short(*rows), fits=near_hall)
    assert found == [(0, "import.degrees_found")]
    assert {one.crs for one in cases} == {Crs.WGS84}
    cases, found = taken(short(("A1", "2024-03-01", "热线", *gcj)), fits=near_hall)
    assert {one.crs for one in cases} == {Crs.GCJ02}
    _, found = taken(short(("A1", "2024-03-01", "电话", *gcj)), fits=near_hall)
    assert found == [(0, "import.degrees_assumed")]


def test_without_any_hint_degrees_are_taken_for_gcj_and_that_is_said() -> None:
    gcj = wgs84_to_gcj02(HALL)
    (case,), found = taken(short(("A1", "2024-03-01", "", gcj.lat, gcj.lon)))
    assert found == [(0, "import.degrees_assumed"), (2, "import.swapped")]
    assert case.point is not None
    assert distance_m(case.point, HALL) < 1


@pytest.mark.parametrize(
    ("x", "y", "reason"),
    [
        (434214.62, 3736157.87, "import.city_coordinates"),
        (3736157.87, 38434214.62, "import.city_coordinates"),
        (5.0, 5.0, "import.coordinates_unknown"),
        ("nan", "1", "import.coordinates_unknown"),
        (0, 0, "import.no_coordinates"),
    ],
)
def test_coordinates_of_no_known_system_give_no_point(x: Cell, y: Cell, reason: str) -> None:
    (case,), found = taken(short(("A1", "2024-03-01", "", x, y)))
    assert case.point is None
    assert [code for _, code in found] == [reason]


def test_a_case_closed_before_it_was_reported_is_kept_and_told() -> None:
    headings = "任务号,上报时间,结案时间"
    rows = (
        ("A1", "2024-03-01 08:30", "2024-03-01 08:29"),
        ("A2", "2024-03-01 08:30", "2024-03-01 08:30"),
    )
    items = list(case_items(table(headings, *rows)))
    (found,) = [one for one in items if isinstance(one, Finding)]
    assert (found.code, found.row, found.column) == ("import.closed_early", 2, "结案时间")
    assert len(items) == 3


def test_a_table_without_the_needed_columns_is_refused_by_name() -> None:
    with pytest.raises(Refusal) as refused:
        taken(table("任务号,大类,小类,街道", ("A1", "", "", "")))
    assert refused.value.code == "import.columns_missing"
    assert refused.value.facts == {"headings": "上报时间"}


def test_a_file_without_headings_is_refused() -> None:
    with pytest.raises(Refusal, match=r"import\.no_headings"):
        taken(table("甲,乙,丙", *[("1", "2", "3")] * 12))


def test_columns_are_proposed_read_and_kept(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.append(["平顶山市案件导出"])
    sheet.append(["案件编号", "上报时间", "所属街道", "处置截止日期", "备注"])
    sheet.append(
        ["A1", datetime.fromisoformat("2024-03-01 15:20"), "东安路街道", "2024-03-02 15:20", "=1"]
    )
    book.save(tmp_path / "a.xlsx")
    proposal = propose_columns(tmp_path / "a.xlsx")
    assert proposal.mapping.columns["task_number"] == "案件编号"
    assert (proposal.unsure, proposal.unused) == (("handling_deadline",), ("备注",))
    kept = ColumnMapping.from_json(proposal.mapping.to_json())
    assert kept == proposal.mapping
    (case,) = read_cases(tmp_path / "a.xlsx", mapping=kept)
    assert isinstance(case, ImportedCase)
    assert case.handling_deadline == datetime(2024, 3, 2, 7, 20, tzinfo=UTC)
    (remark, _) = read_cases(tmp_path / "a.xlsx")
    assert isinstance(remark, Finding)
    assert remark.code == "import.column_likely"


@pytest.mark.parametrize(
    "text",
    ["", "[]", '{"columns": 1}', '{"columns": {"caller": "x"}}', '{"columns":{},"degrees":"x"}'],
)
def test_a_mapping_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(Refusal, match=r"import\.mapping_unreadable"):
        ColumnMapping.from_json(text)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("separator", [",", "\t"])
def test_text_exports_are_read_in_the_encodings_spreadsheets_write(
    tmp_path: Path, encoding: str, separator: str
) -> None:
    lines = ["任务号,上报时间,问题来源", '="0022041800001",2024-03-01 15:20,热线', ""]
    text = "\r\n".join(lines).replace(",", separator)
    (tmp_path / "a.csv").write_bytes(text.encode(encoding))
    (case,) = read_cases(tmp_path / "a.csv")
    assert isinstance(case, ImportedCase)
    assert (case.task_number, case.source) == ("0022041800001", "热线")
