"""The reading process: what it gives back, and how each of its bounds says no."""

import json
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

import psutil
import pytest
from openpyxl import Workbook

from console.domain.finding import Finding, notice
from console.domain.refusal import Refusal
from console.export.book_rows import (
    BookItem,
    Bounds,
    Flaw,
    SheetRow,
    SheetStart,
    Unreadable,
    decode_items,
    encode_items,
)
from console.export.safe_book import BookReader, read_book
from tests.hostile.parts import MAIN, STRINGS, honest, with_part


def a_book(path: Path, rows: int = 3, *, hidden: bool = False) -> Path:
    book = Workbook(write_only=True)
    sheet = book.create_sheet("部件")
    for number in range(rows):
        sheet.append([f"行{number}", number, None, "长" * 20])
    book.create_sheet("藏").sheet_state = "hidden" if hidden else "visible"
    book.save(path)
    return path


def refusal(path: Path, bounds: Bounds) -> Refusal:
    with pytest.raises(Refusal) as refused:
        list(read_book(path, bounds))
    return refused.value


def test_rows_come_back_with_their_values_and_numbers(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "表"
    moment = datetime.fromisoformat("2024-03-01 08:30")
    sheet.append(["文", 1, 1.5, True, moment, moment.date(), moment.time()])
    sheet["B3"] = "=1+1"
    sheet["A4"] = " "
    book.create_sheet("藏").sheet_state = "veryHidden"
    book.save(tmp_path / "a.xlsx")
    midnight = datetime.fromisoformat("2024-03-01")
    assert list(read_book(tmp_path / "a.xlsx")) == [
        SheetStart("表"),
        SheetRow(1, ("文", 1, 1.5, True, moment, midnight, "08:30:00")),
        SheetRow(3, (None, Unreadable(Flaw.FORMULA))),
        SheetStart("藏", hidden=True),
    ]


def test_one_process_reads_many_files_and_ends_with_its_reader(tmp_path: Path) -> None:
    before = set(psutil.Process().children())
    with BookReader() as reader:
        assert len(list(reader.read(a_book(tmp_path / "a.xlsx")))) == 5
        first = set(psutil.Process().children()) - before
        assert len(list(reader.read(a_book(tmp_path / "b.xlsx", 1000)))) == 1002
        assert set(psutil.Process().children()) - before == first
        assert reader.peak_bytes > 0
    assert not [one for one in first if one.is_running() and "enter" in " ".join(one.cmdline())]


def test_a_reader_left_half_way_through_can_be_used_again(tmp_path: Path) -> None:
    path = a_book(tmp_path / "a.xlsx", 5_000)
    with BookReader() as reader:
        for item in reader.read(path):
            assert item == SheetStart("部件")
            break
        assert len(list(reader.read(path))) == 5_002


@pytest.mark.parametrize("kibibytes", [12_800, 14_321, 16_384, 17_407])  # it runs out elsewhere
def test_too_little_memory_is_one_refusal_and_the_next_file_is_read(
    tmp_path: Path, kibibytes: int
) -> None:
    small, big = tmp_path / "small.xlsx", tmp_path / "big.xlsx"
    small.write_bytes(honest(standards=True))
    texts = "".join(f"<si><t>{number}</t></si>" for number in range(400_000))
    big.write_bytes(
        with_part(honest(standards=True), STRINGS, f"<sst {MAIN}>{texts}</sst>".encode())
    )
    with BookReader(Bounds(memory_bytes=kibibytes * 1024)) as reader:
        with pytest.raises(Refusal, match=r"book\.memory"):
            list(reader.read(big))
        assert len(list(reader.read(small))) == 12


def test_too_slow_a_file_is_refused(tmp_path: Path) -> None:
    refused = refusal(a_book(tmp_path / "a.xlsx", 3_000), Bounds(seconds=0.0))
    assert (refused.code, refused.facts) == ("book.too_slow", {"seconds": 0})


def test_a_reader_that_dies_is_one_refusal(tmp_path: Path) -> None:
    path = a_book(tmp_path / "a.xlsx", 20_000)
    before = set(psutil.Process().children())
    with BookReader() as reader:
        items = reader.read(path)
        next(items)
        for child in set(psutil.Process().children()) - before:
            child.kill()
        with pytest.raises(Refusal, match=r"book\.reader_died"):
            list(items)


@pytest.mark.parametrize(
    ("bounds", "code"),
    [
        (Bounds(file_bytes=100), "book.too_large"),
        (Bounds(unpacked_bytes=100), "book.too_large"),
        (Bounds(parts=3), "book.zip_bomb"),
        (Bounds(ratio=0, ratio_from_bytes=0), "book.zip_bomb"),
    ],
)
def test_each_bound_of_a_file_says_no_before_it_is_opened(
    tmp_path: Path, bounds: Bounds, code: str
) -> None:
    assert refusal(a_book(tmp_path / "a.xlsx"), bounds).code == code


@pytest.mark.parametrize(
    ("bounds", "code", "row"),
    [
        (Bounds(rows=2), "sheet.too_many_rows", 3),
        (Bounds(columns=3), "sheet.too_wide", 0),
        (Bounds(row_chars=10), "row.too_long", 1),
    ],
)
def test_each_bound_of_a_sheet_is_a_finding(
    tmp_path: Path, bounds: Bounds, code: str, row: int
) -> None:
    path = tmp_path / "a.xlsx"
    book = Workbook()
    for _ in range(3):
        book.worksheets[0].append(["a", "b", "c", "长" * 20])
    book.save(path)
    found = [one for one in read_book(path, bounds) if isinstance(one, Finding)]
    assert (found[0].code, found[0].row) == (code, row)


def test_a_long_run_of_blank_rows_ends_the_sheet_with_a_notice(tmp_path: Path) -> None:
    book = Workbook()
    book.worksheets[0]["A1"] = "x"
    book.worksheets[0]["A900"] = "far below"
    book.save(tmp_path / "a.xlsx")
    items = list(read_book(tmp_path / "a.xlsx", Bounds(blank_run=100)))
    assert [one.code for one in items if isinstance(one, Finding)] == ["sheet.blank_run"]


@pytest.mark.parametrize("name", ["absent.xlsx", ".", "a\0b"])
def test_what_is_no_file_is_refused(tmp_path: Path, name: str) -> None:
    assert refusal(tmp_path / name, Bounds()).code == "book.not_found"


def test_a_text_table_keeps_to_its_bounds_too(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text('a,b\n1,2,3,4\n"x"y,1\nlonger than ten,1\n5,6\n', "utf-8")
    bounds = Bounds(columns=3, row_chars=12, rows=5)
    items = list(read_book(tmp_path / "a.csv", bounds))
    assert [(one.code, one.row) for one in items if isinstance(one, Finding)] == [
        ("row.too_wide", 2),
        ("row.csv_syntax", 3),
        ("row.too_long", 4),
    ]
    assert items[-1] == SheetRow(5, ("5", "6"))


def test_a_text_full_of_broken_lines_is_no_table(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("a,b\n" + '"x"y,1\n' * 200, "utf-8")
    assert refusal(tmp_path / "a.csv", Bounds()).code == "book.csv_syntax"


def test_a_batch_survives_the_pipe() -> None:
    items: list[BookItem] = [
        SheetStart("表", hidden=True),
        SheetRow(3, (None, True, 1, 1.5, "文", datetime.fromisoformat("2024-03-01 08:30"))),
        SheetRow(4, (Unreadable(Flaw.ERROR),)),
        notice("sheet.too_wide", most=64).at("表", 0),
    ]
    assert decode_items(_parsed(encode_items(items))) == items


@pytest.mark.parametrize("item", [["x"], ["r", "1", []], ["r", 1, [["d", 1]]], ["s", 1, True]])
def test_what_is_no_row_is_not_taken_from_the_pipe(item: object) -> None:
    with pytest.raises(ValueError, match="the reading process said"):
        decode_items([item])


def _parsed(message: Mapping[str, object]) -> list[object]:
    items: list[object] = json.loads(json.dumps(message))["items"]
    return items
