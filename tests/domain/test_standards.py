"""A case keeps its class, condition and limit as the catalogue had them."""

from dataclasses import replace

from console.domain.place import AreaLevel
from console.domain.standards import standard_of
from console.domain.timelimit import LimitUnit, TimeLimit
from tests.standards import LAMP, SMALL_STANDARDS


def test_a_standard_carries_the_area_s_limit_and_the_catalogue_s_version() -> None:
    condition = SMALL_STANDARDS.conditions_of(LAMP.key)[1]
    longer = TimeLimit(5, LimitUnit.WORK_DAY)
    found = standard_of(
        SMALL_STANDARDS, LAMP, replace(condition, area_limits=((AreaLevel.SECOND, longer),)),
        AreaLevel.SECOND,
    )  # fmt: skip
    assert found is not None
    assert (found.limit, found.version, found.condition) == (longer, "3", "C2")
    assert (found.text, found.closing) == (condition.text, condition.closing_text)


def test_a_condition_without_any_limit_makes_no_standard() -> None:
    bare = replace(SMALL_STANDARDS.conditions_of(LAMP.key)[0], limit=None)
    assert standard_of(SMALL_STANDARDS, LAMP, bare, None) is None
