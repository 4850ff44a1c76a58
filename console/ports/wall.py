"""What a wall reads, and what a supervisor tells it. Shapes only.

A wall's account reads and never writes, and what it may read has no caller, no description, no
address, no note and no operator's name (articles 23 and 24; fact book 9.2): no shape here has a
place for one. Times are aware UTC datetimes.
"""

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple, Protocol

from console.domain import scene
from console.domain.case import CaseId
from console.domain.organisation import ResponsibleUnit
from console.domain.place import Division
from console.domain.rules import Rules
from console.domain.stage import Move, Source, Stage
from console.ports.facts import FactReading


class WallCase(NamedTuple):
    """An open case, now or at a moment that is past; named as in `ports.map_rows.PinRow`.

    `shown` is false for a class the city keeps off the wall (`wall_hidden_classes`): it
    is counted and never drawn or named. `emergency`: an event of the class 突发事件. `version`
    numbers its last step. `lon` and `lat` are WGS-84 degrees, None without a place.
    """

    id: CaseId
    number: str
    version: int
    stage: Stage
    source: Source
    category: str
    category_name: str
    emergency: bool
    shown: bool
    district: str
    street: str
    grid: str
    duty_grid: str
    unit: str
    lon: float | None
    lat: float | None
    reported_at: datetime
    started_at: datetime | None
    due: datetime | None
    near_at: datetime | None
    limit: str
    paused: bool
    opened: bool = True


class WallEvent(NamedTuple):
    """A step of a case for the ticker; `mark` is its place in the feed."""

    mark: int
    at: datetime
    number: str
    category_name: str
    move: Move
    stage: Stage
    district: str
    unit: str


class GroundCell(NamedTuple):
    """A unit grid: its code, its duty grid's ("" without), its outline in WGS-84 degrees."""

    code: str
    duty_grid: str
    ring: tuple[tuple[float, float], ...]


class StageFlow(NamedTuple):
    """How many cases came into a stage and left it in one hour that begins at `hour`."""

    hour: datetime
    stage: Stage
    entered: int
    left: int


class HourCount(NamedTuple):
    """Cases reported and closed in one hour that begins at `hour`."""

    hour: datetime
    reported: int
    closed: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CallCounts:
    """Calls of the hotline since a moment; no number, no name and no word of any.

    `in_time` of `answered` waited 15 s or less (GB/T 33358-2016); `given_up` rang and went away.
    `waiting` ring now, the longest for `longest` seconds. `known` is false where no telephone
    system tells its calls here, or it has fallen silent (`ports.calls.HEARD`). `told_at` is when
    it told last: of then the figures are.
    """

    known: bool
    calls: int = 0
    answered: int = 0
    in_time: int = 0
    given_up: int = 0
    waiting: int = 0
    longest: float = 0.0
    told_at: datetime | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class PatrolCounts:
    """Inspectors without names: how many are listed, how many are on duty
    (`domain.gridload.on_duty`).

    `cells` unit grids, `seen` of them visited today; `unseen` names duty grids with the number
    of their unit grids nobody has visited today, most first.
    """

    listed: int
    on_duty: int
    cells: int
    seen: int
    unseen: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class WallNames:
    """What codes are called; changes only when an administrator changes something."""

    districts: Sequence[Division]
    units: Sequence[ResponsibleUnit]
    streets: Mapping[str, str]
    classes: Mapping[str, str]


OrderKind = scene.OrderKind


@dataclass(frozen=True, slots=True, kw_only=True)
class WallOrder:
    """One order, `id` in the order given. `wall` "" speaks to all walls.

    `moment` and `speed` (seconds of the past for one of now, 0 stands still) belong to `PAST`.
    `at` is the server's moment; `until` when it ends by itself, None never.
    """

    id: int
    wall: str
    kind: OrderKind
    scene: str
    at: datetime
    until: datetime | None = None
    moment: datetime | None = None
    speed: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptScenes:
    """A version of the city's scenes; `text` (JSON) None where it is the shipped ones again.

    `operator` and `at` (UTC) tell who put it and when.
    """

    version: int
    text: str | None
    operator: str
    at: datetime
    reason: str = ""


