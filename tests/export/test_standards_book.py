"""The standards workbook of real cities: what is taken over, what becomes a finding, and back."""

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from console.domain.catalogue import (
    COMPONENT,
    EVENT,
    GBT30428,
    Catalogue,
    Category,
    CategoryKey,
    Condition,
)
from console.domain.catalogue_diff import diff, next_version
from console.domain.finding import Weight
from console.domain.place import AreaLevel
from console.domain.timelimit import LimitStep, LimitUnit, StepLimit, TimeLimit
from console.export.safe_book import BookReader
from console.export.standards_book import (
    BOUNDS,
    StandardsReading,
    as_json,
    read,
    read_items,
    shown,
)
from console.export.standards_sheets import write
from tests.export.reference import yuncheng
from tests.hostile.parts import STANDARDS

HEADER = [str(name) for name in STANDARDS[0]]
COVER = ("01", "公用设施", "01", "上水井盖", "供水公司、街道办", "城市管理局")
Line = Sequence[object]


@pytest.fixture(scope="module")
def reader() -> Iterator[BookReader]:
    """One reading process for the whole file; each file alone is what `read` does."""
    with BookReader(BOUNDS) as reader:
        yield reader


def a_book(
    path: Path,
    components: Sequence[Line] = (),
    events: Sequence[Line] = (),
    *,
    header: Sequence[str] = HEADER,
) -> Path:
    book = Workbook()
    book.remove(book.worksheets[0])
    for name, lines in (("部件", components), ("事件", events)):
        sheet = book.create_sheet(name)
        sheet.append(["某市立案、处置和结案标准"])
        sheet.append(list(header))
        for line in lines:
            sheet.append(list(line))
    book.save(path)
    return path


def reasons(reading: StandardsReading) -> list[tuple[str, int, str]]:
    return [(one.sheet, one.row, one.code) for one in reading.findings if one.sheet == "部件"]


def test_all_519_conditions_of_a_real_city_go_out_and_come_back(tmp_path: Path) -> None:
    catalogue = yuncheng()
    write(tmp_path / "out.xlsx", catalogue)
    reading = read(tmp_path / "out.xlsx")
    assert len(reading.incoming.conditions) == len(catalogue.conditions) == 519
    assert not [one for one in reading.findings if one.weight is Weight.FINDING]
    assert diff(catalogue, reading.incoming) == ()
    again = next_version(catalogue, reading.incoming, version=1, valid_from=catalogue.valid_from)
    assert again == catalogue


def test_the_city_s_own_way_of_writing_is_taken_over_whole(
    tmp_path: Path, reader: BookReader
) -> None:
    """The same 519 rows with blanks, numbers and apostrophes as in the workbook cities keep."""
    catalogue = yuncheng()
    units = {"hour": "紧急工作时", "work_hour": "工作时", "work_day": "工作日", "day": "紧急工作日"}
    sheets: dict[str, list[Line]] = {COMPONENT: [], EVENT: []}
    last: tuple[object, ...] = ()
    for at, one in enumerate(catalogue.conditions):
        named = catalogue.category(*one.category)
        assert named is not None
        assert one.limit is not None
        code = one.category.code[2:]
        typed = [code, int(code), f"'{code}"][at % 3]
        place = (typed, named.name, "各产权单位、街道办", "城市管理局")
        begins = last[1:2] != (one.category,)
        top = last[:1] != (one.category.code[:2] + one.category.kind,)
        last = (one.category.code[:2] + one.category.kind, one.category)
        head = (int(named.class_code), named.class_name) if top else (None, None)
        limit = f"{one.limit.value}{units[one.limit.unit]}{one.limit_words}" + "\n" * (at % 2)
        sheets[one.category.kind].append(
            (*head, *(place if begins else (None,) * 4), one.text, one.closing_text, limit)
        )
    reading = read_items(
        reader.read(a_book(tmp_path / "in.xlsx", sheets[COMPONENT], sheets[EVENT]))
    )
    assert len(reading.incoming.conditions) == 519
    assert [one.code for one in reading.findings] == ["limit.words_behind"]
    with_units = {one.units for one in reading.incoming.conditions}
    assert with_units == {("各产权单位", "街道办")}
    limits = {(one.category, one.text): one.limit for one in catalogue.conditions}
    assert {(one.category, one.text): one.limit for one in reading.incoming.conditions} == limits


