"""What the lists to look into are made of, and what they hold. Shapes only; no verdict anywhere.

No row carries a caller's data, a description or an address. Times are aware UTC datetimes, points
degrees of WGS84. Source: regulation, articles 14 and 25; fact book 7.1, 7.2.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from fractions import Fraction
from typing import Protocol

from console.domain.case import Case, CaseId, CloseKind
from console.domain.place import Point
from console.domain.stage import Source
from console.domain.worktime import WorkCalendar
from console.ports.facts import ActFact, FactDate, Span


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportRow:
    """One report. `inspector` made it, "" for other sources; `duty_inspector` had the duty grid
    then; `confirmed` as the last confirmation was answered, "" without one; `master` is the case it
    was merged into."""

    case: CaseId
    source: Source
    scheme: str
    kind: str
    category: str
    duty_grid: str
    duty_inspector: str
    inspector: str
    reported_at: datetime
    registered_at: datetime | None = None
    ended_at: datetime | None = None
    close_kind: CloseKind | None = None
    confirmed: str = ""
    master: CaseId | None = None
    master_reported_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskRow:
    """One answered task of an inspector at `place`; `seen` is where he last was known to be before
    the answer."""

    case: CaseId
    kind: str  # confirm or verify
    inspector: str
    sent_at: datetime
    answered_at: datetime
    place: Point | None = None
    seen: Point | None = None
    seen_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PhotoRow:
    """One picture of a case. `digest` is the file's, `look` its perceptual hash of 128 bits (None
    where it could not be read); `by` took it; `ordered_at` the task it answers, None for a report's
    own picture."""

    digest: str
    case: CaseId
    role: str  # before, after
    by: str
    attached_at: datetime
    look: int | None = None
    ordered_at: datetime | None = None
    taken_at: datetime | None = None
    point: Point | None = None
    place: Point | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitCase:
    """What one case says of one unit. `used` and `allowed` are counted seconds of its bundled
    clock, `own_used` and `own_allowed` those of the unit's own handling clock; `late` or still at
    work after the bundled one; all 0 and False for a unit that has it no longer."""

    case: CaseId
    unit: str
    returns: int
    reworks: int
    late: bool
    overdue: bool
    used: int
    allowed: int
    own_used: int = 0
    own_allowed: int = 0


class FindingKind(StrEnum):
    """The lists (article 14 first, then 25)."""

    MISSED_REPORT = "missed_report"  # 漏报
    FALSE_REPORT = "false_report"  # 虚报, 假报
    STALE_REPORT = "stale_report"
    COPIED_PHOTO = "copied_photo"
    ODD_PHOTO = "odd_photo"
    FAST_TASK = "fast_task"
    SHIRKING = "shirking"  # 推诿
    DELAY = "delay"  # 拖延
    REWORK = "rework"  # 返工

    @property
    def name_code(self) -> str:
        """The catalogue's code of the list's name; `.definition` follows for what is in it."""
        return f"integrity.kind.{self}"


class Why(StrEnum):
    """What made it stand in the list; the catalogue's sentence is filled by the figures."""

    NOT_SEEN = "not_seen"
    CONFIRMED_FALSE = "confirmed_false"
    NOT_FOUND = "not_found"
    DECLINED = "declined"
    NOT_REGISTERED = "not_registered"
    REGISTERED_LATE = "registered_late"
    KNOWN_BEFORE = "known_before"
    KNOWN_BEFORE_UNDATED = "known_before_undated"
    SAME_FILE = "same_file"
    LOOKS_ALIKE = "looks_alike"
    BEFORE_IS_AFTER = "before_is_after"
    TAKEN_ELSEWHERE = "taken_elsewhere"
    TAKEN_BEFORE = "taken_before"
    TAKEN_LONG_AGO = "taken_long_ago"
    TAKEN_LATER = "taken_later"
    SOONER_THAN_USUAL = "sooner_than_usual"
    FASTER_THAN_THE_WAY = "faster_than_the_way"
    RETURNED = "returned"
    OVER_LIMIT = "over_limit"
    REWORKED = "reworked"

    @property
    def code(self) -> str:
        """The catalogue's code of the sentence."""
        return f"integrity.why.{self}"


Figure = int | Fraction | str


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """Something to look into: never more than a reason to look.

    `who` are codes of inspectors, operators or units; `figures` fill the sentence of `why`, times
    in them are seconds, ways metres.
    """

    kind: FindingKind
    why: Why
    who: tuple[str, ...]
    cases: tuple[CaseId, ...]
    figures: Mapping[str, Figure]


class IntegrityReading(Protocol):
    """Reads what the lists are made of; a district's seat is shown its own areas' only."""

    def reports(self, span: Span, days: int) -> Sequence[ReportRow]:
        """The reports of a period, and inspectors' earlier ones that stand for some of them: of the
        same class and duty grid, and not older than `days` or still open when the period began."""

    def tasks(self, span: Span) -> Sequence[TaskRow]:
        """The inspectors' tasks answered in a period."""

    def photos(self, span: Span, days: int) -> Sequence[PhotoRow]:
        """Pictures attached in a period or within `days` before it."""

    def unlooked(self, span: Span, days: int) -> Iterator[tuple[str, bytes]]:
        """Digest and preview of those of `photos` whose look nobody has made yet."""

    def unlooked_count(self, span: Span, days: int) -> int:
        """How many those are."""

    def numbers(self, cases: Sequence[CaseId]) -> Mapping[CaseId, str]:
        """The numbers of cases; one outside the seat's areas has none."""

    def troubled(self, span: Span, date: FactDate) -> Iterator[tuple[Case, Sequence[ActFact]]]:
        """Cases of a period that were returned, reworked, late or are over their deadline, with the
        acts that say whose returns and reworks they were."""

    def cases(self, span: Span, date: FactDate) -> Iterator[Case]:
        """Whole cases of a period by their number, a few at a time."""

    def case_count(self, span: Span, date: FactDate) -> int:
        """How many `cases` are."""

    def calendar_of(self, version: str) -> WorkCalendar:
        """The calendar a clock was started under; the present one where that is unknown."""

    def settings(self) -> Mapping[str, str]:
        """The city's settings that were set, by name."""


class LookKeeping(Protocol):
    """Keeps the looks of pictures."""

    def keep(self, looks: Mapping[str, int | None]) -> int:
        """Keep these by digest, None for an unreadable preview; how many were new.

        Raises `Refusal` where the seat may not.
        """
