"""First use of a workstation: what works here, and what this seat may do. No choices are kept."""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from PySide6.QtCore import QObject, Signal, Slot

from console.domain.calendars import DayKind
from console.domain.stage import Move, Post
from console.domain.ways import POSTS_OF_MOVE
from console.domain.worktime import WorkCalendar
from console.ports.reading import Reading
from console.viewmodels.desk import Desk, Outside
from console.viewmodels.map_ground import BASE_SETTING
from console.viewmodels.shift import ZONE

SHOWN_MOVES = (
    Move.ACCEPT,
    Move.REGISTER,
    Move.DISPATCH,
    Move.REDISPATCH,
    Move.PASS,
    Move.URGE,
    Move.CLOSE,
    Move.APPROVE_EXTENSION,
    Move.SUPERVISE,
    Move.OPEN_COORDINATION,
    Move.VOID,
)
"""The acts a new operator asks about."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One line of the connection check; `good` False wants attention. Facts fill its sentence."""

    name: str
    code: str
    good: bool = True
    facts: tuple[tuple[str, object], ...] = ()


def calendar_check(calendar: WorkCalendar, now: datetime) -> Check:
    """Whether the calendar reaches over the next new year with decided holidays."""
    year = now.astimezone(ZONE).year + 1
    decided = any(
        row.day.year == year and row.kind is DayKind.HOLIDAY and not row.provisional
        for row in calendar.days
    )
    code = "first.calendar.good" if decided else "first.calendar.missing"
    facts: tuple[tuple[str, object], ...] = (("year", year), ("version", calendar.version))
    return Check(name="calendar", code=code, good=decided, facts=facts)


class FirstRun(QObject):
    """Signals: `checked` after the checks were made."""

    checked = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.desk = desk
        self.checks: tuple[Check, ...] = ()
        self.checked_at: datetime | None = None
        self.took_ms = 0
        self._began = 0.0

    @Slot()
    def check(self) -> None:
        """Try everything the seat depends on, off the window's thread."""
        desk = self.desk
        outside, now = desk.outside, desk.now()
        self._began = time.perf_counter()
        calendar = calendar_check(desk.rules.calendar, now)
        desk.ask(
            "first_run",
            lambda reading: (*_checks(reading, outside, now), calendar),
            self._on_checks,
        )

    def _on_checks(self, checks: Sequence[Check]) -> None:
        self.checks = tuple(checks)
        self.checked_at = self.desk.now()
        self.took_ms = max(1, round((time.perf_counter() - self._began) * 1000))
        self.checked.emit()

    def rights(self) -> tuple[tuple[Move, ...], tuple[Move, ...]]:
        """Acts the post may do, and those only its shift leader may."""
        post = self.desk.actor.post
        mine = tuple(move for move in SHOWN_MOVES if post in POSTS_OF_MOVE[move])
        leader = (move for move in SHOWN_MOVES if Post.SHIFT_LEADER in POSTS_OF_MOVE[move])
        return mine, tuple(move for move in leader if move not in mine)


def _checks(reading: Reading, outside: Outside, now: datetime) -> tuple[Check, ...]:
    before = time.perf_counter()
    reading.server_time()
    took = max(1, round((time.perf_counter() - before) * 1000))
    standards = reading.catalogue(now)
    events = reading.events(limit=1)
    units, mapped = len(reading.units()), outside.keeping.setting(BASE_SETTING) is not None
    kinds = len(standards.categories)
    return (
        Check(name="store", code="first.store.good", facts=(("ms", took),)),
        Check(
            name="events",
            code="first.events.good" if events else "first.events.none",
            good=bool(events),
        ),
        Check(name="map", code="first.map.good" if mapped else "first.map.none", good=mapped),
        Check(
            name="units",
            code="first.units.good",
            good=units > 0,
            facts=(("count", units),),
        ),
        Check(
            name="standards",
            code="first.standards.good",
            good=kinds > 0,
            facts=(("count", kinds), ("version", standards.version)),
        ),
    )
