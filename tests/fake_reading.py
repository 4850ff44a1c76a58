"""The reading side in memory: answers with given rows, and can be lost like a server."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

from console.domain.case import Actor, Case, CaseId
from console.domain.catalogue import Catalogue
from console.domain.organisation import Inspector, Operator, ResponsibleUnit
from console.domain.place import Component, Division, DutyGrid, Place, Point
from console.domain.refusal import Refusal
from console.domain.rules import Rules
from console.domain.stage import QUEUES, Post
from console.ports.errors import StoreUnavailable
from console.ports.files import FileState, Found
from console.ports.map_rows import PinRow
from console.ports.reports import ReportSource
from console.ports.rows import (
    CaseDetail,
    CaseRow,
    EventRow,
    LikelyUnit,
    News,
    PlaceHit,
    Precedents,
    QueueCount,
    QueueFilter,
    QueueOrder,
    RevealRow,
    SearchHit,
    ShiftRow,
    SimilarCase,
    UnitRecord,
)
from console.ports.work import Caller, Claim
from tests.builders import EMPTY_STANDARDS, city_rules
from tests.fake_layers import FakeLayers
from tests.rows import NOW, a_likely_unit


@dataclass
class FakeReading(FakeLayers):
    """Rows by id, and whatever else a test puts in. `lost` makes every question fail."""

    cases: dict[CaseId, CaseRow] = field(default_factory=dict)
    details: dict[CaseId, CaseDetail] = field(default_factory=dict)
    rail: tuple[QueueCount, ...] = ()
    latest: tuple[EventRow, ...] = ()
    shown: tuple[RevealRow, ...] = ()
    people: tuple[Operator, ...] = ()
    known_units: tuple[ResponsibleUnit, ...] = ()
    known_inspectors: tuple[Inspector, ...] = ()
    known_divisions: tuple[Division, ...] = ()
    hits: tuple[SearchHit, ...] = ()
    place_hits: tuple[PlaceHit, ...] = ()
    likely: tuple[SimilarCase, ...] = ()
    proposed: dict[CaseId, LikelyUnit] = field(default_factory=dict)
    past: Precedents = field(default_factory=lambda: Precedents(cases=(), by_unit=()))
    records: tuple[UnitRecord, ...] = ()
    stock: dict[str, tuple[str, ...]] = field(default_factory=dict)
    near_components: tuple[Component, ...] = ()
    standards: Catalogue = EMPTY_STANDARDS
    city: Rules = field(default_factory=city_rules)
    outside: int = 0
    lost: bool = False
    asked: list[str] = field(default_factory=list)

    def put(self, *rows: CaseRow) -> None:
        """Show these cases from now on."""
        self.cases.update({row.id: row for row in rows})

    def _heard(self, question: str) -> None:
        self.asked.append(question)
        if self.lost:
            raise StoreUnavailable("store.lost")

    def server_time(self) -> datetime:
        self._heard("server_time")
        return NOW

    def rules(self) -> Rules:
        self._heard("rules")
        return self.city

    def catalogue(self, at: datetime) -> Catalogue:
        self._heard("catalogue")
        return self.standards

    def counts(self, post: Post, seat: str, now: datetime) -> Sequence[QueueCount]:
        self._heard("counts")
        return self.rail

    def _wanted(self, wanted: QueueFilter, seat: str, now: datetime) -> list[CaseRow]:
        stages = QUEUES.get(wanted.queue)
        rows = [row for row in self.cases.values() if stages is None or row.stage in stages]
        if wanted.queue == "overdue":
            rows = [row for row in rows if row.due is not None and row.due < now]
        if wanted.queue == "mine":
            rows = [row for row in rows if row.holder == seat]
        if wanted.district:
            rows = [row for row in rows if row.district == wanted.district]
        if wanted.grid:
            rows = [row for row in rows if wanted.grid in (row.grid, row.duty_grid)]
        if wanted.unclaimed:
            rows = [row for row in rows if not row.holder]
        if wanted.text:
            rows = [row for row in rows if wanted.text in row.description + row.category_name]
        return sorted(rows, key=lambda row: (row.due or NOW, row.id))

    def head(
        self, wanted: QueueFilter, seat: str, now: datetime, *, limit: int
    ) -> Sequence[CaseRow]:
        self._heard("head")
        return self._wanted(wanted, seat, now)[:limit]

    def order(self, wanted: QueueFilter, seat: str, now: datetime) -> QueueOrder:
        self._heard("order")
        ids = tuple(row.id for row in self._wanted(wanted, seat, now))
        whole = self._wanted(QueueFilter(queue=wanted.queue), seat, now)
        return QueueOrder(ids=ids, outside=self.outside or len(whole) - len(ids))

    def rows(self, cases: Sequence[CaseId], seat: str) -> Sequence[CaseRow]:
        self._heard("rows")
        return [self.cases[case] for case in cases if case in self.cases]

    def likely_units(self, cases: Sequence[CaseId]) -> Sequence[LikelyUnit]:
        self._heard("likely_units")
        return [self.proposed.get(case) or a_likely_unit(case) for case in cases]

    def any_waits(self, cases: Sequence[CaseId], queue: str) -> bool:
        self._heard("any_waits")
        known = (self.cases[case] for case in cases if case in self.cases)
        return any(row.stage in QUEUES[queue] for row in known)

    def suspensions_over(self, now: datetime) -> Sequence[tuple[CaseId, int]]:
        return tuple(
            (row.id, row.version)
            for row in self.cases.values()
            if row.suspended_until is not None and row.suspended_until <= now
        )

    def open_rows(self, seat: str) -> Sequence[CaseRow]:
        self._heard("open_rows")
        return tuple(self.cases.values())

    def open_pins(self, seat: str) -> Sequence[PinRow]:
        self._heard("open_pins")
        fields = PinRow._fields
        return tuple(
            PinRow(*(getattr(row, name) for name in fields))
            for row in self.cases.values()
            if row.lon is not None and row.lat is not None
        )

    def detail(self, case: CaseId, seat: str) -> CaseDetail:
        self._heard("detail")
        found = self.details.get(case)
        if found is not None:
            return found
        row = self.cases.get(case)
        if row is None:
            raise Refusal("case.unknown", case=case)
        return a_detail(row)

    def find_number(self, number: str) -> CaseId | None:
        self._heard("find_number")
        return next((row.id for row in self.cases.values() if row.number == number), None)

    def search(self, text: str, *, limit: int = 20) -> Sequence[SearchHit]:
        self._heard(f"search {text}")
        return self.hits[:limit]

    def similar(
        self,
        place: Place,
        kind: str,
        category: str,
        text: str,
        now: datetime,
        *,
        metres: float,
        days: int,
    ) -> Sequence[SimilarCase]:
        self._heard("similar")
        return self.likely

    def places(self, text: str, *, limit: int = 12) -> Sequence[PlaceHit]:
        self._heard(f"places {text}")
        return self.place_hits[:limit]

    def locate(self, point: Point) -> Place:
        self._heard("locate")
        return Place(address="建设路与诸葛庙街口", point=point, district="410403")

    def components_near(
        self, point: Point, metres: float, category: str = ""
    ) -> Sequence[Component]:
        self._heard("components_near")
        return self.near_components

    def units(self) -> Sequence[ResponsibleUnit]:
        self._heard("units")
        return self.known_units

    def unit_records(self, units: Sequence[str], now: datetime) -> Sequence[UnitRecord]:
        self._heard("unit_records")
        return self.records

    def precedents(self, case: CaseId, *, limit: int = 8) -> Precedents:
        self._heard("precedents")
        return self.past

    def inspectors(self) -> Sequence[Inspector]:
        self._heard("inspectors")
        return self.known_inspectors

    def operators(self) -> Sequence[Operator]:
        self._heard("operators")
        return self.people

    def divisions(self) -> Sequence[Division]:
        self._heard("divisions")
        return self.known_divisions

    def duty_grids(self) -> Sequence[DutyGrid]:
        self._heard("duty_grids")
        return ()

    def events(self, *, limit: int = 200) -> Sequence[EventRow]:
        self._heard("events")
        return self.latest[:limit]

    def reveals(self, since: datetime, *, limit: int = 200) -> Sequence[RevealRow]:
        self._heard("reveals")
        return tuple(one for one in self.shown if one.at >= since)[:limit]

    def phrases(self, move: str) -> Sequence[str]:
        self._heard("phrases")
        return self.stock.get(move, ())


def a_detail(row: CaseRow) -> CaseDetail:
    """The card of a case that has only its row."""
    case = Case(
        id=row.id,
        number=row.number,
        stage=row.stage,
        source=row.source,
        place=Place(
            address=row.address,
            point=Point(row.lon, row.lat) if row.lon is not None and row.lat is not None else None,
            unit_grid=row.grid,
            duty_grid=row.duty_grid,
            district=row.district,
        ),
        description=row.description,
        reported_at=row.reported_at,
    )
    return CaseDetail(
        case=replace(case, version=row.version),
        steps=(),
        photos=(),
        callers=(),
        claim=None,
        names={row.district: row.district_name},
    )


@dataclass
class FakeClaims:
    """Claims in a dictionary; `held` names cases other seats hold, `taken` the reasons given."""

    reading: FakeReading
    held: dict[CaseId, str] = field(default_factory=dict)
    taken: list[tuple[CaseId, str]] = field(default_factory=list)
    beats: int = 0

    def hold(self, case: CaseId, actor: Actor, at: datetime, reason: str = "") -> Claim:
        leads = actor.post is Post.SHIFT_LEADER
        if case in self.held and not (leads and reason):
            raise Refusal("claim.held", seat=self.held[case], since=at.isoformat())
        if self.held.pop(case, None) is not None:
            self.taken.append((case, reason))
        row = self.reading.cases.get(case)
        if row is not None:
            self.reading.put(replace(row, holder=actor.operator, holder_seat=actor.seat))
        return Claim(
            case=case,
            operator=actor.operator,
            seat=actor.seat,
            since=at,
            beat_at=at,
            active_at=at,
        )

    def beat(self, actor: Actor, at: datetime, *, active: bool) -> None:
        self.beats += 1

    def release(self, case: CaseId, actor: Actor) -> None:
        row = self.reading.cases.get(case)
        if row is not None and row.holder == actor.operator:
            self.reading.put(replace(row, holder="", holder_seat=""))

    def next_case(self, queue: str, actor: Actor, at: datetime) -> CaseId | None:
        wanted = QueueFilter(queue=queue, unclaimed=True)
        ids = self.reading.order(wanted, actor.operator, at).ids
        if not ids:
            return None
        self.hold(ids[0], actor, at)
        return ids[0]


@dataclass
class FakeCallers:
    """Callers by case; every reveal is written down with its reason."""

    known: dict[CaseId, tuple[Caller, ...]] = field(default_factory=dict)
    reveals: list[tuple[CaseId, str]] = field(default_factory=list)

    def reveal(self, case: CaseId, actor: Actor, at: datetime, reason: str) -> Sequence[Caller]:
        if not reason:
            raise Refusal("caller.reason")
        self.reveals.append((case, reason))
        return self.known.get(case, ())


@dataclass
class FakeFeed:
    """News a test puts in, told at the next look."""

    now: Callable[[], datetime]
    waiting: list[News] = field(default_factory=list)
    lost: bool = False

    def start(self) -> None:
        """Begin at the present."""

    def look(self) -> News:
        if self.lost:
            raise StoreUnavailable("store.lost")
        return self.waiting.pop(0) if self.waiting else News(cases=(), as_of=self.now())


@dataclass
class FakeFiles:
    """Files that are kept nowhere."""

    kept: dict[str, Path] = field(default_factory=dict)
    states: dict[str, FileState] = field(default_factory=dict)

    def keep(self, content: bytes, mime: str) -> str:
        return "0" * 64

    def find(self, digest: str) -> Found:
        path = self.kept.get(digest)
        if path is None:
            return Found(self.states.get(digest, FileState.MISSING))
        return Found(FileState.READY, path)


@dataclass
class FakeReports:
    """Figures of a server; a standby's are as old as `as_of` says."""

    done: tuple[ShiftRow, ...] = ()
    answering: ReportSource = field(
        default_factory=lambda: ReportSource(standby=False, asked_at=NOW, as_of=NOW)
    )
    silent: bool = False

    def source(self) -> ReportSource:
        if self.silent:
            raise StoreUnavailable("store.lost")
        return self.answering

    def shift(self, seat: str, since: datetime) -> Sequence[ShiftRow]:
        return self.done


@dataclass
class FakeKeeping:
    """Settings of the city in a dictionary."""

    values: dict[str, str] = field(default_factory=dict)

    def put_catalogue(self, catalogue: Catalogue, actor: Actor, at: datetime) -> None:
        """Nothing is kept."""

    def setting(self, name: str) -> str | None:
        return self.values.get(name)

    def put_setting(self, name: str, value: str, actor: Actor, at: datetime) -> None:
        self.values[name] = value

    def settings(self) -> dict[str, str]:
        return dict(self.values)
