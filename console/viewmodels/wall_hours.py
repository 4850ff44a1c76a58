"""Hours of the past on a wall: the 24-hour curve, and what each queue usually has at this hour."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Final

from console.domain.stage import QUEUES, Stage
from console.ports.wall import HourCount, StageFlow
from console.viewmodels.wall_blocks import Curve
from console.viewmodels.wall_cases import QUEUE_OF

HOURS: Final = 24
DAYS: Final = 30
"""Days whose number at this hour makes the usual range."""
FEWEST: Final = 7
"""Of fewer days nothing is usual."""
_HOUR: Final = timedelta(hours=1)
_DAY: Final = timedelta(days=1)


def hour_of(moment: datetime) -> datetime:
    """The beginning of an hour; the same in UTC and in the city, whose zone is of whole hours."""
    return moment.replace(minute=0, second=0, microsecond=0)


def curve_since(now: datetime) -> datetime:
    """The first hour of the curve."""
    return hour_of(now) - (HOURS - 1) * _HOUR


def curve(hours: Iterable[HourCount], now: datetime) -> Curve:
    """24 hours up to the running one; in an hour that was left out nothing happened."""
    known = {one.hour: one for one in hours}
    begin = curve_since(now)
    wanted = tuple(begin + at * _HOUR for at in range(HOURS))
    found = [known.get(hour, HourCount(hour, 0, 0)) for hour in wanted]
    return Curve(
        hours=wanted,
        reported=tuple(one.reported for one in found),
        closed=tuple(one.closed for one in found),
    )


def usual_since(now: datetime) -> datetime:
    """The first hour that `usual` looks at."""
    return hour_of(now) - DAYS * _DAY


def usual(
    flows: Iterable[StageFlow], open_now: Mapping[Stage, int], now: datetime
) -> dict[str, tuple[int, int]]:
    """Queue -> the range of its number when this hour began, on the days before.

    What was open at a moment is what is open now, less what came since, and what left since. Days
    count from the first hour with any flow on; a range is the middle 80 of 100 days.
    """
    net: dict[str, Counter[datetime]] = {queue: Counter() for queue in QUEUES}
    first: datetime | None = None
    for flow in flows:
        first = flow.hour if first is None else min(first, flow.hour)
        queue = QUEUE_OF.get(flow.stage)
        if queue is not None:
            net[queue][flow.hour] += flow.entered - flow.left
    hour = hour_of(now)
    days = [hour - day * _DAY for day in range(1, DAYS + 1)]
    known = [day for day in days if first is not None and day >= first]
    if len(known) < FEWEST:
        return {}
    present = {
        queue: sum(open_now.get(one, 0) for one in stages) for queue, stages in QUEUES.items()
    }
    return {
        queue: _middle(_numbers(present[queue], changes, known)) for queue, changes in net.items()
    }


def _numbers(
    present: int, changes: Mapping[datetime, int], moments: Sequence[datetime]
) -> list[int]:
    """The number at each of the moments, which go backwards."""
    numbers, left = [], sorted(changes.items(), reverse=True)
    for moment in moments:
        while left and left[0][0] >= moment:
            present -= left.pop(0)[1]
        numbers.append(present)
    return numbers


def _middle(numbers: Sequence[int]) -> tuple[int, int]:
    """Least and greatest of what remains when a tenth is taken from both ends."""
    ordered = sorted(numbers)
    cut = len(ordered) // 10
    return ordered[cut], ordered[-1 - cut]
