"""No telephone, identity or plate number and no name leaves in a workbook, wherever it hides."""

import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from console.domain.refusal import Refusal
from console.export.personal_scan import (
    Personal,
    PersonalFinding,
    check_unpersonal,
    is_identity,
    kinds_in,
    scan_book,
)
from tests.export.assessment_sample import sample_book
from tests.export.test_assessment_book import write

# Made up: no such district, and the digits of a telephone nobody has.
IDENTITY = "990101199001010010"[:17]
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
IDENTITY += "10X98765432"[sum(w * int(d) for w, d in zip(WEIGHTS, IDENTITY, strict=True)) % 11]
MOBILE = "13800000001"
NAMES = ("测试甲", "Test Person")
SEEDS = {
    Personal.MOBILE: f"来电{MOBILE}。",
    Personal.PHONE: "0375-2000001",
    Personal.IDENTITY: f"身份证{IDENTITY}号",
    Personal.PLATE: "车牌豫D·A0001",
    Personal.NAME: "反映人测试甲",
}

Seed = Callable[[Any, Any, str], None]


def _comment(_book: Any, page: Any, text: str) -> None:
    page.write_comment("B2", text)


def _property(book: Any, _page: Any, text: str) -> None:
    book.set_properties({"comments": text})


def _author(book: Any, _page: Any, text: str) -> None:
    book.set_properties({"author": text})


def _custom(book: Any, _page: Any, text: str) -> None:
    book.set_custom_property("来电", text)


def _name(book: Any, _page: Any, text: str) -> None:
    book.define_name("caller", f'="{text}"')


def _chart_title(book: Any, page: Any, text: str) -> None:
    chart = book.add_chart({"type": "column"})
    chart.add_series({"values": "=Sheet1!$A$1:$A$2"})
    chart.set_title({"name": text})
    page.insert_chart("D2", chart)


def _series_name(book: Any, page: Any, text: str) -> None:
    chart = book.add_chart({"type": "column"})
    chart.add_series({"values": "=Sheet1!$A$1:$A$2", "name": text})
    page.insert_chart("D2", chart)


def _text_box(_book: Any, page: Any, text: str) -> None:
    page.insert_textbox("D2", text)


def _footer(_book: Any, page: Any, text: str) -> None:
    page.set_footer("&L" + text)


def _prompt(_book: Any, page: Any, text: str) -> None:
    page.data_validation("A1", {"validate": "any", "input_title": "x", "input_message": text})


def _link(_book: Any, page: Any, text: str) -> None:
    page.write_url("A1", "https://example.org/", string="x", tip=text)


def _formula(_book: Any, page: Any, text: str) -> None:
    page.write_formula("A1", f'=LEN("{text}")', None, 3)


def _cached(_book: Any, page: Any, text: str) -> None:
    page.write_formula("A1", "=B1", None, text)


def _rich(book: Any, page: Any, text: str) -> None:
    bold = book.add_format({"bold": True})
    page.write_rich_string("A1", text[:4], bold, text[4:6], text[6:] or "。")


def _rule(_book: Any, page: Any, text: str) -> None:
    page.conditional_format(
        "A1", {"type": "cell", "criteria": "==", "value": f'"{text}"', "format": None}
    )


PLACES: dict[str, Seed] = {
    "cell": lambda _book, page, text: page.write_string("C7", text),
    "comment": _comment,
    "property": _property,
    "author": _author,
    "custom property": _custom,
    "defined name": _name,
    "chart title": _chart_title,
    "series": _series_name,
    "text box": _text_box,
    "footer": _footer,
    "prompt": _prompt,
    "link": _link,
    "formula": _formula,
    "cached value": _cached,
    "rich text": _rich,
    "rule": _rule,
}


def seeded(path: Path, seed: Seed, text: str) -> Path:
    book = xlsxwriter.Workbook(str(path))
    page = book.add_worksheet("Sheet1")
    page.write_number("A3", 0.13800000001)
    seed(book, page, text)
    book.close()
    return path


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("kind", SEEDS)
def test_every_kind_is_found_wherever_it_stands(tmp_path: Path, kind: Personal, place: str) -> None:
    path = seeded(tmp_path / "a.xlsx", PLACES[place], SEEDS[kind])
    found = scan_book(path, NAMES)
    assert {one.kind for one in found} == {kind}


def test_a_finding_names_the_sheet_and_the_cell(tmp_path: Path) -> None:
    path = seeded(tmp_path / "a.xlsx", PLACES["cell"], f"{MOBILE} 测试甲")
    assert set(scan_book(path, NAMES)) == {
        PersonalFinding(Personal.MOBILE, "Sheet1", "C7"),
        PersonalFinding(Personal.NAME, "Sheet1", "C7"),
    }
    with pytest.raises(Refusal, match=r"assessment_book\.personal_data") as refused:
        check_unpersonal(path, NAMES)
    facts = refused.value.facts
    assert (facts["count"], facts["sheet"], facts["cell"]) == (2, "Sheet1", "C7")


def test_a_number_typed_as_a_number_is_found(tmp_path: Path) -> None:
    path = seeded(
        tmp_path / "a.xlsx", lambda _book, page, text: page.write_number("B4", int(text)), MOBILE
    )
    assert scan_book(path) == (PersonalFinding(Personal.MOBILE, "Sheet1", "B4"),)


def test_one_number_among_many_is_found(tmp_path: Path) -> None:
    def many(_book: Any, page: Any, text: str) -> None:
        for row in range(3, 4_000):
            page.write_row(row, 0, [0, 1, row, 123456] * 5)
        page.write_number(3_500, 7, int(text))

    found = scan_book(seeded(tmp_path / "a.xlsx", many, MOBILE))
    assert found == (PersonalFinding(Personal.MOBILE, "Sheet1", "H3501"),)


