"""The reference calendar of the repository as a domain value, for tests and benchmarks."""

import csv
from datetime import date
from functools import cache
from pathlib import Path

from console.domain.calendars import CalendarDay, DayKind, Slot
from console.domain.worktime import WorkCalendar, calendar_from_rows

REFERENCE = Path(__file__).parents[1] / "db" / "reference"


def read_rows(name: str) -> list[dict[str, str]]:
    """The rows of a reference table as text."""
    with (REFERENCE / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def calendar_of(
    slots: list[dict[str, str]], days: list[dict[str, str]], version: str
) -> WorkCalendar:
    """Build a calendar from rows of text as they stand in the tables."""
    return calendar_from_rows(
        [Slot.from_text(f"{row['starts']}-{row['ends']}") for row in slots],
        [
            CalendarDay(
                day=date.fromisoformat(row["date"]),
                kind=DayKind(row["kind"]),
                name=row["name"],
                slots=tuple(Slot.from_text(text) for text in row["slots"].split()),
                provisional=row["status"] == "provisional",
            )
            for row in days
        ],
        version,
    )


@cache
def city_calendar() -> WorkCalendar:
    """The calendar the demo city is seeded with."""
    return calendar_of(read_rows("work_slots.csv"), read_rows("work_calendar.csv"), "reference")
