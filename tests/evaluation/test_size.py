"""A scheme whose figures would grow without end is refused before anything is worked out."""

import json

import pytest

from console.domain.refusal import Refusal
from console.evaluation.plan import plan_of
from console.evaluation.scheme_json import read_scheme, write_scheme
from tests.evaluation.schemes import SHIPPED, shipped


def planned(*values: str, deduction: str = "0") -> None:
    made = json.loads(write_scheme(shipped("standard")))
    name = {"zh": "值", "en": ""}
    made["values"] = [
        {"code": f"v{at}", "name": name, "expression": text} for at, text in enumerate(values)
    ]
    made["deductions"] = [{"code": "taken", "name": name, "expression": deduction}]
    plan_of(read_scheme(json.dumps(made)))


def test_values_that_multiply_themselves_again_and_again_are_refused_by_their_place() -> None:
    squares = [f"v{at} * v{at}" for at in range(40)]
    with pytest.raises(Refusal, match=r"expression\.large") as caught:
        planned("need_archive + 0.1", *squares)
    assert caught.value.facts == {"field": "values[9].expression", "most": 600}


@pytest.mark.parametrize("hidden", [
    "1 if {} > 0 else 0", "min(0, {})", "-({})", "1 if {} > 0 and 1 > 0 else 0",
])  # fmt: skip
def test_no_other_part_of_a_formula_hides_a_figure_that_is_too_large(hidden: str) -> None:
    large = " * ".join(["v0"] * 31)
    with pytest.raises(Refusal, match=r"expression\.large") as caught:
        planned("+".join(["need_archive"] * 20), deduction=hidden.format(large))
    assert caught.value.facts["field"] == "deductions[0].expression"


def test_bands_and_choices_do_not_make_a_figure_larger() -> None:
    planned(*(f"max(v{at - 1}, 1) if v{at - 1} > 2 else v{at - 1}" if at else "1"
              for at in range(200)))  # fmt: skip


@pytest.mark.parametrize("name", SHIPPED)
def test_shipped_schemes_are_far_below_the_bound(name: str) -> None:
    plan_of(read_scheme(SHIPPED[name]))
