"""A city at a snapshot, read from its raw tables by somebody who knows no wall.

Cases are what their steps say: each trail is read once, by `tests.evaluation.oracle`, which shares
nothing with the program's evaluation; clocks are counted by minutes (`tests.oracle_worktime`).
No view of walls, no fact and no folded case is looked at. Counting is in `wall_counts`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cached_property
from typing import Any, Final

from sqlalchemy import Connection, text

from benchmarks.wall_lives import Life, Trails, moment_of
from tests.evaluation.oracle import counts_by
from tests.oracle_worktime import MinuteOracle, limit_seconds

DAY: Final = timedelta(days=1)
LOCAL: Final = timedelta(hours=8)
_OPENED: Final = text("SELECT case_id, max(version) FROM case_opened GROUP BY 1")
_FEED: Final = text(
    "SELECT case_id, seq FROM feed WHERE seq IS NOT NULL ORDER BY gseq DESC LIMIT 900"
)
_CLASSES: Final = text(
    "SELECT scheme, kind, code, class_code, class_name, name FROM category"
    " ORDER BY scheme, kind, code, catalogue"
)
_CALLS: Final = text(
    "SELECT rang_at, answered_at, given_up_at, ended_at FROM hotline_call WHERE rang_at >= :since"
)


class Calendars:
    """Working minutes of every version of the calendar, and which is in force."""

    def __init__(self, connection: Connection) -> None:
        self.by_version: dict[str, MinuteOracle] = {}
        self.in_force = ""
        for row in _rows(connection, "SELECT version, in_force FROM calendar"):
            values = {"version": row["version"]}
            slots = _rows(
                connection, "SELECT starts, ends FROM work_slot WHERE calendar = :version", **values
            )
            days = _rows(
                connection,
                "SELECT day::text AS date, kind, slots FROM calendar_day WHERE calendar = :version",
                **values,
            )
            self.by_version[row["version"]] = MinuteOracle(slots, days)
            if row["in_force"]:
                self.in_force = row["version"]

    def between(self, start: datetime, end: datetime, limit: str, version: str = "") -> int:
        """Seconds that count under a limit; by the calendar in force where none is told."""
        oracle = self.by_version.get(version) or self.by_version[self.in_force]
        return oracle.count(oracle.second(start), oracle.second(end), limit.partition(" ")[2])


def _rows(connection: Connection, statement: str, **values: object) -> list[dict[str, Any]]:
    return [dict(row) for row in connection.execute(text(statement), values).mappings()]


@dataclass(frozen=True, kw_only=True)
class City:
    """Everything of one snapshot, to the wall of the moment `at`."""

    at: datetime
    lives: Mapping[int, Life]
    opened: Mapping[int, int]
    feed: Sequence[tuple[int, int]]
    classes: Sequence[Mapping[str, Any]]
    units: Mapping[str, str]
    divisions: Mapping[str, str]
    settings: Mapping[str, str]
    calendars: Calendars
    calls: Sequence[Mapping[str, Any]]
    told_at: datetime | None
    patrols: Mapping[str, Any]
    counted: dict[int, dict[str, int]] = field(default_factory=dict)

    @property
    def silent(self) -> bool:
        """Whether no telephone system tells its calls."""
        return self.told_at is None or self.at - self.told_at > timedelta(minutes=15)

    @cached_property
    def present(self) -> list[Life]:
        """The open cases."""
        return [one for one in self.lives.values() if one.open]

    @cached_property
    def looks(self) -> Mapping[int, str]:
        """How each open case looks now."""
        return {one.case: self.urgency(one, self.at) for one in self.present}

    def counts(self, life: Life) -> Mapping[str, int]:
        """What a case adds to each count now."""
        found = self.counted.get(life.case)
        if found is None:
            found = self.counted[life.case] = counts_by(life.walk, self.at)
        return found

    def urgency(self, life: Life, now: datetime) -> str:
        """How a case looks at a moment."""
        clock = life.clock
        if clock is not None:
            pauses = clock.get("pauses") or []
            if pauses and not pauses[-1].get("end") and not clock.get("stopped"):
                return "paused"
            if now > moment_of(clock["due"]):
                return "over"
            if self._left(clock, now) <= self._near(clock):
                return "near"
        return "normal" if self.opened.get(life.case, 0) >= life.entered else "new"

    def _left(self, clock: Mapping[str, Any], now: datetime) -> int:
        version, limit = clock["calendar"], clock["limit"]
        used = self.calendars.between(moment_of(clock["started"]), now, limit, version)
        for pause in clock.get("pauses") or []:
            end = min(moment_of(pause["end"]), now) if pause.get("end") else now
            used -= self.calendars.between(moment_of(pause["start"]), end, limit, version)
        return _allowed(clock) - used

    def _near(self, clock: Mapping[str, Any]) -> int:
        settings = self.settings
        hundredths = round(float(settings.get("yellow_share") or "0.8") * 100)
        least = int(settings.get("near_minimum") or "10") * 60
        return max(_allowed(clock) * (100 - hundredths) // 100, least)

    @cached_property
    def used(self) -> tuple[str, ...]:
        """Districts with a report within 31 days, by code; all where there is none."""
        since = self.at - 31 * DAY
        met = {one.district for one in self.lives.values() if since <= one.reported < self.at}
        return tuple(code for code in self.divisions if code in met) or tuple(self.divisions)

    def district(self, code: str) -> str:
        """What a district is called; one that is not listed by its code."""
        return self.divisions[code] if code in self.used else code

    def unit(self, code: str) -> str:
        """What a unit is called."""
        return self.units.get(code, code)

    @cached_property
    def hidden(self) -> tuple[str, ...]:
        """Beginnings of classes that are named nowhere."""
        told = self.settings.get("wall_hidden_classes", "").replace("，", ",")
        return tuple(one.strip() for one in told.split(",") if one.strip())

    def shown(self, life: Life) -> bool:
        """Whether a case may be named."""
        _, kind, category = life.key
        return not any(f"{kind}:{category}".startswith(one) for one in self.hidden)

    @cached_property
    def names(self) -> Mapping[tuple[str, str, str], str]:
        """Classes by scheme, kind and code; the last catalogue's name holds."""
        return {(row["scheme"], row["kind"], row["code"]): row["name"] for row in self.classes}

    @cached_property
    def class_names(self) -> Mapping[str, str]:
        """The names of the classes of two signs, `kind:code`."""
        return {f"{row['kind']}:{row['class_code']}": row["class_name"] for row in self.classes}


