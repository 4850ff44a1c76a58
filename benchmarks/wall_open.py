"""What the blocks of open cases have to show of a `wall_naive.City`; the others are `wall_counts`.

Every function returns plain words and numbers, named as the block names them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any, Final

from benchmarks.wall_lives import QUEUE_OF, QUEUES, Life, moment_of
from benchmarks.wall_naive import DAY, City, hours_before, midnight

Plain = dict[str, Any]
Told = Mapping[str, str]
EMERGENCIES: Final = {"GBT30428": "05", "CJT214": "04"}
USUAL_DAYS: Final = 30
FEWEST_DAYS: Final = 7
_HANDLE: Final = QUEUES["handle"]


def here(city: City, district: str) -> list[tuple[Life, str]]:
    return [(one, city.looks[one.case]) for one in city.present if district in ("", one.district)]


def backlog(city: City, district: str, told: Told) -> Plain:
    """Open, over and near of every queue, and the usual range of the whole city."""
    del told
    usual = {} if district else usual_ranges(city)
    sums = {queue: Counter[str]() for queue in QUEUES}
    for life, urgency in here(city, district):
        sums[QUEUE_OF[life.stage]].update(["open", urgency])
    lines = []
    for queue, line in sums.items():
        if queue != "coordinate" or line["open"]:
            low, high = usual.get(queue, (None, None))
            lines.append(
                {
                    "queue": queue, "open": line["open"], "over": line["over"],
                    "near": line["near"], "low": low, "high": high,
                }
            )  # fmt: skip
    return {"lines": lines}


def usual_ranges(city: City) -> dict[str, tuple[int, int]]:
    """The middle 80 of 100 of what stood in a queue at this hour on the days before."""
    hour = next(hours_before(city.at, 1))
    first = min(
        (at for one in city.lives.values() for at in one.moves[0] if at >= hour - USUAL_DAYS * DAY),
        default=hour,
    )
    days = [hour - back * DAY for back in range(1, USUAL_DAYS + 1)]
    known = [day for day in days if day >= next(hours_before(first, 1))]
    if len(known) < FEWEST_DAYS:
        return {}
    stood = [
        Counter(QUEUE_OF.get(one.stage_before(day), "") for one in city.lives.values())
        for day in known
    ]
    cut = len(known) // 10
    ranges = {}
    for queue in QUEUES:
        numbers = sorted(one[queue] for one in stood)
        ranges[queue] = numbers[cut], numbers[-1 - cut]
    return ranges


def map_sums(city: City, district: str, told: Told) -> Plain:
    """The sums of the map, and each of its pins."""
    del told
    found = here(city, district)
    urgencies = Counter(urgency for _, urgency in found)
    loads = Counter(life.district for life, _ in found)
    listed = [district] if district else list(city.used)
    listed += sorted(code for code in loads if code and code not in listed)
    return {
        "open": len(found),
        **{name: urgencies[name] for name in ("over", "near", "new")},
        "districts": [
            {"code": code, "name": city.district(code), "open": loads[code]} for code in listed
        ],
        "heat": sorted(Counter(life.duty for life, _ in found if life.duty).items()),
        "numbered": [life.case for _, life in _late(city, district)][:5],
        "pins": {
            str(life.case): [urgency, life.district, life.duty, *life.point]
            for life, urgency in found
            if life.point and city.shown(life)
        },
    }


def _late(city: City, district: str) -> list[tuple[int, Life]]:
    late = []
    for life, urgency in here(city, district):
        if urgency == "over" and city.shown(life) and life.clock:
            due = moment_of(life.clock["due"])
            late.append((city.calendars.between(due, city.at, life.clock["limit"]), life))
    return sorted(late, key=lambda one: (-one[0], one[1].case))


def longest(city: City, district: str, told: Told) -> Plain:
    """The longest overdue, by the time their limits count."""
    lines = []
    for late, life in _late(city, district)[: int(told.get("rows", 5))]:
        limit = (life.clock or {})["limit"]
        with_unit = life.unit and life.stage in _HANDLE
        lines.append(
            {
                "case": life.case,
                "category_name": city.names.get(life.key, ""),
                "place": city.unit(life.unit) if with_unit else city.district(life.district),
                "late": late // 60 * 60,
                "limit": limit,
                "day": 8 * 3_600 if limit.partition(" ")[2].startswith("work") else 86_400,
            }
        )
    return {"lines": lines}


def _burning(city: City, district: str) -> list[tuple[Life, str]]:
    def burns(life: Life) -> bool:
        scheme, kind, category = life.key
        sign = EMERGENCIES.get(scheme, "-")
        return kind == "event" and bool(category.startswith(sign))

    return [(life, urgency) for life, urgency in here(city, district) if burns(life)]


def _is_today(city: City, life: Life) -> bool:
    due = moment_of(life.clock["due"]) if life.clock else None
    return due is not None and midnight(due) == midnight(city.at)


def emergencies(city: City, district: str, told: Told) -> Plain:
    """Open emergencies, the oldest first."""
    found = sorted(_burning(city, district), key=lambda one: (one[0].reported, one[0].case))
    return {
        "open": len(found),
        "grids": len({life.grid for life, _ in found} - {""}),
        "units": len({life.unit for life, _ in found if life.stage in _HANDLE} - {""}),
        "lines": [
            {
                "case": life.case,
                "category_name": city.names.get(life.key, ""),
                "district": city.district(life.district),
                "grid": life.grid,
                "unit": city.unit(life.unit),
                "stage": life.stage,
                "due": moment_of(life.clock["due"]) if life.clock else None,
                "over": urgency == "over",
                "today": _is_today(city, life),
            }
            for life, urgency in found
            if city.shown(life)
        ][: int(told.get("rows", 12))],
    }


def underway(city: City, district: str, told: Told) -> Plain:
    """Units with emergencies in hand."""
    found = Counter(life.unit for life, _ in _burning(city, district) if life.stage in _HANDLE)
    found.pop("", None)
    return bars(found, city.units, told)


def bars(found: Mapping[str, int], called: Mapping[str, str], told: Told, rest: int = 0) -> Plain:
    ordered = sorted((-count, code) for code, count in found.items())
    rows = int(told.get("rows", 8))
    return {
        "bars": [
            {"code": code, "name": called.get(code, code), "value": -count}
            for count, code in ordered[:rows]
        ],
        "rest": rest - sum(count for count, _ in ordered[rows:]),
    }
