"""The writing side of the store: one transaction per command, through one narrow door.

Shapes only. A `Work` is begun with the command's id; what it puts becomes visible at `commit`, all
or
nothing, together with the step, the outbox letters and the news for other seats. A command id that
was
already committed gives `done`: the first result again, and nothing changes (issue 2, section 3).
"""

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from console.domain.case import Actor, Case, CaseId
from console.domain.catalogue import Catalogue
from console.domain.organisation import ResponsibleUnit
from console.domain.place import Place, Point
from console.domain.rules import Rules
from console.domain.trail import Step


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """What a commit changed: ids only; screens re-read what they show."""

    command: str
    cases: tuple[CaseId, ...] = ()
    number: str = ""
    version: int = 0
    stage: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Caller:
    """A reporter's own data (article 23). Never in a step, a log, an export, the map or the wall.

    `reply` is how the result is told: `sms`, `phone` or `none`.
    """

    name: str
    phone: str
    address: str = ""
    reply: str = "sms"

    def __repr__(self) -> str:
        """Nothing personal, so that no traceback or log can show it."""
        return "Caller(…)"


@dataclass(frozen=True, slots=True, kw_only=True)
class Photo:
    """One picture or recording of a case; `digest` is SHA-256 in hex, the file lies in `files`.

    `role` is near, far, reference, before or after (fact book 6.6). `taken_at` and `point` as the
    camera noted them. Pixels as it is seen upright, `seconds` of a video or recording and
    `preview`, a JPEG of at most 20 KB, are of the file; 0 and b"" where nobody looked into it.
    """

    digest: str
    role: str
    mime: str
    size: int
    taken_at: datetime | None = None
    point: Point | None = None
    by: str = ""
    width: int = 0
    height: int = 0
    seconds: float = 0.0
    preview: bytes = field(default=b"", repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """A message that leaves through the outbox after its quiet time: to a unit, inspector or
    caller."""

    kind: str
    to: str
    case: CaseId
    body: str
    not_before: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """Who holds a case and since when; `beat_at` is the seat's last sign of life (DESIGN 7)."""

    case: CaseId
    operator: str
    seat: str
    since: datetime
    beat_at: datetime
    active_at: datetime


class Work(Protocol):
    """One transaction of one command."""

    @property
    def done(self) -> Changes | None:
        """The first result, when this command id was committed before."""

    @property
    def at(self) -> datetime:
        """The one moment of this command (aware UTC): the server's, where it keeps the time itself.

        Everything the command records carries it.
        """

    def rules(self) -> Rules:
        """The city's rules in force."""

    def catalogue(self, at: datetime) -> Catalogue:
        """The standards in force at `at`."""

    def unit(self, code: str) -> ResponsibleUnit:
        """A responsible unit. Raises `Refusal` `unit.unknown`."""

    def locate(self, place: Place) -> Place:
        """The place with unit grid, duty grid, divisions and management area filled in by its
        point."""

    def inspector_for(self, place: Place, at: datetime) -> str | None:
        """Code of the certified inspector bound to the place's duty grid (articles 15, 21)."""

    def case(self, case: CaseId) -> Case:
        """The case as it stands, locked for this transaction. Raises `Refusal` `case.unknown`."""

    def trail(self, case: CaseId) -> tuple[Step, ...]:
        """All steps in order."""

    def merged_into(self, master: CaseId) -> Mapping[CaseId, int]:
        """Cases merged into `master`, of any area, and how many callers each has: they are answered
        with its result."""

    def new_number(self, at: datetime) -> tuple[CaseId, str]:
        """Next id of the year and case number of the local day (`2026-1123-000163`), race-free."""

    def put(self, case: Case, step: Step) -> None:
        """Keep a case's new state and the step that made it."""

    def put_caller(self, case: CaseId, caller: Caller) -> None:
        """Keep a caller of the case."""

    def put_photos(self, case: CaseId, seq: int, photos: Sequence[Photo]) -> None:
        """Attach photos to the step `seq`."""

    def post(self, letter: Letter) -> None:
        """Put a letter into the outbox."""

    def recall_letters(self, case: CaseId, after: datetime) -> None:
        """Take back the letters of a case that have not left yet (undo)."""

    def commit(self) -> Changes:
        """Make it so. Raises `Refusal` `case.stale` when another seat was faster."""


class Store(Protocol):
    """Where commands write."""

    def begin(self, command: str, actor: Actor, at: datetime) -> AbstractContextManager[Work]:
        """A transaction for one command; leaving it without `commit` changes nothing.

        `at` is the asker's clock; what holds is `Work.at`.
        """


class Claims(Protocol):
    """Holding cases (DESIGN 7): a courtesy; the truth is decided on write."""

    def hold(self, case: CaseId, actor: Actor, at: datetime, reason: str = "") -> Claim:
        """Hold a case. Raises `Refusal` `claim.held` while another seat's claim is alive.

        Alive: beat at most 45 s old and activity at most 15 min old; within 20 s of a stale beat
        only the former holder may return. A shift leader takes over with a reason at any time.
        """

    def beat(self, actor: Actor, at: datetime, *, active: bool) -> None:
        """The seat is alive; `active` when its operator touched a key since the last beat."""

    def release(self, case: CaseId, actor: Actor) -> None:
        """Let a case go; one that is not held by this seat stays as it is."""

    def next_case(self, queue: str, actor: Actor, at: datetime) -> CaseId | None:
        """Hold the most urgent case of a queue that nobody holds, without waiting for other
        seats."""


class Callers(Protocol):
    """Reporters' data behind a logged door (article 23)."""

    def reveal(self, case: CaseId, actor: Actor, at: datetime, reason: str) -> Sequence[Caller]:
        """The callers of a case, after the request is committed with its reason.

        Raises `Refusal` `caller.reason` without a reason, `caller.none` when there is none.
        """


class Keeping(Protocol):
    """Reference data that a service may replace: standards, calendars, settings."""

    def put_catalogue(self, catalogue: Catalogue, actor: Actor, at: datetime) -> None:
        """Keep a new version of the standards; registered cases keep theirs."""

    def setting(self, name: str) -> str | None:
        """A setting of the city, None when it was never set."""

    def put_setting(self, name: str, value: str, actor: Actor, at: datetime) -> None:
        """Change a setting, keeping its history."""

    def settings(self) -> Mapping[str, str]:
        """All settings that were set."""