def _allowed(clock: Mapping[str, Any]) -> int:
    limits = [clock["limit"], *(one["limit"] for one in clock.get("extensions") or [])]
    amounts = [one.partition(" ") for one in limits]
    return sum(limit_seconds(int(value), unit) for value, _, unit in amounts)


def midnight(moment: datetime) -> datetime:
    """The beginning of the city's day."""
    local = (moment.astimezone(UTC) + LOCAL).replace(hour=0, minute=0, second=0, microsecond=0)
    return local - LOCAL


def read_city(connection: Connection, trails: Trails, calendars: Calendars, at: datetime) -> City:
    """The city of a connection's snapshot."""
    since = midnight(at) - DAY
    told = _rows(connection, "SELECT at FROM hotline_told")
    return City(
        at=at,
        lives=trails.read(connection),
        opened=dict(connection.execute(_OPENED).tuples().all()),
        feed=[(case, seq) for case, seq in connection.execute(_FEED)],
        classes=[dict(row) for row in connection.execute(_CLASSES).mappings()],
        units={
            row["code"]: row["short_name"] or row["name"]
            for row in _rows(connection, "SELECT code, name, short_name FROM unit")
        },
        divisions={
            row["code"]: row["name"]
            for row in _rows(
                connection, "SELECT code, name FROM division WHERE level = 'district' ORDER BY code"
            )
        },
        settings={r["name"]: r["value"] for r in _rows(connection, "SELECT * FROM setting")},
        calendars=calendars,
        calls=[dict(row) for row in connection.execute(_CALLS, {"since": since}).mappings()],
        told_at=told[0]["at"] if told else None,
        patrols=_patrols(connection, at),
    )


def _patrols(connection: Connection, now: datetime) -> dict[str, Any]:
    """Inspectors and cells of the city's day, by their signs and their steps."""
    start, day = midnight(now), (now.astimezone(UTC) + LOCAL).date()
    signs = _rows(
        connection,
        "SELECT inspector, at, grid FROM inspector_position WHERE at >= :start AND at <= :now",
        start=start - DAY,
        now=now,
    )
    listed = _rows(connection, "SELECT code, certified_on, certified_until FROM inspector")
    certified = {r["code"] for r in listed if r["certified_on"] <= day <= r["certified_until"]}
    acted = _rows(
        connection,
        "SELECT DISTINCT f.grid FROM case_step s JOIN case_file f ON f.id = s.case_id"
        " WHERE s.post = 'inspector' AND s.at >= :start AND s.at <= :now",
        start=start,
        now=now,
    )
    there = {row["grid"] for row in acted} | {r["grid"] for r in signs if r["at"] >= start}
    grids = _in_force(_rows(connection, "SELECT code, valid_from, valid_to FROM unit_grid"), day)
    duties = _in_force(_rows(connection, "SELECT code, valid_from, valid_to FROM duty_grid"), day)
    duty_of: dict[str, str] = {}
    for row in _rows(connection, "SELECT duty_grid, unit_grid FROM duty_grid_cell ORDER BY 1 DESC"):
        if row["duty_grid"] in duties:
            duty_of[row["unit_grid"]] = row["duty_grid"]
    unseen: dict[str, int] = {}
    for grid in grids - there:
        if grid in duty_of:
            unseen[duty_of[grid]] = unseen.get(duty_of[grid], 0) + 1
    quarter = now - timedelta(minutes=15)
    return {
        "listed": len(listed),
        "on_duty": len({r["inspector"] for r in signs if r["at"] > quarter} & certified),
        "cells": len(grids),
        "seen": len(grids & there),
        "unseen": unseen,
    }


def _in_force(rows: Sequence[Mapping[str, Any]], day: Any) -> set[str]:
    return {
        row["code"]
        for row in rows
        if row["valid_from"] <= day and (row["valid_to"] is None or row["valid_to"] > day)
    }


def hours_before(moment: datetime, count: int) -> Iterator[datetime]:
    """Beginnings of hours, the oldest first, the running one last."""
    hour = moment.astimezone(UTC).replace(minute=0, second=0, microsecond=0)
    yield from (hour - timedelta(hours=back) for back in reversed(range(count)))
