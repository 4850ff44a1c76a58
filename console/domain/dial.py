"""What a list needs of many clocks: a handful of whole numbers each, read for one moment.

A `Dial` is made by `Clock` (`clock.dial`) or from the columns of a queue row (`row_dial`), once.
Reading it takes a subtraction and two comparisons, as the calendar is asked only once for all
dials on it. Explaining a clock is the business of `stageclock.py`.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import Final, NamedTuple

from console.domain.refusal import Refusal
from console.domain.timelimit import LimitUnit
from console.domain.worktime import WorkCalendar, second_of

FOREVER: Final = 1 << 62  # later than any moment


class Tone(StrEnum):
    """How a clock looks; the seat's mark (`tone.Urgency`) is made from it."""

    CALM = "calm"
    NEAR = "near"  # yellow
    OVER = "over"  # red
    PAUSED = "paused"
    STOPPED = "stopped"


@dataclass(frozen=True, slots=True, kw_only=True)
class ToneRule:
    """When a clock turns yellow; both are city settings (issue 2; DESIGN section 2).

    Near is: left <= max((1 - `yellow_share`) of the limit, `near_minimum`), in counted time.
    Raises `Refusal` `clock.yellow_share` outside 0..1.
    """

    yellow_share: Decimal = Decimal("0.8")
    near_minimum: timedelta = timedelta(minutes=10)

    def __post_init__(self) -> None:
        if not 0 <= self.yellow_share <= 1:
            raise Refusal("clock.yellow_share", share=str(self.yellow_share))

    def near_seconds(self, allowed: int) -> int:
        """Counted seconds left from which a clock of `allowed` seconds is yellow."""
        share, base = (1 - self.yellow_share).as_integer_ratio()
        return max(allowed * share // base, self.near_minimum // timedelta(seconds=1))


class Dial(NamedTuple):
    """A clock as whole numbers; seconds since 1970, or counted seconds on the axis of its unit.

    It holds from the clock's last event on; a later pause, extension or stop makes a new dial.
    """

    calendar: WorkCalendar | None  # None: the unit runs through
    allowed: int  # limit with extensions
    end_mark: int  # mark at which nothing is left
    due: int  # FOREVER while a pause keeps it from being known
    resumes: int  # end of the last pause; FOREVER while open
    held: int  # left while paused or stopped
    stopped: bool


class Reading(NamedTuple):
    """Counted seconds left (negative after the limit) and tone at one moment."""

    remaining: int
    tone: Tone


def read_dials(dials: Iterable[Dial], now: datetime, rule: ToneRule) -> list[Reading]:
    """Read many clocks at one moment, in their order.

    Raises `Refusal` `calendar.year_missing` when now is outside a calendar that is running.
    """
    second = second_of(now)
    # `near_seconds`, taken apart: 50,000 clocks have 100 ms.
    near_share, share_base = (1 - rule.yellow_share).as_integer_ratio()
    near_minimum = rule.near_minimum // timedelta(seconds=1)
    marks: dict[WorkCalendar | None, int] = {None: second}
    calm, near, over = Tone.CALM, Tone.NEAR, Tone.OVER  # an enum member costs at each look-up
    readings: list[Reading] = []
    for calendar, allowed, end_mark, due, resumes, held, stopped in dials:
        if stopped:
            readings.append(Reading(held, Tone.STOPPED))
        elif second < resumes:
            readings.append(Reading(held, Tone.PAUSED))
        else:
            if calendar not in marks:
                marks[calendar] = calendar.mark_of(second) if calendar else second
            left = end_mark - marks[calendar]
            if second > due:
                tone = over
            elif left <= near_minimum or left * share_base <= allowed * near_share:
                tone = near
            else:
                tone = calm
            readings.append(Reading(left, tone))
    return readings


def read_dial(dial: Dial, now: datetime, rule: ToneRule) -> Reading:
    """Read one clock."""
    return read_dials((dial,), now, rule)[0]


def row_dial(
    due: datetime, allowed: int, unit: LimitUnit, calendar: WorkCalendar, *, held: int | None = None
) -> Dial:
    """A dial from stored columns: the deadline, the counted seconds allowed, the unit's axis.

    `held` is the time left of a paused case, whose `due` is not looked at then. Raises `Refusal`
    `calendar.year_missing`.
    """
    axis = calendar if unit.counts_work_time else None
    if held is not None:
        return Dial(axis, allowed, 0, FOREVER, FOREVER, held, stopped=False)
    second = second_of(due)
    mark = second if axis is None else axis.mark_of(second)
    return Dial(axis, allowed, mark, second, 0, 0, stopped=False)