def test_blank_cells_carry_on_the_value_above(tmp_path: Path, reader: BookReader) -> None:
    lines: list[Line] = [
        (*COVER, "缺失", "恢复", "2紧急工作时"),
        (None, None, None, None, None, None, "破损", None, "4工作时"),
        (None, None, 2.0, "污水井盖", None, None, "缺失", "更换", "2紧急工作时"),
        ("02", "交通设施", "'01", "停车场", "停车公司", None, "坑洼", None, "5工作日"),
    ]
    first, second, third, fourth = read_items(
        reader.read(a_book(tmp_path / "a.xlsx", lines))
    ).incoming.conditions
    assert (second.category.code, second.ordinal, second.closing_text) == ("0101", 2, "恢复")
    assert first.units == second.units == third.units == ("供水公司", "街道办")
    assert (third.category.code, third.ordinal, third.department) == ("0102", 1, "城市管理局")
    assert (fourth.category.code, fourth.units, fourth.department) == ("0201", ("停车公司",), "")
    assert fourth.closing_text == ""


@pytest.mark.parametrize("limit", ["", None, "立即", 4, "1-2工作日", "=2+2", date(2026, 1, 2)])
def test_a_limit_that_is_not_clear_is_a_finding_and_the_rest_goes_on(
    tmp_path: Path, reader: BookReader, limit: object
) -> None:
    lines: list[Line] = [
        (*COVER, "缺失", "恢复", limit),
        (None, None, None, None, None, None, "破损", None, "4工作时"),
    ]
    reading = read_items(reader.read(a_book(tmp_path / "a.xlsx", lines)))
    assert [one.text for one in reading.incoming.conditions] == ["破损"]
    (found,) = [one for one in reading.findings if one.row == 3]
    assert (found.sheet, found.column, found.weight) == ("部件", "处置时限", Weight.FINDING)
    assert len(reading.incoming.unread) == 1


def test_an_unread_limit_does_not_remove_the_condition_in_force(
    tmp_path: Path, reader: BookReader
) -> None:
    good = read_items(
        reader.read(a_book(tmp_path / "a.xlsx", [(*COVER, "缺失", "恢复", "2紧急工作时")]))
    ).incoming
    present = next_version(None, good, version=1, valid_from=date(2026, 1, 1))
    bad = read_items(
        reader.read(a_book(tmp_path / "b.xlsx", [(*COVER, "缺失", "恢复", "尽快")]))
    ).incoming
    assert diff(present, bad) == ()


@pytest.mark.parametrize(
    ("place", "reason"),
    [
        (("", "", "02", ""), "standards.name_missing"),
        (("", "", "", "污水井盖"), "standards.code_missing"),
        (("", "", "x", "污水井盖"), "standards.code_unreadable"),
        (("", "", "0", "污水井盖"), "standards.code_unreadable"),
        (("", "", "0203", "污水井盖"), "standards.other_class"),
        (("", "", "01", "污水井盖"), "standards.two_names"),
        (("甲", "交通设施", "01", "停车场"), "standards.code_unreadable"),
        (("02", "", "01", "停车场"), "standards.name_missing"),
        (("", "交通设施", "01", "停车场"), "standards.class_code_missing"),
        (("02", "交通设施", "", "停车场"), "standards.code_missing"),
        (("02", "交通设施", "", ""), "standards.code_missing"),
    ],
)
def test_a_line_without_a_clear_subclass_is_never_put_under_the_one_above(
    tmp_path: Path, reader: BookReader, place: Line, reason: str
) -> None:
    lines: list[Line] = [
        (*COVER, "缺失", "恢复", "2紧急工作时"),
        (*place, "", "", "不明", "恢复", "2工作日"),
        ("", "", "", "", "", "", "也不明", "", "2工作日"),
    ]
    reading = read_items(reader.read(a_book(tmp_path / "a.xlsx", lines)))
    assert [one.text for one in reading.incoming.conditions] == ["缺失"]
    rows = [row for _, row, _ in reasons(reading)]
    assert ("部件", 4, reason) in reasons(reading)
    assert 5 in rows
    assert reading.incoming.kinds == frozenset()
    assert ("部件", 0, "standards.nothing_removed") in reasons(reading)


