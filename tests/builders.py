"""Speaking defaults: a seat, a report, a standard, a city's rules, and a bench that acts as any
post."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from itertools import count

from console.domain.case import Actor, Case, CaseId, Standard
from console.domain.catalogue import Catalogue
from console.domain.place import Place, Point
from console.domain.rules import Rules
from console.domain.stage import Post, Source
from console.domain.timelimit import LimitUnit, TimeLimit
from console.ports.work import Caller, Changes, Photo
from console.services.intake import TakeReport
from console.services.registry import Command
from console.services.runner import run
from console.services.seat import Seat
from tests.calendars import city_calendar
from tests.fakes import FakeStore, a_unit

MONDAY = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
"""Monday 2026-11-23, 10:00 in Pingdingshan."""

RUBBISH = Standard(
    scheme="GBT30428",
    kind="event",
    category="0110",
    name="暴露生活垃圾",
    condition="C1",
    text="公共场所有成堆垃圾",
    closing="清运干净、无散落",
    limit=TimeLimit(4, LimitUnit.WORK_HOUR),
    version="2026",
    class_name="市容环境",
)
EMPTY_STANDARDS = Catalogue(version=1, valid_from=date(2026, 1, 1), categories=(), conditions=())
CALLER = Caller(name="测试甲", phone="13800000001")
AFTER = Photo(digest="a" * 64, role="after", mime="image/jpeg", size=1000)


def a_place() -> Place:
    """A corner in Weidong."""
    return Place(
        address="建设路与诸葛庙街口",
        point=Point(113.304, 33.74),
        unit_grid="410403004001001",
        district="410403",
    )


def a_report(source: Source = Source.HOTLINE, standard: Standard | None = RUBBISH) -> TakeReport:
    """A caller's report of rubbish, or another source's without a caller."""
    return TakeReport(
        source=source,
        place=a_place(),
        description="围墙下堆放生活垃圾",
        standard=standard,
        caller=CALLER if source is Source.HOTLINE else None,
        callback_wanted=source is Source.HOTLINE,
    )


def city_rules() -> Rules:
    """The shipped defaults with the reference calendar."""
    calendar = city_calendar()
    return Rules(calendar=calendar, calendars={calendar.version: calendar})


@dataclass
class Bench:
    """A store and a clock; acts as any post and keeps the case in hand."""

    store: FakeStore
    at: datetime = MONDAY
    case_id: CaseId = field(default_factory=lambda: CaseId(0))
    _ids: "count[int]" = field(default_factory=lambda: count(1))

    def seat(self, post: Post, operator: str = "", unit: str | None = None) -> Seat:
        """A seat of this post; the operator is the post's name unless told."""
        actor = Actor(
            operator=operator or post.value, post=post, seat=f"{post.value} 01", unit=unit
        )
        return Seat(
            actor=actor, now=lambda: self.at, store=self.store, new_command=self._new_command
        )

    def _new_command(self) -> str:
        return f"command-{next(self._ids)}"

    def do(self, post: Post, command: Command, operator: str = "") -> Changes:
        """Run a command as a post."""
        changes = run(command, self.seat(post, operator))
        if isinstance(command, TakeReport):
            self.case_id = changes.cases[0]
        return changes

    def wait(self, **more: float) -> None:
        """Let time pass."""
        self.at += timedelta(**more)

    @property
    def case(self) -> Case:
        """The case in hand."""
        return self.store.cases[self.case_id]


def a_bench(rules: Rules | None = None) -> Bench:
    """An empty city with three units."""
    units = {code: a_unit(code) for code in ("U1", "U2", "U3")}
    store = FakeStore(city=rules or city_rules(), standards=EMPTY_STANDARDS, units=units)
    return Bench(store)
