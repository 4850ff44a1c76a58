"""Where the demo's inspectors walk: the same way for the same moment, whoever asks.

Each goes round the cells of his duty grids, in one of three shifts, so that at every hour some are
on their way. No chance is drawn: an inspector's code tells where in his round he begins.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from itertools import accumulate, pairwise
from math import hypot
from typing import Final
from zlib import crc32

from console.demo.model import City
from console.demo.pacing import LOCAL
from console.domain.coordinates import local_m
from console.domain.gridindex import GridIndex
from console.domain.place import Point, UnitGrid
from console.ports.positions import Position

METRES_PER_SECOND: Final = 2.2
"""On an electric bicycle, looking left and right."""
EVERY: Final = timedelta(minutes=5)
SHIFTS: Final = ((7, 15), (13, 21), (21, 7))
"""Hours of the city's day; the third one goes over midnight."""
_ROSTER: Final = (0, 1, 0, 1, 0, 2)
"""Which shift every sixth inspector has."""


class Round:
    """A closed way over the middles of cells."""

    def __init__(self, cells: Sequence[UnitGrid]) -> None:
        self._stops = _nearest_first([_middle(one) for one in cells])
        legs = [_metres(a, b) for a, b in pairwise((*self._stops, self._stops[0]))]
        self._marks = (0.0, *accumulate(legs))

    @property
    def length(self) -> float:
        """Metres once round; 0 for a single cell."""
        return self._marks[-1]

    def at(self, metres: float) -> Point:
        """The point so far along, round and round."""
        here = metres % self.length if self.length else 0.0
        leg = max(at for at, mark in enumerate(self._marks[:-1]) if mark <= here)
        first, second = self._stops[leg], self._stops[(leg + 1) % len(self._stops)]
        whole = self._marks[leg + 1] - self._marks[leg]
        share = (here - self._marks[leg]) / whole if whole else 0.0
        return Point(
            first.lon + (second.lon - first.lon) * share,
            first.lat + (second.lat - first.lat) * share,
        )


class Patrols:
    """All inspectors of the city on their rounds."""

    def __init__(self, city: City) -> None:
        cells = {one.code: one for one in city.unit_grids}
        mine: dict[str, list[UnitGrid]] = {}
        for duty in city.duty_grids:
            if duty.inspector:
                found = mine.setdefault(duty.inspector, [])
                found += [cells[code] for code in duty.unit_grids]
        self._rounds = {code: Round(found) for code, found in sorted(mine.items())}
        self._index = GridIndex(city.unit_grids)

    def at(self, moment: datetime) -> Iterator[Position]:
        """Everybody who is on his way at a moment (aware)."""
        local = moment.astimezone(LOCAL)
        for number, (code, way) in enumerate(self._rounds.items()):
            first, last = SHIFTS[_ROSTER[number % len(_ROSTER)]]
            if not _within(local.hour, first, last):
                continue
            begun = local.replace(hour=first, minute=0, second=0, microsecond=0)
            begun -= timedelta(days=int(begun > local))
            gone = (local - begun).total_seconds() * METRES_PER_SECOND
            point = way.at(crc32(code.encode()) + gone)
            grid = self._index.find(point, local.date())
            yield Position(inspector=code, at=moment, point=point, grid=grid.code if grid else "")

    def between(self, since: datetime, until: datetime) -> Iterator[Position]:
        """The same every five minutes, both ends included."""
        moment = since
        while moment <= until:
            yield from self.at(moment)
            moment += EVERY


def _within(hour: int, first: int, last: int) -> bool:
    return first <= hour < last if first < last else hour >= first or hour < last


def _middle(grid: UnitGrid) -> Point:
    count = len(grid.ring)
    return Point(
        sum(corner.lon for corner in grid.ring) / count,
        sum(corner.lat for corner in grid.ring) / count,
    )


def _metres(a: Point, b: Point) -> float:
    return hypot(*local_m(a, b))


def _nearest_first(points: Sequence[Point]) -> tuple[Point, ...]:
    """The points in an order in which each is the nearest one not yet visited."""
    left = list(points)
    way = [left.pop(0)]
    while left:
        here = way[-1]
        nearest = min(range(len(left)), key=lambda at: _squared(here, left[at]))
        way.append(left.pop(nearest))
    return tuple(way)


def _squared(a: Point, b: Point) -> float:
    """Enough to tell which of two is nearer in one city."""
    return (0.83 * (a.lon - b.lon)) ** 2 + (a.lat - b.lat) ** 2
