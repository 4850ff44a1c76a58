"""When things happen in the demo city: hours of the day, patrols, shares of a time limit.

Pure arithmetic over a random source; moments are aware UTC, days and hours the city's (+08:00).
The hours follow fact book 10 (patrol 07:00 to 21:30), the shares its rates of lateness.
"""

from datetime import UTC, date, datetime, time, timedelta, timezone
from random import Random
from typing import Final

from console.domain.timelimit import TimeLimit
from console.domain.worktime import WorkCalendar, moment_of, second_of

LOCAL: Final = timezone(timedelta(hours=8))
"""The city's zone; it has no daylight saving."""

PATROL: Final = (time(7, 0), time(21, 30))

_PATROL_HOURS: Final = (0, 0, 0, 0, 0, 0, 0, 6, 11, 13, 12, 7, 4, 5, 9, 12, 11, 8, 5, 4, 4, 2, 0, 0)
_PUBLIC_HOURS: Final = (1, 1, 1, 0, 0, 1, 2, 4, 8, 10, 10, 8, 5, 5, 8, 9, 9, 8, 7, 6, 5, 4, 3, 2)
_OFFICE_HOURS: Final = (0, 0, 0, 0, 0, 0, 0, 0, 4, 10, 9, 5, 0, 0, 6, 9, 8, 3, 0, 0, 0, 0, 0, 0)
_NIGHT: Final = 0.01
_LONGEST_DELAY: Final = 2.2
"""How many times its limit the worst delay comes to, beyond the limit."""


def minutes(random: Random, low: float, high: float) -> timedelta:
    """A waiting time between two numbers of minutes, shorter ones more often; whole seconds."""
    return timedelta(seconds=int(random.triangular(low, high, low + (high - low) / 4) * 60))


def reported_on(day: date, source: str, random: Random) -> datetime:
    """A moment of the local day at which a source reports: patrols by day, callers at any hour."""
    office = source in {"superior", "leader"}
    hours = _PATROL_HOURS if source == "inspector" else _PUBLIC_HOURS
    hour = random.choices(range(24), _OFFICE_HOURS if office else hours)[0]
    second = random.randrange(3_600)
    local = datetime.combine(day, time(hour), LOCAL) + timedelta(seconds=second)
    return local.astimezone(UTC)


def end_of_day(at: datetime) -> datetime:
    """The last second of the local day of a moment."""
    after = datetime.combine(at.astimezone(LOCAL).date() + timedelta(days=1), time(), LOCAL)
    return after.astimezone(UTC) - timedelta(seconds=1)


def reports_per_hour(at: datetime, per_day: int) -> float:
    """How many reports come in around a moment; never none, so that a night is not dead."""
    hour = at.astimezone(LOCAL).hour
    share = 0.7 * _PATROL_HOURS[hour] / sum(_PATROL_HOURS)
    share += 0.3 * _PUBLIC_HOURS[hour] / sum(_PUBLIC_HOURS)
    return per_day * max(share, _NIGHT)


def calls_per_hour(at: datetime, per_day: int) -> float:
    """How many calls come in around a moment; never none."""
    hour = at.astimezone(LOCAL).hour
    return per_day * max(_PUBLIC_HOURS[hour] / sum(_PUBLIC_HOURS), _NIGHT)


def start_of_day(at: datetime) -> datetime:
    """The first second of the local day of a moment."""
    return datetime.combine(at.astimezone(LOCAL).date(), time(), LOCAL).astimezone(UTC)


def on_patrol(at: datetime, random: Random) -> datetime:
    """The same moment if inspectors are out then, else early on the next patrol."""
    local = at.astimezone(LOCAL)
    if PATROL[0] <= local.time() <= PATROL[1]:
        return at
    late = local.time() > PATROL[1]
    start = datetime.combine(local.date() + timedelta(days=int(late)), PATROL[0], LOCAL)
    return start.astimezone(UTC) + minutes(random, 2, 70)


def used(calendar: WorkCalendar, start: datetime, limit: TimeLimit, share: float) -> datetime:
    """The moment at which `share` of a limit that began at `start` is used up."""
    seconds = _share_of(calendar, limit, share)
    if not limit.unit.counts_work_time:
        return start + timedelta(seconds=seconds)
    return moment_of(calendar.second_at(calendar.mark_of(second_of(start)) + seconds))


def begun(calendar: WorkCalendar, now: datetime, limit: TimeLimit, share: float) -> datetime:
    """When a limit must have begun for `share` of it to be used at `now`."""
    seconds = _share_of(calendar, limit, share)
    if not limit.unit.counts_work_time:
        return now - timedelta(seconds=seconds)
    return moment_of(calendar.second_at(calendar.mark_of(second_of(now)) - seconds))


def share_used(random: Random, late: float) -> float:
    """How much of its limit a unit uses; more than 1 in the share `late` of all cases."""
    if random.random() < late:
        return 1.03 + min(random.expovariate(2.0), _LONGEST_DELAY)
    return 0.03 + 0.94 * random.betavariate(2.0, 3.0)


def _share_of(calendar: WorkCalendar, limit: TimeLimit, share: float) -> int:
    return int(limit.counted_seconds(hours_per_day=calendar.hours_per_day) * share)
