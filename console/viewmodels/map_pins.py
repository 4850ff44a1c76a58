"""The open cases as pins for the map, made on the read lane and patched by news."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from console.domain.case import CaseId
from console.domain.rules import Rules
from console.domain.tone import Urgency
from console.ports.map_rows import MapPin, PinRow
from console.ports.rows import CaseRow, News
from console.viewmodels.case_columns import grid_words
from console.viewmodels.case_facts import deadline, stage_fill, urgency_of
from console.viewmodels.cells import DeadlineCell
from console.viewmodels.desk import Desk

BEAT_MS = 60_000
"""Marks turn yellow and red by time alone; read anew once a minute."""
WHOLE_EVERY = 5
"""Beats between two readings of whole rows: what the lists know when the store is gone."""
SHORT = 6
Pinned = tuple[CaseRow | PinRow, MapPin]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pins:
    """All pins as they are now, and how they differ from those before."""

    present: dict[int, Pinned]
    changed: tuple[MapPin, ...]
    gone: tuple[CaseId, ...]


def pin_of(row: CaseRow | PinRow, now: datetime, rules: Rules, left: str = "") -> MapPin | None:
    """The pin of a case; None for a case without a place."""
    if row.lon is None or row.lat is None:
        return None
    return _pin(row, (row.lon, row.lat), urgency_of(row, now, rules), left)


def _pin(
    row: CaseRow | PinRow, place: tuple[float, float], urgency: Urgency, left: str = ""
) -> MapPin:
    return MapPin(
        id=row.id,
        number=row.number[-SHORT:],
        lon=place[0],
        lat=place[1],
        urgency=urgency.value,
        stage_fill=stage_fill(row.stage).value,
        label=row.category_name,
        detail=" · ".join(part for part in (grid_words(row.grid or ""), row.street_name) if part),
        duty_grid=row.duty_grid,
        district=row.district,
        remaining=left,
    )


def compared(
    rows: Iterable[PinRow], before: Mapping[int, Pinned], now: datetime, rules: Rules
) -> Pins:
    """The pins of these rows; a row that is as it was, with its urgency, keeps its pin."""
    present: dict[int, Pinned] = {}
    changed: list[MapPin] = []
    for row in rows:
        urgency = urgency_of(row, now, rules)
        known = before.get(row.id)
        if known is not None and known[0] == row and known[1].urgency == urgency.value:
            present[row.id] = known
            continue
        pin = _pin(row, (row.lon, row.lat), urgency)
        present[row.id] = (row, pin)
        if known is None or known[1] != pin:
            changed.append(pin)
    gone = tuple(CaseId(case) for case in before if case not in present)
    return Pins(present=present, changed=tuple(changed), gone=gone)


class MapPins(QObject):
    """What the map shows.

    Signals: `patched` (tuple of MapPin, tuple of CaseId) changed and removed ones, the first time
    all of them.
    """

    patched = Signal(object, object)
    read = Signal()
    """Every pin was read anew, changed or not."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._desk = desk
        self._present: dict[int, Pinned] = {}
        self._asked: dict[str, datetime] = {}
        self._timer = QTimer(self)
        self._timer.setInterval(BEAT_MS)
        self._timer.timeout.connect(self._on_beat)
        self._beats = 0
        self._since: set[int] = set()
        desk.news.connect(self._on_news)

    def pin(self, case: CaseId | None) -> MapPin | None:
        """The pin of a case as last told."""
        found = self._present.get(case or 0)
        return None if found is None else found[1]

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
        """Read every open case with a place, and their whole rows."""
        self._read_pins()
        seat = self._desk.actor.operator
        # Nothing is shown of them: an answer is known case by case from then on.
        self._desk.ask("open_rows", lambda reading: reading.open_rows(seat), lambda _rows: None)

    @Slot()
    def _on_beat(self) -> None:
        self._beats += 1
        if self._beats % WHOLE_EVERY:
            self._read_pins()
        else:
            self.reload()

    def _read_pins(self) -> None:
        desk, before = self._desk, self._present
        seat, now, rules = desk.actor.operator, desk.now(), desk.rules
        self._since = set()
        self._asking("map")
        desk.ask(
            "map",
            lambda reading: compared(reading.open_pins(seat), before, now, rules),
            self._on_pins,
        )

    def _asking(self, pane: str) -> None:
        self._asked.setdefault(pane, self._desk.known.as_of or self._desk.now())

    def _on_pins(self, pins: Pins) -> None:
        if self._desk.dated.get("map") is None:
            self._asked.clear()  # every pin was read anew: what was asked before is in it
        # What news patched since this was asked was asked later: it stays.
        later = {case: self._present.get(case) for case in self._since}
        self._present = pins.present
        for case, known in later.items():
            self._present.pop(case, None)
            if known is not None:
                self._present[case] = known
        changed = tuple(pin for pin in pins.changed if pin.id not in later)
        gone = tuple(case for case in pins.gone if case not in later)
        if changed or gone:
            self.patched.emit(changed, gone)
        self.read.emit()

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
            self._present = dict(self._present)  # a reading under way compares with the old one
            self._present.update({pin.id: (row, pin) for row, pin in pinned})
            self._since.update(cases)
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
