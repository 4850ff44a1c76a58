"""Limits as values: what they come to, how they are written, what is refused."""

from decimal import Decimal

import pytest

from console.domain.refusal import Refusal
from console.domain.timelimit import LimitStep, LimitUnit, StepLimit, TimeLimit


@pytest.mark.parametrize(
    ("value", "unit", "seconds"),
    [
        (4, LimitUnit.WORK_HOUR, 14_400),
        (1, LimitUnit.WORK_DAY, 28_800),
        (Decimal("0.5"), LimitUnit.WORK_DAY, 14_400),
        (2, LimitUnit.HOUR, 7_200),
        (Decimal("1.5"), LimitUnit.HOUR, 5_400),
        (2, LimitUnit.DAY, 172_800),
        (15, LimitUnit.MINUTE, 900),
    ],
)
def test_a_limit_comes_to_its_counted_seconds(
    value: Decimal | int, unit: LimitUnit, seconds: int
) -> None:
    assert TimeLimit(value, unit).counted_seconds() == seconds


def test_a_work_day_has_the_hours_of_its_calendar() -> None:
    limit = TimeLimit(2, LimitUnit.WORK_DAY)
    assert limit.counted_seconds(hours_per_day=7) == 2 * 7 * 3_600


def test_only_work_units_stop_outside_the_slots() -> None:
    working = {unit for unit in LimitUnit if unit.counts_work_time}
    assert working == {LimitUnit.WORK_HOUR, LimitUnit.WORK_DAY}


@pytest.mark.parametrize("unit", LimitUnit)
@pytest.mark.parametrize("value", ["1", "10", "0.5", "1.25"])
def test_the_code_reads_back_as_the_same_limit(value: str, unit: LimitUnit) -> None:
    limit = TimeLimit(Decimal(value), unit)
    assert limit.code == f"{value} {unit.value}"
    assert TimeLimit.from_code(limit.code) == limit


@pytest.mark.parametrize("code", ["", "4", "work_hour", "four hour", "4 weeks", "4  hour"])
def test_an_unreadable_code_is_refused(code: str) -> None:
    with pytest.raises(Refusal, match=r"limit\.unreadable") as refused:
        TimeLimit.from_code(code)
    assert refused.value.facts == {"text": code}


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        (Decimal("NaN"), "limit.not_a_number"),
        (Decimal("Infinity"), "limit.not_a_number"),
        (0, "limit.not_positive"),
        (-1, "limit.not_positive"),
        (Decimal("0.0001"), "limit.not_whole_seconds"),
    ],
)
def test_an_impossible_amount_is_refused(value: Decimal | int, reason: str) -> None:
    with pytest.raises(Refusal, match=reason):
        TimeLimit(value, LimitUnit.HOUR)


def test_a_condition_can_carry_successive_limits() -> None:
    steps = (
        StepLimit(TimeLimit(4, LimitUnit.WORK_HOUR), LimitStep.STOP),
        StepLimit(TimeLimit(7, LimitUnit.WORK_DAY), LimitStep.PENALTY),
        StepLimit(TimeLimit(20, LimitUnit.WORK_DAY), LimitStep.DEMOLITION),
    )
    assert [one.step.value for one in steps] == ["stop", "penalty", "demolition"]
    assert StepLimit(steps[0].limit).step is LimitStep.HANDLE
