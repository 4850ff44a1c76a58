"""Values to plain JSON and back; what has no written form is refused."""

import json

import pytest

from console.domain.case import Case
from console.domain.codec import decode, encode
from console.domain.place import Place
from console.domain.stage import Stage
from tests.builders import a_place
from tests.stages import WALKS, bench_at


@pytest.mark.parametrize("stage", WALKS)
def test_a_case_in_any_stage_survives_being_written(stage: Stage) -> None:
    case = bench_at(stage).case
    assert decode(Case, json.loads(json.dumps(encode(case)))) == case


def test_bytes_are_written_as_plain_letters_and_read_back() -> None:
    assert decode(bytes, json.loads(json.dumps(encode(b"\x00\xff")))) == b"\x00\xff"


def test_what_is_not_known_is_not_written() -> None:
    written = encode(a_place())
    assert "street" not in written
    assert decode(Place, written) == a_place()


def test_text_of_a_kind_of_its_own_is_written_as_text() -> None:
    class Word(str):
        __slots__ = ()

    assert json.dumps(encode((Word("垃圾"),)), ensure_ascii=False) == '["垃圾"]'


def test_a_value_without_a_written_form_is_refused() -> None:
    with pytest.raises(TypeError, match="no JSON form for object"):
        encode(object())


def test_a_mapping_is_no_domain_value() -> None:
    with pytest.raises(TypeError, match="no JSON form for dict"):
        encode({"a": 1})
