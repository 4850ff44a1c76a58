"""Plain rows and cells that delegates paint: figures and facts, no colours, no formatted times.

Texts in them are the data's own (place, unit, words of a report) or already worded by the caller.
Times left are seconds, moments are timezone-aware UTC.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from console.domain.tone import Urgency


@dataclass(frozen=True, slots=True, kw_only=True)
class DeadlineCell:
    """Time left of a case in its own stage."""

    urgency: Urgency
    left: float | None  # seconds, negative past due; None = no limit
    share: float = 0.0  # part of the limit used, 0–1 and above
    day: int = 86_400  # seconds that make a day in words: a working day where only those count


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkCell:
    """What stands before a row: new, sent out again, picked for a common act, just changed."""

    new: bool = False
    redo: bool = False
    picked: bool = False
    changed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class HolderCell:
    """Who holds a case; `label` is a seat («02席»), «me», or that an act waits (待发)."""

    label: str = ""
    mine: bool = False
    stale: bool = False
    waiting: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class RailRow:
    """One queue in the rail."""

    key: str
    cap: str  # key cap, one character
    name: str
    short: str  # two characters for the narrow rail
    count: int
    over: int = 0
    near: int = 0
    new: int = 0
    nearest: float | None = None  # counted seconds left of the most urgent case
    day: int = 86_400  # seconds of a day of its limit in words
    note: str = ""  # worded; takes the place of the nearest deadline


@dataclass(frozen=True, slots=True, kw_only=True)
class SlimCaseRow:
    """A case in the 318 px list beside a work panel, or a heading between groups."""

    key: str
    number: str
    summary: str
    place: str = ""
    deadline: DeadlineCell | None = None
    mark: MarkCell = MarkCell()
    holder: HolderCell = HolderCell()
    heading: bool = False  # `summary` is the heading, `number` its count


@dataclass(frozen=True, slots=True, kw_only=True)
class EventRow:
    """One live event."""

    key: int
    at: datetime
    title: str
    detail: str
    urgency: Urgency = Urgency.NORMAL


@dataclass(frozen=True, slots=True, kw_only=True)
class TimelineRow:
    """One step of a case."""

    key: int
    at: datetime
    lead: str  # the act, written strongly when it is a decision
    text: str = ""
    took: float | None = None  # seconds since the step before
    strong: bool = False
    open: bool = False  # where the case stands now


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceLine:
    """One ground for or against a unit, with where it comes from."""

    met: bool
    kind: str
    fact: str
    source: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CandidateRow:
    """A unit proposed for a case; sorted by evidence, not by a score."""

    key: str
    unit: str
    strength: str  # worded: 「依据 强 3/3」
    load: str = ""  # worded: open, overdue, share in time
    strong: bool = False
    evidence: tuple[EvidenceLine, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundRow:
    """A find in a search list: what kind, its name with the matched characters, words beside it."""

    key: str
    name: str
    lead: str = ""
    hint: str = ""
    note: str = ""  # at the right
    at: int = 0  # where the match begins in `name`
    length: int = 0  # matched characters; 0 underlines nothing
    initials: str = ""  # the matched initials, shown behind the name
