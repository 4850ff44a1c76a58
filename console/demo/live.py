"""The demo city in motion: the outside world played into a shared store, by the ordinary services.

New reports come in at the hours of `pacing.py`; every open case gets its next act after a while
(`chores.py`). What operators do is seen through the feed and answered. Nothing blocks: each turn
does what is due and says when to come back.
"""

import heapq
import logging
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import count
from random import Random
from typing import Final

from console.demo.chores import SHORTEST, due_at, next_act
from console.demo.hotline import Hotline
from console.demo.pacing import reports_per_hour
from console.demo.patrols import Patrols
from console.demo.scenario import SOURCES, Scenario
from console.demo.script import Beat, Script
from console.domain.case import CaseId
from console.domain.refusal import Refusal
from console.domain.stage import Source
from console.ports.calls import Calls
from console.ports.feed import Feed
from console.ports.positions import Positions
from console.ports.reading import Reading
from console.ports.rows import CaseRow
from console.ports.work import Store
from console.services.runner import run
from console.services.seat import Seat

LOG: Final = logging.getLogger(__name__)
PER_DAY: Final = 300
HELD: Final = timedelta(seconds=45)
"""A claim as old as this is no longer alive (DESIGN 7)."""

SIGNS: Final = timedelta(minutes=1)

_ON_PAPER: Final = frozenset({Source.SUPERIOR, Source.LEADER})
"""Papers from above are typed by operators; the outside world has none."""

_AT_ONCE: Final = 20
"""Acts of one turn at most, so that a stop is heard soon."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Around:
    """The store the world is played into, and its clock (aware UTC)."""

    store: Store
    reading: Reading
    feed: Feed
    clock: Callable[[], datetime]
    positions: Positions | None = None
    calls: Calls | None = None


class LiveCity:
    """Plays the outside world, `speed` times as fast as it is. Not to be shared between threads."""

    def __init__(
        self,
        around: Around,
        scenario: Scenario,
        random: Random,
        *,
        speed: float = 1.0,
        patrols: Patrols | None = None,
    ) -> None:
        self._around = around
        self._patrols, self._next_signs = patrols, around.clock()
        self._hotline = Hotline(random, around.clock(), speed=speed) if around.calls else None
        self._scenario = scenario
        self._random = random
        self._speed = speed
        self._heap: list[tuple[datetime, int, CaseId]] = []
        self._waiting: dict[CaseId, int] = {}
        self._order = count()
        self._next_report = around.clock()
        self.acts = 0

    def begin(self) -> None:
        """Look at everything that is open. Raises `StoreUnavailable`."""
        self._around.feed.start()
        self._plan(self._around.reading.open_rows(""))
        self._next_report = self._around.clock() + self._until_report()

    def turn(self) -> int:
        """Do what is due; how many acts were done. Raises `StoreUnavailable`: try again later."""
        before = self.acts
        news = self._around.feed.look()
        if news.reload:
            self._plan(self._around.reading.open_rows(""))
        elif news.cases:
            self._plan(self._around.reading.rows(news.cases, ""))
        now = self._around.clock()
        if now >= self._next_report:
            self._next_report = now + self._until_report()
            self._report(now)
        self._tell_positions(now)
        self._tell_calls(now)
        while self._heap and self._heap[0][0] <= now and self.acts - before < _AT_ONCE:
            _, mark, case = heapq.heappop(self._heap)
            if self._waiting.get(case) == mark:
                self._take_up(case, now)
        return self.acts - before

    def _tell_positions(self, now: datetime) -> None:
        """Inspectors' telephones tell where they are, once a minute."""
        positions = self._around.positions
        if self._patrols is not None and positions is not None and now >= self._next_signs:
            self._next_signs = now + SIGNS
            positions.tell(tuple(self._patrols.at(now)))

    def _tell_calls(self, now: datetime) -> None:
        """The telephone system tells what came of its calls, and often that it is there."""
        if self._hotline is not None and self._around.calls is not None:
            self._hotline.tell(self._around.calls, now)

    def _plan(self, rows: Sequence[CaseRow]) -> None:
        """Note when each case is taken up next; what was noted before no longer holds."""
        now = self._around.clock()
        for row in rows:
            self._waiting.pop(row.id, None)
            due = due_at(row, now, self._scenario.calendar, self._random)
            if due is not None:
                self._note(row.id, now + max((due - now) / self._speed, SHORTEST))

    def _note(self, case: CaseId, at: datetime) -> None:
        mark = next(self._order)
        self._waiting[case] = mark
        heapq.heappush(self._heap, (at, mark, case))

    def _take_up(self, case: CaseId, now: datetime) -> None:
        """The next act of a case, unless an operator holds it: then later."""
        del self._waiting[case]
        found = self._around.reading.detail(case, "")
        if found.claim is not None and now - found.claim.beat_at < HELD:
            self._note(case, now + HELD)
            return
        beat = next_act(found.case, self._scenario.props, now, self._random)
        if beat is not None:
            self._run(beat, case)

    def _report(self, now: datetime) -> None:
        source = self._random.choices(list(SOURCES), list(SOURCES.values()))[0]
        if source in _ON_PAPER:
            source = Source.INSPECTOR
        problem = self._scenario.props.problems.draw(self._random)
        script = Script(self._scenario.props, problem, source, now, self._random)
        script.report()
        self._run(script.beats[0], CaseId(0))

    def _run(self, beat: Beat, case: CaseId) -> None:
        seat = Seat(
            actor=beat.actor,
            now=lambda: beat.at,
            store=self._around.store,
            new_command=lambda: str(uuid.UUID(int=self._random.getrandbits(128), version=4)),
        )
        try:
            run(beat.make(case, beat.at), seat)
        except Refusal as refusal:
            # Somebody was faster; the feed tells what became of the case.
            LOG.info("the outside world came too late: %s", refusal.code)
            return
        self.acts += 1

    def _until_report(self) -> timedelta:
        rate = reports_per_hour(self._around.clock(), PER_DAY) * self._speed
        return timedelta(hours=self._random.expovariate(rate))
