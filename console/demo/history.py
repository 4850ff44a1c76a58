"""Playing the demo city's past into a store: the same services as real work, at simulated moments.

All lives are played side by side in the order of time, so that numbers, trails and events look as
if they had happened. The same seed and the same now give the same cases. Nothing is drawn, opened
or shown here; the store is the caller's.
"""

import heapq
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import count
from random import Random
from typing import Final

from console.demo.open_work import OPEN_NOW, open_lives
from console.demo.pacing import LOCAL, reported_on
from console.demo.scenario import SOURCES, Scenario
from console.demo.script import Beat, Life
from console.domain.refusal import Refusal
from console.ports.work import Store
from console.services.runner import run
from console.services.seat import Seat

PER_DAY: Final = 300
OPENED_BEFORE: Final = timedelta(minutes=4)
"""Cases that came into their queue before this long are taken as seen by everybody."""

_WEEKEND: Final = 0.82
_SATURDAY: Final = 5
_TRIES: Final = 6
"""How often another fate is drawn for a recent report whose case would not be over by now."""

Progress = Callable[[int], None]
"""Told how many more cases there are."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Played:
    """What a run came to: cases, steps, and acts that a rule refused (none, if all is well)."""

    cases: int
    steps: int
    refused: int

    def __add__(self, other: "Played") -> "Played":
        return Played(
            cases=self.cases + other.cases,
            steps=self.steps + other.steps,
            refused=self.refused + other.refused,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """The stretch of time to be played: so many days up to `now` (aware UTC)."""

    now: datetime
    days: int
    seed: int = 1
    per_day: int = PER_DAY

    @property
    def expected(self) -> int:
        """About how many cases it makes, those that are open now included."""
        return self.days * self.per_day + OPEN_NOW

    def dates(self) -> Iterator[date]:
        """The local days, oldest first, today included."""
        today = self.now.astimezone(LOCAL).date()
        for back in range(self.days, -1, -1):
            yield today - timedelta(days=back)


class History:
    """Plays a span of time into a store."""

    def __init__(self, store: Store, scenario: Scenario, span: Span, name: str = "a") -> None:
        """`name` keeps the command ids of several histories of one store apart."""
        self._store = store
        self._scenario = scenario
        self._span = span
        self._name = name
        self._heap: list[tuple[datetime, int, Life, int]] = []
        self._order = count()
        self._commands = count(1)
        self._cases = self._steps = self._refused = 0
        self._progress: Progress = _nobody

    def play_past(self, days: Iterable[date], progress: Progress) -> Played:
        """Play the cases reported on these days, in order, each to its end."""
        self._progress = progress
        for day in days:
            self._play_day(day)
        return self._played_all()

    def play_present(self, since: date, progress: Progress) -> Played:
        """Play the cases of `since` and later that are over by now, and all that is open now."""
        self._progress = progress
        for life in open_lives(self._scenario, self._span.now, self._span.seed):
            self._push(life)
        for day in self._span.dates():
            if day >= since:
                self._play_day(day)
        return self._played_all()

    def _play_day(self, day: date) -> None:
        for life in self._lives(day):
            self._push(life)
        midnight = datetime.combine(day + timedelta(days=1), datetime.min.time(), LOCAL)
        self._play_until(midnight.astimezone(UTC))

    def _played_all(self) -> Played:
        self._play_until(None)
        return Played(cases=self._cases, steps=self._steps, refused=self._refused)

    def _lives(self, day: date) -> Iterator[Life]:
        """The cases reported on a day that are over by now."""
        span = self._span
        weekend = _WEEKEND if day.weekday() >= _SATURDAY else 1.0
        random = Random(f"day/{span.seed}/{day}")  # noqa: S311 - repeatable by design
        for number in range(round(span.per_day * weekend * random.uniform(0.9, 1.1))):
            yield from self._over(day, number)

    def _over(self, day: date, number: int) -> tuple[Life, ...]:
        span = self._span
        random = Random(f"case/{span.seed}/{day}/{number}")  # noqa: S311 - repeatable by design
        source = random.choices(list(SOURCES), list(SOURCES.values()))[0]
        at = reported_on(day, source.value, random)
        if at >= span.now:
            return ()
        for _ in range(_TRIES):
            lives = self._scenario.life(source, at, random)
            if all(life.beats[-1].at < span.now for life in lives):
                return lives
        return ()

    def _push(self, life: Life) -> None:
        heapq.heappush(self._heap, (life.beats[0].at, next(self._order), life, 0))

    def _play_until(self, end: datetime | None) -> None:
        while self._heap and (end is None or self._heap[0][0] < end):
            _, _, life, at = heapq.heappop(self._heap)
            if self._played(life, life.beats[at]) and at + 1 < len(life.beats):
                following = life.beats[at + 1].at
                heapq.heappush(self._heap, (following, next(self._order), life, at + 1))

    def _played(self, life: Life, beat: Beat) -> bool:
        """Carry one act out. A refused one ends the life where it stands."""
        number = next(self._commands)
        seat = Seat(
            actor=beat.actor,
            now=lambda: beat.at,
            store=self._store,
            new_command=lambda: f"demo-{self._name}-{number:07d}",
        )
        try:
            changes = run(beat.make(life.case, beat.at), seat)
        except Refusal:
            self._refused += 1
            return False
        self._steps += 1
        if not life.case:
            life.case = changes.cases[0]
            self._cases += 1
            self._progress(1)
        return True


def _nobody(_more: int) -> None:
    """Nobody wants to know how far it is."""
