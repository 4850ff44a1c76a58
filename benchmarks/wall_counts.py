"""What each block of a wall has to show of a `wall_naive.City`, counted naively and in full.

By the fact book (5.2, 7.1, 7.2), `docs/wall.md` and the words of the blocks; nothing that makes
figures is used. Every function returns plain words and numbers, named as the block names them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from typing import Final

from benchmarks.wall_lives import Life
from benchmarks.wall_naive import DAY, LOCAL, City, hours_before, midnight
from benchmarks.wall_open import (
    Plain,
    Told,
    backlog,
    bars,
    emergencies,
    here,
    longest,
    map_sums,
    underway,
)

RATES: Final = {
    "in_time_dispose_rate": ("in_time_dispose", "need_dispose"),
    "rework_rate": ("rework", "need_archive"),
    "archive_rate": ("archive", "need_archive"),
}
OF_UNITS: Final = (
    "need_dispose", "dispose", "overtime_to_dispose", "in_time_dispose_rate", "rework_rate",
)  # fmt: skip
OF_DISTRICTS: Final = (
    "report", "inst", "need_dispose", "dispose", "archive", "in_time_dispose_rate", "archive_rate",
)  # fmt: skip
OF_TODAY: Final = {
    "report": "reported",
    "inst": "registered",
    "dispatch": "dispatched",
    "dispose": "handled",
    "archive": "closed",
}
_HOUR: Final = timedelta(hours=1)
_TICKER: Final = 40


# --- counts of a period ---------------------------------------------------------------------------


def counters(city: City, district: str, told: Told) -> Plain:
    """Today; `counters_before` has what it is compared with."""
    del told
    start = midnight(city.at)
    over = sum(urgency == "over" for _, urgency in here(city, district))
    today = _done(city, start, start + DAY, district)
    return {"values": {**today, "overdue": over}}


def counters_before(city: City, district: str, told: Told) -> Plain:
    """Yesterday until the same minute, its cases as they stand now."""
    del told
    start = midnight(city.at) - DAY
    return {"before": _done(city, start, _minute(city.at) - DAY, district)}


def overdue_before(city: City, moment: datetime) -> Counter[str]:
    """How many open cases of each district were over their time yesterday at this minute."""
    then = _minute(moment) - DAY
    lives = (one.until(then) for one in city.lives.values())
    there = (one for one in lives if one is not None and one.open)
    return Counter(one.district for one in there if city.urgency(one, then) == "over")


def _minute(moment: datetime) -> datetime:
    return moment.replace(second=0, microsecond=0)


def _done(city: City, start: datetime, end: datetime, district: str) -> Plain:
    found = {}
    for name, date in OF_TODAY.items():
        lives = (one for one in city.lives.values() if district in ("", one.district))
        dated = (one for one in lives if _within(one, date, start, end))
        found[name] = sum(city.counts(one)[name] for one in dated)
    return found


def _within(life: Life, date: str, start: datetime, end: datetime) -> bool:
    moment = life.dates.get(date)
    return moment is not None and start <= moment < end


def _sums(
    city: City, start: datetime, end: datetime, group: Callable[[Life], str], district: str = ""
) -> dict[str, Counter[str]]:
    """Counts of the cases that are due in a time, by group."""
    found: dict[str, Counter[str]] = {}
    for life in city.lives.values():
        if district in ("", life.district) and _within(life, "due", start, end):
            found.setdefault(group(life), Counter()).update(city.counts(life))
    found.pop("", None)
    return found


def _district_of(life: Life) -> str:
    return life.district


def _unit_of(life: Life) -> str:
    return life.walk.units[-1] if life.walk.units else ""


def rates(city: City, district: str, told: Told) -> Plain:
    """The rate of handling in time of cases that were due in the last days."""
    days = int(told.get("days", 7))
    end = midnight(city.at) + (DAY if told.get("today") == "yes" else timedelta())
    start = end - days * DAY
    by_district = _sums(city, start, end, _district_of, district)
    by_unit = _sums(city, start, end, _unit_of, district)
    name = told.get("indicator", "in_time_dispose_rate")
    listed = [district] if district else city.used
    units = [_line(name, code, city.unit(code), row) for code, row in by_unit.items()]
    units.sort(key=lambda one: (-one["denominator"], one["code"]))
    return {
        "districts": _best_first(
            _line(name, code, city.district(code), by_district.get(code, Counter()))
            for code in {*listed, *by_district}
        ),
        "units": _best_first(units[: int(told.get("rows", 5))]),
        "first": (start + LOCAL).date(),
        "last": (end - DAY + LOCAL).date(),
    }


def _line(name: str, code: str, called: str, row: Mapping[str, int]) -> Plain:
    over, under = (row.get(one, 0) for one in RATES[name])
    value = Fraction(over, under) if under else None
    return {
        "code": code, "name": called, "value": value, "numerator": over, "denominator": under,
    }  # fmt: skip


def _best_first(lines: Iterable[Plain]) -> list[Plain]:
    def rank(line: Plain) -> tuple[bool, Fraction, str]:
        value = line["value"]
        return value is None, -(value or Fraction(0)), line["code"]

    return sorted(lines, key=rank)


def _ranked(city: City, told: Told, *, districts: bool) -> Plain:
    local = city.at.astimezone(UTC) + LOCAL
    first = midnight(city.at) - (local.day - 1) * DAY
    following = midnight(first + 32 * DAY)
    end = following - ((following + LOCAL).day - 1) * DAY
    found = _sums(city, first, end, _district_of if districts else _unit_of)
    names = OF_DISTRICTS if districts else OF_UNITS
    called = {one: city.divisions[one] for one in city.used} if districts else city.units
    lines = [
        _line("in_time_dispose_rate", code, called.get(code, code), found.get(code, Counter()))
        for code in {*called, *found}
    ]
    lines.sort(key=lambda one: (-one["denominator"], one["code"]))
    return {
        "since": first,
        "lines": [
            {
                "place": place,
                "code": line["code"],
                "name": line["name"],
                "values": [_value(one, found.get(line["code"], Counter())) for one in names],
            }
            for place, line in enumerate(_best_first(lines[: int(told.get("rows", 16))]), 1)
        ],
    }


def _value(name: str, row: Mapping[str, int]) -> int | Fraction | None:
    if name not in RATES:
        return row.get(name, 0)
    value: Fraction | None = _line(name, "", "", row)["value"]
    return value


def ranking(city: City, district: str, told: Told) -> Plain:
    """Units over the month."""
    del district
    return _ranked(city, told, districts=False)


def month(city: City, district: str, told: Told) -> Plain:
    """Districts over the month."""
    del district
    return _ranked(city, told, districts=True)


def curve(city: City, district: str, told: Told) -> Plain:
    """Reports and closings of 24 hours."""
    del district, told
    hours = list(hours_before(city.at, 24))
    ended = [one.dates.get("closed") for one in city.lives.values() if one.walk.end == "closed"]
    return {
        "hours": hours,
        "reported": [
            sum(at <= one.reported < at + _HOUR for one in city.lives.values()) for at in hours
        ],
        "closed": [
            sum(one is not None and at <= one < at + _HOUR for one in ended) for at in hours
        ],
    }


# --- what happens ---------------------------------------------------------------------------------


def ticker(city: City, district: str, told: Told) -> Plain:
    """The last steps that moved a case."""
    del told
    lines = []
    for case, seq in city.feed:
        life = city.lives[case]
        step = life.told[seq - 1].step
        if step.from_stage != step.to_stage and city.shown(life):
            lines.append((life, step))
    return {
        "lines": [
            {
                "at": step.at,
                "number": life.state["number"],
                "category_name": city.names.get(life.key, ""),
                "move": step.move.value,
                "stage": step.to_stage.value,
                "district": city.district(life.district),
                "unit": city.unit(life.unit),
            }
            for life, step in lines[:_TICKER]
            if district in ("", life.district)
        ]
    }


def classes(city: City, district: str, told: Told) -> Plain:
    """Today's reports by telephone."""
    del district
    start, rest = midnight(city.at), 0
    found: Counter[str] = Counter()
    for life in city.lives.values():
        if life.state["source"] == "hotline" and start <= life.reported < start + DAY:
            _, kind, category = life.key
            if category and city.shown(life):
                found[f"{kind}:{category[:2]}"] += 1
            else:
                rest += 1
    return bars(found, city.class_names, told, rest)


