"""Flat rows the screens show. Shapes only; nothing here can be changed and written back.

Times are aware UTC datetimes; codes are turned into words by the views. No row carries personal
data of a caller: masked forms only.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from console.domain.case import Case, CaseId
from console.domain.place import Component, Place, Point
from console.domain.stage import Move, Post, Source, Stage
from console.domain.trail import Step
from console.ports.work import Claim, Photo


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseRow:
    """One line of a queue. `due` is the clock shown (the stage's, or handling while a unit works),
    `near_at` the moment from which it is yellow, None while it stands still; `answered`: the
    inspector has sent his verification, so it can be judged."""

    id: CaseId
    number: str
    version: int
    stage: Stage
    source: Source
    category: str
    kind: str
    category_name: str
    description: str
    address: str
    district: str
    district_name: str
    street_name: str
    grid: str
    duty_grid: str
    lon: float | None
    lat: float | None
    unit: str
    unit_name: str
    reported_at: datetime
    started_at: datetime | None
    due: datetime | None
    limit: str
    paused: bool
    rework: int
    dispatches: int
    urgent: bool
    holder: str
    holder_seat: str
    opened: bool
    answered: bool = False
    suspended_until: datetime | None = None
    near_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueCount:
    """One line of the rail.

    `nearest` is the earliest due moment of the queue's running clocks, `limit` the code of that
    clock's limit: its unit says which time counts until then. `done_today` is told for `mine` only:
    cases the operator has moved out of a queue since midnight (+08:00). `age` is how old the
    figures were when the store gave them: one seat counts for all.
    """

    queue: str
    total: int
    over: int
    near: int
    new: int
    nearest: datetime | None
    limit: str = ""
    done_today: int = 0
    age: timedelta = timedelta()


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueFilter:
    """What of a queue is wanted; empty means everything. Filtering and order are the database's."""

    queue: str
    district: str = ""
    class_code: str = ""
    source: str = ""
    unclaimed: bool = False
    text: str = ""
    grid: str = ""
    order: str = "due"
    descending: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class LikelyUnit:
    """The unit the dispatch panel would propose first for a case; "" where nothing speaks for
    any."""

    id: CaseId
    unit: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueOrder:
    """A whole queue as ids in order; `outside` counts what the filter hides."""

    ids: tuple[CaseId, ...]
    outside: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class MaskedCaller:
    """A caller as everybody may see it: 「*女士」「138****5678」."""

    name: str
    phone: str
    reply: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RelatedCase:
    """Another case near in place, class or component, for the card and the evidence lists."""

    id: CaseId
    number: str
    category_name: str
    address: str
    stage: Stage
    reported_at: datetime
    closed_at: datetime | None
    unit_name: str
    handling_minutes: int | None
    on_time: bool | None
    metres: float | None = None
    same_component: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseDetail:
    """Everything the card shows of one case."""

    case: Case
    steps: tuple[Step, ...]
    photos: tuple[tuple[int, Photo], ...]
    callers: tuple[MaskedCaller, ...]
    claim: Claim | None
    names: dict[str, str]
    """Code -> name for units, divisions, operators and inspectors that occur in the case."""
    related: tuple[RelatedCase, ...] = ()
    inspector: str = ""
    component: Component | None = None
    opened: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class SimilarCase:
    """A likely duplicate: `likeness` is high, middle or low, with reason codes (fact book 6.6)."""

    case: RelatedCase
    likeness: str
    reasons: tuple[str, ...]
    point: Point | None
    description: str
    callers: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceHit:
    """A find of the place search. `kind` is address, community, crossing, component, grid,
    landmark or street."""

    kind: str
    title: str
    detail: str
    place: Place
    component_category: str = ""
    owner_name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitRecord:
    """What is known of a unit for a proposal: load now, and how it kept its limits in 30 days."""

    unit: str
    name: str
    in_hand: int
    overdue: int
    closed_30_days: int
    on_time_30_days: int
    phone: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Precedents:
    """Past cases of the same class near a place, by unit: done, redone, returned as wrong."""

    cases: tuple[RelatedCase, ...]
    by_unit: tuple[tuple[str, int, int, int], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class EventRow:
    """One line of the live events: a step of any case, newest first; `begins` made the case.

    An authorisation (fact book 6.4 row 27) tells whose login it is for, and until when.
    """

    gseq: int
    at: datetime
    case: CaseId
    number: str
    move: Move
    post: Post
    seat: str
    category_name: str
    address: str
    unit_name: str
    reason: str = ""
    begins: bool = False
    colleague: str = ""
    until: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RevealRow:
    """Who was shown the callers of a case, when and why (article 23). Nothing of the callers."""

    at: datetime
    case: CaseId
    number: str
    operator: str
    name: str
    post: Post
    seat: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ShiftRow:
    """One line of the shift summary: gesture, count, median minutes, share in time."""

    move: Move
    count: int
    median_minutes: int | None
    in_time: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchHit:
    """A find of the case search by number, address, grid, component, text or pinyin initials."""

    id: CaseId
    number: str
    category_name: str
    address: str
    stage: Stage
    due: datetime | None
    matched: str


@dataclass(frozen=True, slots=True, kw_only=True)
class News:
    """What happened since the last look: changed cases, and the moment the answer is true for."""

    cases: tuple[CaseId, ...]
    as_of: datetime
    mine: frozenset[CaseId] = field(default_factory=frozenset)
    reload: bool = False
