"""What is supposed, as people write it: a table of limits (CSV) and changed days (JSON)."""

import csv
import io
import json
import re
from collections.abc import Mapping
from fractions import Fraction
from typing import Any, Final

from console.domain.calendar_rows import calendar_day
from console.domain.calendars import Slot
from console.domain.refusal import Refusal
from console.domain.timelimit import TimeLimit
from console.domain.worktime import WorkCalendar, calendar_from_rows
from console.evaluation.whatif import Where

COLUMNS: Final = ("scheme", "kind", "category", "condition", "limit")
_FACTOR: Final = re.compile(r"\d{1,6}(\.\d{1,6})?|\d{1,6}/0*[1-9]\d{0,5}", re.ASCII)
SUPPOSED: Final = "supposed"
"""The version a supposed calendar goes by; no city's calendar has it."""


def read_limits(text: str) -> dict[Where, TimeLimit]:
    """Rows `scheme,kind,category,condition,limit` below that head; limits as `8 work_hour`.

    An empty condition means the whole category. Raises `Refusal` `whatif.limits_head`,
    `whatif.limits_row` (its line), `whatif.limits_twice`, `limit.*`.
    """
    rows = csv.DictReader(io.StringIO(text.removeprefix("\ufeff")))
    try:
        return _limits(rows)
    except csv.Error:  # a cell longer than any code
        raise Refusal("whatif.limits_row", line=rows.line_num) from None


def _limits(rows: "csv.DictReader[str]") -> dict[Where, TimeLimit]:
    if tuple(rows.fieldnames or ()) != COLUMNS:
        raise Refusal("whatif.limits_head", head=",".join(COLUMNS))
    found: dict[Where, TimeLimit] = {}
    for row in rows:
        words = {name: (row[name] or "").strip() for name in COLUMNS}
        if None in row or not all(words[name] for name in COLUMNS if name != "condition"):
            raise Refusal("whatif.limits_row", line=rows.line_num)
        limit = TimeLimit.from_code(words.pop("limit"))
        where = Where(**words)
        if where in found:
            raise Refusal("whatif.limits_twice", line=rows.line_num)
        found[where] = limit
    return found


def read_factor(text: str) -> Fraction:
    """A factor as `1.5` or `3/2`. Raises `Refusal` `whatif.factor`."""
    said = text.strip()
    # Exponents are not read: 1e999999999 would be worked out digit by digit.
    factor = Fraction(said) if _FACTOR.fullmatch(said) else Fraction(0)
    if factor <= 0:
        raise Refusal("whatif.factor", factor=text[:40])
    return factor


def read_calendar(text: str, present: WorkCalendar) -> WorkCalendar:
    """The present calendar with `days` of the file in place of its own, and without `remove`.

    The file is an object with any of `slots` (`08:30-12:00`), `days` (as the administration's
    calendar has them), `remove` (days that become plain). Raises `Refusal` `whatif.calendar`,
    `admin.day`, `calendar.*`.
    """
    told = _object(text)
    days = [calendar_day(one) for one in told.get("days", ())]
    gone = {str(one) for one in told.get("remove", ())}
    gone |= {one.day.isoformat() for one in days}
    kept = [one for one in present.days if one.day.isoformat() not in gone]
    slots = [Slot.from_text(str(one)) for one in told.get("slots", ())]
    made = calendar_from_rows(
        slots or present.slots,
        [*kept, *days],
        SUPPOSED,
        hours_per_day=present.hours_per_day,
    )
    if made.first_year > present.first_year or made.last_year < present.last_year:
        raise Refusal("whatif.calendar_years", first=present.first_year, last=present.last_year)
    return made


def _object(text: str) -> Mapping[str, Any]:
    try:
        told = json.loads(text)
    except (ValueError, RecursionError):
        raise Refusal("whatif.calendar") from None
    lists = ("slots", "days", "remove")
    if (
        not isinstance(told, dict)
        or not set(told) <= set(lists)
        or not all(isinstance(told[name], list) for name in told)
    ):
        raise Refusal("whatif.calendar")
    return told
