"""What the blocks of a wall show, finished but for words: numbers, codes, moments. Shapes only.

A block compares equal to its former self when nothing on it changed, so that nothing is drawn
twice; its age stands beside it (`Shown`). Codes become words in the views (`wall_words`). No shape
here has a place for a name of a person, a number to call or a free text.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction

from console.domain import scene
from console.domain.stage import Move, Stage
from console.ports.map_rows import MapPin

BlockKind = scene.BlockKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Counter:
    """A figure of today and of yesterday until the same minute; `name` is a count's or `overdue`.

    `alarm` is for what is over its time now.
    """

    name: str
    value: int
    before: int | None
    alarm: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Counters:
    counters: tuple[Counter, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DistrictLoad:
    code: str
    name: str
    open: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MapBlock:
    """The open cases and their sums. `pins` are what changed since the block before, `gone`
    ids that left; `whole` says that `pins` are all. `heat` is the number of open cases by duty
    grid. `numbered` are the ids of the longest overdue, first to last, as `Longest` numbers them.
    """

    open: int
    over: int
    near: int
    new: int
    districts: tuple[DistrictLoad, ...]
    heat: tuple[tuple[str, int], ...]
    numbered: tuple[int, ...]
    pins: tuple[MapPin, ...] = ()
    gone: tuple[int, ...] = ()
    whole: bool = False
    district: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RateLine:
    """`value` is exact, None where nothing was counted ("—"); `numerator` of `denominator`."""

    code: str
    name: str
    value: Fraction | None
    numerator: int
    denominator: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Rates:
    """A declared indicator by district and by unit over the last `days` days, against a target.

    A line under the target is a caution, one under `floor` an alarm. `first` and `last` are the
    city's days, as they are typed on the assessment page to see the same figures; `today` whether
    the running day is among them.
    """

    indicator: str
    days: int
    target: Fraction
    floor: Fraction
    districts: tuple[RateLine, ...]
    units: tuple[RateLine, ...]
    first: date | None = None
    last: date | None = None
    today: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class StageLine:
    """Open cases of a stage queue now; `low` to `high` is the usual range (the middle 80 of 100 of
    the last 30 days at this hour), None where fewer than 7 days are known."""

    queue: str
    open: int
    over: int
    near: int
    low: int | None
    high: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Backlog:
    """`ranged`: a usual range is told, where enough days are known; it is the whole city's and the
    present's, so a district and a moment that is past have none."""

    lines: tuple[StageLine, ...]
    ranged: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Curve:
    """Hours from oldest to the running one: the beginning of each, reports and closings in it."""

    hours: tuple[datetime, ...]
    reported: tuple[int, ...]
    closed: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LongestLine:
    """`late` is working time over the limit in seconds, in the unit the limit counts in; `day` is
    the length in seconds of a day of that limit in words."""

    case: int
    category_name: str
    place: str
    late: float
    limit: str
    day: int = 86_400


@dataclass(frozen=True, slots=True, kw_only=True)
class Longest:
    lines: tuple[LongestLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TickerLine:
    at: datetime
    number: str
    category_name: str
    move: Move
    stage: Stage
    district: str
    unit: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Ticker:
    """Newest first; `turn` counts on every ten seconds and says which of them are seen."""

    lines: tuple[TickerLine, ...]
    turn: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RankingLine:
    """`values` belong to `Ranking.indicators`: an int is a count, a fraction a rate, None "—"."""

    place: int
    code: str
    name: str
    values: tuple[int | Fraction | None, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranking:
    """Names of declared counts and rates over a period, by the first rate among them."""

    since: datetime
    indicators: tuple[str, ...]
    lines: tuple[RankingLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    code: str
    name: str
    value: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Bars:
    """One number each, greatest first; `rest` is the sum of what is not among them."""

    bars: tuple[Bar, ...]
    rest: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Calls:
    """The hotline today; `known` is false where no telephone system tells its calls."""

    known: bool
    calls: int
    answered: int
    in_time: int
    given_up: int
    waiting: int
    longest: int
    target: Fraction


@dataclass(frozen=True, slots=True, kw_only=True)
class Patrols:
    listed: int
    on_duty: int
    cells: int
    seen: int


@dataclass(frozen=True, slots=True, kw_only=True)
class EmergencyLine:
    """`today`: it is due on the running day of the city, so that the time alone says when."""

    case: int
    category_name: str
    district: str
    grid: str
    unit: str
    stage: Stage
    due: datetime | None
    over: bool
    today: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Emergencies:
    """Open emergencies, oldest first; `grids` unit grids have one, `units` are under way."""

    open: int
    grids: int
    units: int
    lines: tuple[EmergencyLine, ...]


Block = (
    Counters
    | MapBlock
    | Rates
    | Backlog
    | Curve
    | Longest
    | Ticker
    | Ranking
    | Bars
    | Calls
    | Patrols
    | Emergencies
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A block's place on the wall, what it shows, and the moment that is true for.

    `block` is None until the first answer. `options` are those of the scene.
    """

    key: str
    kind: BlockKind
    block: Block | None
    as_of: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class WallHead:
    """The head: the centre's name, the data's moment, the feed's age, who is on duty.

    `district` is the name of the one that all of the scene is about, "" without. `why` is the code
    of what keeps the figures away while the store is not well.
    """

    centre: str
    scene: str
    now: datetime
    data_at: datetime | None
    feed_seconds: int | None
    store_well: bool
    on_duty: int | None
    district: str = ""
    why: str = ""
    pinned: bool = False
    past: datetime | None = None
    speed: float = 0.0


FRESH_SECONDS = 15
"""A block older than this is hatched grey."""
STOPPED_SECONDS = 60
"""Data older than this: the head says 「数据停在 hh:mm:ss」."""


AHEAD_SECONDS = 3
"""So far may a moment lie ahead of the last second told; farther, a clock was set, and nobody knows
how old it is."""


LOOK_SECONDS = 1.5
"""Until ages are judged again: a second, and what a busy machine makes of it."""


def is_fresh(as_of: datetime | None, now: datetime) -> bool:
    """Whether a block may be shown as fresh at a moment and until the next look."""
    if as_of is None:
        return False
    return -AHEAD_SECONDS <= (now - as_of).total_seconds() <= FRESH_SECONDS - LOOK_SECONDS


Blocks = Sequence[Shown]