def test_a_subclass_restated_on_the_next_page_goes_on(tmp_path: Path, reader: BookReader) -> None:
    lines: list[Line] = [
        (*COVER, "缺失", "恢复", "2紧急工作时"),
        ("1", "公用设施 ", "0101", "上水井盖", "", "", "破损", "", "4工作时"),
        ("01", "公用设备", "101", None, "", "", "声响", "", "2工作日"),
        (None, None, None, "上水井盖", "", "", "沉降", "", "5工作日"),
    ]
    reading = read_items(reader.read(a_book(tmp_path / "a.xlsx", lines)))
    assert [one.ordinal for one in reading.incoming.conditions] == [1, 2, 3, 4]
    assert reasons(reading)[:1] == [("部件", 5, "standards.class_renamed")]


def test_repeated_headers_remarks_and_broken_names_are_no_obstacle(
    tmp_path: Path, reader: BookReader
) -> None:
    lines: list[Line] = [
        ("01", "公用设施", "49", "燃气调压站\n（箱）", "燃气公司", "", "倒地", "恢复", "1工作日"),
        ("某市立案、处置和结案标准（续）",),
        HEADER,
        ("", "", "", "", "", "", "破损", "", "2工作日"),
        ("01", "公用设施", "49", "燃气调压站（箱）", "", "", "锈蚀", "", "3工作日"),
    ]
    reading = read_items(reader.read(a_book(tmp_path / "a.xlsx", lines)))
    assert [one.ordinal for one in reading.incoming.conditions] == [1, 2, 3]
    assert reading.incoming.categories[0].name == "燃气调压站（箱）"
    assert reasons(reading) == [("部件", 4, "standards.remark_ignored")]
    assert COMPONENT in reading.incoming.kinds


def test_lines_without_a_condition_or_with_a_repeated_one_are_findings(
    tmp_path: Path, reader: BookReader
) -> None:
    lines: list[Line] = [
        (*COVER, "", "", ""),
        ("", "", "", "", "", "", "缺失", "恢复", "2工作日"),
        ("", "", "", "", "", "", "缺失", "恢复", "3工作日"),
        ("", "", "", "", "", "", "", "恢复", "3工作日"),
        ("", "", "", "", "=A1", "", "破损", "恢复", "3工作日"),
        ("", "", "=1", "", "", "", "破损", "恢复", "3工作日"),
    ]
    reading = read_items(reader.read(a_book(tmp_path / "a.xlsx", lines)))
    assert [one.limit for one in reading.incoming.conditions] == [TimeLimit(2, LimitUnit.WORK_DAY)]
    assert reasons(reading)[:4] == [
        ("部件", 5, "standards.stands_twice"),
        ("部件", 6, "standards.condition_missing"),
        ("部件", 7, "cell.formula"),
        ("部件", 8, "cell.formula"),
    ]


def test_other_sheets_are_ignored_with_a_notice_and_missing_ones_named(
    tmp_path: Path, reader: BookReader
) -> None:
    book = Workbook()
    for name in ("说明", "部件 "):
        book.create_sheet(name).append(["标题"])
    book.remove(book.worksheets[0])
    book.save(tmp_path / "a.xlsx")
    found = [(one.sheet, one.code) for one in read_items(reader.read(tmp_path / "a.xlsx")).findings]
    assert found[:2] == [("说明", "standards.sheet_ignored"), ("事件", "standards.sheet_missing")]


def test_a_header_in_another_row_or_with_other_names_is_understood(
    tmp_path: Path, reader: BookReader
) -> None:
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "部件"
    header = [*HEADER[:4], "责任主体", "监管主体", *HEADER[6:]]
    sheet.append([f"{name[:2]}\n{name[2:]}" for name in header])
    sheet.append([*COVER, "缺失", "恢复", "2紧急工作时"])
    book.save(tmp_path / "a.xlsx")
    reading = read_items(reader.read(tmp_path / "a.xlsx"))
    assert [one.units for one in reading.incoming.conditions] == [("供水公司", "街道办")]
    assert ("部件", 1, "standards.header_elsewhere") in reasons(reading)


@pytest.mark.parametrize(
    ("header", "reason"),
    [
        (HEADER[:8], "standards.header_missing"),
        (["其他"] * 9, "standards.nothing_removed"),
        ([*HEADER, "处置时限"], "standards.header_twice"),
    ],
)
def test_a_sheet_without_a_usable_header_is_left_out_and_removes_nothing(
    tmp_path: Path, reader: BookReader, header: list[str], reason: str
) -> None:
    reading = read_items(
        reader.read(a_book(tmp_path / "a.xlsx", [(*COVER, "x", "y", "2工作日")] * 9, header=header))
    )
    assert reason in [code for _, _, code in reasons(reading)]
    assert not reading.incoming.conditions
    assert COMPONENT not in reading.incoming.kinds


