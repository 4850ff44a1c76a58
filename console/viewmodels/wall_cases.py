"""From the open cases of a moment to what blocks show of them: pure functions, no Qt, no clock.

Hidden classes (`WallCase.shown`) are in every sum and in no list and on no pin.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Final, NamedTuple

from console.domain.refusal import Refusal
from console.domain.rules import Rules
from console.domain.stage import QUEUES, Stage
from console.domain.timelimit import TimeLimit
from console.domain.tone import Urgency
from console.evaluation.periods import local_day
from console.ports.map_rows import MapPin
from console.ports.wall import WallCase
from console.viewmodels.case_facts import counted_between, day_of, stage_fill, urgency_of
from console.viewmodels.wall_blocks import (
    Backlog,
    Bar,
    Bars,
    DistrictLoad,
    Emergencies,
    EmergencyLine,
    Longest,
    LongestLine,
    MapBlock,
    StageLine,
)
from console.viewmodels.wall_names import Names

QUEUE_OF: Final[Mapping[Stage, str]] = {
    stage: queue for queue, stages in QUEUES.items() for stage in stages
}
"""The queue of each open stage, as the store's own `app.queue_of`."""
ALWAYS: Final = tuple(queue for queue in QUEUES if queue != "coordinate")
"""Queues with a line of their own even when empty; the other has one while it has a case."""
_WITH_UNIT: Final = QUEUES["handle"]
_SHORT: Final = 6
Usual = Mapping[str, tuple[int, int]]
"""Queue -> the usual range at this hour; a queue without one is not known long enough."""


class Seen(NamedTuple):
    """A case as it is looked at at a moment."""

    case: WallCase
    urgency: Urgency


class Pinned(NamedTuple):
    """The pin of a case as it was looked at."""

    seen: Seen
    pin: MapPin


class Late(NamedTuple):
    """A case over its time, by so many counted seconds of its limit."""

    seconds: int
    case: WallCase
    limit: TimeLimit


def look_at(
    cases: Iterable[WallCase], now: datetime, rules: Rules
) -> tuple[tuple[Seen, ...], datetime | None]:
    """The cases with their urgency, and until when it holds if none of them changes.

    None: no clock runs. A case whose calendar is not known is over or not, never near.
    """
    seen: list[Seen] = []
    until: datetime | None = None
    for case in cases:
        seen.append(Seen(case, _urgency(case, now, rules)))
        if case.paused:
            continue
        for moment in (case.near_at, case.due):
            if moment is not None and moment >= now and (until is None or moment < until):
                until = moment
        if case.due is not None and case.near_at is None:
            until = now  # when it turns yellow is not known beforehand
    return tuple(seen), until


def _urgency(case: WallCase, now: datetime, rules: Rules) -> Urgency:
    try:
        return urgency_of(case, now, rules)
    except Refusal:
        over = case.due is not None and now > case.due and not case.paused
        return Urgency.OVER if over else Urgency.NORMAL


def in_district(seen: Sequence[Seen], district: str) -> Sequence[Seen]:
    """Those of a district; "" is the whole city."""
    return [one for one in seen if one.case.district == district] if district else seen


def over_count(seen: Iterable[Seen]) -> int:
    """How many are over their time."""
    return sum(one.urgency is Urgency.OVER for one in seen)


def open_by_stage(cases: Iterable[WallCase]) -> Mapping[Stage, int]:
    """How many open cases each stage has."""
    return Counter(case.stage for case in cases)


def backlog(seen: Iterable[Seen], usual: Usual) -> Backlog:
    """Open cases by queue, with how many are over and near."""
    sums = {queue: [0, 0, 0] for queue in QUEUES}
    for case, urgency in seen:
        line = sums[QUEUE_OF[case.stage]]
        line[0] += 1
        line[1] += urgency is Urgency.OVER
        line[2] += urgency is Urgency.NEAR
    return Backlog(
        lines=tuple(
            StageLine(queue=queue, open=line[0], over=line[1], near=line[2], low=low, high=high)
            for queue, line in sums.items()
            if queue in ALWAYS or line[0]
            for low, high in [usual.get(queue, (None, None))]
        )
    )


def latest(seen: Iterable[Seen], now: datetime, rules: Rules) -> list[Late]:
    """Cases over their time that may be named, the longest overdue first.

    Time counts as each one's limit does, by the calendar in force; what that does not cover is
    left out, because it cannot be told.
    """
    found: list[Late] = []
    for case, urgency in seen:
        if urgency is not Urgency.OVER or not case.shown or case.due is None:
            continue
        try:
            limit = TimeLimit.from_code(case.limit)
            found.append(Late(counted_between(case.due, now, limit, rules), case, limit))
        except Refusal:
            continue
    return sorted(found, key=_longest_first)