class WallMoment(Protocol):
    """Everything of one moment: all answers are of the same snapshot."""

    @property
    def as_of(self) -> datetime:
        """The server's clock just before the snapshot was taken."""

    @property
    def mark(self) -> int:
        """How far the feed is in this snapshot: the same mark, the same data.

        A later snapshot's is never smaller. It holds in this process and for this reading alone.
        """

    @property
    def facts(self) -> FactReading:
        """The facts of the assessment, for every figure that an indicator declares."""

    def open_cases(self) -> Sequence[WallCase]:
        """All open cases, in no order."""

    def changed(self, since: int) -> tuple[Sequence[WallCase], Sequence[CaseId]]:
        """Open cases that have steps after a mark, and cases that ended after it.

        Without loss, whatever the order of commits; a case may be told that did not change. Of a
        mark that `knows` denies everything there is, but not what is gone from the store itself.
        """

    def knows(self, mark: int) -> bool:
        """Whether `changed` tells all since this mark; if not, the open cases are to be read anew.

        Marks are forgotten when a line was lost, and the oldest of many.
        """

    def events(self, limit: int = 40) -> Sequence[WallEvent]:
        """The last steps that moved a case of a shown class, newest first."""

    def flows(self, since: datetime) -> Sequence[StageFlow]:
        """Comings and goings of stages by hour, from the hour of `since` to now."""

    def hours(self, since: datetime) -> Sequence[HourCount]:
        """Reports and closings by hour, from the hour of `since` to now; hours without any left
        out."""

    def calls(self, since: datetime) -> CallCounts:
        """The hotline since a moment, and who waits now."""

    def patrols(self) -> PatrolCounts:
        """Inspectors and cells of the city's day."""


class WallReading(Protocol):
    """What a wall may ask. All may take a second and are never called on the window's thread.

    Raises `StoreUnavailable` where the server is gone.
    """

    def at_one_moment(self) -> AbstractContextManager[WallMoment]:
        """A reading all of whose answers are of the same moment, for as long as it is held."""

    def names(self) -> WallNames:
        """What codes are called."""

    def ground(self) -> tuple[str, Sequence[GroundCell]]:
        """The base map as JSON (the form `MapBridge.set_base` takes), and the unit grids."""

    def rules(self) -> Rules:
        """The city's rules and calendar."""

    def settings(self) -> Mapping[str, str]:
        """The city's settings that concern walls (`wall_…`)."""

    def scenes(self) -> str | None:
        """The city's edited scenes as JSON; None where those that were shipped hold."""

    def scenes_version(self) -> int:
        """The number of these scenes, 0 before any; cheap, for it is asked for with figures."""

    def orders(self, after: int) -> Sequence[WallOrder]:
        """The last order to each wall of those given after the one with this number, oldest first;
        cheap, for it is asked for several times a second."""

    def close(self) -> None:
        """Give the connections back; again does nothing."""


class WallOrders(Protocol):
    """What a supervisor's seat tells walls; kept with who and when."""

    def send(
        self,
        kind: OrderKind,
        scene: str = "",
        wall: str = "",
        *,
        until: datetime | None = None,
        moment: datetime | None = None,
        speed: float = 0.0,
    ) -> WallOrder:
        """Tell it.

        Raises `Refusal` `judge.post` for whoever is neither supervisor nor shift leader,
        `wall.unfit` for an order that cannot be, `past.year_away` for a moment nobody can tell of,
        `wall.too_many` for the 61st of his in a minute; `StoreUnavailable`.
        """

    def last(self) -> Sequence[WallOrder]:
        """The order in force for each wall that was ever spoken to."""

    def scenes(self) -> str | None:
        """The city's edited scenes as JSON; None where those that were shipped hold."""

    def versions(self) -> Sequence[KeptScenes]:
        """What was kept, newest first: the first holds. The oldest of very many are left out."""

    def put_scenes(self, text: str | None, reason: str, seen: int | None = None) -> int:
        """Keep edited scenes, or go back to the shipped ones with None; the new version.

        `seen` is the version they were made from, 0 for the shipped ones before any other; None
        replaces whatever holds. Raises `Refusal` `judge.post` for whoever is no administrator,
        `wall.scenes_stale` where another version holds than was seen, `wall.unfit` for a text that
        is no JSON object or too long; `StoreUnavailable`.
        """


class PastReading(Protocol):
    """The city as it was, rebuilt from steps and from nothing else."""

    def first(self) -> datetime | None:
        """The moment of the earliest step there is; None in an empty archive."""

    def at(self, moment: datetime) -> Sequence[WallCase]:
        """The cases open then, as they stood after the last step at or before `moment`, by id.

        `opened` is not known of the past and is true; `near_at` follows from the rules of today.
        """

    def between(
        self, after: datetime, until: datetime
    ) -> tuple[Sequence[WallCase], Sequence[CaseId]]:
        """What changed after one moment until another: open cases as they stand at `until`, and
        those not open any more (or not yet, when `until` is before `after`)."""
