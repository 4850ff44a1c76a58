"""Missed reports once more, deliberately naive: who walked past what the public then reported.

Nothing of `console.evaluation` is used: one reads the steps of every case, and for each public
report goes through all others.
"""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from console.domain.trail import Step
from tests.evaluation.oracle import ENDS, PUBLIC, lasting


@dataclass
class Sheet:
    """One case, as a clerk would note it."""

    reported: datetime
    source: str = ""
    grid: str = ""
    class_: tuple[str, ...] = ("", "", "")
    registered: bool = False
    true: bool = False
    ended: datetime | None = None


def sheet_of(trail: Sequence[Step]) -> Sheet:
    """The note of a trail."""
    sheet = Sheet(reported=trail[0].at)
    for step in lasting(trail):
        move, put = step.move.value, json.loads(step.payload)["set"]
        sheet.source = put.get("source", sheet.source)
        if "place" in put:
            sheet.grid = put["place"].get("duty_grid", "")
        if put.get("standard"):
            chosen = put["standard"]
            sheet.class_ = (chosen["scheme"], chosen["kind"], chosen["category"])
        if move == "register":
            sheet.registered = True
        if move == "answer_confirmation":
            sheet.true = put["task"]["outcome"] == "true"
        if move in ENDS:
            sheet.ended = step.at
        if move in {"unmerge", "reopen"}:
            sheet.ended = None
    return sheet


def misses(
    trails: Sequence[Sequence[Step]],
    start: datetime,
    end: datetime,
    days: int,
    had: Callable[[str, datetime], str],
) -> dict[str, dict[str, int]]:
    """Inspector -> reports of his grids, and those he missed; `had` tells whose a grid was."""
    sheets = [sheet_of(trail) for trail in trails]
    found: dict[str, dict[str, int]] = {}
    for one in sheets:
        who = had(one.grid, one.reported)
        if not (start <= one.reported < end and one.registered and who):
            continue
        row = found.setdefault(who, {"missed_report": 0, "area_inst": 0})
        row["area_inst"] += 1
        if one.source in PUBLIC and one.true and one.grid:
            row["missed_report"] += not any(_told_before(other, one, days) for other in sheets)
    return found


def _told_before(other: Sheet, one: Sheet, days: int) -> bool:
    """Whether an inspector had this on his list, or had just told of it."""
    same = (other.grid, other.class_) == (one.grid, one.class_)
    if other.source != "inspector" or not same or other.reported > one.reported:
        return False
    open_then = other.ended is None or other.ended >= one.reported
    return open_then or other.reported >= one.reported - timedelta(days=days)
