"""The map in the past (回放): pins as they were, marked by how urgent they were then.

The pins of the present are kept by `MapPins` meanwhile and are back the moment the past is left.
Nothing can be done with a case of the past: one that is picked is told, and where it stands now is
another question.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from PySide6.QtCore import QObject, Signal, Slot

from console.domain.case import CaseId
from console.domain.refusal import Refusal
from console.ports.map_rows import PinRow
from console.ports.wall import WallCase
from console.viewmodels.case_facts import deadline
from console.viewmodels.cells import DeadlineCell
from console.viewmodels.desk import Desk
from console.viewmodels.map_pins import Pins, compared
from console.viewmodels.playback import Frame, Playback

BEGIN: Final = timedelta(hours=1)
"""How long ago it begins when it is opened."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """What the map shows of a frame."""

    rows: Mapping[CaseId, PinRow]
    pins: Pins


class MapPast(QObject):
    """The past of one seat's maps.

    Signals: `begun` the pins of the present have to go; `patched` (tuple of MapPin, tuple of
    CaseId) changed and removed ones, the first time all of them; `ended` the present is back;
    `turned` when what is told beside the map changed.
    """

    begun = Signal()
    patched = Signal(object, object)
    ended = Signal()
    turned = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._desk = desk
        self.playback: Playback | None = None
        self.picked: CaseId | None = None

    @property
    def on(self) -> bool:
        """Whether the maps show the past."""
        return self.playback is not None and self.playback.on

    @property
    def case(self) -> WallCase | None:
        """The picked case as it was; None without one, and where it was not open."""
        frame = self.playback.frame if self.playback is not None else None
        return None if frame is None or self.picked is None else frame.cases.get(self.picked)

    @property
    def pins(self) -> Pins | None:
        """The pins of the moment shown; None before the first."""
        frame = self.playback.frame if self.playback is not None else None
        return frame.drawn.pins if frame is not None and isinstance(frame.drawn, Drawn) else None

    def begin(self) -> None:
        """Show the maps as they were an hour ago; told as a refusal where there is no past."""
        if self.on:
            return
        playback = self.playback or self._made()
        if playback is None:
            self._desk.failed(Refusal("past.not_here"))
            return
        self.playback, self.picked = playback, None
        playback.seek(self._desk.now() - BEGIN)

    @Slot()
    def leave(self) -> None:
        """The present, at once."""
        if self.playback is not None:
            self.playback.leave()

    def pick(self, case: CaseId | None) -> None:
        """Choose a case of then."""
        self.picked = case
        self.turned.emit()

    def time_left(self) -> DeadlineCell | None:
        """Counted time the picked case had left at the moment shown."""
        playback = self.playback
        if playback is None or playback.moment is None or self.picked is None:
            return None
        drawn = playback.frame.drawn if playback.frame is not None else None
        row = drawn.rows.get(self.picked) if isinstance(drawn, Drawn) else None
        if row is None:
            return None
        cell = deadline(row, playback.moment, self._desk.rules)
        return cell if cell.left is not None else None

    def _made(self) -> Playback | None:
        past = self._desk.outside.past
        if past is None:
            return None
        desk = self._desk
        streets: dict[str, str] = {}

        def draw(frame: Frame, before: object) -> Drawn:
            if not streets:  # on the lane, where a question may wait
                streets.update((one.code, one.name) for one in desk.outside.reading.divisions())
            known = before if isinstance(before, Drawn) else None
            rows = dict(known.rows) if known is not None else {}
            for case in frame.gone:
                rows.pop(case, None)
            for one in frame.changed:
                rows.pop(one.id, None)
                if (row := _row(one, streets)) is not None:
                    rows[one.id] = row
            present = known.pins.present if known is not None else {}
            return Drawn(rows, compared(rows.values(), present, frame.moment, desk.rules))

        made = Playback(past, desk.lanes, desk.now, draw, self)
        made.begun.connect(self.begun)
        made.shown.connect(self._on_shown)
        made.turned.connect(self.turned)
        made.left.connect(self.ended)
        made.failed.connect(desk.failed)
        return made

    @Slot(object)
    def _on_shown(self, frame: Frame) -> None:
        pins = frame.drawn.pins
        self.patched.emit(pins.changed, pins.gone)


def _row(one: WallCase, streets: Mapping[str, str]) -> PinRow | None:
    """A case of then as the map takes it, its street by name; None without a place."""
    if one.lon is None or one.lat is None:
        return None
    return PinRow(
        id=one.id,
        number=one.number,
        stage=one.stage,
        category_name=one.category_name,
        district=one.district,
        street_name=streets.get(one.street, ""),
        grid=one.grid,
        duty_grid=one.duty_grid,
        lon=one.lon,
        lat=one.lat,
        started_at=one.started_at,
        due=one.due,
        near_at=one.near_at,
        limit=one.limit,
        paused=one.paused,
        opened=True,
    )