def _longest_first(one: Late) -> tuple[int, int]:
    return -one.seconds, one.case.id


def longest(late: Sequence[Late], names: Names, rules: Rules, rows: int) -> Longest:
    """The first of `latest`; by whole minutes, so that it is drawn when it reads otherwise."""
    return Longest(
        lines=tuple(
            LongestLine(
                case=case.id,
                category_name=case.category_name,
                place=_whose(case, names),
                late=float(seconds // 60 * 60),
                limit=case.limit,
                day=day_of(limit, rules.calendar),
            )
            for seconds, case, limit in late[:rows]
        )
    )


def _whose(case: WallCase, names: Names) -> str:
    """Who has it in hand: the unit that handles it, before and after the district."""
    with_unit = case.unit and case.stage in _WITH_UNIT
    return names.unit(case.unit) if with_unit else names.district(case.district)


def map_block(
    seen: Sequence[Seen],
    pins: Mapping[int, Pinned],
    names: Names,
    numbered: Sequence[int],
    district: str = "",
) -> MapBlock:
    """The sums of the map and all its pins (`whole`); `told` makes of it what has changed."""
    urgencies = Counter(urgency for _, urgency in seen)
    open_in = Counter(case.district for case, _ in seen)
    heat = Counter(case.duty_grid for case, _ in seen if case.duty_grid)
    listed: Collection[str] = [district] if district else names.districts
    return MapBlock(
        open=len(seen),
        over=urgencies[Urgency.OVER],
        near=urgencies[Urgency.NEAR],
        new=urgencies[Urgency.NEW],
        districts=tuple(
            DistrictLoad(code=code, name=names.district(code), open=open_in[code])
            for code in (*listed, *sorted(code for code in open_in if code and code not in listed))
        ),
        heat=tuple(sorted(heat.items())),
        numbered=tuple(numbered),
        pins=tuple(pins[case.id].pin for case, _ in seen if case.id in pins),
        whole=True,
        district=district,
    )


def pins_of(seen: Iterable[Seen], before: Mapping[int, Pinned]) -> dict[int, Pinned]:
    """The pins of cases that may be named and have a place; what is as it was keeps its pin."""
    pins: dict[int, Pinned] = {}
    for one in seen:
        case = one.case
        if not case.shown or case.lon is None or case.lat is None:
            continue
        known = before.get(case.id)
        if known is None or known.seen != one:
            known = Pinned(one, _pin(case, case.lon, case.lat, one.urgency))
        pins[case.id] = known
    return pins


def _pin(case: WallCase, lon: float, lat: float, urgency: Urgency) -> MapPin:
    return MapPin(
        id=case.id,
        number=case.number[-_SHORT:],
        lon=lon,
        lat=lat,
        urgency=urgency.value,
        stage_fill=stage_fill(case.stage).value,
        label=case.category_name,
        detail="",
        duty_grid=case.duty_grid,
        district=case.district,
    )


def emergencies(seen: Iterable[Seen], names: Names, now: datetime, rows: int) -> Emergencies:
    """Open emergencies at a moment, oldest first. Units under way have one in hand."""
    found = sorted((one for one in seen if one.case.emergency), key=_oldest_first)
    return Emergencies(
        open=len(found),
        grids=len({case.grid for case, _ in found if case.grid}),
        units=len({case.unit for case, _ in found if case.unit and case.stage in _WITH_UNIT}),
        lines=tuple(
            EmergencyLine(
                case=case.id,
                category_name=case.category_name,
                district=names.district(case.district),
                grid=case.grid,
                unit=names.unit(case.unit),
                stage=case.stage,
                due=case.due,
                over=urgency is Urgency.OVER,
                today=case.due is not None and local_day(case.due) == local_day(now),
            )
            for case, urgency in found
            if case.shown
        )[:rows],
    )


def _oldest_first(one: Seen) -> tuple[datetime, int]:
    return one.case.reported_at, one.case.id


def underway(seen: Iterable[Seen], names: Names, rows: int) -> Bars:
    """Units with the number of emergencies they have in hand."""
    found = Counter(
        case.unit for case, _ in seen if case.emergency and case.unit and case.stage in _WITH_UNIT
    )
    return bars(found, names.units, rows)


def bars(found: Mapping[str, int], called: Mapping[str, str], rows: int, rest: int = 0) -> Bars:
    """The greatest first; what is not among them adds to `rest`."""
    ordered = sorted(((-count, code) for code, count in found.items() if count))
    return Bars(
        bars=tuple(
            Bar(code=code, name=called.get(code, code), value=-count)
            for count, code in ordered[:rows]
        ),
        rest=rest - sum(count for count, _ in ordered[rows:]),
    )
