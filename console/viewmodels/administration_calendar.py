"""The work calendar as months: what each day is, and what was changed but not saved yet.

The calendar is one thing with one form (`administration_form`); here its field `days` is edited day
by day. Saved, it becomes a new version; cases that run keep theirs (article 21's clocks).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from PySide6.QtCore import QObject, Signal, Slot

from console.domain.calendars import SATURDAY, DayKind
from console.viewmodels.administration import Administration
from console.viewmodels.administration_form import AdministrationForm
from console.viewmodels.administration_things import SHANGHAI

WEEKS: Final = 6
DAYS: Final = "days"
WEEKEND: Final = "weekend"
WEEKDAY: Final = "weekday"


@dataclass(frozen=True, slots=True, kw_only=True)
class DayCell:
    """One day of the month shown.

    `kind` is `weekday`, `weekend`, or the kind of its own row; `works` whether time counts on it;
    `changed` whether its row differs from the version that holds.
    """

    day: date
    kind: str
    works: bool
    inside: bool
    name: str = ""
    slots: tuple[str, ...] = ()
    provisional: bool = False
    changed: bool = False


class AdministrationCalendar(QObject):
    """Signals: `changed` another month, another day, or other rows."""

    changed = Signal()

    def __init__(self, page: Administration) -> None:
        super().__init__(page)
        self._page = page
        self.day = page.desk.now().astimezone(SHANGHAI).date()
        page.hand.changed.connect(self._on_other)
        self._form: AdministrationForm | None = None

    @property
    def form(self) -> AdministrationForm | None:
        """The calendar's form, when it is the one in hand."""
        form = self._page.hand.form
        return form if form is not None and form.section.id == "calendar" else None

    # --- looking ----------------------------------------------------------------------------------

    def cells(self) -> tuple[DayCell, ...]:
        """Six weeks from the Monday before the month of the chosen day."""
        first = self.day.replace(day=1)
        monday = first - timedelta(days=first.weekday())
        now, before = _rows(self._value()), _rows(self._kept())
        return tuple(
            self._cell(monday + timedelta(days=at), now, before) for at in range(7 * WEEKS)
        )

    @property
    def cell(self) -> DayCell:
        """The chosen day."""
        return self._cell(self.day, _rows(self._value()), _rows(self._kept()))

    def move(self, days: int) -> None:
        """Choose the day so many further."""
        self.day += timedelta(days=days)
        self.changed.emit()

    def turn(self, months: int) -> None:
        """The same day so many months further; the month's last where there is none."""
        at = self.day.year * 12 + self.day.month - 1 + months
        year, month = at // 12, at % 12 + 1
        following = date(year + month // 12, month % 12 + 1, 1)
        last = (following - timedelta(days=1)).day
        self.day = date(year, month, min(self.day.day, last))
        self.changed.emit()

    # --- changing ---------------------------------------------------------------------------------

    def make(self, kind: DayKind | None) -> None:
        """Give the chosen day a kind of its own; None leaves it to the week again."""
        if kind is None:
            self._put(None)
            return
        before = _rows(self._value()).get(self.day.isoformat(), {})
        slots = list(before.get("slots") or self._first_slot()) if kind is DayKind.SHIFT else []
        self._put({**self._blank(before), "kind": kind.value, "slots": slots})

    def call(self, name: str) -> None:
        """Name the chosen day's row."""
        row = _rows(self._value()).get(self.day.isoformat())
        if row is not None and row.get("name", "") != name:
            self._put({**row, "name": name})

    def work(self, slots: tuple[str, ...]) -> None:
        """Give a shift its slots (`08:00-12:00`)."""
        row = _rows(self._value()).get(self.day.isoformat())
        if row is not None and row["kind"] == DayKind.SHIFT.value and slots:
            self._put({**row, "slots": list(slots)})

    # --- inside -----------------------------------------------------------------------------------

    def _value(self) -> list[dict[str, Any]]:
        return list(self.form.value(DAYS) or ()) if self.form is not None else []

    def _kept(self) -> list[dict[str, Any]]:
        form = self.form
        kept = form.thing.values.get(DAYS) if form is not None and form.thing is not None else ()
        return list(kept or ())

    def _blank(self, before: Mapping[str, Any]) -> dict[str, Any]:
        return {
            "day": self.day.isoformat(),
            "name": before.get("name", ""),
            "provisional": bool(before.get("provisional", False)),
        }

    def _first_slot(self) -> list[str]:
        """A half day: the calendar's first slot."""
        slots = self.form.value("slots") if self.form is not None else ()
        return list(slots or ())[:1]

    def _put(self, row: dict[str, Any] | None) -> None:
        form, day = self.form, self.day.isoformat()
        if form is None:
            return
        rows = _rows(self._value())
        rows.pop(day, None)
        if row is not None:
            rows[day] = row
        form.put(DAYS, [rows[one] for one in sorted(rows)])
        form.changed.emit()

    def _cell(
        self,
        day: date,
        now: Mapping[str, Mapping[str, Any]],
        before: Mapping[str, Mapping[str, Any]],
    ) -> DayCell:
        row = now.get(day.isoformat())
        weekend = day.weekday() >= SATURDAY
        kind = str(row["kind"]) if row is not None else WEEKEND if weekend else WEEKDAY
        return DayCell(
            day=day,
            kind=kind,
            works=kind not in (WEEKEND, DayKind.HOLIDAY.value),
            inside=day.month == self.day.month,
            name=str(row.get("name") or "") if row is not None else "",
            slots=tuple(row.get("slots") or ()) if row is not None else (),
            provisional=bool(row.get("provisional")) if row is not None else False,
            changed=row != before.get(day.isoformat()),
        )

    @Slot()
    def _on_other(self) -> None:
        form = self.form
        if form is not None and form is not self._form:
            form.changed.connect(self.changed)
        self._form = form
        self.changed.emit()


def _rows(days: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """The rows by their day."""
    return {str(one["day"]): one for one in days}
