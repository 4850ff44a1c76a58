"""Scenes of the wall: which blocks stand where, for how long, and which scene is on at a moment.

A scene is data (`resources/wall/scenes.json`, edited copies in the database; read by
`evaluation.scene_json`). Places are in pixels of a wall of 3840 × 2160; `wide` ones hold for a
wall more than 2.4 times as wide as high (7680 × 2160). The rotation follows from the moment alone,
so that walls side by side agree without knowing of each other.
"""

from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta, timezone
from enum import StrEnum
from itertools import accumulate
from typing import Final, Protocol

from console.domain.worktime import LOCAL_OFFSET

WIDTH: Final = 3840
WIDE_WIDTH: Final = 7680
HEIGHT: Final = 2160
HEAD: Final = 146
"""Pixels at the top that belong to the head."""
LEAST_SECONDS: Final = 5
"""A scene's time in the rotation: its figures are read four seconds before it comes on."""
MOST_SECONDS: Final = 3_600
SHOWN_AT_LEAST: Final = 60
"""Seconds that a pushed scene stays, however short its time in the rotation."""
PAST_AT_MOST: Final = timedelta(hours=1)
"""A wall that was sent into the past comes back by then, be it that nobody thinks of it."""
_CITY: Final = timezone(timedelta(seconds=LOCAL_OFFSET))
_DAY: Final = timedelta(days=1)


class BlockKind(StrEnum):
    """What stands on a wall; `viewmodels.wall_blocks` has the shape each of them shows."""

    COUNTERS = "counters"  # Counters: today beside yesterday at the same minute
    MAP = "map"  # MapBlock
    RATES = "rates"  # Rates: by district, then by unit
    BACKLOG = "backlog"  # Backlog: by stage over the usual range
    CURVE = "curve"  # Curve: 24 hours
    LONGEST = "longest"  # Longest: longest overdue
    TICKER = "ticker"  # Ticker
    RANKING = "ranking"  # Ranking: units or districts, several indicators
    CALLS = "calls"  # Calls
    CLASSES = "classes"  # Bars: hotline reports of today by class
    PATROLS = "patrols"  # Patrols
    UNSEEN = "unseen"  # Bars: duty grids with unseen cells
    EMERGENCIES = "emergencies"  # Emergencies
    UNDERWAY = "underway"  # Bars: units with open emergencies
    MONTH = "month"  # Ranking of one row per district: the month so far


REPLAYED: Final = frozenset({
    BlockKind.BACKLOG, BlockKind.MAP, BlockKind.LONGEST, BlockKind.EMERGENCIES, BlockKind.UNDERWAY,
})  # fmt: skip
"""Kinds that tell a moment that is past; what the others say of it can't be rebuilt from steps."""


class OrderKind(StrEnum):
    """What a supervisor tells a wall."""

    SHOW = "show"  # this scene now; the rotation goes on after its time
    PIN = "pin"  # this scene until something else is told
    FREE = "free"  # back to the rotation
    PAST = "past"  # a moment that is past, played at `speed`


