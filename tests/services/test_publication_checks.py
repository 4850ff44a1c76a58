"""The first broken step, the first other field, the first other line of a scheme."""

from dataclasses import replace

from console.domain.trail import GENESIS, Step, fold, link
from console.evaluation.facts import case_fact
from console.services.publication_checks import first_broken, first_line, other_field
from tests.evaluation.lives import histories


def a_trail() -> tuple[tuple[Step, ...], tuple[bytes, ...]]:
    trail = max(histories(), key=len)
    hashes: list[bytes] = []
    for step in trail:
        hashes.append(link(hashes[-1] if hashes else GENESIS, step))
    return tuple(trail), tuple(hashes)


def test_a_whole_chain_has_no_broken_step() -> None:
    assert first_broken(*a_trail()) == 0


def test_the_altered_step_is_named_not_those_behind_it() -> None:
    trail, hashes = a_trail()
    altered = (*trail[:2], replace(trail[2], reason="x"), *trail[3:])
    assert first_broken(altered, hashes) == 3


def test_a_step_left_out_in_between_is_named_by_its_number() -> None:
    trail, hashes = a_trail()
    assert first_broken((*trail[:1], *trail[2:]), (*hashes[:1], *hashes[2:])) == 2


def test_the_first_field_that_differs_is_named() -> None:
    fact = case_fact(fold(a_trail()[0]))
    assert other_field(fact, fact) == ""
    assert other_field(fact, replace(fact, unit="x", returns=77)) == "unit"


def test_the_frozen_line_of_a_scheme_that_differs_is_told() -> None:
    assert first_line('{\n  "weight": 30\n}', '{\n  "weight": 31\n}') == '"weight": 30'
    assert first_line("same", "same") == ""
