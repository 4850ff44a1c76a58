"""The questions the screens may ask, each answered with rows. Shapes only.

Every answer is one short query; none is asked on the window's thread. `seat` is the operator's
code.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from console.domain.case import CaseId
from console.domain.catalogue import Catalogue
from console.domain.organisation import Inspector, Operator, ResponsibleUnit
from console.domain.place import Component, Division, DutyGrid, Place, Point, UnitGrid
from console.domain.rules import Rules
from console.domain.stage import Post
from console.ports.layer_reading import LayerReading
from console.ports.map_rows import PinRow
from console.ports.rows import (
    CaseDetail,
    CaseRow,
    EventRow,
    LikelyUnit,
    PlaceHit,
    Precedents,
    QueueCount,
    QueueFilter,
    QueueOrder,
    RevealRow,
    SearchHit,
    SimilarCase,
    UnitRecord,
)


class CaseReading(Protocol):
    """Queues, cards, searches and what happened."""

    def server_time(self) -> datetime:
        """The server's clock, for the age of what is shown."""

    def rules(self) -> Rules:
        """Calendar, stage limits and choices in force."""

    def catalogue(self, at: datetime) -> Catalogue:
        """Standards in force at `at`."""

    def counts(self, post: Post, seat: str, now: datetime) -> Sequence[QueueCount]:
        """The rail: eight stage queues, `overdue` and `mine`; each tells its age."""

    def head(
        self, wanted: QueueFilter, seat: str, now: datetime, *, limit: int
    ) -> Sequence[CaseRow]:
        """The first rows of a queue in the order asked for; the rest is not counted."""

    def order(self, wanted: QueueFilter, seat: str, now: datetime) -> QueueOrder:
        """The ids of a whole queue in the order asked for (200,000 at most), without their rows."""

    def rows(self, cases: Sequence[CaseId], seat: str) -> Sequence[CaseRow]:
        """The present rows of these cases, for applying news; ended cases are included."""

    def likely_units(self, cases: Sequence[CaseId]) -> Sequence[LikelyUnit]:
        """The unit proposed first for each of these cases, on the dispatch panel's evidence."""

    def any_waits(self, cases: Sequence[CaseId], queue: str) -> bool:
        """Whether one of these cases is in a stage queue now."""

    def suspensions_over(self, now: datetime) -> Sequence[tuple[CaseId, int]]:
        """Suspended cases whose date has come, with their versions, longest overdue first."""

    def open_rows(self, seat: str) -> Sequence[CaseRow]:
        """Every open case with a place, whole: what is known when the store is gone."""

    def open_pins(self, seat: str) -> Sequence[PinRow]:
        """The same cases, for the map: asked every minute, and four times as quick."""

    def detail(self, case: CaseId, seat: str) -> CaseDetail:
        """Everything of one case. Raises `Refusal` `case.unknown`, `year.away`."""

    def find_number(self, number: str) -> CaseId | None:
        """The case with this number or task number."""

    def search(self, text: str, *, limit: int = 20) -> Sequence[SearchHit]:
        """Cases by number, address, grid, component or text, newest first (probe, then index)."""

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
        """Open or lately closed cases that may mean the same thing, likeliest first."""

    def unit_records(self, units: Sequence[str], now: datetime) -> Sequence[UnitRecord]:
        """Load and punctuality of units."""

    def precedents(self, case: CaseId, *, limit: int = 8) -> Precedents:
        """Past cases of the same class near the place or on the same component."""

    def events(self, *, limit: int = 200) -> Sequence[EventRow]:
        """The latest steps of all cases, newest first."""

    def reveals(self, since: datetime, *, limit: int = 200) -> Sequence[RevealRow]:
        """Who was shown callers since, newest first; the shift leader's, empty for others."""


class CityReading(Protocol):
    """The ground and its people, as far as the screens ask."""

    def places(self, text: str, *, limit: int = 12) -> Sequence[PlaceHit]:
        """Addresses, crossings, grids, components by code, text or pinyin initials."""

    def locate(self, point: Point) -> Place:
        """Grid, divisions, management area of a point; nearest address as words."""

    def components_near(
        self, point: Point, metres: float, category: str = ""
    ) -> Sequence[Component]:
        """Components around a point, nearest first."""

    def units(self) -> Sequence[ResponsibleUnit]:
        """All responsible units."""

    def inspectors(self) -> Sequence[Inspector]:
        """All inspectors."""

    def operators(self) -> Sequence[Operator]:
        """Who may sign in, for the list on the sign-in page."""

    def divisions(self) -> Sequence[Division]:
        """Districts, streets, communities in force."""

    def unit_grids(self) -> Sequence[UnitGrid]:
        """Unit grids in force."""

    def duty_grids(self) -> Sequence[DutyGrid]:
        """Duty grids in force."""

    def phrases(self, move: str) -> Sequence[str]:
        """Stock phrases for a gesture, most used first."""


class Reading(CaseReading, CityReading, LayerReading, Protocol):
    """What can be known without changing anything."""
