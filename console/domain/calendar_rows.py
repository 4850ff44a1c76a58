"""A working calendar's days as forms and files write them."""

from collections.abc import Mapping
from datetime import date

from console.domain.calendars import CalendarDay, DayKind, Slot
from console.domain.refusal import Refusal


def calendar_day(row: object) -> CalendarDay:
    """A calendar's row from its JSON: `day`, `kind`, `name`, `slots` (texts), `provisional`.

    Raises `Refusal` `admin.day`, and what `CalendarDay` and `Slot` refuse.
    """
    if not isinstance(row, Mapping):
        raise Refusal("admin.day", day=str(row))
    try:
        return CalendarDay(
            day=date.fromisoformat(str(row.get("day"))),
            kind=DayKind(str(row.get("kind"))),
            name=str(row.get("name", "")),
            slots=tuple(Slot.from_text(str(one)) for one in row.get("slots") or ()),
            provisional=bool(row.get("provisional", False)),
        )
    except ValueError:
        raise Refusal("admin.day", day=str(row.get("day"))) from None
