"""The open cases as pins for the map, made on the read lane and patched by news."""

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from console.domain.case import CaseId
from console.domain.rules import Rules
from console.ports.map_rows import MapPin
from console.ports.rows import CaseRow, News
from console.viewmodels.case_facts import deadline, stage_fill
from console.viewmodels.cells import DeadlineCell
from console.viewmodels.desk import Desk

BEAT_MS = 60_000
"""Marks turn yellow and red by time alone; read anew once a minute."""
SHORT = 6
Pinned = tuple[CaseRow, MapPin]


def pin_of(row: CaseRow, now: datetime, rules: Rules, left: str = "") -> MapPin | None:
    """The pin of a case; None for a case without a place."""
    if row.lon is None or row.lat is None:
        return None
    cell = deadline(row, now, rules)
    return MapPin(
        id=row.id,
        number=row.number[-SHORT:],
        lon=row.lon,
        lat=row.lat,
        urgency=cell.urgency.value,
        stage_fill=stage_fill(row.stage).value,
        label=row.category_name,
        detail=" · ".join(part for part in (row.grid, row.street_name) if part),
        duty_grid=row.duty_grid,
        district=row.district,
        remaining=left,
    )


class MapPins(QObject):
    """What the map shows.

    Signals: `shown` (tuple of MapPin) all pins; `patched` (tuple of MapPin, tuple of CaseId)
    changed and removed ones.
    """

    shown = Signal(object)
    patched = Signal(object, object)

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._desk = desk
        self._present: dict[int, Pinned] = {}
        self._asked: dict[str, datetime] = {}
        self._timer = QTimer(self)
        self._timer.setInterval(BEAT_MS)
        self._timer.timeout.connect(self.reload)
        desk.news.connect(self._on_news)

    @property
    def present(self) -> tuple[MapPin, ...]:
        """The pins as last told."""
        return tuple(pin for _, pin in self._present.values())

    @property
    def as_of(self) -> datetime | None:
        """The moment the pins were true for: the last contact, or what was known when the oldest
        question was asked that has no answer yet. None before the first answer (UTC)."""
        heard = self._desk.known.as_of
        return min([heard, *self._asked.values()]) if heard is not None else None

    def now(self) -> datetime:
        """The seat's time (UTC)."""
        return self._desk.now()

    def time_of(self, case: CaseId | None) -> DeadlineCell | None:
        """Counted time left of a pinned case now; None without a limit or a pin."""
        row, _ = self._present.get(case or 0, (None, None))
        cell = None if row is None else deadline(row, self._desk.now(), self._desk.rules)
        return None if cell is None or cell.left is None else cell

    def start(self) -> None:
        """Read all pins now and every minute."""
        self._timer.start()
        self.reload()

    def stop(self) -> None:
        """Read no more."""
        self._timer.stop()

    @Slot()
    def reload(self) -> None:
        """Read every open case with a place."""
        desk = self._desk
        seat, now, rules = desk.actor.operator, desk.now(), desk.rules
        self._asking("map")
        desk.ask(
            "map",
            lambda reading: _pins(reading.open_rows(seat), now, rules),
            self._on_pins,
        )

    def _asking(self, pane: str) -> None:
        self._asked.setdefault(pane, self._desk.known.as_of or self._desk.now())

    def _on_pins(self, pinned: tuple[Pinned, ...]) -> None:
        if self._desk.dated.get("map") is None:
            self._asked.clear()  # every pin was read anew: what was asked before is in it
        self._present = {pin.id: (row, pin) for row, pin in pinned}
        self.shown.emit(self.present)

    @Slot(object)
    def _on_news(self, news: News) -> None:
        if news.reload:
            self.reload()
            return
        desk, cases = self._desk, news.cases
        seat, now, rules = desk.actor.operator, desk.now(), desk.rules

        pane = f"pins{cases[0] if cases else ''}"

        def told(pinned: tuple[Pinned, ...]) -> None:
            if desk.dated.get(pane) is None:
                self._asked.pop(pane, None)
            pins = tuple(pin for _, pin in pinned)
            kept = {pin.id for pin in pins}
            gone: tuple[CaseId, ...] = tuple(case for case in cases if case not in kept)
            self._present.update({pin.id: (row, pin) for row, pin in pinned})
            for case in gone:
                self._present.pop(case, None)
            self.patched.emit(pins, gone)

        self._asking(pane)
        desk.ask(
            pane,
            lambda reading: _pins(
                [row for row in reading.rows(cases, seat) if row.due is not None], now, rules
            ),
            told,
        )


def _pins(rows: Sequence[CaseRow], now: datetime, rules: Rules) -> tuple[Pinned, ...]:
    made = ((row, pin_of(row, now, rules)) for row in rows)
    return tuple((row, pin) for row, pin in made if pin is not None)
