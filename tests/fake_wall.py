"""A wall's reading in memory: a city of scripted cases, orders, calls, and faults on demand.

Facts, flows and hours all follow from the same scripts (`Life`), so that figures can be compared
with plain counts over them.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Final
from zlib import crc32

from console.domain.case import CaseId, CloseKind
from console.domain.place import Division, DivisionLevel
from console.domain.rules import Rules
from console.domain.stage import ENDED, Move, Source, Stage
from console.ports.facts import CaseFact, FactReading
from console.ports.wall import (
    CallCounts,
    GroundCell,
    HourCount,
    OrderKind,
    PatrolCounts,
    StageFlow,
    WallCase,
    WallEvent,
    WallMoment,
    WallNames,
    WallOrder,
)
from tests.builders import city_rules
from tests.evaluation.memory import Facts
from tests.fakes import a_unit

NOW: Final = datetime(2026, 11, 23, 2, 42, 14, tzinfo=UTC)
"""Monday 2026-11-23, 10:42:14 in Pingdingshan."""
DISTRICTS: Final = {"410402": "新华区", "410403": "卫东区", "410411": "湛河区"}
UNITS: Final = {"U1": "市政处", "U2": "环卫中心", "U3": "园林中心"}
CLASSES: Final = {"event:01": "市容环境", "event:02": "宣传广告", "event:05": "突发事件"}
NAMES_OF: Final = {"0110": "暴露生活垃圾", "0201": "违章张贴", "0501": "道路积水"}
WAY: Final = (
    Stage.REPORTED, Stage.ACCEPTED, Stage.TO_REGISTER, Stage.TO_DISPATCH, Stage.DISPATCHED,
    Stage.HANDLING, Stage.HANDLED, Stage.VERIFYING, Stage.TO_CLOSE, Stage.CLOSED,
)  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Life:
    """A case from its report on: when it entered each stage of `WAY`, as far as it has come."""

    id: int
    entered: tuple[datetime, ...]
    category: str = "0110"
    source: Source = Source.INSPECTOR
    district: str = "410403"
    unit: str = "U1"
    limit: str = "4 work_hour"
    due_after: timedelta = timedelta(hours=4)
    shown: bool = True
    opened: bool = True
    paused: bool = False
    lon: float | None = 113.3
    lat: float | None = 33.7

    @property
    def stage(self) -> Stage:
        """Where it stands."""
        return WAY[len(self.entered) - 1]

    @property
    def due(self) -> datetime | None:
        """When its handling is due: a while after it was dispatched."""
        at = self.at(Stage.DISPATCHED)
        return None if at is None else at + self.due_after

    def at(self, stage: Stage) -> datetime | None:
        """When it entered a stage."""
        place = WAY.index(stage)
        return self.entered[place] if place < len(self.entered) else None

    def fact(self) -> CaseFact:
        """What the assessment knows of it."""
        handled, closed = self.at(Stage.HANDLED), self.at(Stage.CLOSED)
        unit = self.unit if self.at(Stage.DISPATCHED) else ""
        return CaseFact(
            case=CaseId(self.id), number=f"2026-{self.id:06}", version=len(self.entered),
            stage=self.stage, source=self.source, scheme="GBT30428", kind="event",
            category=self.category, urgent=False, district=self.district,
            street=f"{self.district}001", community="", grid=f"{self.district}001001001",
            duty_grid=f"D{self.id % 5}", unit=unit, first_unit=unit,
            reported_at=self.entered[0], accepted_at=self.at(Stage.ACCEPTED),
            registered_at=self.at(Stage.TO_DISPATCH), dispatched_at=self.at(Stage.DISPATCHED),
            due=self.due, standing=False, ended=handled, exempt=False, handled_at=handled,
            closed_at=closed, close_kind=CloseKind.NORMAL if closed else None, rework=0, returns=0,
            extensions=0, suspensions=0,
        )  # fmt: skip

    def row(self) -> WallCase:
        """The open case as a wall reads it."""
        fact = self.fact()
        due = self.due if self.at(Stage.HANDLED) is None else None
        return WallCase(
            id=fact.case, number=fact.number, version=fact.version, stage=fact.stage,
            source=fact.source, category=fact.category,
            category_name=NAMES_OF.get(fact.category, ""),
            emergency=fact.category.startswith("05"), shown=self.shown, district=fact.district,
            street=fact.street, grid=fact.grid, duty_grid=fact.duty_grid, unit=fact.unit,
            lon=self.lon, lat=self.lat, reported_at=fact.reported_at,
            started_at=fact.dispatched_at if due else None, due=due,
            near_at=due - timedelta(minutes=30) if due else None,
            limit=self.limit if due else "", paused=self.paused, opened=self.opened,
        )  # fmt: skip

    def moves(self) -> Iterator[tuple[datetime, Stage | None, Stage]]:
        """Its ways from one stage to the next, the first from none."""
        former: Stage | None = None
        for stage, at in zip(WAY, self.entered, strict=False):
            yield at, former, stage
            former = stage


def random_lives(chance: Random, count: int, now: datetime = NOW, days: int = 40) -> list[Life]:
    """Cases reported within the days before now, each as far as chance brought it."""
    return [_random_life(chance, number + 1, now, days) for number in range(count)]


def _random_life(chance: Random, number: int, now: datetime, days: int) -> Life:
    at = now - timedelta(seconds=chance.randint(1, days * 86_400))
    entered = [at]
    while len(entered) < len(WAY) and chance.random() < 0.93:
        at += timedelta(seconds=chance.choice((60, 600, 3_000, 20_000, 90_000)))
        if at > now:
            break
        entered.append(at)
    return Life(
        id=number,
        entered=tuple(entered),
        category=chance.choice(tuple(NAMES_OF)),
        source=chance.choice((Source.INSPECTOR, Source.HOTLINE)),
        district=chance.choice(tuple(DISTRICTS)),
        unit=chance.choice(tuple(UNITS)),
        limit=chance.choice(("4 work_hour", "2 hour", "1 work_day")),
        due_after=timedelta(hours=chance.choice((2, 8, 30))),
        shown=chance.random() < 0.9,
        opened=chance.random() < 0.9,
        paused=chance.random() < 0.05,
        lon=None if chance.random() < 0.05 else 113.2 + chance.random() / 10,
    )


def the_names() -> WallNames:
    """Three districts, three units, three classes."""
    return WallNames(
        districts=[
            Division(code=code, name=name, level=DivisionLevel.DISTRICT, parent="4104")
            for code, name in DISTRICTS.items()
        ],
        units=[a_unit(code, name) for code, name in UNITS.items()],
        streets={f"{code}001": f"{name}一街" for code, name in DISTRICTS.items()},
        classes=CLASSES,
    )


@dataclass(frozen=True)
class FakeMoment:
    """A snapshot: later acts do not move it."""

    as_of: datetime
    mark: int
    lives: Mapping[int, Life]
    log: Sequence[tuple[int, int]]
    oldest: int
    phone: CallCounts
    walked: PatrolCounts
    told: Counter[str]
    broken: str = ""

    @property
    def facts(self) -> FactReading:
        """The facts of the same cases."""
        self.told["facts"] += 1
        return Facts([life.fact() for life in self.lives.values()])

    def open_cases(self) -> Sequence[WallCase]:
        """All open cases."""
        self.told["open_cases"] += 1
        return [life.row() for life in self.lives.values() if life.stage not in ENDED]

    def knows(self, mark: int) -> bool:
        """Marks from `oldest` on are known."""
        return self.oldest <= mark <= self.mark

    def changed(self, since: int) -> tuple[Sequence[WallCase], Sequence[CaseId]]:
        """What the log names after a mark."""
        self.told["changed"] += 1
        found = [self.lives[case] for case in sorted({one for at, one in self.log if at > since})]
        rows = [life.row() for life in found if life.stage not in ENDED]
        return rows, [CaseId(life.id) for life in found if life.stage in ENDED]

    def events(self, limit: int = 40) -> Sequence[WallEvent]:
        """The last moves of shown cases."""
        self.told["events"] += 1
        moved = sorted(
            ((at, life.id, to) for life in self.lives.values() if life.shown
             for at, _, to in life.moves()),
            reverse=True,
        )  # fmt: skip
        return [self._event(*one) for one in moved[:limit]]

    def _event(self, at: datetime, case: int, stage: Stage) -> WallEvent:
        row = self.lives[case].row()
        return WallEvent(
            mark=case, at=at, number=row.number, category_name=row.category_name, move=Move.REPORT,
            stage=stage, district=row.district, unit=row.unit,
        )  # fmt: skip

    def flows(self, since: datetime) -> Sequence[StageFlow]:
        """Comings and goings by hour."""
        self.told["flows"] += 1
        begin = hour_of(since)
        came, went = Counter[tuple[datetime, Stage]](), Counter[tuple[datetime, Stage]]()
        for life in self.lives.values():
            for at, former, stage in life.moves():
                if at >= begin:
                    came[hour_of(at), stage] += 1
                    if former is not None:
                        went[hour_of(at), former] += 1
        return [StageFlow(*key, came[key], went[key]) for key in {*came, *went}]

    def hours(self, since: datetime) -> Sequence[HourCount]:
        """Reports and closings by hour."""
        self.told["hours"] += 1
        if self.broken == "hours":
            raise ValueError("hours")
        begin = hour_of(since)
        reported, closed = Counter[datetime](), Counter[datetime]()
        for life in self.lives.values():
            reported[hour_of(life.entered[0])] += 1
            end = life.at(Stage.CLOSED)
            if end is not None:
                closed[hour_of(end)] += 1
        return [
            HourCount(hour, reported[hour], closed[hour])
            for hour in sorted({*reported, *closed})
            if hour >= begin
        ]

    def calls(self, since: datetime) -> CallCounts:
        """As given."""
        self.told["calls"] += 1
        return self.phone

    def patrols(self) -> PatrolCounts:
        """As given."""
        self.told["patrols"] += 1
        return self.walked


def hour_of(moment: datetime) -> datetime:
    """The beginning of its hour."""
    return moment.replace(minute=0, second=0, microsecond=0)


@dataclass
class FakeWall:
    """A city for a wall. `fault` is raised by every question, `orders_fault` by that for orders;
    `before_moment` is called first of all by every reading, which may wait in it;
    `broken` "hours" is a block's question that fails."""

    lives: dict[int, Life] = field(default_factory=dict)
    now: datetime = NOW
    mark: int = 1
    log: list[tuple[int, int]] = field(default_factory=list)
    oldest: int = 1
    given: list[WallOrder] = field(default_factory=list)
    edited: str | None = None
    city: Rules = field(default_factory=city_rules)
    told_settings: dict[str, str] = field(default_factory=dict)
    known: WallNames = field(default_factory=the_names)
    phone: CallCounts = field(default_factory=lambda: CallCounts(known=False))
    walked: PatrolCounts = field(
        default_factory=lambda: PatrolCounts(listed=0, on_duty=0, cells=0, seen=0, unseen=())
    )
    fault: Exception | None = None
    orders_fault: Exception | None = None
    before_moment: Callable[[], None] | None = None
    told: Counter[str] = field(default_factory=Counter)
    broken: str = ""
    closed: bool = False

    @classmethod
    def with_cases(cls, count: int, seed: int = 8) -> "FakeWall":
        """A city with so many random cases."""
        return cls(lives={life.id: life for life in random_lives(Random(seed), count)})

    def put(self, life: Life) -> None:
        """A case comes or moves on."""
        self.mark += 1
        self.lives = {**self.lives, life.id: life}
        self.log.append((self.mark, life.id))

    def advance(self, case: int) -> None:
        """A case enters its next stage now."""
        life = self.lives[case]
        self.put(replace(life, entered=(*life.entered, self.now)))

    def give(self, kind: OrderKind, scene: str = "", wall: str = "", **more: object) -> WallOrder:
        """A supervisor tells something now."""
        known = WallOrder(id=len(self.given) + 1, wall=wall, kind=kind, scene=scene, at=self.now)
        order = replace(known, **more)  # type: ignore[arg-type]  # a test's own fields
        self.given.append(order)
        return order

    @contextmanager
    def at_one_moment(self) -> Iterator[WallMoment]:
        """A snapshot of now."""
        self._ask("moments")
        if self.before_moment is not None:
            self.before_moment()
        yield FakeMoment(
            self.now, self.mark, dict(self.lives), tuple(self.log), self.oldest, self.phone,
            self.walked, self.told, self.broken,
        )  # fmt: skip

    def ground(self) -> tuple[str, Sequence[GroundCell]]:
        """No map."""
        return "{}", ()

    def names(self) -> WallNames:
        """As given."""
        self._ask("names")
        return self.known

    def rules(self) -> Rules:
        """As given."""
        self._ask("rules")
        return self.city

    def settings(self) -> Mapping[str, str]:
        """As given."""
        self._ask("settings")
        return self.told_settings

    def scenes(self) -> str | None:
        """As given."""
        self._ask("scenes")
        return self.edited

    def scenes_version(self) -> int:
        """Another text, another number."""
        self._ask("scenes_version")
        return 0 if self.edited is None else crc32(self.edited.encode())

    def orders(self, after: int) -> Sequence[WallOrder]:
        """Those given after one."""
        self._ask("orders")
        if self.orders_fault is not None:
            raise self.orders_fault
        return [order for order in self.given if order.id > after]

    def close(self) -> None:
        """Noted."""
        self.closed = True

    def _ask(self, what: str) -> None:
        self.told[what] += 1
        if self.fault is not None:
            raise self.fault
