"""`assess`: what can be typed, and figures as they are shown."""

from fractions import Fraction

import pytest

from console.cli.arguments import ASSESSED, REGIONS
from console.cli.assess import KINDS, shown, signed
from console.evaluation.scheme import ObjectKind
from tests.evaluation.schemes import shipped


def test_everybody_a_scheme_can_judge_can_be_typed() -> None:
    assert tuple(KINDS) == ASSESSED
    assert set(KINDS.values()) == set(ObjectKind)
    by = {one.value for one in shipped("standard", ObjectKind.REGION).by}
    assert by == set(REGIONS)


@pytest.mark.parametrize(
    ("figure", "text", "change"),
    [
        (Fraction(-1, 1000), "0.00", "0.00"),
        (Fraction(2, 3), "0.67", "+0.67"),
        (Fraction(89995, 1000), "90.00", "+90.00"),
        (Fraction(-5, 1000), "-0.01", "-0.01"),
        (Fraction(0), "0.00", "0.00"),
        (None, "—", "—"),
    ],
)
def test_figures_have_two_decimals_and_undefined_ones_a_dash(
    figure: Fraction | None, text: str, change: str
) -> None:
    assert (shown(figure), signed(figure)) == (text, change)
