"""The words by which a case is drawn are those of the themes: small letters, one for each name."""

import pytest

from console.domain.tone import StageFill, Urgency


@pytest.mark.parametrize("words", [Urgency, StageFill])
def test_a_word_is_its_own_name_in_small_letters(words: type[Urgency | StageFill]) -> None:
    assert {str(one): one.name.lower() for one in words} == {str(one): str(one) for one in words}
