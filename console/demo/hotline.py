"""The demo's telephone system: calls that ring, are answered or given up, and end.

No number, no name and no word of any is invented, since none is kept (`ports.calls`).
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from random import Random
from typing import Final
from uuid import UUID

from console.demo.pacing import calls_per_hour
from console.ports.calls import TURN, Call, Calls

PER_DAY: Final = 220
"""A city of a million; about every third call becomes a case."""

_PROMPT: Final = 0.93
_PATIENCE: Final = (25, 90)
_GIVEN_UP: Final = 0.04
_TALK: Final = (40, 330)


class Hotline:
    """Makes calls `speed` times as often as they are; not to be shared between threads."""

    def __init__(self, random: Random, since: datetime, *, speed: float = 1.0) -> None:
        """`since` (aware) is when it begins to ring."""
        self._random = random
        self._speed = speed
        self._next = since + self._pause(since)
        self._going: list[Call] = []
        self._told_at: datetime | None = None

    def come_on(self, now: datetime) -> tuple[Call, ...]:
        """Calls that came on since it last told, as they stand at a moment (aware)."""
        while self._next <= now:
            self._going.append(self._call(self._next))
            self._next += self._pause(self._next)
        stages = ((_at(one, self._told_at), _at(one, now)) for one in self._going)
        return tuple(after for before, after in stages if after is not None and after != before)

    def tell(self, calls: Calls, now: datetime) -> None:
        """Tell what came on, and now and then that nothing did; told again where that failed."""
        fresh = self.come_on(now)
        if fresh or self._told_at is None or now - self._told_at >= TURN:
            calls.tell(fresh)
            self._told_at = now
            self._going = [one for one in self._going if one.ended_at and one.ended_at > now]

    def _call(self, rang: datetime) -> Call:
        """A whole call, with all that will come of it."""
        chance = self._random
        if chance.random() < _GIVEN_UP:
            ended = rang + timedelta(seconds=chance.randint(*_PATIENCE))
            return Call(id=self._id(), rang_at=rang, given_up_at=ended, ended_at=ended)
        prompt = chance.random() < _PROMPT
        waits = chance.randint(2, 14) if prompt else chance.randint(16, _PATIENCE[1])
        answered = rang + timedelta(seconds=waits)
        ended = answered + timedelta(seconds=chance.randint(*_TALK))
        return Call(id=self._id(), rang_at=rang, answered_at=answered, ended_at=ended)

    def _id(self) -> UUID:
        return UUID(int=self._random.getrandbits(128), version=4)

    def _pause(self, at: datetime) -> timedelta:
        rate = calls_per_hour(at, PER_DAY) * self._speed
        return timedelta(seconds=max(1, round(self._random.expovariate(rate) * 3_600)))


def calls_between(since: datetime, until: datetime, seed: int) -> Iterator[Call]:
    """The calls of a time that is past, as they stand at its end."""
    random = Random(seed)  # noqa: S311 - repeatable by design
    yield from Hotline(random, since).come_on(until)


def _at(call: Call, now: datetime | None) -> Call | None:
    """The call as far as it has come; None before it rings."""
    if now is None or now < call.rang_at:
        return None
    return replace(
        call,
        answered_at=_past(call.answered_at, now),
        given_up_at=_past(call.given_up_at, now),
        ended_at=_past(call.ended_at, now),
    )


def _past(moment: datetime | None, now: datetime) -> datetime | None:
    return moment if moment is not None and moment <= now else None
