"""Whether two reports mean the same thing, with the reasons told."""

from dataclasses import replace
from datetime import timedelta

import pytest

from console.domain.likeness import Likeness, Nearby, judge

HERE = Nearby(
    same_category=True,
    same_class=True,
    same_component=False,
    same_grid=True,
    metres=38.0,
    age=timedelta(hours=2),
    ended=False,
)


@pytest.mark.parametrize(
    ("nearby", "expected"),
    [
        (HERE, Likeness.HIGH),
        (replace(HERE, same_component=True, metres=None), Likeness.HIGH),
        (replace(HERE, age=timedelta(hours=40)), Likeness.MIDDLE),
        (replace(HERE, metres=120.0), Likeness.MIDDLE),
        (replace(HERE, metres=260.0), Likeness.LOW),
        (replace(HERE, same_category=False), Likeness.LOW),
        (replace(HERE, same_category=False, same_component=True), Likeness.MIDDLE),
        (replace(HERE, ended=True), Likeness.LOW),
        (replace(HERE, metres=None), Likeness.LOW),
    ],
)
def test_likeness_follows_class_distance_time_and_component(
    nearby: Nearby, expected: Likeness
) -> None:
    assert judge(nearby)[0] is expected


def test_the_reasons_name_what_holds_and_nothing_else() -> None:
    assert judge(HERE)[1] == ("same_category", "same_grid", "near", "lately")
    other = replace(HERE, same_category=False, metres=200.0, age=timedelta(days=3), ended=True)
    assert judge(other)[1] == ("same_class", "same_grid", "ended")
