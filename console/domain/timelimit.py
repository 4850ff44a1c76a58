"""Time limits (处置时限) as values: amount, unit type, and the steps of successive limits.

How a limit becomes a deadline is in `worktime.py`; which words people write for it in a workbook is
the importer's business, not here.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import Final

from console.domain.refusal import Refusal

SECONDS_PER_HOUR = 3_600
SECONDS_PER_DAY = 86_400


class LimitUnit(StrEnum):
    """The five unit types (fact book 5.1). Only the first two stop outside work slots."""

    WORK_HOUR = "work_hour"  # 工作时
    WORK_DAY = "work_day"  # 工作日: counted hours of one day, not "until the end of day N"
    HOUR = "hour"  # 紧急工作时: runs through nights, weekends and holidays
    DAY = "day"  # 紧急工作日, 自然日: 24 h
    MINUTE = "minute"  # 分钟: the centre's own stages

    @property
    def counts_work_time(self) -> bool:
        """True when only time inside the work slots counts."""
        return self in (LimitUnit.WORK_HOUR, LimitUnit.WORK_DAY)


_SECONDS: Final[Mapping[LimitUnit, int]] = {
    LimitUnit.WORK_HOUR: SECONDS_PER_HOUR,
    LimitUnit.HOUR: SECONDS_PER_HOUR,
    LimitUnit.DAY: SECONDS_PER_DAY,
    LimitUnit.MINUTE: 60,
}


@dataclass(frozen=True, slots=True)
class TimeLimit:
    """An amount of one unit type, for example 4 work hours.

    `value` is positive and comes to whole seconds (1.5 hours, 0.5 work days). Raises `Refusal`
    `limit.not_a_number`, `limit.not_positive` or `limit.not_whole_seconds`.
    """

    value: Decimal | int
    unit: LimitUnit

    def __post_init__(self) -> None:
        amount = Decimal(self.value)
        if not amount.is_finite():
            raise Refusal("limit.not_a_number", value=str(self.value))
        if amount <= 0:
            raise Refusal("limit.not_positive", value=str(self.value))
        if (amount * _SECONDS.get(self.unit, SECONDS_PER_HOUR)) % 1:
            raise Refusal("limit.not_whole_seconds", value=str(self.value), unit=self.unit)

    def counted_seconds(self, *, hours_per_day: int = 8) -> int:
        """The limit in seconds that count; `hours_per_day` is a work day (fact book 5.1: 8)."""
        per_unit = _SECONDS.get(self.unit, hours_per_day * SECONDS_PER_HOUR)
        return int(self.value * per_unit)

    @property
    def code(self) -> str:
        """The text form for storage and trails, for example `4 work_hour`, `0.5 work_day`."""
        return f"{Decimal(self.value).normalize():f} {self.unit}"

    @classmethod
    def from_code(cls, code: str) -> "TimeLimit":
        """Read `code` back. Raises `Refusal` `limit.unreadable` for anything else."""
        amount, _, unit = code.partition(" ")
        try:
            return cls(Decimal(amount), LimitUnit(unit))
        except (InvalidOperation, ValueError):
            raise Refusal("limit.unreadable", text=code) from None


class LimitStep(StrEnum):
    """What must have happened by a limit; most conditions have the one step `HANDLE`.

    Illegal building works run through the other three in turn (fact book 4 and trap 15).
    """

    HANDLE = "handle"  # 处置
    STOP = "stop"  # 停工
    PENALTY = "penalty"  # 处罚
    DEMOLITION = "demolition"  # 拆除


@dataclass(frozen=True, slots=True)
class StepLimit:
    """One of the successive limits of a condition, which carries a tuple of them in order."""

    limit: TimeLimit
    step: LimitStep = LimitStep.HANDLE
