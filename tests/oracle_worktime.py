"""A second opinion on working time that shares nothing with `console.domain`.

One byte per minute of all covered years says whether the city works; counting is counting these
bytes. It reads the calendar rows as text, thinks in naive local time and knows no segments, no
sums and no search. Whether a deadline is right is asked of its definition: exactly so many seconds
are open before it, and the second just before it is one of them.
"""

import random
from dataclasses import dataclass
from datetime import date, datetime, timedelta

HOUR = 3_600
WORK_UNITS = ("work_hour", "work_day")
UNIT_SECONDS = {"work_hour": HOUR, "work_day": 8 * HOUR, "hour": HOUR, "day": 24 * HOUR}


class MinuteOracle:
    """Every minute from January of the first year, spare years behind the table included."""

    def __init__(
        self, slots: list[dict[str, str]], days: list[dict[str, str]], spare_years: int = 2
    ) -> None:
        by_day = {row["date"]: row for row in days}
        usual = [f"{row['starts']}-{row['ends']}" for row in slots]
        self.base = datetime.fromisoformat(min(by_day)[:4] + "-01-01T00:00:00")
        self.last = date(int(max(by_day)[:4]) + spare_years, 12, 31)
        self.open = bytearray()
        day = self.base.date()
        while day <= self.last:
            row = by_day.get(day.isoformat())
            if row is None:
                today = usual if day.isoweekday() <= 5 else []
            elif row["kind"] == "holiday":
                today = []
            else:
                today = row["slots"].split() or usual
            minutes = bytearray(1_440)
            for text in today:
                begin, end = (_minute(part) for part in text.split("-"))
                for minute in range(begin, end):
                    minutes[minute] = 1
            self.open += minutes
            day += timedelta(days=1)

    def second(self, moment: datetime) -> int:
        """Seconds of local time since the base."""
        local = moment.replace(tzinfo=None) + timedelta(hours=8)
        return int((local - self.base).total_seconds())

    def count(self, begin: int, end: int, unit: str) -> int:
        """Seconds that count between two seconds since the base."""
        if unit not in WORK_UNITS:
            return end - begin
        first, last = begin // 60, end // 60
        if first == last:
            return (end - begin) * self.open[first]
        return (
            (60 - begin % 60) * self.open[first]
            + 60 * self.open.count(1, first + 1, last)
            + end % 60 * self.open[last]
        )

    def counts(self, second: int, unit: str) -> bool:
        """Whether one second counts."""
        return unit not in WORK_UNITS or self.open[second // 60] == 1

    def walk_due(self, begin: int, seconds: int, unit: str) -> int:
        """The deadline by stepping from minute to minute."""
        if unit not in WORK_UNITS:
            return begin + seconds
        at, left = begin, seconds
        while True:
            step = 60 - at % 60
            if self.open[at // 60]:
                if left <= step:
                    return at + left
                left -= step
            at += step


def limit_seconds(value: int, unit: str) -> int:
    """A limit in counted seconds."""
    return value * UNIT_SECONDS.get(unit, 60)


@dataclass(frozen=True, slots=True)
class RandomCase:
    """A case as seconds since the base; pauses in order, the last with end -1 when open."""

    start: int
    value: int
    unit: str
    extensions: int
    pauses: tuple[tuple[int, int], ...]
    now: int

    @property
    def allowed(self) -> int:
        return limit_seconds(self.value, self.unit) * (1 + self.extensions)

    def used(self, oracle: MinuteOracle, until: int) -> int:
        """Counted seconds up to a second, the pauses taken off."""
        used = oracle.count(self.start, until, self.unit)
        for begin, end in self.pauses:
            stop = until if end < 0 else min(end, until)
            if begin < stop:
                used -= oracle.count(begin, stop, self.unit)
        return used


# Amounts as the real table has them (fact book 4), and the centre's own stages.
_LIMITS = (
    *((value, "work_day") for value in (1, 1, 1, 2, 3, 5, 5, 7, 15, 20)),
    *((value, "work_hour") for value in (1, 2, 4, 4, 8, 12)),
    *((value, "hour") for value in (1, 2, 4, 24)),
    *((value, "day") for value in (1, 2, 60)),
    *((value, "minute") for value in (15, 30, 120)),
)
_EDGES = (0, 8 * HOUR, 12 * HOUR, 14 * HOUR, 18 * HOUR)
DAY = 24 * HOUR


def random_case(dice: random.Random, last_day: int) -> RandomCase:
    """A case that starts within the first `last_day` days, often on the very edge of a slot."""
    value, unit = dice.choice(_LIMITS)
    start = _moment(dice, dice.randrange(1, last_day) * DAY)
    pauses: list[tuple[int, int]] = []
    at = start
    for _ in range(dice.choice((0, 0, 0, 1, 2, 3))):
        begin = max(at, _later(dice, at))
        end = max(begin, _later(dice, begin))
        pauses.append((begin, end))
        at = end
    if pauses and dice.random() < 0.2:
        pauses[-1] = (pauses[-1][0], -1)
        at = pauses[-1][0]
    now = max(at, _later(dice, at))
    return RandomCase(start, value, unit, dice.choice((0, 0, 0, 1, 2)), tuple(pauses), now)


def _later(dice: random.Random, at: int) -> int:
    if dice.random() < 0.2:
        return at + dice.randrange(2 * HOUR)
    return _moment(dice, (at // DAY + dice.randrange(12)) * DAY)


def _moment(dice: random.Random, midnight: int) -> int:
    if dice.random() < 0.3:
        return midnight + dice.choice(_EDGES) + dice.choice((-1, 0, 0, 1))
    return midnight + dice.randrange(DAY)


def _minute(text: str) -> int:
    hours, minutes = text.split(":")
    return int(hours) * 60 + int(minutes)
