"""Signs that only look like an ordinary ideograph are read as it; nothing else is touched."""

import unicodedata

import pytest

from console.domain.ideographs import ORDINARY


@pytest.mark.parametrize(
    ("written", "read"), [("⻔卫", "门卫"), ("⻢⼀⻰", "马一龙"), ("⾞站", "車站")]
)
def test_a_radical_is_read_as_the_ideograph_it_looks_like(written: str, read: str) -> None:
    assert written.translate(ORDINARY) == read


def test_what_it_becomes_stays_as_it_is() -> None:
    told = "".join(ORDINARY.values())
    assert told.translate(ORDINARY) == told
    assert unicodedata.normalize("NFKC", told) == told
    assert "卫东区 12 号".translate(ORDINARY) == "卫东区 12 号"
