"""One line for wherever the map may go: a grid's or a component's code, a case, an address, a place
in any system of coordinates. What a line may mean is offered, the likeliest first.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QObject, Signal, Slot

from console.domain.case import CaseId
from console.domain.coordinates import offset
from console.domain.place import Point
from console.domain.whereabouts import Reading as Whereabouts
from console.domain.whereabouts import readings
from console.ports.reading import Reading
from console.ports.rows import SearchHit
from console.viewmodels.answering import while_alive
from console.viewmodels.desk import Desk
from console.viewmodels.typed import TypedWords

MOST: Final = 8
NEAR_M: Final = 2_000.0
"""A place so far outside the city's bounds still belongs to it."""
_CASE: Final = re.compile(r"\d{4}-\d{0,4}-?\d{0,9}|\d{4,6}")
Bounds = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class GotoHit:
    """One meaning. `kind` is `case`, a place's kind, or the system its numbers were read in."""

    kind: str
    title: str
    detail: str = ""
    grid: str = ""
    point: Point | None = None
    case: CaseId | None = None


class Goto(QObject):
    """Signals: `found` when `hits` and `refused` say what the line means now."""

    found = Signal()

    def __init__(self, desk: Desk, bounds: Callable[[], Bounds | None]) -> None:
        """`bounds`: west, south, east, north of the city; None when nobody knows them."""
        super().__init__(desk)
        self._desk, self._bounds = desk, bounds
        self.hits: tuple[GotoHit, ...] = ()
        self.refused = ""
        """Code of the sentence why nothing is offered; "" when there is nothing to say."""
        self._typed = TypedWords(self)
        self._typed.timeout.connect(self.look)

    def find(self, text: str) -> None:
        """Look for this once typing rests."""
        if not self._typed.take(text):
            self._tell((), "")

    @Slot()
    def look(self) -> None:
        """Ask now."""
        self._typed.stop()
        text = self._typed.words
        if not text:
            self._tell((), "")
            return
        meant = readings(text)
        if meant:
            self._read(meant)
            return

        def read(reading: Reading) -> tuple[GotoHit, ...]:
            cases = reading.search(text, limit=MOST) if _CASE.fullmatch(text) else ()
            places = reading.places(text, limit=MOST)
            found = [
                GotoHit(
                    kind=one.kind,
                    title=one.title,
                    detail=one.detail,
                    grid=one.place.unit_grid or "",
                    point=one.place.point,
                )
                for one in places
                if one.place.point is not None
            ]
            return (*_cases(cases), *found)[:MOST]

        def told(hits: tuple[GotoHit, ...]) -> None:
            self._tell(hits, "" if hits else "goto.nothing")

        self._ask(text, read, told)

    def _read(self, meant: Sequence[Whereabouts]) -> None:
        inside = [one for one in meant if self._is_inside(one.point)]
        if not inside:
            self._tell((), "goto.outside")
            return

        def read(reading: Reading) -> tuple[GotoHit, ...]:
            located = [(one, reading.locate(one.point)) for one in inside]
            return tuple(
                GotoHit(
                    kind=one.datum.value,
                    title=f"{one.point.lon:.6f}, {one.point.lat:.6f}",
                    detail=place.address,
                    grid=place.unit_grid or "",
                    point=one.point,
                )
                for one, place in located
            )

        self._ask(self._typed.words, read, lambda hits: self._tell(hits, ""))

    def _ask(
        self,
        text: str,
        read: Callable[[Reading], tuple[GotoHit, ...]],
        told: Callable[[tuple[GotoHit, ...]], None],
    ) -> None:
        def answered(hits: tuple[GotoHit, ...]) -> None:
            if self._typed.words == text:  # else the line says something else by now
                told(hits)

        self._desk.ask("goto", read, while_alive(self, answered))

    def _is_inside(self, point: Point) -> bool:
        bounds = self._bounds()
        if bounds is None:
            return True
        west, south, east, north = bounds
        low = offset(Point(west, south), east_m=-NEAR_M, north_m=-NEAR_M)
        high = offset(Point(east, north), east_m=NEAR_M, north_m=NEAR_M)
        return low.lon <= point.lon <= high.lon and low.lat <= point.lat <= high.lat

    def _tell(self, hits: tuple[GotoHit, ...], refused: str) -> None:
        self.hits, self.refused = hits, refused
        self.found.emit()


def _cases(found: Sequence[SearchHit]) -> tuple[GotoHit, ...]:
    return tuple(
        GotoHit(kind="case", title=one.number, detail=one.address, case=one.id) for one in found
    )
