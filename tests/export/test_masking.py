"""Numbers of people do not leave the house in free text; other numbers do."""

import pytest

from console.export.masking import MASK, masked
from console.export.personal_scan import kinds_in

PEOPLE = (
    "请回电13812345678，谢谢",
    "电话 0375-2861234 张先生",
    "联系方式：138 1234 5678",
    "身份证 11010519491231002X 的当事人",
    "１３８１２３４５６７８",
    "豫D12345 占道停放",
    "车牌豫D·A1234，电话13812345678",
)


@pytest.mark.parametrize("text", PEOPLE)
def test_what_the_scanner_finds_is_masked(text: str) -> None:
    found = masked(text)
    assert kinds_in(text)
    assert not kinds_in(found)
    assert MASK in found


def test_the_rest_of_a_sentence_stays() -> None:
    assert masked("井盖破损，请回电13812345678，谢谢") == f"井盖破损,请回电{MASK},谢谢"


@pytest.mark.parametrize(
    "text", ["", "井圈下沉约 4 cm", "2026-1123-000163", "410403003002017", "垃圾堆放约 3 m²"]
)
def test_a_text_without_people_stays_as_it_is(text: str) -> None:
    assert masked(text) == text
