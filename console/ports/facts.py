"""Facts of the assessment as the store keeps them: one row per case, one per act that is judged.

Both follow from the steps alone and are kept by the store itself, never by a seat; the derivation
in words is `console.evaluation.facts`, which the store's own has to equal. No row carries a
caller's data, a description or an address. Times are aware UTC datetimes.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final, Protocol

from console.domain.case import CaseId, CloseKind
from console.domain.stage import Move, Post, Source, Stage


class Flag(StrEnum):
    """The 0/1 facts of a case at one moment, from which every count is a sum (fact book 7.1)."""

    PUBLIC = "public"  # reported by the public (article 14)
    OPERATED = "operated"  # 受理: taken in, not declined
    DECLINED = "declined"  # 不受理
    TO_OPERATE = "to_operate"  # 待受理
    REGISTERED = "registered"  # 立案
    NOT_REGISTERED = "not_registered"  # 不立案
    VOIDED = "voided"  # 作废
    MERGED = "merged"
    SELF_HANDLED = "self_handled"  # 自处置: counted apart (trap 18)
    FORCED = "forced"  # closed by two without handling being passed
    ASSESSED = "assessed"  # registered and neither refused, voided, merged nor self-handled
    DISPATCHED = "dispatched"  # 派遣
    TO_DISPATCH = "to_dispatch"  # 待派遣
    SAME_UNIT = "same_unit"  # the first unit is the last one
    SUSPENDED = "suspended"  # 挂账: now
    WAS_SUSPENDED = "was_suspended"  # 历史挂账
    HANDLED = "handled"  # past the handling stage
    WORKING = "working"  # with a unit, or on its way to another one
    LATE = "late"  # handled, or ended by force, after the bundled deadline and not exempt
    OVERDUE = "overdue"  # working, and the bundled deadline was passed (超期未处置)
    EXEMPT = "exempt"  # an appeal was granted
    CLOSED = "closed"  # 结案, self-handled and ended otherwise apart
    REWORKED = "reworked"  # 返工: again to the same unit after a check (trap 6)
    REWORKED_OFTEN = "reworked_often"  # more than once
    EXTENDED = "extended"  # 延期
    RETURNED = "returned"  # 推诿: given back by a unit
    SATISFIED = "satisfied"  # 满意: what the caller said last when called back
    DISSATISFIED = "dissatisfied"  # 不满意


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseFact:
    """What the assessment knows of one case.

    `due` is the bundled deadline (捆绑时限, fact book 5.3), the last known while it stands still;
    `standing`: its clock stands and its limit is not used up. `ended` is when that clock stopped.
    """

    case: CaseId
    number: str
    version: int
    stage: Stage
    source: Source
    scheme: str
    kind: str
    category: str
    urgent: bool
    district: str
    street: str
    community: str
    grid: str
    duty_grid: str
    unit: str
    first_unit: str
    reported_at: datetime
    accepted_at: datetime | None
    registered_at: datetime | None
    dispatched_at: datetime | None
    due: datetime | None
    standing: bool
    ended: datetime | None
    exempt: bool
    handled_at: datetime | None
    closed_at: datetime | None
    close_kind: CloseKind | None
    rework: int
    returns: int
    extensions: int
    suspensions: int
    callback: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ActFact:
    """One act that a post is judged by; acts taken back leave none.

    `due` is what the clock said that ran for the actor then (`Case.running` before the act), None
    where none ran; of a reply to a supervision it is the moment that was set for it. `inspector`
    whose task was sent or answered; `unit` who has the case after it;
    `first`: no unit had it before; `again`: the same one had.
    """

    case: CaseId
    seq: int
    move: Move
    at: datetime
    operator: str
    post: Post
    unit: str
    inspector: str
    outcome: str
    due: datetime | None
    first: bool
    again: bool


JUDGED: frozenset[Move] = frozenset(
    {
        Move.REPORT,
        Move.ACCEPT,
        Move.ORDER_CONFIRMATION,
        Move.ANSWER_CONFIRMATION,
        Move.SUBMIT,
        Move.DECLINE,
        Move.REGISTER,
        Move.REFUSE_REGISTRATION,
        Move.SEND_BACK,
        Move.SELF_HANDLE,
        Move.APPROVE_SELF_HANDLING,
        Move.REFUSE_SELF_HANDLING,
        Move.DISPATCH,
        Move.REDISPATCH,
        Move.DESIGNATE,
        Move.REQUEST_RETURN,
        Move.APPROVE_RETURN,
        Move.APPROVE_EXTENSION,
        Move.APPROVE_SUSPENSION,
        Move.FEEDBACK,
        Move.REWORK,
        Move.ORDER_VERIFICATION,
        Move.ANSWER_VERIFICATION,
        Move.REVERIFY,
        Move.PASS,
        Move.FAIL,
        Move.CLOSE,
        Move.FORCE_CLOSE,
        Move.RETURN_TO_VERIFICATION,
        Move.RETURN_TO_DISPATCH,
        Move.RETURN_TO_ACCEPTOR,
        Move.VOID,
        Move.APPROVE_VOID,
        Move.REOPEN,
        Move.GRANT_APPEAL,
        Move.SUPERVISE,
        Move.REPLY_SUPERVISION,
    }
)
"""Moves that leave an `ActFact`; notes, photos and talk do not."""


class FactDate(StrEnum):
    """Which date puts a case into a period: a city's choice (fact book 7.7)."""

    DUE = "due"  # the bundled handling deadline (Yuncheng's monthly assessment)
    REGISTERED = "registered_at"
    CLOSED = "closed_at"
    REPORTED = "reported_at"
    DISPATCHED = "dispatched_at"
    HANDLED = "handled_at"


