"""Units are proposed by evidence that can be counted, and a decision leaves one."""

from dataclasses import replace
from datetime import date

from console.domain.organisation import ResponsibleUnit
from console.domain.place import Component, Point
from console.domain.responsibility import Strength, is_clear, propose
from console.domain.stage import Stage
from tests.fakes import a_unit
from tests.stages import bench_at

CASE = bench_at(Stage.TO_DISPATCH).case
COVER = Component(
    code="4104030103000482",
    scheme="GBT30428",
    category="0103",
    name="雨水井盖",
    point=Point(113.3, 33.74),
    unit_grid="410403001003012",
    address="建设路 888 号",
    competent_unit="U3",
    owner_unit="U2",
    maintenance_unit="U1",
    surveyed_on=date(2026, 6, 1),
    changed_on=date(2026, 6, 1),
)


def units() -> list[ResponsibleUnit]:
    """Three units; the first answers for rubbish in Weidong, the third only elsewhere."""
    return [
        replace(a_unit("U1"), categories=("event:0110",), areas=("410403",)),
        a_unit("U2"),
        replace(a_unit("U3"), categories=("event:01",), areas=("410402",)),
    ]


def test_component_area_and_history_together_are_strong() -> None:
    first, *_ = propose(CASE, COVER, units(), [("U1", 36, 1, 0), ("U2", 1, 0, 1)])
    assert (first.unit, first.strength, first.count) == ("U1", Strength.STRONG, 3)
    assert first.findings[2].done == 36
    assert first.findings[0].fact == "maintenance_unit"
    stranger, *_ = propose(CASE, COVER, [replace(a_unit("U9"), categories=("event:01",))], [])
    assert stranger.findings[0].fact == "not_owner"
    assert is_clear([first])


def test_without_a_component_the_area_and_history_decide() -> None:
    found = propose(CASE, None, units(), [("U1", 5, 0, 0)])
    assert [one.unit for one in found] == ["U1"]
    assert found[0].strength is Strength.MIDDLE


def test_a_unit_that_returned_this_case_comes_last_and_is_not_clear() -> None:
    returned = replace(CASE, returned_by=("U1",))
    found = propose(returned, COVER, units(), [])
    assert found[-1].unit == "U1"
    assert not is_clear([found[-1]])


def test_a_tie_or_no_evidence_is_not_clear() -> None:
    found = propose(CASE, replace(COVER, maintenance_unit=None), units()[1:], [])
    assert {one.count for one in found} == {1}
    assert not is_clear(found)
    assert not is_clear([])
    assert not propose(CASE, None, [a_unit("U9")], [])


def test_the_maintaining_unit_goes_before_the_owner_among_equals() -> None:
    plain = [a_unit("U1"), a_unit("U2")]
    assert [one.unit for one in propose(CASE, COVER, plain, [])] == ["U1", "U2"]


def test_a_binding_decision_leaves_one_unit() -> None:
    bound = propose(replace(CASE, bound_unit="U2"), COVER, units(), [])
    assert [one.unit for one in bound] == ["U2"]
    assert is_clear(bound)