def test_a_sheet_s_name_is_looked_at(tmp_path: Path) -> None:
    path = seeded(tmp_path / "a.xlsx", lambda book, _page, text: book.add_worksheet(text), "测试甲")
    assert {one.kind for one in scan_book(path, NAMES)} == {Personal.NAME}


def test_what_cannot_be_read_is_said_to_be_unread(tmp_path: Path) -> None:
    path = seeded(tmp_path / "a.xlsx", PLACES["cell"], "好")
    with zipfile.ZipFile(path, "a") as book:
        book.writestr("xl/media/image1.png", b"\x89PNG")
    assert scan_book(path) == (PersonalFinding(Personal.UNREAD, "xl/media/image1.png", ""),)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("１３８０００００００１", Personal.MOBILE),
        ("+86 138 0000 0001", Personal.MOBILE),
        ("138-0000-0001", Personal.MOBILE),
        ("(0375)2000001", Personal.PHONE),
        ("（０３７５）２０００００１", Personal.PHONE),
        ("010 62000001", Personal.PHONE),
        ("Tel.13800000001", Personal.MOBILE),
        ("电话：2000001", Personal.PHONE),
        ("豫DF00001", Personal.PLATE),
        ("豫d a0001", Personal.PLATE),
        ("豫D1234警", Personal.PLATE),
        ("测 试 甲", Personal.NAME),
        ("TEST  PERSON", Personal.NAME),
    ],
)
def test_ways_of_writing_do_not_hide_it(text: str, kind: Personal) -> None:
    assert kinds_in(f"某某{text}，", NAMES) == {kind}


@pytest.mark.parametrize(
    "text",
    [
        "20261000013800", "410403004001001", "0.13800000001", "138****0001", "12345", "12319",
        "2026-10-01 08:00", "990101199001010011", "豫D", "新华区A座", "46000.375", "测试乙",
        "9f2c77aa01d4b6e8", "豫DABCDE",
    ],
)  # fmt: skip
def test_what_is_no_personal_datum_is_let_through(text: str) -> None:
    assert kinds_in(text, NAMES) == set()


def test_the_check_digit_tells_an_identity_number_from_any_eighteen_digits() -> None:
    last = IDENTITY[-1]
    assert is_identity(IDENTITY)
    assert not any(is_identity(IDENTITY[:-1] + one) for one in "0123456789X" if one != last)


def test_a_name_of_one_sign_is_found_only_where_it_stands_alone() -> None:
    assert kinds_in(" 王 ", ("王",)) == {Personal.NAME}
    assert kinds_in("王府井大街", ("王",)) == set()


def test_the_workbook_itself_is_clean_and_one_seeded_text_of_it_is_not(tmp_path: Path) -> None:
    book = sample_book()
    clean = write(book, tmp_path / "clean.xlsx")
    check_unpersonal(clean, NAMES)
    note = replace(book.rankings[0], notes=(SEEDS[Personal.PLATE],))
    dirty = write(replace(book, rankings=(note,)), tmp_path / "dirty.xlsx")
    (found,) = scan_book(dirty, NAMES)
    assert (found.kind, found.sheet, found.cell) == (Personal.PLATE, "部门排名", "A19")


PARTS = (MOBILE[:3], MOBILE[3:7], MOBILE[7:])
CHINESE = str.maketrans("0123456789", "〇一二三四五六七八九")
ARABIC = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")


@pytest.mark.parametrize(("text", "kind"), [
    *((between.join(PARTS), Personal.MOBILE)
      for between in (".", "/", "_", "·", ",", "--", "  ", "–", "—", "\u200b", "\u00ad", "\u2060")),
    (f"({PARTS[0]}){PARTS[1]}{PARTS[2]}", Personal.MOBILE),
    (f"（{PARTS[0]}）{PARTS[1]}－{PARTS[2]}", Personal.MOBILE),
    (f"+86({PARTS[0]}){PARTS[1]}{PARTS[2]}", Personal.MOBILE),
    (MOBILE.translate(CHINESE), Personal.MOBILE),
    (MOBILE.translate(CHINESE).replace("一", "幺"), Personal.MOBILE),
    (MOBILE.translate(ARABIC), Personal.MOBILE),
    (f"{IDENTITY[:6]} {IDENTITY[6:14]} {IDENTITY[14:]}", Personal.IDENTITY),
    (f"{IDENTITY[:6]}\u200b{IDENTITY[6:]}", Personal.IDENTITY),
    (IDENTITY[:17].translate(CHINESE) + IDENTITY[17], Personal.IDENTITY),
    ("0375.2000001", Personal.PHONE),
    ("0375—2000001", Personal.PHONE),
    ("豫 D·A0001", Personal.PLATE),
    ("豫\u200bDA0001", Personal.PLATE),
    ("测\u200b试甲", Personal.NAME),
])  # fmt: skip
def test_a_number_or_name_taken_apart_to_slip_through_is_found(text: str, kind: Personal) -> None:
    assert kind in kinds_in(f"某单位{text}处", NAMES), text


@pytest.mark.parametrize("text", [
    "138.00000001", "0.13800000001", "138 班 0000 件 0001", "一三五七", "2026-10-11 13:45:00",
    "139   1255   1203",
])  # fmt: skip
def test_figures_and_moments_are_nobodys_number(text: str) -> None:
    assert not kinds_in(text, NAMES)
