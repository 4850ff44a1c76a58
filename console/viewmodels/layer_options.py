"""What a post has switched on and chosen on the map, and its form on this workstation."""

import json
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, timezone
from typing import Any, Final

from console.domain.gridload import UNSEEN_HOURS, HeatBy
from console.viewmodels.map_channel import WHOLE_LAYERS, WHOLE_ON

CITY: Final = timezone(timedelta(hours=8))
LATELY: Final = (1, 7, 30, 90)
"""Days of closed cases that can be shown, today included."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LayerOptions:
    """Layers that are on; heat by what; the period of closed cases (city's days, both included;
    None: the last `closed_days`, today included); hours after which a cell is unseen; classes of
    components (none: all)."""

    on: frozenset[str] = WHOLE_ON
    heat: HeatBy = HeatBy.OPEN
    closed_from: date | None = None
    closed_to: date | None = None
    closed_days: int = LATELY[1]
    unseen_hours: int = UNSEEN_HOURS[1]
    classes: tuple[str, ...] = ()

    @property
    def closed_period(self) -> tuple[date | None, date | None, int]:
        """What the period of closed cases is made of; equal when the period is."""
        return self.closed_from, self.closed_to, self.closed_days

    def closed_span(self, now: datetime) -> tuple[datetime, datetime]:
        """The moments closed cases lie between, the second excluded."""
        today = now.astimezone(CITY).date()
        last = self.closed_to or today
        first = self.closed_from or last - timedelta(days=self.closed_days - 1)
        begin, end = min(first, last), max(first, last) + timedelta(days=1)
        return datetime.combine(begin, time(), CITY), datetime.combine(end, time(), CITY)

    def switches(self) -> dict[str, bool]:
        """Every layer of the large map with whether it is on."""
        return {layer: layer in self.on for layer in WHOLE_LAYERS}

    def as_text(self) -> str:
        """For `options_of`."""
        return json.dumps(
            {
                "on": sorted(self.on),
                "heat": self.heat.value,
                "closed": [_iso(self.closed_from), _iso(self.closed_to)],
                "days": self.closed_days,
                "unseen": self.unseen_hours,
                "classes": list(self.classes),
            }
        )


def options_of(text: str) -> LayerOptions:
    """What was kept; what is not understood is as on the first day."""
    try:
        told = json.loads(text)
    except ValueError:
        return LayerOptions()
    return _options(told) if isinstance(told, dict) else LayerOptions()


def _options(told: Mapping[str, Any]) -> LayerOptions:
    plain = LayerOptions()
    on, classes = _words(told.get("on")), _words(told.get("classes"))
    hours, days = told.get("unseen"), told.get("days")
    period = told.get("closed")
    first, last = period if isinstance(period, list) and len(period) == 2 else (None, None)
    known = {one.value: one for one in HeatBy}
    return LayerOptions(
        on=plain.on if on is None else frozenset(on) & frozenset(WHOLE_LAYERS),
        heat=known.get(str(told.get("heat")), plain.heat),
        closed_from=_day(first),
        closed_to=_day(last),
        closed_days=days if isinstance(days, int) and days in LATELY else plain.closed_days,
        unseen_hours=hours if isinstance(hours, int) and 0 < hours <= 168 else plain.unseen_hours,
        classes=classes or (),
    )


def _words(told: object) -> tuple[str, ...] | None:
    if not isinstance(told, list) or not all(isinstance(one, str) for one in told):
        return None
    return tuple(told)


def _day(told: object) -> date | None:
    with suppress(ValueError, TypeError):
        return date.fromisoformat(told)  # type: ignore[arg-type]  # whatever it is, it is refused
    return None


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