ASSESSED_BY: Final = (FactDate.DUE, FactDate.REGISTERED, FactDate.CLOSED, FactDate.REPORTED)
"""The dates a scheme may choose; the others tell what was done on a day, as walls do."""


class Grouping(StrEnum):
    """By what cases are summed."""

    UNIT = "unit"
    DISTRICT = "district"
    STREET = "street"
    COMMUNITY = "community"
    GRID = "grid"
    DUTY_GRID = "duty_grid"
    SOURCE = "source"
    KIND = "kind"
    CATEGORY = "category"


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """A condition on one case: has all of `has`, none of `lacks`."""

    has: tuple[Flag, ...] = ()
    lacks: tuple[Flag, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """A base count: how many cases meet one of `terms`, which exclude each other.

    With `times` the named number of each case is summed instead of 1 (返工次数).
    """

    name: str
    terms: tuple[Term, ...]
    times: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """A period: from `start` until before `end`, and the moment it is looked at.

    Cases are counted as they stand at `as_of`, which is no earlier than their last steps.
    """

    start: datetime
    end: datetime
    as_of: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """Cases of one group that have the same flags; `rework` and `returns` are their sums."""

    group: tuple[str, ...]
    flags: frozenset[Flag]
    cases: int
    rework: int
    returns: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ActTally:
    """Acts of one person that count alike; `flags` are those of their cases at `Span.as_of`."""

    operator: str
    inspector: str
    post: Post
    move: Move
    in_time: bool
    first: bool
    flags: frozenset[Flag]
    acts: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseAct:
    """An act with what tells its case; `flags` are the case's at `Span.as_of`."""

    act: ActFact
    number: str
    category: str
    flags: frozenset[Flag]

    @property
    def tally(self) -> ActTally:
        """As it is counted."""
        act = self.act
        return ActTally(
            operator=act.operator,
            inspector=act.inspector,
            post=act.post,
            move=act.move,
            in_time=act.due is None or act.at <= act.due,
            first=act.first,
            flags=self.flags,
            acts=1,
        )


class FactReading(Protocol):
    """Reads facts; a district's seat is shown its own areas' only. Nothing here reads steps."""

    def at_one_moment(self) -> AbstractContextManager["FactReading"]:
        """A reading all of whose answers are of the same moment, for as long as it is held."""

    def tallies(self, span: Span, date: FactDate, by: Sequence[Grouping]) -> Sequence[Tally]:
        """The cases of a period by group, in no order; `by` may be empty for one group of all."""

    def act_tallies(self, span: Span) -> Sequence[ActTally]:
        """The acts of a period, in no order."""

    def miss_counts(self, span: Span) -> Mapping[str, Mapping[str, int]]:
        """Inspector -> `missed_report` and `area_inst` of his duty grids' reports of the period.

        `evaluation.integrity.miss_counts` defines both; how many days count is the city's setting.
        """

    def facts(
        self, span: Span, date: FactDate, group: Mapping[Grouping, str], *, after: int = 0
    ) -> Iterator[CaseFact]:
        """The cases of a period that belong to a group, by their number, a few at a time.

        Only those behind the case `after`, so that a list can be read in pieces.
        """

    def acts(
        self, span: Span, person: str = "", *, after: tuple[int, int] = (0, 0)
    ) -> Iterator[CaseAct]:
        """The acts of a period made by a person, or whose task he was sent; "" of everybody.

        By case and step, a few at a time, only those behind the step `after`.
        """
