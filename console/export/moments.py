"""Dates and times as exports hold them, as moments in UTC.

A time without a zone is the city's, UTC+8 without summer time. Not here: two-digit years and
day-first dates; they are not believed.
"""

import re
from datetime import UTC, datetime, timedelta, timezone
from typing import Final

from console.export.book_rows import Cell

CITY: Final = timezone(timedelta(hours=8))
FIRST_YEAR: Final = 2000
LAST_YEAR: Final = 2100

_SERIAL_ZERO: Final = datetime(1899, 12, 30, tzinfo=CITY)
_SERIALS: Final = range(36_526, 73_415)
"""Day numbers of spreadsheets for the years 2000 to 2100."""

_WRITTEN: Final = re.compile(
    r"(?P<year>\d{4})[-/.年](?P<month>\d{1,2})[-/.月](?P<day>\d{1,2})日?"
    r"(?:[ T]*(?P<half>上午|下午)?[ ]*(?P<hour>\d{1,2})[:时点]"
    r"(?:(?P<minute>\d{1,2})(?:[:分](?:(?P<second>\d{1,2})(?:\.\d+)?秒?)?)?)?)?"
    r"[ ]*(?P<zone>Z|[+-]\d{2}:?\d{2})?",
    re.ASCII,
)
_DIGITS: Final = {8: "%Y%m%d", 12: "%Y%m%d%H%M", 14: "%Y%m%d%H%M%S"}


def moment(cell: Cell) -> datetime:
    """The moment in a cell. Raises ValueError if it holds none, or one outside 2000 to 2100."""
    if isinstance(cell, datetime):
        found = cell if cell.tzinfo else cell.replace(tzinfo=CITY)
    elif isinstance(cell, str):
        found = _from_text(" ".join(cell.replace("：", ":").split()))
    elif isinstance(cell, int | float) and not isinstance(cell, bool) and int(cell) in _SERIALS:
        found = _SERIAL_ZERO + timedelta(seconds=round(cell * 86_400))
    elif isinstance(cell, int):
        found = _from_text(str(cell))
    else:
        raise ValueError("no moment in this cell")
    if not FIRST_YEAR <= found.year < LAST_YEAR:
        raise ValueError("a year that no export can mean")
    return found.astimezone(UTC)


def _from_text(text: str) -> datetime:
    if text.isascii() and text.isdigit() and len(text) in _DIGITS:
        return datetime.strptime(text, _DIGITS[len(text)]).replace(tzinfo=CITY)
    found = _WRITTEN.fullmatch(text)
    if found is None:
        raise ValueError("no date in this text")
    hour = int(found["hour"] or 0)
    if found["half"] == "下午" and hour < 12:
        hour += 12
    zone = found["zone"]
    clock = datetime(
        int(found["year"]),
        int(found["month"]),
        int(found["day"]),
        hour,
        int(found["minute"] or 0),
        int(found["second"] or 0),
        tzinfo=CITY,
    )
    if zone is None:
        return clock
    return clock.replace(tzinfo=datetime.strptime(zone.replace(":", ""), "%z").tzinfo)