def test_the_answer_for_scripts_has_the_promised_keys(tmp_path: Path, reader: BookReader) -> None:
    lines: list[Line] = [(*COVER, "缺失", "恢复", "2小时"), (*COVER, "破损", "恢复", "")]
    reading = read_items(reader.read(a_book(tmp_path / "a.xlsx", lines)))
    answer = as_json(reading, diff(None, reading.incoming), lambda one: f"why: {one.code}")
    assert answer["conditions"] == 1
    changes, findings = answer["changes"], answer["findings"]
    assert isinstance(changes, list)
    assert isinstance(findings, list)
    assert [one["change"] for one in changes] == ["added", "added"]
    assert {"sheet", "row", "reason", "code"} <= set(findings[0])
    assert ("部件", 4, "limit.empty") in [(o["sheet"], o["row"], o["code"]) for o in findings]
    assert all(one["reason"] == f"why: {one['code']}" for one in findings)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, ""),
        ("修复", "修复"),
        (TimeLimit(2, LimitUnit.HOUR), "2紧急工作时"),
        (("供水公司", "街道办"), "供水公司、街道办"),
        (((AreaLevel.FIRST, TimeLimit(1, LimitUnit.DAY)),), "A类1紧急工作日"),
        ((StepLimit(TimeLimit(4, LimitUnit.WORK_HOUR), LimitStep.STOP),), "停工4工作时"),
    ],
)
def test_values_of_changes_are_shown_in_the_workbook_s_words(value: object, text: str) -> None:
    assert shown(value) == text


HOSTILE = [
    "=1+1",
    "=cmd|'/c calc'!A0",
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "<script>",
    "='x'!A1",
    "%0A",
]


def test_texts_that_look_like_formulas_stay_text(tmp_path: Path, reader: BookReader) -> None:
    key = CategoryKey(GBT30428, EVENT, "0101")
    catalogue = Catalogue(
        version=1,
        valid_from=date(2026, 1, 1),
        categories=(Category(key=key, class_code="01", class_name="=1", name="=2"),),
        conditions=tuple(
            Condition(
                category=key, ordinal=at, text=text.strip(), limit=TimeLimit(1, LimitUnit.DAY)
            )
            for at, text in enumerate(HOSTILE, 1)
        ),
    )
    write(tmp_path / "a.xlsx", catalogue)
    book = load_workbook(tmp_path / "a.xlsx")
    types = {cell.data_type for sheet in book for row in sheet for cell in row if cell.value}
    assert types == {"s"}
    assert diff(catalogue, read_items(reader.read(tmp_path / "a.xlsx")).incoming) == ()


TEXTS = st.text(
    st.characters(codec="utf-8", exclude_categories=["C", "Z"]), min_size=2, max_size=20
)
UNITS = st.lists(
    st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z", "P"]), min_size=2),
    unique=True,
)


@given(texts=st.lists(TEXTS, unique_by=lambda text: text.casefold(), max_size=5), units=UNITS)
@settings(
    max_examples=5, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_whatever_is_written_is_read_back(
    tmp_path: Path, reader: BookReader, texts: list[str], units: list[str]
) -> None:
    key = CategoryKey(GBT30428, COMPONENT, "0199")
    incoming_limit = TimeLimit(2, LimitUnit.HOUR)
    conditions = {
        one.key: one
        for one in (
            Condition(
                category=key,
                ordinal=at,
                text=text,
                limit=incoming_limit,
                units=tuple(units),
            )
            for at, text in enumerate(texts, 1)
        )
    }
    catalogue = Catalogue(
        version=1,
        valid_from=date(2026, 1, 1),
        categories=(Category(key=key, class_code="01", class_name="公用设施", name="驿站"),),
        conditions=tuple(conditions.values()),
    )
    write(tmp_path / "a.xlsx", catalogue)
    reading = read_items(reader.read(tmp_path / "a.xlsx"))
    assert next_version(
        catalogue, reading.incoming, version=1, valid_from=catalogue.valid_from
    ).conditions == tuple(sorted(catalogue.conditions, key=lambda one: one.ordinal))