def calls(city: City, district: str, told: Told) -> Plain:
    """The telephones today, and who waits."""
    del district, told
    now, start = city.at, midnight(city.at)
    if city.silent:
        return {"known": False, "calls": 0, "answered": 0, "in_time": 0, "given_up": 0,
                "waiting": 0, "longest": 0}  # fmt: skip
    today = [one for one in city.calls if one["rang_at"] >= start]
    answered = [one for one in today if one["answered_at"]]
    quick = timedelta(seconds=15)
    waits = [
        one["rang_at"]
        for one in city.calls
        if not (one["answered_at"] or one["given_up_at"] or one["ended_at"])
        and one["rang_at"] > now - _HOUR
    ]
    return {
        "known": True,
        "calls": len(today),
        "answered": len(answered),
        "in_time": sum(one["answered_at"] - one["rang_at"] <= quick for one in answered),
        "given_up": sum(
            not one["answered_at"] and bool(one["given_up_at"] or one["ended_at"]) for one in today
        ),
        "waiting": len(waits),
        "longest": max(0, int((now - min(waits)).total_seconds())) if waits else 0,
    }


def patrols(city: City, district: str, told: Told) -> Plain:
    """Inspectors and cells."""
    del district, told
    return {name: city.patrols[name] for name in ("listed", "on_duty", "cells", "seen")}


def unseen(city: City, district: str, told: Told) -> Plain:
    """Duty grids with cells nobody has been in today."""
    del district
    return bars(city.patrols["unseen"], {}, told)


COUNTED: Final[Mapping[str, Callable[[City, str, Told], Plain]]] = {
    "backlog": backlog,
    "map": map_sums,
    "longest": longest,
    "emergencies": emergencies,
    "underway": underway,
    "counters": counters,
    "rates": rates,
    "ranking": ranking,
    "month": month,
    "curve": curve,
    "ticker": ticker,
    "classes": classes,
    "calls": calls,
    "patrols": patrols,
    "unseen": unseen,
}
"""By kind of block."""
