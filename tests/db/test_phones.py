"""The same number always looks the same, however it is written."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.phones import figures_of, surely_a_number, typed_number


@pytest.mark.parametrize(
    "written",
    [
        "13812345678",
        " 138 1234 5678 ",
        "138-1234-5678",
        "+86 138 1234 5678",
        "+8613812345678",
        "0086 13812345678",
        "8613812345678",
        "１３８１２３４５６７８",
        "＋８６ 138–1234–5678",
    ],
)
def test_a_mobile_number_has_one_form(written: str) -> None:
    assert figures_of(written) == "13812345678"
    assert typed_number(written) == "13812345678"
    assert surely_a_number(figures_of(written))


@pytest.mark.parametrize(
    "written", ["0512-6608 8888", "(0512)66088888", "+86 512 66088888", "051266088888转801"]
)
def test_a_number_with_area_code_has_one_form(written: str) -> None:
    assert figures_of(written) == "051266088888"
    assert surely_a_number("051266088888")


@pytest.mark.parametrize(
    "words",
    ["", "中兴路 12 号", "138****5678", "000163", "jsl", "13812345678 王", "1" * 16, "+86"],
)
def test_what_cannot_be_a_whole_number_is_none(words: str) -> None:
    assert typed_number(words) == ""


@pytest.mark.parametrize("figures", ["20261123000163", "66088888", "4104021234", "410402100001001"])
def test_numbers_and_codes_of_cases_are_not_taken_for_telephones(figures: str) -> None:
    assert not surely_a_number(figures)


@given(st.text(max_size=30))
def test_any_text_gives_figures_only(words: str) -> None:
    figures = figures_of(words)
    assert not figures or (figures.isascii() and figures.isdecimal())
