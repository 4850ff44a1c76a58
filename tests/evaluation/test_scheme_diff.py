"""What differs between two versions, place by place."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

from console.evaluation.scheme import Deduction
from console.evaluation.scheme_diff import Difference, How, differences
from tests.evaluation.schemes import shipped

BEFORE = shipped("standard")


def test_number_and_days_alone_are_no_difference() -> None:
    later = replace(BEFORE, version=2, effective_from=date(2026, 12, 1))
    assert differences(BEFORE, later) == ()


def test_a_changed_weight_and_formula_are_told_by_their_row() -> None:
    first, second, *others = BEFORE.components
    changed = (
        replace(first, weight=Fraction(1, 5)),
        replace(second, expression="90 * archive_rate", weight=Fraction(1, 5)),
    )
    told = differences(BEFORE, replace(BEFORE, components=(*changed, *others)))
    assert [(one.row, one.field, one.before, one.after) for one in told] == [
        ("volume_score", "weight", "0.1", "0.2"),
        ("archive_score", "weight", "0.3", "0.2"),
        ("archive_score", "expression", "100 * archive_rate", "90 * archive_rate"),
    ]
    assert {(one.how, one.part) for one in told} == {(How.CHANGED, "components")}


def test_added_removed_and_moved_rows_are_told_once_each() -> None:
    one, two, three, four = BEFORE.components
    off = Deduction(code="fraud", name=one.name, expression="void")
    after = replace(BEFORE, components=(two, one, four), deductions=(off,))
    told = differences(BEFORE, after)
    assert [(d.how, d.part, d.row) for d in told] == [
        (How.REMOVED, "components", three.code),
        (How.MOVED, "components", ""),
        (How.ADDED, "deductions", "fraud"),
    ]
    assert told[0].before == f"0.3 × {three.expression}"
    assert told[2].after == "void"


def test_a_field_of_the_head_is_told_before_and_after() -> None:
    told = differences(BEFORE, replace(BEFORE, highest=Fraction(100)))
    assert told == (Difference(how=How.CHANGED, part="highest", before="", after="100"),)
