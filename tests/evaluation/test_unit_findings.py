"""Lists per unit: who gave back, who was late and by how much, who had to do it again."""

from collections import Counter
from dataclasses import replace
from datetime import timedelta
from fractions import Fraction

import pytest

from console.domain.case import Case, CaseId
from console.domain.stage import Move
from console.domain.trail import Step, fold
from console.evaluation.counts import COUNTS, counted, tally_of
from console.evaluation.facts import acts_of, case_fact, flags_of
from console.evaluation.unit_findings import (
    delay,
    overdue_multiple,
    own_multiple,
    rework_register,
    shirking,
    unit_cases,
)
from console.ports.facts import Flag
from console.ports.integrity import FindingKind, UnitCase
from tests.builders import city_rules
from tests.evaluation.findings import checked
from tests.evaluation.lives import histories
from tests.evaluation.oracle import lasting

RULES = city_rules()
HOUR = 3_600
ROW = UnitCase(
    case=CaseId(1), unit="U1", returns=0, reworks=0, late=False, overdue=False,
    used=HOUR, allowed=4 * HOUR,
)  # fmt: skip
Life = tuple[Case, tuple[Step, ...], tuple[UnitCase, ...]]


@pytest.fixture(scope="module")
def lives() -> tuple[Life, ...]:
    return tuple(
        (
            fold(trail),
            trail,
            unit_cases(
                fold(trail), acts_of(trail), trail[-1].at + timedelta(days=1), RULES.calendar_of
            ),
        )
        for trail in histories()
    )


def test_returns_and_reworks_of_units_add_up_to_those_of_their_cases(
    lives: tuple[Life, ...],
) -> None:
    rows = [row for _, _, mine in lives for row in mine]
    facts = [(case_fact(case), trail[-1].at + timedelta(days=1)) for case, trail, _ in lives]
    counts = counted(tally_of(fact, as_of) for fact, as_of in facts)[()]
    assert sum(row.returns for row in rows) == counts["shuffle_times"] > 0
    assert sum(row.reworks for row in rows) == counts["rework_times"] > 0
    assert {"shuffle_times", "rework_times"} <= COUNTS.keys()


def test_a_return_is_the_units_that_gave_the_case_back(lives: tuple[Life, ...]) -> None:
    for case, trail, rows in lives:
        gave_back = Counter(
            fold(trail[: step.seq - 1]).unit
            for step in lasting(trail)
            if step.move is Move.APPROVE_RETURN
        )
        if rows:
            assert {row.unit: row.returns for row in rows if row.returns} == gave_back, case.id


def test_late_and_overdue_rows_are_those_of_the_counts_and_at_or_over_their_limit(
    lives: tuple[Life, ...],
) -> None:
    over = 0
    for case, trail, rows in lives:
        flags = flags_of(case_fact(case), trail[-1].at + timedelta(days=1))
        assessed = Flag.ASSESSED in flags
        assert bool(flags & {Flag.LATE, Flag.OVERDUE} and assessed and case.unit) == any(
            row.late or row.overdue for row in rows
        )
        for row in rows:
            multiple = overdue_multiple(row)
            assert (multiple is None) is not (row.late or row.overdue)
            assert multiple is None or multiple >= 0
            over += multiple is not None and multiple > 0
    assert over > 10


def test_the_overdue_multiple_is_what_was_used_too_much_over_what_was_allowed() -> None:
    assert overdue_multiple(replace(ROW, late=True, used=6 * HOUR)) == Fraction(1, 2)
    assert overdue_multiple(replace(ROW, overdue=True, used=12 * HOUR)) == 2
    assert overdue_multiple(ROW) is None
    assert overdue_multiple(replace(ROW, used=12 * HOUR)) is None


def test_units_with_delay_are_listed_with_their_cases_the_worst_first() -> None:
    rows = [
        replace(ROW, late=True, used=6 * HOUR),
        replace(ROW, case=CaseId(2), overdue=True, used=8 * HOUR),
        replace(ROW, case=CaseId(3), unit="U2", overdue=True, used=20 * HOUR),
        replace(ROW, case=CaseId(4)),
    ]
    worst, other = checked(delay(rows), FindingKind.DELAY)
    assert (worst.who, worst.cases) == (("U2",), (CaseId(3),))
    assert (other.who, other.cases) == (("U1",), (CaseId(2), CaseId(1)))
    assert other.figures == {
        "cases": 2, "times": Fraction(3, 2), "most": 1, "still": 1, "mean": Fraction(3, 4),
        "own_mean": 0, "own_most": 0,
    }  # fmt: skip


def test_a_units_own_clock_has_its_own_multiple_beside_the_bundled_one() -> None:
    late = replace(ROW, late=True, used=6 * HOUR, own_used=3 * HOUR, own_allowed=2 * HOUR)
    slow = replace(late, case=CaseId(2), own_used=4 * HOUR)
    own_in_time = replace(late, case=CaseId(3), own_used=2 * HOUR)
    assert [own_multiple(row) for row in (late, own_in_time, replace(late, late=False))] == [
        Fraction(1, 2), None, None,
    ]  # fmt: skip
    (found,) = delay([late, slow, own_in_time])
    assert (found.figures["own_mean"], found.figures["own_most"]) == (Fraction(3, 4), 1)


def test_returns_and_rework_are_listed_per_unit_with_their_cases() -> None:
    rows = [
        replace(ROW, returns=1),
        replace(ROW, case=CaseId(2), returns=2, reworks=3),
        replace(ROW, case=CaseId(3), unit="U2", returns=5),
    ]
    many, some = checked(shirking(rows), FindingKind.SHIRKING)
    assert (many.who, many.figures["times"], many.cases) == (("U2",), 5, (CaseId(3),))
    assert (some.who, some.figures["times"], some.cases) == (("U1",), 3, (CaseId(2), CaseId(1)))
    (again,) = checked(rework_register(rows), FindingKind.REWORK)
    assert (again.who, again.cases, again.figures["most"]) == (("U1",), (CaseId(2),), 3)


def test_no_rows_give_empty_lists() -> None:
    assert (shirking([]), delay([]), rework_register([])) == ((), (), ())