class Order(Protocol):
    """What is asked of an order here; `ports.wall.WallOrder` is one."""

    @property
    def id(self) -> int:
        """Its place in the order given."""

    @property
    def wall(self) -> str:
        """The wall it speaks to, "" for all."""

    @property
    def kind(self) -> OrderKind:
        """What it tells."""

    @property
    def scene(self) -> str:
        """The scene it names."""

    @property
    def at(self) -> datetime:
        """When it was given."""

    @property
    def until(self) -> datetime | None:
        """When it ends by itself."""

    @property
    def moment(self) -> datetime | None:
        """The past moment it begins at."""

    @property
    def speed(self) -> float:
        """Seconds of the past for one of now."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rect:
    """A place on the wall in design pixels."""

    x: int
    y: int
    width: int
    height: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SceneBlock:
    """A block: its kind (`BlockKind`), its place, its options.

    `low` says that it may take turns with others where letters would become too small
    (墙屏倍率 150/200 %).
    """

    key: str
    kind: BlockKind
    rect: Rect
    wide: Rect | None = None
    low: bool = False
    options: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """`seconds` is its time in the rotation, 0 never by itself; between `begins` and `ends` of the
    city's day only, where they are given (over midnight when `ends` is earlier)."""

    name: str
    titles: Mapping[str, str]
    seconds: int
    blocks: tuple[SceneBlock, ...]
    begins: time | None = None
    ends: time | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Show:
    """All scenes of a city, in the order of their rotation."""

    version: int
    scenes: tuple[Scene, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OnAir:
    """The scene on a wall at a moment, the same value for as long as nothing but time moves on.

    `turn` counts the rounds of the rotation in this part of the day. `moment` is the past moment
    that was shown at `since`, None in the present; `moment_at` tells where it has come to.
    """

    scene: Scene
    since: datetime
    until: datetime | None
    pinned: bool = False
    turn: int = 0
    moment: datetime | None = None
    speed: float = 0.0

    def moment_at(self, now: datetime) -> datetime | None:
        """The past moment that is shown now."""
        return None if self.moment is None else _played(self.moment, self.speed, self.since, now)

    def choice(self, now: datetime, each: int, count: int) -> int:
        """Which of `count` things is shown where they take turns of `each` seconds.

        Goes on in the next round of the rotation where it stopped in this one.
        """
        before = self.turn * max(1, self.scene.seconds // each)
        return (before + int((now - self.since).total_seconds()) // each) % max(1, count)


def on_air(show: Show, now: datetime, orders: Iterable[Order], wall: str) -> OnAir:
    """What is on a wall at a moment; follows from moment and orders alone.

    The last order to this wall counts while it lasts and its scene exists, else the rotation.
    A scene shown for once stays for its time, `SHOWN_AT_LEAST` seconds at least; a past moment
    that has been played until now, or for `PAST_AT_MOST`, is the present again. `show` has a
    scene; `now` is aware.
    """
    mine = [one for one in orders if one.wall in ("", wall) and one.at <= now]
    last = max(mine, key=lambda one: one.id, default=None)
    told = None if last is None else _told(show, now, last)
    return told or _rotation(show, now)


def _told(show: Show, now: datetime, order: Order) -> OnAir | None:
    scenes = {scene.name: scene for scene in show.scenes}
    scene, until = scenes.get(order.scene), order.until
    if order.kind is OrderKind.SHOW and scene is not None:
        end = order.at + timedelta(seconds=max(scene.seconds, SHOWN_AT_LEAST))
        until = end if until is None else until
    if order.kind is OrderKind.PAST:
        until = min(until or order.at + PAST_AT_MOST, order.at + PAST_AT_MOST)
    if until is not None and now >= until:
        return None
    if order.kind is OrderKind.PAST:
        return _past(scene or show.scenes[0], now, order, until)
    if scene is None or order.kind is OrderKind.FREE:
        return None
    pinned = order.kind is OrderKind.PIN
    return OnAir(scene=scene, since=order.at, until=until, pinned=pinned)


def _past(scene: Scene, now: datetime, order: Order, until: datetime | None) -> OnAir | None:
    moment, at = order.moment, order.at
    if moment is None or _played(moment, order.speed, at, now) >= now:
        return None
    return OnAir(scene=scene, since=at, until=until, pinned=True, moment=moment, speed=order.speed)


def _played(moment: datetime, speed: float, since: datetime, now: datetime) -> datetime:
    return moment + (now - since) * speed


def _rotation(show: Show, now: datetime) -> OnAir:
    """The rotation begins anew wherever the scenes that take part change, and at midnight."""
    start, end = _part_of_day(show, now)
    scenes = [scene for scene in show.scenes if scene.seconds > 0 and _takes_part(scene, start)]
    if not scenes:
        return OnAir(scene=show.scenes[0], since=start, until=end)
    whole = sum(scene.seconds for scene in scenes)
    turn, passed = divmod(int((now - start).total_seconds()), whole)
    ends = list(accumulate(scene.seconds for scene in scenes))
    place = bisect_right(ends, passed)
    scene = scenes[place]
    since = start + timedelta(seconds=turn * whole + ends[place] - scene.seconds)
    until = min(end, since + timedelta(seconds=scene.seconds))
    return OnAir(scene=scene, since=since, until=until, turn=turn)


def _part_of_day(show: Show, now: datetime) -> tuple[datetime, datetime]:
    """The moments (UTC) around now between which the same scenes take part."""
    midnight = now.astimezone(_CITY).replace(hour=0, minute=0, second=0, microsecond=0)
    limits = {midnight, midnight + _DAY}
    for scene in show.scenes:
        for clock in (scene.begins, scene.ends):
            if clock is not None:
                limits.add(datetime.combine(midnight.date(), clock, _CITY))
    start = max(limit for limit in limits if limit <= now)
    end = min(limit for limit in limits if limit > now)
    return start.astimezone(UTC), end.astimezone(UTC)


def _takes_part(scene: Scene, start: datetime) -> bool:
    """Whether a scene takes part in a part of the day; over midnight when it ends earlier."""
    clock = start.astimezone(_CITY).time()
    begins, ends = scene.begins or time.min, scene.ends or time.min
    if begins < ends or ends == time.min:
        return begins <= clock and (ends == time.min or clock < ends)
    return clock >= begins or clock < ends
