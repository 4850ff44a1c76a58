"""A case as a value: what is known of one problem at one place, and who owes what until when.

No rule is decided here (see `ways`, `needs`, `effects`, `flow`) and nothing is stored: a case is
the fold of its trail (`trail`), so every field below follows from its steps.
All times are aware UTC datetimes with second precision.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NewType

from console.domain.place import Place
from console.domain.stage import ENDED, QUEUES, Move, Post, Source, Stage
from console.domain.timelimit import TimeLimit
from console.domain.timers import Timer

CaseId = NewType("CaseId", int)
"""year * 10**9 + sequence of the year (database.md 1.1)."""


class CloseKind(StrEnum):
    """How a case ended; the three statistics of one gesture stay apart (fact book 6.2)."""

    NORMAL = "normal"
    FORCED = "forced"
    SELF_HANDLED = "self_handled"
    NOT_ACCEPTED = "not_accepted"
    NOT_REGISTERED = "not_registered"
    VOIDED = "voided"
    MERGED = "merged"


class RequestKind(StrEnum):
    """What a unit or a post asks somebody else to decide."""

    RETURN = "return"
    EXTENSION = "extension"
    SUSPENSION = "suspension"
    VOID = "void"
    FORCED_CLOSE = "forced_close"


class AppealState(StrEnum):
    """Where an appeal against an overdue count stands (fact book 5.4)."""

    OPEN = "open"
    REVIEWED = "reviewed"
    GRANTED = "granted"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True, kw_only=True)
class Standard:
    """The condition a case is registered under, frozen with it (fact book 13, rule 1).

    `version` names the catalogue version; a later edition never changes this value.
    `limit` is the handling limit for the case's area level; `by_photo` tells whether closing needs
    a photo pair or goes by information or plan (fact book 4).
    """

    scheme: str
    kind: str
    category: str
    name: str
    condition: str
    text: str
    closing: str
    limit: TimeLimit
    version: str
    by_photo: bool = True
    class_name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """A pending request and what was said for it; `until` only for a suspension."""

    kind: RequestKind
    by: str
    at: datetime
    reason: str
    until: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """An inspector's task: `confirm` (核实) or `verify` (核查); `outcome` None while unanswered."""

    kind: str
    inspector: str
    sent_at: datetime
    answered_at: datetime | None = None
    outcome: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Designation:
    """The committee office's decision who is responsible (article 22), proposed by one person."""

    unit: str
    basis: tuple[str, ...]
    scope: str
    document: str
    reason: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """Who acts: operator code, post, seat; `unit` for a responsible unit's own acts."""

    operator: str
    post: Post
    seat: str
    unit: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One problem at one place with all that follows from its trail.

    `after_photos` are those of the present round of work: a dispatch or a rework begins at none.
    `authorised` may act for the shift leader before `authorised_until` (fact book 6.4, row 27).
    A field added later begins as None, which is not written: older cases keep their written form.
    """

    id: CaseId
    number: str
    stage: Stage
    source: Source
    place: Place
    description: str
    reported_at: datetime
    version: int = 0
    urgent: bool = False
    task_number: str | None = None
    standard: Standard | None = None
    callers: int = 0
    callback_wanted: bool = False
    callback: str | None = None
    before_photos: int = 0
    after_photos: int = 0
    unit: str | None = None
    first_unit: str | None = None
    assisting: tuple[str, ...] = ()
    copies: tuple[str, ...] = ()
    handler: str | None = None
    instruction: str = ""
    dispatches: int = 0
    returns: int = 0
    returned_by: tuple[str, ...] = ()
    rework: int = 0
    bound_unit: str | None = None
    designation: Designation | None = None
    request: Request | None = None
    forced_close: Request | None = None
    task: Task | None = None
    confirmed: str | None = None
    unmet: tuple[str, ...] = ()
    supervised_until: datetime | None = None
    consulted: tuple[str, ...] = ()
    authorised: str | None = None
    authorised_until: datetime | None = None
    extensions: int = 0
    suspensions: int = 0
    suspended_until: datetime | None = None
    appeal: AppealState | None = None
    appealed_by: str | None = None
    appeal_reviewed_by: str | None = None
    master: CaseId | None = None
    prior: Stage | None = None
    accepted_at: datetime | None = None
    registered_at: datetime | None = None
    dispatched_at: datetime | None = None
    handled_at: datetime | None = None
    verified_at: datetime | None = None
    closed_at: datetime | None = None
    close_kind: CloseKind | None = None
    stage_clock: Timer | None = None
    accepting: Timer | None = None
    handling: Timer | None = None
    bundled: Timer | None = None
    last_move: Move | None = None
    last_by: str | None = None
    last_at: datetime | None = None

    @property
    def open(self) -> bool:
        """Whether anything is still owed."""
        return self.stage not in ENDED

    @property
    def queue(self) -> str | None:
        """The rail queue the case stands in, None once it has ended (DESIGN 3)."""
        return next((name for name, stages in QUEUES.items() if self.stage in stages), None)

    @property
    def running(self) -> Timer | None:
        """The clock an operator sees first: the handling clock while a unit works, else the
        stage's."""
        if self.stage in {Stage.DISPATCHED, Stage.HANDLING, Stage.SUSPENDED}:
            return self.handling
        return self.stage_clock
